//! Single bits that turned on the disk, 500 of them, anywhere in the file of facts: what is read is what was recorded,
//! or an error. What is lost to a read without an error is found by SQLite's own look at its trees.

use std::collections::BTreeMap;
use std::path::Path;

use maillage_log::log::{FactReads, Head, StoredFact};
use maillage_log::sqlite::SqliteLog;
use maillage_tests::log_contract::workload::{clock, fill, space, stream};
use maillage_tests::sqlite_store::SqliteStore;
use rusqlite::Connection;

const FLIPS: u64 = 500;
const STREAMS: u64 = 8;
const FACTS: u64 = 12;

/// Numbers that look like chance and are the same in each run (splitmix64).
fn chance(number: u64) -> u64 {
    let mut mixed = (number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// What became of a flip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// The file is not opened.
    Refused,
    /// A read says so.
    FoundByRead,
    /// Reads miss something; SQLite's look at its trees says so.
    FoundByDoctor,
    /// Everything is read as it was.
    Harmless,
}

/// All that a log answers, or the first error.
#[derive(Debug, PartialEq, Eq)]
struct Answers {
    facts: Vec<StoredFact>,
    streams: Vec<Vec<StoredFact>>,
    head: Head,
}

async fn answers(log: &SqliteLog, facts: &[StoredFact]) -> Result<Answers, String> {
    let said = |error: maillage_log::log::ReadError| error.to_string();
    let read = log.read(&space(), 0, usize::MAX >> 1).await.map_err(said)?;
    let mut streams = Vec::new();
    for at in 0..STREAMS {
        streams.push(log.read_stream(&space(), &stream(&format!("s-{at}"))).await.map_err(said)?);
    }
    for fact in facts {
        if let Some(found) = log.find(&space(), fact.id).await.map_err(said)? {
            assert_eq!(found, *fact, "an altered fact was served");
        }
    }
    Ok(Answers { facts: read, streams, head: log.head(&space()).await.map_err(said)? })
}

fn is_sound(path: &Path) -> bool {
    let check = |connection: Connection| -> rusqlite::Result<bool> {
        let said: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
        Ok(said == "ok")
    };
    Connection::open(path).and_then(check).unwrap_or(false)
}

async fn outcome(path: &Path, whole: &Answers) -> Outcome {
    let Ok(log) = SqliteLog::open(path, clock()) else { return Outcome::Refused };
    let read = answers(&log, &whole.facts).await;
    drop(log);
    match read {
        Err(_) => Outcome::FoundByRead,
        Ok(read) if read == *whole => Outcome::Harmless,
        Ok(read) => {
            for fact in read.facts.iter().chain(read.streams.iter().flatten()) {
                assert!(whole.facts.contains(fact), "an altered fact was served: {fact:?}");
            }
            assert!(
                !is_sound(path),
                "facts are missing and nobody says so: {} of {}",
                read.facts.len(),
                FACTS * STREAMS
            );
            Outcome::FoundByDoctor
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_bit_that_turned_on_the_disk_is_ever_served() {
    let store = SqliteStore::fresh();
    let log = SqliteLog::open(&store.path(), clock()).unwrap();
    for at in 0..STREAMS {
        fill(log.as_ref(), &format!("s-{at}"), FACTS).await;
    }
    let facts = log.read(&space(), 0, 1_000).await.unwrap();
    let whole = answers(&log, &facts).await.unwrap();
    drop(log);
    let bytes = std::fs::read(store.path()).unwrap();
    let path = store.path().with_file_name("flipped.sqlite");
    let mut outcomes: BTreeMap<Outcome, u64> = BTreeMap::new();
    for flip in 0..FLIPS {
        let bit = chance(flip) % (bytes.len() as u64 * 8);
        let mut flipped = bytes.clone();
        flipped[usize::try_from(bit / 8).unwrap()] ^= 1 << (bit % 8);
        for beside in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{beside}", path.display()));
        }
        std::fs::write(&path, &flipped).unwrap();
        *outcomes.entry(outcome(&path, &whole).await).or_default() += 1;
    }
    println!("{FLIPS} flips in {} bytes: {outcomes:?}", bytes.len());
    assert!(outcomes[&Outcome::FoundByRead] > FLIPS / 10, "the control: flips met facts: {outcomes:?}");
    std::fs::write(&path, &bytes).unwrap();
    assert_eq!(outcome(&path, &whole).await, Outcome::Harmless, "the control: the file as it was");
}
