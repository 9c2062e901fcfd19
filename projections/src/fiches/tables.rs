//! The tables of the report of fiches, for people.

use maillage_events::messages::{message, say};

use super::answer::{REPORT, Shown, paired};
use super::rows::Year;
use super::seen::{Held, Seen};
use super::totals::{Total, ranges};
use crate::figures::{percent, percent_shown};
use crate::naming::{label, name_of};
use crate::report::cells::{self, count, count_if_any, date, maybe, quantity, table, table_by_column, text};
use crate::report::{Cell, ReportTable};
use crate::spans::begun;

impl Shown<'_> {
    fn people_in_charge(&self, fiche: &Seen<'_>) -> Cell {
        let so = fiche.fiche.roles.iter().filter(|role| begun(role.from, self.period));
        let names: Vec<String> = so
            .map(|role| {
                let name = name_of(&self.state.organisations, role.organisation.as_str(), self.period);
                format!("{name} ({})", label(self.language, "role", role.role.as_str()))
            })
            .collect();
        text(names.join(", "))
    }

    pub(super) fn contracts(&self, totals: &[Total]) -> ReportTable {
        let missing = |total: &Total| {
            if total.missing.is_empty() { text("–") } else { text(ranges(&total.missing.iter().copied().collect())) }
        };
        table_by_column(
            self.language,
            REPORT,
            "contracts",
            totals,
            &[
                ("contract", &|total| text(total.title.as_ref().unwrap_or(&total.contract))),
                ("narrated", &|total| count(total.narrated)),
                ("numbers", &|total| text(ranges(&total.numbers))),
                ("missing", &|total| missing(total)),
                ("sessions-credited", &|total| count_if_any(total.sessions.len())),
                ("sessions-shared", &|total| {
                    if total.sessions.is_empty() { Cell::Unknown } else { count(total.shared.len()) }
                }),
                ("categories-covered", &|total| total.covered().map_or(Cell::Unknown, count)),
            ],
        )
    }

    pub(super) fn years(&self, seen: &[Seen<'_>]) -> ReportTable {
        let mut rows = Vec::new();
        for fiche in seen {
            let axes: Vec<String> = self.axes(fiche).into_iter().map(|(code, label)| label.unwrap_or(code)).collect();
            let axes = if axes.is_empty() { say(self.language, "fiches-no-axis") } else { axes.join(" ; ") };
            let years = fiche.each_year();
            let head = || {
                vec![
                    count(fiche.recorded.number as usize),
                    text(fiche.recorded.title.as_str()),
                    text(&axes),
                    self.people_in_charge(fiche),
                ]
            };
            if years.is_empty() {
                rows.push(
                    head()
                        .into_iter()
                        .chain(std::iter::repeat_n(Cell::Unknown, 9))
                        .chain([date(fiche.last(self.period))])
                        .collect(),
                );
            }
            for (year, row, held) in years {
                rows.push(
                    head()
                        .into_iter()
                        .chain(self.year(year, row, &held))
                        .chain([date(fiche.last(self.period))])
                        .collect(),
                );
            }
        }
        let columns = [
            "number",
            "title",
            "axes",
            "pilots",
            "year",
            "chained-to",
            "status",
            "motive",
            "successor",
            "narrated-activities",
            "sessions",
            "shared",
            "quantified",
            "last-fact",
        ];
        table(self.language, REPORT, "years", &columns, rows)
    }

    fn year(&self, year: i16, row: Option<&Year>, held: &[Held<'_>]) -> Vec<Cell> {
        let status = row.and_then(Year::status);
        let shared = held.iter().filter(|held| held.shared()).count();
        vec![
            cells::year(Some(year)),
            maybe(row.and_then(|row| row.opened.as_ref()).and_then(|opened| opened.chained_to)),
            maybe(status.map(|status| label(self.language, "fiche-status", status.status.as_str()))),
            maybe(status.and_then(|status| status.motive.as_ref())),
            maybe(status.and_then(|status| status.successor.as_ref())),
            count_if_any(row.map_or(0, |row| row.narrated.len())),
            count_if_any(held.len()),
            if shared == 0 {
                Cell::Unknown
            } else {
                text(message(self.language, "fiches-shared", &[("count", shared.to_string())]))
            },
            count_if_any(row.map_or(0, Year::figures) + held.len()),
        ]
    }

    pub(super) fn results(&self, seen: &[Seen<'_>]) -> ReportTable {
        let mut rows = Vec::new();
        for fiche in seen {
            for (year, row) in &fiche.years {
                for (what, expected, achieved) in paired(row) {
                    rows.push(vec![
                        count(fiche.recorded.number as usize),
                        cells::year(Some(*year)),
                        text(&what.what.0),
                        quantity(self.language, expected.map(|it| &it.quantity)),
                        quantity(self.language, achieved.map(|it| &it.quantity)),
                    ]);
                }
            }
        }
        table(self.language, REPORT, "results", &["number", "year", "result", "expected", "achieved"], rows)
    }

    pub(super) fn milestones(&self, seen: &[Seen<'_>]) -> ReportTable {
        let rows = seen.iter().flat_map(|fiche| {
            fiche.years.iter().flat_map(|(year, row)| {
                row.milestones.iter().map(|step| {
                    vec![
                        count(fiche.recorded.number as usize),
                        cells::year(Some(*year)),
                        text(step.label.as_str()),
                        date(Some(step.on)),
                    ]
                })
            })
        });
        table(self.language, REPORT, "milestones", &["number", "year", "milestone", "date"], rows.collect())
    }

    pub(super) fn attendance(&self, seen: &[Seen<'_>]) -> ReportTable {
        let known = |fiche: &Seen<'_>, number: u64| {
            let (presences, ..) = fiche.presences();
            if presences == 0 { Cell::Unknown } else { count(usize::try_from(number).unwrap_or(usize::MAX)) }
        };
        let share = |fiche: &Seen<'_>| {
            let (presences, users, _) = fiche.presences();
            percent(users, presences).map(|share| percent_shown(self.language, &share))
        };
        table_by_column(
            self.language,
            REPORT,
            "attendance",
            seen,
            &[
                ("number", &|fiche| count(fiche.recorded.number as usize)),
                ("title", &|fiche| text(fiche.recorded.title.as_str())),
                ("presences", &|fiche| known(fiche, fiche.presences().0)),
                ("users", &|fiche| known(fiche, fiche.presences().1)),
                ("professionals", &|fiche| known(fiche, fiche.presences().2)),
                ("users-share", &|fiche| maybe(share(fiche))),
            ],
        )
    }

    pub(super) fn categories(&self, totals: &[Total]) -> ReportTable {
        let mut rows = Vec::new();
        for total in totals.iter().filter(|total| total.covered().is_some()) {
            for (code, fiches) in &total.categories {
                let title = total.title.as_ref().unwrap_or(&total.contract);
                let none = || text(say(self.language, "fiches-no-fiche"));
                let fiches = if fiches.is_empty() { none() } else { text(ranges(fiches)) };
                rows.push(vec![
                    text(title),
                    text(code.as_str()),
                    text(label(self.language, "category", code.as_str())),
                    fiches,
                ]);
            }
        }
        table(self.language, REPORT, "categories", &["contract", "code", "category", "fiches"], rows)
    }
}
