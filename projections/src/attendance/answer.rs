//! The report: totals, and the same counts by pole, year, kind, quality, fiche and session.

use maillage_events::messages::{Language, say};
use serde_json::{Map, Value, json};

use super::groups::{Groups, maybe_inside};
use super::{Attendance, SessionRow, Tally, figures, marginals};
use crate::answer::Answer;
use crate::dates::date_shown;
use crate::projection::Projection;
use crate::report::cells;
use crate::report::figure::Shown;
use crate::report::{Body, Cell, Definition, ReportTable, Scope};
use crate::titles;

impl Answer for Attendance {
    fn answer(&self, scope: &Scope, language: Language) -> Body {
        let groups = Groups {
            attendance: self,
            period: scope.period,
            inside: self.sessions().filter(|(_, row)| scope.period.holds(row.date())).collect(),
        };
        let total = groups.total();
        let (poles, years, pole_years) = (groups.by_pole(), groups.by_year(), groups.by_pole_and_year());
        let (kinds, fiches, qualities) = (groups.by_kind(), groups.by_fiche(), groups.by_quality());
        let sessions: Vec<_> = groups.inside.iter().map(|(id, row)| (*id, *row, groups.count(&[row], None))).collect();
        let not_placed = self.sessions().filter(|(_, row)| maybe_inside(&scope.period, row)).count();
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
                .map(|(quality, it)| json!({ "quality": quality, "present": it.0, "persons_known": it.1 }))
                .collect::<Vec<_>>(),
            "by_fiche": fiches.iter().map(|(fiche, it)| with("fiche", json!(fiche), it)).collect::<Vec<_>>(),
            "by_session": sessions.iter().map(|(id, row, it)| session_figures(id, row, it)).collect::<Vec<_>>(),
        });
        let pole_name =
            |pole: &str| self.poles.get(pole).and_then(|row| row.name.clone()).unwrap_or_else(|| pole.to_owned());
        let label = |list: &str, word: &str| say(language, &format!("label-{list}-{word}"));
        let year = |year: &Option<i16>| cells::year(*year);
        let lines =
            |rows: Vec<(Cell, &Tally)>| rows.into_iter().map(|(head, it)| line(language, vec![head], it)).collect();
        let columns: Vec<&str> = figures::columns().map(|figure| figure.column).collect();
        let table = |name: &str, heads: &[&str], rows: Vec<Vec<Cell>>| {
            ReportTable::of(language, "attendance", name, &[heads, &columns].concat(), rows)
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
            definitions: Definition::of(language, Self::NAME, figures::DEFINED),
            figures: data,
            tables,
        }
    }
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
    map.append(&mut figures::data(tally));
    Value::Object(map)
}

fn line(language: Language, mut heads: Vec<Cell>, tally: &Tally) -> Vec<Cell> {
    heads.extend(figures::columns().map(|figure| figures::cell(language, figure, tally)));
    heads
}

fn totals(language: Language, tally: &Tally) -> ReportTable {
    let shown = figures::FIGURES.iter().filter(|figure| figure.shown != Shown::InData);
    let rows = shown.map(|figure| {
        vec![say(language, &format!("column-{}", figure.column)).into(), figures::cell(language, figure, tally)]
    });
    ReportTable::of(language, "attendance", "total", &["figure", "value"], rows.collect())
}
