//! A corrected sheet imported again: what stands is said to stand, what is new is recorded, what changed is named with
//! what stands and the way out. Nothing is recorded twice, and nothing bars the rest.

use super::*;
use crate::import::ImportError;

const CONTRACT: (&str, &[u8]) = (
    "contrats.csv",
    "code;type;génération;titre;territoire;échelle;début;fin\nc-1;autre;1;Contrat;Essai;commune;2015;2018\n".as_bytes(),
);
const ORGANISATIONS: (&str, &[u8]) = (
    "structures.csv",
    "code;nom;type\nars;ARS;agence régionale\nccas;CCAS;collectivité\ncpam;CPAM;assurance\n".as_bytes(),
);
const FICHES: (&str, &[u8]) = ("fiches.csv", "code;contrat;numéro;titre;axes\nf-1;c-1;1;Fiche;\n".as_bytes());
const AXES: (&str, &[u8]) = ("axes.csv", "contrat;code;rang;libellé\nc-1;a-1;1;Axe\n".as_bytes());
const YEARS: (&str, &[u8]) = ("fiches_annees.csv", "fiche;année\nf-1;2016\n".as_bytes());
const BODIES: (&str, &[u8]) = ("instances.csv", "code;type;titre\nb-1;copil;Comité\n".as_bytes());
const PAST: (&str, &[u8]) = (
    "seances.csv",
    "code;titre;type;date\ns-8;Réunion;réunion;10/03/2016\ns-9;Réunion;réunion;11/03/2016\n".as_bytes(),
);

async fn house() -> House {
    let house = House::new();
    let files = [CONTRACT, ORGANISATIONS, FICHES, YEARS, AXES, POLES, PERSONS, BODIES, PAST];
    let outcome = house.import(&files).await;
    assert_eq!((outcome.rejected, outcome.changed), (Vec::new(), Vec::new()));
    house
}

/// Of each table: its file, headings, a row that stays, a row and what it changed to, the column that is named, a new
/// row, and the kind of fact that the new row gives.
type Version = (
    &'static str,
    &'static str,
    &'static str,
    (&'static str, &'static str),
    &'static str,
    (&'static str, &'static str),
);

const VERSIONS: &[Version] = &[
    (
        "presences.csv",
        "séance;personne;qualité",
        "s-8;h-1;habitant",
        ("s-8;h-2;habitant", "s-8;h-2;usager"),
        "qualité",
        ("s-9;h-1;habitant", "attendance.observed"),
    ),
    (
        "comptages.csv",
        "séance;feuille;total;s'ajoute",
        "s-8;x;12;",
        ("s-9;y;8;", "s-9;y;9;"),
        "total",
        ("s-9;z;4;oui", "attendance.headcount_recorded"),
    ),
    (
        "seances.csv",
        "code;titre;type;date",
        "s-1;Atelier;atelier;01/03/2016",
        ("s-2;Atelier;atelier;02/03/2016", "s-2;Atelier;atelier;03/03/2016"),
        "date",
        ("s-3;Atelier;atelier;04/03/2016", "session.planned"),
    ),
    (
        "structures.csv",
        "code;nom;type",
        "a-1;Maison du port;association",
        ("a-2;Maison du parc;association", "a-2;Maison du bois;association"),
        "nom",
        ("a-3;Maison du lac;association", "organisation.recorded"),
    ),
    (
        "structures.csv",
        "nom;type",
        "Maison du port;association",
        ("Maison du parc;association", "Maison du parcq;association"),
        "nom",
        ("Ecole de la plage;enseignement", "organisation.recorded"),
    ),
    (
        "financements.csv",
        "état;financeur;objet;année;montant;date",
        "versé;ars;contrat/c-1;2016;1000;01/03/2016",
        ("versé;ars;contrat/c-1;2016;2000;01/06/2016", "versé;ars;contrat/c-1;2016;2500;01/06/2016"),
        "montant",
        ("versé;ars;contrat/c-1;2016;700;01/09/2016", "funding.paid"),
    ),
    (
        "roles_fiches.csv",
        "fiche;structure;rôle;depuis",
        "f-1;ccas;pilote;2016",
        ("f-1;cpam;animateur;2016", "f-1;ars;animateur;2016"),
        "structure",
        ("f-1;cpam;porteur;2016", "fiche.role_named"),
    ),
    (
        "etapes.csv",
        "fiche;année;libellé;date",
        "f-1;2016;Guide édité;01/03/2016",
        ("f-1;2016;Procédure testée;01/04/2016", "f-1;2016;Procédure éprouvée;01/04/2016"),
        "libellé",
        ("f-1;2016;Guide diffusé;01/06/2016", "fiche.milestone_passed"),
    ),
    (
        "contacts.csv",
        "pôle;moyen;issue;date",
        "fives;téléphone;joint;01/03/2016",
        ("fives;visite;joint;02/03/2016", "fives;visite;sans réponse;02/03/2016"),
        "issue",
        ("fives;courriel;joint;05/03/2016", "pole.contact_tried"),
    ),
    (
        "referents.csv",
        "pôle;structure;suppléant;depuis",
        "fives;ccas;non;2015",
        ("fives;cpam;oui;2015", "fives;cpam;oui;2016"),
        "depuis",
        ("fives;ars;non;2017", "pole.referent_named"),
    ),
    (
        "sieges.csv",
        "instance;structure;depuis",
        "b-1;ccas;2015",
        ("b-1;cpam;2015", "b-1;cpam;2016"),
        "depuis",
        ("b-1;ars;2015", "body.seat_given"),
    ),
    (
        "partenariats.csv",
        "partenaire;portée;rôle;depuis",
        "structure/ccas;contrat/c-1;membre;2015",
        ("structure/cpam;contrat/c-1;membre;2015", "structure/cpam;contrat/c-1;associé;2015"),
        "rôle",
        ("structure/ars;contrat/c-1;financement;2015", "partnership.formed"),
    ),
    (
        "orientations.csv",
        "séance;sens;structure;nombre_de_personnes",
        "s-8;vers;ccas;2",
        ("s-8;vers;cpam;2", "s-8;vers;cpam;3"),
        "nombre_de_personnes",
        ("s-9;par;ars;1", "attendance.referral_made"),
    ),
    (
        "resultats_attendus.csv",
        "fiche;année;résultat;quoi;quantité",
        "f-1;2016;r-1;Ateliers;4",
        ("f-1;2016;r-2;Forums;1", "f-1;2016;r-3;Forums;1"),
        "résultat",
        ("f-1;2016;r-4;Visites;2", "fiche.result_expected"),
    ),
];

fn sheet(headings: &str, rows: &[&str]) -> Vec<u8> {
    format!("{headings}\n{}\n", rows.join("\n")).into_bytes()
}

#[tokio::test]
async fn of_a_second_version_what_stands_stands_what_is_new_is_recorded_and_what_changed_is_named() {
    for (file, headings, stays, (before, after), column, (new, kind)) in VERSIONS {
        let house = house().await;
        let first = house.import(&[(file, &sheet(headings, &[stays, before]))]).await;
        assert_eq!((&first.rejected, &first.changed, first.standing), (&Vec::new(), &Vec::new(), 0), "{file}");
        let facts = house.facts().await.len();
        let second = house.import(&[(file, &sheet(headings, &[stays, after, new]))]).await;
        assert_eq!((&second.rejected, second.committed), (&Vec::new(), true), "{file}");
        assert_eq!((second.standing, second.changed.len()), (1, 1), "{file} {second:?}");
        let changed = &second.changed[0];
        assert_eq!((changed.row, changed.column.as_deref()), (Some(3), Some(*column)), "{changed:?}");
        assert!(changed.message.contains("fait n°") && changed.message.contains("--correct"), "{}", changed.message);
        assert_eq!(second.by_kind.get(*kind), Some(&1), "{file} {:?}", second.by_kind);
        assert_eq!(house.facts().await.len(), facts + second.facts as usize, "{file}");
        let again = house.import(&[(file, &sheet(headings, &[stays, after, new]))]).await;
        assert_eq!(
            (again.facts, again.repeated, again.standing, again.changed.len()),
            (0, false, 2, 1),
            "{file} {again:?}"
        );
    }
}

#[tokio::test]
async fn what_changed_is_corrected_where_that_is_asked_for_and_stands_then() {
    for (file, headings, stays, (before, after), _, (new, _)) in VERSIONS {
        let house = house().await;
        house.import(&[(file, &sheet(headings, &[stays, before]))]).await;
        let bytes = sheet(headings, &[stays, after, new]);
        let correct = |options: &mut ImportOptions| options.correct = Some("feuille corrigée".into());
        let second = house.import_as(&[(file, &bytes)], correct).await;
        assert_eq!((&second.rejected, &second.changed), (&Vec::new(), &Vec::new()), "{file}");
        assert_eq!(second.by_kind.get("amendment.corrected"), Some(&1), "{file} {:?}", second.by_kind);
        let other = sheet(headings, &[after, stays, new]);
        let again = house.import(&[(file, &other)]).await;
        assert_eq!((again.standing, again.changed.len(), again.by_kind.len()), (3, 0, 1), "{file} {again:?}");
    }
}

#[tokio::test]
async fn a_status_of_the_same_day_counts_anew_and_a_living_sheet_goes_on() {
    let house = house().await;
    let sheet = |status: &str| format!("fiche;année;statut\nf-1;2016;{status}\n").into_bytes();
    for status in ["en cours", "prévue"] {
        let outcome = house.import(&[("fiches_annees.csv", &sheet(status))]).await;
        assert_eq!(outcome.by_kind.get("fiche.status_declared"), Some(&1), "{status}");
    }
    let back =
        house.import(&[("fiches_annees.csv", "fiche;année;statut;motif\nf-1;2016;en cours;\n".as_bytes())]).await;
    assert_eq!(back.by_kind.get("fiche.status_declared"), Some(&1), "{back:?}");
}

#[tokio::test]
async fn a_session_whose_date_changed_leaves_its_presences_standing() {
    let house = house().await;
    let files = |date: &str| {
        let session = format!("code;titre;type;date\ns-1;Atelier;atelier;{date}\n").into_bytes();
        (session, "séance;personne;qualité\ns-1;h-1;habitant\n".as_bytes())
    };
    let (session, presences) = files("01/03/2016");
    house.import(&[("seances.csv", &session), ("presences.csv", presences)]).await;
    let (session, presences) = files("02/03/2016");
    let second = house.import(&[("seances.csv", &session), ("presences.csv", presences)]).await;
    assert_eq!((second.standing, second.changed.len(), second.rejected.len()), (1, 1, 0), "{second:?}");
}

#[tokio::test]
async fn a_date_that_a_row_gives_itself_is_compared_and_one_that_it_does_not_give_is_not() {
    let house = house().await;
    let presence = |date: &str| format!("séance;personne;qualité;date\ns-8;h-1;habitant;{date}\n").into_bytes();
    house.import(&[("presences.csv", &presence("10/03/2016"))]).await;
    let other = house.import(&[("presences.csv", &presence("11/03/2016"))]).await;
    let [changed] = other.changed.as_slice() else { panic!("{other:?}") };
    assert!(changed.column.as_deref() == Some("date") && changed.message.contains("10/03/2016"), "{changed:?}");
    house.import(&[("structures.csv", "code;nom;depuis\na-1;Maison du port;2014\n".as_bytes())]).await;
    let list = "code;nom\na-1;Maison du port\na-2;Maison du lac\n".as_bytes();
    let list = house.import(&[("structures.csv", list)]).await;
    assert_eq!((list.standing, list.changed.len(), list.by_kind.get("organisation.recorded")), (1, 0, Some(&1)));
}

#[tokio::test]
async fn rows_that_the_file_says_no_more_are_told_and_stand() {
    let house = house().await;
    let sheet = |rows: &str| format!("séance;personne;qualité\n{rows}").into_bytes();
    house.import(&[("presences.csv", &sheet("s-8;h-1;habitant\ns-8;h-2;habitant\ns-9;h-1;habitant\n"))]).await;
    let second = house.import(&[("presences.csv", &sheet("s-8;h-1;habitant\ns-8;h-2;habitant\n"))]).await;
    assert_eq!((second.standing, second.changed.len(), second.rejected.len()), (2, 0, 0));
    assert_eq!(second.unused.len(), 1, "{second:?}");
    assert!(second.unused[0].message.contains("n'y est plus"), "{}", second.unused[0].message);
}

#[tokio::test]
async fn another_sheet_of_the_same_table_is_no_second_version() {
    let house = house().await;
    let sheet = |rows: &str| format!("état;financeur;objet;année;montant;date\n{rows}").into_bytes();
    house.import(&[("financements.csv", &sheet("versé;ars;contrat/c-1;2016;1000;01/03/2016\n"))]).await;
    let later = house.import(&[("financements.csv", &sheet("versé;ars;contrat/c-1;2016;500;01/09/2016\n"))]).await;
    assert_eq!((later.changed.len(), later.by_kind.get("funding.paid")), (0, Some(&1)), "{later:?}");
    let same_day = house.import(&[("financements.csv", &sheet("versé;ars;contrat/c-1;2016;900;01/09/2016\n"))]).await;
    assert_eq!((same_day.changed.len(), same_day.by_kind.get("funding.paid")), (1, None), "{same_day:?}");
    let both = sheet("versé;ars;contrat/c-1;2016;500;01/09/2016\nversé;ars;contrat/c-1;2016;900;01/09/2016\n");
    let both = house.import(&[("financements.csv", &both)]).await;
    assert_eq!((both.changed.len(), both.by_kind.get("funding.paid")), (0, Some(&1)), "{both:?}");
}

#[tokio::test]
async fn a_card_that_differs_is_named_and_the_rest_of_the_row_is_taken() {
    let house = house().await;
    let changed = "code;nom;prénom;qualité;depuis\nh-1;Autre-Essai;A;habitant;2016\n".as_bytes();
    let outcome = house.import(&[("personnes.csv", changed)]).await;
    assert_eq!((outcome.rejected.len(), outcome.changed.len()), (0, 1), "{outcome:?}");
    assert_eq!(outcome.by_kind.get("person.quality_recognised"), Some(&1));
    assert!(!serde_json::to_string(&outcome).unwrap().contains("Essai"));
}

#[tokio::test]
async fn a_reason_that_says_nothing_or_names_somebody_is_at_fault_itself() {
    let house = house().await;
    let before = house.facts().await.len();
    for (reason, is_empty) in [("", true), ("  ", true), ("appeler le 06 12 34 56 78", false), ("vu Mme Durand", false)]
    {
        let options = ImportOptions { correct: Some(reason.into()), ..options() };
        let files = vec![("seances.csv".to_owned(), "code;titre;type;date\n".into())];
        let refused = house.importer(&options).import_bytes(files, &mut |_, _| {}).await.unwrap_err();
        assert_eq!(matches!(refused, ImportError::NoReason), is_empty, "{reason:?} {refused}");
        assert_eq!(matches!(refused, ImportError::PersonalReason), !is_empty, "{reason:?} {refused}");
    }
    assert_eq!(house.facts().await.len(), before);
}
