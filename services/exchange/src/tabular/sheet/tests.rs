use maillage_events::messages::Language;

use super::*;
use crate::plan::Problem;

fn read(bytes: &[u8]) -> (Sheet, Vec<Problem>) {
    let mut problems = Problems::new(Language::French);
    let known = |heading: &str| ["code", "titre", "nom", "type"].contains(&heading.trim());
    let sheet = read_sheet("essai.csv", &mut &bytes[..], &known, &mut problems).unwrap();
    (sheet, problems.finish())
}

fn cells(sheet: &Sheet) -> Vec<Vec<&str>> {
    sheet.records.iter().map(|record| record.cells.iter().map(String::as_str).collect()).collect()
}

#[test]
fn byte_order_mark_separators_quotes_and_line_ends_of_spreadsheets_are_read() {
    let (sheet, problems) =
        read("\u{feff}code;titre\r\na;\"un; \"\"deux\"\"\"\r\n\r\n;;\r\nb;\"sur\ndeux lignes\"\n".as_bytes());
    assert_eq!(problems, []);
    assert_eq!(sheet.headings.as_ref().unwrap().cells, ["code", "titre"]);
    assert_eq!(cells(&sheet), [vec!["a", "un; \"deux\""], vec!["b", "sur\ndeux lignes"]]);
    assert_eq!((sheet.records[1].line, sheet.records[1].last_line), (5, 6));
}

#[test]
fn every_separator_is_told_from_the_headings_or_from_its_own_line() {
    for file in [
        "code;titre\na;b",
        "code,titre\na,b",
        "code\ttitre\na\tb",
        "code|titre\na|b",
        "sep=;\r\ncode;titre\r\na;b\r\n",
        "SEP=,\r\ncode,titre\r\na,b\r\n",
        "sep=\t\ncode\ttitre\na\tb\n",
        "\"sep=;\"\ncode;titre\na;b\n",
        "\"code\";\"titre\"\n\"a\";\"b\"",
    ] {
        let (sheet, problems) = read(file.as_bytes());
        assert_eq!((cells(&sheet), problems), (vec![vec!["a", "b"]], vec![]), "{file:?}");
    }
    let (sheet, _) = read("titre,\"code; ou numéro\"\na,b\n".as_bytes());
    assert_eq!(cells(&sheet), [["a", "b"]], "a separator inside a heading between marks is none");
}

#[test]
fn lines_end_by_line_feed_carriage_return_both_or_some_of_each() {
    for ends in [["\n"; 3], ["\r\n"; 3], ["\r"; 3], ["\r", "\n", "\r\n"]] {
        let file = format!("nom;type{}CPAM;assurance{}CCAS;\"a{}b\"{}", ends[0], ends[1], ends[2], ends[0]);
        let (sheet, problems) = read(file.as_bytes());
        assert_eq!(
            (cells(&sheet), problems),
            (vec![vec!["CPAM", "assurance"], vec!["CCAS", "a\nb"]], vec![]),
            "{file:?}"
        );
    }
}

#[test]
fn a_mark_inside_a_cell_without_marks_is_a_letter_like_another() {
    let (sheet, problems) = read(b"nom;type\nSalle 12\" du CCAS;association\nCPAM;x\nEcran 15\" ;y\nRelais;z\n");
    assert_eq!(problems, []);
    assert_eq!(cells(&sheet)[0], ["Salle 12\" du CCAS", "association"]);
    assert_eq!(cells(&sheet).len(), 4);
}

/// Rows that a stray mark would swallow: each stands among what was read or among the lines that are named.
#[test]
fn marks_that_do_not_add_up_name_the_lines_in_doubt() {
    for (rows, read_rows, named) in [
        ("\"Maison\" relais;a\nb;c\n", 1, (2, 2)),
        ("\"Les amis;a\nb;c\nd;e\n", 2, (2, 2)),
        ("\"Les amis;a\nb;c\nune suite\n", 0, (2, 4)),
        ("\"Les amis;a\nb;c\nEcran 15\";d\ne;f\n", 1, (2, 4)),
        ("\"Salle \"A\" du\nCCAS\";d\ne;f\n", 1, (2, 3)),
        ("x;y\n\"Les amis;a\n", 1, (3, 3)),
        ("\"N1\" \nville\";a\nb;c\n", 1, (2, 3)),
    ] {
        let (sheet, problems) = read(format!("nom;type\n{rows}").as_bytes());
        assert_eq!((sheet.records.len(), &sheet.named[..]), (read_rows, &[named][..]), "{rows:?}");
        assert_eq!((problems.len(), problems[0].row), (1, Some(named.0)), "{rows:?} {problems:?}");
        assert_eq!(problems[0].message.contains("jusqu'à la ligne"), named.0 != named.1, "{}", problems[0].message);
    }
}

#[test]
fn a_line_of_ten_megabytes_is_named_and_the_lines_around_it_are_read() {
    let mut bytes = b"code;titre\na;b\nx;".to_vec();
    bytes.resize(bytes.len() + 10_000_000, b'z');
    bytes.extend_from_slice(b"\nc;d\n");
    let (sheet, problems) = read(&bytes);
    assert_eq!(cells(&sheet), [["a", "b"], ["c", "d"]]);
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].row, Some(3));
}

#[test]
fn a_line_of_the_greatest_length_is_still_read() {
    let mut bytes = b"code;titre\nx;".to_vec();
    bytes.resize(bytes.len() + MOST_BYTES - 2, b'z');
    assert_eq!(read(&bytes).1, []);
    bytes.push(b'z');
    assert_eq!(read(&bytes).1.len(), 1);
}

#[test]
fn a_file_that_is_no_text_has_one_problem() {
    for bytes in [&b"PK\x03\x04rest"[..], b"%PDF-1.4", b"nom;type\nCaf\x8e;x\nM\x8edia;y\n", b"\xff\xfe\x00\xd8"] {
        let (sheet, problems) = read(bytes);
        assert!(sheet.headings.is_none() && sheet.records.is_empty());
        assert_eq!(problems.len(), 1, "{problems:?}");
    }
}
