//! The report: what is planned and what took place or was cancelled, each in the order of dates.

use maillage_events::messages::{Language, say};
use maillage_events::place::Place;
use maillage_events::session::Whereabouts;
use serde_json::{Value, json};

use super::{Agenda, AgendaRow};
use crate::answer::Answer;
use crate::attendance::SessionState;
use crate::belongs::Belongs;
use crate::projection::Projection;
use crate::report::figure::Defined;
use crate::report::filter::Filter;
use crate::report::{Body, Definition, ReportTable, Scope};
use crate::titles;

/// What is printed of the meaning of its figures, in this order.
const DEFINED: &[Defined] = &[Defined::new("planned", 1), Defined::new("past", 1), Defined::new("date", 1)];

impl Answer for Agenda {
    fn called(&self, filter: Filter, id: &str, language: Language) -> Option<String> {
        titles::called(&self.titles, filter, id, language)
    }

    fn answer(&self, scope: &Scope, language: Language) -> Body {
        let mut sessions: Vec<(&str, &AgendaRow)> =
            self.sessions().filter(|(_, row)| scope.period.holds(row.date.on())).collect();
        sessions.retain(|(_, row)| self.belongs(row).is_asked(&scope.filters));
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
fn order(row: &AgendaRow) -> (bool, Option<(jiff::civil::Date, jiff::civil::Date)>, Option<String>) {
    let span = row.date.on().span();
    (span.is_none(), span, row.whereabouts().time)
}

/// A place for people, as far as it has a name; the identifier of the organisation or the code where it has none.
fn place_shown(place: &Place) -> String {
    let name = place.name.as_ref().map(ToString::to_string);
    let organisation = place.organisation.as_ref().map(ToString::to_string);
    let commune = place.commune.as_ref().map(|commune| commune.code.to_string());
    name.or(organisation).or(commune).or(place.qpv.as_ref().map(|qpv| qpv.code.to_string())).unwrap_or_default()
}

impl Agenda {
    fn belongs<'a>(&'a self, row: &'a AgendaRow) -> Belongs<'a> {
        let contracts = row.contracts.iter().map(String::as_str);
        let fiches = row.credited_to().into_iter().map(String::as_str);
        Belongs::session(&self.titles, contracts, row.pole.as_deref(), fiches)
    }

    fn pole_name<'a>(&'a self, row: &'a AgendaRow) -> Option<&'a str> {
        let pole = row.pole.as_deref()?;
        Some(self.poles.get(pole).map_or(pole, String::as_str))
    }

    fn figures(&self, (id, row): &(&str, &AgendaRow)) -> Value {
        let Whereabouts { time, minutes, place, mode, .. } = row.whereabouts();
        json!({
            "session": id,
            "title": row.title(),
            "kind": row.kind,
            "mode": mode,
            "when": row.date.on(),
            "precision": row.date.on().precision(),
            "ends": row.ends,
            "first_planned": row.first_planned(),
            "time": time,
            "minutes": minutes,
            "place": place.as_ref().map(place_shown),
            "place_organisation": place.as_ref().and_then(|place| place.organisation.as_ref()),
            "commune": place.as_ref().and_then(|place| place.commune.as_ref()),
            "qpv": place.as_ref().and_then(|place| place.qpv.as_ref()),
            "organiser": row.organiser,
            "pole": row.pole,
            "pole_name": self.pole_name(row),
            "slot": row.slot,
            "contracts": row.contracts,
            "body": row.body,
            "fiches": row.credited_to(),
            "state": row.state,
            "stands_for": row.stands_for,
            "motive": row.motive(),
        })
    }

    fn table(&self, language: Language, name: &str, sessions: &[(&str, &AgendaRow)]) -> ReportTable {
        let state = |row: &AgendaRow| {
            let state = say(language, &format!("label-session-{}", row.state.as_str()));
            if row.first_planned().is_some() && row.state == SessionState::Planned {
                format!("{state} ({})", say(language, "label-session-moved"))
            } else {
                state
            }
        };
        let mode = |row: &AgendaRow| {
            let mode = row.whereabouts().mode;
            mode.map(|mode| say(language, &format!("label-mode-{mode}"))).unwrap_or_default()
        };
        ReportTable::by_column(
            language,
            Self::NAME,
            name,
            sessions.iter().map(|(_, row)| *row),
            &[
                ("date", &|row| row.date.on().into()),
                ("time", &|row| row.whereabouts().time.unwrap_or_default().into()),
                ("session", &|row| row.title().into()),
                ("kind", &|row| say(language, &format!("label-session-{}", row.kind)).into()),
                ("mode", &|row| mode(row).into()),
                ("place", &|row| row.whereabouts().place.as_ref().map(place_shown).unwrap_or_default().into()),
                ("pole", &|row| self.pole_name(row).unwrap_or_default().into()),
                ("fiches", &|row| titles::fiches(&self.titles, language, row.credited_to().into_iter()).into()),
                ("state", &|row| state(row).into()),
            ],
        )
    }
}
