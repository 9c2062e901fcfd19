//! What surrounds a fact: who, how, what proves it, and how large it may be.

use maillage_events::declare::{Example, Subject, example_person};
use maillage_events::envelope::{Context, Evidence, EvidencePlace, MOST_BYTES, Recorded, RecordedAt, Salt};
use maillage_events::fact::Fact;
use maillage_events::funding::BudgetDeclared;
use maillage_events::id::SpaceId;
use maillage_events::refusal::Refusal;
use maillage_events::session::*;
use serde_json::json;

use crate::screen_doors::{draft, with_context};
use crate::support::*;

#[test]
fn evidence_is_a_fingerprint_and_a_place_that_a_document_has() {
    let with = |document: &str, at| {
        with_context(|context| context.evidence = vec![Evidence { document: document.to_owned(), at }])
    };
    let sound = "0123456789abcdef".repeat(4);
    let lines = |from, to| EvidencePlace::Lines { from, to };
    for at in [lines(1, 1), lines(3, 9), EvidencePlace::Page { from: 2, to: 2 }] {
        assert_eq!(with(&sound, at), Some(Ok(())), "{at:?}");
    }
    for document in ["", "seances.csv", "Mme Benali 06 12 34 56 78", &sound[1..], &sound.to_uppercase()] {
        assert_eq!(with(document, lines(1, 2)), Some(Err("evidence-without-document")), "{document:?}");
    }
    for (from, to) in [(9, 1), (0, 0), (0, 3)] {
        assert_eq!(with(&sound, lines(from, to)), Some(Err("evidence-lines-upside-down")), "{from} to {to}");
        let pages = EvidencePlace::Page { from, to };
        assert_eq!(with(&sound, pages), Some(Err("evidence-pages-upside-down")), "{from} to {to}");
    }
    let cell = |sheet, row, column| EvidencePlace::Cell { sheet, row, column };
    assert_eq!(with(&sound, cell(1, 4, 2)), Some(Ok(())));
    for at in [cell(0, 4, 2), cell(1, 0, 2), cell(1, 4, 0)] {
        assert_eq!(with(&sound, at), Some(Err("evidence-cell-zero")), "{at:?}");
    }
}

#[test]
fn four_places_prove_a_fact_at_most() {
    let with = |count| with_context(|context| context.evidence = vec![Evidence::lines("a".repeat(64), 1, 2); count]);
    assert_eq!((with(4), with(5)), (Some(Ok(())), Some(Err("too-much-evidence"))));
}

#[test]
fn an_envelope_has_no_members_but_its_own_and_a_role_out_of_the_list() {
    let account = "67e55044-10b1-426f-9247-bb680e5fe0c8";
    let whole = |role: &str| {
        let actor = json!({"account": account, "role": role});
        json!({"actor": actor, "source": {"channel": "api"}, "evidence": []})
    };
    let read = |value: serde_json::Value| serde_json::from_value::<Context>(value);
    assert!(read(whole("referent")).is_ok());
    assert!(read(whole("chef")).is_err());
    for (at, member) in [("/actor", "name"), ("/source", "schema"), ("/source", "address")] {
        let mut other = whole("referent");
        other.pointer_mut(at).unwrap()[member] = json!("x");
        assert!(read(other).is_err(), "{at}/{member}");
    }
    let mut named = whole("referent");
    named["actor"]["account"] = json!("jean-dupont");
    assert!(read(named).is_err(), "an account is a reference that says nothing");
}

#[test]
fn facts_of_personal_kinds_have_a_salt_and_no_others_do() {
    let space = SpaceId::new("essai").unwrap();
    let salt = |fact: Fact| {
        let mut draft = draft("session/s-1", fact);
        draft.salt = Salt([0xa5; 16]);
        let bytes = draft.seal(&space).unwrap().bytes(1, RecordedAt(0));
        (String::from_utf8(bytes.clone()).unwrap().contains("salt"), Recorded::read(&bytes).unwrap().salt)
    };
    let named: Fact = AttendanceObserved::example().into();
    assert_eq!((named.subject(), salt(named)), (Subject::Person, (true, Some(Salt([0xa5; 16])))));
    assert_eq!(salt(SessionHeld::example().into()), (false, None));
    assert_eq!(json!(Salt([0xa5; 16])), "a5".repeat(16));
    for bad in ["", "a5", &"A5".repeat(16), &"zz".repeat(16), &"a5".repeat(17)] {
        assert!(serde_json::from_value::<Salt>(json!(bad)).is_err(), "{bad}");
    }
}

fn sealed(fact: impl Into<Fact>) -> Result<(), Refusal> {
    draft("session/s-1", fact).seal(&SpaceId::new("essai").unwrap()).map(drop)
}

#[test]
fn a_fact_holds_32_kib_and_a_list_200_at_most() {
    let fiches = |count: usize| SessionPlanned {
        fiches: (0..count).map(|number| id(&format!("f-{number}"))).collect(),
        ..SessionPlanned::example()
    };
    assert!(sealed(fiches(200)).is_ok());
    assert_eq!(refused(sealed(fiches(201))), "too-many-items");
    let long = |length: usize| {
        let mut plan = fiches(200);
        plan.fiches = (0..200).map(|number| id(&format!("f{number:03}{}", "x".repeat(length)))).collect();
        plan
    };
    assert!(sealed(long(60)).is_ok());
    let correction = |fact: Fact| {
        use maillage_events::amendment::{AmendmentFact, FactCorrected};
        AmendmentFact::from(FactCorrected { fact: Box::new(fact), ..FactCorrected::example() })
    };
    assert_eq!(refused(sealed(correction(fiches(201).into()))), "too-many-items");
    let origins = |length: usize| {
        let origins = (0..100).map(|_| "x".repeat(length).as_str().into()).collect();
        BudgetDeclared { origins, ..BudgetDeclared::example() }
    };
    assert!(sealed(origins(300)).is_ok(), "{MOST_BYTES}");
    assert_eq!(refused(sealed(origins(400))), "fact-too-large");
    assert_eq!(refused(sealed(correction(origins(400).into()))), "fact-too-large");
    assert!(sealed(AttendanceObserved { person: example_person(1), ..AttendanceObserved::example() }).is_ok());
}
