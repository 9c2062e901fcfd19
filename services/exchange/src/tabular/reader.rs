//! Files → a plan: each file is cut into records, then taken as the table that its name means.

use std::io::{self, BufRead};

use sha2::{Digest, Sha256};

use super::plan_builder::PlanBuilder;
use super::problems::Problems;
use super::reading::{Reader, Reading};
use super::sheet::{Sheet, hex, read_sheet};
use super::table::Table;
use super::tables::{rank_of, table_of};

impl Reader {
    /// Reads files, each with its base name. Fails only when a source cannot be read; what is wrong inside stands among
    /// the problems.
    pub fn read(&self, mut sources: Vec<(String, Box<dyn BufRead + Send>)>) -> io::Result<Reading> {
        sources.sort_by(|a, b| a.0.cmp(&b.0));
        let mut problems = Problems::new(self.language);
        let mut sheets = Vec::new();
        for (name, mut source) in sources {
            sheets.push(read_sheet(&name, &mut *source, &mut problems)?);
        }
        let fingerprint = fingerprint(&sheets);
        let mut builder = PlanBuilder::new(self, problems);
        let rows = sheets.iter().map(|sheet| sheet.records.len() as u64).sum();
        let mut tables: Vec<(&'static Table, Sheet)> = Vec::new();
        for sheet in sheets {
            match table_of(&sheet.file) {
                Some(table) => tables.push((table, sheet)),
                None => builder.unknown_file(&sheet.file),
            }
        }
        tables.sort_by_key(|(table, _)| rank_of(table.name));
        for (table, sheet) in &tables {
            builder.sheet(table, sheet);
        }
        Ok(builder.finish(fingerprint, rows))
    }
}

/// Of one file the digest of its bytes; of several, of their sorted names and digests.
fn fingerprint(sheets: &[Sheet]) -> String {
    if let [sheet] = sheets {
        return hex(&sheet.digest);
    }
    let mut hash = Sha256::new();
    for sheet in sheets {
        hash.update(sheet.file.as_bytes());
        hash.update([0]);
        hash.update(sheet.digest);
    }
    hex(&hash.finalize())
}
