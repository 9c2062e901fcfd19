//! Several questions in one round trip: what a command is decided on, and stretches of several spaces.

use deadpool_postgres::Client;
use maillage_events::id::{CommandId, SpaceId, StreamId};
use tokio_postgres::Row;

use super::lookups::receipt_of;
use super::reads::{in_place, owned, receipt_statement, signed, view};
use crate::log::{DecisionInput, Page, ReadError, StoredFact};

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

/// Which question a row answers.
fn place(row: &Row) -> Result<usize, ReadError> {
    let at: i64 = row.try_get(9)?;
    Ok(usize::try_from(at - 1).unwrap_or(usize::MAX))
}
