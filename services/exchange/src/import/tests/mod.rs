//! What an import records (`cases`, `oscars_cases`, `recorded`, `money`, `people`, `again`: what was
//! left out before; `second_version`: of corrected sheets; `outsider`: of files as they really come), and what it
//! answers instead (`refused`, `refused_cell`, `screened`).

mod again;
mod cases;
mod money;
mod oscars_cases;
mod outsider;
mod people;
mod recorded;
mod refused;
mod refused_cell;
mod screened;
mod second_version;

use std::sync::Arc;

use maillage_events::envelope::{Channel, Recorded};
use maillage_events::fact::Fact;
use maillage_events::id::{Id, SpaceId};
use maillage_events::messages::Language;
use maillage_log::clock::SetClock;
use maillage_log::executor::Executor;
use maillage_log::log::FactReads;
use maillage_log::sqlite::SqliteLog;
use maillage_log::vault::Vault;

use super::{ImportOptions, ImportOutcome, Importer};
use crate::plan::Problem;

struct House {
    log: Arc<SqliteLog>,
    executor: Executor,
    vault: Vault,
    _folder: tempfile::TempDir,
}

type Files<'a> = &'a [(&'a str, &'a [u8])];

fn options() -> ImportOptions {
    ImportOptions {
        space: SpaceId::new("essai").unwrap(),
        dry_run: false,
        partial: false,
        correct: None,
        language: Language::French,
        account: Id::new("compte-essai").unwrap(),
        channel: Channel::Import,
        contract: None,
    }
}

impl House {
    fn new() -> Self {
        Self::at("2019-12-01T10:00:00Z")
    }

    fn at(now: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(SetClock::at(now.parse().unwrap()));
        let log = SqliteLog::open(&folder.path().join("log.db"), clock).unwrap();
        let vault = Vault::open(&folder.path().join("vault.db"), &folder.path().join("vault.key")).unwrap();
        Self { executor: Executor::new(log.clone()), log, vault, _folder: folder }
    }

    fn importer<'i>(&'i self, options: &'i ImportOptions) -> Importer<'i> {
        Importer { executor: &self.executor, log: self.log.as_ref(), vault: &self.vault, options }
    }

    async fn import_as(&self, files: Files<'_>, change: impl FnOnce(&mut ImportOptions)) -> ImportOutcome {
        let mut options = options();
        change(&mut options);
        let files = files.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect();
        self.importer(&options).import_bytes(files, &mut |_, _| {}).await.unwrap()
    }

    async fn import(&self, files: Files<'_>) -> ImportOutcome {
        self.import_as(files, |_| {}).await
    }

    async fn facts(&self) -> Vec<Recorded> {
        let stored = self.log.read(&SpaceId::new("essai").unwrap(), 0, 10_000).await.unwrap();
        stored.iter().map(|fact| Recorded::read(&fact.bytes).unwrap()).collect()
    }
}

const POLES: (&str, &[u8]) = ("poles.csv", "code;nom;quartier\nfives;Pôle de Fives;Fives\n".as_bytes());
const PERSONS: (&str, &[u8]) =
    ("personnes.csv", "code;nom;prénom\nh-1;Habitante-Essai 1;A\nh-2;Habitante-Essai 2;B\n".as_bytes());
const SESSIONS: (&str, &[u8]) = (
    "seances.csv",
    "code;titre;type;date;pôle;état\n\
     s-1;Réunion;réunion;08/03/2016;fives;tenue\n\
     s-2;Réunion;réunion;19/04/2016;fives;prévue\n"
        .as_bytes(),
);
const PRESENCES: (&str, &[u8]) =
    ("presences.csv", "séance;personne;qualité\ns-1;h-1;habitant\ns-1;h-2;habitant relais\n".as_bytes());
const HEADS: (&str, &[u8]) = ("comptages.csv", "séance;feuille;total;marges\ns-1;f-1;8;sexe: f=5, h=3\n".as_bytes());

/// File, row, column, value.
type Named<'p> = (&'p str, Option<u64>, Option<&'p str>, Option<&'p str>);

fn named(problem: &Problem) -> Named<'_> {
    (&problem.file, problem.row, problem.column.as_deref(), problem.value.as_deref())
}
