//! Random sheets by three writers that know nothing of the reader: every row is recorded as it was written, or named.

use std::collections::BTreeMap;
use std::io::Cursor;

use maillage_events::decide::Ask;
use maillage_events::envelope::Channel;
use maillage_events::fact::Fact;
use maillage_events::id::{Id, SpaceId};
use maillage_events::messages::Language;
use maillage_events::organisation::OrganisationFact;
use maillage_events::text::Text;

use super::cell::says_unknown;
use super::{Reader, Reading};

/// How many sheets each test reads; each is made of its own seed, which a failure prints.
const SHEETS: u64 = 400;

/// What becomes of one number after another: SplitMix64.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.next() % most as u64).unwrap()
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

/// A sheet of organisations: its headings, and rows of as many cells.
struct Table {
    headings: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

const BITS: [&str; 18] =
    ["Centre", "é", "œuvre", " ", ";", ",", "\"", "'", "\n", "15", "|", "’", "–", "\u{a0}", "ville", "à", "(", "\"\""];

fn words(chance: &mut Chance, most: usize) -> String {
    (0..chance.below(most + 1)).map(|_| chance.one(&BITS)).collect()
}

fn table(chance: &mut Chance) -> Table {
    let mut headings = vec!["nom", "type"];
    headings.extend(["adresse", "depuis"].into_iter().filter(|_| chance.below(2) == 0));
    let cell = |chance: &mut Chance, at: usize, heading: &str| match heading {
        "nom" => format!("N{at} {}", words(chance, 6)),
        "type" => chance.one(&["association", "collectivité", ""]).to_owned(),
        "adresse" => words(chance, 5),
        _ => chance.one(&["12/05/2016", "2016", "mai 2016", "12-05-2016", ""]).to_owned(),
    };
    let rows = (0..1 + chance.below(12))
        .map(|at| headings.iter().map(|heading| cell(chance, at, heading)).collect())
        .collect();
    Table { headings, rows }
}

/// What the facts should hold of each row: name and address.
fn written(table: &Table) -> BTreeMap<Text, Option<Text>> {
    let address = table.headings.iter().position(|heading| *heading == "adresse");
    let text = |cell: &str| Some(cell.trim()).filter(|cell| !says_unknown(cell)).map(Text::from);
    table.rows.iter().map(|row| (text(&row[0]).unwrap(), address.and_then(|at| text(&row[at])))).collect()
}

fn lines(table: &Table) -> impl Iterator<Item = Vec<&str>> {
    let headings = std::iter::once(table.headings.clone());
    headings.chain(table.rows.iter().map(|row| row.iter().map(String::as_str).collect()))
}

/// The `csv` crate, as programs of others use it.
fn by_crate(chance: &mut Chance, table: &Table) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(chance.one(b";,\t|"))
        .terminator(chance.one(&[csv::Terminator::CRLF, csv::Terminator::Any(b'\n'), csv::Terminator::Any(b'\r')]))
        .quote_style(chance.one(&[csv::QuoteStyle::Necessary, csv::QuoteStyle::Always, csv::QuoteStyle::NonNumeric]))
        .from_writer(Vec::new());
    for line in lines(table) {
        writer.write_record(line).unwrap();
    }
    writer.into_inner().unwrap()
}

fn cell_of_standard(cell: &str, separator: char, always: bool) -> String {
    if always || cell.contains([separator, '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// RFC 4180 by hand, with ends of lines that may differ from row to row.
fn by_hand(chance: &mut Chance, table: &Table) -> Vec<u8> {
    let (separator, always) = (chance.one(&[';', ',', '\t', '|']), chance.below(3) == 0);
    let mixed = chance.below(3) == 0;
    let mut end = chance.one(&["\n", "\r\n", "\r"]);
    let mut text = if chance.below(2) == 0 { "\u{feff}".to_owned() } else { String::new() };
    for line in lines(table) {
        let cells: Vec<String> = line.iter().map(|cell| cell_of_standard(cell, separator, always)).collect();
        text.push_str(&cells.join(&separator.to_string()));
        if mixed {
            end = chance.one(&["\n", "\r\n", "\r"]);
        }
        text.push_str(end);
    }
    text.into_bytes()
}

/// A spreadsheet of Windows or of a Macintosh: a line for the separator, empty columns and rows, encodings of its own.
fn by_spreadsheet(chance: &mut Chance, table: &Table) -> Vec<u8> {
    let utf16 = chance.below(3) == 0;
    let separator = if utf16 { '\t' } else { ';' };
    let (end, empty) = (chance.one(&["\r\n", "\r"]), chance.below(3));
    let mut text = match chance.below(3) {
        0 => format!("sep={separator}{end}"),
        1 => format!("SEP={separator}{end}"),
        _ => String::new(),
    };
    for line in lines(table) {
        let cells: Vec<String> = line.iter().map(|cell| cell_of_standard(cell, separator, false)).collect();
        text.push_str(&cells.join(&separator.to_string()));
        text.extend(std::iter::repeat_n(separator, empty));
        text.push_str(end);
        if chance.below(8) == 0 {
            text.extend(std::iter::repeat_n(separator, line.len() - 1 + empty));
            text.push_str(end);
        }
    }
    if utf16 {
        return text.encode_utf16().fold(vec![0xff, 0xfe], |mut bytes, unit| {
            bytes.extend(unit.to_le_bytes());
            bytes
        });
    }
    text.chars()
        .map(|c| match c {
            'œ' => 0x9c,
            '’' => 0x92,
            '–' => 0x96,
            c => u8::try_from(u32::from(c)).unwrap(),
        })
        .collect()
}

fn read(bytes: Vec<u8>) -> Reading {
    let reader = Reader {
        space: SpaceId::new("essai").unwrap(),
        account: Id::new("compte").unwrap(),
        channel: Channel::Import,
        language: Language::French,
    };
    reader.read(vec![("structures.csv".to_owned(), Box::new(Cursor::new(bytes)))], &[]).unwrap()
}

fn recorded(reading: &Reading) -> Vec<(Text, Option<Text>)> {
    let organisation = |ask: &Ask| match ask {
        Ask::Record(Fact::Organisation(OrganisationFact::Recorded(it))) => {
            Some((it.name.clone(), it.address.as_ref().and_then(|place| place.name.clone())))
        }
        _ => None,
    };
    reading.plan.requests.iter().filter_map(|planned| organisation(&planned.request.ask)).collect()
}

type Writer = fn(&mut Chance, &Table) -> Vec<u8>;
const WRITERS: [(&str, Writer); 3] = [("the crate", by_crate), ("by hand", by_hand), ("a spreadsheet", by_spreadsheet)];

#[test]
fn every_row_of_every_writer_is_recorded_as_it_was_written_or_named() {
    for (name, writer) in WRITERS {
        let (mut rows, mut taken) = (0, 0);
        for seed in 0..SHEETS {
            let mut chance = Chance(seed);
            let table = table(&mut chance);
            let bytes = writer(&mut chance, &table);
            let shown = String::from_utf8_lossy(&bytes).into_owned();
            let reading = read(bytes);
            let (written, recorded) = (written(&table), recorded(&reading));
            for (organisation, address) in &recorded {
                let as_written = written.get(organisation);
                assert_eq!(as_written, Some(address), "{name}, seed {seed}: a row that nobody wrote\n{shown:?}");
            }
            let problems = &reading.plan.problems;
            let named: std::collections::BTreeSet<Option<u64>> = problems.iter().map(|it| it.row).collect();
            let many = |message: &str| message.contains("jusqu'à la ligne") || message.contains("lettres accentuées");
            let whole = named.contains(&None) || problems.iter().any(|it| many(&it.message));
            assert!(
                whole || recorded.len() + named.len() >= table.rows.len(),
                "{name}, seed {seed}: {} rows recorded, {problems:?}\n{shown:?}",
                recorded.len(),
            );
            rows += table.rows.len();
            taken += recorded.len();
        }
        assert!(taken * 100 >= rows * 95, "{name}: only {taken} of {rows} rows were taken");
    }
}

#[test]
fn a_stray_mark_anywhere_loses_no_row_in_silence() {
    for seed in 0..SHEETS {
        let mut chance = Chance(seed);
        let table = table(&mut chance);
        let (name, writer) = chance.one(&WRITERS);
        let mut bytes = writer(&mut chance, &table);
        let sixteen = bytes.starts_with(&[0xff, 0xfe]);
        let at = chance.below(bytes.len() + 1) & if sixteen { !1 } else { !0 };
        let mark: &[u8] = if sixteen { b"\"\0" } else { b"\"" };
        bytes.splice(at.max(if sixteen { 2 } else { 0 })..at.max(if sixteen { 2 } else { 0 }), mark.iter().copied());
        let shown = String::from_utf8_lossy(&bytes).into_owned();
        let reading = read(bytes);
        let recorded = recorded(&reading).len();
        assert!(
            !reading.plan.problems.is_empty() || recorded == table.rows.len(),
            "{name}, seed {seed}: {recorded} of {} rows, and nothing is said\n{shown:?}",
            table.rows.len(),
        );
    }
}
