//! The one statement that writes a batch, whatever the number of its rows.

use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, Error, Statement};

use super::new_rows::{NewFacts, NewReceipts, NewStreams, ReceiptColumns};

/// The locks in sorted order (under [`LOCKS`](super::migrate::LOCKS)), a look at the places, and three inserts, each of
/// which waits for both. A transaction of its own when none is open.
///
/// The lock need not be a statement of its own here: what is looked at is true for ever once it is true (the fact that
/// the batch goes on from is there), so an older snapshot can only say no; and what came since is met by the keys,
/// which look past snapshots. Keys alone would let a batch leave a hole behind the one before it, when that was lost.
const BATCH: &str = include_str!("inserts/batch.sql");

/// The one statement that writes a batch, prepared once a session.
pub(super) struct Inserts {
    batch: Statement,
}

impl Inserts {
    pub(super) async fn prepare(session: &Client) -> Result<Self, Error> {
        const N: Type = Type::INT8_ARRAY;
        const TEXT: Type = Type::TEXT_ARRAY;
        let (s, b, u) = (Type::INT4_ARRAY, Type::BYTEA_ARRAY, Type::UUID_ARRAY);
        let types = [
            &[s.clone(), N][..],
            &[s.clone(), N, N, N, N, u.clone(), TEXT, TEXT, TEXT, b.clone()],
            &[s.clone(), N, TEXT],
            &[s, u, b.clone(), N, N, N, N, b, N],
        ];
        Ok(Self { batch: session.prepare_typed(BATCH, &types.concat()).await? })
    }

    /// Inserts all rows, or none when a space does not stand where they go on; the number of facts inserted tells
    /// which.
    pub(super) async fn run(
        &self,
        session: &Client,
        places: &(Vec<i32>, Vec<i64>),
        streams: &NewStreams<'_>,
        new: &NewFacts<'_>,
        receipts: &NewReceipts<'_>,
    ) -> Result<u64, Error> {
        let NewFacts {
            spaces,
            positions,
            recorded_at,
            stream_numbers,
            versions,
            ids,
            kinds,
            occurred,
            streams: names,
            checksums,
            facts,
            ..
        } = new;
        let receipts = receipts.columns();
        let ReceiptColumns {
            spaces: of_receipts,
            commands,
            fingerprints,
            first,
            last,
            counts,
            recorded_at: at,
            outcomes,
        } = &receipts;
        let columns: [&(dyn ToSql + Sync); 24] = [
            &places.0,
            &places.1,
            spaces,
            positions,
            recorded_at,
            stream_numbers,
            versions,
            ids,
            kinds,
            occurred,
            names,
            facts,
            &streams.spaces,
            &streams.numbers,
            &streams.streams,
            of_receipts,
            commands,
            fingerprints,
            first,
            last,
            counts,
            at,
            outcomes,
            checksums,
        ];
        session.execute(&self.batch, &columns).await
    }
}

#[cfg(test)]
mod tests {
    use super::super::migrate::LOCKS;
    use super::*;

    #[test]
    fn the_batch_takes_the_locks_of_its_spaces() {
        assert!(BATCH.contains(&format!("pg_advisory_xact_lock({LOCKS}, a.space)")));
    }
}
