//! What was corrected or cancelled, what was recorded late, and what was imported.
//!
//! Facts are read as they were recorded, amendments included. Little is kept of each: counts by month, one row for each
//! amendment, and one for each late entry up to a number that is printed.

mod answer;
mod before;
mod on_a_day;
mod values;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::Unit;
use jiff::civil::Date;
use maillage_events::amendment::{AmendmentFact, AmendmentReason, FactCancelled, FactCorrected};
use maillage_events::declare::Payload;
use maillage_events::envelope::Channel;
use maillage_events::id::FactId;
use maillage_events::import::{ImportFormat, ImportRecorded};
use maillage_events::space::SpaceOpened;
use maillage_events::text::Text;
use maillage_events::time_zone::TimeZoneName;
use maillage_events::unreadable::Unreadable;
use maillage_events::view::FactView;
use maillage_events::when::OccurredOn;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use on_a_day::ON_A_DAY;

use crate::projection::{AmendedAs, FoldError, Projection, amendment};
use crate::table::{AnyTable, Table};

/// A fact recorded more than this many days after the last day on which it may have happened is a late entry.
pub const LATE_AFTER_DAYS: i32 = 14;

/// How many late entries of one month are listed; the others are counted.
pub const LISTED_A_MONTH: u64 = 200;

/// What came in through one channel about one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Entries {
    /// Facts recorded of what happens on a day.
    pub facts: u64,
    /// Of them, late.
    pub late: u64,
}

/// Facts of what happened in one month.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MonthRow {
    /// By date, as precisely as that is known, then by channel: a period may end within the month.
    pub dates: BTreeMap<String, BTreeMap<Channel, Entries>>,
    /// How many late entries of the month are listed.
    pub listed: u64,
}

/// One late entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateRow {
    /// Its kind.
    pub kind: String,
    /// Its stream.
    pub stream: String,
    /// When it happened.
    pub occurred: OccurredOn,
    /// The day on which it was recorded, in the zone of the space.
    pub recorded_on: Date,
    /// Days between the two.
    pub days: i32,
}

/// One correction or cancellation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmendmentRow {
    /// Whether it corrects; else it cancels.
    pub corrects: bool,
    /// The fact that it names.
    pub target: FactId,
    /// The position of that fact.
    pub target_position: u64,
    /// The kind of what is amended in the end.
    pub target_kind: String,
    /// Its stream.
    pub stream: String,
    /// The whole payload as it should have been, for a correction.
    pub data: Option<Value>,
    /// The date as it should have been, where it was wrong.
    pub occurred: Option<OccurredOn>,
    /// What sort of mistake it was.
    pub reason: AmendmentReason,
    /// Why, in words.
    pub motive: String,
    /// When it was recorded.
    pub recorded_on: Date,
    /// The position of the amendment that amends this one in turn.
    pub amended_by: Option<u64>,
}

/// One import of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRow {
    /// When.
    pub on: OccurredOn,
    /// The form of the file.
    pub format: ImportFormat,
    /// Lines or rows read.
    pub rows: u64,
    /// Rows refused.
    pub rejected: u64,
    /// Facts that it gave.
    pub facts: u64,
}

/// The corrections and late entries of a space.
#[derive(Debug)]
pub struct Corrections {
    imports: Table<ImportRow>,
    months: Table<MonthRow>,
    late: Table<LateRow>,
    amendments: Table<AmendmentRow>,
    zones: Table<TimeZoneName>,
}

impl Default for Corrections {
    fn default() -> Self {
        Self {
            imports: Table::new("imports"),
            months: Table::new("months"),
            late: Table::new("late"),
            amendments: Table::new("amendments"),
            zones: Table::new("zones"),
        }
    }
}

impl Projection for Corrections {
    const NAME: &'static str = "corrections";
    const VERSION: u32 = 5;
    const KINDS: &'static [&'static str] = maillage_events::fact::KINDS;
    const AMENDED: AmendedAs = AmendedAs::Recorded;

    fn apply(&mut self, fact: &FactView<'_>) -> Result<(), FoldError> {
        let recorded_on = self.zones.day(fact.recorded_at);
        match amendment(fact)? {
            None if ON_A_DAY.contains(&fact.kind) => self.enter(fact, recorded_on),
            None if fact.kind == SpaceOpened::KIND => {
                self.zones.go_by(fact, fact.data().map_err(|why| FoldError::at(fact, &why))?);
            }
            None if fact.kind == ImportRecorded::KIND => {
                let it: ImportRecorded = fact.data().map_err(|why| FoldError::at(fact, &why))?;
                let ImportRecorded { format, rows, rejected, facts, fingerprint: _ } = it;
                let row = ImportRow { on: fact.occurred(), format, rows, rejected, facts };
                self.imports.insert(&key(fact.position), row);
            }
            None => {}
            Some(AmendmentFact::Corrected(it)) => {
                let FactCorrected { target, target_position, fact: words, occurred, reason, motive } = it;
                let kind = words.kind().to_owned();
                let row = amendment_row(fact, recorded_on, (target, target_position, kind), (reason, motive));
                let mut data = words.payload().map_err(|why| FoldError::at(fact, &Unreadable::Envelope(why)))?;
                leave_out_absent(&mut data);
                self.amend(fact.position, AmendmentRow { corrects: true, data: Some(data), occurred, ..row });
            }
            Some(AmendmentFact::Cancelled(it)) => {
                let FactCancelled { target, target_position, kind, reason, motive } = it;
                let row = amendment_row(fact, recorded_on, (target, target_position, kind), (reason, motive));
                self.amend(fact.position, row);
            }
        }
        Ok(())
    }

    fn tables(&mut self) -> Vec<&mut dyn AnyTable> {
        vec![&mut self.imports, &mut self.months, &mut self.late, &mut self.amendments, &mut self.zones]
    }
}

/// What both amendments say, as a cancellation says it: of which fact, known by id, position and kind, and why.
fn amendment_row(
    fact: &FactView<'_>,
    recorded_on: Date,
    (target, target_position, target_kind): (FactId, u64, String),
    (reason, motive): (AmendmentReason, Text),
) -> AmendmentRow {
    AmendmentRow {
        corrects: false,
        target,
        target_position,
        target_kind,
        stream: fact.stream.to_owned(),
        data: None,
        occurred: None,
        reason,
        motive: motive.0,
        recorded_on,
        amended_by: None,
    }
}

impl Corrections {
    fn amend(&mut self, position: u64, row: AmendmentRow) {
        if let Some(earlier) = self.amendments.get_mut(&key(row.target_position)) {
            earlier.amended_by = Some(position);
        }
        self.amendments.insert(&key(position), row);
    }

    fn enter(&mut self, fact: &FactView<'_>, recorded_on: Date) {
        let occurred = fact.occurred();
        let channel = channel(fact.bytes);
        let month = self.months.entry(&month(occurred).to_string());
        let entries = month.dates.entry(occurred.to_string()).or_default().entry(channel).or_default();
        entries.facts += 1;
        let last = occurred.span().map(|(_, last)| last);
        let days = last.and_then(|last| last.until((Unit::Day, recorded_on)).ok()).map_or(0, |span| span.get_days());
        if days <= LATE_AFTER_DAYS {
            return;
        }
        entries.late += 1;
        if !is_apart(channel) && month.listed < LISTED_A_MONTH {
            month.listed += 1;
            let row =
                LateRow { kind: fact.kind.to_owned(), stream: fact.stream.to_owned(), occurred, recorded_on, days };
            self.late.insert(&key(fact.position), row);
        }
    }
}

/// What a payload does not say is absent, as in the fact itself, and no null.
pub(super) fn leave_out_absent(data: &mut Value) {
    match data {
        Value::Object(members) => {
            members.retain(|_, member| !member.is_null());
            members.values_mut().for_each(leave_out_absent);
        }
        Value::Array(items) => items.iter_mut().for_each(leave_out_absent),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Files speak of past years and demonstrations invent them: they are late by nature, so they are counted apart.
fn is_apart(channel: Channel) -> bool {
    matches!(channel, Channel::Import | Channel::Demonstration)
}

/// Positions as keys, in their order.
fn key(position: u64) -> String {
    format!("{position:015}")
}

/// The month that something happened in, or as near as is known.
fn month(occurred: OccurredOn) -> OccurredOn {
    match occurred {
        OccurredOn::Day(day) => OccurredOn::Month(day.year(), day.month()),
        other => other,
    }
}

/// How a fact came in, found from the end of its canonical bytes: the envelope is not parsed for one word, and what
/// looks like this inside a text is escaped.
fn channel(bytes: &[u8]) -> Channel {
    const MARK: &[u8] = b",\"source\":{\"channel\":\"";
    let word = bytes.windows(MARK.len()).rposition(|window| window == MARK).map(|at| &bytes[at + MARK.len()..]);
    let word =
        word.and_then(|rest| rest.split(|byte| *byte == b'"').next()).and_then(|word| std::str::from_utf8(word).ok());
    word.and_then(Channel::from_word).unwrap_or(Channel::Entry)
}
