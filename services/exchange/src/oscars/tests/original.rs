//! The original record gives what the project's own gives, and lends it no sentence.

use maillage_events::text::folded;
use std::collections::BTreeSet;
use std::path::Path;

use super::figures::figures;
use super::{OWN, read};
use crate::oscars::record::Record;
use crate::oscars::sections::Sections;
use crate::oscars::source;

fn original() -> Option<Vec<u8>> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds/000_la-rochelle-oscars-2016.txt"))
        .ok()
}

#[test]
fn the_original_record_gives_the_same_figures() {
    let Some(original) = original() else {
        println!("skipped: original record not here");
        return;
    };
    let theirs = read(&original);
    assert!(theirs.problems.is_empty(), "{:?}", theirs.problems);
    assert_eq!(figures(&theirs), figures(&read(OWN)));
    assert_eq!(
        Record::read(&Sections::cut(&source::read(&original).unwrap().lines)).copies,
        Record::read(&Sections::cut(&source::read(OWN).unwrap().lines)).copies
    );
}

#[test]
fn the_projects_record_holds_no_sentence_of_the_original() {
    let Some(original) = original() else {
        println!("skipped: original record not here");
        return;
    };
    let prose = |bytes: &[u8]| -> BTreeSet<String> {
        let record = Record::read(&Sections::cut(&source::read(bytes).unwrap().lines));
        let bullets = record.fiches.iter().flat_map(|fiche| &fiche.bullets);
        let texts = record
            .description
            .iter()
            .chain(&record.context)
            .chain(record.objectives.iter().map(|(_, text)| text))
            .chain(bullets);
        texts.map(|text| folded(&text.value)).filter(|text| text.split(' ').count() > 8).collect()
    };
    assert_eq!(prose(OWN).intersection(&prose(&original)).collect::<Vec<_>>(), Vec::<&String>::new());
}
