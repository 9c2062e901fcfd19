//! Where every space ends, in one question; nothing is read where nobody wrote since the last one.

use std::sync::{Mutex, PoisonError};

use maillage_events::envelope::RecordedAt;
use maillage_events::id::SpaceId;
use rusqlite::Connection;

use super::pool::{Failure, Pool};
use crate::log::{Head, ReadError};

/// The last fact of each space: one look-up in the tree of facts a space.
const HEADS: &str = include_str!("heads.sql");

/// The heads as they were read last.
#[derive(Default)]
pub(super) struct Heads(Mutex<Option<LastRead>>);

struct LastRead {
    /// SQLite counts what others write by connection, so this one serves no other read.
    connection: Connection,
    /// The file's version before they were read; what is written meanwhile is found the next time.
    version: Option<i64>,
    heads: Vec<(SpaceId, Head)>,
}

impl Heads {
    /// Every space that has a fact, in the order of their names. Blocking.
    pub(super) fn read(&self, pool: &Pool) -> Result<Vec<(SpaceId, Head)>, ReadError> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut known = match last.take() {
            Some(known) => known,
            None => LastRead { connection: pool.open()?, version: None, heads: Vec::new() },
        };
        // A connection that failed is closed, not reused.
        known.refresh().map_err(|failure| match failure {
            Failure::Read(error) => error,
            Failure::Sqlite(error) => ReadError::Unavailable(error.to_string()),
        })?;
        let heads = known.heads.clone();
        *last = Some(known);
        Ok(heads)
    }
}

impl LastRead {
    fn refresh(&mut self) -> Result<(), Failure> {
        let version = self.connection.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?;
        if self.version == Some(version) {
            return Ok(());
        }
        let mut statement = self.connection.prepare_cached(HEADS)?;
        let mut rows = statement.query([])?;
        let mut heads = Vec::with_capacity(self.heads.len());
        while let Some(row) = rows.next()? {
            let name: String = row.get(0)?;
            let space = SpaceId::new(name).map_err(|error| ReadError::Unavailable(error.to_string()))?;
            heads.push((space, Head { position: row.get(1)?, recorded_at: RecordedAt(row.get(2)?) }));
        }
        (self.version, self.heads) = (Some(version), heads);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rusqlite::params;

    use super::*;

    fn write(connection: &Connection, space: i64, position: i64) {
        let id = ((u128::from(space.unsigned_abs()) << 64) + u128::from(position.unsigned_abs())).to_be_bytes();
        let sql = "INSERT INTO facts VALUES (?1, ?2, ?3, ?3 * 10, ?2, ?3, ?4, 'k', '2016', 's', 0, x'7b7d')";
        connection.execute(sql, params![(space << 40) + position, space, position, id]).unwrap();
    }

    #[test]
    fn heads_are_read_again_only_after_somebody_wrote() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log.sqlite");
        let connection = Connection::open(&path).unwrap();
        connection.pragma_update(None, "journal_mode", "wal").unwrap();
        connection.execute_batch(include_str!("schema.sql")).unwrap();
        let named = "INSERT INTO spaces VALUES (1, 'lille'), (2, 'corse'), (3, 'without-facts')";
        connection.execute_batch(named).unwrap();
        for position in 1..=3 {
            write(&connection, 1, position);
        }
        write(&connection, 2, 1);
        let (pool, heads) = (Pool::new(path, Duration::from_secs(5)), Heads::default());
        let read = || -> Vec<(String, u64, i64)> {
            let heads = heads.read(&pool).unwrap().into_iter();
            heads.map(|(space, head)| (space.as_str().to_owned(), head.position, head.recorded_at.0)).collect()
        };
        assert_eq!(read(), [("corse".to_owned(), 1, 10), ("lille".to_owned(), 3, 30)]);
        // What is remembered is given as long as nobody wrote, whatever it is.
        heads.0.lock().unwrap().as_mut().unwrap().heads.clear();
        assert!(read().is_empty());
        write(&connection, 2, 2);
        assert_eq!(read(), [("corse".to_owned(), 2, 20), ("lille".to_owned(), 3, 30)]);
    }
}
