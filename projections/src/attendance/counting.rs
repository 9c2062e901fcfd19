//! Counting sessions, one after the other.

use std::collections::{BTreeMap, BTreeSet};

use maillage_events::session::{Marginals, Quality, SeenScope};
use uuid::Uuid;

use super::answers::{Answers, Presence, answers};
use super::around::{count_around, count_states, may_lack_connections, may_lack_visits};
use super::places::share_present;
use super::returning::Returning;
use super::rows::{SessionRow, SessionState};
use super::share::{Share, inside_told, is_user, lives_inside, users_told};
use super::sheets::HeadcountSheet;
use super::span::Span;
use super::tally::Tally;

/// What is counted of sessions.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counted<'a> {
    /// The scope that the group is, where "already came" was asked about that very scope.
    pub seen: Option<&'a SeenScope>,
    /// People of this quality alone, as they said it or were noted with it.
    pub quality: Option<Quality>,
}

/// Counts sessions.
pub fn tally<'a>(
    sessions: impl Iterator<Item = &'a SessionRow>,
    counted: Counted<'_>,
    root: impl Fn(Uuid) -> Uuid,
) -> Tally {
    let Counted { seen, quality } = counted;
    let seen = seen.filter(|_| quality.is_none());
    let mut tally = Tally { is_of_quality: quality.is_some(), ..Tally::default() };
    let (mut known, mut perhaps_known) = (BTreeSet::new(), BTreeSet::new());
    let (mut anonymous, mut perhaps, mut most_at_once) = (Span::default(), 0_u64, 0_u64);
    let (mut recorded, mut lacks_visits, mut lacks_connections) = (false, false, false);
    let mut returning = Returning::default();
    for session in sessions {
        let may_lack = session.recorded().may_lack_people();
        let heads = quality.map_or_else(|| session.heads(), |quality| heads_of(session, quality));
        let everybody = once_each(session, &root);
        tally.rate = tally.rate.and(rate(session, &everybody, &root));
        let mut here = everybody;
        // Whoever did not say a quality may be of the one that is asked for.
        let unsaid = |of: &Presence| quality.is_some_and(|quality| quality != of.quality) && is_unsaid(of);
        let unsaid: Vec<Uuid> = here.iter().filter(|(_, of)| unsaid(of)).map(|(person, _)| *person).collect();
        perhaps += unsaid.len() as u64;
        perhaps_known.extend(unsaid);
        here.retain(|_, presence| quality.is_none_or(|quality| presence.quality == quality));
        // Two references that were merged are one person, so one presence, also where both were noted at one session.
        let present = here.len() as u64;
        most_at_once = most_at_once.max(present + heads.at_least());
        known.extend(here.keys().copied());
        anonymous = anonymous.and(heads.open_if(may_lack));
        add_marginals(&mut tally.marginals, session, quality);
        for (asked, answer) in here.values().flat_map(|presence| presence.answers()) {
            add_answer(&mut tally.named_answers, asked, answer, 1);
        }
        count_around(&mut tally, session, &here, &root);
        returning.take(session, seen);
        tally.present += present;
        let share = |told: fn(&Marginals) -> [u64; 2], of: fn(&Presence) -> Option<bool>| {
            let named = here.values().map(|presence| Share::one(of(presence)));
            named.fold(session.sheets.share(told).open_if(may_lack), Share::and)
        };
        tally.users = tally.users.and(share(users_told, |it| is_user(it.quality)));
        tally.qpv = tally.qpv.and(share(inside_told, lives_inside));
        lacks_visits |= may_lack_visits(session);
        lacks_connections |= may_lack_connections(session);
        count_states(&mut tally, session);
        recorded |= session.recorded().tells_heads();
    }
    tally.known = known.len() as u64;
    tally.visits = tally.visits.map(|sum| sum.open_if(lacks_visits));
    tally.connections = tally.connections.map(|sum| sum.open_if(lacks_connections));
    tally.quality_known = tally.users.known();
    if recorded || tally.held.is_none() {
        let at_least = tally.known.max(most_at_once);
        let most = |heads: u64| {
            let known = known.union(&perhaps_known).count() as u64;
            known.saturating_add(heads.saturating_sub(returning.heads())).max(at_least)
        };
        tally.distinct = Some(Span::between(at_least, anonymous.at_most().map(most)));
        tally.passages = Some(anonymous.and(Span::between(tally.present, Some(tally.present.saturating_add(perhaps)))));
        tally.quality_unknown = Some(tally.users.unknown);
        tally.anonymous = Some(anonymous);
    }
    tally
}

fn is_unsaid(presence: &Presence) -> bool {
    presence.quality == Quality::Unknown
}

/// Those who had a place at a session that was held.
fn rate(session: &SessionRow, everybody: &BTreeMap<Uuid, &Presence>, root: impl Fn(Uuid) -> Uuid) -> Share {
    if session.state == SessionState::Held { share_present(session, everybody, root) } else { Share::default() }
}

/// Who was there, each person once: references that were merged are one, and so are the parts of a session.
pub(super) fn once_each(session: &SessionRow, root: impl Fn(Uuid) -> Uuid) -> BTreeMap<Uuid, &Presence> {
    let mut here = BTreeMap::new();
    for (person, presence) in session.present.iter() {
        here.entry(root(*person)).or_insert(presence);
    }
    here
}

/// Heads of a quality: at least those who said it, at most all but those who said another.
fn heads_of(session: &SessionRow, quality: Quality) -> Span {
    let said = |sheet: &HeadcountSheet, counted: &dyn Fn(Quality) -> bool| -> u64 {
        let answers = sheet.marginals.quality.iter().flatten();
        answers.filter(|(it, _)| counted(**it)).map(|(_, heads)| *heads).fold(0, u64::saturating_add)
    };
    let own = |sheet: &HeadcountSheet| said(sheet, &|it| it == quality);
    let others = session.effective_sheets().map(|it| said(it, &|it| it != quality && it != Quality::Unknown));
    // Sheets of several parts may count the same people.
    let parts = session.effective_sheets().any(|sheet| sheet.part.is_some());
    let all = session.effective_sheets().map(own);
    let at_least = if parts { all.max().unwrap_or(0) } else { all.fold(0, u64::saturating_add) };
    let at_most = session.heads().at_most().map(|most| most.saturating_sub(others.fold(0, u64::saturating_add)));
    Span::between(at_least, at_most.map(|most| most.max(at_least)))
}

/// Adds those of the sheets of a session that no later sheet replaces; of a quality, how many said it, as questions are
/// never crossed.
fn add_marginals(sum: &mut Answers, session: &SessionRow, quality: Option<Quality>) {
    for (asked, answer, heads) in session.effective_sheets().flat_map(|sheet| answers(&sheet.marginals)) {
        if quality.is_none_or(|quality| asked == "quality" && answer == quality.as_str()) {
            add_answer(sum, asked, &answer, heads);
        }
    }
}

fn add_answer(sum: &mut Answers, asked: &str, answer: &str, heads: u64) {
    let so_far = sum.entry(asked.to_owned()).or_default().entry(answer.to_owned()).or_default();
    *so_far = so_far.saturating_add(heads);
}
