//! The words of what reads and writes facts: files in, reports and facts out, rows again from zero.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use maillage_events::id::{Id, SpaceId};
use maillage_projections::report::filter::{Filter, Filters};
use maillage_projections::report::formats::Format;

use super::store::{LossArgs, StoreArgs};

/// `maillage import`.
#[derive(Debug, Args)]
pub struct Import {
    /// Files or folders.
    #[arg(value_name = "FILE", required_unless_present = "describe")]
    pub files: Vec<PathBuf>,
    /// The space that they belong to.
    #[arg(long, value_name = "SPACE", required_unless_present = "describe")]
    pub space: Option<SpaceId>,
    #[command(flatten)]
    pub store: StoreArgs,
    #[command(flatten)]
    pub loss: LossArgs,
    /// Read and judge everything, record nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Record what is sound and list the rest; without it one bad row keeps the whole file out.
    #[arg(long)]
    pub partial: bool,
    /// Correct what stands by the rows that say it otherwise, for this reason; without it they are named.
    #[arg(long, value_name = "REASON")]
    pub correct: Option<String>,
    /// The contract that an OSCARS record belongs to, when the space has several.
    #[arg(long, value_name = "CONTRACT")]
    pub contract: Option<Id>,
    /// Language of the messages.
    #[arg(long, value_enum, default_value_t = Lang::Fr)]
    pub lang: Lang,
    /// Answer as JSON.
    #[arg(long)]
    pub json: bool,
    /// Describe the CSV files and their columns, and stop.
    #[arg(long)]
    pub describe: bool,
}

/// What a report is narrowed to, of what it has.
#[derive(Debug, Default, Args)]
pub struct Narrowed {
    /// One contract alone.
    #[arg(long, value_name = "ID")]
    pub contract: Option<String>,
    /// One pole alone.
    #[arg(long, value_name = "ID")]
    pub pole: Option<String>,
    /// One fiche alone.
    #[arg(long, value_name = "ID")]
    pub fiche: Option<String>,
    /// One funder alone, an organisation.
    #[arg(long, value_name = "ID")]
    pub funder: Option<String>,
    /// People of one quality alone: its code (inhabitant) or its name (habitant).
    #[arg(long, value_name = "QUALITY")]
    pub quality: Option<String>,
}

impl From<Narrowed> for Filters {
    fn from(asked: Narrowed) -> Self {
        let Narrowed { contract, pole, fiche, funder, quality } = asked;
        Self::of([
            (Filter::Contract, contract),
            (Filter::Pole, pole),
            (Filter::Fiche, fiche),
            (Filter::Funder, funder),
            (Filter::Quality, quality),
        ])
    }
}

/// `maillage report`.
#[derive(Debug, Args)]
pub struct Report {
    /// The projection; see --list.
    #[arg(value_name = "NAME", required_unless_present = "list")]
    pub name: Option<String>,
    /// List the projections, and stop.
    #[arg(long)]
    pub list: bool,
    /// The space.
    #[arg(long, value_name = "SPACE", required_unless_present = "list")]
    pub space: Option<SpaceId>,
    #[command(flatten)]
    pub store: StoreArgs,
    /// First day of the period (when it happened), included.
    #[arg(long, value_name = "DAY")]
    pub from: Option<Date>,
    /// Last day of the period, included.
    #[arg(long, value_name = "DAY")]
    pub to: Option<Date>,
    /// What was known at the end of this day (in the time zone of the space), or at this moment (RFC 3339).
    #[arg(long, value_name = "MOMENT")]
    pub known_at: Option<String>,
    #[command(flatten)]
    pub narrowed: Narrowed,
    /// Form of the answer.
    #[arg(long, default_value = "text", value_parser = formats())]
    pub format: &'static Format,
    /// Same as --format json.
    #[arg(long)]
    pub json: bool,
    /// Language of titles, definitions and headings.
    #[arg(long, value_enum, default_value_t = Lang::Fr)]
    pub lang: Lang,
}

/// `maillage facts`.
#[derive(Debug, Args)]
pub struct Facts {
    /// The space.
    #[arg(long, value_name = "SPACE")]
    pub space: SpaceId,
    #[command(flatten)]
    pub store: StoreArgs,
    /// Only facts after this position.
    #[arg(long, value_name = "POSITION", default_value_t = 0)]
    pub after: u64,
    /// At most so many.
    #[arg(long, value_name = "COUNT")]
    pub limit: Option<u64>,
}

/// `maillage rebuild`.
#[derive(Debug, Args)]
pub struct Rebuild {
    /// The projection, or `all`.
    #[arg(value_name = "NAME")]
    pub name: String,
    /// One space only; every space by default.
    #[arg(long, value_name = "SPACE")]
    pub space: Option<SpaceId>,
    /// Put back the rows that the last rebuild replaced, at once; nothing is folded.
    #[arg(long)]
    pub switch_back: bool,
    #[command(flatten)]
    pub store: StoreArgs,
    /// Answer as JSON.
    #[arg(long)]
    pub json: bool,
}

/// `maillage replay`.
#[derive(Debug, Args)]
pub struct Replay {
    /// One space only; every space by default.
    #[arg(long, value_name = "SPACE")]
    pub space: Option<SpaceId>,
    #[command(flatten)]
    pub store: StoreArgs,
    /// Answer as JSON.
    #[arg(long)]
    pub json: bool,
}

/// A language of the messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// Français.
    Fr,
    /// English.
    En,
}

impl From<Lang> for maillage_events::messages::Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Fr => Self::French,
            Lang::En => Self::English,
        }
    }
}

/// The formats of reports, by their names in the list of projections.
fn formats() -> impl TypedValueParser<Value = &'static Format> {
    let names = Format::ALL.iter().map(|format| PossibleValue::new(format.name).help(format.meaning));
    PossibleValuesParser::new(names).try_map(|name| Format::named(&name).ok_or("no format of this name"))
}
