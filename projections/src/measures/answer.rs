//! The report: one series a subject and indicator, each figure beside the last known one before it.

use std::collections::BTreeMap;

use maillage_events::amount::Amount;
use maillage_events::decimal::Decimal;
use maillage_events::messages::{Language, say};
use maillage_events::party::Party;
use serde_json::{Value, json};

use super::{Declared, DeclaredRow, Measures};
use crate::amounts::{change_percent, decimal_figure, decimal_shown, difference};
use crate::answer::Answer;
use crate::belongs::Belongs;
use crate::figures::percent_shown;
use crate::projection::Projection;
use crate::report::cells::amount;
use crate::report::figure::Defined;
use crate::report::filter::Filter;
use crate::report::{Body, Definition, ReportTable, Scope};
use crate::titles;

/// A total with what stands of it.
#[derive(Clone, Copy)]
struct Total<'a> {
    row: &'a DeclaredRow,
    said: &'a Declared,
}

/// One total, and the earlier one that it is compared with.
struct Point<'a> {
    total: Total<'a>,
    before: Option<(Total<'a>, &'a Decimal)>,
}

/// What is printed of the meaning of its figures, in this order.
const DEFINED: &[Defined] = &[
    Defined::new("quantity", 2),
    Defined::new("method", 1),
    Defined::new("collection", 1),
    Defined::new("compared_with", 2),
    Defined::new("difference", 1),
    Defined::new("change_percent", 1),
];

impl Answer for Measures {
    fn called(&self, filter: Filter, id: &str, language: Language) -> Option<String> {
        titles::called(&self.titles, filter, id, language)
    }

    fn answer(&self, scope: &Scope, language: Language) -> Body {
        let points: Vec<Point<'_>> =
            self.points().into_iter().filter(|point| scope.period.holds(point.total.row.period)).collect();
        let asked =
            |point: &Point<'_>| Belongs::stream(&self.titles, &point.total.row.subject).is_asked(&scope.filters);
        let points: Vec<Point<'_>> = points.into_iter().filter(asked).collect();
        let figures = json!({ "measures": points.iter().map(|point| self.figures(point)).collect::<Vec<_>>() });
        let tables = vec![self.declared_table(&points, language)];
        Body {
            title: say(language, "title-measures"),
            definitions: Definition::of(language, Self::NAME, DEFINED),
            figures,
            tables,
        }
    }
}

impl Measures {
    /// Every total, series after series, in the order of periods; those of unknown period last.
    fn points(&self) -> Vec<Point<'_>> {
        let mut series: BTreeMap<(&str, &str), Vec<Total<'_>>> = BTreeMap::new();
        for (_, row) in self.declared.iter() {
            if let Some(said) = row.said.last() {
                series.entry((&row.subject, &row.indicator)).or_default().push(Total { row, said });
            }
        }
        let mut points = Vec::new();
        for totals in series.values_mut() {
            totals.sort_by_key(|total| (total.row.period.span().is_none(), total.row.period.span()));
            points.extend(totals.iter().map(|total| Point { total: *total, before: previous(totals, total) }));
        }
        points
    }

    /// Who says so, by the name borne when it was said.
    fn source(&self, total: &Total<'_>) -> Option<String> {
        let day = total.said.on.span().map(|(_, last)| last);
        let (names, id) = match total.said.source.as_ref()? {
            Party::Organisation(id) => (&self.organisations, id),
            Party::Category(id) => (&self.categories, id),
            Party::Words(words) => return Some(words.to_string()),
        };
        Some(names.get(id.as_str()).and_then(|names| names.at(day)).unwrap_or(id.as_str()).to_owned())
    }

    fn figures(&self, point: &Point<'_>) -> Value {
        let (row, said) = (point.total.row, point.total.said);
        let (least, most) = said.amount.bounds();
        let number = |decimal: Option<&Decimal>| decimal.map(|it| decimal_figure(it.as_str()));
        let as_said = match &said.amount {
            Amount::Unknown { as_said: Some(words), at_least: _ } => Some(words.0.as_str()),
            Amount::Unknown { as_said: None, at_least: _ }
            | Amount::Exact { .. }
            | Amount::About { .. }
            | Amount::Range { .. } => said.as_said.as_deref(),
        };
        json!({
            "subject": row.subject,
            "indicator": row.indicator,
            "definition": said.definition,
            "label": said.label,
            "unit": said.unit,
            "period": row.period,
            "value": number(said.amount.counted()),
            "method": said.amount.method(),
            "at_least": number(least),
            "at_most": number(most),
            "estimate": number(said.amount.estimate()),
            "as_said": as_said,
            "source": said.source,
            "source_name": self.source(&point.total),
            "collection": said.method,
            "declared_on": said.on,
            "compared_with": point.before
                .map(|(earlier, value)| json!({ "period": earlier.row.period, "value": number(Some(value)) })),
            "difference": point.change().map(|(before, now)| decimal_figure(&difference(before, now))),
            "change_percent": point.change().and_then(|(before, now)| change_percent(before, now)),
        })
    }

    fn declared_table(&self, points: &[Point<'_>], language: Language) -> ReportTable {
        let change = |(before, now)| change_percent(before, now).map(|change| percent_shown(language, &change));
        let changed = |(before, now)| {
            let difference = difference(before, now);
            let sign = if difference == "0" || difference.starts_with('-') { "" } else { "+" };
            format!("{sign}{}", decimal_shown(language, &difference))
        };
        let collected =
            |it: &Declared| it.method.map(|method| say(language, &format!("label-collection-{method}"))).into();
        ReportTable::by_column(
            language,
            Self::NAME,
            "declared",
            points,
            &[
                ("subject", &|point| titles::shown(&self.titles, language, &point.total.row.subject).into()),
                ("indicator", &|point| point.total.said.label.as_str().into()),
                ("period", &|point| point.total.row.period.into()),
                ("quantity", &|point| amount(language, Some(&point.total.said.amount))),
                ("unit", &|point| say(language, &format!("label-unit-{}", point.total.said.unit)).into()),
                ("as-said", &|point| point.total.said.as_said.clone().unwrap_or_default().into()),
                ("source", &|point| self.source(&point.total).into()),
                ("collection", &|point| collected(point.total.said)),
                ("compared-with", &|point| {
                    point.before.map_or_else(|| "".into(), |(earlier, _)| earlier.row.period.into())
                }),
                ("difference", &|point| point.change().map(changed).unwrap_or_default().into()),
                ("change", &|point| point.change().and_then(change).unwrap_or_default().into()),
            ],
        )
    }
}

/// The last counted total before this one, of the same precision, unit and definition; none where the same period was
/// told differently twice.
fn previous<'a>(totals: &[Total<'a>], total: &Total<'a>) -> Option<(Total<'a>, &'a Decimal)> {
    let (first, _) = total.row.period.span()?;
    let comparable = |other: &&Total<'a>| {
        other.row.period.precision() == total.row.period.precision()
            && (other.said.unit, other.said.definition) == (total.said.unit, total.said.definition)
    };
    let earlier =
        totals.iter().filter(comparable).filter(|other| other.row.period.span().is_some_and(|(_, last)| last < first));
    let counted: Vec<(Total<'a>, &'a Decimal)> =
        earlier.filter_map(|other| Some((*other, other.said.amount.counted()?))).collect();
    let (last, value) = *counted.last()?;
    let agrees = |(other, said): &(Total<'a>, &'a Decimal)| {
        other.row.period != last.row.period || said.billionths() == value.billionths()
    };
    counted.iter().all(agrees).then_some((last, value))
}

impl<'a> Point<'a> {
    /// From the earlier total to this one, where both were counted.
    fn change(&self) -> Option<(&'a Decimal, &'a Decimal)> {
        self.before.map(|(_, before)| before).zip(self.total.said.amount.counted())
    }
}
