//! What a session refuses: its own facts here; signups and attendance have their rules beside, and a past that is
//! judged again its own.

mod again;

use serde::{Deserialize, Serialize};

use crate::happened::Happened;
use crate::id::Id;
use crate::refusal::Refusal;
use crate::rules::{Circumstances, Facts, News, Rules, Verdict, aggregate};
use crate::session::ask::SessionAsk;
use crate::session::attendance_rules::AttendanceRecord;
use crate::session::payload_rules::refuse_for_nobody;
use crate::session::plan_rules::Plan;
use crate::session::signup_rules::Places;
use crate::session::{SessionFact, SessionPlanned, SignupRequested};

use crate::when::OccurredOn;

/// What a session's rules know of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Session {
    plan: Plan,
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
            SessionAsk::Record(fact) => self.admit(Happened { on: ask.on, fact: *fact }, circumstances),
            SessionAsk::SignUp(request) => self.sign_up(ask.on, request, circumstances),
            SessionAsk::PutSignup(request) => {
                self.plan.in_force()?;
                if self.places.is_repeat(&request)? && self.places.is_cancelled(&request.signup) {
                    self.new_signup(ask.on, request, circumstances)
                } else {
                    self.sign_up(ask.on, request, circumstances)
                }
            }
            SessionAsk::CancelSignup(cancel) if self.places.is_cancelled(&cancel.signup) => Ok(Vec::new()),
            SessionAsk::CancelSignup(cancel) => {
                // A place at a session that was cancelled is given back like any other, and nobody gets it then.
                self.plan.stands()?;
                let joinable = |plan| self.refuse_when_over(plan, ask.on, circumstances).is_ok();
                self.places.cancel(ask.on, cancel, self.plan.in_force().is_ok_and(joinable))
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

    /// The plan in force, once what can be seen on the spot only may be told.
    fn begun(&self, on: OccurredOn, circumstances: &Circumstances) -> Result<&SessionPlanned, Refusal> {
        let plan = self.plan.in_force()?;
        self.plan.refuse_before_start(on, circumstances).map(|()| plan)
    }

    /// The same where a part of the session may be meant.
    fn begun_in(
        &self,
        part: Option<&Id>,
        on: OccurredOn,
        circumstances: &Circumstances,
    ) -> Result<&SessionPlanned, Refusal> {
        let plan = self.begun(on, circumstances)?;
        refuse_unknown_part(plan, part).map(|()| plan)
    }

    /// The same where somebody is named.
    fn begun_by_name(&self, part: Option<&Id>, on: OccurredOn, circumstances: &Circumstances) -> Result<(), Refusal> {
        self.begun_in(part, on, circumstances).and_then(refuse_named_person)
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
        match (self.plan.held_on(), self.plan.whereabouts(plan).when.day()) {
            (Some(held), _) if held.day().is_none_or(|day| day <= requested) => over(held),
            (None, Some(day)) if day < requested => over(day.into()),
            _ => Ok(()),
        }
    }
}

/// Refuses a name where being there says something about somebody's health. Who may be named among minors is judged
/// with what is known of the persons.
fn refuse_named_person(plan: &SessionPlanned) -> Result<(), Refusal> {
    if plan.reveals_health() { Err(Refusal::new("reveals-health")) } else { Ok(()) }
}

/// Refuses a part that the plan does not have; whoever names none speaks of the whole session.
fn refuse_unknown_part(plan: &SessionPlanned, part: Option<&Id>) -> Result<(), Refusal> {
    let Some(part) = part else { return Ok(()) };
    let parts: Vec<&str> = plan.parts.iter().map(|it| it.part.as_str()).collect();
    match parts.as_slice() {
        [] => Err(Refusal::new("session-without-parts").with("part", part)),
        parts if parts.contains(&part.as_str()) => Ok(()),
        parts => Err(Refusal::new("part-unknown").with("part", part).with("parts", parts.join(", "))),
    }
}

impl Rules for Session {
    type Facts = SessionFact;

    fn judge(&self, happened: &Happened<SessionFact>, circumstances: &Circumstances) -> Verdict {
        let on = happened.on;
        match &happened.fact {
            SessionFact::Planned(it) => self.plan.planning(it, self.places.capacity()),
            SessionFact::Renamed(it) => self.plan.renaming(on, it),
            SessionFact::Cancelled(it) => self.plan.cancellation(on, it, !self.attendance.is_blank()),
            SessionFact::Moved(it) => self.plan.movement(on, it),
            SessionFact::Held(it) => self.plan.holding(on, it, circumstances),
            SessionFact::Credited(it) => self.plan.crediting(on, &it.fiche),
            SessionFact::Uncredited(it) => self.plan.uncrediting(on, &it.fiche),
            SessionFact::Led(it) => self.plan.leading(on, it),
            SessionFact::LeadEnded(it) => self.plan.lead_end(on, it),
            SessionFact::AttendanceObserved(it) => {
                self.begun_by_name(it.part.as_ref(), on, circumstances).and_then(|()| self.attendance.presence(it))
            }
            SessionFact::AbsenceObserved(it) => {
                self.begun_by_name(it.part.as_ref(), on, circumstances).and_then(|()| self.attendance.absence(it))
            }
            SessionFact::AttendanceWithdrawn(it) => {
                self.begun(on, circumstances).and_then(|_| self.attendance.withdrawal(it))
            }
            SessionFact::OrganisationPresent(it) => {
                self.begun(on, circumstances).and_then(|_| self.attendance.organisation(it))
            }
            SessionFact::HeadcountRecorded(it) => {
                self.begun_in(it.part.as_ref(), on, circumstances).and_then(|_| self.attendance.heads.judge(it))
            }
            SessionFact::VisitsRecorded(it) => {
                self.begun(on, circumstances).and_then(|_| self.attendance.visits.judge(it))
            }
            SessionFact::ConnectionsRecorded(it) => {
                self.begun(on, circumstances).and_then(|_| self.attendance.connections.judge(it))
            }
            SessionFact::ReferralMade(it) => {
                self.begun(on, circumstances).and_then(|_| self.attendance.referral(&Happened { on, fact: it.clone() }))
            }
            SessionFact::CapacityChanged(_) => self.plan.in_force_on(on).map(|_| News::New),
            // Who gets a place is asked for, never told: `answer` decides it, and `rejudge` reads it again.
            SessionFact::SignupRequested(_)
            | SessionFact::SignupConfirmed(_)
            | SessionFact::SignupWaiting(_)
            | SessionFact::SignupCancelled(_) => Err(Refusal::new("use-signup").with("kind", happened.fact.kind())),
        }
    }

    fn learn(&mut self, happened: Happened<SessionFact>) {
        match happened.fact {
            SessionFact::Planned(it) => {
                self.places.learn_capacity(it.capacity);
                self.plan.learn_planned(it);
            }
            SessionFact::Renamed(it) => self.plan.learn_renamed(happened.on, it),
            SessionFact::Moved(it) => self.plan.learn_moved(happened.on, it),
            SessionFact::Cancelled(fact) => self.plan.learn_cancelled(Happened { on: happened.on, fact }),
            SessionFact::Held(fact) => self.plan.learn_held(Happened { on: happened.on, fact }),
            SessionFact::Credited(it) => self.plan.learn_credit(happened.on, it.fiche, true),
            SessionFact::Uncredited(it) => self.plan.learn_credit(happened.on, it.fiche, false),
            SessionFact::Led(it) => self.plan.learn_led(happened.on, it),
            SessionFact::LeadEnded(it) => self.plan.learn_lead_ended(happened.on, &it),
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
        match said {
            SessionFact::Planned(plan) => self.plan.refuse_ended(plan, self.places.capacity()),
            SessionFact::HeadcountRecorded(it) => self.attendance.heads.refuse_replaced(&it.sheet),
            SessionFact::VisitsRecorded(it) => self.attendance.visits.refuse_replaced(&it.sheet),
            SessionFact::ConnectionsRecorded(it) => self.attendance.connections.refuse_replaced(&it.sheet),
            SessionFact::AbsenceObserved(it) => self.attendance.refuse_present(it),
            SessionFact::Renamed(_)
            | SessionFact::Cancelled(_)
            | SessionFact::Moved(_)
            | SessionFact::Held(_)
            | SessionFact::Credited(_)
            | SessionFact::Uncredited(_)
            | SessionFact::Led(_)
            | SessionFact::LeadEnded(_)
            | SessionFact::CapacityChanged(_)
            | SessionFact::SignupRequested(_)
            | SessionFact::SignupConfirmed(_)
            | SessionFact::SignupWaiting(_)
            | SessionFact::SignupCancelled(_)
            | SessionFact::AttendanceObserved(_)
            | SessionFact::AttendanceWithdrawn(_)
            | SessionFact::OrganisationPresent(_)
            | SessionFact::ReferralMade(_) => Ok(()),
        }
    }

    fn admit(
        &self,
        said: Happened<SessionFact>,
        circumstances: &Circumstances,
    ) -> Result<Vec<Happened<SessionFact>>, Refusal> {
        let happened = said.map(Facts::completed);
        happened.fact.sound()?;
        if let SessionFact::CapacityChanged(change) = happened.fact {
            let plan = self.plan.in_force_on(happened.on)?;
            let joinable = self.plan.in_force().is_ok();
            let promoting = joinable && self.refuse_when_over(plan, happened.on, circumstances).is_ok();
            return self.places.resize(happened.on, change, promoting);
        }
        Ok(self.judge(&happened, circumstances)?.facts(happened))
    }
}

aggregate!(Session, SessionAsk, Session::answer);
