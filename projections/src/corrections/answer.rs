//! The report: amendments as recorded, late entries and their rate by year.

use std::collections::BTreeMap;

use maillage_events::envelope::Channel;
use maillage_events::messages::{self, Language, say};
use maillage_events::when::OccurredOn;
use serde_json::{Value, json};

use super::before::{self, changes, table};
use super::{AmendmentRow, Corrections, Entries, LATE_AFTER_DAYS, LISTED_A_MONTH, is_apart, key};
use crate::answer::Answer;
use crate::figures::{percent, percent_shown};
use crate::originals::Originals;
use crate::projection::Projection;
use crate::report::cells;
use crate::report::figure::Defined;
use crate::report::{Body, Cell, Definition, ReportTable, Scope};

/// Entries typed in and entries that are late by nature.
#[derive(Default)]
struct Sums {
    entered: Entries,
    apart: Entries,
}

impl Sums {
    fn add(&mut self, channel: Channel, entries: Entries) {
        let sum = if is_apart(channel) { &mut self.apart } else { &mut self.entered };
        sum.facts += entries.facts;
        sum.late += entries.late;
    }

    fn figures(&self, year: Value) -> Value {
        let mut line = json!({
            "facts": self.entered.facts,
            "late": self.entered.late,
            "late_rate": self.late_rate(),
            "imported_facts": self.apart.facts,
            "imported_late": self.apart.late,
        });
        line["year"] = year;
        line
    }

    fn late_rate(&self) -> Option<String> {
        percent(self.entered.late, self.entered.facts)
    }
}

/// What is printed of the meaning of its figures, in this order.
const DEFINED: &[Defined] = &[
    Defined::new("amendments", 1),
    Defined::new("late", 2),
    Defined::new("late_rate", 1),
    Defined::new("imported_late", 1),
    Defined::new("imports", 1),
];

impl Answer for Corrections {
    const ORIGINALS: Option<Originals> = Some(before::ORIGINALS);

    fn answer(&self, scope: &Scope, language: Language) -> Body {
        let (mut years, mut total): (BTreeMap<Option<i16>, Sums>, Sums) = Default::default();
        for (date, channels) in self.months.iter().flat_map(|(_, row)| &row.dates) {
            let date: OccurredOn = date.parse().unwrap_or(OccurredOn::Unknown);
            for (channel, entries) in channels.iter().filter(|_| scope.period.holds(date)) {
                years.entry(date.year()).or_default().add(*channel, *entries);
                total.add(*channel, *entries);
            }
        }
        let late: Vec<_> = self.late.iter().filter(|(_, row)| scope.period.holds(row.occurred)).collect();
        let amendments: Vec<Value> =
            self.amendments.iter().map(|(position, row)| self.amendment(position, row)).collect();
        let imports: Vec<_> = self.imports.iter().filter(|(_, row)| scope.period.holds(row.on)).collect();
        let not_listed = total.entered.late.saturating_sub(late.len() as u64);
        let tables = vec![
            table(language, &amendments),
            ReportTable::by_column(
                language,
                Self::NAME,
                "years",
                &years,
                &[
                    ("year", &|(year, _)| cells::year(**year)),
                    ("facts", &|(_, sums)| sums.entered.facts.into()),
                    ("late", &|(_, sums)| sums.entered.late.into()),
                    ("late-rate", &|(_, sums)| sums.late_rate().map(|rate| percent_shown(language, &rate)).into()),
                    ("imported-facts", &|(_, sums)| sums.apart.facts.into()),
                    ("imported-late", &|(_, sums)| sums.apart.late.into()),
                ],
            ),
            ReportTable::by_column(
                language,
                Self::NAME,
                "late",
                &late,
                &[
                    ("position", &|(position, _)| number(position).into()),
                    ("target-kind", &|(_, row)| messages::kind(language, &row.kind).into()),
                    ("date", &|(_, row)| row.occurred.into()),
                    ("recorded-on", &|(_, row)| row.recorded_on.into()),
                    ("days", &|(_, row)| Cell::Number(i64::from(row.days))),
                ],
            ),
            ReportTable::by_column(
                language,
                Self::NAME,
                "imports",
                &imports,
                &[
                    ("position", &|(position, _)| number(position).into()),
                    ("date", &|(_, row)| row.on.into()),
                    ("import-format", &|(_, row)| say(language, &format!("label-import-{}", row.format)).into()),
                    ("import-rows", &|(_, row)| row.rows.into()),
                    ("import-rejected", &|(_, row)| row.rejected.into()),
                    ("import-facts", &|(_, row)| row.facts.into()),
                ],
            ),
        ];
        let figures = json!({
            "imports": imports.iter().map(|(position, row)| {
                let mut line = json!(row);
                line["position"] = json!(number(position));
                line
            }).collect::<Vec<_>>(),
            "late_after_days": LATE_AFTER_DAYS,
            "listed_a_month": LISTED_A_MONTH,
            "amendments": amendments,
            "corrected": self.amendments.iter().filter(|(_, row)| row.corrects).count(),
            "cancelled": self.amendments.iter().filter(|(_, row)| !row.corrects).count(),
            "total": total.figures(Value::Null),
            "years": years.iter().map(|(year, sums)| sums.figures(json!(year))).collect::<Vec<_>>(),
            "late_entries": late.iter().map(|(position, row)| {
                let mut line = json!(row);
                line["position"] = json!(number(position));
                line
            }).collect::<Vec<_>>(),
            "late_not_listed": not_listed,
        });
        Body {
            title: say(language, "title-corrections"),
            definitions: Definition::of(language, Self::NAME, DEFINED),
            figures,
            tables,
        }
    }
}

impl Corrections {
    /// One amendment. What an amended amendment said before is known here; what a fact said before is for
    /// [`super::complete`].
    fn amendment(&self, position: &str, row: &AmendmentRow) -> Value {
        let earlier = self.amendments.get(&key(row.target_position));
        let before = earlier.and_then(|earlier| earlier.data.as_ref());
        let date = json!(row.occurred);
        let dates = earlier.and_then(|earlier| earlier.occurred).map(|before| (before, &date));
        let changes = match (&row.data, before) {
            (Some(after), Some(before)) => changes(before, after, dates),
            (Some(after), None) => changes(&Value::Null, after, None),
            (None, _) => Vec::new(),
        };
        json!({
            "position": number(position),
            "corrects": row.corrects,
            "stream": row.stream,
            "target": row.target,
            "target_position": row.target_position,
            "target_kind": row.target_kind,
            "target_occurred": null,
            "before": before,
            "after": row.data,
            "occurred": row.occurred,
            "changes": changes,
            "reason": row.reason,
            "motive": row.motive,
            "recorded_on": row.recorded_on,
            "amended_by": row.amended_by,
        })
    }
}

fn number(key: &str) -> u64 {
    key.parse().unwrap_or(0)
}
