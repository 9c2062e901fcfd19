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
    tells_nothing_new(record(&past, "2016", PersonRegistered { card: CardState::Absent }));
}

#[test]
fn an_adult_answers_for_a_minor_who_was_informed_from_when_to_when() {
    let named = || ResponsibleNamed::example();
    let mut past = vec![on("2016", PersonRegistered::example())];
    assert_eq!(refused(record(&past, "2016", named())), "responsible-of-adult");
    past.push(on("2016", MinorityDeclared::example()));
    assert_eq!(refused(record(&past, "2016", named())), "minor-uninformed");
    past.push(on("2016", PersonInformed::example()));
    assert_eq!(refused(record(&past, "2016", ResponsibleEnded::example())), "not-responsible");
    past.push(on("2016", named()));
    past.push(on("2018", ResponsibleEnded::example()));
    tells_nothing_new_of_its_past::<Person, _>(&past);
    assert_eq!(record(&past, "2019", named()).unwrap().len(), 1, "again, of another day");
    assert_eq!(
        refused(record(&past, "2019", ResponsibleNamed { until: Some(day("2018")), ..named() })),
        "ends-before-start"
    );
    assert_eq!(refused(record(&past, "2016", MinorityDeclared { through: 201 })), "year-out-of-range");
}

#[test]
fn an_objection_stands_until_it_is_withdrawn() {
    let mut past = vec![on("2016", PersonRegistered::example())];
    assert_eq!(refused(record(&past, "2016", ObjectionWithdrawn {})), "no-objection");
    past.push(on("2017-03-01", PersonObjected { to: ObjectedTo::All }));
    assert_eq!(refused(record(&past, "2017-02", ObjectionWithdrawn {})), "no-objection");
    assert_eq!(refused(record(&past, "2017-05", QualityRecognised::example())), "person-objected-to-all");
    assert!(record(&past, "2017-02", QualityRecognised::example()).is_ok(), "it is of before");
    past.push(on("2017-09-01", ObjectionWithdrawn {}));
    tells_nothing_new_of_its_past::<Person, _>(&past);
    assert!(record(&past, "2017-10", QualityRecognised::example()).is_ok());
}

#[test]
fn a_person_is_merged_once_and_comes_back_only_from_a_merge() {
    let mut past = vec![on("2016", PersonRegistered::example())];
    assert_eq!(refused(record(&past, "2017", PersonUnmerged::example())), "not-merged");
    past.push(on("2017", PersonMerged::example()));
    tells_nothing_new(record(&past, "2017", PersonMerged::example()));
    assert_eq!(
        refused(record(&past, "2017", PersonMerged { into: example_person(3), ..PersonMerged::example() })),
        "already-merged"
    );
    assert_eq!(refused(record(&past, "2018", PersonUnmerged { motive: " ".into() })), "no-motive");
    past.push(on("2018", PersonUnmerged::example()));
    tells_nothing_new(record(&past, "2018", PersonUnmerged::example()));
    assert_eq!(
        record(&past, "2019", PersonMerged { into: example_person(3), ..PersonMerged::example() }).unwrap().len(),
        1
    );
}

#[test]
fn nothing_is_recorded_of_an_erased_person() {
    let past = [on("2016", PersonRegistered::example()), on("2019", PersonErased::example())];
    for said in [
        PersonFact::from(PersonInformed::example()),
        PersonObjected::example().into(),
        PersonMerged::example().into(),
        PersonRegistered::example().into(),
    ] {
        assert_eq!(refused(record(&past, "2019-05-01", said)), "person-erased");
    }
    tells_nothing_new(record(&past, "2019", PersonErased::example()));
    assert_eq!(refused(record(&past, "2020", PersonErased::example())), "person-erased", "erased of another day");
    assert_eq!(
        refused(record(&past, "2019", PersonErased { basis: ErasureBasis::Mistake, ..PersonErased::example() })),
        "person-erased"
    );
}

#[test]
fn what_is_known_of_a_person_told_again_gives_nothing_new() {
    let past: [Happened<PersonFact>; 4] = [
        on("2016", PersonRegistered::example()),
        on("2016", PersonInformed::example()),
        on("2016", PersonObjected::example()),
        on("2016", QualityRecognised::example()),
    ];
    tells_nothing_new_of_its_past::<Person, _>(&past);
    assert_eq!(record(&past, "2017", QualityRecognised { quality: Quality::Volunteer, until: None }).unwrap().len(), 1);
    assert_eq!(record(&past, "2019", QualityRecognised::example()).unwrap().len(), 1, "recognised of another day");
    assert_eq!(refused(record(&past, "2015", QualityEnded::example())), "no-quality");
    assert_eq!(record(&past, "2018", QualityEnded::example()).unwrap().len(), 1);
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
