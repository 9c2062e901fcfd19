//! What an import prints, whatever is given to it.

use std::io;
use std::path::PathBuf;

use maillage_exchange::import::{ImportError, ImportOutcome};

use crate::heard::Answers;
use crate::house::House;

/// Takes what the command line prints of an import.
pub fn take(answers: &mut Answers, place: &str, outcome: &ImportOutcome, dry_run: bool) {
    let language = answers.language;
    let lines: Vec<String> = outcome.remarks(language).chain(outcome.summary(language, dry_run)).collect();
    answers.take(&format!("import of {place}"), &lines.join("\n"));
}

/// A sheet of structures of some rows.
fn structures(rows: &[&str]) -> Vec<u8> {
    let mut text = "code;nom\n".to_owned();
    rows.iter().for_each(|row| text.push_str(&format!("{row}\n")));
    text.into_bytes()
}

/// Files and folders that are not what an import reads.
async fn files(house: &House, answers: &mut Answers) {
    let folder = house.folder.path().join("dossier");
    std::fs::create_dir_all(folder.join("dedans")).unwrap();
    for name in ["structures.xlsx", "notes.docx", "son.mp3", "oscars.txt", "partenaires.csv"] {
        std::fs::write(folder.join(name), b"x").unwrap();
    }
    std::fs::write(folder.join("structures.csv"), structures(&["ccas;CCAS"])).unwrap();
    let record = folder.join("oscars.txt");
    let sheet = folder.join("structures.csv");
    let cases: Vec<(&str, Vec<PathBuf>)> = vec![
        ("a folder", vec![folder.clone()]),
        ("a file twice", vec![sheet.clone(), sheet.clone()]),
        ("a file that is not there", vec![folder.join("absent.csv")]),
        ("a file that cannot be read", vec![sheet.join("dedans.csv")]),
        ("nothing", vec![]),
        ("a record and a sheet", vec![record, sheet]),
    ];
    let language = answers.language;
    for (place, paths) in cases {
        match house.import(&[], &paths, |options| options.language = language).await {
            Ok(outcome) => take(answers, place, &outcome, false),
            Err(why) => answers.take(place, &why.shown(language).unwrap_or_default()),
        }
    }
}

/// What a system says of a file that it does not give.
fn unread(answers: &mut Answers) {
    for source in [io::ErrorKind::PermissionDenied.into(), io::Error::from_raw_os_error(5)] {
        let why = ImportError::File { path: PathBuf::from("structures.csv"), source };
        answers.take("a file that cannot be read", &why.shown(answers.language).unwrap_or_default());
    }
}

/// What was recorded, or would be.
async fn outcomes(house: &House, answers: &mut Answers) {
    let language = answers.language;
    let sheet = [("structures.csv", structures(&["cpam;CPAM", "caf;CAF"]))];
    let wrong = [("structures.csv", structures(&["Nom libre;CPAM"]))];
    for reason in ["", "vu Mme Durand"] {
        let refused = house.import(&sheet, &[], |options| options.correct = Some(reason.into())).await.unwrap_err();
        answers.take("a reason", &refused.shown(language).unwrap_or_default());
    }
    for (files, dry_run) in [(&sheet, true), (&sheet, false), (&sheet, false), (&wrong, false)] {
        let outcome = house.import(files, &[], |options| {
            options.language = language;
            options.dry_run = dry_run;
            options.partial = false;
        });
        take(answers, "structures.csv", &outcome.await.unwrap(), dry_run);
    }
}

/// The files that are no table, and what imports record.
pub async fn all(answers: &mut Answers) {
    let house = House::new().await;
    // Markdown keeps a bar from ending a cell.
    let described = maillage_exchange::tabular::describe(answers.language).replace("\\|", "|");
    answers.take("the files to import", &described);
    files(&house, answers).await;
    unread(answers);
    outcomes(&house, answers).await;
}
