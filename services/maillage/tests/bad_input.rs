//! Bad input through the real binary: named by file, row, column and value; nothing recorded unless told; exit codes as
//! promised.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

#[cfg(test)]
mod command_line;

use std::path::Path;

use command_line::{Demo, Ran};
use serde_json::{Value, json};
use tempfile::TempDir;

const POLES: &[u8] = "code;nom;quartier\nfives;Pôle de Fives;Fives\n".as_bytes();

/// A folder that holds these files.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

fn import(demo: &Demo, path: &Path, more: &[&str]) -> Ran {
    demo.run(&[&["import", path.to_str().unwrap(), "--space", "essai"], more].concat())
}

fn facts(demo: &Demo) -> Vec<Value> {
    let ran = demo.run(&["facts", "--space", "essai"]);
    if ran.stderr.contains("holds no space « essai »") {
        ran.expect_code(1);
        return Vec::new();
    }
    let lines = ran.expect_code(0);
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The line of stderr that begins with the file, its spaces made plain.
#[track_caller]
fn named<'r>(ran: &'r Ran, file: &str) -> String {
    let line: Option<&'r str> = ran.stderr.lines().find(|line| line.starts_with(file));
    line.unwrap_or_else(|| panic!("{file} is not named in {ran:?}")).replace(['\u{a0}', '\u{202f}'], " ")
}

#[test]
fn each_fault_is_named_and_keeps_everything_out_unless_told_otherwise() {
    let mut long = b"code;titre;type;date\ns-8;".to_vec();
    long.resize(long.len() + 10_000_000, b'x');
    long.push(b'\n');
    let cases: [(&str, &[u8], &[&str]); 5] = [
        (
            "seances.csv",
            "code;titre;type;date\ns-1;Réunion;réunion;31/02/2026\n".as_bytes(),
            &["ligne 2, colonne « date »", "« 31/02/2026 » n'existe pas"],
        ),
        (
            "seances.csv",
            "code;titre;type;date;fiches\ns-1;Réunion;réunion;2016;f-99\n".as_bytes(),
            &["ligne 2, colonne « fiches »", "fiche « f-99 » n'existe"],
        ),
        (
            "personnes.csv",
            "code;nom;prénom\nh-1;Habitante-Essai 1;A\nh-1;Habitante-Essai 2;B\n".as_bytes(),
            &["ligne 3, colonne « code »", "« h-1 » désigne déjà une personne à la ligne 2 de personnes.csv"],
        ),
        ("seances.csv", &long, &["ligne 2 : cette ligne fait environ", "Mio"]),
        ("structures.csv", b"code;nom\ncpam;Caf\x8e sant\x8e\n", &["ligne 2", "0x8E", "« CSV UTF-8 »"]),
    ];
    for (file, bytes, words) in cases {
        let (demo, files) = (Demo::empty(), folder(&[("poles.csv", POLES), (file, bytes)]));
        let refused = import(&demo, files.path(), &[]);
        let line = named(&refused, &format!("{file}\u{a0}:"));
        assert!(words.iter().all(|words| line.contains(words)), "{words:?} not in {line:?}");
        assert!(!refused.stderr.contains("Habitante"), "{}", refused.stderr);
        assert!(refused.expect_code(1).contains("Rien n'a été enregistré"));
        assert_eq!(facts(&demo), [json!(null); 0], "{file}");

        let partial = import(&demo, files.path(), &["--partial"]);
        named(&partial, file);
        partial.expect_code(3);
        assert!(facts(&demo).iter().any(|fact| fact["kind"] == "pole.opened"), "{file}: the sound rows are recorded");
    }
}

#[test]
fn a_dry_run_judges_without_recording() {
    let (demo, files) = (Demo::empty(), folder(&[("poles.csv", POLES)]));
    import(&demo, files.path(), &["--dry-run"]).expect_code(0);
    assert_eq!(facts(&demo), [json!(null); 0]);
}

#[test]
fn the_same_folder_twice_adds_no_fact() {
    let (demo, files) = (Demo::empty(), folder(&[("poles.csv", POLES)]));
    let counted = |ran: Ran| -> Value { serde_json::from_str(&ran.expect_code(0)).unwrap() };
    let first = counted(import(&demo, files.path(), &["--json"]))["facts"].clone();
    assert!(first.as_u64().unwrap() >= 2, "a pole and the import itself: {first}");
    let again = counted(import(&demo, files.path(), &["--json"]));
    assert_eq!((&again["facts"], &again["repeated"]), (&json!(0), &json!(true)));
    assert_eq!(json!(facts(&demo).len()), first);
}

#[test]
fn what_is_no_record_or_no_file_is_said() {
    let demo = Demo::empty();
    let files = folder(&[("fiche.txt", "Une lettre, et non une fiche.\n".as_bytes())]);
    let letter = import(&demo, &files.path().join("fiche.txt"), &[]);
    assert!(named(&letter, "fiche.txt").contains("OSCARS"), "{}", letter.stderr);
    letter.expect_code(1);
    assert_eq!(facts(&demo), [json!(null); 0]);
    let absent = import(&demo, &files.path().join("absente.csv"), &[]);
    assert!(absent.stderr.contains("absente.csv\u{a0}: ce fichier n'existe pas"), "{}", absent.stderr);
    absent.expect_code(1);
    let english = import(&demo, &files.path().join("absente.csv"), &["--lang", "en"]);
    assert!(english.stderr.contains("absente.csv: there is no such file"), "{}", english.stderr);
}

#[test]
fn wrong_words_end_with_two_and_what_is_not_there_with_one() {
    let (demo, files) = (Demo::empty(), folder(&[("poles.csv", POLES)]));
    let absent = demo.run(&["report", "attendance", "--space", "essai"]);
    assert!(
        absent.stderr.contains("does not exist") && !demo.folder().join("maillage.sqlite").exists(),
        "{}",
        absent.stderr
    );
    absent.expect_code(1);
    import(&demo, files.path(), &[]).expect_code(0);
    demo.run(&["report", "attendance", "--space", "essai"]).expect_code(0);
    let cases: [(&[&str], i32, &str); 7] = [
        (&["report", "presences", "--space", "essai"], 2, "attendance"),
        (&["report", "attendance", "--space", "ailleurs"], 1, "« ailleurs »"),
        (
            &["report", "attendance", "--space", "essai", "--from", "2016-12-31", "--to", "2016-01-01"],
            2,
            "précède son début",
        ),
        (&["report", "attendance", "--space", "essai", "--known-at", "31/12/2016"], 2, "AAAA-MM-JJ"),
        (&["report", "attendance", "--space", "essai", "--format", "svg"], 2, "n’a pas d’image"),
        (&["import", "--space", "essai"], 2, "FILE"),
        (&["serve", "--listen", "0.0.0.0:0"], 2, "not a loopback address"),
    ];
    for (arguments, code, words) in cases {
        let ran = demo.run(arguments);
        assert!(ran.stderr.contains(words), "{arguments:?}: {ran:?}");
        assert_eq!(ran.expect_code(code), "", "{arguments:?}");
    }
}

#[test]
fn what_was_recorded_is_told_in_words() {
    let (demo, files) = (Demo::empty(), folder(&[("structures.csv", &b"nom;type\nCPAM;assurance\n"[..])]));
    let told = import(&demo, files.path(), &[]).expect_code(0).to_owned();
    assert!(
        told.contains("1  Structure recensée") && !told.contains("organisation.") && !told.contains("recorded"),
        "{told}"
    );
}
