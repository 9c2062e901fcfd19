//! What a session refuses.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::happened::Happened;
use crate::id::Id;
use crate::refusal::Refusal;
use crate::rules::{Circumstances, Facts, News, Rules, Verdict, aggregate, once};
use crate::session::attendance::Sheet;
use crate::session::places::Places;
use crate::session::sound::for_somebody;
use crate::session::{
    Audience, SessionCancelled, SessionFact, SessionHeld, SessionLed, SessionMoved, SessionPlanned, SignupCancelled,
    SignupRequested,
};

use crate::when::OccurredOn;

/// What somebody asks of a session.
#[derive(Debug, Clone, PartialEq)]
pub enum SessionAsk {
    /// Record that this happened.
    Record(SessionFact),
    /// Ask for a place.
    SignUp(SignupRequested),
    /// Give a place back.
    CancelSignup(SignupCancelled),
}

impl From<Happened<SessionFact>> for Happened<SessionAsk> {
    fn from(happened: Happened<SessionFact>) -> Self {
        happened.map(SessionAsk::Record)
    }
}

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
    sheet: Sheet,
}

impl Session {
    fn answer(&self, ask: Happened<SessionAsk>, at: &Circumstances) -> Result<Vec<Happened<SessionFact>>, Refusal> {
        match ask.fact {
            SessionAsk::Record(fact) => self.admit(Happened { on: ask.on, fact }, at),
            SessionAsk::SignUp(request) => self.sign_up(ask.on, request, at),
            SessionAsk::CancelSignup(cancel) if self.places.given_back(&cancel.signup) => Ok(Vec::new()),
            SessionAsk::CancelSignup(cancel) => {
                let plan = self.standing()?;
                self.places.give_back(ask.on, cancel, self.joinable(plan, ask.on, at).is_ok())
            }
        }
    }

    fn sign_up(
        &self,
        on: OccurredOn,
        request: SignupRequested,
        at: &Circumstances,
    ) -> Result<Vec<Happened<SessionFact>>, Refusal> {
        for_somebody(&request)?;
        if self.places.is_repeat(&request)? {
            return Ok(Vec::new());
        }
        let plan = self.standing()?;
        self.joinable(plan, on, at)?;
        if request.person.is_some() {
            nameable(plan)?;
        }
        self.places.ask(on, request)
    }

    fn attended(&self, happened: &Happened<SessionFact>, at: &Circumstances) -> Verdict {
        let plan = self.standing()?;
        self.begun(plan, happened.on, at)?;
        match &happened.fact {
            SessionFact::AttendanceObserved(it) => nameable(plan).and_then(|()| self.sheet.presence(it)),
            SessionFact::AttendanceWithdrawn(it) => self.sheet.withdrawal(it),
            SessionFact::AbsenceObserved(it) => {
                nameable(plan).and_then(|()| self.sheet.absence(it, self.places.expects(it.person)))
            }
            SessionFact::OrganisationPresent(it) => self.sheet.organisation(&it.organisation),
            SessionFact::HeadcountRecorded(it) => self.sheet.headcount(it),
            SessionFact::VisitsRecorded(it) => self.sheet.visits(&it.sheet, &it.passages),
            SessionFact::ConnectionsRecorded(it) => self.sheet.connections(&it.sheet, &it.connections),
            // Whom a referral was for is not recorded, so two of them are two.
            _ => Ok(News::New),
        }
    }

    fn cancellation(&self, on: OccurredOn, said: &SessionCancelled) -> Verdict {
        if let Some(standing) = &self.cancelled {
            return if (standing.on, &standing.fact) == (on, said) {
                Ok(News::Known)
            } else {
                Err(cancelled(standing))
            };
        }
        self.standing()?;
        match &self.held {
            Some(held) => Err(Refusal::new("already-held").with("on", held.on)),
            None if !self.sheet.is_blank() => Err(Refusal::new("session-was-attended")),
            None => Ok(News::New),
        }
    }

    fn movement(&self, said: &SessionMoved) -> Verdict {
        let standing = self
            .moved
            .as_ref()
            .map(|(when, time)| (*when, time))
            .or_else(|| self.plan.as_ref().map(|plan| (plan.when, &plan.time)));
        if standing == Some((said.when, &said.time)) {
            return Ok(News::Known);
        }
        self.standing()?;
        match &self.held {
            Some(held) => Err(Refusal::new("already-held").with("on", held.on)),
            None => Ok(News::New),
        }
    }

    fn holding(&self, on: OccurredOn, said: &SessionHeld, at: &Circumstances) -> Verdict {
        if on.span().is_some_and(|(first, _)| first > at.today) {
            return Err(Refusal::new("held-in-future").with("on", on).with("today", at.today));
        }
        match &self.held {
            None => Ok(News::New),
            Some(held) if (held.on, &held.fact) == (on, said) => Ok(News::Known),
            Some(held) => Err(Refusal::new("already-held").with("on", held.on)),
        }
    }

    /// The plan of a session that was planned and not cancelled.
    fn standing(&self) -> Result<&SessionPlanned, Refusal> {
        match (&self.plan, &self.cancelled) {
            (None, _) => Err(Refusal::new("not-planned")),
            (_, Some(standing)) => Err(cancelled(standing)),
            (Some(plan), None) => Ok(plan),
        }
    }

    fn when(&self, plan: &SessionPlanned) -> OccurredOn {
        self.moved.as_ref().map_or(plan.when, |(when, _)| *when)
    }

    /// Refuses a request once the session is over: nobody can still be given a place. The day of the request decides
    /// (today, when it is not known to the day), so that last year's list, typed in late, is taken as it was.
    fn joinable(&self, plan: &SessionPlanned, on: OccurredOn, at: &Circumstances) -> Result<(), Refusal> {
        let requested = on.day().map_or(at.today, |day| day.min(at.today));
        let over = |day: OccurredOn| Err(Refusal::new("session-over").with("on", day));
        match (self.held.as_ref().map(|held| held.on), self.when(plan).day()) {
            (Some(held), _) if held.day().is_none_or(|day| day <= requested) => over(held),
            (None, Some(day)) if day < requested => over(day.into()),
            _ => Ok(()),
        }
    }

    /// Refuses what can only be seen on the spot, before the session's day. A date that is not known to the day is
    /// believed.
    fn begun(&self, plan: &SessionPlanned, on: OccurredOn, at: &Circumstances) -> Result<(), Refusal> {
        let when =
            self.held.as_ref().filter(|held| held.on.span().is_some()).map_or_else(|| self.when(plan), |held| held.on);
        let (session, seen) = (when.span(), on.span());
        let still_to_come = [session, seen].into_iter().flatten().any(|(first, _)| first > at.today);
        let seen_before = matches!((session, seen), (Some((first, _)), Some((_, last))) if last < first);
        if still_to_come || seen_before {
            return Err(Refusal::new("session-not-begun").with("when", when).with("on", on));
        }
        Ok(())
    }
}

fn cancelled(standing: &Happened<SessionCancelled>) -> Refusal {
    Refusal::new("session-cancelled").with("on", standing.on).with("motive", &standing.fact.motive)
}

/// Refuses a name where being there says something about somebody's health, or where minors are.
fn nameable(plan: &SessionPlanned) -> Result<(), Refusal> {
    if plan.health_revealing {
        return Err(Refusal::new("reveals-health"));
    }
    match plan.audience {
        Some(Audience::Minors) => Err(Refusal::new("minors-unnamed")),
        _ => Ok(()),
    }
}

impl Rules for Session {
    type Facts = SessionFact;

    fn judge(&self, happened: &Happened<SessionFact>, at: &Circumstances) -> Verdict {
        match &happened.fact {
            SessionFact::Planned(it) => once(self.plan.as_ref(), it, |standing| {
                Refusal::new("already-planned").with("title", &standing.title).with("when", standing.when)
            }),
            SessionFact::Cancelled(it) => self.cancellation(happened.on, it),
            SessionFact::Moved(it) => self.movement(it),
            SessionFact::Held(it) => self.standing().and_then(|_| self.holding(happened.on, it, at)),
            SessionFact::Credited(it) if self.fiches.contains(&it.fiche) => Ok(News::Known),
            SessionFact::Led(it) if self.led.contains(it) => Ok(News::Known),
            SessionFact::Credited(_) | SessionFact::Led(_) => self.standing().map(|_| News::New),
            _ => self.attended(happened, at),
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
            SessionFact::AttendanceObserved(it) => self.sheet.learn_presence(it),
            SessionFact::AttendanceWithdrawn(it) => self.sheet.learn_withdrawal(it),
            SessionFact::AbsenceObserved(it) => self.sheet.learn_absence(it),
            SessionFact::OrganisationPresent(it) => self.sheet.learn_organisation(it.organisation),
            SessionFact::HeadcountRecorded(it) => self.sheet.learn_headcount(it),
            SessionFact::VisitsRecorded(it) => self.sheet.learn_visits(it.sheet, it.passages),
            SessionFact::ConnectionsRecorded(it) => self.sheet.learn_connections(it.sheet, it.connections),
            SessionFact::ReferralMade(_) => {}
        }
    }

    fn admit(
        &self,
        happened: Happened<SessionFact>,
        at: &Circumstances,
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
            let plan = self.standing()?;
            return self.places.resize(happened.on, change, self.joinable(plan, happened.on, at).is_ok());
        }
        Ok(self.judge(&happened, at)?.facts(happened))
    }
}

aggregate!(Session, SessionAsk, Session::answer);
