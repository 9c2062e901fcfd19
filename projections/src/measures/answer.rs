//! The report: one series a subject and indicator, each figure beside the last known one before it.

use std::collections::BTreeMap;

use maillage_events::messages::{Language, say};
use maillage_events::quantity::Quantity;
use serde_json::{Value, json};

use super::{DeclaredRow, Measures};
use crate::answer::Answer;
use crate::figures::{change_percent, difference, percent_shown, quantity_shown};
use crate::projection::Projection;
use crate::report::figure::Defined;
use crate::report::{Body, Cell, Definition, ReportTable, Scope};
use crate::table::Table;
use crate::titles::{self, Title};

/// One figure, and the earlier one that it is compared with.
struct Point<'a> {
    row: &'a DeclaredRow,
    before: Option<(&'a DeclaredRow, u64)>,
}

/// What is printed of the meaning of its figures, in this order.
const DEFINED: &[Defined] = &[
    Defined::new("quantity", 1),
    Defined::new("method", 1),
    Defined::new("compared_with", 1),
    Defined::new("difference", 1),
    Defined::new("change_percent", 1),
];

impl Answer for Measures {
    fn answer(&self, scope: &Scope, language: Language) -> Body {
        let points: Vec<Point<'_>> =
            self.points().into_iter().filter(|point| scope.period.holds(point.row.period)).collect();
        let figures = json!({ "measures": points.iter().map(Point::figures).collect::<Vec<_>>() });
        let tables = vec![declared_table(&points, &self.titles, language)];
        Body {
            title: say(language, "title-measures"),
            definitions: Definition::of(language, Self::NAME, DEFINED),
            figures,
            tables,
        }
    }
}

impl Measures {
    /// Every figure, series after series, in the order of periods; those of unknown period last.
    fn points(&self) -> Vec<Point<'_>> {
        let mut series: BTreeMap<(&str, &str), Vec<&DeclaredRow>> = BTreeMap::new();
        for (_, row) in self.declared.iter() {
            series.entry((&row.subject, &row.indicator)).or_default().push(row);
        }
        let mut points = Vec::new();
        for rows in series.values_mut() {
            rows.sort_by_key(|row| (row.period.span().is_none(), row.period.span()));
            points.extend(rows.iter().map(|row| Point { row, before: previous(rows, row) }));
        }
        points
    }
}

/// The last counted figure before this one, of the same precision and unit; none where the same period was told
/// differently twice.
fn previous<'a>(rows: &[&'a DeclaredRow], row: &DeclaredRow) -> Option<(&'a DeclaredRow, u64)> {
    let (first, _) = row.period.span()?;
    let comparable =
        |other: &&&DeclaredRow| other.period.precision() == row.period.precision() && other.unit == row.unit;
    let earlier =
        rows.iter().filter(comparable).filter(|other| other.period.span().is_some_and(|(_, last)| last < first));
    let counted: Vec<(&DeclaredRow, u64)> =
        earlier.filter_map(|other| Some((*other, other.quantity.counted()?))).collect();
    let (last, value) = *counted.last()?;
    counted.iter().all(|(other, said)| other.period != last.period || *said == value).then_some((last, value))
}

impl Point<'_> {
    /// From the earlier figure to this one, where both were counted.
    fn change(&self) -> Option<(u64, u64)> {
        self.before.map(|(_, before)| before).zip(self.row.quantity.counted())
    }

    fn figures(&self) -> Value {
        let row = self.row;
        let (least, most) = row.quantity.bounds();
        let known_least = !matches!(row.quantity, Quantity::Unknown { at_least: None, .. });
        let as_said = match &row.quantity {
            Quantity::Unknown { as_said: Some(words), at_least: _ } => Some(words.0.as_str()),
            Quantity::Unknown { as_said: None, at_least: _ }
            | Quantity::Exact { .. }
            | Quantity::About { .. }
            | Quantity::Range { .. } => row.as_said.as_deref(),
        };
        json!({
            "subject": row.subject,
            "indicator": row.indicator,
            "label": row.label,
            "unit": row.unit,
            "period": row.period,
            "value": row.quantity.counted(),
            "method": row.quantity.method(),
            "at_least": known_least.then_some(least),
            "at_most": most,
            "as_said": as_said,
            "compared_with": self.before.map(|(earlier, value)| json!({ "period": earlier.period, "value": value })),
            "difference": self.change().map(|(before, now)| now.cast_signed().saturating_sub(before.cast_signed())),
            "change_percent": self.change().and_then(|(before, now)| change_percent(before, now)),
        })
    }
}

fn declared_table(points: &[Point<'_>], titles: &Table<Title>, language: Language) -> ReportTable {
    let counted =
        |quantity: &Quantity| quantity.counted().map_or_else(|| quantity_shown(language, quantity).into(), Cell::from);
    let change = |(before, now)| change_percent(before, now).map(|change| percent_shown(language, &change));
    ReportTable::by_column(
        language,
        Measures::NAME,
        "declared",
        points,
        &[
            ("subject", &|point| titles::shown(titles, language, &point.row.subject).into()),
            ("indicator", &|point| point.row.label.as_str().into()),
            ("period", &|point| point.row.period.into()),
            ("quantity", &|point| counted(&point.row.quantity)),
            ("unit", &|point| say(language, &format!("label-unit-{}", point.row.unit)).into()),
            ("as-said", &|point| point.row.as_said.clone().unwrap_or_default().into()),
            ("compared-with", &|point| point.before.map_or_else(|| "".into(), |(earlier, _)| earlier.period.into())),
            ("difference", &|point| {
                point.change().map_or_else(String::new, |(before, now)| difference(before, now)).into()
            }),
            ("change", &|point| point.change().and_then(change).unwrap_or_default().into()),
        ],
    )
}
