//! The mark beside an embedded log: a small file that says which fact of each space was last acknowledged.
//!
//! A head, then one record a space; each is written over in place and carries a checksum. It is written after the
//! commit and before the answer, and waits for no disk: whatever a killed process acknowledged is in it. A power cut
//! may leave an older mark, never a younger one than the log.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{Error, ErrorKind, Read, Result, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use maillage_events::envelope::RecordedAt;
use maillage_events::id::{FactId, SpaceId};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{LogMark, StoreId, Witness};

/// The head and each record: none crosses a sector.
const RECORD: usize = 128;
const SUM: usize = 8;
/// What the head begins with, after its checksum.
const MAGIC: &[u8; 16] = b"maillage mark 1\n";
const NAME: usize = SUM + 8 + 8 + 16;

type Record = [u8; RECORD];

/// Where the mark of a log lies.
pub(crate) fn beside(log: &Path) -> PathBuf {
    log.with_extension("mark")
}

/// What the mark beside a log knows; `None` where there is none, or none that can be read.
///
/// # Errors
/// When the file is there and the disk does not give it.
pub fn witness(log: &Path) -> Result<Option<Witness>> {
    let path = beside(log);
    let Some(bytes) = read(&path)? else { return Ok(None) };
    let name = path.display().to_string();
    let Some(store) = store_of(&bytes) else {
        tracing::warn!(mark = name, "the mark cannot be read; it is made anew");
        return Ok(None);
    };
    let marks = records(&bytes).filter_map(|(_, mark)| mark).collect();
    Ok(Some(Witness { name, store: Some(store), marks }))
}

/// The mark, open to be written.
#[derive(Debug)]
pub(crate) struct MarkFile {
    path: PathBuf,
    file: File,
    places: HashMap<SpaceId, (u64, u64)>,
}

impl MarkFile {
    /// Opens the mark of a store, or makes one that says where its spaces stand.
    pub(crate) fn open(log: &Path, store: StoreId, marks: &[LogMark]) -> Result<Self> {
        let path = beside(log);
        let is_ours = read(&path)?.is_some_and(|bytes| store_of(&bytes).is_some_and(|found| found == store));
        if !is_ours {
            write_whole(&path, store, marks)?;
        }
        Self::reopen(path)
    }

    /// Writes it anew, whatever it said.
    pub(crate) fn anew(log: &Path, store: StoreId, marks: &[LogMark]) -> Result<Self> {
        write_whole(&beside(log), store, marks)?;
        Self::reopen(beside(log))
    }

    fn reopen(path: PathBuf) -> Result<Self> {
        let file = OpenOptions::new().read(true).write(true).open(&path)?;
        let mut this = Self { path, file, places: HashMap::new() };
        this.look()?;
        Ok(this)
    }

    /// Notes the last fact of a space. Of two processes that write at once the one further on is believed.
    pub(crate) fn note(&mut self, mark: &LogMark) -> Result<()> {
        let place = match self.places.get(&mark.space) {
            Some((_, position)) if *position >= mark.position => return Ok(()),
            Some((place, _)) => *place,
            None => self.new_place(&mark.space)?,
        };
        let mut there = [0; RECORD];
        self.file.read_exact_at(&mut there, place)?;
        if parsed(&there).is_none_or(|there| there.position < mark.position) {
            self.file.write_all_at(&record(mark), place)?;
        }
        self.places.insert(mark.space.clone(), (place, mark.position));
        Ok(())
    }

    /// Waits until the disk has it.
    pub(crate) fn sync(&self) -> Result<()> {
        self.file.sync_data()
    }

    /// Where the record of a new space goes: after the last one, which another process may have added.
    fn new_place(&mut self, space: &SpaceId) -> Result<u64> {
        self.file.lock()?;
        let added = self.add(space);
        self.file.unlock()?;
        added
    }

    fn add(&mut self, space: &SpaceId) -> Result<u64> {
        self.look()?;
        if let Some((place, _)) = self.places.get(space) {
            return Ok(*place);
        }
        let end = self.file.metadata()?.len().next_multiple_of(RECORD as u64);
        let nothing =
            LogMark { space: space.clone(), position: 0, recorded_at: RecordedAt(0), fact: FactId(Uuid::nil()) };
        self.file.write_all_at(&record(&nothing), end)?;
        Ok(end)
    }

    fn look(&mut self) -> Result<()> {
        let bytes = read(&self.path)?.ok_or_else(|| Error::from(ErrorKind::NotFound))?;
        self.places =
            records(&bytes).filter_map(|(place, mark)| mark.map(|mark| (mark.space, (place, mark.position)))).collect();
        Ok(())
    }
}

fn read(path: &Path) -> Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    match File::open(path) {
        Ok(mut file) => file.read_to_end(&mut bytes).map(|_| Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Written under another name and given its own: nobody reads half of it.
fn write_whole(path: &Path, store: StoreId, marks: &[LogMark]) -> Result<()> {
    let draft = path.with_extension(format!("mark.{}", std::process::id()));
    let mut file = File::create(&draft)?;
    let mut head = [0; RECORD];
    head[SUM..SUM + 16].copy_from_slice(MAGIC);
    head[SUM + 16..SUM + 32].copy_from_slice(store.0.as_bytes());
    file.write_all(&summed(head))?;
    for mark in marks {
        file.write_all(&record(mark))?;
    }
    file.sync_all()?;
    std::fs::rename(&draft, path)
}

fn store_of(bytes: &[u8]) -> Option<StoreId> {
    let head = sound(bytes.first_chunk::<RECORD>()?)?;
    let id = head.get(SUM + 16..SUM + 32)?.try_into().ok()?;
    (head.get(SUM..SUM + 16)? == MAGIC).then(|| StoreId(Uuid::from_bytes(id)))
}

/// Each record after the head, by its place; `None` for one that cannot be read.
fn records(bytes: &[u8]) -> impl Iterator<Item = (u64, Option<LogMark>)> {
    let places = (1..).map(|index| index * RECORD as u64);
    places.zip(bytes.as_chunks::<RECORD>().0.iter().skip(1).map(parsed))
}

fn parsed(record: &Record) -> Option<LogMark> {
    let record = sound(record)?;
    let number = |from: usize| Some(u64::from_be_bytes(record.get(from..from + 8)?.try_into().ok()?));
    let length = usize::from(*record.get(NAME)?);
    let name = std::str::from_utf8(record.get(NAME + 1..NAME + 1 + length)?).ok()?;
    Some(LogMark {
        space: SpaceId::new(name).ok()?,
        position: number(SUM)?,
        recorded_at: RecordedAt(number(SUM + 8)?.cast_signed()),
        fact: FactId(Uuid::from_bytes(record.get(SUM + 16..SUM + 32)?.try_into().ok()?)),
    })
}

fn record(mark: &LogMark) -> Record {
    let mut record = [0; RECORD];
    record[SUM..SUM + 8].copy_from_slice(&mark.position.to_be_bytes());
    record[SUM + 8..SUM + 16].copy_from_slice(&mark.recorded_at.0.to_be_bytes());
    record[SUM + 16..SUM + 32].copy_from_slice(mark.fact.0.as_bytes());
    let name = mark.space.as_str().as_bytes();
    record[NAME] = u8::try_from(name.len()).unwrap_or(0);
    record[NAME + 1..NAME + 1 + name.len()].copy_from_slice(name);
    summed(record)
}

fn sum(record: &Record) -> [u8; SUM] {
    let digest: [u8; 32] = Sha256::digest(&record[SUM..]).into();
    let mut sum = [0; SUM];
    sum.copy_from_slice(&digest[..SUM]);
    sum
}

fn summed(mut record: Record) -> Record {
    let sum = sum(&record);
    record[..SUM].copy_from_slice(&sum);
    record
}

fn sound(record: &Record) -> Option<&Record> {
    (record[..SUM] == sum(record)).then_some(record)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(space: &str, position: u64) -> LogMark {
        let fact = FactId(Uuid::from_u128(u128::from(position)));
        LogMark { space: SpaceId::new(space).unwrap(), position, recorded_at: RecordedAt(7), fact }
    }

    #[test]
    fn a_mark_keeps_the_last_fact_of_each_space_and_two_writers_do_not_lose_each_others() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log.sqlite");
        assert_eq!(witness(&log).unwrap(), None);
        let store = StoreId(Uuid::from_u128(1));
        let mut one = MarkFile::open(&log, store, &[mark("lille", 3)]).unwrap();
        let mut other = MarkFile::open(&log, store, &[]).unwrap();
        one.note(&mark("lens", 1)).unwrap();
        other.note(&mark("roubaix", 2)).unwrap();
        other.note(&mark("lens", 5)).unwrap();
        one.note(&mark("lens", 4)).unwrap();
        one.note(&mark("lille", 9)).unwrap();
        let found = witness(&log).unwrap().unwrap();
        assert_eq!(found.store, Some(store));
        assert_eq!(found.marks, [mark("lille", 9), mark("lens", 5), mark("roubaix", 2)]);
    }

    #[test]
    fn an_altered_record_says_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log.sqlite");
        MarkFile::open(&log, StoreId(Uuid::from_u128(1)), &[mark("lille", 3), mark("lens", 4)]).unwrap();
        let mut bytes = std::fs::read(beside(&log)).unwrap();
        bytes[RECORD + SUM] ^= 1;
        std::fs::write(beside(&log), bytes).unwrap();
        assert_eq!(witness(&log).unwrap().unwrap().marks, [mark("lens", 4)]);
    }
}
