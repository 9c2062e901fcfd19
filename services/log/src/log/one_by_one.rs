//! Several questions answered one after the other, for a store that has no quicker way.

use maillage_events::id::{CommandId, SpaceId, StreamId};
use sha2::{Digest as _, Sha256};

use super::{DecisionInput, Digests, FactReads, Head, Page, ReadError, StoredFact};

/// [`FactReads::read_for_decision`] out of `receipt`, `versions` and `read_stream`.
///
/// # Errors
/// Those of the log.
pub async fn read_for_decision(
    log: &impl FactReads,
    space: &SpaceId,
    command: CommandId,
    streams: &[StreamId],
) -> Result<DecisionInput, ReadError> {
    let receipt = log.receipt(space, command).await?;
    let versions = log.versions(space, streams).await?;
    let mut pasts = Vec::with_capacity(streams.len());
    for (stream, version) in streams.iter().zip(versions) {
        pasts.push(if version == 0 { Vec::new() } else { log.read_stream(space, stream).await? });
    }
    Ok(DecisionInput { receipt, streams: pasts })
}

/// [`FactReads::pages`] out of `read`.
///
/// # Errors
/// Those of the log.
pub async fn pages(log: &impl FactReads, pages: &[Page]) -> Result<Vec<Vec<StoredFact>>, ReadError> {
    let mut facts = Vec::with_capacity(pages.len());
    for page in pages {
        facts.push(log.read(&page.space, page.after, page.limit).await?);
    }
    Ok(facts)
}

/// [`FactReads::digests`] out of `head` and `read`.
///
/// # Errors
/// Those of the log.
pub async fn digests(log: &impl FactReads, space: &SpaceId, after: u64, limit: usize) -> Result<Digests, ReadError> {
    // In this order: no fact is shown beyond the end.
    let head = log.head(space).await?;
    let left = usize::try_from(head.position.saturating_sub(after)).unwrap_or(usize::MAX);
    let facts = match limit.min(left) {
        0 => Vec::new(),
        limit => log.read(space, after, limit).await?,
    };
    Ok(Digests { facts: facts.iter().map(|fact| Sha256::digest(&fact.bytes).into()).collect(), head })
}

/// [`FactReads::heads`] out of `spaces` and `head`.
///
/// # Errors
/// Those of the log.
pub async fn heads(log: &impl FactReads) -> Result<Vec<(SpaceId, Head)>, ReadError> {
    let mut heads = Vec::new();
    for space in log.spaces().await? {
        let head = log.head(&space).await?;
        heads.push((space, head));
    }
    Ok(heads)
}
