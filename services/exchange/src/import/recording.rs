//! Plan → rehearsal → one command.

use std::collections::{BTreeMap, HashSet};

use maillage_events::decide::Ask;
use maillage_events::family::Family;
use maillage_events::id::person_stream;
use maillage_events::id::{Id, PersonRef, StreamId};
use maillage_events::import::ImportRecorded;
use maillage_events::messages::{self, Language};
use maillage_events::refusal::Refusal;
use maillage_log::executor::{Command, CommandError, Outcome, OutcomeFact, StreamAsk};
use maillage_log::persons::{PersonError, Persons};
use maillage_log::vault::{CardCondition, PersonCard, VaultError};
use sha2::{Digest, Sha256};

use super::earlier::Earlier;
use super::importer::{Importer, Progress};
use super::persons;
use super::reading::Read;
use super::{ImportError, ImportOutcome};
use crate::plan::{PlannedRequest, Problem};
use crate::tabular::problems::{ProblemPlace, placed};
use crate::tabular::{TakenSheets, in_words_of_sheet};

/// How often an import is rehearsed again because others recorded meanwhile what changes its answer.
const ATTEMPTS: usize = 4;

impl Importer<'_> {
    /// Records what was read, or answers why not.
    pub(super) async fn record(&self, mut read: Read, progress: Progress<'_>) -> Result<ImportOutcome, ImportError> {
        let mut outcome = ImportOutcome::nothing_yet(&read.plan);
        let earlier = self.earlier(&read.plan).await?;
        if earlier.is_whole {
            return Ok(ImportOutcome { repeated: true, committed: true, ..outcome });
        }
        let total = read.plan.requests.len() as u64 * 2;
        progress(0, total);
        let in_vault = self.persons_in_vault(&read)?;
        read.plan.problems.extend(in_vault);
        outcome.rejected = std::mem::take(&mut read.plan.problems);
        if !outcome.rejected.is_empty() && !self.options.partial {
            return Ok(outcome);
        }
        leave_out(&mut read, &outcome.rejected);
        let mut requests = std::mem::take(&mut read.plan.requests);
        requests.retain(|planned| !earlier.has(&planned.request));
        self.open_space(&mut requests).await?;
        let mut recording = Recording { importer: self, earlier, read, requests, outcome };
        for attempt in 1.. {
            let facts = recording.rehearse().await?;
            progress(total / 2, total);
            if recording.is_barred() {
                break;
            }
            if facts.is_empty() && recording.earlier.times > 0 {
                recording.outcome.committed = !self.options.dry_run;
                recording.outcome.repeated = recording.outcome.rejected.is_empty();
                break;
            }
            let own_fact = recording.own_fact(facts.len() as u64).await?;
            tally(&mut recording.outcome, &facts);
            if self.options.dry_run {
                progress(total, total);
                break;
            }
            match recording.carry_out(own_fact).await {
                Ok(done) => {
                    tally_recorded(&mut recording.outcome, &done.facts, done.receipt.repeated);
                    progress(total, total);
                    break;
                }
                Err(PersonError::Command(CommandError::Refused { .. })) if attempt < ATTEMPTS => {}
                Err(PersonError::Command(error)) => return Err(error.into()),
                Err(PersonError::Vault(VaultError::Erased(person))) => {
                    recording.bar_erased(person);
                    break;
                }
                Err(PersonError::Vault(error)) => return Err(persons::failed(error)),
            }
        }
        Ok(recording.outcome)
    }
}

/// An import on its way to the log.
struct Recording<'r> {
    importer: &'r Importer<'r>,
    earlier: Earlier,
    read: Read,
    /// What is still to be recorded; a rehearsal leaves out what the rules refuse.
    requests: Vec<PlannedRequest>,
    outcome: ImportOutcome,
}

impl Recording<'_> {
    /// Asks the rules for every request, moves what they refuse to the rejected, and answers the facts that
    /// the rest would be.
    async fn rehearse(&mut self) -> Result<Vec<OutcomeFact>, ImportError> {
        let answers = self.importer.executor.dry_run(&self.command(None)).await?;
        let language = self.importer.options.language;
        let mut facts = Vec::new();
        let mut admitted = Vec::with_capacity(self.requests.len());
        for (planned, answer) in std::mem::take(&mut self.requests).into_iter().zip(answers) {
            match answer {
                Ok(said) => {
                    facts.extend(said);
                    admitted.push(planned);
                }
                Err(refusal) => {
                    let sheets = self.read.sheets.as_ref();
                    self.outcome.rejected.push(refused(language, &planned, &refusal, sheets));
                }
            }
        }
        self.requests = admitted;
        Ok(facts)
    }

    /// Whether what is rejected bars everything: always, unless a part may be recorded and rows are left.
    fn is_barred(&self) -> bool {
        let no_row_left = self.earlier.times == 0 && self.requests.iter().all(|planned| planned.row == 0);
        !self.outcome.rejected.is_empty() && (!self.importer.options.partial || no_row_left)
    }

    /// One command for every request that is left, and the import's own fact.
    fn command(&self, own_fact: Option<StreamAsk>) -> Command {
        Command {
            space: self.importer.options.space.clone(),
            id: self.earlier.id,
            fingerprint: Sha256::digest(self.outcome.fingerprint.as_bytes()).into(),
            asks: self.requests.iter().map(|planned| planned.request.clone()).chain(own_fact).collect(),
            if_version: None,
        }
    }

    /// The fact that says that the files were imported: their fingerprint, not their content.
    async fn own_fact(&self, facts: u64) -> Result<StreamAsk, ImportError> {
        let outcome = &self.outcome;
        let short = outcome.fingerprint.get(..16).unwrap_or(&outcome.fingerprint);
        let again = if self.earlier.times > 0 { format!("-{}", self.earlier.times + 1) } else { String::new() };
        let id = Id::new(format!("{short}{again}")).map_err(|error| ImportError::Vault(error.to_string()))?;
        let recorded = ImportRecorded {
            format: outcome.format,
            fingerprint: outcome.fingerprint.clone(),
            rows: outcome.rows,
            rejected: rows_rejected(outcome),
            facts,
        };
        let asks = self.requests.iter().map(|planned| &planned.request.ask);
        let circumstances = self.importer.executor.circumstances(&self.importer.options.space, asks).await?;
        Ok(self.importer.of_today(circumstances.today, StreamId::new(Family::Import, id), Ask::Record(recorded.into())))
    }

    /// Records what was admitted, with the cards of its persons.
    async fn carry_out(&self, own_fact: StreamAsk) -> Result<Outcome, PersonError> {
        let importer = self.importer;
        let cards = importer.cards_to_give(registered(&self.requests, &self.read.plan.persons))?;
        let persons = Persons::new(importer.executor, importer.vault);
        Ok(persons.record(self.command(Some(own_fact)), &cards, CardCondition::None).await?.outcome)
    }

    /// The outcome of an import that recorded nothing, since the vault will never hold one of its persons again.
    fn bar_erased(&mut self, person: PersonRef) {
        let erased = persons::erased(&self.read, person, self.importer.options.language);
        self.outcome.rejected.extend(erased);
        self.outcome.facts = 0;
        self.outcome.by_kind.clear();
    }
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

fn refused(language: Language, planned: &PlannedRequest, refusal: &Refusal, sheets: Option<&TakenSheets>) -> Problem {
    let row = Some(planned.row).filter(|row| *row > 0);
    let stream = &planned.request.stream;
    let cell = sheets.and_then(|sheets| sheets.cell_of(&planned.file, planned.row, stream, refusal));
    let (column, value) = cell.map_or((None, None), |cell| (Some(cell.column), cell.value));
    let why = match sheets {
        Some(_) => messages::refusal(language, &in_words_of_sheet(refusal)),
        None => messages::refusal(language, refusal),
    };
    let place = ProblemPlace { file: &planned.file, row, column: column.as_deref(), value: value.as_deref() };
    placed(language, place, why)
}

/// How many rows are refused; a file that is named as a whole counts as one.
fn rows_rejected(outcome: &ImportOutcome) -> u64 {
    let rows: HashSet<(&str, Option<u64>)> = outcome.rejected.iter().map(|it| (it.file.as_str(), it.row)).collect();
    u64::try_from(rows.len()).unwrap_or(u64::MAX).min(outcome.rows)
}

/// The persons whose registration was admitted, or who are named by what was.
fn registered<'p>(requests: &[PlannedRequest], all: &'p [(PersonRef, PersonCard)]) -> Vec<(PersonRef, &'p PersonCard)> {
    let streams: HashSet<&StreamId> = requests.iter().map(|planned| &planned.request.stream).collect();
    all.iter()
        .filter(|(person, _)| person_stream(*person).is_some_and(|stream| streams.contains(&stream)))
        .map(|(person, card)| (*person, card))
        .collect()
}

/// What would be recorded, the import's own fact included.
fn tally(outcome: &mut ImportOutcome, facts: &[OutcomeFact]) {
    outcome.by_kind = by_kind(facts);
    outcome.by_kind.insert("import.recorded".to_owned(), 1);
    outcome.facts = facts.len() as u64 + 1;
}

/// What was recorded: nothing new, where the same command had been carried out before.
fn tally_recorded(outcome: &mut ImportOutcome, facts: &[OutcomeFact], repeated: bool) {
    let new = if repeated { &[] } else { facts };
    outcome.committed = true;
    outcome.repeated = repeated;
    outcome.by_kind = by_kind(new);
    outcome.facts = new.len() as u64;
}

fn by_kind(facts: &[OutcomeFact]) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for fact in facts {
        *counts.entry(fact.kind.clone()).or_default() += 1;
    }
    counts
}
