//! Sheets as coordinators keep them: each file of `tests/cases` is what one of their spreadsheets really writes.

use std::path::Path;

use super::*;

async fn imported(house: &House, case: &str) -> ImportOutcome {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(case);
    house.importer(&options()).import(&[folder], &mut |_, _| {}).await.unwrap()
}

#[tokio::test]
async fn every_row_of_a_sheet_is_recorded_whatever_its_marks_line_ends_encoding_and_separator() {
    for (case, kind, facts) in [
        ("stray-quotes", "organisation.recorded", 5),
        ("cr-only", "organisation.recorded", 2),
        ("windows-1252", "organisation.recorded", 2),
        ("windows-1252-heads", "session.planned", 2),
        ("trailing-cells", "organisation.recorded", 2),
        ("dates", "session.planned", 6),
        ("whole-numbers", "session.planned", 2),
        ("sep-upper", "organisation.recorded", 1),
        ("separators", "organisation.recorded", 1),
        ("decomposed-heads", "session.planned", 1),
        ("signup-order", "signup.requested", 4),
    ] {
        let outcome = imported(&House::at("2026-01-10T10:00:00Z"), case).await;
        assert_eq!(outcome.rejected, [], "{case}");
        assert_eq!(outcome.by_kind[kind], facts, "{case}");
    }
}

#[tokio::test]
async fn letters_of_windows_and_composed_or_decomposed_accents_are_the_same_words() {
    let house = House::new();
    imported(&house, "windows-1252").await;
    let names =
        |facts: &[Recorded]| facts.iter().map(|fact| fact.fact.payload().unwrap().to_string()).collect::<String>();
    assert!(names(&house.facts().await).contains("Médiathèque"));
    let outcome = imported(&House::new(), "decomposed").await;
    assert_eq!(outcome.rejected.len(), 1, "one name with two spellings of its accents is one code, given twice");
    assert!(outcome.rejected[0].message.contains("mediatheque"));
    assert_eq!(outcome.rejected[0].column.as_deref(), Some("nom"), "the file has no column for codes");
    let file = ("se\u{301}ances.csv", "code;titre;type;date\ns1;R;re\u{301}union;12 de\u{301}cembre 2016\n".as_bytes());
    assert_eq!(House::new().import(&[file]).await.rejected, []);
}

#[tokio::test]
async fn places_go_to_those_who_asked_first() {
    let house = House::at("2026-01-10T10:00:00Z");
    imported(&house, "signup-order").await;
    let facts = house.facts().await;
    let of = |kind: &str| {
        let signups = facts.iter().filter(|fact| fact.fact.kind() == kind);
        signups.map(|fact| fact.fact.payload().unwrap()["signup"].to_string()).collect::<Vec<_>>()
    };
    assert_eq!(of("signup.confirmed"), ["\"id\"", "\"ic\""]);
    assert_eq!(of("signup.waiting"), ["\"ib\"", "\"ia\""]);
}

#[tokio::test]
async fn every_file_of_a_folder_is_read_or_named() {
    let house = House::new();
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    put("poles.csv", POLES.1);
    for name in ["structures.xlsx", "notes.docx", "liste.json", "fiche.txt", "Thumbs.db", ".cache", "~$structures.xlsx"]
    {
        put(name, b"x");
    }
    std::fs::create_dir(folder.path().join("archives")).unwrap();
    let import = |partial| {
        let (house, paths) = (&house, [folder.path().to_owned()]);
        async move {
            let options = ImportOptions { partial, ..options() };
            house.importer(&options).import(&paths, &mut |_, _| {}).await.unwrap()
        }
    };
    let outcome = import(false).await;
    let named: Vec<&str> = outcome.rejected.iter().map(|problem| problem.file.as_str()).collect();
    assert_eq!(named, ["archives", "fiche.txt", "liste.json", "notes.docx", "structures.xlsx"]);
    assert!(outcome.rejected[4].message.contains("CSV UTF-8"), "{}", outcome.rejected[4].message);
    assert!(!outcome.committed);
    let partial = import(true).await;
    assert_eq!((partial.committed, partial.rejected.len()), (true, 5), "{partial:?}");
}

#[tokio::test]
async fn a_workbook_alone_is_named_whatever_its_name() {
    for name in ["structures.xlsx", "structures.csv"] {
        let outcome = House::new().import(&[(name, b"PK\x03\x04 and so on")]).await;
        let [problem] = outcome.rejected.as_slice() else { panic!("{outcome:?}") };
        assert!(problem.message.contains("classeur"), "{}", problem.message);
    }
}

#[tokio::test]
async fn each_cause_has_one_message_with_the_way_out() {
    for (file, bytes, words) in [
        ("Partenaires.csv", "nom;type\nCPAM;assurance\n", "structures.csv\u{a0}»"),
        ("structure.csv", "colonne\nCPAM\n", "structures.csv\u{a0}»"),
        ("structures.csv", "Liste des partenaires 2016\n\nnom;type\nCPAM;assurance\n", "à la ligne 3"),
        ("structures.csv", "Partenaires;;;\n;;;\nnom;type;depuis;siret\nCPAM;assurance;;\n", "à la ligne 3"),
        ("personnes.csv", "h-1;Fictif;Zoé\nh-2;Exemple;Léo\n", "n'est pas une ligne d'en-têtes"),
        ("structures.csv", "Zoé Fictif;Léo Exemple;x;y;z\na;b;c;d;e\n", "n'est pas une ligne d'en-têtes"),
        ("structures.csv", "nom;couleur\nCPAM;bleu\n", "n'est pas connue"),
        ("structures.csv", "nom;typ\nCPAM;assurance\n", "Vouliez-vous dire «\u{a0}type\u{a0}»"),
        ("structures.csv", "nom;;type\nCPAM;important;assurance\n", "n'a pas d'en-tête"),
        ("structures.csv", "nom;type\nCPAM;assurance\nTotal : 1;\n", "est un total"),
        ("structures.csv", "nom;type\nCPAM;assurance\nNom;\nCCAS;\n", "répète les en-têtes"),
        ("structures.csv", "nom;type\nBailleurs sociaux;logement\n", "categories.csv"),
        ("referents.csv", "pôle;structure;depuis\nfives;Centre Hospitalier;2016\n", "centre-hospitalier"),
        ("presences.csv", "séance;personne\ns-1;Zoé Fictif\n", "jamais le nom"),
        ("structures.csv", "nom;type\nCaf\u{8e}\n", "ne se voit pas"),
    ] {
        let outcome = House::new().import(&[(file, bytes.as_bytes())]).await;
        let about: Vec<&Problem> = outcome.rejected.iter().filter(|it| it.message.contains(words)).collect();
        assert_eq!(about.len(), 1, "{bytes:?} {:?}", outcome.rejected);
        assert!(
            !outcome
                .rejected
                .iter()
                .any(|it| it.message.contains("Fictif") || it.value.is_some() && words.contains("jamais"))
        );
        let others = outcome.rejected.iter().filter(|it| !it.message.contains("n'existe ni dans"));
        assert!(others.count() <= 2, "{bytes:?} {:?}", outcome.rejected);
    }
}

#[tokio::test]
async fn a_structure_with_a_general_name_is_taken_when_an_address_tells_it_apart() {
    let file = ("structures.csv", "nom;adresse\nMissions locales;1 rue du Port\n".as_bytes());
    let house = House::new();
    assert_eq!(house.import(&[file]).await.rejected, []);
    let category = ("categories.csv", "nom\nBailleurs sociaux\n".as_bytes());
    assert_eq!(house.import(&[category]).await.rejected, []);
}
