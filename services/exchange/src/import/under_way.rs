//! An import on its way to the log: its rows rehearsed, each admitted, named or left out, then one command.

use std::collections::HashSet;

use maillage_events::decide::Ask;
use maillage_events::family::Family;
use maillage_events::id::{Id, PersonRef, StreamId, person_stream};
use maillage_events::import::ImportRecorded;
use maillage_events::messages::{self, Language};
use maillage_events::refusal::Refusal;
use maillage_log::executor::{Command, Outcome, OutcomeFact, StreamAsk};
use maillage_log::persons::{PersonError, Persons};
use maillage_log::vault::{CardCondition, PersonCard, VaultError};
use sha2::{Digest, Sha256};

use super::comparison::compare;
use super::earlier::Earlier;
use super::importer::Importer;
use super::reading::Read;
use super::second_version::{Beside, Difference, Verdict, verdict};
use super::standing::Standing;
use super::{ImportError, ImportOutcome, changed, persons};
use crate::plan::{PlannedRequest, Problem};
use crate::tabular::TakenSheets;
use crate::tabular::problems::{ProblemPlace, placed};

/// An import on its way to the log.
pub struct Recording<'r> {
    importer: &'r Importer<'r>,
    /// What the same bytes gave before.
    pub earlier: Earlier,
    /// What was read.
    pub read: Read,
    /// What the log holds of the kinds that the rows speak of.
    standing: Standing,
    /// What is still to be recorded, each beside what stands; a rehearsal leaves out what is refused or stands already.
    requests: Vec<(PlannedRequest, Beside)>,
    /// The requests that stand already: their rows, and their streams.
    stood: Vec<(String, u64, StreamId)>,
    /// What it did so far.
    pub outcome: ImportOutcome,
}

impl<'r> Recording<'r> {
    /// Nothing asked yet.
    pub fn new(importer: &'r Importer<'r>, earlier: Earlier, read: Read, outcome: ImportOutcome) -> Self {
        let (standing, requests, stood) = (Standing::default(), Vec::new(), Vec::new());
        Self { importer, earlier, read, standing, requests, stood, outcome }
    }

    /// Holds the rows against what the log has; those of earlier imports of the same bytes are not asked again.
    pub async fn hold_against_what_stands(&mut self, requests: Vec<PlannedRequest>) -> Result<(), ImportError> {
        self.standing = self.importer.standing(&requests).await?;
        let (beside, gone) = compare(&self.standing, &requests, self.read.sheets.as_ref());
        let language = self.importer.options.language;
        self.outcome.unused.extend(gone.iter().flat_map(|(file, count)| changed::gone(language, file, *count)));
        for (planned, beside) in requests.into_iter().zip(beside) {
            if self.earlier.has(&planned.request) {
                self.stood.push((planned.file, planned.row, planned.request.stream));
            } else {
                self.requests.push((planned, beside));
            }
        }
        Ok(())
    }

    /// Asks the rules for every request, until each is admitted or left out: what they refuse is rejected, what stands
    /// otherwise is named, or corrected where that was asked for. Answers the facts that the rest would be.
    pub async fn rehearse(&mut self) -> Result<Vec<OutcomeFact>, ImportError> {
        loop {
            let answers = self.importer.executor.dry_run(&self.command(None)).await?;
            let before = self.requests.len();
            let mut facts = Vec::new();
            let mut corrects = false;
            for ((planned, beside), answer) in std::mem::take(&mut self.requests).into_iter().zip(answers) {
                let said = answer.as_ref().map(Vec::len);
                let sheets = self.read.sheets.as_ref();
                let dates_itself = sheets.is_none_or(|it| it.is_filled(&planned.file, planned.row, "date"));
                match verdict(&self.standing, (&planned, beside), said, dates_itself) {
                    Verdict::Stands => self.stood.push((planned.file, planned.row, planned.request.stream)),
                    Verdict::New => {
                        facts.extend(answer.unwrap_or_default());
                        self.requests.push((planned, beside));
                    }
                    Verdict::Changed(difference, fact) => {
                        let corrected = self.correct(&planned, fact);
                        corrects |= corrected.is_some();
                        match corrected {
                            Some(correction) => self.requests.push((correction, Beside::Nothing)),
                            None => self.name_changed(&planned, difference, fact),
                        }
                    }
                    Verdict::Otherwise => {
                        let told = answer.err().map(|refusal| self.refused(&planned, &refusal));
                        self.outcome.changed.extend(told);
                    }
                    Verdict::Refused => {
                        let told = answer.err().map(|refusal| self.refused(&planned, &refusal));
                        self.outcome.rejected.extend(told);
                    }
                }
            }
            // What was left out may be what others were judged with.
            if self.requests.len() == before && !corrects {
                return Ok(facts);
            }
        }
    }

    fn correct(&self, planned: &PlannedRequest, fact: usize) -> Option<PlannedRequest> {
        let motive = self.importer.options.correct.as_ref()?;
        changed::correction(planned, self.standing.facts.get(fact)?, motive)
    }

    fn name_changed(&mut self, planned: &PlannedRequest, difference: Difference, fact: usize) {
        let Some(fact) = self.standing.facts.get(fact) else { return };
        let language = self.importer.options.language;
        let told = changed::changed(language, planned, (difference, fact), self.read.sheets.as_ref());
        self.outcome.changed.extend(told);
    }

    fn refused(&self, planned: &PlannedRequest, refusal: &Refusal) -> Problem {
        refused(self.importer.options.language, planned, refusal, self.read.sheets.as_ref())
    }

    /// Counts the rows of which everything stands already.
    pub fn count_standing(&mut self) {
        let outcome = &self.outcome;
        let named = outcome.rejected.iter().chain(&outcome.changed).filter_map(|it| Some((it.file.as_str(), it.row?)));
        let new = self.requests.iter().map(|(planned, _)| (planned.file.as_str(), planned.row));
        let others: HashSet<(&str, u64)> = named.chain(new).collect();
        let stood: HashSet<(&str, u64)> = self.stood.iter().map(|(file, row, _)| (file.as_str(), *row)).collect();
        self.outcome.standing = stood.difference(&others).count() as u64;
    }

    /// The cards to give: of persons whose registration is asked for, or stands, or who are named by what is.
    fn cards(&self) -> Result<Vec<(PersonRef, &PersonCard)>, VaultError> {
        let asked = self.requests.iter().map(|(planned, _)| &planned.request.stream);
        let streams: HashSet<&StreamId> = asked.chain(self.stood.iter().map(|(_, _, stream)| stream)).collect();
        let is_there = |person: PersonRef| person_stream(person).is_some_and(|stream| streams.contains(&stream));
        let cards = self.importer.cards_to_give(&self.read.plan.persons)?;
        Ok(cards.into_iter().filter(|(person, _)| is_there(*person)).collect())
    }

    /// Whether what is rejected bars everything: always, unless a part may be recorded and rows are left.
    pub fn is_barred(&self) -> bool {
        let no_row_left = self.earlier.times == 0 && self.requests.iter().all(|(planned, _)| planned.row == 0);
        !self.outcome.rejected.is_empty() && (!self.importer.options.partial || no_row_left)
    }

    /// One command for every request that is left, and the import's own fact.
    fn command(&self, own_fact: Option<StreamAsk>) -> Command {
        Command {
            space: self.importer.options.space.clone(),
            id: self.earlier.id,
            fingerprint: Sha256::digest(self.outcome.fingerprint.as_bytes()).into(),
            asks: self.requests.iter().map(|(planned, _)| planned.request.clone()).chain(own_fact).collect(),
            if_version: None,
        }
    }

    /// The fact that says that the files were imported: their fingerprint, not their content.
    pub async fn own_fact(&self, facts: u64) -> Result<StreamAsk, ImportError> {
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
        let asks = self.requests.iter().map(|(planned, _)| &planned.request.ask);
        let circumstances = self.importer.executor.circumstances(&self.importer.options.space, asks).await?;
        Ok(self.importer.of_today(circumstances.today, StreamId::new(Family::Import, id), Ask::Record(recorded.into())))
    }

    /// Records what was admitted, with the cards of its persons.
    pub async fn carry_out(&self, own_fact: StreamAsk) -> Result<Outcome, PersonError> {
        let importer = self.importer;
        let cards = self.cards()?;
        let persons = Persons::new(importer.executor, importer.vault);
        Ok(persons.record(self.command(Some(own_fact)), &cards, CardCondition::None).await?.outcome)
    }

    /// The outcome of an import that recorded nothing, since the vault will never hold one of its persons again.
    pub fn bar_erased(&mut self, person: PersonRef) {
        let erased = persons::erased(&self.read, person, self.importer.options.language);
        self.outcome.rejected.extend(erased);
        self.outcome.facts = 0;
        self.outcome.by_kind.clear();
    }
}

fn refused(language: Language, planned: &PlannedRequest, refusal: &Refusal, sheets: Option<&TakenSheets>) -> Problem {
    let row = Some(planned.row).filter(|row| *row > 0);
    let stream = &planned.request.stream;
    let cell = sheets.and_then(|sheets| sheets.cell_of(&planned.file, planned.row, stream, refusal));
    let (column, value) = cell.map_or((None, None), |cell| (Some(cell.column), cell.value));
    let why = match sheets {
        Some(sheets) => sheets.refusal(language, &planned.file, planned.row, refusal),
        None => messages::refusal(language, refusal),
    };
    let place = ProblemPlace { file: &planned.file, row, column: column.as_deref(), value: value.as_deref() };
    placed(language, place, why)
}

/// How many rows are left out; a file that is named as a whole counts as one.
fn rows_rejected(outcome: &ImportOutcome) -> u64 {
    let left_out = outcome.rejected.iter().chain(&outcome.changed);
    let rows: HashSet<(&str, Option<u64>)> = left_out.map(|it| (it.file.as_str(), it.row)).collect();
    u64::try_from(rows.len()).unwrap_or(u64::MAX).min(outcome.rows)
}
