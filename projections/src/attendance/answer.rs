//! The report: totals, and the same counts by pole, year, kind, quality, fiche and session.

use std::collections::BTreeSet;

use maillage_events::messages::{Language, say};
use serde_json::{Map, Value, json};

use super::figures::Of;
use super::groups::Groups;
use super::{Attendance, SessionRow, Tally, figures, marginals};
use crate::answer::Answer;
use crate::belongs::Belongs;
use crate::dates::date_shown;
use crate::naming::label;
use crate::projection::Projection;
use crate::report::cells;
use crate::report::figure::Shown;
use crate::report::filter::Filter;
use crate::report::{Body, Cell, Column, Definition, ReportTable, Scope};
use crate::titles;

impl Answer for Attendance {
    fn called(&self, filter: Filter, id: &str, language: Language) -> Option<String> {
        titles::called(&self.titles, filter, id, language)
    }

    fn answer(&self, scope: &Scope, language: Language) -> Body {
        let asked: Vec<(&str, &SessionRow)> =
            self.sessions().filter(|(_, row)| self.belongs(row).is_asked(&scope.filters)).collect();
        let inside = asked.iter().copied().filter(|(_, row)| scope.period.holds(row.date())).collect();
        let perhaps: Vec<&SessionRow> =
            asked.iter().map(|(_, row)| *row).filter(|row| scope.period.may_hold(row.date())).collect();
        let not_placed = perhaps.len();
        let groups = Groups { attendance: self, scope, asked: &asked, inside, perhaps };
        let total = groups.total();
        let (poles, years, pole_years) = (groups.by_pole(), groups.by_year(), groups.by_pole_and_year());
        let (kinds, fiches, qualities) = (groups.by_kind(), groups.by_fiche(), groups.by_quality());
        let sessions: Vec<_> = groups.inside.iter().map(|(id, row)| (*id, *row, groups.count(&[row], None))).collect();
        let mut whole = figures::data(&total);
        whole.insert("sessions_not_placed".to_owned(), json!(not_placed));
        let with = |key: &str, value: Value, tally: &Tally| {
            let mut map = Map::from_iter([(key.to_owned(), value)]);
            map.append(&mut figures::data(tally));
            Value::Object(map)
        };
        let data = json!({
            "total": whole,
            "by_pole": poles.iter().map(|(pole, it)| with("pole", json!(pole), it)).collect::<Vec<_>>(),
            "by_year": years.iter().map(|(year, it)| with("year", json!(year), it)).collect::<Vec<_>>(),
            "by_pole_and_year": pole_years.iter().map(|((pole, year), it)| {
                let mut line = with("pole", json!(pole), it);
                line["year"] = json!(year);
                line
            }).collect::<Vec<_>>(),
            "by_kind": kinds.iter().map(|(kind, it)| with("kind", json!(kind), it)).collect::<Vec<_>>(),
            "by_quality": qualities.iter()
                .map(|(quality, it)| json!({
                    "quality": quality, "present": it.present, "persons_known": it.persons, "heads": it.heads,
                }))
                .collect::<Vec<_>>(),
            "by_fiche": fiches.iter().map(|(fiche, it)| with("fiche", json!(fiche), it)).collect::<Vec<_>>(),
            "by_session": sessions.iter().map(|(id, row, it)| session_figures(id, row, it)).collect::<Vec<_>>(),
        });
        let pole_name =
            |pole: &str| self.poles.get(pole).and_then(|row| row.name.clone()).unwrap_or_else(|| pole.to_owned());
        let fiche_name = |fiche: &str| titles::shown(&self.titles, language, &format!("fiche/{fiche}"));
        let session = |word: &str| label(language, "session", word);
        let mut counted = vec![(Cell::from(say(language, "caption-attendance-total")), &total)];
        counted.extend(years.iter().map(|(at, it)| (cells::year(*at), it)));
        counted.extend(poles.iter().map(|(pole, it)| (pole_name(pole).into(), it)));
        let dated = |row: &SessionRow| format!("{} – {}", date_shown(language, row.date()), row.title());
        counted.extend(sessions.iter().map(|(_, row, it)| (dated(row).into(), it)));
        let tables = vec![
            totals(language, &total),
            counts(language, "by_pole", &poles, &[("pole", &|(pole, _)| pole_name(pole).into())]),
            counts(language, "by_year", &years, &[("year", &|(year, _)| cells::year(**year))]),
            counts(
                language,
                "by_pole_and_year",
                &pole_years,
                &[("pole", &|((pole, _), _)| pole_name(pole).into()), ("year", &|((_, year), _)| cells::year(*year))],
            ),
            counts(language, "by_kind", &kinds, &[("kind", &|(kind, _)| kind.map(session).into())]),
            ReportTable::by_column(
                language,
                Self::NAME,
                "by_quality",
                &qualities,
                &[
                    ("quality", &|(quality, _)| label(language, "quality", quality.as_str()).into()),
                    ("present", &|(_, it)| it.present.into()),
                    ("persons-known", &|(_, it)| it.persons.into()),
                    ("heads", &|(_, it)| it.heads.into()),
                ],
            ),
            counts(language, "by_fiche", &fiches, &[("fiche", &|(fiche, _)| fiche_name(fiche).into())]),
            counts(
                language,
                "by_session",
                sessions.iter().map(|(_, row, it)| (*row, it)),
                &[
                    ("date", &|(row, _)| row.date().into()),
                    ("session", &|(row, _)| row.title().into()),
                    ("state", &|(row, _)| session(row.state.as_str()).into()),
                ],
            ),
            marginals::table(language, &counted),
        ];
        Body {
            title: say(language, "title-attendance"),
            definitions: Definition::of(language, Self::NAME, figures::DEFINED),
            figures: data,
            tables,
        }
    }
}

impl Attendance {
    fn belongs<'a>(&'a self, row: &'a SessionRow) -> Belongs<'a> {
        let contracts = row.contracts.iter().map(String::as_str);
        Belongs::session(&self.titles, contracts, row.pole.as_deref(), row.credited_to())
    }
}

fn session_figures(id: &str, row: &SessionRow, tally: &Tally) -> Value {
    let mut map = Map::from_iter([
        ("session".to_owned(), json!(id)),
        ("title".to_owned(), json!(row.title())),
        ("kind".to_owned(), json!(row.kind)),
        ("when".to_owned(), json!(row.date())),
        ("time".to_owned(), json!(row.time.last())),
        ("pole".to_owned(), json!(row.pole)),
        ("contracts".to_owned(), json!(row.contracts)),
        ("fiches".to_owned(), json!(row.credited_to().collect::<BTreeSet<_>>())),
        ("state".to_owned(), json!(row.state)),
        ("capacity".to_owned(), json!(row.capacity)),
    ]);
    map.append(&mut figures::data(tally));
    Value::Object(map)
}

/// A table of counts: what tells a group from the others, then every figure that has a column in each table.
fn counts<'a, G>(
    language: Language,
    name: &str,
    groups: impl IntoIterator<Item = (G, &'a Tally)>,
    heads: &[Column<'_, (G, &'a Tally)>],
) -> ReportTable {
    let cell_of = |figure: &'static Of| move |group: &(G, &'a Tally)| figures::cell(language, figure, group.1);
    let cells: Vec<_> = figures::columns().map(|figure| (figure.column, cell_of(figure))).collect();
    let mut columns: Vec<Column<'_, (G, &'a Tally)>> = heads.to_vec();
    for (heading, cell) in &cells {
        columns.push((heading, cell));
    }
    ReportTable::by_column(language, Attendance::NAME, name, groups, &columns)
}

/// Every figure of the totals, one a line.
fn totals(language: Language, tally: &Tally) -> ReportTable {
    let shown = figures::FIGURES.iter().filter(|figure| figure.shown != Shown::InData);
    ReportTable::by_column(
        language,
        Attendance::NAME,
        "total",
        shown,
        &[
            ("figure", &|figure| say(language, &format!("column-{}", figure.column)).into()),
            ("value", &|figure| figures::cell(language, figure, tally)),
        ],
    )
}
