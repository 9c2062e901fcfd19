//! The report: totals, and the same counts by pole, year, kind, quality, fiche and session.

use maillage_events::messages::{Language, say};
use serde_json::{Map, Value, json};

use super::groups::{Asked, maybe_inside};
use super::{Attendance, SessionRow, Span, Tally, marginals};
use crate::catalogue::Answer;
use crate::dates::date_shown;
use crate::figures::{bounds_shown, percent_shown};
use crate::known;
use crate::projection::Projection;
use crate::report::{Body, Cell, Definition, ReportTable, Scope};
use crate::titles;

const DEFINED: &[&str] = &[
    "sessions_held",
    "signups",
    "present",
    "anonymous",
    "passages",
    "visits",
    "persons_known",
    "persons_bounds",
    "new_persons",
    "presence_rate",
    "marginals",
    "places_left",
    "sessions_without_record",
    "sessions_not_placed",
    "by_fiche",
];

impl Answer for Attendance {
    fn answer(&self, scope: &Scope, language: Language) -> Body {
        let asked = Asked {
            attendance: self,
            period: scope.period,
            inside: self.sessions().filter(|(_, row)| scope.period.holds(row.date())).collect(),
        };
        let total = asked.total();
        let (poles, years, pole_years) = (asked.by_pole(), asked.by_year(), asked.by_pole_and_year());
        let (kinds, fiches, qualities) = (asked.by_kind(), asked.by_fiche(), asked.by_quality());
        let sessions: Vec<_> = asked.inside.iter().map(|(id, row)| (*id, *row, asked.count(&[row], None))).collect();
        let not_placed = self.sessions().filter(|(_, row)| maybe_inside(&scope.period, row)).count();
        let mut whole = figures(&total);
        whole.insert("sessions_not_placed".to_owned(), json!(not_placed));
        let with = |key: &str, value: Value, tally: &Tally| {
            let mut map = Map::from_iter([(key.to_owned(), value)]);
            map.append(&mut figures(tally));
            Value::Object(map)
        };
        let figures = json!({
            "total": whole,
            "by_pole": poles.iter().map(|(pole, it)| with("pole", json!(pole), it)).collect::<Vec<_>>(),
            "by_year": years.iter().map(|(year, it)| with("year", json!(year), it)).collect::<Vec<_>>(),
            "by_pole_and_year": pole_years.iter().map(|((pole, year), it)| {
                let mut line = with("pole", json!(pole), it);
                line["year"] = json!(year);
                line
            }).collect::<Vec<_>>(),
            "by_kind": kinds.iter().map(|(kind, it)| with("kind", json!(kind), it)).collect::<Vec<_>>(),
            "by_quality": qualities.iter().map(|(quality, it)| json!({ "quality": quality, "present": it.0, "persons_known": it.1 })).collect::<Vec<_>>(),
            "by_fiche": fiches.iter().map(|(fiche, it)| with("fiche", json!(fiche), it)).collect::<Vec<_>>(),
            "by_session": sessions.iter().map(|(id, row, it)| session_figures(id, row, it)).collect::<Vec<_>>(),
        });
        let pole_name =
            |pole: &str| self.poles.get(pole).and_then(|row| row.name.clone()).unwrap_or_else(|| pole.to_owned());
        let label = |list: &str, word: &str| say(language, &format!("label-{list}-{word}"));
        let year = |year: &Option<i16>| known::year(*year);
        let lines =
            |rows: Vec<(Cell, &Tally)>| rows.into_iter().map(|(head, it)| line(language, vec![head], it)).collect();
        let table = |name: &str, heads: &[&str], rows: Vec<Vec<Cell>>| {
            ReportTable::of(language, "attendance", name, &[heads, COLUMNS].concat(), rows)
        };
        let mut counted = vec![(Cell::from(say(language, "caption-attendance-total")), &total)];
        counted.extend(years.iter().map(|(at, it)| (year(at), it)));
        counted.extend(poles.iter().map(|(pole, it)| (pole_name(pole).into(), it)));
        let dated = |row: &SessionRow| format!("{} – {}", date_shown(language, row.date()), row.title);
        counted.extend(sessions.iter().map(|(_, row, it)| (dated(row).into(), it)));
        let tables = vec![
            totals(language, &total),
            table("by_pole", &["pole"], lines(poles.iter().map(|(pole, it)| (pole_name(pole).into(), it)).collect())),
            table("by_year", &["year"], lines(years.iter().map(|(at, it)| (year(at), it)).collect())),
            table(
                "by_pole_and_year",
                &["pole", "year"],
                pole_years
                    .iter()
                    .map(|((pole, at), it)| line(language, vec![pole_name(pole).into(), year(at)], it))
                    .collect(),
            ),
            table(
                "by_kind",
                &["kind"],
                lines(
                    kinds.iter().map(|(kind, it)| (Cell::from(kind.map(|kind| label("session", kind))), it)).collect(),
                ),
            ),
            ReportTable::of(
                language,
                "attendance",
                "by_quality",
                &["quality", "present", "persons-known"],
                qualities
                    .iter()
                    .map(|(quality, it)| vec![label("quality", quality.as_str()).into(), it.0.into(), it.1.into()])
                    .collect(),
            ),
            table(
                "by_fiche",
                &["fiche"],
                lines(
                    fiches
                        .iter()
                        .map(|(fiche, it)| {
                            (Cell::from(titles::shown(&self.titles, language, &format!("fiche/{fiche}"))), it)
                        })
                        .collect(),
                ),
            ),
            table(
                "by_session",
                &["date", "session", "state"],
                sessions
                    .iter()
                    .map(|(_, row, it)| {
                        let heads = vec![
                            row.date().into(),
                            row.title.as_str().into(),
                            label("session", row.state.as_str()).into(),
                        ];
                        line(language, heads, it)
                    })
                    .collect(),
            ),
            marginals::table(language, &counted),
        ];
        Body {
            title: say(language, "title-attendance"),
            definitions: Definition::of(language, Self::NAME, DEFINED),
            figures,
            tables,
        }
    }
}

fn figures(tally: &Tally) -> Map<String, Value> {
    let mut map = Map::new();
    for (key, count) in [
        ("sessions", Some(tally.sessions)),
        ("sessions_held", Some(tally.held)),
        ("sessions_cancelled", Some(tally.cancelled)),
        ("sessions_moved", Some(tally.moved)),
        ("sessions_pending", Some(tally.pending)),
        ("sessions_without_record", Some(tally.held_without_record)),
        ("signups_requested", Some(tally.requested)),
        ("signups_confirmed", Some(tally.confirmed)),
        ("signups_waiting", Some(tally.waiting)),
        ("signups_cancelled", Some(tally.signups_cancelled)),
        ("places_left", tally.places_left),
        ("present", Some(tally.present)),
        ("persons_known", Some(tally.known)),
        ("new_persons", tally.new),
    ] {
        map.insert(key.to_owned(), json!(count));
    }
    for (key, span) in [
        ("anonymous", tally.anonymous),
        ("passages", tally.passages),
        ("visits", tally.visits),
        ("connections", tally.connections),
    ] {
        map.insert(key.to_owned(), json!(span.and_then(Span::number)));
        bounds(&mut map, key, span);
    }
    bounds(&mut map, "persons", tally.distinct);
    map.insert("marginals".to_owned(), json!(tally.marginals));
    map.insert("presence_rate".to_owned(), json!(tally.rate));
    map
}

fn bounds(map: &mut Map<String, Value>, key: &str, span: Option<Span>) {
    map.insert(format!("{key}_at_least"), json!(span.map(|span| span.at_least)));
    map.insert(format!("{key}_at_most"), json!(span.and_then(|span| span.at_most)));
    map.insert(format!("{key}_estimated"), json!(span.is_some_and(|span| span.estimated)));
}

fn session_figures(id: &str, row: &SessionRow, tally: &Tally) -> Value {
    let mut map = Map::from_iter([
        ("session".to_owned(), json!(id)),
        ("title".to_owned(), json!(row.title)),
        ("kind".to_owned(), json!(row.kind)),
        ("when".to_owned(), json!(row.date())),
        ("time".to_owned(), json!(row.time)),
        ("pole".to_owned(), json!(row.pole)),
        ("contract".to_owned(), json!(row.contract)),
        ("fiches".to_owned(), json!(row.fiches)),
        ("state".to_owned(), json!(row.state)),
        ("capacity".to_owned(), json!(row.capacity)),
    ]);
    map.append(&mut figures(tally));
    Value::Object(map)
}

const COLUMNS: &[&str] = &[
    "sessions-held",
    "sessions-cancelled",
    "signups-confirmed",
    "signups-waiting",
    "places-left",
    "present",
    "anonymous",
    "passages",
    "persons-known",
    "persons-bounds",
    "new-persons",
];

fn line(language: Language, mut heads: Vec<Cell>, tally: &Tally) -> Vec<Cell> {
    let span = |span| span_cell(language, span);
    heads.extend([
        tally.held.into(),
        tally.cancelled.into(),
        tally.confirmed.into(),
        tally.waiting.into(),
        tally.places_left.into(),
        tally.present.into(),
        span(tally.anonymous),
        span(tally.passages),
        tally.known.into(),
        span(tally.distinct),
        tally.new.into(),
    ]);
    heads
}

/// A sum for people; `n.r.` when nothing is known of it, "environ" when a part was estimated.
fn span_cell(language: Language, span: Option<Span>) -> Cell {
    match span {
        None => Cell::Unknown,
        Some(span) => match span.number() {
            Some(number) if !span.estimated => number.into(),
            _ => {
                let shown = bounds_shown(language, span.at_least, span.at_most);
                let words = if span.estimated {
                    maillage_events::messages::message(language, "figure-about", &[("value", shown)])
                } else {
                    shown
                };
                Cell::Text(words)
            }
        },
    }
}

fn totals(language: Language, tally: &Tally) -> ReportTable {
    let span = |span| span_cell(language, span);
    let rows: Vec<(&str, Cell)> = vec![
        ("sessions", tally.sessions.into()),
        ("sessions-held", tally.held.into()),
        ("sessions-cancelled", tally.cancelled.into()),
        ("sessions-moved", tally.moved.into()),
        ("sessions-pending", tally.pending.into()),
        ("sessions-without-record", tally.held_without_record.into()),
        ("signups-requested", tally.requested.into()),
        ("signups-confirmed", tally.confirmed.into()),
        ("signups-waiting", tally.waiting.into()),
        ("signups-cancelled", tally.signups_cancelled.into()),
        ("places-left", tally.places_left.into()),
        ("present", tally.present.into()),
        ("anonymous", span(tally.anonymous)),
        ("passages", span(tally.passages)),
        ("visits", span(tally.visits)),
        ("connections", span(tally.connections)),
        ("persons-known", tally.known.into()),
        ("persons-bounds", span(tally.distinct)),
        ("new-persons", tally.new.into()),
        ("presence-rate", tally.rate.as_deref().map(|rate| percent_shown(language, rate)).into()),
    ];
    let rows =
        rows.into_iter().map(|(figure, cell)| vec![say(language, &format!("column-{figure}")).into(), cell]).collect();
    ReportTable::of(language, "attendance", "total", &["figure", "value"], rows)
}
