//! What a session refuses: its own facts here; signups and attendance have their rules beside, and a past that is
//! judged again its own.

mod again;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::happened::Happened;
use crate::id::Id;
use crate::refusal::Refusal;
use crate::rules::{Circumstances, Facts, News, Rules, Verdict, aggregate, once};
use crate::session::ask::SessionAsk;
use crate::session::attendance_rules::AttendanceRecord;
use crate::session::payload_rules::refuse_for_nobody;
use crate::session::signup_rules::Places;
use crate::session::{
    SessionCancelled, SessionFact, SessionHeld, SessionLed, SessionMoved, SessionPlanned, SignupRequested,
};

use crate::when::OccurredOn;

/// What a session's rules know of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Session {
    plan: Option<SessionPlanned>,
    moved: Option<(OccurredOn, Option<String>)>,
    cancelled: Option<Happened<SessionCancelled>>,
    held: Option<Happened<SessionHeld>>,
    fiches: BTreeSet<Id>,
    led: Vec<SessionLed>,
    places: Places,
    attendance: AttendanceRecord,
}

impl Session {
    fn answer(
        &self,
        ask: Happened<SessionAsk>,
        circumstances: &Circumstances,
    ) -> Result<Vec<Happened<SessionFact>>, Refusal> {
        match ask.fact {
            SessionAsk::Record(fact) => self.admit(Happened { on: ask.on, fact }, circumstances),
            SessionAsk::SignUp(request) => self.sign_up(ask.on, request, circumstances),
            SessionAsk::PutSignup(request) => {
                self.planned_and_not_cancelled()?;
                if self.places.is_repeat(&request)? && self.places.is_cancelled(&request.signup) {
                    self.new_signup(ask.on, request, circumstances)
                } else {
                    self.sign_up(ask.on, request, circumstances)
                }
            }
            SessionAsk::CancelSignup(cancel) if self.places.is_cancelled(&cancel.signup) => Ok(Vec::new()),
            SessionAsk::CancelSignup(cancel) => {
                let plan = self.planned_and_not_cancelled()?;
                self.places.cancel(ask.on, cancel, self.refuse_when_over(plan, ask.on, circumstances).is_ok())
            }
            SessionAsk::GiveFreePlaces => Ok(self.free_places(ask.on, circumstances)),
        }
    }

    fn sign_up(
        &self,
        on: OccurredOn,
        request: SignupRequested,
        circumstances: &Circumstances,
    ) -> Result<Vec<Happened<SessionFact>>, Refusal> {
        refuse_for_nobody(&request)?;
        if self.places.is_repeat(&request)? {
            return Ok(Vec::new());
        }
        self.new_signup(on, request, circumstances)
    }

    fn new_signup(
        &self,
        on: OccurredOn,
        request: SignupRequested,
        circumstances: &Circumstances,
    ) -> Result<Vec<Happened<SessionFact>>, Refusal> {
        self.refuse_signup(on, &request, circumstances)?;
        self.places.sign_up(on, request)
    }

    fn attended(&self, happened: &Happened<SessionFact>, circumstances: &Circumstances) -> Verdict {
        let plan = self.planned_and_not_cancelled()?;
        self.refuse_before_start(plan, happened.on, circumstances)?;
        match &happened.fact {
            SessionFact::AttendanceObserved(it) => {
                refuse_named_person(plan).and_then(|()| self.attendance.presence(it))
            }
            SessionFact::AttendanceWithdrawn(it) => self.attendance.withdrawal(it),
            SessionFact::AbsenceObserved(it) => refuse_named_person(plan).and_then(|()| self.attendance.absence(it)),
            SessionFact::OrganisationPresent(it) => self.attendance.organisation(it),
            SessionFact::HeadcountRecorded(it) => self.attendance.heads.judge(it),
            SessionFact::VisitsRecorded(it) => self.attendance.visits.judge(it),
            SessionFact::ConnectionsRecorded(it) => self.attendance.connections.judge(it),
            SessionFact::ReferralMade(it) => self.attendance.referral(&Happened { on: happened.on, fact: it.clone() }),
            _ => Ok(News::New),
        }
    }

    fn cancellation(&self, on: OccurredOn, said: &SessionCancelled) -> Verdict {
        if let Some(earlier) = &self.cancelled {
            return if (earlier.on, &earlier.fact) == (on, said) { Ok(News::Known) } else { Err(cancelled(earlier)) };
        }
        self.planned_and_not_cancelled()?;
        match &self.held {
            Some(held) => Err(Refusal::new("already-held").with("on", held.on)),
            None if !self.attendance.is_blank() => Err(Refusal::new("session-was-attended")),
            None => Ok(News::New),
        }
    }

    fn movement(&self, said: &SessionMoved) -> Verdict {
        let current = self
            .moved
            .as_ref()
            .map(|(when, time)| (*when, time))
            .or_else(|| self.plan.as_ref().map(|plan| (plan.when, &plan.time)));
        if current == Some((said.when, &said.time)) {
            return Ok(News::Known);
        }
        self.planned_and_not_cancelled()?;
        match &self.held {
            Some(held) => Err(Refusal::new("already-held").with("on", held.on)),
            None => Ok(News::New),
        }
    }

    fn holding(&self, on: OccurredOn, said: &SessionHeld, circumstances: &Circumstances) -> Verdict {
        if on.span().is_some_and(|(first, _)| first > circumstances.today) {
            return Err(Refusal::new("held-in-future").with("on", on).with("today", circumstances.today));
        }
        match &self.held {
            None => Ok(News::New),
            Some(held) if (held.on, &held.fact) == (on, said) => Ok(News::Known),
            Some(held) => Err(Refusal::new("already-held").with("on", held.on)),
        }
    }

    /// The plan in force; refuses when the session was never planned, or was cancelled.
    fn planned_and_not_cancelled(&self) -> Result<&SessionPlanned, Refusal> {
        match (&self.plan, &self.cancelled) {
            (None, _) => Err(Refusal::new("not-planned")),
            (_, Some(earlier)) => Err(cancelled(earlier)),
            (Some(plan), None) => Ok(plan),
        }
    }

    fn when(&self, plan: &SessionPlanned) -> OccurredOn {
        self.moved.as_ref().map_or(plan.when, |(when, _)| *when)
    }

    /// Refuses a signup once the session is over: no place can be given any more. The day of the request decides
    /// (today, when it is not known to the day), so that last year's list, typed in late, is taken as it was.
    fn refuse_when_over(
        &self,
        plan: &SessionPlanned,
        on: OccurredOn,
        circumstances: &Circumstances,
    ) -> Result<(), Refusal> {
        let requested = on.day().map_or(circumstances.today, |day| day.min(circumstances.today));
        let over = |day: OccurredOn| Err(Refusal::new("session-over").with("on", day));
        match (self.held.as_ref().map(|held| held.on), self.when(plan).day()) {
            (Some(held), _) if held.day().is_none_or(|day| day <= requested) => over(held),
            (None, Some(day)) if day < requested => over(day.into()),
            _ => Ok(()),
        }
    }

    /// Refuses, before the session's day, what can only be seen on the spot. A date that is not known to the day is
    /// believed.
    fn refuse_before_start(
        &self,
        plan: &SessionPlanned,
        on: OccurredOn,
        circumstances: &Circumstances,
    ) -> Result<(), Refusal> {
        let when =
            self.held.as_ref().filter(|held| held.on.span().is_some()).map_or_else(|| self.when(plan), |held| held.on);
        let (session, seen) = (when.span(), on.span());
        let still_to_come = [session, seen].into_iter().flatten().any(|(first, _)| first > circumstances.today);
        let seen_before = matches!((session, seen), (Some((first, _)), Some((_, last))) if last < first);
        if still_to_come || seen_before {
            return Err(Refusal::new("session-not-begun").with("when", when).with("on", on));
        }
        Ok(())
    }
}

fn cancelled(earlier: &Happened<SessionCancelled>) -> Refusal {
    Refusal::new("session-cancelled").with("on", earlier.on).with("motive", &earlier.fact.motive)
}

/// Refuses a name where being there says something about somebody's health. Who may be named among minors is judged
/// with what is known of the persons.
fn refuse_named_person(plan: &SessionPlanned) -> Result<(), Refusal> {
    if plan.health_revealing { Err(Refusal::new("reveals-health")) } else { Ok(()) }
}

impl Rules for Session {
    type Facts = SessionFact;

    fn judge(&self, happened: &Happened<SessionFact>, circumstances: &Circumstances) -> Verdict {
        match &happened.fact {
            SessionFact::Planned(it) => once(self.plan.as_ref(), it, |planned| {
                Refusal::new("already-planned").with("title", &planned.title).with("when", planned.when)
            }),
            SessionFact::Cancelled(it) => self.cancellation(happened.on, it),
            SessionFact::Moved(it) => self.movement(it),
            SessionFact::Held(it) => {
                self.planned_and_not_cancelled().and_then(|_| self.holding(happened.on, it, circumstances))
            }
            SessionFact::Credited(it) if self.fiches.contains(&it.fiche) => Ok(News::Known),
            SessionFact::Led(it) if self.led.contains(it) => Ok(News::Known),
            SessionFact::Credited(_) | SessionFact::Led(_) => self.planned_and_not_cancelled().map(|_| News::New),
            _ => self.attended(happened, circumstances),
        }
    }

    fn learn(&mut self, happened: Happened<SessionFact>) {
        match happened.fact {
            SessionFact::Planned(it) => {
                self.fiches.extend(it.fiches.iter().cloned());
                self.places.learn_capacity(it.capacity);
                self.plan = Some(it);
            }
            SessionFact::Moved(it) => self.moved = Some((it.when, it.time)),
            SessionFact::Cancelled(fact) => self.cancelled = Some(Happened { on: happened.on, fact }),
            SessionFact::Held(fact) => self.held = Some(Happened { on: happened.on, fact }),
            SessionFact::Credited(it) => {
                self.fiches.insert(it.fiche);
            }
            SessionFact::Led(it) => self.led.push(it),
            SessionFact::CapacityChanged(it) => self.places.learn_capacity(it.capacity),
            SessionFact::SignupRequested(it) => self.places.learn_request(it),
            SessionFact::SignupConfirmed(it) => self.places.learn_confirmed(&it.signup),
            SessionFact::SignupWaiting(it) => self.places.learn_waiting(&it.signup, it.rank),
            SessionFact::SignupCancelled(it) => self.places.learn_cancelled(&it.signup),
            SessionFact::AttendanceObserved(it) => self.attendance.learn_presence(it),
            SessionFact::AttendanceWithdrawn(it) => self.attendance.learn_withdrawal(it),
            SessionFact::AbsenceObserved(it) => self.attendance.learn_absence(it),
            SessionFact::OrganisationPresent(it) => self.attendance.learn_organisation(it),
            SessionFact::HeadcountRecorded(it) => self.attendance.heads.learn(it),
            SessionFact::VisitsRecorded(it) => self.attendance.visits.learn(it),
            SessionFact::ConnectionsRecorded(it) => self.attendance.connections.learn(it),
            SessionFact::ReferralMade(fact) => self.attendance.learn_referral(Happened { on: happened.on, fact }),
        }
    }

    fn refuse_ended(&self, said: &SessionFact) -> Result<(), Refusal> {
        match (said, &self.moved) {
            (SessionFact::Planned(plan), Some((when, _))) if plan.when != *when => {
                self.planned_and_not_cancelled()?;
                Err(Refusal::new("session-moved").with("when", when))
            }
            (SessionFact::Planned(_), _) => self.planned_and_not_cancelled().map(|_| ()),
            (SessionFact::HeadcountRecorded(it), _) => self.attendance.heads.refuse_replaced(&it.sheet),
            (SessionFact::VisitsRecorded(it), _) => self.attendance.visits.refuse_replaced(&it.sheet),
            (SessionFact::ConnectionsRecorded(it), _) => self.attendance.connections.refuse_replaced(&it.sheet),
            (SessionFact::AbsenceObserved(it), _) => self.attendance.refuse_present(it),
            _ => Ok(()),
        }
    }

    fn admit(
        &self,
        happened: Happened<SessionFact>,
        circumstances: &Circumstances,
    ) -> Result<Vec<Happened<SessionFact>>, Refusal> {
        if let SessionFact::SignupRequested(_)
        | SessionFact::SignupConfirmed(_)
        | SessionFact::SignupWaiting(_)
        | SessionFact::SignupCancelled(_) = &happened.fact
        {
            return Err(Refusal::new("use-signup").with("kind", happened.fact.kind()));
        }
        happened.fact.sound()?;
        if let SessionFact::CapacityChanged(change) = happened.fact {
            let plan = self.planned_and_not_cancelled()?;
            return self.places.resize(
                happened.on,
                change,
                self.refuse_when_over(plan, happened.on, circumstances).is_ok(),
            );
        }
        Ok(self.judge(&happened, circumstances)?.facts(happened))
    }
}

aggregate!(Session, SessionAsk, Session::answer);
