//! Plan → rehearsal → one command.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use maillage_events::decide::Ask;
use maillage_events::envelope::Context;
use maillage_events::family::Family;
use maillage_events::id::{CommandId, Id, PersonRef, StreamId};
use maillage_events::import::ImportRecorded;
use maillage_events::messages;
use maillage_events::references::person_stream;
use maillage_events::space::{SpaceKind, SpaceOpened};
use maillage_events::when::OccurredOn;
use maillage_log::clock::civil_date;
use maillage_log::executor::{Command, CommandError, Executor, OutcomeFact, Request};
use maillage_log::log::FactLog;
use maillage_log::vault::{PersonCard, Vault, VaultError};
use sha2::{Digest, Sha256};

use super::reading::Read;
use super::{ImportError, ImportOptions, ImportOutcome, Progress, persons};
use crate::plan::{PlannedRequest, Problem};
use crate::tabular::problems::{Place, placed};

/// How often an import is rehearsed again because others recorded meanwhile what changes its answer.
const ATTEMPTS: usize = 4;

/// Records what was read, or answers why not.
pub async fn record(
    mut read: Read,
    executor: &Executor,
    log: Arc<dyn FactLog>,
    vault: &Vault,
    options: &ImportOptions,
    progress: Progress<'_>,
) -> Result<ImportOutcome, ImportError> {
    let mut outcome = ImportOutcome {
        fingerprint: read.plan.fingerprint.clone(),
        format: read.plan.format,
        rows: read.plan.rows,
        facts: 0,
        repeated: false,
        rejected: Vec::new(),
        by_kind: BTreeMap::new(),
        committed: false,
    };
    let id = CommandId::derived(&format!("import/{}/{}", options.space, outcome.fingerprint));
    if log.receipt(&options.space, id).await?.is_some() {
        return Ok(ImportOutcome { repeated: true, committed: true, ..outcome });
    }
    let total = read.plan.requests.len() as u64 * 2;
    progress(0, total);
    let known = persons::known(&read, log.as_ref(), vault, options).await?;
    read.plan.problems.extend(known);
    outcome.rejected = std::mem::take(&mut read.plan.problems);
    if !outcome.rejected.is_empty() && !options.partial {
        return Ok(outcome);
    }
    leave_out(&mut read, &outcome.rejected);
    let mut wanted = std::mem::take(&mut read.plan.requests);
    opening(&mut wanted, log.as_ref(), options).await?;
    for attempt in 1.. {
        let mut command = Command {
            space: options.space.clone(),
            id,
            request: Sha256::digest(outcome.fingerprint.as_bytes()).into(),
            requests: wanted.iter().map(|planned| planned.request.clone()).collect(),
            if_version: None,
        };
        let answers = executor.dry_run(&command).await?;
        progress(total / 2, total);
        let mut facts = Vec::new();
        let mut admitted = Vec::with_capacity(wanted.len());
        for (planned, answer) in wanted.into_iter().zip(answers) {
            match answer {
                Ok(said) => {
                    facts.extend(said);
                    admitted.push(planned);
                }
                Err(refusal) => {
                    outcome.rejected.push(refused(options, &planned, &messages::refusal(options.language, &refusal)))
                }
            }
        }
        wanted = admitted;
        let nothing_said = wanted.iter().all(|planned| planned.row == 0);
        if !outcome.rejected.is_empty() && (!options.partial || nothing_said) {
            return Ok(outcome);
        }
        command.requests = wanted.iter().map(|planned| planned.request.clone()).collect();
        command.requests.push(own_fact(&outcome, facts.len() as u64, log.as_ref(), options)?);
        tally(&mut outcome, &facts);
        if options.dry_run {
            progress(total, total);
            return Ok(outcome);
        }
        let kept = registered(&wanted, &read.plan.persons);
        match vault.register_all(kept) {
            Ok(()) => {}
            Err(VaultError::Erased(person)) => {
                outcome.rejected.extend(persons::erased(&read, person, options));
                return Ok(ImportOutcome { facts: 0, by_kind: BTreeMap::new(), ..outcome });
            }
            Err(error) => return Err(persons::failed(error)),
        }
        match executor.execute(command).await {
            Ok(done) => {
                tally_recorded(&mut outcome, &done.facts, done.receipt.repeated);
                progress(total, total);
                return Ok(outcome);
            }
            Err(CommandError::Refused { .. }) if attempt < ATTEMPTS => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(outcome)
}

/// Leaves out the rows that have a problem.
fn leave_out(read: &mut Read, problems: &[Problem]) {
    let bad: HashSet<(&str, u64)> =
        problems.iter().filter_map(|problem| Some((problem.file.as_str(), problem.row?))).collect();
    read.plan.requests.retain(|planned| !bad.contains(&(planned.file.as_str(), planned.row)));
    let rows = &read.person_rows;
    read.plan
        .persons
        .retain(|(person, _)| rows.get(person).is_none_or(|(file, row)| !bad.contains(&(file.as_str(), *row))));
}

/// A space that does not exist begins with the import: under the name that the files give, or else its identifier.
async fn opening(
    wanted: &mut Vec<PlannedRequest>,
    log: &dyn FactLog,
    options: &ImportOptions,
) -> Result<(), ImportError> {
    if wanted.iter().any(|planned| planned.request.stream.family == Family::Space)
        || log.head(&options.space).await?.position > 0
    {
        return Ok(());
    }
    let Ok(id) = Id::new(options.space.as_str()) else { return Ok(()) };
    let opened = SpaceOpened { name: options.space.as_str().into(), kind: SpaceKind::City, demonstration: false };
    let request = Request {
        stream: StreamId::new(Family::Space, id),
        occurred: today(log),
        ask: Ask::Record(opened.into()),
        context: Context::new(options.account.clone(), options.channel),
    };
    wanted.insert(0, PlannedRequest { request, file: String::new(), row: 0 });
    Ok(())
}

fn today(log: &dyn FactLog) -> OccurredOn {
    OccurredOn::Day(civil_date(log.clock().now()))
}

/// The fact that says that the files were imported: their fingerprint, not their content.
fn own_fact(
    outcome: &ImportOutcome,
    facts: u64,
    log: &dyn FactLog,
    options: &ImportOptions,
) -> Result<Request, ImportError> {
    let short = outcome.fingerprint.get(..16).unwrap_or(&outcome.fingerprint);
    let id = Id::new(short).map_err(|error| ImportError::Vault(error.to_string()))?;
    let recorded = ImportRecorded {
        format: outcome.format,
        fingerprint: outcome.fingerprint.clone(),
        rows: outcome.rows,
        rejected: outcome.rejected.len() as u64,
        facts,
    };
    Ok(Request {
        stream: StreamId::new(Family::Import, id),
        occurred: today(log),
        ask: Ask::Record(recorded.into()),
        context: Context::new(options.account.clone(), options.channel),
    })
}

fn refused(options: &ImportOptions, planned: &PlannedRequest, why: &str) -> Problem {
    let row = Some(planned.row).filter(|row| *row > 0);
    let place = Place { file: &planned.file, row, column: None, value: None };
    placed(options.language, place, why.to_owned())
}

/// The persons whose registration was admitted, or who are named by what was.
fn registered<'p>(wanted: &[PlannedRequest], all: &'p [(PersonRef, PersonCard)]) -> Vec<(PersonRef, &'p PersonCard)> {
    let streams: HashSet<&StreamId> = wanted.iter().map(|planned| &planned.request.stream).collect();
    all.iter()
        .filter(|(person, _)| person_stream(*person).is_some_and(|stream| streams.contains(&stream)))
        .map(|(person, card)| (*person, card))
        .collect()
}

/// What would be recorded, the import's own fact included.
fn tally(outcome: &mut ImportOutcome, facts: &[OutcomeFact]) {
    outcome.by_kind = BTreeMap::from([("import.recorded".to_owned(), 1)]);
    for fact in facts {
        *outcome.by_kind.entry(fact.kind.clone()).or_default() += 1;
    }
    outcome.facts = facts.len() as u64 + 1;
}

fn tally_recorded(outcome: &mut ImportOutcome, facts: &[OutcomeFact], repeated: bool) {
    outcome.committed = true;
    outcome.repeated = repeated;
    outcome.by_kind = BTreeMap::new();
    outcome.facts = 0;
    if !repeated {
        for fact in facts {
            *outcome.by_kind.entry(fact.kind.clone()).or_default() += 1;
        }
        outcome.facts = facts.len() as u64;
    }
}
