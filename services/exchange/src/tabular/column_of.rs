//! The column of a row that a refusal of the rules speaks of, so that whoever fills the sheet finds the cell.

use maillage_events::id::StreamId;
use maillage_events::refusal::Refusal;

use super::cell;
use super::column::{Column, Form};
use super::members::{columns_of_code, columns_of_member};
use super::row::{Row, translated};

/// Values of a refusal that name members of facts.
const MEMBER_NAMES: [&str; 3] = ["field", "member", "members"];

/// Values of a refusal that come from the calendar or from the rules, never from a cell.
const NOT_OF_CELLS: [&str; 4] = ["today", "now", "most", "differs"];

/// The column that a refusal speaks of: the one that its reason names, the one that holds what it shows, or else the
/// one that names what was asked for.
pub fn column_of(row: &Row<'_>, stream: &StreamId, refusal: &Refusal) -> Option<&'static Column> {
    told(row, refusal).or_else(|| shown(row, refusal)).or_else(|| naming(row, stream))
}

/// The refusal in the words of the sheet: members of facts become columns.
pub fn in_words_of_row(row: &Row<'_>, refusal: &Refusal) -> Refusal {
    let mut spoken = refusal.clone();
    for (_, value) in spoken.values.iter_mut().filter(|(name, _)| MEMBER_NAMES.contains(name)) {
        let in_words = |member| column_of_member(row, member).map_or(member, |column| column.name);
        let all: Vec<&str> = value.split(", ").map(in_words).collect();
        *value = all.join(", ");
    }
    spoken
}

/// The column that the reason names.
fn told(row: &Row<'_>, refusal: &Refusal) -> Option<&'static Column> {
    let members = refusal.values.iter().filter(|(name, _)| MEMBER_NAMES.contains(name));
    let mut named = members.flat_map(|(_, value)| value.split(", "));
    let of_code = || columns_of_code(refusal.code).iter().find_map(|name| column(row, name));
    named.find_map(|member| column_of_member(row, member)).or_else(of_code)
}

/// The column that fills a member: one that is filled first, or else the one of that name.
pub fn column_of_member(row: &Row<'_>, member: &str) -> Option<&'static Column> {
    let columns = || columns_of_member(member).iter().filter_map(|name| column(row, name));
    let filled = columns().find(|column| row.is_filled(column.name));
    filled.or_else(|| columns().next()).or_else(|| column(row, member))
}

fn column(row: &Row<'_>, name: &str) -> Option<&'static Column> {
    row.columns.iter().find(|column| cell::plain(column.name) == cell::plain(name))
}

/// The column whose cell says what the refusal shows.
fn shown(row: &Row<'_>, refusal: &Refusal) -> Option<&'static Column> {
    let values = refusal.values.iter().filter(|(name, _)| !NOT_OF_CELLS.contains(name));
    values
        .into_iter()
        .find_map(|(_, value)| row.columns.iter().find(|column| row.is_filled(column.name) && says(row, column, value)))
}

/// Whether a cell says a value as facts write it.
fn says(row: &Row<'_>, column: &Column, value: &str) -> bool {
    let raw = row.raw(column.name);
    let of_streams = || {
        let mut streams = row.streams(column.name, column.form).into_iter();
        streams.any(|stream| stream.id.as_str() == value || stream.to_string() == value)
    };
    match column.form {
        Form::When | Form::Day | Form::Year => row.given_date(column.name).is_some_and(|it| it.to_string() == value),
        Form::Quantity | Form::Count => row.count(column.name).is_some_and(|it| it.to_string() == value),
        Form::Euros => row.cents(column.name).is_some_and(|it| it.to_string() == value),
        Form::Word(words) => translated(words, raw) == Some(value),
        Form::WordList(words) => cell::members(raw).any(|word| translated(words, word) == Some(value)),
        Form::Codes => row.codes(column.name).iter().any(|code| code.as_str() == value),
        Form::Key(..)
        | Form::SharedKey(..)
        | Form::Ref(_)
        | Form::Refs(_)
        | Form::Stream(_)
        | Form::Person
        | Form::PersonKey => of_streams(),
        Form::Time => row.time(column.name).is_some_and(|it| it == value),
        Form::Text
        | Form::OrganisationName(_)
        | Form::Sentences
        | Form::Amount
        | Form::Decimal
        | Form::YesNo
        | Form::Code
        | Form::Private
        | Form::Telephone
        | Form::Email
        | Form::CommuneCode
        | Form::QpvCode
        | Form::HalfDays
        | Form::Marginals => raw == value,
    }
}

/// The column that names what was asked for, or one that its code is made from.
fn naming(row: &Row<'_>, stream: &StreamId) -> Option<&'static Column> {
    let named = row.columns.iter().find(|column| row.streams(column.name, column.form).contains(stream));
    match named.map(|column| (column, column.form)) {
        Some((column, Form::Key(_, from) | Form::SharedKey(_, from))) if !row.is_filled(column.name) => {
            from.iter().find_map(|name| self::column(row, name)).or(Some(column))
        }
        _ => named.or_else(|| row.columns.iter().find(|column| row.is_filled(column.name))),
    }
}
