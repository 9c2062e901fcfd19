//! Plan → rehearsal → one command.

use std::collections::{BTreeMap, HashSet};

use maillage_log::executor::{CommandError, OutcomeFact};
use maillage_log::persons::PersonError;
use maillage_log::vault::VaultError;

use super::importer::{Importer, Progress};
use super::reading::Read;
use super::under_way::Recording;
use super::{ImportError, ImportOutcome, persons};
use crate::plan::Problem;

/// How often an import is rehearsed again because others recorded meanwhile what changes its answer.
const ATTEMPTS: usize = 4;

impl Importer<'_> {
    /// Records what was read, or answers why not.
    pub(super) async fn record(&self, mut read: Read, progress: Progress<'_>) -> Result<ImportOutcome, ImportError> {
        let mut outcome = ImportOutcome::nothing_yet(&read.plan);
        let earlier = self.earlier(&read.plan).await?;
        if earlier.is_whole && self.lacking(&read.plan.persons)?.is_empty() {
            return Ok(ImportOutcome { repeated: true, committed: true, standing: outcome.rows, ..outcome });
        }
        let total = read.plan.requests.len() as u64 * 2;
        progress(0, total);
        let in_vault = self.persons_in_vault(&read)?;
        outcome.changed.extend(in_vault.otherwise);
        read.plan.problems.extend(in_vault.refused);
        outcome.rejected = std::mem::take(&mut read.plan.problems);
        if !outcome.rejected.is_empty() && !self.options.partial {
            return Ok(outcome);
        }
        leave_out(&mut read, &outcome.rejected);
        let mut requests = std::mem::take(&mut read.plan.requests);
        self.open_space(&mut requests).await?;
        let mut recording = Recording::new(self, earlier, read, outcome);
        recording.hold_against_what_stands(requests).await?;
        for attempt in 1.. {
            let facts = recording.rehearse().await?;
            progress(total / 2, total);
            recording.count_standing();
            if recording.is_barred() {
                break;
            }
            if facts.is_empty() && recording.earlier.times > 0 && self.lacking(&recording.read.plan.persons)?.is_empty()
            {
                recording.outcome.committed = !self.options.dry_run;
                recording.outcome.repeated = recording.outcome.is_whole();
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
