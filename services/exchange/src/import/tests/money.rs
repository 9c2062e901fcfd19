use maillage_events::funding::FundingFact;

use super::*;

const PARTNERS: (&str, &[u8]) =
    ("structures.csv", "code;nom;type\nars;ARS;agence régionale\nville;Ville;collectivité\n".as_bytes());

fn money(facts: &[Recorded]) -> Vec<FundingFact> {
    let of = |fact: &Recorded| if let Fact::Funding(it) = &fact.fact { Some(it.clone()) } else { None };
    facts.iter().filter_map(of).collect()
}

#[tokio::test]
async fn two_equal_rows_are_two_payments_and_the_same_file_again_tells_of_the_same_two() {
    let house = House::new();
    house.import(&[POLES, PARTNERS]).await;
    let paid = "état;financeur;objet;année;montant\n\
                versé;ars;pôle/fives;2018;7500\n\
                versé;ars;pôle/fives;2018;7500\n\
                notifié;ars;pôle/fives;2018;15 000,00 €\n";
    let outcome = house.import(&[("financements.csv", paid.as_bytes())]).await;
    assert_eq!(outcome.rejected, [], "a payment may stand before its notification");
    assert_eq!((outcome.by_kind["funding.paid"], outcome.by_kind["funding.notified"]), (2, 1));
    let facts = money(&house.facts().await);
    let movements: Vec<_> = facts.iter().filter_map(FundingFact::movement).collect();
    assert_ne!(movements[0], movements[1]);
    assert!(facts.iter().all(|fact| fact.grant().is_some_and(|grant| grant.funder.as_str() == "ars")));
    let again = house.import(&[("financements.csv", format!("{paid}\n").as_bytes())]).await;
    assert_eq!(again.by_kind.into_iter().collect::<Vec<_>>(), [("import.recorded".to_owned(), 1)]);
}

#[tokio::test]
async fn every_state_of_a_funding_can_be_told_by_a_row() {
    let house = House::new();
    let funds = "partenaire;portée;rôle;depuis\nstructure/ars;pôle/fives;financement;2010\n";
    house.import(&[POLES, PARTNERS, ("partenariats.csv", funds.as_bytes())]).await;
    let contract = "code;type;génération;titre;échelle;territoire\nc-1;cls;1;CLS;commune;Lille\n";
    let fiche = "code;contrat;numéro;titre\nf-1;c-1;1;Fiche\n";
    let rows = "état;financeur;objet;année;année_fin;montant;fiche;identifiant;nature;etp;heures;motif;date\n\
                alloué;ars;pôle/fives;2018;2020;1100;f-1;;;;;;01/09/2018\n\
                demandé;ars;pôle/fives;2018;2020;2000;;;;;;;01/01/2018\n\
                notifié;ars;pôle/fives;2018;2020;1500;;n-1;;;;;01/03/2018\n\
                révisé;ars;pôle/fives;2018;2020;1200;;n-1;;;;Enveloppe réduite;01/06/2018\n\
                remboursé;ars;pôle/fives;2018;2020;50;;;;;;Solde;01/11/2019\n\
                consommé;ars;pôle/fives;2018;2020;900;;;;;;;01/12/2018\n\
                refusé;ville;pôle/fives;2018;;;;;;;;Enveloppe épuisée;01/03/2018\n\
                en nature;ville;pôle/fives;2019;;;;;locaux;0,5;12,50;Salle;01/03/2019\n";
    let released = "état;financeur;objet;année;année_fin;montant;fiche;date\n\
                    libéré;ars;pôle/fives;2018;2020;100;f-1;01/10/2018\n";
    let files: Files<'_> = &[
        ("contrats.csv", contract.as_bytes()),
        ("fiches.csv", fiche.as_bytes()),
        ("financements-1.csv", rows.as_bytes()),
        ("financements-2.csv", released.as_bytes()),
    ];
    let outcome = house.import(files).await;
    assert_eq!(outcome.rejected, []);
    let kinds =
        ["requested", "declined", "notified", "revised", "refunded", "spent", "allocated", "released", "contributed"];
    for kind in kinds {
        assert_eq!(outcome.by_kind.get(&format!("funding.{kind}")), Some(&1), "{kind}");
    }
    let unnamed = "état;financeur;objet;année;montant;motif\nrévisé;ars;pôle/fives;2018;900;Réduit\n";
    let outcome = house.import(&[("financements.csv", unnamed.as_bytes())]).await;
    assert_eq!(outcome.rejected.iter().map(named).collect::<Vec<_>>(), [("financements.csv", Some(2), None, None)]);
}

#[tokio::test]
async fn a_decimal_total_is_recorded_as_it_was_written_and_told_again_later_is_revised() {
    let house = House::new();
    house.import(&[POLES, PARTNERS]).await;
    let rows = "sujet;indicateur;libellé;période;quantité;unité;source;recueil;date\n\
                pôle/fives;heures;Heures;2018;4,20;autre;ville;registre;01/02/2019\n\
                pôle/fives;heures;Heures;2018;4,5;autre;ville;registre;01/03/2019\n";
    let outcome = house.import(&[("mesures.csv", rows.as_bytes())]).await;
    assert_eq!(outcome.rejected, []);
    let stored = house.log.read(&SpaceId::new("essai").unwrap(), 0, 10_000).await.unwrap();
    let told = |words: &str| stored.iter().filter(|it| String::from_utf8_lossy(&it.bytes).contains(words)).count();
    assert_eq!((told(r#""value":"4.20""#), told(r#""value":"4.5""#), told(r#""organisation":"ville""#)), (1, 1, 2));
}
