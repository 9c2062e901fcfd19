//! The sessions of a period, counted by one dimension or another.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use maillage_events::id::Id;
use maillage_events::session::{Quality, SeenScope, SessionKind};
use maillage_events::when::Period;
use uuid::Uuid;

use super::counting::{Counted, once_each, tally};
use super::newcomers::newcomers;
use super::{Attendance, SessionRow, Tally};
use crate::belongs::Belongs;
use crate::report::Scope;
use crate::report::filter::Filter;

/// The sessions of the period, ready to be counted by one dimension or another.
pub(super) struct Groups<'a> {
    pub attendance: &'a Attendance,
    pub scope: &'a Scope,
    /// The sessions that are asked for, whatever their date.
    pub asked: &'a [(&'a str, &'a SessionRow)],
    pub inside: Vec<(&'a str, &'a SessionRow)>,
    /// The sessions that may lie in the period: their dates do not tell.
    pub perhaps: Vec<&'a SessionRow>,
}

impl<'a> Groups<'a> {
    fn root(&self, person: Uuid) -> Uuid {
        self.attendance.root(person)
    }

    pub fn count(&self, sessions: &[&SessionRow], seen: Option<&SeenScope>) -> Tally {
        let quality = self.scope.filters.quality();
        tally(sessions.iter().copied(), Counted { seen, quality }, |person| self.root(person))
    }

    /// Counts sessions, and takes into the upper bounds those which may belong with them.
    fn count_of(&self, sessions: &[&SessionRow], seen: Option<&SeenScope>, of: impl Fn(&SessionRow) -> bool) -> Tally {
        let perhaps: Vec<&SessionRow> = self.perhaps.iter().copied().filter(|row| of(row)).collect();
        self.count_with(sessions, seen, &perhaps)
    }

    fn count_with(&self, sessions: &[&SessionRow], seen: Option<&SeenScope>, perhaps: &[&SessionRow]) -> Tally {
        let counted = self.count(sessions, seen);
        if perhaps.is_empty() { counted } else { counted.perhaps(&self.count(perhaps, None)) }
    }

    /// Counts the sessions of a year; one of an unknown year may belong to each.
    fn count_of_year(
        &self,
        sessions: &[&SessionRow],
        seen: Option<&SeenScope>,
        year: Option<i16>,
        of: impl Fn(&SessionRow) -> bool,
    ) -> Tally {
        let undated =
            self.inside.iter().map(|(_, row)| *row).filter(|row| year.is_some() && row.date().year().is_none());
        let imprecise = self.perhaps.iter().copied().filter(|row| row.date().year().is_none_or(|it| Some(it) == year));
        let perhaps: Vec<&SessionRow> = undated.chain(imprecise).filter(|row| of(row)).collect();
        self.count_with(sessions, seen, &perhaps)
    }

    fn grouped<K: Ord>(&self, keys: impl Fn(&'a SessionRow) -> Vec<K>) -> BTreeMap<K, Vec<&'a SessionRow>> {
        let mut groups: BTreeMap<K, Vec<&SessionRow>> = BTreeMap::new();
        for (_, row) in &self.inside {
            for key in keys(row) {
                groups.entry(key).or_default().push(row);
            }
        }
        groups
    }

    /// Everybody's first presence among `dimension`: how many lie in the period and, where given, in the year.
    fn newcomers_of<'b>(&self, dimension: impl Iterator<Item = &'b SessionRow>, year: Option<i16>) -> Option<u64> {
        let inside =
            |row: &SessionRow| self.scope.period.holds(row.date()) && (year.is_none() || row.date().year() == year);
        Some(newcomers(dimension, self.scope.filters.quality(), inside, |person| self.root(person)))
    }

    /// Whether the period takes in the year from its first day, so that "already came this year" was counted here.
    fn takes_first_day_of(&self, year: Option<i16>) -> bool {
        year.and_then(|year| Date::new(year, 1, 1).ok())
            .is_some_and(|first| self.scope.period.from.is_none_or(|from| from <= first))
    }

    /// The years about which "already came" must have been asked to count here: one year, taken in from its first day,
    /// or all of them; `None` when the period is neither.
    fn asked_about(&self) -> Option<Option<i16>> {
        let year = |day: Option<Date>| day.map(Date::year);
        if self.scope.period == Period::default() {
            return Some(None);
        }
        let one = year(self.scope.period.from).filter(|from| year(self.scope.period.to) == Some(*from));
        one.filter(|year| self.takes_first_day_of(Some(*year))).map(Some)
    }

    pub fn total(&self) -> Tally {
        let rows: Vec<&SessionRow> = self.inside.iter().map(|(_, row)| *row).collect();
        Tally {
            new: self.newcomers_of(self.everywhere(), None),
            ..self.count_of(&rows, self.seen_by_all().as_ref(), |_| true)
        }
    }

    /// The sessions that are asked for, whatever their date.
    fn everywhere(&self) -> impl Iterator<Item = &'a SessionRow> {
        self.asked.iter().map(|(_, row)| *row)
    }

    fn of_pole<'b>(&'b self, pole: &'b str) -> impl Iterator<Item = &'a SessionRow> + 'b {
        self.everywhere().filter(move |row| row.pole.as_deref() == Some(pole))
    }

    /// What "already came" must have been asked about to count in the total: where one pole or one fiche alone is asked
    /// for, about that one.
    fn seen_by_all(&self) -> Option<SeenScope> {
        match self.scope.filters.only()? {
            (Filter::Pole, _) => self.asked_about().map(|year| SeenScope::Pole { year }),
            (Filter::Fiche, fiche) => self.seen_by_fiche(fiche),
            (Filter::Contract | Filter::Funder | Filter::Quality, _) => None,
        }
    }

    fn seen_by_fiche(&self, fiche: &str) -> Option<SeenScope> {
        let (fiche, year) = (Id::new(fiche).ok()?, self.asked_about()?);
        Some(SeenScope::Fiche { fiche, year })
    }

    pub fn by_pole(&self) -> BTreeMap<&'a str, Tally> {
        let groups = self.grouped(|row| row.pole.as_deref().into_iter().collect());
        let seen = self.asked_about().map(|year| SeenScope::Pole { year });
        let all = self.scope.filters.is_empty();
        let is_asked = |pole: &&str| {
            let stream = format!("pole/{pole}");
            let of_it = Belongs::stream(&self.attendance.titles, &stream).is_asked(&self.scope.filters);
            all || of_it || groups.contains_key(pole)
        };
        let poles = self.attendance.poles.iter().map(|(pole, _)| pole).filter(is_asked);
        let counted = |pole| {
            let rows = groups.get(pole).map_or(&[][..], Vec::as_slice);
            let tally = self.count_of(rows, seen.as_ref(), |row| row.pole.as_deref() == Some(pole));
            (pole, Tally { new: self.newcomers_of(self.of_pole(pole), None), ..tally })
        };
        poles.map(counted).collect()
    }

    pub fn by_year(&self) -> BTreeMap<Option<i16>, Tally> {
        let groups = self.grouped(|row| vec![row.date().year()]);
        let new = |year: Option<i16>| year.and_then(|_| self.newcomers_of(self.everywhere(), year));
        let count = |year: Option<i16>, rows: &[&SessionRow]| self.count_of_year(rows, None, year, |_| true);
        groups.iter().map(|(year, rows)| (*year, Tally { new: new(*year), ..count(*year, rows) })).collect()
    }

    pub fn by_pole_and_year(&self) -> BTreeMap<(&'a str, Option<i16>), Tally> {
        let groups =
            self.grouped(|row| row.pole.as_deref().map(|pole| (pole, row.date().year())).into_iter().collect());
        let counted = |((pole, year), rows): (&(&'a str, Option<i16>), &Vec<&SessionRow>)| {
            let seen = self.takes_first_day_of(*year).then_some(SeenScope::Pole { year: *year });
            let new = year.and_then(|_| self.newcomers_of(self.of_pole(pole), *year));
            let of_pole = |row: &SessionRow| row.pole.as_deref() == Some(*pole);
            ((*pole, *year), Tally { new, ..self.count_of_year(rows, seen.as_ref(), *year, of_pole) })
        };
        groups.iter().map(counted).collect()
    }

    pub fn by_kind(&self) -> BTreeMap<Option<&'static str>, Tally> {
        let groups = self.grouped(|row| vec![row.kind]);
        let counted = |(kind, rows): (&Option<SessionKind>, &Vec<&SessionRow>)| {
            (kind.map(SessionKind::as_str), self.count_of(rows, None, |row| row.kind == *kind))
        };
        groups.iter().map(counted).collect()
    }

    pub fn by_fiche(&self) -> BTreeMap<&'a str, Tally> {
        let groups = self.grouped(|row| row.credited_to().collect());
        let counted = |(fiche, rows): (&&'a str, &Vec<&SessionRow>)| {
            let of_fiche = |row: &SessionRow| row.credited_to().any(|it| it == *fiche);
            (*fiche, self.count_of(rows, self.seen_by_fiche(fiche).as_ref(), of_fiche))
        };
        groups.iter().map(counted).collect()
    }

    fn is_of_quality(&self, quality: Quality) -> bool {
        self.scope.filters.quality().is_none_or(|asked| asked == quality)
    }

    /// Presences and distinct known persons by the quality of that day, and beside them the heads that said theirs.
    pub fn by_quality(&self) -> BTreeMap<Quality, OfQuality> {
        let mut found: BTreeMap<Quality, OfQuality> = BTreeMap::new();
        let mut persons: BTreeSet<(Quality, Uuid)> = BTreeSet::new();
        for (person, presence) in self.inside.iter().flat_map(|(_, row)| once_each(row, |person| self.root(person))) {
            if !self.is_of_quality(presence.quality) {
                continue;
            }
            let of = found.entry(presence.quality).or_default();
            of.present += 1;
            of.persons += u64::from(persons.insert((presence.quality, person)));
        }
        let sheets = self.inside.iter().flat_map(|(_, row)| row.effective_sheets());
        for (quality, heads) in sheets.filter_map(|sheet| sheet.marginals.quality.as_ref()).flatten() {
            if !self.is_of_quality(*quality) {
                continue;
            }
            let of = found.entry(*quality).or_default();
            of.heads = of.heads.saturating_add(*heads);
        }
        found
    }
}

/// Those of one quality.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct OfQuality {
    pub present: u64,
    /// Distinct known persons.
    pub persons: u64,
    /// People counted without names who said it.
    pub heads: u64,
}
