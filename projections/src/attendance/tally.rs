//! Counting: what a group of sessions comes to. The definitions that are printed say the same in words.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use maillage_events::quantity::Quantity;
use maillage_events::session::SeenScope;
use serde::Serialize;
use uuid::Uuid;

use super::rows::{Marginals, SessionRow, SessionState, SignupState};
use crate::figures::percent;

/// A sum of quantities: exact when its bounds meet and nothing was estimated; no upper bound once a part is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Span {
    /// At least.
    pub at_least: u64,
    /// At most; `None` when there is no bound.
    pub at_most: Option<u64>,
    /// Whether a part was estimated.
    pub estimated: bool,
}

impl Default for Span {
    fn default() -> Self {
        Self::exactly(0)
    }
}

impl Span {
    /// A counted number.
    pub const fn exactly(number: u64) -> Self {
        Self { at_least: number, at_most: Some(number), estimated: false }
    }

    /// The number, where it is one.
    pub fn number(self) -> Option<u64> {
        self.at_most.filter(|most| *most == self.at_least)
    }

    fn add(&mut self, quantity: &Quantity) {
        let (least, most) = quantity.bounds();
        self.at_least = self.at_least.saturating_add(least);
        self.at_most = self.at_most.zip(most).map(|(sum, more)| sum.saturating_add(more));
        self.estimated |= matches!(quantity, Quantity::About { .. });
    }

    fn plus(self, number: u64) -> Self {
        Self {
            at_least: self.at_least.saturating_add(number),
            at_most: self.at_most.map(|most| most.saturating_add(number)),
            ..self
        }
    }

    /// The sum of quantities.
    pub fn sum<'a>(quantities: impl IntoIterator<Item = &'a Quantity>) -> Self {
        let mut sum = Self::default();
        quantities.into_iter().for_each(|quantity| sum.add(quantity));
        sum
    }
}

/// What a group of sessions comes to. Each session counts once, whatever it is credited to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// Sessions entered, whatever became of them.
    pub sessions: u64,
    /// Of them, held.
    pub held: u64,
    /// Of them, cancelled.
    pub cancelled: u64,
    /// Of them, moved at least once.
    pub moved: u64,
    /// Of them, neither held nor cancelled.
    pub pending: u64,
    /// Held sessions of which nothing tells who or how many came.
    pub held_without_record: u64,
    /// Signups asked for, whatever became of them.
    pub requested: u64,
    /// Signups that have a place now.
    pub confirmed: u64,
    /// Signups that wait now.
    pub waiting: u64,
    /// Signups given back.
    pub signups_cancelled: u64,
    /// Places left in pending sessions that have a limit; `None` when none has.
    pub places_left: Option<u64>,
    /// Named presences: one a person and session, merges followed.
    pub present: u64,
    /// Anonymous heads; `None` where a held session stands without any record and nothing else is known.
    pub anonymous: Option<Span>,
    /// Named presences and anonymous heads; `None` as for `anonymous`.
    pub passages: Option<Span>,
    /// Visits to stands, apart.
    pub visits: Option<Span>,
    /// Connections, apart.
    pub connections: Option<Span>,
    /// Distinct known persons, merges followed.
    pub known: u64,
    /// Distinct persons, known and anonymous; `None` as for `anonymous`.
    pub distinct: Option<Span>,
    /// Known persons whose first presence in the dimension lies here; `None` where that is not asked.
    pub new: Option<u64>,
    /// Marginals of the sheets, each summed on its own; heads that gave no answer are in none.
    pub marginals: Marginals,
    /// Presence rate in percent; `None` when no held session gave places.
    pub rate: Option<String>,
}

/// Counts sessions. `seen` is the scope that the group is, where "already came" was asked about that very scope.
pub fn tally<'a>(
    sessions: impl Iterator<Item = &'a SessionRow>,
    seen: Option<SeenScope>,
    root: impl Fn(Uuid) -> Uuid,
) -> Tally {
    let mut tally = Tally::default();
    let mut known = BTreeSet::new();
    let (mut anonymous, mut again, mut most_at_once) = (Span::default(), 0_u64, 0_u64);
    let (mut recorded, mut came, mut kept) = (false, 0, 0);
    for session in sessions {
        let heads = Span::sum(session.effective_sheets().map(|sheet| &sheet.total));
        let here: BTreeSet<Uuid> = session.present.keys().map(|person| root(*person)).collect();
        // Two references that were merged are one person, so one presence, also where both were noted at one session.
        let present = here.len() as u64;
        most_at_once = most_at_once.max(present + heads.at_least);
        known.extend(here);
        anonymous.at_least = anonymous.at_least.saturating_add(heads.at_least);
        anonymous.at_most = anonymous.at_most.zip(heads.at_most).map(|(sum, more)| sum.saturating_add(more));
        anonymous.estimated |= heads.estimated;
        add_marginals(&mut tally.marginals, session);
        let asked_here = session.effective_sheets().filter(|sheet| seen.is_some() && sheet.seen_scope == seen);
        again += asked_here.filter_map(|sheet| sheet.already_seen).sum::<u64>();
        tally.present += present;
        add_sums(&mut tally.visits, &session.visits);
        add_sums(&mut tally.connections, &session.connections);
        count_states(&mut tally, session);
        recorded |= !session.present.is_empty() || session.effective_sheets().next().is_some();
        if session.state == SessionState::Held && session.signups.values().any(|signup| signup.had_place) {
            came += present;
            kept += session.places_kept();
        }
    }
    tally.known = known.len() as u64;
    tally.rate = percent(came, kept);
    if recorded || tally.held == 0 {
        let at_least = tally.known.max(most_at_once);
        let at_most = anonymous.at_most.map(|heads| (tally.known + heads.saturating_sub(again)).max(at_least));
        tally.distinct = Some(Span { at_least, at_most, estimated: anonymous.estimated });
        tally.passages = Some(anonymous.plus(tally.present));
        tally.anonymous = Some(anonymous);
    }
    tally
}

fn add_sums(sum: &mut Option<Span>, sheets: &BTreeMap<String, Quantity>) {
    for quantity in sheets.values() {
        sum.get_or_insert_default().add(quantity);
    }
}

fn count_states(tally: &mut Tally, session: &SessionRow) {
    tally.sessions += u64::from(session.kind.is_some());
    tally.moved += u64::from(session.moved > 0);
    match session.state {
        SessionState::Held => {
            tally.held += 1;
            tally.held_without_record += u64::from(!session.has_record());
        }
        SessionState::Cancelled => tally.cancelled += 1,
        SessionState::Planned => tally.pending += 1,
    }
    tally.requested += session.signups.len() as u64;
    tally.confirmed += session.signups_in(SignupState::Confirmed);
    tally.waiting += session.signups_in(SignupState::Waiting);
    tally.signups_cancelled += session.signups_in(SignupState::Cancelled);
    if let (Some(capacity), SessionState::Planned) = (session.capacity, session.state) {
        *tally.places_left.get_or_insert_default() +=
            u64::from(capacity).saturating_sub(session.signups_in(SignupState::Confirmed));
    }
}

/// How many known persons came first, in all the sessions of a dimension whatever their date, to a session that is
/// `inside`. Presences of which no date is known are left out.
pub fn newcomers<'a>(
    dimension: impl Iterator<Item = &'a SessionRow>,
    inside: impl Fn(&SessionRow) -> bool,
    root: impl Fn(Uuid) -> Uuid,
) -> u64 {
    let mut firsts: BTreeMap<Uuid, (Date, bool)> = BTreeMap::new();
    for session in dimension {
        let Some(day) = session.first_day() else { continue };
        let here = inside(session);
        for person in session.present.keys() {
            let first = firsts.entry(root(*person)).or_insert((day, here));
            if day < first.0 {
                *first = (day, here);
            } else if day == first.0 {
                first.1 |= here;
            }
        }
    }
    firsts.values().filter(|(_, here)| *here).count() as u64
}

/// Adds those of the sheets of a session that no later sheet replaces.
fn add_marginals(sum: &mut Marginals, session: &SessionRow) {
    for (asked, answers) in session.effective_sheets().flat_map(|sheet| &sheet.marginals) {
        for (answer, heads) in answers {
            let so_far = sum.entry(asked.clone()).or_default().entry(answer.clone()).or_default();
            *so_far = so_far.saturating_add(*heads);
        }
    }
}
