//! A record as OSCARS means it: typed, each part with the lines that say it.
//!
//! # Layout
//! * here: the types; `reading`: lines → record; `phrases`: what one line of a fixed form says.

mod phrases;
mod reading;

use maillage_events::action::{Facet, ObjectiveLevel};
use maillage_events::fiche::OutcomeCategory;
use maillage_events::organisation::TelephoneNumber;

pub use phrases::step;

use crate::oscars::items::Located;
use crate::oscars::sections::Heading;

/// What stands in a record; a part that is missing stays empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// The line before the first heading that says nothing else.
    pub title: Option<Located<String>>,
    /// The year that the action is funded for.
    pub year: Option<Located<i16>>,
    /// The actions that it continues.
    pub chained: Vec<Located<Chained>>,
    /// Who carries it.
    pub carrier: Option<Located<Carrier>>,
    /// The paragraphs of the context that are not axes.
    pub context: Vec<Located<String>>,
    /// The axes of the contract, in order.
    pub axes: Vec<Located<String>>,
    /// Its objectives, in order.
    pub objectives: Vec<(ObjectiveLevel, Located<String>)>,
    /// The paragraphs of the description that are not fiches.
    pub description: Vec<Located<String>>,
    /// The fiches that the description tells of.
    pub fiches: Vec<NarratedFiche>,
    /// Its partners, as listed.
    pub partners: Vec<Located<String>>,
    /// First and last year.
    pub span: (Option<Located<i16>>, Option<Located<i16>>),
    /// How long, in months.
    pub months: Option<u32>,
    /// How often, in the record's word.
    pub frequency: Option<String>,
    /// What it is classified under.
    pub facets: Vec<(Facet, Located<Vec<String>>)>,
    /// Who pays, in the order of the record.
    pub funders: Vec<Located<Funder>>,
    /// The totals that it declares.
    pub totals: Vec<Located<Total>>,
    /// The paragraphs of the evaluation that are not totals.
    pub evaluation: Vec<Located<String>>,
    /// The outcome categories that are printed.
    pub categories: Option<Located<Vec<OutcomeCategory>>>,
    /// The commune that it is classified under.
    pub commune: Option<Located<String>>,
    /// The blocks that stand twice: the heading, and the first and last line of the copy.
    pub copies: Vec<(Heading, u64, u64)>,
    /// What stands there and gives no fact.
    pub unused: Vec<Located<Unused>>,
    /// What could not be read.
    pub faults: Vec<Located<Fault>>,
}

impl Record {
    /// Whether the year in which it ends comes before the one in which it starts.
    pub fn is_upside_down(&self) -> bool {
        matches!(&self.span, (Some(starts), Some(ends)) if ends.value < starts.value)
    }
}

/// An earlier action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chained {
    /// The title of the earlier action, its step included.
    pub title: String,
    /// The year that the earlier action was funded for.
    pub year: i16,
    /// Which step of the chain it is.
    pub step: Option<u32>,
}

/// Who carries the action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carrier {
    /// Its name, as printed.
    pub name: String,
    /// What it is, in the record's words.
    pub sort: Option<String>,
    /// Its postal address.
    pub address: Option<String>,
    /// Its public telephone number.
    pub telephone: Option<TelephoneNumber>,
}

/// A fiche as the description tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NarratedFiche {
    /// The number that the contract gives it.
    pub number: u32,
    /// Its title and its line.
    pub title: Located<String>,
    /// Its bullets, each once.
    pub bullets: Vec<Located<String>>,
}

/// Who pays, and how much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Funder {
    /// The name, as printed.
    pub name: String,
    /// How much, in cents; absent when the record gives none.
    pub cents: Option<u64>,
}

/// A declared total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// What is counted.
    pub label: String,
    /// The words after the label.
    pub said: String,
    /// The number that they begin with.
    pub value: u64,
    /// Whether they say nothing but the number.
    pub exact: bool,
}

/// Something that is read and gives no fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unused {
    /// What stands under a heading that is not known: the heading.
    Part(String),
    /// A line, or a bullet.
    Words(String),
}

/// Something that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A year that is none.
    BadYear(String),
    /// A sum that is none.
    BadMoney(String),
    /// A fiche number that comes again, with other words.
    FicheTwice(u32),
}
