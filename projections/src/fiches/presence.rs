//! Who came to the sessions of a fiche.

use std::collections::BTreeSet;

use maillage_events::session::Quality;

use super::Fiches;
use super::credited::Credited;
use crate::attendance::{Share, Span, is_user, users_told};

/// Presences of a fiche, by quality: each person once a session, merges followed.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Presence {
    /// Of named persons.
    pub named: u64,
    /// Of inhabitants, relay inhabitants, users and carers.
    pub users: u64,
    pub professionals: u64,
    /// Of those whose quality was not said.
    pub unknown: u64,
    /// People counted without names: users, and others.
    pub heads: Share,
    /// People counted without names, or in no record, of whom the quality is not known.
    pub heads_unknown: Span,
    /// Users among all of them, and among those who may have come and are in no record.
    pub all: Share,
    /// Held sessions of which nothing, or a part only, tells who came.
    pub not_wholly_recorded: u64,
}

impl Presence {
    /// Who came to some sessions.
    pub fn of<'a>(state: &Fiches, sessions: impl Iterator<Item = &'a Credited>) -> Self {
        let mut counts = Self::default();
        for session in sessions {
            let may_lack = session.recorded().may_lack_people();
            counts.not_wholly_recorded += u64::from(session.date.is_held() && may_lack);
            let mut once = BTreeSet::new();
            for (person, quality) in session.present.iter() {
                if once.insert(state.merges.root(*person)) {
                    counts.add_named(*quality);
                }
            }
            let heads = session.heads.share(users_told).open_if(may_lack);
            (counts.heads, counts.all) = (counts.heads.and(heads), counts.all.and(heads));
            counts.heads_unknown = counts.heads_unknown.and(heads.unknown);
        }
        counts
    }

    fn add_named(&mut self, quality: Quality) {
        self.named += 1;
        self.all = self.all.and(Share::one(is_user(quality)));
        match quality {
            Quality::Inhabitant | Quality::RelayInhabitant | Quality::User | Quality::Carer => self.users += 1,
            Quality::Professional => self.professionals += 1,
            Quality::Elected | Quality::Volunteer => {}
            Quality::Unknown => self.unknown += 1,
        }
    }

    /// The same, and sessions that may lie in the period as well: their dates do not tell.
    pub fn perhaps(self, other: Self) -> Self {
        let heads_unknown = self.heads_unknown.perhaps(Some(other.heads_unknown));
        Self { heads_unknown, all: self.all.perhaps(other.all), ..self }
    }

    /// Whether somebody is named.
    pub const fn is_known(&self) -> bool {
        self.named > 0
    }
}
