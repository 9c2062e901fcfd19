//! An OSCARS record as text, read into a plan.
//!
//! # Layout
//! * [`source`]: bytes → numbered lines; [`sections`]: lines under headings, and `other_headings` that are not known;
//!   [`blocks`]: what stands twice, read once; [`items`]: bullets; `objectives`: their levels and captions.
//! * [`language`], [`session_nouns`]: French cues; [`narrative`]: what a bullet tells; [`money`], [`names`]: sums,
//!   lists, identifiers.
//! * [`inventory`]: what the space holds already; [`record`]: the typed record; `plan` (with `plan_action`,
//!   `plan_fiches` and its `bullet`, `plan_discrepancies`, `directory` for organisations): the facts that it gives;
//!   [`drafting`]: each fact with its lines.

use std::collections::BTreeSet;

use maillage_events::id::Id;
use maillage_events::import::ImportFormat;
use maillage_events::messages::Language;
use maillage_events::text::folded;
use sha2::{Digest, Sha256};

pub mod blocks;
mod bullet;
pub mod directory;
pub mod drafting;
pub mod inventory;
pub mod items;
pub mod language;
pub mod money;
pub mod names;
pub mod narrative;
mod objectives;
mod other_headings;
pub mod plan;
pub mod plan_action;
pub mod plan_discrepancies;
pub mod plan_fiches;
pub mod record;
pub mod sections;
pub mod session_nouns;
pub mod source;
#[cfg(test)]
mod tests;

use crate::oscars::drafting::Drafting;
use crate::oscars::inventory::Inventory;
use crate::oscars::record::Record;
use crate::oscars::sections::{Heading, Sections};
use crate::oscars::source::{LONGEST_FILE, LONGEST_LINE, UnreadableFile};
use crate::plan::Plan;

/// What a record does not say and its reading needs.
#[derive(Debug, Clone, Default)]
pub struct OscarsOptions {
    /// The contract that the fiches belong to. Without it the space's own is taken, and in a space without one the
    /// record's is entered as `cls-<commune>` with its axes.
    pub contract: Option<Id>,
    /// What the space holds already.
    pub inventory: Inventory,
    /// Who imports; `import` when it is not said.
    pub account: Option<Id>,
}

/// Fewest headings by which a text is taken for a record, whatever stands above them.
const FEWEST_HEADINGS: usize = 4;

/// Whether a text is a record: by its headings, or by fewer under a head that only records have.
fn is_record(sections: &Sections) -> bool {
    let begins = |line: &source::Line, words: &[&str]| words.iter().any(|it| folded(&line.text).starts_with(it));
    let carrier = |line: &source::Line| begins(line, &["porteur de l'action", "action chainee", "actions chainees"]);
    let year = |line: &source::Line| language::year(&folded(&line.text)).is_some();
    let fewest = match (sections.head.iter().any(carrier), sections.head.iter().any(year)) {
        (true, _) => 1,
        (false, true) => 2,
        (false, false) => FEWEST_HEADINGS,
    };
    sections.found() >= fewest
}

/// Whether bytes look like an OSCARS record: several of its headings, each alone on its line.
pub fn looks_like(bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(1 << 20)).unwrap_or_default();
    let text = String::from_utf8_lossy(start);
    let found: BTreeSet<Heading> =
        text.lines().filter(|line| line.len() < 100).filter_map(|line| Heading::of(&source::tidy(line))).collect();
    found.len() >= FEWEST_HEADINGS
}

/// Reads a record. Never fails: what cannot be read is a problem of the plan, with its line; a file that is no record
/// asks for nothing. The same bytes with the same options always give the same requests, whatever the language of the
/// problems.
pub fn plan(bytes: &[u8], file: &str, options: &OscarsOptions, language: Language) -> Plan {
    let fingerprint: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let account = options.account.clone().or_else(|| Id::new("import").ok());
    let mut plan = Plan {
        format: ImportFormat::Oscars,
        fingerprint,
        rows: 0,
        rows_named_whole: 0,
        requests: Vec::new(),
        persons: Vec::new(),
        problems: Vec::new(),
        unused: Vec::new(),
    };
    let Some(account) = account else { return plan };
    let mut drafting = Drafting::new(file, &plan.fingerprint, account, options.inventory.streams.clone(), language);
    match source::read(bytes) {
        Err(why) => unreadable(&mut drafting, &why),
        Ok(source) => {
            plan.rows = source.count;
            let sections = Sections::cut(&source.lines);
            if !is_record(&sections) {
                let first = source.lines.first();
                drafting.problem(
                    first.map(|line| line.number),
                    first.map(|line| line.text.as_str()),
                    "oscars-not-a-record",
                    &[],
                );
            } else if let Some(second) = sections.second_record() {
                drafting.problem(Some(second.number), None, "oscars-several-records", &[]);
            } else {
                plan::draft(&mut drafting, &Record::read(&sections), options);
            }
        }
    }
    plan.requests = drafting.requests;
    plan.problems = drafting.problems;
    plan.unused = drafting.unused;
    plan
}

fn unreadable(drafting: &mut Drafting, why: &UnreadableFile) {
    match why {
        UnreadableFile::Empty => drafting.problem(None, None, "oscars-empty", &[]),
        UnreadableFile::FileTooLong { bytes } => {
            drafting.problem(
                None,
                None,
                "oscars-file-too-long",
                &[("bytes", bytes.to_string()), ("most", LONGEST_FILE.to_string())],
            );
        }
        UnreadableFile::LineTooLong { line, bytes } => {
            drafting.problem(
                Some(*line),
                None,
                "oscars-line-too-long",
                &[("bytes", bytes.to_string()), ("most", LONGEST_LINE.to_string())],
            );
        }
        UnreadableFile::NoText { line } => drafting.problem(Some(*line), None, "oscars-encoding-unsure", &[]),
    }
}
