//! Several questions answered one after the other, for a store that has no quicker way.

use maillage_events::id::{CommandId, SpaceId, StreamId};

use super::{DecisionInput, FactReads, Head, Page, ReadError, StoredFact};

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
