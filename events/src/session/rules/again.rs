//! A session's past judged again when one of its facts is amended. Who got a place or waits was decided here, and
//! stands: a smaller room takes no place away. But nobody comes to hold a place that there is not.

use super::refuse_named_person;
use crate::happened::Happened;
use crate::refusal::Refusal;
use crate::rules::{Circumstances, News, Replayed, Rules, Verdict};
use crate::session::{Session, SessionFact, SignupRequested};
use crate::when::OccurredOn;

impl Session {
    /// Refuses a request for a place, whatever places there are.
    pub(super) fn refuse_signup(
        &self,
        on: OccurredOn,
        request: &SignupRequested,
        circumstances: &Circumstances,
    ) -> Result<(), Refusal> {
        let plan = self.plan.in_force()?;
        self.refuse_when_over(plan, on, circumstances)?;
        if request.person.or(request.relative_of).is_some() { refuse_named_person(plan) } else { Ok(()) }
    }

    /// The places that are free, given to who waits first; none once the session is over.
    pub(super) fn free_places(&self, on: OccurredOn, circumstances: &Circumstances) -> Vec<Happened<SessionFact>> {
        let Ok(plan) = self.plan.in_force() else { return Vec::new() };
        match self.refuse_when_over(plan, on, circumstances) {
            Ok(()) => self.places.promotions_now(on),
            Err(_) => Vec::new(),
        }
    }
}

impl Replayed for Session {
    fn rejudge(&self, said: &Happened<SessionFact>, circumstances: &Circumstances) -> Verdict {
        match &said.fact {
            SessionFact::SignupConfirmed(_) | SessionFact::SignupWaiting(_) => Ok(News::New),
            SessionFact::SignupRequested(it) => {
                if self.places.is_repeat(it)? && !self.places.is_cancelled(&it.signup) {
                    return Ok(News::Known);
                }
                self.refuse_signup(said.on, it, circumstances)?;
                self.places.refuse_second(it).map(|()| News::New)
            }
            SessionFact::SignupCancelled(it) => {
                self.plan.stands()?;
                self.places.refuse_unknown(&it.signup).map(|_| News::New)
            }
            _ => self.judge(said, circumstances),
        }
    }

    fn refuse_exceeded(&self, before: &Self) -> Result<(), Refusal> {
        self.places.refuse_overbooked_since(&before.places)
    }
}
