//! Persons, signups and sheets of files, as coordinators fill them.

use super::*;

const FULL: (&str, &[u8]) =
    ("seances.csv", "code;titre;type;date;capacité\ns-1;Atelier;atelier;15/12/2026;2\n".as_bytes());

fn four_persons() -> (&'static str, &'static [u8]) {
    let rows = "code;nom;prénom\nh-1;Essai 1;A\nh-2;Essai 2;B\nh-3;Essai 3;C\nh-4;Essai 4;D\n";
    ("personnes.csv", rows.as_bytes())
}

/// Who has a place, in the order of the facts.
async fn confirmed(house: &House) -> Vec<String> {
    let facts = house.facts().await;
    let place = |fact: &Recorded| match &fact.fact {
        Fact::Session(maillage_events::session::SessionFact::SignupConfirmed(it)) => Some(it.signup.to_string()),
        _ => None,
    };
    facts.iter().filter_map(place).collect()
}

#[tokio::test]
async fn places_go_in_the_order_of_the_dates_of_the_requests_and_not_of_the_rows() {
    let house = House::new();
    let signups = "séance;inscription;personne;date;annulée_le;motif\n\
                   s-1;i-1;h-1;20/11/2019;;\n\
                   s-1;i-2;h-2;15/11/2019;25/11/2019;transport\n\
                   s-1;i-3;h-3;10/11/2019;;\n\
                   s-1;i-4;h-4;05/11/2019;;\n";
    let outcome = house.import(&[FULL, four_persons(), ("inscriptions.csv", signups.as_bytes())]).await;
    assert_eq!(outcome.rejected, []);
    assert_eq!(confirmed(&house).await, ["i-4", "i-3"]);
}

#[tokio::test]
async fn rows_without_dates_keep_their_order_unless_dates_contradict_it() {
    let house = House::new();
    let undated = "séance;inscription;personne\ns-1;i-1;h-1\ns-1;i-2;h-2\ns-1;i-3;h-3\n";
    house.import(&[FULL, four_persons(), ("inscriptions.csv", undated.as_bytes())]).await;
    assert_eq!(confirmed(&house).await, ["i-1", "i-2"]);

    let house = House::new();
    let some = "séance;inscription;personne;date\ns-1;i-1;h-1;20/11/2019\ns-1;i-2;h-2;\ns-1;i-3;h-3;10/11/2019\n";
    let outcome = house.import(&[FULL, four_persons(), ("inscriptions.csv", some.as_bytes())]).await;
    let named: Vec<_> = outcome.rejected.iter().map(named).collect();
    assert_eq!(named, [("inscriptions.csv", Some(4), Some("date"), Some("2019-11-10"))]);
    assert!(outcome.rejected[0].message.contains("ligne 2"), "{}", outcome.rejected[0].message);
}

#[tokio::test]
async fn groups_prescribers_and_answers_have_their_columns() {
    let house = House::new();
    let organisations = "code;nom;type\nccas;CCAS;collectivité\n";
    let signups = "séance;inscription;structure;nombre de personnes;prescripteur;proche de;date\n\
                   s-2;i-1;ccas;5;ccas;;01/03/2016\n\
                   s-2;i-2;;;;h-1;02/03/2016\n";
    let presences = "séance;personne;structure;nombre de personnes;qualité;âge;sexe;qpv;partie;orienté par\n\
                     s-1;h-1;;;habitant;60-74;f;QPV 2015;;ccas\n\
                     s-1;h-2;;;usager;26-59;h;hors QPV;;\n\
                     s-1;;ccas;3;;;;;;\n";
    let heads = "séance;feuille;total;déjà venus;déjà venus portée;marges\n\
                 s-1;f-1;8;2;ce pôle cette année;qpv 2015: oui=3, non=1\n";
    let passages = "séance;feuille;passages;s'ajoute\ns-1;matin;40;\ns-1;soir;30;oui\n";
    let referrals = "séance;sens;structure;autre;nombre de personnes\n\
                     s-1;vers;ccas;;2\ns-1;vers;ccas;;2\ns-1;par;;la PMI;\n";
    let files = [
        POLES,
        PERSONS,
        SESSIONS,
        ("structures.csv", organisations.as_bytes()),
        ("inscriptions.csv", signups.as_bytes()),
        ("presences.csv", presences.as_bytes()),
        ("comptages.csv", heads.as_bytes()),
        ("passages.csv", passages.as_bytes()),
        ("orientations.csv", referrals.as_bytes()),
    ];
    let outcome = house.import(&files).await;
    assert_eq!(outcome.rejected, []);
    assert_eq!(outcome.by_kind["attendance.referral_made"], 3, "two equal referrals are two");
    let words: Vec<String> =
        house.facts().await.iter().map(|fact| serde_json::to_value(&fact.fact).unwrap().to_string()).collect();
    for expected in [
        r#""heads":5"#,
        r#""through":"ccas""#,
        r#""relative_of":""#,
        r#""band":"60_74""#,
        r#""grid":"short""#,
        r#""generation":"2015""#,
        r#""referred_by":"ccas""#,
        r#""of":"pole""#,
        r#""is":"adds""#,
    ] {
        assert!(words.iter().any(|it| it.contains(expected)), "{expected} in none of {words:?}");
    }
}

#[tokio::test]
async fn persons_come_without_names_and_minors_with_their_adult() {
    let house = House::new();
    let persons = "code;nom;prénom;fin_de_minorité;notice;responsable;opposition;opposé_le\n\
                   m-1;;;2020;notice-1;h-1;;\n\
                   h-1;;;;;;nom;01/01/2018\n";
    let outcome = house.import(&[("personnes.csv", persons.as_bytes())]).await;
    assert_eq!(outcome.rejected, []);
    let kinds: Vec<&str> = outcome.by_kind.keys().map(String::as_str).collect();
    assert_eq!(
        kinds,
        [
            "import.recorded",
            "person.informed",
            "person.minority_declared",
            "person.objected",
            "person.registered",
            "person.responsible_named",
            "space.opened"
        ]
    );
    let half = house.import(&[("personnes.csv", "code;nom;prénom\nh-2;Essai;\n".as_bytes())]).await;
    assert_eq!(half.rejected.iter().map(|problem| problem.row).collect::<Vec<_>>(), [Some(2)]);
}
