//! The rows of a projection: an ordered map that knows which rows changed since they were last kept.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use xxhash_rust::xxh3::xxh3_64;

/// Rows by key, in the order of keys. Equal histories give equal rows, byte for byte.
#[derive(Debug, Clone)]
pub struct Table<V> {
    name: &'static str,
    rows: BTreeMap<String, Row<V>>,
    changed: BTreeSet<String>,
    track: bool,
    /// The sum of the checksums of all rows, but for what changed since the last `take_changes`.
    checksum: u64,
}

/// A row, and the checksum of its bytes as they were taken or restored last; 0 before.
#[derive(Debug, Clone)]
struct Row<V> {
    value: V,
    checksum: u64,
}

impl<V> Table<V> {
    /// An empty table; its name is unique in its projection.
    pub const fn new(name: &'static str) -> Self {
        Self { name, rows: BTreeMap::new(), changed: BTreeSet::new(), track: true, checksum: 0 }
    }

    /// A row.
    pub fn get(&self, key: &str) -> Option<&V> {
        self.rows.get(key).map(|row| &row.value)
    }

    /// Every row, by key.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &V)> {
        self.rows.iter().map(|(key, row)| (key.as_str(), &row.value))
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
        self.rows.get_mut(key).map(|row| &mut row.value)
    }

    /// A row to change, made when it is not there.
    pub fn entry(&mut self, key: &str) -> &mut V
    where
        V: Default,
    {
        self.note(key);
        &mut self.rows.entry(key.to_owned()).or_insert_with(|| Row { value: V::default(), checksum: 0 }).value
    }

    /// Puts a row.
    pub fn insert(&mut self, key: &str, row: V) {
        self.note(key);
        match self.rows.get_mut(key) {
            Some(there) => there.value = row,
            None => drop(self.rows.insert(key.to_owned(), Row { value: row, checksum: 0 })),
        }
    }

    /// Takes a row away.
    pub fn remove(&mut self, key: &str) -> Option<V> {
        self.note(key);
        self.take_away(key)
    }

    fn take_away(&mut self, key: &str) -> Option<V> {
        let row = self.rows.remove(key)?;
        self.checksum = self.checksum.wrapping_sub(row.checksum);
        Some(row.value)
    }

    fn bad(&self, key: &str, why: &impl ToString) -> BadRow {
        BadRow { table: self.name.to_owned(), key: key.to_owned(), why: why.to_string() }
    }
}

/// XXH3-64 of a row: its table, its key and its bytes, each behind its length.
fn checksum_of(table: &str, key: &str, row: &[u8]) -> u64 {
    let mut whole = Vec::with_capacity(table.len() + key.len() + row.len() + 24);
    for part in [table.as_bytes(), key.as_bytes(), row] {
        whole.extend_from_slice(&(part.len() as u64).to_le_bytes());
        whole.extend_from_slice(part);
    }
    xxh3_64(&whole)
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
    /// The sum of the checksums of all rows as they were taken or restored last: whoever keeps rows keeps it beside
    /// them, whoever restores them finds the same one. A table that remembers no changes has none.
    fn checksum(&self) -> u64;
    /// The keys that changed since the last `take_changes`.
    fn changed(&self) -> Vec<String>;
}

impl<V: Serialize + DeserializeOwned + Debug + Send> AnyTable for Table<V> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn take_changes(&mut self) -> Result<Vec<RowChange>, BadRow> {
        let changed = std::mem::take(&mut self.changed);
        let mut changes = Vec::with_capacity(changed.len());
        for key in changed {
            let written = self.rows.get(&key).map(|row| serde_json::to_vec(&row.value)).transpose();
            let bytes = written.map_err(|error| self.bad(&key, &error))?;
            if let (Some(row), Some(bytes)) = (self.rows.get_mut(&key), &bytes) {
                let before = std::mem::replace(&mut row.checksum, checksum_of(self.name, &key, bytes));
                self.checksum = self.checksum.wrapping_sub(before).wrapping_add(row.checksum);
            }
            changes.push(RowChange { table: self.name, key, row: bytes });
        }
        Ok(changes)
    }

    fn restore(&mut self, key: &str, row: &[u8]) -> Result<(), BadRow> {
        let value = serde_json::from_slice(row).map_err(|error| self.bad(key, &error))?;
        self.take_away(key);
        let checksum = checksum_of(self.name, key, row);
        self.checksum = self.checksum.wrapping_add(checksum);
        self.rows.insert(key.to_owned(), Row { value, checksum });
        Ok(())
    }

    fn forget(&mut self, key: &str) {
        self.take_away(key);
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
            let bytes = serde_json::to_vec(&row.value).map_err(|error| self.bad(key, &error))?;
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

    fn checksum(&self) -> u64 {
        self.checksum
    }

    fn changed(&self) -> Vec<String> {
        self.changed.iter().cloned().collect()
    }
}
