//! What the writers of a store tell those who follow it, after the commit.

use std::collections::BTreeSet;

use maillage_events::id::SpaceId;
use tokio::sync::{broadcast, watch};

use crate::log::AppendedSpaces;
use crate::queue::{Answer, QueuedAppend};

/// Appends that a receiver of [`AppendedSpaces`] may be behind before it is told that it missed some.
const HELD: usize = 4096;

/// The senders' end; clones share their listeners.
#[derive(Debug, Clone)]
pub(crate) struct Appends {
    count: watch::Sender<u64>,
    /// Has seen nothing: whoever begins to listen is told once of what came before.
    unseen: watch::Receiver<u64>,
    spaces: broadcast::Sender<Option<SpaceId>>,
}

impl Default for Appends {
    fn default() -> Self {
        let (count, unseen) = watch::channel(0);
        Self { count, unseen, spaces: broadcast::Sender::new(HELD) }
    }
}

impl Appends {
    /// Tells how many facts were appended, and to which spaces.
    pub(crate) fn tell(&self, facts: u64, spaces: BTreeSet<SpaceId>) {
        self.count.send_modify(|count| *count += facts);
        for space in spaces {
            // Nobody may be listening.
            let _ = self.spaces.send(Some(space));
        }
    }

    /// Tells that another process appended.
    pub(crate) fn tell_of_another(&self) {
        self.count.send_modify(|count| *count += 1);
        let _ = self.spaces.send(None);
    }

    /// Moves at every append.
    pub(crate) fn counted(&self) -> watch::Receiver<u64> {
        self.unseen.clone()
    }

    /// Every space that is told of from now on.
    pub(crate) fn spaces(&self) -> AppendedSpaces {
        self.spaces.subscribe()
    }
}

/// The spaces to which a batch added a fact.
pub(crate) fn spaces_with_facts(batch: &[QueuedAppend], answers: &[Answer]) -> BTreeSet<SpaceId> {
    let adds = |answer: &Answer| answer.as_ref().is_ok_and(|receipt| !receipt.repeated && receipt.count > 0);
    let with_facts = batch.iter().zip(answers).filter(|(_, answer)| adds(answer)).map(|(it, _)| &it.append.space);
    // Few spaces share a batch: each is copied once, not once a command.
    with_facts.collect::<BTreeSet<_>>().into_iter().cloned().collect()
}
