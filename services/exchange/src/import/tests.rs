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
        language: Language::French,
        account: Id::new("compte-essai").unwrap(),
        channel: Channel::Import,
        contract: None,
    }
}

impl House {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(SetClock::at("2019-12-01T10:00:00Z".parse().unwrap()));
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

#[tokio::test]
async fn a_folder_becomes_facts_in_one_append_and_names_stay_in_the_vault() {
    let house = House::new();
    let outcome = house.import(&[HEADS, PRESENCES, SESSIONS, POLES, PERSONS]).await;
    assert_eq!(outcome.rejected, []);
    assert!(outcome.committed && !outcome.repeated);
    let facts = house.facts().await;
    assert_eq!(outcome.facts, facts.len() as u64);
    assert!(facts.iter().all(|fact| fact.command == facts[0].command && fact.recorded_at == facts[0].recorded_at));
    assert_eq!(outcome.by_kind["attendance.observed"], 2);
    let presence = facts.iter().find(|fact| fact.fact.kind() == "attendance.observed").unwrap();
    assert_eq!(presence.occurred.to_string(), "2016-03-08");
    assert_eq!(presence.context.evidence.as_ref().map(|it| (it.from_line, it.to_line)), Some((2, 2)));
    for fact in house.log.read(&SpaceId::new("essai").unwrap(), 0, 10_000).await.unwrap() {
        assert!(!String::from_utf8_lossy(&fact.bytes).contains("Habitante-Essai"));
    }
    let Fact::Session(maillage_events::session::SessionFact::AttendanceObserved(it)) = &presence.fact else { panic!() };
    assert_eq!(house.vault.read(it.person).unwrap().unwrap().family_name, "Habitante-Essai 1");
}

#[tokio::test]
async fn the_same_bytes_again_add_no_fact() {
    let house = House::new();
    let first = house.import(&[POLES, SESSIONS]).await;
    let before = house.facts().await.len();
    let again = house.import(&[SESSIONS, POLES]).await;
    assert_eq!((again.facts, again.repeated, again.committed), (0, true, true));
    assert_eq!(again.fingerprint, first.fingerprint);
    assert_eq!(house.facts().await.len(), before);
}

#[tokio::test]
async fn other_bytes_that_say_the_same_add_only_the_fact_of_their_import() {
    let house = House::new();
    house.import(&[POLES, PERSONS]).await;
    house.import(&[SESSIONS, PRESENCES, HEADS]).await;
    let heads = ("comptages.csv", "feuille,total,séance,marges\r\nf-1,8,s-1,\"sexe: h=3, f=5\"\r\n".as_bytes());
    let outcome = house.import(&[SESSIONS, PRESENCES, heads]).await;
    assert_eq!(outcome.rejected, []);
    assert_eq!(outcome.by_kind.into_iter().collect::<Vec<_>>(), [("import.recorded".to_owned(), 1)]);
}

#[tokio::test]
async fn a_dry_run_says_what_would_be_recorded_and_records_nothing() {
    let house = House::new();
    let dry = house.import_as(&[POLES, PERSONS, SESSIONS], |options| options.dry_run = true).await;
    assert!(!dry.committed);
    assert_eq!(house.facts().await.len(), 0);
    let real = house.import(&[POLES, PERSONS, SESSIONS]).await;
    assert_eq!((real.facts, real.by_kind), (dry.facts, dry.by_kind));
}

/// Each bad file beside good ones: what it must be named by.
#[tokio::test]
async fn each_bad_input_is_named_and_keeps_everything_out() {
    let mut long = b"code;titre;type;date\ns-8;".to_vec();
    long.resize(long.len() + 10_000_000, b'x');
    long.extend_from_slice("\ns-9;Réunion;réunion;2016\n".as_bytes());
    let cases: Vec<(&str, &[u8], Named<'_>)> = vec![
        (
            "seances.csv",
            "code;titre;type;date\ns-1;Réunion;réunion;31/02/2026\n".as_bytes(),
            ("seances.csv", Some(2), Some("date"), Some("31/02/2026")),
        ),
        (
            "seances.csv",
            "code;titre;type;date;fiches\ns-1;Réunion;réunion;2016;f-99\n".as_bytes(),
            ("seances.csv", Some(2), Some("fiches"), Some("f-99")),
        ),
        (
            "presences.csv",
            "séance;structure\ns-7;cpam\n".as_bytes(),
            ("presences.csv", Some(2), Some("séance"), Some("s-7")),
        ),
        (
            "personnes.csv",
            "code;nom;prénom\nh-1;Essai;A\nh-1;Essai;B\n".as_bytes(),
            ("personnes.csv", Some(3), Some("code"), Some("h-1")),
        ),
        (
            "personnes.csv",
            "code;nom;prénom\nh-1;Essai;Zoé\nh-2;ESSAI;zoe\n".as_bytes(),
            ("personnes.csv", Some(3), Some("nom"), None),
        ),
        ("seances.csv", &long, ("seances.csv", Some(2), None, None)),
        (
            "structures.csv",
            b"code;nom\ncpam;Caf\xe9 sant\xe9\n",
            ("structures.csv", Some(2), Some("nom"), Some("0xE9")),
        ),
        (
            "structures.csv",
            "code;nom;couleur\ncpam;CPAM;bleu\n".as_bytes(),
            ("structures.csv", Some(1), Some("couleur"), Some("couleur")),
        ),
        ("seances.csv", "code;titre;date\ns-1;Réunion;2016\n".as_bytes(), ("seances.csv", Some(1), Some("type"), None)),
        ("vacances.csv", b"code\nx\n", ("vacances.csv", None, None, None)),
    ];
    for (file, bytes, expected) in cases {
        let house = House::new();
        let outcome = house.import(&[("poles-bons.csv", POLES.1), (file, bytes)]).await;
        assert!(
            outcome.rejected.iter().any(|problem| named(problem) == expected),
            "{expected:?} not among {:?}",
            outcome.rejected
        );
        assert!(
            outcome
                .rejected
                .iter()
                .all(|problem| !problem.message.contains('⟨') && !problem.message.to_lowercase().contains("zoé"))
        );
        assert_eq!((outcome.committed, house.facts().await.len()), (false, 0), "{file}");
        let partial =
            house.import_as(&[("poles-bons.csv", POLES.1), (file, bytes)], |options| options.partial = true).await;
        assert!(partial.committed && !partial.rejected.is_empty(), "{file}");
        assert!(house.facts().await.iter().any(|fact| fact.fact.kind() == "pole.opened"), "{file}");
    }
}

#[tokio::test]
async fn the_sentence_of_a_wrong_date_is_the_readers() {
    let house = House::new();
    let file = ("seances.csv", "code;titre;type;date\ns-1;Réunion;réunion;31/02/2026\n".as_bytes());
    let french = house.import(&[file]).await;
    assert_eq!(
        french.rejected[0].message,
        "ligne 2, colonne «\u{a0}date\u{a0}» : «\u{a0}31/02/2026\u{a0}» n'existe pas."
    );
    let english = house.import_as(&[file], |options| options.language = Language::English).await;
    assert_eq!(english.rejected[0].message, "line 2, column “date”: “31/02/2026” does not exist.");
}

#[tokio::test]
async fn somebody_the_vault_knows_under_another_code_is_named_not_merged() {
    let house = House::new();
    house.import(&[PERSONS]).await;
    let before = house.facts().await.len();
    let outcome = house.import(&[("personnes.csv", "code;nom;prénom\nx-9;HABITANTE ESSAI 1;a\n".as_bytes())]).await;
    assert_eq!(outcome.rejected.len(), 1);
    assert_eq!(named(&outcome.rejected[0]), ("personnes.csv", Some(2), Some("nom"), None));
    assert_eq!(house.facts().await.len(), before);
    let elsewhere = house
        .import_as(&[("personnes.csv", "code;nom;prénom\nx-9;HABITANTE ESSAI 1;a\n".as_bytes())], |options| {
            options.space = SpaceId::new("ailleurs").unwrap()
        })
        .await;
    assert_eq!(elsewhere.rejected, [], "a namesake of another space is nobody here");
}

#[tokio::test]
async fn what_the_rules_refuse_is_named_by_its_row_and_the_rest_recorded_only_when_told() {
    let house = House::new();
    let held_in_future = (
        "seances.csv",
        "code;titre;type;date;état\ns-1;Réunion;réunion;08/03/2016;tenue\ns-2;Réunion;réunion;08/03/2031;tenue\n"
            .as_bytes(),
    );
    let outcome = house.import(&[held_in_future]).await;
    assert_eq!(outcome.rejected.iter().map(|problem| problem.row).collect::<Vec<_>>(), [Some(3)]);
    assert_eq!(house.facts().await.len(), 0);
    let partial = house.import_as(&[held_in_future], |options| options.partial = true).await;
    assert_eq!((partial.committed, partial.rejected.len()), (true, 1));
    assert_eq!(partial.by_kind["session.held"], 1);
    assert_eq!(partial.facts, house.facts().await.len() as u64);
}

/// A task of a server moves between threads, so what it awaits must be able to.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_runs_as_a_task_of_a_server() {
    let house = Arc::new(House::new());
    let task = tokio::spawn({
        let house = house.clone();
        async move {
            let files = vec![(POLES.0.to_owned(), POLES.1.to_vec())];
            house.importer(&options()).import_bytes(files, &mut |_, _| {}).await.unwrap()
        }
    });
    let outcome = task.await.unwrap();
    assert!(outcome.committed);
    assert_eq!(outcome.facts, house.facts().await.len() as u64);
}

#[tokio::test]
async fn each_folder_of_seeds_imports_as_a_user_would_import_it() {
    let seeds = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    for folder in ["la-rochelle", "soissons", "corse", "lille"] {
        let house = House::new();
        let options = ImportOptions { space: SpaceId::new(folder).unwrap(), ..options() };
        let paths = [seeds.join(folder)];
        let outcome = house.importer(&options).import(&paths, &mut |_, _| {}).await.unwrap();
        assert_eq!(outcome.rejected, [], "{folder}");
        assert!(outcome.committed && outcome.facts > 10, "{folder}");
    }
}

#[tokio::test]
async fn files_that_cannot_be_imported_together_or_opened_are_errors() {
    let house = House::new();
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| {
        std::fs::write(folder.path().join(name), "code").unwrap();
        folder.path().join(name)
    };
    let (table, record) = (path("poles.csv"), path("record.txt"));
    for (paths, expected) in [
        (vec![table.clone(), record.clone()], "an OSCARS record is imported alone"),
        (vec![], "no file to import"),
        (vec![folder.path().join("absent.csv")], "absent.csv"),
    ] {
        let error = house.importer(&options()).import(&paths, &mut |_, _| {}).await.unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
    }
    let no_record = house.importer(&options()).import(&[record], &mut |_, _| {}).await.unwrap();
    assert!(!no_record.committed && no_record.rejected.len() == 1, "a text that is no record is a named problem");
}

#[tokio::test]
async fn a_file_of_persons_without_headings_repeats_no_name() {
    let house = House::new();
    let outcome = house.import(&[("personnes.csv", "h-1;Habitante-Essai 1;Zoé\n".as_bytes())]).await;
    assert!(!outcome.rejected.is_empty());
    assert!(!serde_json::to_string(&outcome).unwrap().contains("Essai"));
}

#[tokio::test]
async fn an_erased_person_is_named_by_row_and_not_recorded_again() {
    let house = House::new();
    house.import(&[PERSONS]).await;
    let before = house.facts().await.len();
    let space = SpaceId::new("essai").unwrap();
    house.vault.erase(crate::tabular::person_ref(&space, &Id::new("h-2").unwrap())).unwrap();
    let outcome = house
        .import(&[("personnes.csv", "code;nom;prénom\nh-9;Habitante-Essai 9;A\nh-2;Habitante-Essai 2;B\n".as_bytes())])
        .await;
    assert_eq!(outcome.rejected.iter().map(|problem| problem.row).collect::<Vec<_>>(), [Some(3)]);
    assert_eq!((outcome.committed, outcome.facts, house.facts().await.len()), (false, 0, before));
}
