//! The report: what is planned and what took place or was cancelled, each in the order of dates.

use maillage_events::messages::{Language, say};
use serde_json::{Value, json};

use super::{Agenda, AgendaRow};
use crate::answer::Answer;
use crate::attendance::SessionState;
use crate::projection::Projection;
use crate::report::figure::Defined;
use crate::report::{Body, Definition, ReportTable, Scope};
use crate::titles;

/// What is printed of the meaning of its figures, in this order.
const DEFINED: &[Defined] = &[Defined::new("planned", 1), Defined::new("past", 1), Defined::new("date", 1)];

impl Answer for Agenda {
    fn answer(&self, scope: &Scope, language: Language) -> Body {
        let mut sessions: Vec<(&str, &AgendaRow)> =
            self.sessions().filter(|(_, row)| scope.period.holds(row.date.on())).collect();
        sessions.sort_by(|(a, one), (b, other)| order(one).cmp(&order(other)).then_with(|| a.cmp(b)));
        let (planned, past): (Vec<_>, Vec<_>) =
            sessions.iter().copied().partition(|(_, row)| row.state == SessionState::Planned);
        let figures = json!({
            "planned": planned.iter().map(|session| self.figures(session)).collect::<Vec<_>>(),
            "past": past.iter().map(|session| self.figures(session)).collect::<Vec<_>>(),
        });
        let tables = vec![self.table(language, "planned", &planned), self.table(language, "past", &past)];
        Body {
            title: say(language, "title-agenda"),
            definitions: Definition::of(language, Self::NAME, DEFINED),
            figures,
            tables,
        }
    }
}

/// By day, then by hour; what has no known date comes last.
fn order(row: &AgendaRow) -> (bool, Option<(jiff::civil::Date, jiff::civil::Date)>, &str) {
    let span = row.date.on().span();
    (span.is_none(), span, row.time.as_deref().unwrap_or_default())
}

impl Agenda {
    fn pole_name<'a>(&'a self, row: &'a AgendaRow) -> Option<&'a str> {
        let pole = row.pole.as_deref()?;
        Some(self.poles.get(pole).map_or(pole, String::as_str))
    }

    fn figures(&self, (id, row): &(&str, &AgendaRow)) -> Value {
        json!({
            "session": id,
            "title": row.title,
            "kind": row.kind,
            "when": row.date.on(),
            "precision": row.date.on().precision(),
            "first_planned": row.first_planned,
            "time": row.time,
            "minutes": row.minutes,
            "place": row.place,
            "pole": row.pole,
            "pole_name": self.pole_name(row),
            "contract": row.contract,
            "body": row.body,
            "fiches": row.fiches,
            "state": row.state,
            "motive": row.motive,
        })
    }

    fn table(&self, language: Language, name: &str, sessions: &[(&str, &AgendaRow)]) -> ReportTable {
        let state = |row: &AgendaRow| {
            let state = say(language, &format!("label-session-{}", row.state.as_str()));
            if row.first_planned.is_some() && row.state == SessionState::Planned {
                format!("{state} ({})", say(language, "label-session-moved"))
            } else {
                state
            }
        };
        ReportTable::by_column(
            language,
            Self::NAME,
            name,
            sessions.iter().map(|(_, row)| *row),
            &[
                ("date", &|row| row.date.on().into()),
                ("time", &|row| row.time.as_deref().unwrap_or_default().into()),
                ("session", &|row| row.title.as_str().into()),
                ("kind", &|row| say(language, &format!("label-session-{}", row.kind)).into()),
                ("place", &|row| row.place.as_deref().unwrap_or_default().into()),
                ("pole", &|row| self.pole_name(row).unwrap_or_default().into()),
                ("fiches", &|row| titles::fiches(&self.titles, language, row.fiches.iter()).into()),
                ("state", &|row| state(row).into()),
            ],
        )
    }
}
