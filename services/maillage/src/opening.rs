//! A store opened for a command: the log held to what stands beside it, before anything is written.

use std::sync::Arc;

use maillage_log::clock::Clock;

use crate::accept_loss::take;
use crate::accepted::covered;
use crate::failure::Failure;
use crate::siblings::Siblings;
use crate::store::StoreAddress;
use crate::store_access::{OpenStore, StoreAccess};

/// Opens the log; an embedded one is made, with its folder, when it is not there and nothing beside it knows of one.
pub async fn open(store: &StoreAccess, clock: Arc<dyn Clock>) -> Result<OpenStore, Failure> {
    let siblings = Siblings::of(store).await?;
    let refused = |failure: Failure| failure.of(&store.address);
    if let StoreAddress::Sqlite(path) = &store.address
        && std::fs::metadata(path).map_or(0, |file| file.len()) == 0
    {
        covered(&siblings.without_a_log(), &store.accepted).map_err(refused)?;
    }
    let open = store.open_unjudged(clock, siblings.store()).await?;
    let lost = siblings.judge(store, &open).await?;
    covered(&lost, &store.accepted).map_err(refused)?;
    if !lost.is_empty() {
        take(store, &open, &lost).await?;
    }
    Ok(open)
}

/// The same of what is there: a store that does not exist is a failure, not a new file.
pub async fn open_existing(store: &StoreAccess, clock: Arc<dyn Clock>) -> Result<OpenStore, Failure> {
    store.expect_a_store()?;
    open(store, clock).await
}
