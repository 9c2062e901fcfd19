//! Files → a plan, with every problem that reading finds: in the files, and against what the log records.

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;
use std::path::PathBuf;

use maillage_events::id::{Id, PersonRef, StreamId};
use maillage_events::organisation::{OrganisationRecorded, OrganisationRenamed};
use maillage_events::view::{FactView, Payload};
use maillage_log::log::{FactLog, ReadError};

use super::files::Input;
use super::{ImportError, ImportOptions};
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
            let reader =
                Reader { space: options.space.clone(), account: options.account.clone(), channel: options.channel, language: options.language };
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
            let organisations = directory(log, options)?;
            let told = OscarsOptions { contract: options.contract.clone(), organisations, account: Some(options.account.clone()) };
            let mut plan = oscars::plan(&bytes, &name, &told, options.language);
            for planned in &mut plan.requests {
                planned.request.context.source.channel = options.channel;
            }
            Ok(Read { plan, person_rows: HashMap::new() })
        }
    }
}

/// The organisations that the space records, by every name that they had.
fn directory(log: &dyn FactLog, options: &ImportOptions) -> Result<BTreeMap<String, Id>, ReadError> {
    let mut names = BTreeMap::new();
    let mut note = |fact: FactView<'_>| {
        let name = match fact.kind {
            OrganisationRecorded::KIND => fact.data::<OrganisationRecorded>().map(|it| it.name),
            OrganisationRenamed::KIND => fact.data::<OrganisationRenamed>().map(|it| it.name),
            _ => return ControlFlow::Continue(()),
        };
        if let (Ok(name), Ok(id)) = (name, Id::new(fact.stream_id())) {
            names.insert(name.0, id);
        }
        ControlFlow::Continue(())
    };
    log.scan(&options.space, 0, None, Some(&[OrganisationRecorded::KIND, OrganisationRenamed::KIND]), &mut note)?;
    Ok(names)
}
