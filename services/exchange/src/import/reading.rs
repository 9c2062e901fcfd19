//! Files → a plan, with every problem that reading finds: in the files, and against what the log records.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::PathBuf;

use maillage_events::id::{PersonRef, StreamId};
use maillage_events::view::FactView;
use maillage_log::log::ReadError;

use super::ImportError;
use super::files::{Form, Input, Source};
use super::importer::Importer;
use crate::oscars::inventory::Inventory;
use crate::oscars::{self, OscarsOptions};
use crate::plan::Plan;
use crate::tabular::problems::Problems;
use crate::tabular::{Reader, TakenSheets, UnreadFile, missing_reference, name_unread};

/// What was read.
#[derive(Debug)]
pub struct Read {
    /// What the files give, and every problem that was found.
    pub plan: Plan,
    /// The file and line that give each person.
    pub person_rows: HashMap<PersonRef, (String, u64)>,
    /// The tables that were read; none for a record.
    pub sheets: Option<TakenSheets>,
}

impl Importer<'_> {
    /// Reads the input and looks up in the log what it names.
    pub(super) async fn read(&self, input: Input) -> Result<Read, ImportError> {
        match input.form {
            Form::Tables(sources) => self.read_tables(sources, input.unread).await,
            Form::Record(name, bytes) => self.read_record(&name, &bytes, &input.unread),
        }
    }

    async fn read_tables(&self, sources: Vec<Source>, unread: Vec<UnreadFile>) -> Result<Read, ImportError> {
        let options = self.options;
        let reader = Reader {
            space: options.space.clone(),
            account: options.account.clone(),
            channel: options.channel,
            language: options.language,
        };
        let work = tokio::task::spawn_blocking(move || reader.read(sources, &unread));
        let failed = |source| ImportError::File { path: PathBuf::new(), source };
        let mut reading = work.await.map_err(|error| failed(std::io::Error::other(error)))?.map_err(failed)?;
        let streams: Vec<StreamId> = reading.outside.iter().map(|reference| reference.stream.clone()).collect();
        let versions =
            if streams.is_empty() { Vec::new() } else { self.log.versions(&options.space, &streams).await? };
        for (reference, _) in reading.outside.iter().zip(versions).filter(|(_, version)| *version == 0) {
            reading.plan.problems.push(missing_reference(options.language, reference));
        }
        Ok(Read { plan: reading.plan, person_rows: reading.person_rows, sheets: Some(reading.sheets) })
    }

    fn read_record(&self, name: &str, bytes: &[u8], unread: &[UnreadFile]) -> Result<Read, ImportError> {
        let options = self.options;
        let oscars = OscarsOptions {
            contract: options.contract.clone(),
            inventory: self.inventory()?,
            account: Some(options.account.clone()),
        };
        let mut plan = oscars::plan(bytes, name, &oscars, options.language);
        for planned in &mut plan.requests {
            planned.request.context.source.channel = options.channel;
        }
        let mut problems = Problems::new(options.language);
        for file in unread {
            name_unread(file, &options.space, &mut problems);
        }
        plan.problems.extend(problems.finish());
        Ok(Read { plan, person_rows: HashMap::new(), sheets: None })
    }

    /// What the space holds of the things that a record names.
    fn inventory(&self) -> Result<Inventory, ReadError> {
        let space = &self.options.space;
        let mut inventory = Inventory::default();
        let mut failure = None;
        let mut add = |fact: FactView<'_>| match inventory.add(&fact) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failure =
                    Some(ReadError::Corrupt { space: space.clone(), position: fact.position, why: error.to_string() });
                ControlFlow::Break(())
            }
        };
        self.log.scan(space, 0, None, Some(Inventory::KINDS), &mut add)?;
        failure.map_or(Ok(inventory), Err)
    }
}
