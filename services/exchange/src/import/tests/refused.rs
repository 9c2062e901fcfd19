use super::*;

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
        ("structures.csv", b"code;nom\ncpam;Caf\x8e sant\x8e\n", ("structures.csv", Some(2), None, None)),
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
    house.vault.bury_told(&space, &[crate::tabular::person_ref(&space, &Id::new("h-2").unwrap())]).unwrap();
    let outcome = house
        .import(&[("personnes.csv", "code;nom;prénom\nh-9;Habitante-Essai 9;A\nh-2;Habitante-Essai 2;B\n".as_bytes())])
        .await;
    assert_eq!(outcome.rejected.iter().map(|problem| problem.row).collect::<Vec<_>>(), [Some(3)]);
    assert_eq!((outcome.committed, outcome.facts, house.facts().await.len()), (false, 0, before));
}
