//! A loss that somebody accepts: recorded by a fact in each space that it concerns, then what stands beside the log is
//! set to the log as it is.

use std::collections::BTreeMap;

use maillage_events::decide::Ask;
use maillage_events::envelope::{Channel, Context};
use maillage_events::family::Family;
use maillage_events::id::{CommandId, Id, SpaceId, StreamId};
use maillage_events::space::{SpaceLossAccepted, StorePart};
use maillage_events::when::OccurredOn;
use maillage_log::clock::{SystemClock, new_uuid};
use maillage_log::executor::{Command, Executor, StreamAsk};
use maillage_log::identity::Lost;

use crate::failure::Failure;
use crate::store_access::{OpenStore, StoreAccess};

/// Records what is lost, then lets rows, vault and mark stand where the log does. Cut off in between, the store is
/// refused again at the next start: the marks are what is written last.
pub async fn take(store: &StoreAccess, open: &OpenStore, lost: &[Lost]) -> Result<(), Failure> {
    let executor = Executor::new(open.log.clone());
    for ((space, part), (stood, witnessed)) in by_space(lost) {
        let fact = SpaceLossAccepted { part, stood, witnessed };
        tracing::warn!(%space, part = part.as_str(), stood, witnessed, "a loss is accepted");
        executor.execute(command(&executor, space, fact).await?).await?;
    }
    let mut marks = Vec::new();
    let spaces = open.log.spaces().await?;
    for space in &spaces {
        marks.extend(tokio::task::block_in_place(|| open.marks.last(space))?);
    }
    let concerned: Vec<SpaceId> = lost.iter().filter_map(Lost::after).map(|(space, _)| space.clone()).collect();
    let rows = store.unbound_rows().await?;
    let id = open.marks.id();
    tokio::task::spawn_blocking(move || rows.forget(&concerned).and_then(|()| rows.belong(id))).await??;
    let vault = store.vault(&open.marks).await?;
    tokio::task::block_in_place(|| vault.mark_anew(&marks))?;
    tokio::task::block_in_place(|| open.marks.mark_anew(&marks))?;
    Ok(())
}

/// What is lost of each part of each space: from the first position that is missing to the last that is known.
fn by_space(lost: &[Lost]) -> BTreeMap<(SpaceId, StorePart), (u64, u64)> {
    let mut losses: BTreeMap<(SpaceId, StorePart), (u64, u64)> = BTreeMap::new();
    for it in lost {
        let part = if matches!(it, Lost::Cards { .. }) { StorePart::Vault } else { StorePart::Log };
        let Some((space, after)) = it.after() else { continue };
        let (stood, witnessed) = losses.entry((space.clone(), part)).or_insert((after, it.witnessed()));
        *stood = after.min(*stood);
        *witnessed = it.witnessed().max(*witnessed);
    }
    losses
}

async fn command(executor: &Executor, space: SpaceId, fact: SpaceLossAccepted) -> Result<Command, Failure> {
    let account = Id::new("ligne-de-commande").map_err(|error| Failure::Failed(error.to_string()))?;
    let stream = StreamId::new(Family::Space, Id::new(space.as_str()).map_err(|why| Failure::Failed(why.to_string()))?);
    let today = executor.circumstances(&space, []).await?.today;
    Ok(Command {
        space,
        id: CommandId(new_uuid(&SystemClock)),
        fingerprint: [0; 32],
        asks: vec![StreamAsk {
            stream,
            occurred: OccurredOn::Day(today),
            ask: Ask::Record(fact.into()),
            context: Context::new(account, Channel::Entry),
        }],
        if_version: None,
    })
}
