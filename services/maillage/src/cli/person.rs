//! The words of `maillage person`.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use maillage_events::id::{PersonRef, RequestRef, SpaceId};
use maillage_events::person::ErasureBasis;
use maillage_events::when::OccurredOn;

use super::data::Lang;
use super::store::{LossArgs, StoreArgs};

/// `maillage person`.
#[derive(Debug, Args)]
pub struct PersonCommand {
    /// What to do.
    #[command(subcommand)]
    pub action: PersonAction,
}

/// The subcommands of `person`.
#[derive(Debug, Subcommand)]
pub enum PersonAction {
    /// Destroys the key of a person's card and the card with it, for ever. The reference stays, empty; no figure moves.
    #[command(after_help = "Example: maillage person erase 018f0000-0000-7000-8000-0000000000aa \
                      --space lille --basis request")]
    Erase(Erase),
}

/// `maillage person erase`.
#[derive(Debug, Args)]
pub struct Erase {
    /// The person, by reference; whoever was merged with it is erased too.
    #[arg(value_name = "PERSON")]
    pub person: PersonRef,
    /// The space.
    #[arg(long, value_name = "SPACE")]
    pub space: SpaceId,
    /// Why it is due; `request` by default.
    #[arg(long, value_parser = bases())]
    pub basis: Option<ErasureBasis>,
    /// The request, by a UUID that says nothing of who asked; made when it is not given.
    #[arg(long, value_name = "UUID")]
    pub request: Option<RequestRef>,
    /// When it is carried out; today by default.
    #[arg(long, value_name = "DAY")]
    pub on: Option<OccurredOn>,
    #[command(flatten)]
    pub store: StoreArgs,
    #[command(flatten)]
    pub loss: LossArgs,
    /// Language of the messages.
    #[arg(long, value_enum, default_value_t = Lang::Fr)]
    pub lang: Lang,
    /// Answer as JSON.
    #[arg(long)]
    pub json: bool,
}

fn bases() -> impl TypedValueParser<Value = ErasureBasis> {
    let words = ErasureBasis::ALL.iter().map(|basis| basis.as_str());
    PossibleValuesParser::new(words).try_map(|word| ErasureBasis::from_word(&word).ok_or("no basis of this name"))
}
