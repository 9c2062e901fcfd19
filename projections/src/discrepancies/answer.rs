//! The report: the register, each gap once, and declared numbers of fiches beside the derived one.

use std::collections::{BTreeMap, BTreeSet};

use maillage_events::discrepancy::DiscrepancyNature;
use maillage_events::messages::{Language, message, say};
use maillage_events::when::Period;
use serde_json::{Value, json};

use super::beside::names;
use super::{Declared, DeclaredRow, Discrepancies, FlaggedRow};
use crate::amounts::decimal_figure;
use crate::answer::Answer;
use crate::belongs::Belongs;
use crate::projection::Projection;
use crate::report::cells::amount;
use crate::report::figure::Defined;
use crate::report::filter::Filter;
use crate::report::{Body, Cell, Definition, ReportTable, Scope};
use crate::table::Table;
use crate::titles::{self, Title};

/// More missing numbers than this in one contract say that the numbers are not a series; they are counted, not listed.
const MOST_GAPS: usize = 100;

/// A declared number of fiches, and what stands of it.
type Comparison<'a> = (&'a DeclaredRow, &'a Declared);

/// One line of the register.
struct Entry<'a> {
    about: String,
    nature: DiscrepancyNature,
    number: Option<u32>,
    flagged: Option<(&'a str, &'a FlaggedRow)>,
    /// How it was explained by the end of the period.
    explanation: Option<&'a str>,
    /// Whether the facts show it by themselves.
    found: bool,
    /// What the facts give today beside what was declared.
    derived: Option<String>,
    /// Whether what was declared and what the facts give are the same by now.
    agrees: bool,
}

/// What is printed of the meaning of its figures, in this order.
const DEFINED: &[Defined] = &[
    Defined::new("discrepancies", 2),
    Defined::new("number_gap", 1),
    Defined::new("declared_fiches", 1),
    Defined::new("open", 3),
];

impl Answer for Discrepancies {
    fn called(&self, filter: Filter, id: &str, language: Language) -> Option<String> {
        titles::called(&self.titles, filter, id, language)
    }

    fn answer(&self, scope: &Scope, language: Language) -> Body {
        let asked = |stream: &str| Belongs::stream(&self.titles, stream).is_asked(&scope.filters);
        let mut register = self.register(&scope.period);
        register.retain(|entry| asked(&entry.about));
        let declared: Vec<Comparison<'_>> = self
            .declared
            .iter()
            .filter(|(_, row)| scope.period.holds(row.period) && asked(&row.subject))
            .filter_map(|(_, row)| row.said.last().map(|said| (row, said)))
            .collect();
        let figures = json!({
            "discrepancies": register.iter().map(Entry::figures).collect::<Vec<_>>(),
            "open": register.iter().filter(|entry| entry.state() == "open").count(),
            "gaps": self.gaps().into_iter().filter(|(contract, _)| asked(&format!("contract/{contract}")))
                .map(|(contract, numbers)| json!({ "contract": contract, "missing": numbers })).collect::<Vec<_>>(),
            "declared_fiches": declared.iter().map(|it| self.compared(it)).collect::<Vec<_>>(),
        });
        let tables = vec![register_table(&register, &self.titles, language), self.compared_table(&declared, language)];
        Body {
            title: say(language, "title-discrepancies"),
            definitions: Definition::of(language, Self::NAME, DEFINED),
            figures,
            tables,
        }
    }
}

impl Discrepancies {
    /// The numbers missing between 1 and the highest, by contract.
    fn gaps(&self) -> BTreeMap<&str, Vec<u32>> {
        let missing = |numbers: &BTreeSet<u32>| {
            let most = numbers.last().copied().unwrap_or(0);
            (1..most).filter(|number| !numbers.contains(number)).take(MOST_GAPS).collect::<Vec<u32>>()
        };
        let numbers = self.numbers().into_iter();
        numbers.map(|(contract, row)| (contract, missing(&row))).filter(|(_, missing)| !missing.is_empty()).collect()
    }

    /// What was flagged, and the gaps that nobody flagged. A flagged gap that names the number, of the contract or of
    /// an action of it, is the derived one.
    fn register(&self, period: &Period) -> Vec<Entry<'_>> {
        let mut gaps: Vec<(&str, u32)> = self
            .gaps()
            .into_iter()
            .flat_map(|(contract, missing)| missing.into_iter().map(move |number| (contract, number)))
            .collect();
        let mut register = Vec::new();
        for (id, row) in self.flagged.iter() {
            let contract = self.contract_of(&row.about);
            let same = |(of, number): &(&str, u32)| {
                row.nature == DiscrepancyNature::NumberGap && contract == Some(*of) && names(row, *number)
            };
            let gap = gaps.iter().position(same).map(|at| gaps.remove(at).1);
            if period.holds(row.on) || gap.is_some() {
                register.push(Entry {
                    about: row.about.clone(),
                    nature: row.nature,
                    number: gap,
                    flagged: Some((id, row)),
                    explanation: row.explanations.at_end(period.to).map(String::as_str),
                    found: gap.is_some(),
                    derived: self.beside(row),
                    agrees: self.agrees(row),
                });
            }
        }
        let unseen = gaps.into_iter().map(|(contract, number)| Entry {
            about: format!("contract/{contract}"),
            nature: DiscrepancyNature::NumberGap,
            number: Some(number),
            flagged: None,
            explanation: None,
            found: true,
            derived: self.numbered(contract),
            agrees: false,
        });
        register.extend(unseen);
        register.sort_by(|a, b| {
            (&a.about, a.nature, a.number, a.flagged.map(|it| it.0)).cmp(&(
                &b.about,
                b.nature,
                b.number,
                b.flagged.map(|it| it.0),
            ))
        });
        register
    }

    fn compared(&self, (row, said): &Comparison<'_>) -> Value {
        let derived = self.fiches_of(&row.subject);
        let counted = said.amount.counted();
        json!({
            "subject": row.subject,
            "label": said.label,
            "period": row.period,
            "declared": counted.map(|it| decimal_figure(it.as_str())),
            "method": said.amount.method(),
            "as_said": said.as_said,
            "derived": derived,
            "agrees": counted.zip(derived).map(|(declared, derived)| declared.whole() == Some(derived)),
        })
    }

    fn compared_table(&self, declared: &[Comparison<'_>], language: Language) -> ReportTable {
        ReportTable::by_column(
            language,
            Self::NAME,
            "declared_fiches",
            declared.iter().copied(),
            &[
                ("subject", &|(row, _)| titles::shown(&self.titles, language, &row.subject).into()),
                ("label", &|(_, said)| said.label.as_str().into()),
                ("period", &|(row, _)| row.period.into()),
                ("declared", &|(_, said)| amount(language, Some(&said.amount))),
                ("as-said", &|(_, said)| said.as_said.as_deref().unwrap_or_default().into()),
                ("derived", &|(row, _)| self.fiches_of(&row.subject).into()),
            ],
        )
    }
}

impl Entry<'_> {
    fn state(&self) -> &'static str {
        match (self.explanation, self.agrees) {
            (Some(_), _) => "explained",
            (None, true) => "agrees",
            (None, false) => "open",
        }
    }

    fn figures(&self) -> Value {
        let row = self.row();
        json!({
            "discrepancy": self.flagged.map(|(id, _)| id),
            "about": self.about,
            "nature": self.nature,
            "number": self.number,
            "declared": row.and_then(|row| row.declared.as_deref()),
            "derived": self.derived,
            "agrees": self.derived.as_ref().map(|_| self.agrees),
            "note": row.map(|row| row.note.as_str()),
            "flagged": self.flagged.is_some(),
            "found_in_facts": self.found,
            "explanation": self.explanation,
            "open": self.state() == "open",
        })
    }

    fn row(&self) -> Option<&FlaggedRow> {
        self.flagged.map(|(_, row)| row)
    }
}

fn register_table(register: &[Entry<'_>], titles: &Table<Title>, language: Language) -> ReportTable {
    let label = |word: &str| say(language, &format!("label-discrepancy-{word}"));
    let text = |words: Option<&str>| Cell::from(words.unwrap_or_default());
    let nature = |entry: &Entry<'_>| {
        let declared = entry.nature == DiscrepancyNature::DeclaredDiffers;
        label(if entry.agrees && declared { "declared_agrees" } else { entry.nature.as_str() })
    };
    let gap = |number: u32| message(language, "discrepancies-gap", &[("number", number.to_string())]);
    let note =
        |entry: &Entry<'_>| entry.row().map(|row| row.note.clone()).or(entry.number.map(gap)).unwrap_or_default();
    let origin = |entry: &Entry<'_>| {
        let ways = [entry.flagged.map(|_| label("flagged")), entry.found.then(|| label("derived"))];
        ways.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    ReportTable::by_column(
        language,
        Discrepancies::NAME,
        "register",
        register,
        &[
            ("about", &|entry| titles::shown(titles, language, &entry.about).into()),
            ("nature", &|entry| nature(entry).into()),
            ("declared", &|entry| text(entry.row().and_then(|row| row.declared.as_deref()))),
            ("derived", &|entry| text(entry.derived.as_deref())),
            ("note", &|entry| note(entry).into()),
            ("origin", &|entry| origin(entry).into()),
            ("state", &|entry| label(entry.state()).into()),
            ("explanation", &|entry| text(entry.explanation)),
        ],
    )
}
