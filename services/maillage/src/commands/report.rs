//! `maillage report`.

use std::path::Path;
use std::process::ExitCode;

use jiff::tz::TimeZone;
use maillage_events::envelope::RecordedAt;
use maillage_events::messages::{Language, in_words, say};
use maillage_events::when::Period;
use maillage_log::clock::{Clock, is_ahead, known_at};
use maillage_log::zones::Zones;
use maillage_projections::catalogue::CATALOGUE;
use maillage_projections::report::Scope;
use maillage_projections::report::formats::{self, Medium};
use maillage_projector::{ProjectorError, Question, asof};

use crate::cli::Report;
use crate::config::settle;
use crate::failure::Failure;
use crate::opening::open_existing;
use crate::output;
use crate::store_access::{OpenStore, StoreAccess};

/// Folds the facts and writes the answer. Needs no server, and disturbs none that runs on the same store.
pub async fn run(args: Report, file: Option<&Path>) -> Result<ExitCode, Failure> {
    let names = || CATALOGUE.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    if args.list {
        output::line(&names());
        return Ok(ExitCode::SUCCESS);
    }
    let (Some(name), Some(space)) = (args.name, args.space) else {
        return Err(Failure::Usage("a report needs its name and --space".to_owned()));
    };
    if !CATALOGUE.iter().any(|(known, _)| *known == name) {
        let values = [("report", name), ("reports", names())];
        return Err(Failure::Usage(in_words(Language::from(args.lang), "problem-unknown-report-detail", &values)));
    }
    if let (Some(from), Some(to)) = (args.from, args.to)
        && from > to
    {
        let why = say(Language::from(args.lang), "place-bad-period");
        return Err(Failure::Usage(format!("--from {from} --to {to}: {why}")));
    }
    let settings = settle(args.store.said(), file)?;
    let store = StoreAccess::of(&settings);
    let OpenStore { log, .. } = open_existing(&store, store.clock()).await?;
    store.expect_space(log.as_ref(), &space).await?;
    let zone = Zones::default().of(log.as_ref(), &space).await?;
    let cut = |text| meant_by(text, &zone, &*log.clock(), Language::from(args.lang));
    let known_at = args.known_at.as_deref().map(cut).transpose()?;
    let question = Question {
        space,
        report: name,
        scope: Scope { period: Period { from: args.from, to: args.to }, filters: args.narrowed.into() },
        known_at,
        language: Language::from(args.lang),
    };
    let format = if args.json { &formats::JSON } else { args.format };
    let language = question.language;
    let report = asof::report(log, question).await.map_err(|error| match error {
        ProjectorError::Filter(bad) => Failure::Usage(bad.shown(language)),
        other => other.into(),
    })?;
    let text = format.write(&report, language, Medium::CommandLine)?.ok_or_else(|| {
        let values = [("projection", report.report.to_owned())];
        Failure::Usage(in_words(language, "problem-no-picture-detail", &values))
    })?;
    output::answer(&text);
    Ok(ExitCode::SUCCESS)
}

fn meant_by(text: &str, zone: &TimeZone, clock: &dyn Clock, language: Language) -> Result<RecordedAt, Failure> {
    let at_fault = |key| Failure::Usage(format!("--known-at {text}: {}", say(language, key)));
    let moment = known_at(text, zone).ok_or_else(|| at_fault("place-bad-moment"))?;
    if is_ahead(moment, clock, zone) { Err(at_fault("place-moment-ahead")) } else { Ok(moment) }
}
