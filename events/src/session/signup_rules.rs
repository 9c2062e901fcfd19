//! Who gets a place at a session, who waits for one in which order, and which signup is refused.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::happened::Happened;
use crate::id::{Id, PersonRef};
use crate::refusal::Refusal;
use crate::session::{CapacityChanged, SessionFact, SignupCancelled, SignupConfirmed, SignupRequested, SignupWaiting};
use crate::when::OccurredOn;

/// Where a signup stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Place {
    /// Asked for; its answer was cancelled by an amendment.
    Asked,
    Confirmed,
    Waiting(u32),
    Cancelled,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Signup {
    request: SignupRequested,
    place: Place,
}

/// The places of a session. Its size is that of the signups; every step costs their logarithm.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Places {
    capacity: Option<u32>,
    signups: BTreeMap<Id, Signup>,
    holders: BTreeMap<PersonRef, Id>,
    waiting_list: BTreeSet<(u32, Id)>,
    /// Heads that have a place.
    confirmed: u64,
    last_rank: u32,
}

/// Who leaves the waiting list.
struct Promotions {
    said: Vec<Happened<SessionFact>>,
    /// The places left then; `None` without a limit.
    free: Option<u64>,
    /// Whether nobody waits any longer.
    all: bool,
}

impl Places {
    /// The answer to a request: places for all its heads, or a rank behind everybody who ever waited. Nobody overtakes
    /// by fitting: while a group waits for more places than are free, whoever asks after it waits behind it.
    /// Who waits while places are free (an amendment freed them) comes first.
    pub(super) fn sign_up(
        &self,
        on: OccurredOn,
        request: SignupRequested,
    ) -> Result<Vec<Happened<SessionFact>>, Refusal> {
        self.refuse_second(&request)?;
        let heads = u64::from(request.heads);
        if let Some(capacity) = self.capacity.filter(|capacity| heads > 1 && heads > u64::from(*capacity)) {
            return Err(Refusal::new("heads-above-capacity").with("heads", heads).with("capacity", capacity));
        }
        let mut promoted = self.promotions(on, self.free(), None);
        let mut said = std::mem::take(&mut promoted.said);
        let left = promoted.all && promoted.free.is_none_or(|free| heads <= free);
        let signup = request.signup.clone();
        said.push(Happened::new(on, request));
        said.push(match left {
            true => Happened::new(on, SignupConfirmed { signup }),
            false => Happened::new(on, SignupWaiting { signup, rank: self.last_rank.saturating_add(1) }),
        });
        Ok(said)
    }

    /// Whether this very request was recorded before; the same identifier for another request is refused.
    pub(super) fn is_repeat(&self, request: &SignupRequested) -> Result<bool, Refusal> {
        match self.signups.get(&request.signup) {
            None => Ok(false),
            Some(known) if known.request == *request => Ok(true),
            Some(_) => Err(Refusal::new("signup-known-otherwise").with("signup", &request.signup)),
        }
    }

    /// Refuses a second signup of one person.
    pub(super) fn refuse_second(&self, request: &SignupRequested) -> Result<(), Refusal> {
        match request.person.and_then(|person| self.holders.get(&person)) {
            Some(active) => Err(Refusal::new("already-signed-up").with("signup", active)),
            None => Ok(()),
        }
    }

    /// The signup of this identifier.
    pub(super) fn refuse_unknown(&self, signup: &Id) -> Result<&Signup, Refusal> {
        self.signups.get(signup).ok_or_else(|| Refusal::new("signup-unknown").with("signup", signup))
    }

    /// Refuses that more places be held than before, and than there are.
    pub(super) fn refuse_overbooked_since(&self, before: &Self) -> Result<(), Refusal> {
        match self.capacity.filter(|capacity| self.confirmed > u64::from(*capacity)) {
            Some(capacity) if self.confirmed > before.confirmed => {
                Err(Refusal::new("places-exceeded").with("confirmed", self.confirmed).with("capacity", capacity))
            }
            _ => Ok(()),
        }
    }

    /// The free places, given to who waits first.
    pub(super) fn promotions_now(&self, on: OccurredOn) -> Vec<Happened<SessionFact>> {
        self.promotions(on, self.free(), None).said
    }

    /// Whether this signup was cancelled already.
    pub(super) fn is_cancelled(&self, signup: &Id) -> bool {
        self.signups.get(signup).is_some_and(|signup| signup.place == Place::Cancelled)
    }

    /// Gives a place back. `promoting` tells whether the session can still be joined: then whoever waits first gets the
    /// place.
    pub(super) fn cancel(
        &self,
        on: OccurredOn,
        cancel: SignupCancelled,
        promoting: bool,
    ) -> Result<Vec<Happened<SessionFact>>, Refusal> {
        let signup = self.refuse_unknown(&cancel.signup)?;
        let freed = if signup.place == Place::Confirmed { u64::from(signup.request.heads) } else { 0 };
        let free = self.capacity.map(|it| u64::from(it).saturating_sub(self.confirmed.saturating_sub(freed)));
        let leaving = cancel.signup.clone();
        let mut said = vec![Happened::new(on, cancel)];
        if promoting {
            said.extend(self.promotions(on, free, Some(&leaving)).said);
        }
        Ok(said)
    }

    /// How many may be confirmed now; `None` where there is no limit.
    pub(super) fn capacity(&self) -> Option<u32> {
        self.capacity
    }

    /// Another capacity, and whoever gets a place by it. In a smaller room nobody loses a place, and none is given as
    /// long as more are taken than there are.
    pub(super) fn resize(
        &self,
        on: OccurredOn,
        change: CapacityChanged,
        promoting: bool,
    ) -> Result<Vec<Happened<SessionFact>>, Refusal> {
        if change.capacity == self.capacity {
            return Ok(Vec::new());
        }
        let free = change.capacity.map(|capacity| u64::from(capacity).saturating_sub(self.confirmed));
        let mut said = vec![Happened::new(on, change)];
        if promoting {
            said.extend(self.promotions(on, free, None).said);
        }
        Ok(said)
    }

    fn free(&self) -> Option<u64> {
        self.capacity.map(|capacity| u64::from(capacity).saturating_sub(self.confirmed))
    }

    /// Who gets a place, in the order of the waiting list up to the first who does not fit.
    fn promotions(&self, on: OccurredOn, free: Option<u64>, left_out: Option<&Id>) -> Promotions {
        let mut promoted = Promotions { said: Vec::new(), free, all: true };
        for (_, signup) in self.waiting_list.iter().filter(|(_, signup)| Some(signup) != left_out) {
            let heads = self.signups.get(signup).map_or(1, |it| u64::from(it.request.heads));
            if promoted.free.is_some_and(|free| heads > free) {
                promoted.all = false;
                break;
            }
            promoted.free = promoted.free.map(|free| free - heads);
            promoted.said.push(Happened::new(on, SignupConfirmed { signup: signup.clone() }));
        }
        promoted
    }

    pub(super) fn learn_capacity(&mut self, capacity: Option<u32>) {
        self.capacity = capacity;
    }

    pub(super) fn learn_request(&mut self, request: SignupRequested) {
        self.set_place(&request.signup, Place::Cancelled);
        if let Some(person) = request.person {
            self.holders.insert(person, request.signup.clone());
        }
        self.signups.insert(request.signup.clone(), Signup { request, place: Place::Asked });
    }

    pub(super) fn learn_confirmed(&mut self, signup: &Id) {
        self.set_place(signup, Place::Confirmed);
    }

    pub(super) fn learn_waiting(&mut self, signup: &Id, rank: u32) {
        self.last_rank = self.last_rank.max(rank);
        self.set_place(signup, Place::Waiting(rank));
    }

    pub(super) fn learn_cancelled(&mut self, signup: &Id) {
        self.set_place(signup, Place::Cancelled);
    }

    /// Moves a signup to another place; one that an amendment removed is left alone.
    fn set_place(&mut self, id: &Id, place: Place) {
        let Some(signup) = self.signups.get_mut(id) else { return };
        let heads = u64::from(signup.request.heads);
        match signup.place {
            Place::Confirmed => self.confirmed = self.confirmed.saturating_sub(heads),
            Place::Waiting(rank) => {
                self.waiting_list.remove(&(rank, id.clone()));
            }
            Place::Asked | Place::Cancelled => {}
        }
        match place {
            Place::Confirmed => self.confirmed = self.confirmed.saturating_add(heads),
            Place::Waiting(rank) => {
                self.waiting_list.insert((rank, id.clone()));
            }
            Place::Cancelled => {
                if let Some(person) = signup.request.person.filter(|person| self.holders.get(person) == Some(id)) {
                    self.holders.remove(&person);
                }
            }
            Place::Asked => {}
        }
        signup.place = place;
    }
}
