//! Whom poles reached, as sources declare it: informed and accompanied are two series, never summed.

use maillage_events::amount::Amount;
use maillage_events::measure::Unit;
use maillage_events::messages::Language;
use maillage_events::when::OccurredOn;
use serde_json::{Value, json};

use super::Poles;
use crate::amounts::amount_figure;
use crate::projection::Projection;
use crate::report::ReportTable;
use crate::report::cells::{amount, date, table_by_column};
use crate::table::Table;
use crate::titles::{self, Title};

/// What is declared of one subject for one period.
pub(super) struct Line<'a> {
    subject: &'a str,
    period: OccurredOn,
    amounts: Vec<(Unit, &'a Amount)>,
}

impl<'a> Line<'a> {
    pub fn of((subject, period, amounts): (&'a str, OccurredOn, Vec<(Unit, &'a Amount)>)) -> Self {
        Self { subject, period, amounts }
    }

    /// What was declared last in a unit.
    fn in_unit(&self, unit: Unit) -> Option<&'a Amount> {
        self.amounts.iter().rev().find(|(of, _)| *of == unit).map(|(_, amount)| *amount)
    }

    /// For programs.
    pub fn figures(&self) -> Value {
        let figure = |unit| self.in_unit(unit).map(amount_figure);
        json!({
            "subject": self.subject, "period": self.period,
            "informed": figure(Unit::PersonsInformed), "accompanied": figure(Unit::PersonsAccompanied),
            "informed_or_accompanied": figure(Unit::Persons),
        })
    }
}

/// For people.
pub(super) fn table(titles: &Table<Title>, lines: &[Line<'_>], language: Language) -> ReportTable {
    let cell = |line: &Line<'_>, unit| amount(language, line.in_unit(unit));
    table_by_column(
        language,
        Poles::NAME,
        "reached",
        lines,
        &[
            ("subject", &|line| titles::shown(titles, language, line.subject).into()),
            ("period", &|line| date(Some(line.period))),
            ("informed", &|line| cell(line, Unit::PersonsInformed)),
            ("accompanied", &|line| cell(line, Unit::PersonsAccompanied)),
            ("informed-or-accompanied", &|line| cell(line, Unit::Persons)),
        ],
    )
}
