//! One bullet of a fiche, and what is asked for with its lines.

use maillage_events::fact::Fact;
use maillage_events::id::{Id, StreamId};

use crate::oscars::drafting::Drafting;
use crate::oscars::items::Located;
use crate::oscars::record::NarratedFiche;

/// A bullet of a fiche while it is read.
pub struct Bullet<'a> {
    pub fiche: &'a NarratedFiche,
    pub id: &'a Id,
    pub stream: &'a StreamId,
    pub at: &'a Located<String>,
    pub rank: u32,
    pub results: u32,
    pub sessions: Vec<StreamId>,
}

impl Bullet<'_> {
    /// Asks for a fact of the fiche, with the lines of the bullet.
    pub fn record(&self, drafting: &mut Drafting, fact: impl Into<Fact>) {
        drafting.record(self.stream.clone(), self.at, fact);
    }

    /// The identifier of the next result that the bullet tells of.
    pub fn result(&mut self) -> Option<Id> {
        self.results += 1;
        Id::new(format!("r{}-{}", self.rank, self.results)).ok()
    }
}
