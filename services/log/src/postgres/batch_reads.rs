//! Several questions in one round trip: what a command is decided on, stretches of several spaces, what facts are.

use deadpool_postgres::Client;
use maillage_events::envelope::RecordedAt;
use maillage_events::id::{CommandId, SpaceId, StreamId};
use tokio_postgres::Row;

use super::lookups::receipt_of;
use super::reads::{in_place, owned, receipt_statement, signed, view};
use crate::log::{DecisionInput, Digest, Digests, Head, Page, ReadError, StoredFact};

/// The receipt of a command and the facts of its streams, as they stand at one moment each: an append says whether they
/// still do.
pub(super) async fn read_for_decision(
    client: &Client,
    space: &SpaceId,
    number: i32,
    command: CommandId,
    streams: &[StreamId],
) -> Result<DecisionInput, ReadError> {
    let (receipt, pasts) =
        (receipt_statement(client).await?, client.prepare_cached(include_str!("reads/read_for_decision.sql")).await?);
    let names: Vec<String> = streams.iter().map(StreamId::to_string).collect();
    let by_command: [&(dyn tokio_postgres::types::ToSql + Sync); 2] = [&number, &command.0];
    let by_name: [&(dyn tokio_postgres::types::ToSql + Sync); 2] = [&number, &names];
    let (receipt, rows) = futures::try_join!(client.query_opt(&receipt, &by_command), client.query(&pasts, &by_name))?;
    let mut input = DecisionInput {
        receipt: receipt.map(|row| receipt_of(&row)).transpose()?,
        streams: vec![Vec::new(); streams.len()],
    };
    for row in &rows {
        let at = place(row)?;
        let (Some(past), Some(stream)) = (input.streams.get_mut(at), streams.get(at)) else { continue };
        let fact = owned(space, view(space, row)?, row)?;
        let expected = past.len() as u64 + 1;
        if fact.version != expected {
            let why = format!("{stream} has version {} where {expected} comes", fact.version);
            return Err(ReadError::Corrupt { space: space.clone(), position: fact.position, why });
        }
        past.push(fact);
    }
    Ok(input)
}

/// Stretches of spaces whose numbers are known.
pub(super) async fn pages(client: &Client, pages: &[(i32, &Page)]) -> Result<Vec<Vec<StoredFact>>, ReadError> {
    let statement = client.prepare_cached(include_str!("reads/pages.sql")).await?;
    let spaces: Vec<i32> = pages.iter().map(|(number, _)| *number).collect();
    let after: Vec<i64> = pages.iter().map(|(_, page)| signed(page.after)).collect();
    let most: Vec<i64> = pages.iter().map(|(_, page)| i64::try_from(page.limit).unwrap_or(i64::MAX)).collect();
    let mut read: Vec<Vec<StoredFact>> = vec![Vec::new(); pages.len()];
    for row in &client.query(&statement, &[&spaces, &after, &most]).await? {
        let at = place(row)?;
        let (Some(facts), Some((_, page))) = (read.get_mut(at), pages.get(at)) else { continue };
        let expected = page.after.saturating_add(facts.len() as u64 + 1);
        facts.push(owned(&page.space, in_place(&page.space, row, expected)?, row)?);
    }
    Ok(read)
}

/// What the facts after a position are: the server digests them, and sends 32 bytes for each.
pub(super) async fn digests(
    client: &Client,
    space: &SpaceId,
    number: i32,
    after: u64,
    limit: usize,
) -> Result<Digests, ReadError> {
    let statement = client.prepare_cached(include_str!("reads/digests.sql")).await?;
    let until = after.saturating_add(limit as u64);
    let Some(row) = client.query_opt(&statement, &[&number, &signed(after), &signed(until)]).await? else {
        return Ok(Digests::default());
    };
    let head = Head { position: row.try_get::<_, i64>(0)?.cast_unsigned(), recorded_at: RecordedAt(row.try_get(1)?) };
    let facts: Vec<Digest> = row.try_get::<_, &[u8]>(3)?.as_chunks::<32>().0.to_vec();
    // Without a hole there are as many as there are positions up to the end.
    let expected = until.min(head.position).saturating_sub(after);
    if row.try_get::<_, i64>(2)?.cast_unsigned() != expected {
        return Err(ReadError::Hole { space: space.clone(), expected: after + 1, found: until });
    }
    Ok(Digests { facts, head })
}

/// Which question a row answers.
fn place(row: &Row) -> Result<usize, ReadError> {
    let at: i64 = row.try_get(9)?;
    Ok(usize::try_from(at - 1).unwrap_or(usize::MAX))
}
