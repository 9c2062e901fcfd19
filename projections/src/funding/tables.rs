//! The tables of the report of funding, for people.

use maillage_events::decimal::Decimal;
use maillage_events::funding::Years;
use maillage_events::messages::{Language, say};

use super::Funding;
use super::answer::{Group, shares_of};
use super::rows::{BudgetRow, FundingRow, Gift};
use super::standing::{Amounts, Flag};
use crate::amounts::decimal_shown;
use crate::figures::{euros_shown, percent_shown};
use crate::projection::Projection;
use crate::report::{Cell, ReportTable, cells};
use crate::titles;

/// One line of the table of fundings.
struct Line<'a> {
    object: &'a str,
    years: Option<Years>,
    payer: Payer<'a>,
    share: Option<String>,
    amounts: Amounts,
    declined: bool,
    flags: &'a [Flag],
}

/// Who pays the amounts of a line.
enum Payer<'a> {
    /// One funder, by its name where it is known.
    One(Option<&'a str>),
    /// All funders of the group together.
    All,
}

fn years_shown(years: Option<Years>) -> Cell {
    match years {
        Some(years) if years.single().is_none() => years.to_string().into(),
        other => cells::year(other.and_then(Years::single)),
    }
}

impl Funding {
    fn object_shown(&self, language: Language, object: &str) -> Cell {
        if object.is_empty() { Cell::Unknown } else { titles::shown(&self.titles, language, object).into() }
    }

    /// One line a funder, then their total.
    fn lines<'a>(&'a self, ((object, years), funders): &'a Group<'a>) -> Vec<Line<'a>> {
        let shares = shares_of(funders, |it| it.notified);
        let whole = shares.iter().any(Option::is_some).then(|| "100.00".to_owned());
        let each = funders.iter().zip(shares).map(|(it, share)| Line {
            object,
            years: *years,
            payer: Payer::One(self.name(it.id, *years)),
            share,
            amounts: it.amounts,
            declined: it.declined().is_some(),
            flags: &it.flags,
        });
        let mut lines: Vec<Line<'a>> = each.collect();
        lines.push(Line {
            object,
            years: *years,
            payer: Payer::All,
            share: whole,
            amounts: Amounts::sum(funders.iter().map(|it| it.amounts)),
            declined: false,
            flags: &[],
        });
        lines
    }

    /// Each object and its years, with its funders.
    pub(super) fn granted(&self, groups: &[Group<'_>], language: Language) -> ReportTable {
        let money = |cents: Option<u64>| Cell::from(cents.map(|cents| euros_shown(language, cents)));
        let notified = |line: &Line<'_>| match line.amounts.notified {
            None if line.declined => say(language, "label-funding-declined").into(),
            cents => money(cents),
        };
        let flags = |line: &Line<'_>| {
            let words = |flag: &Flag| say(language, &format!("label-funding-flag-{}", flag.as_str().replace('_', "-")));
            line.flags.iter().map(words).collect::<Vec<_>>().join(" · ")
        };
        ReportTable::by_column(
            language,
            Self::NAME,
            "fundings",
            groups.iter().flat_map(|group| self.lines(group)),
            &[
                ("object", &|line| self.object_shown(language, line.object)),
                ("year", &|line| years_shown(line.years)),
                ("funder", &|line| match line.payer {
                    Payer::One(name) => name.into(),
                    Payer::All => say(language, "column-total").into(),
                }),
                ("requested", &|line| money(line.amounts.requested)),
                ("notified", &|line| notified(line)),
                ("share", &|line| line.share.as_deref().map(|share| percent_shown(language, share)).into()),
                ("paid", &|line| money(line.amounts.paid)),
                ("refunded", &|line| money(line.amounts.refunded)),
                ("allocated", &|line| money(line.amounts.allocated)),
                ("spent", &|line| money(line.amounts.spent)),
                ("flags", &|line| flags(line).into()),
            ],
        )
    }

    /// What was given in kind.
    pub(super) fn in_kind(&self, gifts: &[(&FundingRow, &Gift)], language: Language) -> ReportTable {
        let number =
            |decimal: &Option<Decimal>| Cell::from(decimal.as_ref().map(|it| decimal_shown(language, it.as_str())));
        ReportTable::by_column(
            language,
            Self::NAME,
            "in_kind",
            gifts.iter().copied(),
            &[
                ("object", &|(row, _)| self.object_shown(language, row.object.as_deref().unwrap_or_default())),
                ("year", &|(row, _)| years_shown(row.years)),
                ("giver", &|(row, _)| self.name(row.funder.as_deref(), row.years).into()),
                ("nature", &|(_, gift)| say(language, &format!("label-gift-{}", gift.nature)).into()),
                ("worth", &|(_, gift)| gift.cents.map(|cents| euros_shown(language, cents)).into()),
                ("fte", &|(_, gift)| number(&gift.fte)),
                ("hours", &|(_, gift)| number(&gift.hours)),
                ("motive", &|(_, gift)| gift.motive.clone().unwrap_or_default().into()),
            ],
        )
    }

    /// Budgets that a source states.
    pub(super) fn stated(&self, budgets: Vec<&BudgetRow>, language: Language) -> ReportTable {
        ReportTable::by_column(
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
        )
    }
}
