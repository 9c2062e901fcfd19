//! Files → a plan: each file is cut into records, then taken as the table that its name means.

use std::io::{self, BufRead};

use sha2::{Digest, Sha256};

use super::headings::is_known;
use super::plan_builder::PlanBuilder;
use super::problems::Problems;
use super::reading::{Reader, Reading, UnreadFile};
use super::sheet::{Sheet, hex, read_sheet};
use super::table::Table;
use super::tables::{TABLES, rank_of, table_of};

impl Reader {
    /// Reads files, each with its base name, and names those that were left unread. Fails only when a source cannot be
    /// read; what is wrong inside stands among the problems.
    pub fn read(
        &self,
        mut sources: Vec<(String, Box<dyn BufRead + Send>)>,
        unread: &[UnreadFile],
    ) -> io::Result<Reading> {
        sources.sort_by(|a, b| a.0.cmp(&b.0));
        let mut problems = Problems::new(self.language);
        let mut sheets = Vec::new();
        for (name, mut source) in sources {
            let table = table_of(&name);
            let known = |heading: &str| match table {
                Some(table) => is_known(table, heading),
                None => TABLES.iter().any(|table| is_known(table, heading)),
            };
            sheets.push(read_sheet(&name, &mut *source, &known, &mut problems)?);
        }
        let mut builder = PlanBuilder::new(self, problems);
        for file in unread {
            builder.unread_file(file);
        }
        let fingerprint = fingerprint(&sheets);
        let mut tables: Vec<(&'static Table, Sheet)> = Vec::new();
        for sheet in sheets {
            match table_of(&sheet.file) {
                Some(table) => tables.push((table, sheet)),
                None => builder.unknown_file(&sheet),
            }
        }
        tables.sort_by_key(|(table, _)| rank_of(table.name));
        for (table, sheet) in tables {
            builder.sheet(table, sheet);
        }
        Ok(builder.finish(fingerprint))
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
