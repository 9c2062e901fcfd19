//! The questions that a log answers, one function each.

use deadpool_postgres::Client;
use maillage_events::envelope::RecordedAt;
use maillage_events::id::{CommandId, FactId, SpaceId, StreamId};
use maillage_events::view::FactView;
use tokio_postgres::{Error, Row, Statement};

use super::lookups::{RECEIPT, receipt_of};
use crate::checksum::verified;
use crate::log::{Head, ReadError, Receipt, StoredFact, second_clock_goes_back};

/// The columns of a fact, in the order that [`view`] reads.
pub(super) const COLUMNS: &str = "position, recorded_at, id, kind, occurred, stream, version, checksum, fact";

pub(super) async fn space_number(client: &Client, space: &SpaceId) -> Result<Option<i32>, ReadError> {
    let statement = client.prepare_cached("select number from maillage.spaces where space = $1").await?;
    Ok(client.query_opt(&statement, &[&space.as_str()]).await?.map(|row| row.try_get(0)).transpose()?)
}

/// The last position of a space; the fact that stands there need not be sound.
pub(super) async fn last_position(client: &Client, number: i32) -> Result<u64, ReadError> {
    let sql = "select position from maillage.facts where space = $1 order by position desc limit 1";
    let statement = client.prepare_cached(sql).await?;
    let row = client.query_opt(&statement, &[&number]).await?;
    Ok(row.map(|row| row.try_get::<_, i64>(0)).transpose()?.unwrap_or_default().cast_unsigned())
}

pub(super) async fn head(client: &Client, space: &SpaceId, number: i32) -> Result<Head, ReadError> {
    let sql = format!("select {COLUMNS} from maillage.facts where space = $1 order by position desc limit 1");
    let statement = client.prepare_cached(&sql).await?;
    match client.query_opt(&statement, &[&number]).await? {
        Some(row) => {
            let fact = view(space, &row)?;
            Ok(Head { position: fact.position, recorded_at: fact.recorded_at })
        }
        None => Ok(Head::default()),
    }
}

pub(super) async fn receipt_statement(client: &Client) -> Result<Statement, ReadError> {
    Ok(client
        .prepare_cached(&format!("select {RECEIPT} from maillage.receipts where space = $1 and command = $2"))
        .await?)
}

pub(super) async fn receipt(
    client: &Client,
    number: i32,
    command: CommandId,
) -> Result<Option<(Receipt, [u8; 32])>, ReadError> {
    let statement = receipt_statement(client).await?;
    Ok(client.query_opt(&statement, &[&number, &command.0]).await?.map(|row| receipt_of(&row)).transpose()?)
}

/// The rows after a position, in order; at most `limit`, and none beyond `until`.
pub(super) async fn rows(
    client: &Client,
    number: i32,
    after: u64,
    until: u64,
    limit: usize,
) -> Result<Vec<Row>, ReadError> {
    let sql = format!(
        "select {COLUMNS} from maillage.facts
         where space = $1 and position > $2 and position <= $3 order by position limit $4"
    );
    let statement = client.prepare_cached(&sql).await?;
    let (after, until) = (signed(after), signed(until));
    Ok(client.query(&statement, &[&number, &after, &until, &i64::try_from(limit).unwrap_or(i64::MAX)]).await?)
}

/// The same, of some kinds only, written into the statement: then the index on amendments serves it.
pub(super) async fn rows_of(
    client: &Client,
    number: i32,
    after: u64,
    until: u64,
    kinds: &[String],
) -> Result<Vec<Row>, ReadError> {
    let list: Vec<String> = kinds.iter().map(|kind| format!("'{}'", kind.replace('\'', "''"))).collect();
    let sql = format!(
        "select {COLUMNS} from maillage.facts
         where kind in ({}) and space = $1 and position > $2 and position <= $3 order by position",
        list.join(", ")
    );
    let statement = client.prepare_cached(&sql).await?;
    Ok(client.query(&statement, &[&number, &signed(after), &signed(until)]).await?)
}

pub(super) async fn page(
    client: &Client,
    space: &SpaceId,
    number: i32,
    after: u64,
    limit: usize,
) -> Result<Vec<StoredFact>, ReadError> {
    let rows = rows(client, number, after, u64::MAX, limit).await?;
    (after.saturating_add(1)..=u64::MAX)
        .zip(&rows)
        .map(|(expected, row)| owned(space, in_place(space, row, expected)?, row))
        .collect()
}

pub(super) async fn stream(
    client: &Client,
    space: &SpaceId,
    number: i32,
    stream: &StreamId,
) -> Result<Vec<StoredFact>, ReadError> {
    let statement = client.prepare_cached(include_str!("reads/stream.sql")).await?;
    let rows = client.query(&statement, &[&number, &stream.to_string()]).await?;
    let mut facts = Vec::with_capacity(rows.len());
    for (expected, row) in (1..).zip(&rows) {
        let fact = owned(space, view(space, row)?, row)?;
        if fact.version != expected {
            let why = format!("{stream} has version {} where {expected} comes", fact.version);
            return Err(ReadError::Corrupt { space: space.clone(), position: fact.position, why });
        }
        facts.push(fact);
    }
    Ok(facts)
}

pub(super) async fn find(
    client: &Client,
    space: &SpaceId,
    number: i32,
    id: FactId,
) -> Result<Option<StoredFact>, ReadError> {
    let statement =
        client.prepare_cached(&format!("select {COLUMNS} from maillage.facts where space = $1 and id = $2")).await?;
    client.query_opt(&statement, &[&number, &id.0]).await?.map(|row| owned(space, view(space, &row)?, &row)).transpose()
}

pub(super) async fn versions(client: &Client, number: i32, streams: &[StreamId]) -> Result<Vec<u64>, ReadError> {
    let statement = client.prepare_cached(include_str!("reads/versions.sql")).await?;
    let names: Vec<String> = streams.iter().map(StreamId::to_string).collect();
    let rows = client.query(&statement, &[&number, &names]).await?;
    rows.iter().map(|row| Ok(row.try_get::<_, i64>(0)?.cast_unsigned())).collect()
}

/// The second clock never goes back, so positions can be halved: no index is kept for it. The server does the halving.
/// Where it ends is right whatever it met on the way, as long as the two facts there are sound.
pub(super) async fn position_at(
    client: &Client,
    space: &SpaceId,
    number: i32,
    moment: RecordedAt,
) -> Result<u64, ReadError> {
    let statement = client.prepare_cached(include_str!("reads/position_at.sql")).await?;
    let row = client.query_one(&statement, &[&number, &moment.0]).await?;
    let (below, beyond): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
    if below + 1 < beyond {
        let expected = (below + (beyond - below) / 2).cast_unsigned();
        return Err(ReadError::Hole { space: space.clone(), expected, found: 0 });
    }
    let below = below.cast_unsigned();
    for row in &rows(client, number, below.saturating_sub(1), below + 1, 2).await? {
        let fact = view(space, row)?;
        if (fact.recorded_at <= moment) != (fact.position <= below) {
            return Err(second_clock_goes_back(space, below));
        }
    }
    Ok(below)
}

pub(super) async fn spaces(client: &Client) -> Result<Vec<SpaceId>, ReadError> {
    let sql = "select s.space from maillage.spaces s
        cross join lateral (select 1 from maillage.facts f where f.space = s.number limit 1) f order by s.space";
    let statement = client.prepare_cached(sql).await?;
    let rows = client.query(&statement, &[]).await?;
    let space = |row: &Row| {
        SpaceId::new(row.try_get::<_, String>(0)?).map_err(|error| ReadError::Unavailable(error.to_string()))
    };
    rows.iter().map(space).collect()
}

/// The end of every space that has a fact, in one look at each.
pub(super) async fn heads(client: &Client) -> Result<Vec<(SpaceId, Head)>, ReadError> {
    let statement = client.prepare_cached(include_str!("reads/heads.sql")).await?;
    let mut heads = Vec::new();
    for row in client.query(&statement, &[]).await? {
        let space =
            SpaceId::new(row.try_get::<_, String>(0)?).map_err(|error| ReadError::Unavailable(error.to_string()))?;
        let position = row.try_get::<_, i64>(1)?.unsigned_abs();
        heads.push((space, Head { position, recorded_at: RecordedAt(row.try_get(2)?) }));
    }
    Ok(heads)
}

/// The fact of a row, which must be the one that comes next.
pub(super) fn in_place<'r>(space: &SpaceId, row: &'r Row, expected: u64) -> Result<FactView<'r>, ReadError> {
    let fact = view(space, row)?;
    if fact.position != expected {
        return Err(ReadError::Hole { space: space.clone(), expected, found: fact.position });
    }
    Ok(fact)
}

/// A row as folds take it, borrowed from what the server sent; one that does not go with its checksum is refused.
pub(super) fn view<'r>(space: &SpaceId, row: &'r Row) -> Result<FactView<'r>, ReadError> {
    let position = row.try_get::<_, i64>(0)?.cast_unsigned();
    let corrupt = |why: String| ReadError::Corrupt { space: space.clone(), position, why };
    let rest = || -> Result<(FactView<'r>, i64, i64), Error> {
        let fact = FactView {
            position,
            recorded_at: RecordedAt(row.try_get(1)?),
            id: FactId(row.try_get(2)?),
            kind: row.try_get(3)?,
            occurred: row.try_get(4)?,
            stream: row.try_get(5)?,
            bytes: row.try_get(8)?,
        };
        Ok((fact, row.try_get(6)?, row.try_get(7)?))
    };
    let (fact, version, stored) = rest().map_err(|error| corrupt(error.to_string()))?;
    verified(space, fact, version.cast_unsigned(), stored).map_err(|altered| corrupt(altered.to_string()))
}

/// A fact kept after its row is gone.
pub(super) fn owned(space: &SpaceId, fact: FactView<'_>, row: &Row) -> Result<StoredFact, ReadError> {
    let version = row.try_get::<_, i64>(6);
    Ok(StoredFact {
        position: fact.position,
        recorded_at: fact.recorded_at,
        id: fact.id,
        stream: fact.stream.to_owned(),
        version: version
            .map_err(|error| ReadError::Corrupt {
                space: space.clone(),
                position: fact.position,
                why: error.to_string(),
            })?
            .cast_unsigned(),
        kind: fact.kind.to_owned(),
        occurred: fact.occurred.to_owned(),
        bytes: fact.bytes.to_vec(),
    })
}

pub(super) fn signed(position: u64) -> i64 {
    i64::try_from(position).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_in_files_show_the_columns_of_a_fact_in_the_order_that_is_read() {
        for sql in [
            include_str!("reads/stream.sql"),
            include_str!("reads/read_for_decision.sql"),
            include_str!("reads/pages.sql"),
        ] {
            assert!(sql.contains(&format!("select {COLUMNS}\n")), "{sql}");
        }
    }
}
