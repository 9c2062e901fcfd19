//! Files that are imported again in a second version: what changed, what replaces, what is not there any more.

use crate::heard::Answers;
use crate::house::{House, SPACE};
use crate::imports::take;

/// What stands before any of them.
const STANDING: &[(&str, &str)] = &[
    (
        "contrats.csv",
        "code;type;génération;titre;territoire;échelle;début;fin\nc-1;autre;1;Contrat;Essai;commune;2015;2018\n",
    ),
    ("structures.csv", "code;nom;type\nars;ARS;agence régionale\nccas;CCAS;collectivité\ncpam;CPAM;assurance\n"),
    ("fiches.csv", "code;contrat;numéro;titre;axes\nf-1;c-1;1;Fiche;\n"),
    ("fiches_annees.csv", "fiche;année\nf-1;2016\n"),
    ("instances.csv", "code;type;titre\nb-1;copil;Comité\n"),
    ("poles.csv", "code;nom;quartier\nfives;Pôle de Fives;Fives\n"),
    ("personnes.csv", "code;nom;prénom\nh-1;Essai;A\nh-2;Essai;B\n"),
    ("seances.csv", "code;titre;type;date\ns-8;Réunion;réunion;10/03/2016\ns-9;Réunion;réunion;11/03/2016\n"),
];

/// Of each file, its headings and the rows of both versions.
const VERSIONS: &[(&str, &str, &str, &str)] = &[
    ("presences.csv", "séance;personne;qualité", "s-8;h-1;habitant\ns-8;h-2;habitant", "s-8;h-1;usager"),
    ("presences.csv", "séance;personne;qualité;date", "s-9;h-1;habitant;11/03/2016", "s-9;h-1;habitant;12/03/2016"),
    ("comptages.csv", "séance;feuille;total;s'ajoute", "s-9;y;8;oui", "s-9;y;9;"),
    ("structures.csv", "code;nom;type", "mds;Maison;collectivité", "mds;Maison;"),
    (
        "seances.csv",
        "code;titre;type;date;lieu",
        "s-7;Atelier;atelier;12/03/2016;Mairie",
        "s-7;Atelier;atelier;12/03/2016;",
    ),
    ("sieges.csv", "instance;structure;depuis", "b-1;cpam;2015", "b-1;cpam;2016"),
    ("roles_fiches.csv", "fiche;structure;rôle;depuis", "f-1;cpam;animateur;2016", "f-1;ars;animateur;2016"),
    (
        "contacts.csv",
        "pôle;moyen;issue;date",
        "fives;téléphone;joint;01/03/2016\nfives;visite;joint;02/03/2016",
        "fives;téléphone;joint;01/03/2016\nfives;visite;sans réponse;02/03/2016",
    ),
    ("referents.csv", "pôle;structure;suppléant;depuis", "fives;cpam;oui;2015", "fives;cpam;oui;2016"),
    (
        "partenariats.csv",
        "partenaire;portée;rôle;depuis",
        "structure/cpam;contrat/c-1;membre;2015",
        "structure/cpam;contrat/c-1;associé;2015",
    ),
    ("orientations.csv", "séance;sens;structure;nombre_de_personnes", "s-8;vers;cpam;2", "s-8;vers;cpam;3"),
    ("comptages.csv", "séance;feuille;total;marges", "s-8;z;8;sexe: f=3, h=5", "s-8;z;8;sexe: f=5, h=3"),
    (
        "etapes.csv",
        "fiche;année;libellé;date",
        "f-1;2016;Procédure testée;01/04/2016",
        "f-1;2016;Procédure éprouvée;01/04/2016",
    ),
    (
        "financements.csv",
        "état;financeur;objet;année;montant;date",
        "versé;ars;contrat/c-1;2016;2000;01/06/2016",
        "versé;ars;contrat/c-1;2016;2500;01/06/2016",
    ),
    ("resultats_attendus.csv", "fiche;année;résultat;quoi;quantité", "f-1;2016;r-2;Forums;1", "f-1;2016;r-3;Forums;1"),
];

const RECORD: &str = include_str!("../../../services/exchange/seeds/la-rochelle-oscars/oscars-2016.txt");

/// Somebody who was erased and stands in the file again.
async fn erased(house: &House, answers: &mut Answers) {
    let language = answers.language;
    let facts = house.log.read(&SPACE.parse().unwrap(), 0, 100).await.unwrap();
    let person =
        facts.iter().find(|fact| fact.kind == "person.registered").unwrap().stream.replace("person/", "persons/");
    let path = format!("/v1/spaces/{SPACE}/{person}?basis=request&request={}", uuid::Uuid::from_u128(8));
    let erased = house.delete(&path).await;
    if !erased.contains("position") {
        answers.complain(erased);
    }
    let files = [("personnes.csv", "code;nom;prénom;qualité\nh-1;Essai;A;habitant\nh-2;Essai;B;usager\n".into())];
    let outcome = house.import(&files, &[], |options| options.language = language).await.unwrap();
    take(answers, "personnes.csv", &outcome, false);
}

/// Every file and a record, each imported in two versions.
pub async fn all(answers: &mut Answers) {
    let (house, language) = (House::new().await, answers.language);
    let import =
        async |files: &[(&str, Vec<u8>)]| house.import(files, &[], |options| options.language = language).await;
    let standing: Vec<_> = STANDING.iter().map(|(name, text)| (*name, text.as_bytes().to_vec())).collect();
    let outcome = import(&standing).await.unwrap();
    outcome.rejected.iter().for_each(|problem| answers.complain(problem.message.clone()));
    let mut changed = 0;
    for (name, headings, first, second) in VERSIONS {
        for rows in [first, second] {
            let outcome = import(&[(name, format!("{headings}\n{rows}\n").into_bytes())]).await.unwrap();
            take(answers, name, &outcome, false);
            changed += outcome.changed.len();
        }
    }
    erased(&house, answers).await;
    let house = House::new().await;
    let other = RECORD.replacen("15 000 €", "16 000 €", 1);
    assert_ne!(other, RECORD, "the record names that sum");
    for text in [RECORD, &other] {
        let files = [("oscars.txt", text.as_bytes().to_vec())];
        let outcome = house.import(&files, &[], |options| options.language = language).await.unwrap();
        take(answers, "a record", &outcome, false);
        changed += outcome.changed.len();
    }
    if changed < VERSIONS.len() / 2 {
        answers.complain(format!("only {changed} rows are told to say otherwise what stands"));
    }
}
