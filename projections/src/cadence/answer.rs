//! The report: one line a pole, then its slots.

use jiff::civil::Date;
use maillage_events::messages::{Language, say};
use maillage_events::when::OccurredOn;
use serde_json::{Value, json};

use super::{Cadence, PoleRhythm, Slot, SlotState};
use crate::answer::Answer;
use crate::belongs::Belongs;
use crate::figures::{number_shown, percent, percent_shown};
use crate::projection::Projection;
use crate::report::figure::Defined;
use crate::report::filter::Filter;
use crate::report::{Body, Cell, Definition, ReportTable, Scope};
use crate::titles;

const STATES: [SlotState; 6] = [
    SlotState::Held,
    SlotState::Missed,
    SlotState::Cancelled,
    SlotState::Pending,
    SlotState::Moved,
    SlotState::Upcoming,
];

/// What is printed of the meaning of its figures, in this order.
const DEFINED: &[Defined] = &[
    Defined::new("judged_on", 1),
    Defined::new("due", 2),
    Defined::new("held", 2),
    Defined::new("missed", 1),
    Defined::new("pending", 1),
    Defined::new("moved", 1),
    Defined::new("delay_days", 1),
    Defined::new("adherence", 1),
    Defined::new("next_due", 1),
    Defined::new("off_rhythm", 1),
];

impl Answer for Cadence {
    fn called(&self, filter: Filter, id: &str, language: Language) -> Option<String> {
        titles::called(&self.titles, filter, id, language)
    }

    fn answer(&self, scope: &Scope, language: Language) -> Body {
        let day = self.judged_on(&scope.period);
        let mut poles = day.map(|day| self.rhythms(&scope.period, day)).unwrap_or_default();
        poles.retain(|pole| Belongs::stream(&self.titles, &format!("pole/{}", pole.pole)).is_asked(&scope.filters));
        let day = day.unwrap_or_default();
        let figures = json!({
            "judged_on": (!poles.is_empty()).then(|| day.to_string()),
            "poles": poles.iter().map(|pole| pole_figures(pole, day)).collect::<Vec<_>>(),
        });
        let name = |pole: &PoleRhythm| pole.name.clone().unwrap_or_else(|| pole.pole.clone());
        let count = |pole: &PoleRhythm, state| Cell::from(pole.due_as(day, state));
        let adherence = |pole: &PoleRhythm| percent(pole.due_as(day, SlotState::Held), pole.due(day));
        let shown = |share: String| percent_shown(language, &share);
        let delay = |pole: &PoleRhythm| longest_delay(pole).map(|days| number_shown(language, i64::from(days)));
        let poles_table = ReportTable::by_column(
            language,
            Self::NAME,
            "poles",
            &poles,
            &[
                ("pole", &|pole| name(pole).into()),
                ("rhythm-days", &|pole| pole.days.map(u64::from).into()),
                ("due", &|pole| pole.due(day).into()),
                ("slots-held", &|pole| count(pole, SlotState::Held)),
                ("slots-missed", &|pole| count(pole, SlotState::Missed)),
                ("slots-cancelled", &|pole| count(pole, SlotState::Cancelled)),
                ("slots-pending", &|pole| count(pole, SlotState::Pending)),
                ("slots-moved", &|pole| moved(pole).into()),
                ("adherence", &|pole| adherence(pole).map(shown).into()),
                ("longest-delay", &|pole| delay(pole).into()),
                ("next-due", &|pole| pole.next_due.into()),
                ("off-rhythm", &|pole| pole.off_rhythm.into()),
            ],
        );
        let state = |slot: &Slot| say(language, &format!("label-session-{}", slot.state.as_str()));
        let slots_table = ReportTable::by_column(
            language,
            Self::NAME,
            "slots",
            poles.iter().flat_map(|pole| pole.slots.iter().map(move |slot| (pole, slot))),
            &[
                ("pole", &|(pole, _)| name(pole).into()),
                ("due-on", &|(_, slot)| slot.due.into()),
                ("state", &|(_, slot)| state(slot).into()),
                ("date", &|(_, slot)| held_on(slot)),
                ("delay", &|(_, slot)| slot.delay_days.map_or_else(|| "".into(), |days| Cell::Number(i64::from(days)))),
            ],
        );
        let tables = vec![poles_table, slots_table];
        Body {
            title: say(language, "title-cadence"),
            definitions: Definition::of(language, Self::NAME, DEFINED),
            figures,
            tables,
        }
    }
}

fn moved(pole: &PoleRhythm) -> u64 {
    pole.slots.iter().filter(|slot| slot.moved).count() as u64
}

fn longest_delay(pole: &PoleRhythm) -> Option<i32> {
    pole.slots.iter().filter_map(|slot| slot.delay_days).max()
}

fn pole_figures(pole: &PoleRhythm, day: Date) -> Value {
    let mut line = json!({
        "pole": pole.pole,
        "name": pole.name,
        "rhythm_days": pole.days,
        "due": pole.due(day),
        "moved_at_least_once": moved(pole),
        "adherence": percent(pole.due_as(day, SlotState::Held), pole.due(day)),
        "longest_delay_days": longest_delay(pole),
        "next_due": pole.next_due,
        "off_rhythm": pole.off_rhythm,
        "slots": pole.slots,
    });
    for state in STATES {
        line[state.as_str()] = json!(pole.due_as(day, state));
    }
    line
}

fn held_on(slot: &Slot) -> Cell {
    slot.when.as_deref().and_then(|when| when.parse::<OccurredOn>().ok()).map_or_else(|| "".into(), Cell::from)
}
