//! Files → a plan, with every problem that reading finds: in the files, and against what the log records.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::PathBuf;

use maillage_events::id::{PersonRef, StreamId};
use maillage_events::view::FactView;
use maillage_log::log::{FactLog, ReadError};

use super::files::Input;
use super::{ImportError, ImportOptions};
use crate::oscars::known::Known;
use crate::oscars::{self, OscarsOptions};
use crate::plan::Plan;
use crate::tabular::{Reader, missing};

/// What was read.
#[derive(Debug)]
pub struct Read {
    /// The plan.
    pub plan: Plan,
    /// The file and line that give each person.
    pub person_rows: HashMap<PersonRef, (String, u64)>,
}

/// Reads the input and looks up in the log what it names.
pub async fn read(input: Input, log: &dyn FactLog, options: &ImportOptions) -> Result<Read, ImportError> {
    match input {
        Input::Tables(sources) => {
            let reader = Reader {
                space: options.space.clone(),
                account: options.account.clone(),
                channel: options.channel,
                language: options.language,
            };
            let work = tokio::task::spawn_blocking(move || reader.read(sources));
            let failed = |source| ImportError::File { path: PathBuf::new(), source };
            let mut reading = work.await.map_err(|error| failed(std::io::Error::other(error)))?.map_err(failed)?;
            let streams: Vec<StreamId> = reading.wanted.iter().map(|wanted| wanted.stream.clone()).collect();
            let versions = if streams.is_empty() { Vec::new() } else { log.versions(&options.space, &streams).await? };
            for (wanted, _) in reading.wanted.iter().zip(versions).filter(|(_, version)| *version == 0) {
                reading.plan.problems.push(missing(options.language, wanted));
            }
            Ok(Read { plan: reading.plan, person_rows: reading.person_rows })
        }
        Input::Record(name, bytes) => {
            let known = known(log, options)?;
            let told =
                OscarsOptions { contract: options.contract.clone(), known, account: Some(options.account.clone()) };
            let mut plan = oscars::plan(&bytes, &name, &told, options.language);
            for planned in &mut plan.requests {
                planned.request.context.source.channel = options.channel;
            }
            Ok(Read { plan, person_rows: HashMap::new() })
        }
    }
}

/// What the space holds of the things that a record names.
fn known(log: &dyn FactLog, options: &ImportOptions) -> Result<Known, ReadError> {
    let mut known = Known::default();
    let mut failure = None;
    let mut learn = |fact: FactView<'_>| match known.learn(&fact) {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => {
            failure = Some(ReadError::Corrupt {
                space: options.space.clone(),
                position: fact.position,
                why: error.to_string(),
            });
            ControlFlow::Break(())
        }
    };
    log.scan(&options.space, 0, None, Some(Known::KINDS), &mut learn)?;
    failure.map_or(Ok(known), Err)
}
