//! Who signed up, who came, how many: sessions, signups, presences, headcounts, passages, distinct persons.
//!
//! Facts change one session each, so a live counter costs no more than its session; figures of a pole or a period are
//! counted from sessions when they are asked for.
//!
//! `overview` counts what a page shows before any question is asked.

mod answer;
mod answers;
mod around;
mod counters;
mod counting;
mod figures;
mod groups;
mod marginals;
mod newcomers;
mod overview;
mod places;
mod recorded;
mod returning;
mod rows;
mod share;
mod sheets;
mod span;
mod tally;
mod views;

#[cfg(test)]
mod tests;

use maillage_events::contract::ContractPrepared;
use maillage_events::fiche::{FicheRecorded, FicheRenumbered};
use maillage_events::person::{PersonMerged, PersonUnmerged};
use maillage_events::pole::PoleOpened;
use maillage_events::session::{
    AbsenceObserved, AttendanceObserved, AttendanceWithdrawn, CapacityChanged, ConnectionsRecorded, HeadcountRecorded,
    OrganisationPresent, ReferralMade, SessionCancelled, SessionCredited, SessionHeld, SessionMoved, SessionPlanned,
    SessionRenamed, SessionUncredited, SignupCancelled, SignupConfirmed, SignupRequested, SignupWaiting,
    VisitsRecorded,
};
use std::collections::BTreeMap;

use maillage_events::quantity::Quantity;
use maillage_events::session::Standing;
use maillage_events::timeline::begins;
use maillage_events::view::FactView;
use maillage_events::when::OccurredOn;
use uuid::Uuid;

pub use answers::{Answers, Presence};
pub use counters::{PoleCounters, SessionCounter};
pub use overview::{Overview, PoleOverview};
pub use recorded::Recorded;
pub use rows::*;
pub use share::{Share, is_user, users_told};
pub use sheets::{HeadcountSheet, Sheets};
pub use span::Span;
pub use tally::Tally;

use crate::fold;
use crate::merges::MergeRow;
use crate::payload::Unread;
use crate::titles::Title;

fold! {
    /// The attendance of a space.
    pub struct Attendance "attendance" 7;
    tables {
        sessions: SessionRow, ById;
        poles: PoleRow, Shared;
        merges: MergeRow, ById;
        titles: Title, ByStream;
    }
    on {
        AttendanceObserved => observed;
        SignupRequested => requested;
        SignupConfirmed => confirmed;
        SignupWaiting => waiting;
        SignupCancelled => signup_cancelled;
        HeadcountRecorded => headcount;
        AttendanceWithdrawn => withdrawn;
        AbsenceObserved => absent;
        VisitsRecorded => visits;
        ConnectionsRecorded => connections;
        ReferralMade => referral;
        OrganisationPresent => organisation;
        SessionPlanned => planned;
        SessionMoved => moved;
        SessionCancelled => cancelled;
        SessionHeld => held;
        SessionRenamed => renamed;
        SessionCredited => credited;
        SessionUncredited => uncredited;
        CapacityChanged => capacity;
        PoleOpened => pole;
        ContractPrepared => titles.take_title::<ContractPrepared>;
        FicheRecorded => titles.take_title::<FicheRecorded>;
        FicheRenumbered => titles.take_number;
        PersonMerged => merges.merged;
        PersonUnmerged => merges.unmerged;
    }
}

impl Attendance {
    fn observed(&mut self, fact: &FactView<'_>, it: views::Observed) {
        let views::Observed { person, quality, organisation, age, sex, qpv, part } = it;
        let presence = Presence { quality, organisation, age, sex, qpv };
        self.sessions.entry(fact.stream_id()).present.note(person, part, presence);
    }

    fn withdrawn(&mut self, fact: &FactView<'_>, it: views::Withdrawn) {
        self.sessions.entry(fact.stream_id()).present.withdraw(&it.person, it.part.as_deref());
    }

    fn absent(&mut self, fact: &FactView<'_>, it: views::Absent) {
        self.sessions.entry(fact.stream_id()).absent.insert(it.person, it.excused);
    }

    fn headcount(&mut self, fact: &FactView<'_>, it: views::Headcount) {
        let views::Headcount { sheet, total, part, already_seen, seen_scope, marginals, standing } = it;
        let counted = HeadcountSheet { total, part, already_seen, seen_scope, marginals, replaced: false };
        self.sessions.entry(fact.stream_id()).sheets.note(sheet, counted, &standing);
    }

    fn visits(&mut self, fact: &FactView<'_>, it: views::Visits) {
        let row = self.sessions.entry(fact.stream_id());
        note_number(&mut row.visits, it.sheet, it.number, &it.standing);
    }

    fn connections(&mut self, fact: &FactView<'_>, it: views::Connections) {
        let row = self.sessions.entry(fact.stream_id());
        note_number(&mut row.connections, it.sheet, it.number, &it.standing);
    }

    fn referral(&mut self, fact: &FactView<'_>, it: views::Referred) {
        let referral = Referral { onwards: it.to.is_some(), heads: it.heads };
        self.sessions.entry(fact.stream_id()).referrals.insert(it.referral, referral);
    }

    fn organisation(&mut self, fact: &FactView<'_>, it: views::OrganisationHeads) {
        let heads = self.sessions.entry(fact.stream_id()).organisation_heads.entry(it.organisation).or_default();
        *heads = it.heads.or(*heads);
    }

    fn requested(&mut self, fact: &FactView<'_>, it: views::Requested) {
        let signup = self.sessions.entry(fact.stream_id()).signups.entry(it.signup).or_default();
        (signup.person, signup.heads) = (it.person, it.heads);
    }

    fn confirmed(&mut self, fact: &FactView<'_>, it: views::Confirmed<'_>) {
        let signup = self.signup(fact, &it.signup);
        signup.state = SignupState::Confirmed;
        signup.had_place = true;
    }

    fn waiting(&mut self, fact: &FactView<'_>, it: views::Waiting<'_>) {
        let signup = self.signup(fact, &it.signup);
        signup.state = SignupState::Waiting;
        signup.rank = Some(it.rank);
    }

    fn signup_cancelled(&mut self, fact: &FactView<'_>, it: views::Cancelled<'_>) {
        let signup = self.signup(fact, &it.signup);
        signup.state = SignupState::Cancelled;
        signup.cancelled_on = Some(fact.occurred());
    }

    /// A signup of the session to change, made when it is not there.
    fn signup(&mut self, fact: &FactView<'_>, name: &str) -> &mut Signup {
        named(&mut self.sessions.entry(fact.stream_id()).signups, name)
    }

    fn planned(&mut self, fact: &FactView<'_>, it: views::Planned) {
        let id = fact.stream_id();
        if let Some(pole) = &it.pole {
            self.poles.entry(pole).sessions.insert(id.to_owned());
        }
        let row = self.sessions.entry(id);
        row.title.state(None, it.title);
        row.date.plan(it.when);
        if let Some(time) = it.time {
            row.time.state(None, time);
        }
        (row.kind, row.stands_for) = (Some(it.kind), it.stands_for);
        (row.pole, row.capacity) = (it.pole, it.capacity);
        row.contracts.extend(it.contracts);
        row.parts.extend(it.parts.into_iter().map(|planned| planned.part));
        it.fiches.into_iter().for_each(|fiche| row.fiches.begin(fiche, OccurredOn::Unknown, None));
    }

    fn moved(&mut self, fact: &FactView<'_>, it: views::Moved) {
        let row = self.sessions.entry(fact.stream_id());
        row.date.move_to(fact.occurred(), it.when);
        if let Some(time) = it.time {
            row.time.state(begins(fact.occurred()), time);
        }
    }

    fn renamed(&mut self, fact: &FactView<'_>, it: views::Renamed) {
        self.sessions.entry(fact.stream_id()).title.state(begins(fact.occurred()), it.title);
    }

    fn cancelled(&mut self, fact: &FactView<'_>, _: Unread) {
        self.sessions.entry(fact.stream_id()).state = SessionState::Cancelled;
    }

    fn held(&mut self, fact: &FactView<'_>, it: views::Held) {
        let row = self.sessions.entry(fact.stream_id());
        row.state = SessionState::Held;
        row.record = it.record;
        row.date.hold(fact.occurred());
    }

    fn credited(&mut self, fact: &FactView<'_>, it: views::Credited<'_>) {
        self.sessions.entry(fact.stream_id()).fiches.begin(it.fiche.into_owned(), fact.occurred(), None);
    }

    fn uncredited(&mut self, fact: &FactView<'_>, it: views::Uncredited<'_>) {
        self.sessions.entry(fact.stream_id()).fiches.end(it.fiche.into_owned(), fact.occurred());
    }

    fn capacity(&mut self, fact: &FactView<'_>, it: views::Capacity) {
        self.sessions.entry(fact.stream_id()).capacity = it.capacity;
    }

    fn pole(&mut self, fact: &FactView<'_>, it: PoleOpened) {
        self.poles.entry(fact.stream_id()).name = Some(it.name.0.clone());
        self.titles.take_title(fact, it);
    }

    /// Every session, by identifier.
    pub fn sessions(&self) -> impl Iterator<Item = (&str, &SessionRow)> {
        self.sessions.iter()
    }

    /// The person that stays for this reference once active merges are followed.
    pub fn root(&self, person: Uuid) -> Uuid {
        self.merges.root(person)
    }
}

fn note_number(noted: &mut BTreeMap<String, NumberSheet>, sheet: String, number: Quantity, standing: &Standing) {
    if let Some(earlier) = sheets::replaced(standing).and_then(|sheet| noted.get_mut(sheet)) {
        earlier.replaced = true;
    }
    noted.insert(sheet, NumberSheet { number, replaced: false });
}

fn named<'a>(signups: &'a mut BTreeMap<String, Signup>, name: &str) -> &'a mut Signup {
    if !signups.contains_key(name) {
        signups.insert(name.to_owned(), Signup::default());
    }
    signups.get_mut(name).unwrap_or_else(|| unreachable!("the signup was just inserted"))
}
