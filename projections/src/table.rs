//! The rows of a projection: an ordered map that knows which rows changed since they were last kept.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

/// Rows by key, in the order of keys. Equal histories give equal rows, byte for byte.
#[derive(Debug, Clone)]
pub struct Table<V> {
    name: &'static str,
    rows: BTreeMap<String, V>,
    changed: BTreeSet<String>,
    track: bool,
}

impl<V> Table<V> {
    /// An empty table; its name is unique in its projection.
    pub const fn new(name: &'static str) -> Self {
        Self { name, rows: BTreeMap::new(), changed: BTreeSet::new(), track: true }
    }

    /// A row.
    pub fn get(&self, key: &str) -> Option<&V> {
        self.rows.get(key)
    }

    /// Every row, by key.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &V)> {
        self.rows.iter().map(|(key, row)| (key.as_str(), row))
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn note(&mut self, key: &str) {
        if self.track && !self.changed.contains(key) {
            self.changed.insert(key.to_owned());
        }
    }

    /// A row to change.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut V> {
        if self.track && self.rows.contains_key(key) {
            self.note(key);
        }
        self.rows.get_mut(key)
    }

    /// A row to change, made when it is not there.
    pub fn entry(&mut self, key: &str) -> &mut V
    where
        V: Default,
    {
        self.note(key);
        self.rows.entry(key.to_owned()).or_default()
    }

    /// Puts a row.
    pub fn insert(&mut self, key: &str, row: V) {
        self.note(key);
        self.rows.insert(key.to_owned(), row);
    }

    /// Takes a row away.
    pub fn remove(&mut self, key: &str) -> Option<V> {
        self.note(key);
        self.rows.remove(key)
    }
}

/// One changed row: its table and key, and its bytes (`None` when it is gone).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowChange {
    /// The table.
    pub table: &'static str,
    /// The key.
    pub key: String,
    /// JSON of the row, fields in the order of its type.
    pub row: Option<Vec<u8>>,
}

/// A row that could not be read back or written.
#[derive(Debug, thiserror::Error)]
#[error("table {table}, row {key}: {why}")]
pub struct BadRow {
    /// The table.
    pub table: String,
    /// The key.
    pub key: String,
    /// Why.
    pub why: String,
}

/// A table whatever its rows are: what a projector keeps and restores.
pub trait AnyTable {
    /// Its name.
    fn name(&self) -> &'static str;
    /// The rows that changed since the last call, by key.
    fn take_changes(&mut self) -> Result<Vec<RowChange>, BadRow>;
    /// Puts a kept row back; not a change.
    fn restore(&mut self, key: &str, row: &[u8]) -> Result<(), BadRow>;
    /// Takes a row away that is no longer kept; not a change.
    fn forget(&mut self, key: &str);
    /// Puts a row that was folded elsewhere, or takes one away that is not there; a change, as if it was folded here.
    fn replace(&mut self, key: &str, row: Option<&[u8]>) -> Result<(), BadRow>;
    /// Feeds every row, in order, to a digest.
    fn digest(&self, into: &mut Sha256) -> Result<(), BadRow>;
    /// Whether to remember changes; a replay that keeps no rows need not.
    fn track(&mut self, on: bool);
    /// The keys that changed since the last `take_changes`.
    fn changed(&self) -> Vec<String>;
}

impl<V: Serialize + DeserializeOwned + Debug + Send> AnyTable for Table<V> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn take_changes(&mut self) -> Result<Vec<RowChange>, BadRow> {
        let changed = std::mem::take(&mut self.changed);
        changed
            .into_iter()
            .map(|key| {
                let row = self.rows.get(&key).map(serde_json::to_vec).transpose();
                let row = row.map_err(|error| BadRow {
                    table: self.name.to_owned(),
                    key: key.clone(),
                    why: error.to_string(),
                })?;
                Ok(RowChange { table: self.name, key, row })
            })
            .collect()
    }

    fn restore(&mut self, key: &str, row: &[u8]) -> Result<(), BadRow> {
        let row = serde_json::from_slice(row).map_err(|error| BadRow {
            table: self.name.to_owned(),
            key: key.to_owned(),
            why: error.to_string(),
        })?;
        self.rows.insert(key.to_owned(), row);
        Ok(())
    }

    fn forget(&mut self, key: &str) {
        self.rows.remove(key);
    }

    fn replace(&mut self, key: &str, row: Option<&[u8]>) -> Result<(), BadRow> {
        match row {
            Some(bytes) => AnyTable::restore(self, key, bytes)?,
            None => AnyTable::forget(self, key),
        }
        self.note(key);
        Ok(())
    }

    fn digest(&self, into: &mut Sha256) -> Result<(), BadRow> {
        for (key, row) in &self.rows {
            let bytes = serde_json::to_vec(row).map_err(|error| BadRow {
                table: self.name.to_owned(),
                key: key.clone(),
                why: error.to_string(),
            })?;
            for part in [self.name.as_bytes(), key.as_bytes(), &bytes] {
                into.update((part.len() as u64).to_be_bytes());
                into.update(part);
            }
        }
        Ok(())
    }

    fn track(&mut self, on: bool) {
        self.track = on;
    }

    fn changed(&self) -> Vec<String> {
        self.changed.iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_changed_rows_are_given_and_once() {
        let mut table: Table<u32> = Table::new("t");
        *table.entry("b") += 1;
        table.insert("a", 7);
        let changes = table.take_changes().unwrap();
        assert_eq!(changes.iter().map(|c| c.key.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        assert!(table.take_changes().unwrap().is_empty());
        table.remove("a");
        assert_eq!(table.take_changes().unwrap(), vec![RowChange { table: "t", key: "a".into(), row: None }]);
    }

    #[test]
    fn a_row_that_was_folded_elsewhere_is_a_change() {
        let mut table: Table<u32> = Table::new("t");
        table.insert("a", 7);
        table.take_changes().unwrap();
        table.replace("a", None).unwrap();
        table.replace("b", Some(b"8")).unwrap();
        assert_eq!((table.get("a"), table.get("b")), (None, Some(&8)));
        let changed: Vec<_> = table.take_changes().unwrap().into_iter().map(|it| (it.key, it.row)).collect();
        assert_eq!(changed, [("a".to_owned(), None), ("b".to_owned(), Some(b"8".to_vec()))]);
        assert!(table.replace("b", Some(b"no number")).is_err());
    }

    #[test]
    fn restored_rows_digest_alike_and_are_no_change() {
        let mut table: Table<u32> = Table::new("t");
        table.insert("a", 7);
        let mut copy: Table<u32> = Table::new("t");
        for change in table.take_changes().unwrap() {
            copy.restore(&change.key, &change.row.unwrap()).unwrap();
        }
        let digest = |table: &Table<u32>| {
            let mut sha = Sha256::new();
            table.digest(&mut sha).unwrap();
            sha.finalize()
        };
        assert_eq!(digest(&table), digest(&copy));
        assert!(copy.take_changes().unwrap().is_empty());
        copy.forget("a");
        assert!(
            copy.is_empty() && copy.take_changes().unwrap().is_empty(),
            "what is forgotten is gone and no change either"
        );
    }
}
