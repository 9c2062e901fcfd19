//! The tables of the report of fiches, for people.

use maillage_events::holder::Holder;
use maillage_events::messages::{message, say};
use maillage_events::when::Period;

use super::answer::{REPORT, Shown, paired};
use super::rows::{Opened, Standing, Status, Year};
use super::seen::{Held, Seen};
use super::totals::{Total, ranges};
use crate::naming::{label, name_of};
use crate::report::cells::{self, count, count_if_any, date, maybe, table_by_column, text};
use crate::report::{Cell, ReportTable};
use crate::session_count::SessionCount;

impl Shown<'_> {
    fn people_in_charge(&self, fiche: &Seen<'_>) -> Cell {
        let names: Vec<String> = fiche
            .fiche
            .in_role(self.period)
            .into_iter()
            .map(|it| {
                let name = match it.holder {
                    Holder::Organisation(id) => name_of(&self.state.organisations, id.as_str(), self.period),
                    Holder::Person(_) => say(self.language, "label-a-person"),
                };
                format!("{name} ({})", label(self.language, "role", it.role.as_str()))
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
                ("contract", &|total| text(total.shown())),
                ("narrated", &|total| count(total.narrated)),
                ("numbers", &|total| text(ranges(&total.numbers))),
                ("missing", &|total| missing(total)),
                ("sessions-credited", &|total| self.sessions_shown(total.sessions)),
                ("sessions-shared", &|total| {
                    if total.sessions.is_none() { Cell::Unknown } else { self.count_shown(total.shared) }
                }),
                ("categories-covered", &|total| total.covered().map_or(Cell::Unknown, count)),
            ],
        )
    }

    pub(super) fn years(&self, seen: &[Seen<'_>]) -> ReportTable {
        table_by_column(
            self.language,
            REPORT,
            "years",
            seen.iter().flat_map(lines),
            &[
                ("number", &|line| number(line.fiche)),
                ("title", &|line| text(line.fiche.recorded.title.as_str())),
                ("axes", &|line| text(self.axes_shown(line.fiche))),
                ("pilots", &|line| self.people_in_charge(line.fiche)),
                ("year", &|line| cells::year(line.year)),
                ("chained-to", &|line| maybe(line.opened().and_then(|opened| opened.chained_to))),
                ("status", &|line| {
                    maybe(line.status(self.period).map(|it| label(self.language, "fiche-status", it.status.as_str())))
                }),
                ("motive", &|line| maybe(line.status(self.period).and_then(|it| it.motive.as_ref()))),
                ("status-days", &|line| line.status(self.period).and_then(|it| it.days(self.period)).into()),
                ("successor", &|line| maybe(self.successor(line))),
                ("narrated-activities", &|line| count_if_any(line.row.map_or(0, |row| row.narrated.len()))),
                ("sessions", &|line| self.sessions_shown(super::seen::count(&line.held))),
                ("shared", &|line| self.shared(&line.held)),
                ("quantified", &|line| count_if_any(self.quantified(line))),
                ("last-fact", &|line| date(line.fiche.last(self.period))),
            ],
        )
    }

    fn successor(&self, line: &Line<'_>) -> Option<String> {
        let successor = line.status(self.period).and_then(|status| status.successor.as_ref())?;
        Some(self.state.successor_shown(self.language, successor))
    }

    /// The axes that its contract defines; a fiche of none of them stands unattached.
    fn axes_shown(&self, fiche: &Seen<'_>) -> String {
        let axes: Vec<String> = self.axes(fiche).into_iter().filter_map(|(_, label)| label).collect();
        if axes.is_empty() { say(self.language, "fiches-no-axis") } else { axes.join(" ; ") }
    }

    /// A number of sessions; none is unknown.
    fn sessions_shown(&self, sessions: SessionCount) -> Cell {
        if sessions.is_none() { Cell::Unknown } else { self.count_shown(sessions) }
    }

    fn count_shown(&self, sessions: SessionCount) -> Cell {
        if sessions.is_open { text(sessions.shown(self.language)) } else { sessions.counted.into() }
    }

    fn shared(&self, held: &[Held<'_>]) -> Cell {
        match held.iter().filter(|held| held.shared()).count() {
            0 => Cell::Unknown,
            shared => text(message(self.language, "fiches-shared", &[("count", shared.to_string())])),
        }
    }

    fn quantified(&self, line: &Line<'_>) -> usize {
        let results = line.row.zip(line.year).map_or(0, |(row, year)| row.figures(year, self.period));
        results + usize::try_from(super::seen::count(&line.held).counted).unwrap_or(usize::MAX)
    }

    pub(super) fn results(&self, seen: &[Seen<'_>]) -> ReportTable {
        let of_year = |fiche, year, row| paired(row, year, self.period).into_iter().map(move |it| (fiche, year, it));
        let results =
            seen.iter().flat_map(|fiche| fiche.years.iter().flat_map(move |(year, row)| of_year(fiche, *year, *row)));
        let told = |it: Option<Standing<'_>>| cells::amount(self.language, it.map(|it| &it.told.amount));
        table_by_column(
            self.language,
            REPORT,
            "results",
            results,
            &[
                ("number", &|(fiche, ..)| number(fiche)),
                ("year", &|(_, year, _)| cells::year(Some(*year))),
                ("result", &|(.., (what, ..))| text(what.told.what.as_str())),
                ("expected", &|(.., (_, expected, _))| told(*expected)),
                ("achieved", &|(.., (.., achieved))| told(*achieved)),
            ],
        )
    }

    pub(super) fn milestones(&self, seen: &[Seen<'_>]) -> ReportTable {
        let steps = seen.iter().flat_map(|fiche| {
            let years = fiche.years.iter();
            years.flat_map(move |(year, row)| row.milestones(self.period).map(move |step| (fiche, *year, step)))
        });
        table_by_column(
            self.language,
            REPORT,
            "milestones",
            steps,
            &[
                ("number", &|(fiche, ..)| number(fiche)),
                ("year", &|(_, year, _)| cells::year(Some(*year))),
                ("milestone", &|(.., step)| text(step.label.as_str())),
                ("date", &|(.., step)| date(Some(step.on))),
            ],
        )
    }

    pub(super) fn attendance(&self, seen: &[Seen<'_>]) -> ReportTable {
        let known = |fiche: &Seen<'_>, number: u64| {
            if fiche.presences.is_known() { number.into() } else { Cell::Unknown }
        };
        table_by_column(
            self.language,
            REPORT,
            "attendance",
            seen,
            &[
                ("number", &|fiche| number(fiche)),
                ("title", &|fiche| text(fiche.recorded.title.as_str())),
                ("presences", &|fiche| known(fiche, fiche.presences.named)),
                ("users", &|fiche| known(fiche, fiche.presences.users)),
                ("professionals", &|fiche| known(fiche, fiche.presences.professionals)),
                ("quality-unknown", &|fiche| known(fiche, fiche.presences.unknown)),
                ("heads-users", &|fiche| fiche.presences.heads.yes.into()),
                ("heads-quality-known", &|fiche| fiche.presences.heads.known().at_least().into()),
                ("heads-quality-unknown", &|fiche| text(fiche.presences.heads_unknown.shown(self.language))),
                ("users-share", &|fiche| maybe(fiche.presences.all.shown(self.language))),
                ("sessions-not-wholly-recorded", &|fiche| fiche.presences.not_wholly_recorded.into()),
            ],
        )
    }

    pub(super) fn categories(&self, totals: &[Total]) -> ReportTable {
        let covered = totals.iter().filter(|total| total.covered().is_some());
        let none = || text(say(self.language, "fiches-no-fiche"));
        table_by_column(
            self.language,
            REPORT,
            "categories",
            covered.flat_map(|total| total.categories.iter().map(move |(code, fiches)| (total, code, fiches))),
            &[
                ("contract", &|(total, ..)| text(total.shown())),
                ("code", &|(_, code, _)| text(code.as_str())),
                ("category", &|(_, code, _)| text(label(self.language, "category", code.as_str()))),
                ("fiches", &|(.., fiches)| if fiches.is_empty() { none() } else { text(ranges(fiches)) }),
            ],
        )
    }
}

/// One line of the table of years: a year of a fiche, or a fiche of which no year is known.
struct Line<'a> {
    fiche: &'a Seen<'a>,
    year: Option<i16>,
    row: Option<&'a Year>,
    held: Vec<Held<'a>>,
}

impl<'a> Line<'a> {
    fn opened(&self) -> Option<&'a Opened> {
        self.row.and_then(|row| row.opened.as_ref())
    }

    fn status(&self, period: &Period) -> Option<&'a Status> {
        self.row.and_then(|row| row.status(period))
    }
}

fn lines<'a>(fiche: &'a Seen<'a>) -> Vec<Line<'a>> {
    let years = fiche.each_year();
    if years.is_empty() {
        return vec![Line { fiche, year: None, row: None, held: Vec::new() }];
    }
    years.into_iter().map(|(year, row, held)| Line { fiche, year: Some(year), row, held }).collect()
}

fn number(fiche: &Seen<'_>) -> Cell {
    count(fiche.number as usize)
}
