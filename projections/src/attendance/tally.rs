//! Counting: what a group of sessions comes to. The definitions that are printed say the same in words.

use std::collections::{BTreeMap, BTreeSet};

use maillage_events::session::{Quality, SeenScope};
use uuid::Uuid;

use super::answers::{Answers, Presence, answers};
use super::rows::{HeadcountSheet, NumberSheet, SessionRow, SessionState, SignupState};
use super::span::Span;
use crate::figures::percent;
use crate::session_count::SessionCount;

/// What a group of sessions comes to. Each session counts once, whatever it is credited to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// Whether people of one quality alone are counted: what is told of no quality is then not known.
    pub is_of_quality: bool,
    /// Sessions entered, whatever became of them.
    pub sessions: SessionCount,
    /// Of them, held.
    pub held: SessionCount,
    /// Of them, cancelled.
    pub cancelled: u64,
    /// Of them, moved at least once.
    pub moved: u64,
    /// Of them, neither held nor cancelled.
    pub pending: u64,
    /// Held sessions of which nothing tells who or how many came.
    pub held_without_record: SessionCount,
    /// Held sessions of which a part of who came is recorded, and no more.
    pub held_with_partial_record: SessionCount,
    /// Signups asked for, whatever became of them.
    pub requested: u64,
    /// Signups that have a place now.
    pub confirmed: u64,
    /// Signups that wait now.
    pub waiting: u64,
    /// Signups given back.
    pub signups_cancelled: u64,
    /// Signups that ended with a session that was cancelled.
    pub signups_lapsed: u64,
    /// Places left in pending sessions that have a limit; `None` when none has.
    pub places_left: Option<u64>,
    /// Places given beyond the limit of pending sessions whose room became smaller.
    pub places_over: u64,
    /// Persons who hold more than one place or rank at a session, as references were merged after they signed up.
    pub signed_up_twice: u64,
    /// Persons noted absent: one a person and session, merges followed.
    pub absent: u64,
    /// Of them, excused.
    pub excused: u64,
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
    pub marginals: Answers,
    /// Answers of named presences, likewise.
    pub named_answers: Answers,
    /// Users among presences and heads of known quality, in percent.
    pub users_share: Option<String>,
    /// Presences and heads whose quality is known.
    pub quality_known: u64,
    /// Those whose quality is not, heads that gave no answer included; `None` as for `anonymous`.
    pub quality_unknown: Option<Span>,
    /// Those who live in a priority neighbourhood among those who answered, in percent.
    pub qpv_share: Option<String>,
    /// People who came for organisations, where that was noted.
    pub organisation_heads: Option<u64>,
    /// People sent on to others.
    pub referred_onwards: u64,
    /// People sent here by others.
    pub referred_here: u64,
    /// Presence rate in percent; `None` when no session that was held and noted by name gave places to persons.
    pub rate: Option<String>,
}

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
    let mut known = BTreeSet::new();
    let (mut anonymous, mut again, mut most_at_once) = (Span::default(), 0_u64, 0_u64);
    let (mut recorded, mut came, mut kept) = (false, 0, 0);
    for session in sessions {
        let heads = quality.map_or_else(|| session.heads(), |quality| heads_of(session, quality));
        let mut here = once_each(session, &root);
        here.retain(|_, presence| quality.is_none_or(|quality| presence.quality == quality));
        // Two references that were merged are one person, so one presence, also where both were noted at one session.
        let present = here.len() as u64;
        most_at_once = most_at_once.max(present + heads.at_least);
        known.extend(here.keys().copied());
        anonymous.at_least = anonymous.at_least.saturating_add(heads.at_least);
        let most = heads.at_most.filter(|_| !session.may_lack_people());
        anonymous.at_most = anonymous.at_most.zip(most).map(|(sum, more)| sum.saturating_add(more));
        anonymous.estimated |= heads.estimated;
        add_marginals(&mut tally.marginals, session, quality);
        for (asked, answer) in here.values().flat_map(|presence| presence.answers()) {
            add_answer(&mut tally.named_answers, asked, answer, 1);
        }
        count_around(&mut tally, session, &here, &root);
        let asked_here = session.effective_sheets().filter(|sheet| seen.is_some() && sheet.seen_scope.as_ref() == seen);
        again += asked_here.filter_map(|sheet| sheet.already_seen).sum::<u64>();
        tally.present += present;
        add_sums(&mut tally.visits, &session.visits);
        add_sums(&mut tally.connections, &session.connections);
        count_states(&mut tally, session);
        recorded |= session.tells_heads();
        if session.tells_of_each() {
            let expected: BTreeSet<Uuid> = session.expected().map(&root).collect();
            came += expected.iter().filter(|person| here.contains_key(person)).count() as u64;
            kept += expected.len() as u64;
        }
    }
    tally.known = known.len() as u64;
    tally.rate = percent(came, kept);
    let unknown = Quality::Unknown.as_str();
    tally.users_share = share(&tally, "quality", &USERS, &[unknown]);
    let known_of = |answers: &Answers| answered(answers, "quality", |answer| answer != unknown);
    let of_heads = known_of(&tally.marginals);
    tally.quality_known = of_heads.saturating_add(known_of(&tally.named_answers));
    tally.qpv_share = share(&tally, "qpv", &["inside"], &["unknown"]);
    if recorded || tally.held.is_none() {
        let at_least = tally.known.max(most_at_once);
        let at_most = anonymous.at_most.map(|heads| (tally.known + heads.saturating_sub(again)).max(at_least));
        tally.distinct = Some(Span { at_least, at_most, estimated: anonymous.estimated });
        tally.passages = Some(anonymous.plus(tally.present));
        let unnamed = answered(&tally.named_answers, "quality", |answer| answer == unknown);
        tally.quality_unknown = Some(anonymous.minus(of_heads).plus(unnamed));
        tally.anonymous = Some(anonymous);
    }
    tally
}

/// Those who use what is offered, whatever they are besides.
const USERS: [&str; 4] =
    [Quality::Inhabitant.as_str(), Quality::RelayInhabitant.as_str(), Quality::User.as_str(), Quality::Carer.as_str()];

/// Some answers among all answers but those that say nothing, of named presences and heads, in percent.
fn share(tally: &Tally, asked: &str, some: &[&str], nothing: &[&str]) -> Option<String> {
    let both = [&tally.named_answers, &tally.marginals];
    let sum = |counted: &dyn Fn(&str) -> bool| {
        both.iter().map(|it| answered(it, asked, counted)).fold(0, u64::saturating_add)
    };
    percent(sum(&|answer| some.contains(&answer)), sum(&|answer| !nothing.contains(&answer)))
}

/// How many gave some answers to a question.
fn answered(answers: &Answers, asked: &str, counted: impl Fn(&str) -> bool) -> u64 {
    let given = answers.get(asked).into_iter().flatten();
    given.filter(|(answer, _)| counted(answer)).map(|(_, heads)| *heads).fold(0, u64::saturating_add)
}

/// Who was there, each person once: references that were merged are one, and so are the parts of a session.
pub(super) fn once_each(session: &SessionRow, root: impl Fn(Uuid) -> Uuid) -> BTreeMap<Uuid, &Presence> {
    let mut here = BTreeMap::new();
    for (person, presence) in session.present.iter() {
        here.entry(root(*person)).or_insert(presence);
    }
    here
}

/// Counts what stands around presences: absences, places held twice, referrals, people of organisations.
fn count_around(
    tally: &mut Tally,
    session: &SessionRow,
    here: &BTreeMap<Uuid, &Presence>,
    root: impl Fn(Uuid) -> Uuid,
) {
    let absent: BTreeMap<Uuid, bool> =
        session.absent.iter().map(|(person, excused)| (root(*person), *excused)).collect();
    for excused in absent.iter().filter(|(person, _)| !here.contains_key(person)).map(|(_, excused)| *excused) {
        tally.absent += 1;
        tally.excused += u64::from(excused);
    }
    let in_force = session.state != SessionState::Cancelled;
    let active = session.signups.values().filter(|signup| in_force && signup.state != SignupState::Cancelled);
    let mut holders: BTreeMap<Uuid, u64> = BTreeMap::new();
    for person in active.filter_map(|signup| signup.person) {
        *holders.entry(root(person)).or_default() += 1;
    }
    tally.signed_up_twice += holders.values().filter(|places| **places > 1).count() as u64;
    for referral in session.referrals.values() {
        let sum = if referral.onwards { &mut tally.referred_onwards } else { &mut tally.referred_here };
        *sum += u64::from(referral.heads);
    }
    if !session.organisation_heads.is_empty() {
        *tally.organisation_heads.get_or_insert_default() +=
            session.organisation_heads.values().copied().map(u64::from).sum::<u64>();
    }
}

fn add_sums(sum: &mut Option<Span>, sheets: &BTreeMap<String, NumberSheet>) {
    for sheet in sheets.values().filter(|sheet| !sheet.replaced) {
        sum.get_or_insert_default().add(&sheet.number);
    }
}

fn count_states(tally: &mut Tally, session: &SessionRow) {
    let stands_for = session.stands_for.as_ref();
    if session.kind.is_some() {
        tally.sessions.add(stands_for);
    }
    tally.moved += u64::from(session.date.is_moved());
    match session.state {
        SessionState::Held => {
            tally.held.add(stands_for);
            if !session.has_record() {
                tally.held_without_record.add(stands_for);
            } else if session.may_lack_people() {
                tally.held_with_partial_record.add(stands_for);
            }
        }
        SessionState::Cancelled => tally.cancelled += 1,
        SessionState::Planned => tally.pending += 1,
    }
    tally.requested += session.signups.values().map(|signup| u64::from(signup.heads)).sum::<u64>();
    tally.confirmed += session.signups_in(SignupState::Confirmed);
    tally.waiting += session.signups_in(SignupState::Waiting);
    tally.signups_cancelled += session.signups_in(SignupState::Cancelled);
    tally.signups_lapsed += session.signups_lapsed();
    if let (Some(capacity), SessionState::Planned) = (session.capacity, session.state) {
        let (capacity, confirmed) = (u64::from(capacity), session.signups_in(SignupState::Confirmed));
        *tally.places_left.get_or_insert_default() += capacity.saturating_sub(confirmed);
        tally.places_over += confirmed.saturating_sub(capacity);
    }
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
    let at_most = session.heads().at_most.map(|most| most.saturating_sub(others.fold(0, u64::saturating_add)));
    Span { at_least, at_most: at_most.map(|most| most.max(at_least)), ..session.heads() }
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
