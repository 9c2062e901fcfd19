//! What an import says of cells that look like a person.

use maillage_events::organisation::OrganisationFact;

use super::*;

/// One session a title, as a coordinator's file has them.
fn sessions(titles: &[&str]) -> String {
    let rows = titles.iter().enumerate().map(|(at, title)| format!("x{at};{title};réunion;12/05/2016\n"));
    format!("code;titre;type;date\n{}", rows.collect::<String>())
}

#[tokio::test]
async fn a_title_that_names_a_person_is_refused_in_every_form_and_not_repeated() {
    let titles = [
        "M. le Dr Xavier EXEMPLE",
        "Mme le Dr Exemple-Fictif",
        "Dr Exemple",
        "Docteur Exemple",
        "Pr Exemple",
        "Mr Exemple",
        "MM. Exemple et Fictif",
        "Mmes Exemple et Fictif",
        "madame Exemple",
        "appeler le 05-46-00-00-00",
        "appeler le 05/46/00/00/00",
        "tél. +33 (0)5 46 00 00 00",
        "tél. 0033546000000",
        "tél. 05 46  00 00 00",
        "NIR 1 85 05 2A 006 084 91",
    ];
    let house = House::new();
    let outcome = house.import(&[("seances.csv", sessions(&titles).as_bytes())]).await;
    let rows: Vec<_> = outcome.rejected.iter().map(|problem| problem.row.unwrap()).collect();
    assert_eq!(rows, (2..17).collect::<Vec<_>>());
    assert!(outcome.rejected.iter().all(|problem| problem.value.is_none()));
    assert_eq!(house.facts().await, []);
}

#[tokio::test]
async fn a_date_a_sum_or_an_establishment_is_taken() {
    let titles = [
        "Réunion du 05.04.2016 14h30",
        "COPIL 03.10.2016 09h30 salle B",
        "Réunion 01.02.2016 10 ateliers",
        "Budget 10 000 15 000 20 000",
        "EHPAD M. Exemple",
        "Résidence M. Exemple",
    ];
    let house = House::new();
    let outcome = house.import(&[("seances.csv", sessions(&titles).as_bytes())]).await;
    assert_eq!((outcome.rejected, outcome.by_kind["session.planned"]), (vec![], titles.len() as u64));
}

#[tokio::test]
async fn an_organisation_gives_its_public_telephone_and_e_mail_in_their_own_columns() {
    let house = House::new();
    let heads = "code;nom;téléphone;courriel\n";
    let sound = format!("{heads}ccas;CCAS;+33 (0)5 46 00 00 00;Accueil@ville.example\n");
    assert_eq!(house.import(&[("structures.csv", sound.as_bytes())]).await.rejected, []);
    let recorded = house.facts().await.into_iter().find_map(|fact| match fact.fact {
        Fact::Organisation(OrganisationFact::Recorded(it)) => Some(it),
        _ => None,
    });
    let recorded = recorded.unwrap();
    assert_eq!(recorded.telephone.unwrap().as_str(), "0546000000");
    assert_eq!(recorded.email.unwrap().as_str(), "accueil@ville.example");
    for wrong in ["a;A 05 46 00 00 00;;\n", "a;A;Mme Benali 05 46 00 00 00;\n", "a;A;;Mme Benali\n"] {
        let outcome = house.import(&[("structures.csv", format!("{heads}{wrong}").as_bytes())]).await;
        assert_eq!(outcome.rejected.len(), 1, "{wrong}");
        assert_eq!(outcome.rejected[0].value, None, "{wrong}");
    }
}
