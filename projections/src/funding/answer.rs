//! The report: each object and year with its funders and their exact shares; budgets that are only declared stand
//! apart.

use std::collections::BTreeMap;

use jiff::civil::Date;
use maillage_events::messages::{Language, say};
use maillage_events::when::{OccurredOn, Period};
use serde_json::{Value, json};

use super::{BudgetRow, Funding, FundingRow};
use crate::answer::Answer;
use crate::figures::{euros, euros_shown, hundredths, percent_shown, shares};
use crate::projection::Projection;
use crate::report::cells;
use crate::report::figure::Defined;
use crate::report::{Body, Cell, Definition, ReportTable, Scope};
use crate::titles;

/// One object in one year.
type Group<'a> = ((&'a str, Option<i16>), Vec<&'a FundingRow>);

/// What is printed of the meaning of its figures, in this order.
const DEFINED: &[Defined] = &[
    Defined::new("notified", 1),
    Defined::new("share", 1),
    Defined::new("paid", 1),
    Defined::new("allocated", 1),
    Defined::new("spent", 1),
    Defined::new("budgets", 1),
    Defined::new("cost_per_person", 1),
];

impl Answer for Funding {
    fn answer(&self, scope: &Scope, language: Language) -> Body {
        let groups = self.groups(&scope.period);
        let budgets: Vec<&BudgetRow> =
            self.budgets.iter().map(|(_, row)| row).filter(|row| in_period(&scope.period, row.year)).collect();
        let figures = json!({
            "fundings": groups.iter().map(|group| self.group_figures(group)).collect::<Vec<_>>(),
            "budgets": budgets.iter().map(|row| budget_figures(row)).collect::<Vec<_>>(),
        });
        let money = |cents: Option<u64>| Cell::from(cents.map(|cents| euros_shown(language, cents)));
        let granted = ReportTable::by_column(
            language,
            Self::NAME,
            "fundings",
            groups.iter().flat_map(|group| self.group_lines(group)),
            &[
                ("object", &|line| titles::shown(&self.titles, language, line.object).into()),
                ("year", &|line| cells::year(line.year)),
                ("funder", &|line| match line.payer {
                    Payer::One(name) => name.into(),
                    Payer::All => say(language, "column-total").into(),
                }),
                ("requested", &|line| money(line.amounts.requested)),
                ("notified", &|line| money(line.amounts.notified)),
                ("share", &|line| line.share.as_deref().map(|share| percent_shown(language, share)).into()),
                ("paid", &|line| money(line.amounts.paid)),
                ("allocated", &|line| money(line.amounts.allocated)),
                ("spent", &|line| money(line.amounts.spent)),
            ],
        );
        let stated = ReportTable::by_column(
            language,
            Self::NAME,
            "budgets",
            budgets,
            &[
                ("object", &|row| titles::shown(&self.titles, language, &row.object).into()),
                ("year", &|row| cells::year(row.year)),
                ("amount", &|row| euros_shown(language, row.cents).into()),
                ("origins", &|row| row.origins.join(" · ").into()),
                ("cost-per-person", &|_| Cell::Unknown),
            ],
        );
        Body {
            title: say(language, "title-funding"),
            definitions: Definition::of(language, Self::NAME, DEFINED),
            figures,
            tables: vec![granted, stated],
        }
    }
}

impl Funding {
    fn groups(&self, period: &Period) -> Vec<Group<'_>> {
        let mut groups: BTreeMap<(&str, Option<i16>), Vec<&FundingRow>> = BTreeMap::new();
        for (_, row) in self.fundings.iter().filter(|(_, row)| in_period(period, row.year)) {
            groups.entry((row.object.as_deref().unwrap_or_default(), row.year)).or_default().push(row);
        }
        for rows in groups.values_mut() {
            rows.sort_by(|a, b| (b.notified, b.requested, &a.funder).cmp(&(a.notified, a.requested, &b.funder)));
        }
        groups.into_iter().collect()
    }

    /// The name that the funder bore at the end of the year.
    fn name<'a>(&'a self, row: &'a FundingRow) -> Option<&'a str> {
        let funder = row.funder.as_deref()?;
        let day = row.year.and_then(|year| Date::new(year, 12, 31).ok());
        Some(self.organisations.get(funder).and_then(|names| names.at(day)).unwrap_or(funder))
    }

    fn group_figures(&self, ((object, year), rows): &Group<'_>) -> Value {
        let (asked, granted) = (shares_of(rows, |row| row.requested), shares_of(rows, |row| row.notified));
        let funder = |(at, row): (usize, &&FundingRow)| {
            let mut line = Amounts::of(&[row]).figures();
            line["funder"] = json!(row.funder);
            line["name"] = json!(self.name(row));
            line["requested_share"] = json!(asked[at]);
            line["notified_share"] = json!(granted[at]);
            line["allocations"] = row
                .allocated
                .iter()
                .map(|(fiche, cents)| json!({ "fiche": fiche, "cents": cents, "euros": euros(*cents) }))
                .collect();
            line
        };
        let mut total = Amounts::of(rows).figures();
        total["funders"] = json!(rows.len());
        json!({ "object": object, "year": year, "funders": rows.iter().enumerate().map(funder).collect::<Vec<_>>(),
            "total": total })
    }

    /// One line a funder, then their total.
    fn group_lines<'a>(&'a self, ((object, year), rows): &Group<'a>) -> Vec<Line<'a>> {
        let line = |payer, share, amounts| Line { object, year: *year, payer, share, amounts };
        let shares = shares_of(rows, |row| row.notified);
        let whole = shares.iter().any(Option::is_some).then(|| "100.00".to_owned());
        let each = rows.iter().zip(shares);
        let mut lines: Vec<Line<'a>> =
            each.map(|(row, share)| line(Payer::One(self.name(row)), share, Amounts::of(&[row]))).collect();
        lines.push(line(Payer::All, whole, Amounts::of(rows)));
        lines
    }
}

/// One line of the table of fundings.
struct Line<'a> {
    object: &'a str,
    year: Option<i16>,
    payer: Payer<'a>,
    share: Option<String>,
    amounts: Amounts,
}

/// Who pays the amounts of a line.
enum Payer<'a> {
    /// One funder, by its name where it is known.
    One(Option<&'a str>),
    /// All funders of the group together.
    All,
}

/// The money of one funding, or of several together, in cents; `None` where nothing is known.
struct Amounts {
    requested: Option<u64>,
    notified: Option<u64>,
    paid: Option<u64>,
    allocated: Option<u64>,
    spent: Option<u64>,
}

impl Amounts {
    fn of(rows: &[&FundingRow]) -> Self {
        Self {
            requested: sum(rows, |row| row.requested),
            notified: sum(rows, |row| row.notified),
            paid: sum(rows, |row| row.paid),
            allocated: sum(rows, allocated),
            spent: sum(rows, |row| row.spent),
        }
    }

    fn figures(&self) -> Value {
        let Self { requested, notified, paid, allocated, spent } = self;
        let stages = [
            ("requested", requested),
            ("notified", notified),
            ("paid", paid),
            ("allocated", allocated),
            ("spent", spent),
        ];
        let mut line = json!({});
        for (stage, cents) in stages {
            line[format!("{stage}_cents")] = json!(cents);
            line[stage] = json!(cents.map(euros));
        }
        line
    }
}

/// A funding of a year lies in a period that holds the whole year; one of no stated year in the unbounded period only.
fn in_period(period: &Period, year: Option<i16>) -> bool {
    period.holds(year.map_or(OccurredOn::Unknown, OccurredOn::Year))
}

fn allocated(row: &FundingRow) -> Option<u64> {
    (!row.allocated.is_empty()).then(|| row.allocated.values().sum())
}

/// The sum of what is known; `None` when nothing is.
fn sum(rows: &[&FundingRow], amount: impl Fn(&FundingRow) -> Option<u64>) -> Option<u64> {
    rows.iter().filter_map(|row| amount(row)).reduce(u64::saturating_add)
}

/// Percentages of the amounts that are known, summing to exactly 100.00.
fn shares_of(rows: &[&FundingRow], amount: impl Fn(&FundingRow) -> Option<u64>) -> Vec<Option<String>> {
    let known: Vec<u64> = rows.iter().filter_map(|row| amount(row)).collect();
    let mut shares = shares(&known).unwrap_or_default().into_iter();
    rows.iter().map(|row| amount(row).and_then(|_| shares.next()).map(hundredths)).collect()
}

/// What a budget comes to a person is never computed: the source says neither the period nor for whom.
fn budget_figures(row: &BudgetRow) -> Value {
    json!({ "object": row.object, "year": row.year, "cents": row.cents, "euros": euros(row.cents),
        "origins": row.origins, "cost_per_person": null })
}
