//! Persons, discrepancies, imports.

use maillage_events::declare::Example;
use maillage_events::discrepancy::*;
use maillage_events::happened::Happened;
use maillage_events::import::*;
use maillage_events::person::*;
use maillage_events::refusal::Refusal;
use maillage_events::session::{Quality, example_person};

use crate::support::*;

fn record(
    past: &[Happened<PersonFact>],
    date: &str,
    said: impl Into<PersonFact>,
) -> Result<Vec<Happened<PersonFact>>, Refusal> {
    recording::<Person, _>(past, on(date, said))
}

#[test]
fn a_person_is_registered_once_and_a_minor_with_somebody_responsible() {
    let past = [on("2016", PersonRegistered::example())];
    assert_eq!(refused(record(&[], "2016", PersonInformed::example())), "not-recorded-yet");
    assert_eq!(
        refused(record(&[], "2016", PersonRegistered { minor: true, responsible: None })),
        "minor-without-responsible"
    );
    assert!(record(&[], "2016", PersonRegistered { minor: true, responsible: Some(example_person(2)) }).is_ok());
    assert_eq!(
        refused(record(&past, "2016", PersonRegistered { minor: true, responsible: Some(example_person(2)) })),
        "recorded-otherwise"
    );
}

#[test]
fn a_person_is_merged_once_and_comes_back_only_from_a_merge() {
    let mut past = vec![on("2016", PersonRegistered::example())];
    assert_eq!(refused(record(&past, "2017", PersonUnmerged::example())), "not-merged");
    past.push(on("2017", PersonMerged::example()));
    tells_nothing_new(record(&past, "2017", PersonMerged::example()));
    assert_eq!(refused(record(&past, "2017", PersonMerged { into: example_person(3) })), "already-merged");
    assert_eq!(refused(record(&past, "2018", PersonUnmerged { motive: " ".into() })), "no-motive");
    past.push(on("2018", PersonUnmerged::example()));
    tells_nothing_new(record(&past, "2018", PersonUnmerged::example()));
    assert_eq!(record(&past, "2019", PersonMerged { into: example_person(3) }).unwrap().len(), 1);
}

#[test]
fn nothing_is_recorded_of_an_erased_person() {
    let past = [on("2016", PersonRegistered::example()), on("2019", PersonErased::example())];
    for said in [
        PersonFact::from(PersonInformed::example()),
        PersonObjected {}.into(),
        PersonMerged::example().into(),
        PersonRegistered::example().into(),
    ] {
        assert_eq!(refused(record(&past, "2019-05-01", said)), "person-erased");
    }
    tells_nothing_new(record(&past, "2019", PersonErased::example()));
    assert_eq!(refused(record(&past, "2019", PersonErased { request: id("autre") })), "person-erased");
}

#[test]
fn what_is_known_of_a_person_told_again_gives_nothing_new() {
    let past: [Happened<PersonFact>; 4] = [
        on("2016", PersonRegistered::example()),
        on("2016", PersonInformed::example()),
        on("2016", PersonObjected {}),
        on("2016", QualityRecognised::example()),
    ];
    tells_nothing_new_of_its_past::<Person, _>(&past);
    assert_eq!(record(&past, "2017", QualityRecognised { quality: Quality::Volunteer }).unwrap().len(), 1);
    assert_eq!(record(&past, "2019", QualityRecognised::example()).unwrap().len(), 1, "recognised of another day");
}

#[test]
fn a_discrepancy_is_flagged_before_it_is_explained() {
    let past: [Happened<DiscrepancyFact>; 2] =
        [on("2016", DiscrepancyFlagged::example()), on("2017", DiscrepancyExplained::example())];
    assert_eq!(refused(recording::<Discrepancy, _>(&[], past[1].clone())), "not-recorded-yet");
    tells_nothing_new_of_its_past::<Discrepancy, _>(&past);
    let other = on("2016", DiscrepancyFlagged { nature: DiscrepancyNature::Slip, ..DiscrepancyFlagged::example() });
    assert_eq!(refused(recording::<Discrepancy, _>(&past, other)), "recorded-otherwise");
    let better = on("2018", DiscrepancyExplained { explanation: "Numéro jamais attribué".into() });
    assert_eq!(recording::<Discrepancy, _>(&past, better).unwrap().len(), 1);
}

#[test]
fn a_file_is_imported_once_whatever_it_gave_the_second_time() {
    let past: [Happened<ImportFact>; 1] = [on("2016", ImportRecorded::example())];
    tells_nothing_new(recording::<Import, _>(
        &past,
        on("2017", ImportRecorded { facts: 0, ..ImportRecorded::example() }),
    ));
    let other = ImportRecorded { fingerprint: "ab".repeat(32), ..ImportRecorded::example() };
    assert_eq!(refused(recording::<Import, _>(&past, on("2016", other))), "recorded-otherwise");
    for fingerprint in ["ab".repeat(31), "AB".repeat(32), "zz".repeat(32)] {
        assert_eq!(
            refused(recording::<Import, _>(
                &[],
                on("2016", ImportRecorded { fingerprint, ..ImportRecorded::example() })
            )),
            "bad-fingerprint"
        );
    }
    assert_eq!(
        refused(recording::<Import, _>(&[], on("2016", ImportRecorded { rejected: 298, ..ImportRecorded::example() }))),
        "rejected-above-rows"
    );
}
