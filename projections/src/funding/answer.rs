//! The report: each object and its years with its funders and their exact shares; budgets that are only declared and
//! what is given in kind stand apart.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::civil::Date;
use maillage_events::decimal::Decimal;
use maillage_events::funding::Years;
use maillage_events::messages::{Language, say};
use maillage_events::when::{OccurredOn, Period};
use serde_json::{Value, json};

use super::Funding;
use super::rows::{BudgetRow, Declined, FundingRow, Gift};
use super::standing::{Amounts, Flag, Funder, Standing};
use crate::amounts::decimal_figure;
use crate::answer::Answer;
use crate::belongs::Belongs;
use crate::figures::{euros, hundredths, shares};
use crate::naming::name_among;
use crate::projection::Projection;
use crate::report::figure::Defined;
use crate::report::filter::Filter;
use crate::report::{Body, Definition, Scope};
use crate::titles;

/// One object in some years, with its funders.
pub(super) type Group<'a> = ((&'a str, Option<Years>), Vec<Funder<'a>>);

type ByFunder<'a> = BTreeMap<Option<&'a str>, Vec<(&'a str, Standing<'a>)>>;

/// What is printed of the meaning of its figures, in this order.
const DEFINED: &[Defined] = &[
    Defined::new("notified", 2),
    Defined::new("share", 2),
    Defined::new("paid", 2),
    Defined::new("refunded", 1),
    Defined::new("allocated", 2),
    Defined::new("spent", 2),
    Defined::new("flags", 1),
    Defined::new("in_kind", 1),
    Defined::new("budgets", 1),
    Defined::new("cost_per_person", 1),
];

impl Answer for Funding {
    fn called(&self, filter: Filter, id: &str, language: Language) -> Option<String> {
        match filter {
            Filter::Funder => self.organisations.get(id).map(|names| name_among(Some(names), id, &Period::default())),
            Filter::Contract | Filter::Pole | Filter::Fiche | Filter::Quality => {
                titles::called(&self.titles, filter, id, language)
            }
        }
    }

    fn answer(&self, scope: &Scope, language: Language) -> Body {
        let groups = self.groups(scope);
        let gifts = self.gifts(scope);
        let has_funder = scope.filters.get(Filter::Funder).is_some();
        let budgets: Vec<&BudgetRow> = self
            .budgets
            .iter()
            .map(|(_, row)| row)
            .filter(|row| in_period(&scope.period, row.year.map(Years::one)))
            .filter(|row| !has_funder && self.concerns(scope, &row.object))
            .collect();
        let figures = json!({
            "fundings": groups.iter().map(|group| self.group_figures(group)).collect::<Vec<_>>(),
            "in_kind": gifts.iter().map(|(row, gift)| self.gift_figures(row, gift)).collect::<Vec<_>>(),
            "budgets": budgets.iter().map(|row| budget_figures(row)).collect::<Vec<_>>(),
        });
        Body {
            title: say(language, "title-funding"),
            definitions: Definition::of(language, Self::NAME, DEFINED),
            figures,
            tables: vec![
                self.granted(&groups, language),
                self.stated(budgets, language),
                self.in_kind(&gifts, language),
            ],
        }
    }
}

impl Funding {
    /// Whether an object is what is asked for.
    fn concerns(&self, scope: &Scope, object: &str) -> bool {
        Belongs::stream(&self.titles, object).is_asked(&scope.filters)
    }

    /// What stands of a funding as far as it is asked for: the whole of one whose object it is; of another what it
    /// allocates to the fiche that is asked for.
    fn standing<'a>(&'a self, scope: &Scope, row: &'a FundingRow) -> Option<Standing<'a>> {
        let funder = scope.filters.get(Filter::Funder);
        if !in_period(&scope.period, row.years) || funder.is_some_and(|id| row.funder.as_deref() != Some(id)) {
            return None;
        }
        let standing = Standing::of(row, &scope.period);
        if self.concerns(scope, row.object.as_deref().unwrap_or_default()) {
            return Some(standing);
        }
        let fiche = scope.filters.get(Filter::Fiche)?;
        self.concerns(scope, &format!("fiche/{fiche}")).then(|| standing.allocated_to(fiche))
    }

    fn groups(&self, scope: &Scope) -> Vec<Group<'_>> {
        let mut groups: BTreeMap<(&str, Option<Years>), ByFunder<'_>> = BTreeMap::new();
        for (id, row) in self.fundings.iter() {
            if let Some(standing) = self.standing(scope, row).filter(Standing::is_money) {
                let group = groups.entry((row.object.as_deref().unwrap_or_default(), row.years)).or_default();
                group.entry(row.funder.as_deref()).or_default().push((id, standing));
            }
        }
        groups.into_iter().map(|(of, by_funder)| (of, largest_first(by_funder))).collect()
    }

    fn gifts(&self, scope: &Scope) -> Vec<(&FundingRow, &Gift)> {
        let funder = scope.filters.get(Filter::Funder);
        let asked = |row: &&FundingRow| {
            in_period(&scope.period, row.years)
                && funder.is_none_or(|id| row.funder.as_deref() == Some(id))
                && self.concerns(scope, row.object.as_deref().unwrap_or_default())
        };
        let rows = self.fundings.iter().map(|(_, row)| row).filter(asked);
        rows.flat_map(|row| Standing::gifts(row, &scope.period).map(move |gift| (row, gift))).collect()
    }

    /// The name that the funder bore at the end of the years.
    pub(super) fn name<'a>(&'a self, funder: Option<&'a str>, years: Option<Years>) -> Option<&'a str> {
        let funder = funder?;
        let day = years.and_then(|years| Date::new(years.to, 12, 31).ok());
        Some(self.organisations.get(funder).and_then(|names| names.at(day)).unwrap_or(funder))
    }

    fn group_figures(&self, ((object, years), funders): &Group<'_>) -> Value {
        let (asked, granted) = (shares_of(funders, |it| it.requested), shares_of(funders, |it| it.notified));
        let words = |flags: &[Flag]| flags.iter().map(|flag| flag.as_str()).collect::<Vec<_>>();
        let declined = |line: &mut Value, declined: Option<&Declined>| {
            line["declined_on"] = json!(declined.map(|it| it.on));
            line["declined_motive"] = json!(declined.and_then(|it| it.motive.as_deref()));
        };
        let grant = |(id, it): &(&str, Standing<'_>)| {
            let mut line = money(&it.amounts);
            (line["funding"], line["flags"]) = (json!(id), json!(words(&it.flags)));
            declined(&mut line, it.declined);
            line
        };
        let funder = |(at, it): (usize, &Funder<'_>)| {
            let mut line = money(&it.amounts);
            line["funder"] = json!(it.id);
            line["name"] = json!(self.name(it.id, *years));
            line["requested_share"] = json!(asked[at]);
            line["notified_share"] = json!(granted[at]);
            declined(&mut line, it.declined());
            line["flags"] = json!(words(&it.flags));
            line["allocations"] = it
                .by_fiche
                .iter()
                .map(|(fiche, cents)| json!({ "fiche": fiche, "cents": cents, "euros": euros(*cents) }))
                .collect();
            line["grants"] = it.grants.iter().map(grant).collect();
            line
        };
        let mut total = money(&Amounts::sum(funders.iter().map(|it| it.amounts)));
        total["funders"] = json!(funders.len());
        json!({
            "object": Some(object).filter(|object| !object.is_empty()),
            "year": years.and_then(Years::single),
            "years": years,
            "funders": funders.iter().enumerate().map(funder).collect::<Vec<_>>(),
            "total": total,
        })
    }

    fn gift_figures(&self, row: &FundingRow, gift: &Gift) -> Value {
        let number = |decimal: &Option<Decimal>| decimal.as_ref().map(|it| decimal_figure(it.as_str()));
        json!({
            "object": row.object, "years": row.years, "funder": row.funder,
            "name": self.name(row.funder.as_deref(), row.years), "on": gift.on, "nature": gift.nature,
            "cents": gift.cents, "euros": gift.cents.map(euros), "fte": number(&gift.fte),
            "hours": number(&gift.hours), "motive": gift.motive,
        })
    }
}

fn money(amounts: &Amounts) -> Value {
    let Amounts { requested, notified, paid, refunded, allocated, spent } = amounts;
    let stages = [
        ("requested", requested),
        ("notified", notified),
        ("paid", paid),
        ("refunded", refunded),
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

/// Funders, the largest first.
fn largest_first(by_funder: ByFunder<'_>) -> Vec<Funder<'_>> {
    let mut funders: Vec<Funder<'_>> = by_funder.into_iter().map(|(id, grants)| Funder::of(id, grants)).collect();
    funders.sort_by_key(|it| Reverse((it.amounts.notified, it.amounts.requested)));
    funders
}

/// A funding lies in a period that holds all of its years; one of no stated year in the unbounded period only.
fn in_period(period: &Period, years: Option<Years>) -> bool {
    years.map_or_else(|| period.holds(OccurredOn::Unknown), |years| years.lie_in(period))
}

/// Percentages of the amounts that are known, summing to exactly 100.00.
pub(super) fn shares_of(funders: &[Funder<'_>], amount: impl Fn(&Amounts) -> Option<u64>) -> Vec<Option<String>> {
    let known: Vec<u64> = funders.iter().filter_map(|it| amount(&it.amounts)).collect();
    let mut shares = shares(&known).unwrap_or_default().into_iter();
    funders.iter().map(|it| amount(&it.amounts).and_then(|_| shares.next()).map(hundredths)).collect()
}

/// What a budget comes to a person is never computed: the source says neither the period nor for whom.
fn budget_figures(row: &BudgetRow) -> Value {
    json!({ "object": row.object, "year": row.year, "cents": row.cents, "euros": euros(row.cents),
        "origins": row.origins, "cost_per_person": null })
}
