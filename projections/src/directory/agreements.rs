//! Agreements that were signed by the end of a period, and when each comes to its end.

use jiff::ToSpan;
use jiff::civil::Date;
use maillage_events::agreement::{AgreementSigned, Renewal};
use maillage_events::family::Family;
use maillage_events::id::{Id, StreamId};
use maillage_events::messages::Language;
use maillage_events::timeline::ends;
use maillage_events::when::{OccurredOn, Period};
use serde_json::{Value, json};

use super::Directory;
use super::rows::Agreement;
use super::words::REPORT;
use crate::naming::label;
use crate::report::cells::{date, maybe, table_by_column, text};
use crate::report::{ReportTable, Scope};
use crate::spans::{begun, earlier, over};
use crate::titles;

/// When an agreement comes to its end, as it stands at the end of a period.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Expiry {
    on: Option<OccurredOn>,
    /// How often it went on by itself.
    renewals: u32,
}

impl Agreement {
    /// The end that was told, else the one that was said last; past that, tacit renewals put it off until it lies after
    /// the period.
    fn expiry(&self, period: &Period) -> Expiry {
        let said = self.ends.at_end(period.to).copied().flatten();
        let told = self.ended.filter(|on| over(*on, period));
        let renewal = self.signed.as_ref().map_or(Renewal::None, |(_, signed)| signed.renewal);
        let limit = period.to.map(|to| told.and_then(ends).map_or(to, |end| end.min(to)));
        match (renewal, said.and_then(ends), limit) {
            (Renewal::Tacit { months }, Some(end), Some(limit)) if end < limit => {
                let (next, renewals) = put_off(end, months, limit);
                Expiry { on: earlier(Some(OccurredOn::Day(next)), told), renewals }
            }
            _ => Expiry { on: earlier(said, told), renewals: 0 },
        }
    }
}

/// The end that lies on or after a day, each time put off by so many months.
fn put_off(end: Date, months: u32, until: Date) -> (Date, u32) {
    let at =
        |times: u32| end.checked_add(i64::from(months).saturating_mul(i64::from(times)).months()).unwrap_or(Date::MAX);
    let times = (1..).find(|times| months == 0 || at(*times) >= until).unwrap_or(1);
    (at(times), times)
}

const fn word(renewal: Renewal) -> &'static str {
    match renewal {
        Renewal::None => "none",
        Renewal::Tacit { .. } => "tacit",
        Renewal::Express => "express",
    }
}

/// Whether an agreement is of what the report is narrowed to: by what it is signed for.
pub(super) fn is_asked(state: &Directory, scope: &Scope, signed: &AgreementSigned) -> bool {
    let of = signed.scope.as_ref().map(ToString::to_string).unwrap_or_default();
    state.is_asked(scope, &of)
}

/// The agreements that were signed by the end of a period.
fn signed<'a>(state: &'a Directory, period: &'a Period) -> impl Iterator<Item = (&'a str, &'a Agreement)> {
    let there = |row: &Agreement| row.signed.as_ref().is_some_and(|(on, _)| begun(*on, period));
    state.agreements.iter().filter(move |(_, row)| there(row))
}

/// Those of one party in one scope, for programs.
pub(super) fn between(state: &Directory, period: &Period, scope: &str, party: &StreamId) -> Vec<Value> {
    let concerns = |row: &Agreement| {
        row.signed.as_ref().is_some_and(|(_, it)| {
            party.family == Family::Organisation
                && it.parties.contains(&party.id)
                && it.scope.as_ref().is_some_and(|of| of.to_string() == scope)
        })
    };
    signed(state, period)
        .filter(|(_, row)| concerns(row))
        .filter_map(|(id, row)| figure(state, period, id, row))
        .collect()
}

/// Those that are asked for.
fn asked<'a>(state: &'a Directory, scope: &'a Scope) -> impl Iterator<Item = (&'a str, &'a Agreement)> {
    let is_one = |row: &Agreement| row.signed.as_ref().is_some_and(|(_, it)| is_asked(state, scope, it));
    signed(state, &scope.period).filter(move |(_, row)| is_one(row))
}

/// All of them, for programs.
pub(super) fn figures(state: &Directory, scope: &Scope) -> Vec<Value> {
    asked(state, scope).filter_map(|(id, row)| figure(state, &scope.period, id, row)).collect()
}

fn figure(state: &Directory, period: &Period, id: &str, row: &Agreement) -> Option<Value> {
    let (on, it) = row.signed.as_ref()?;
    let expiry = row.expiry(period);
    let party = |party: &Id| json!({ "organisation": party, "name": state.name(party.as_str(), period) });
    Some(json!({
        "agreement": id, "object": it.object, "parties": it.parties.iter().map(party).collect::<Vec<_>>(),
        "scope": it.scope, "on": on, "starts": it.starts, "ends": it.ends, "renewal": it.renewal,
        "expires": expiry.on, "tacit_renewals": expiry.renewals, "ended": row.ended.filter(|on| over(*on, period)),
    }))
}

/// For people, those that come to their end first above the others.
pub(super) fn table(state: &Directory, asked_for: &Scope, language: Language) -> ReportTable {
    let period = &asked_for.period;
    let mut rows: Vec<_> =
        asked(state, asked_for).filter_map(|(_, row)| Some((row.signed.as_ref()?, row.expiry(period)))).collect();
    rows.sort_by_key(|(_, expiry)| expiry.on.and_then(ends).map_or(Date::MAX, |end| end));
    let names =
        |parties: &[Id]| parties.iter().map(|id| state.name(id.as_str(), period)).collect::<Vec<_>>().join(" ; ");
    let scope = |scope: &StreamId| titles::shown(&state.titles, language, &scope.to_string());
    table_by_column(
        language,
        REPORT,
        "agreements",
        rows,
        &[
            ("object", &|((_, it), _)| text(it.object.as_str())),
            ("bearers", &|((_, it), _)| text(names(&it.parties))),
            ("scope", &|((_, it), _)| maybe(it.scope.as_ref().map(scope))),
            ("from", &|((_, it), _)| date(Some(it.starts))),
            ("expires", &|(_, expiry)| date(expiry.on)),
            ("renewal", &|((_, it), _)| text(label(language, "renewal", word(it.renewal)))),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tacit_renewal_puts_the_end_off_until_after_the_period() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(put_off(day("2018-12-31"), 12, day("2019-06-30")), (day("2019-12-31"), 1));
        assert_eq!(put_off(day("2018-12-31"), 12, day("2021-01-01")), (day("2021-12-31"), 3));
        assert_eq!(put_off(day("2018-12-31"), 12, day("2019-12-31")), (day("2019-12-31"), 1));
    }
}
