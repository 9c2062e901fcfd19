//! What is read of a bullet, and what is not.

use maillage_events::quantity::Quantity;
use maillage_events::session::SessionKind::{self, Awareness, Conference, Forum, Meeting, Training, Workshop};

use crate::oscars::narrative::{Narrated, carried_over, read_bullet};

fn sessions(bullet: &str) -> Vec<(SessionKind, u64)> {
    let narrated = read_bullet(bullet, 1);
    narrated
        .into_iter()
        .filter_map(|it| if let Narrated::Sessions { kind, count, .. } = it { Some((kind, count)) } else { None })
        .collect()
}

#[test]
fn a_number_of_sessions_said_as_done_is_counted() {
    for (bullet, counted) in [
        ("Trois ateliers ont eu lieu en 2016", vec![(Workshop, 3)]),
        ("Deux colloques et un forum", vec![(Conference, 2), (Forum, 1)]),
        ("Une première rencontre entre partenaires", vec![(Meeting, 1)]),
        ("Les acteurs ont suivi 4 actions de formation", vec![(Training, 4)]),
        ("Ont été réalisées deux journées de sensibilisation", vec![(Awareness, 2)]),
        ("Trois temps d’échange se sont tenus", vec![(Meeting, 3)]),
    ] {
        assert_eq!(sessions(bullet), counted, "{bullet}");
    }
}

#[test]
fn what_is_not_a_number_of_sessions_said_as_done_is_not_counted() {
    for bullet in [
        "Des ateliers ont été menés",
        "Forum « santé jeunes »",
        "Deux ateliers seront organisés en 2017",
        "Le groupe s’est réuni pour organiser une journée de découverte",
        "Aucun atelier n’a pu être organisé",
        "L’équipe n’a pas tenu deux réunions",
        "Les secteurs 1 et 2 ont travaillé",
        "Les classes de 3ème sont venues",
        "En 2016 ateliers et forums",
        "Un réseau de formation existe dans un atelier de quartier",
        "Une dizaine d’ateliers ont eu lieu",
        "Plusieurs formations ont été données",
    ] {
        assert_eq!(sessions(bullet), [], "{bullet}");
    }
}

#[test]
fn an_estimate_stays_an_estimate_and_several_stays_unknown() {
    let achieved = |bullet: &str| match read_bullet(bullet, 1).as_slice() {
        [Narrated::Achieved { quantity, .. }] => quantity.clone(),
        other => panic!("{bullet}: {other:?}"),
    };
    assert_eq!(achieved("Une dizaine d’ateliers ont eu lieu"), Quantity::About { value: 10 });
    assert_eq!(achieved("Environ 40 ateliers ont eu lieu"), Quantity::About { value: 40 });
    let unknown = |said: &str| Quantity::Unknown { at_least: Some(2), as_said: Some(said.into()) };
    assert_eq!(achieved("Plusieurs formations ont été données"), unknown("Plusieurs"));
    assert_eq!(achieved("Les équipes se sont vues à plusieurs reprises"), unknown("plusieurs reprises"));
    assert_eq!(achieved("400 ateliers ont eu lieu"), Quantity::exact(400), "too many to be sessions one by one");
}

#[test]
fn what_is_to_come_is_expected() {
    for (bullet, what, count) in [
        ("Le partenariat devrait permettre trois relogements par an", "relogements", 3),
        ("L’action générera 12 emplois, dont deux aidés", "emplois", 12),
        ("Deux ateliers seront organisés en 2017", "ateliers", 2),
    ] {
        let expected = Narrated::Expected { what: what.to_owned(), quantity: Quantity::exact(count) };
        assert_eq!(read_bullet(bullet, 1), [expected], "{bullet}");
    }
    assert_eq!(
        read_bullet("La Ville accompagnera les deux premières années", 1),
        [Narrated::Expected { what: "premières années".to_owned(), quantity: Quantity::exact(2) }]
    );
    assert!(read_bullet("La Ville accompagnera l’équipe dans une nouvelle dynamique", 1).is_empty());
}

#[test]
fn what_happened_within_another_fiche_is_no_session_of_its_own() {
    let bullet = "Une formation a été donnée au cours du forum prévu à la fiche n° 7";
    assert!(read_bullet(bullet, 1).contains(&Narrated::Within { fiche: 7, kind: Forum }));
    assert!(sessions(bullet).is_empty());
    assert_eq!(
        sessions("Une formation a été donnée lors du forum de la fiche 1"),
        [(Training, 1)],
        "its own fiche is no other"
    );
}

#[test]
fn not_deployed_gives_its_motive_and_what_takes_over() {
    let narrated = read_bullet(
        "Faute de local, l’action n’a pas pu être menée. Elle sera reprise par le dispositif « Relais ».",
        1,
    );
    let expected = Narrated::NotDeployed {
        motive: "Faute de local, l’action n’a pas pu être menée.".to_owned(),
        successor: Some("Relais".to_owned()),
    };
    assert!(narrated.contains(&expected), "{narrated:?}");
    assert!(read_bullet("Les personnes n’ayant pas de couverture sociale", 1).is_empty());
    assert!(read_bullet("Cela n’a pas été facile", 1).is_empty());
}

#[test]
fn a_group_met_only_when_it_says_so() {
    let met = |bullet: &str| match read_bullet(bullet, 1).as_slice() {
        [Narrated::Group { parties, .. }] => parties == &["CCAS", "Ville"],
        _ => false,
    };
    assert!(met("Un groupe de travail (CCAS, Ville) s’est réuni"));
    assert!(met("Un groupe de travail (CCAS et Ville) a été réuni en mai"));
    assert!(!met("Un groupe de travail (CCAS, Ville) se réunira en 2017"));
    assert!(!met("Un groupe de travail s’est réuni (CCAS, Ville)"));
}

#[test]
fn only_a_promise_for_an_earlier_year_is_carried_over() {
    assert_eq!(carried_over("Rien. En 2015, deux réunions seront tenues", 2016).map(|(year, _)| year), Some(2015));
    assert_eq!(carried_over("En 2015, deux réunions ont été tenues", 2016), None);
    assert_eq!(carried_over("En 2017, deux réunions seront tenues", 2016), None);
}
