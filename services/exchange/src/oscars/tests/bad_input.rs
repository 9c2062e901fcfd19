//! Files that cannot be taken say why, and where.

use maillage_events::id::StreamId;
use maillage_events::messages::Language;

use super::{OWN, facts, read};
use crate::oscars::{OscarsOptions, looks_like, plan};
use crate::plan::Plan;

/// The project's record with one text put for another.
fn with(this: &str, that: &str) -> Plan {
    let own = std::str::from_utf8(OWN).unwrap();
    assert!(own.contains(this), "{this:?} is not in the record");
    read(own.replace(this, that).as_bytes())
}

/// The lines and sentences of its problems.
fn said(plan: &Plan) -> Vec<(Option<u64>, &str)> {
    plan.problems.iter().map(|problem| (problem.row, problem.message.as_str())).collect()
}

#[test]
fn only_a_record_looks_like_one() {
    assert!(looks_like(OWN));
    for other in [&b"numero;titre\n1;a\n"[..], b"", b"\xff\xfe", "Durée\nPublic\nun texte".as_bytes()] {
        assert!(!looks_like(other));
    }
}

#[test]
fn a_file_that_is_no_record_asks_for_nothing() {
    for (bytes, words) in [
        (&b"numero;titre\n1;a\n"[..], "n’est pas une fiche OSCARS"),
        (b"  \r\n ", "vide"),
        (b"Th\xe8me\nSant\xe9", "n’est pas une fiche OSCARS"),
        (b"Public\ntous\nDur\x8ee\n", "Ligne 3"),
    ] {
        let plan = read(bytes);
        assert!(plan.requests.is_empty());
        assert!(plan.problems.len() == 1 && plan.problems[0].message.contains(words), "{:?}", plan.problems);
    }
}

#[test]
fn a_line_of_ten_megabytes_is_named_not_read() {
    let mut bytes = OWN.to_vec();
    bytes.extend(vec![b'x'; 10 * 1024 * 1024]);
    let plan = read(&bytes);
    assert!(plan.requests.is_empty());
    assert_eq!(plan.problems[0].row, Some(258));
    assert!(plan.problems[0].message.contains("10485760"));
}

#[test]
fn a_sum_that_is_none_is_named_and_not_guessed() {
    let plan = with("15 000 € €", "quinze mille €");
    assert_eq!(said(&plan), [(Some(202), "Ligne 202 : « quinze mille € » n’est pas une somme en euros.")]);
    assert_eq!(plan.problems[0].value.as_deref(), Some("quinze mille €"));
    assert_eq!(facts(&plan).iter().filter(|fact| fact.kind() == "funding.notified").count(), 1);
}

#[test]
fn a_funder_without_a_sum_funds_and_has_no_figure() {
    let plan = with("- ARS : 15 000 € €", "- ARS");
    assert!(plan.problems.is_empty());
    assert_eq!(facts(&plan).iter().filter(|fact| fact.kind() == "funding.notified").count(), 1);
    assert_eq!(facts(&plan).iter().filter(|fact| fact.payload().unwrap()["role"] == "funding").count(), 1);
}

#[test]
fn a_funder_that_pays_twice_has_two_fundings() {
    let plan = with("- ARS : 15 000 € €", "- ARS : 15 000 € €\n- ARS : 500,50 €");
    let mut streams: Vec<&StreamId> =
        plan.requests.iter().map(|it| &it.request.stream).filter(|it| it.family.as_str() == "funding").collect();
    streams.sort();
    streams.dedup();
    assert_eq!(streams.len(), 3);
}

#[test]
fn a_record_without_title_or_year_says_so() {
    let own = std::str::from_utf8(OWN).unwrap();
    let headless = &own[own.find("Thème").unwrap()..];
    let plan = read(headless.as_bytes());
    assert!(plan.requests.is_empty());
    assert_eq!(said(&plan).len(), 2);
    assert!(with("- Année 3\n2016\n", "- Année 3\n").problems[0].message.contains("L’année de l’action manque"));
}

#[test]
fn a_year_that_is_none_is_named() {
    let plan = with("Année de fin de réalisation\n2016", "Année de fin de réalisation\nbientôt");
    assert_eq!(said(&plan), [(Some(192), "Ligne 192 : « bientôt » ne donne pas d’année.")]);
}

#[test]
fn a_fiche_number_taken_twice_keeps_the_first() {
    let plan = with("- Fiche 5 : Création d’une PASS dentaire", "- Fiche 4 : Création d’une PASS dentaire");
    assert!(said(&plan)[0].1.contains("numéro de fiche 4 est déjà pris"));
    assert_eq!(facts(&plan).iter().filter(|fact| fact.kind() == "fiche.recorded").count(), 16);
}

#[test]
fn a_sentence_that_names_a_person_is_left_out_and_not_repeated() {
    let plan =
        with(". Forum « santé jeunes »", ". Forum « santé jeunes ». Mme Durand y a parlé. Les lycées sont venus.");
    assert_eq!(plan.problems.len(), 1);
    assert!(!format!("{:?}", plan.problems).contains("Durand"), "a problem is shown and logged: it names nobody");
    let payloads: String = facts(&plan).iter().map(|fact| fact.payload().unwrap().to_string()).collect();
    assert!(!payloads.contains("Durand"));
    assert!(payloads.contains("Les lycées sont venus"));
}

#[test]
fn an_e_mail_in_a_partners_name_stays_out() {
    let plan = with("Synergie 17,", "synergie@exemple.fr,");
    assert!(plan.problems.iter().any(|problem| problem.message.contains("adresse électronique")));
    assert!(!format!("{:?}{:?}", facts(&plan), plan.problems).contains("exemple.fr"));
}

#[test]
fn problems_speak_the_language_of_the_user() {
    let plan = plan(b"x", "r.txt", &OscarsOptions::default(), Language::English);
    assert!(plan.problems[0].message.starts_with("This text is not an OSCARS record"));
}
