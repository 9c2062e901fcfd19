//! A refusal of the rules names the cell that it speaks of, in the words of the sheet.

use super::*;

#[tokio::test]
async fn a_refusal_of_the_rules_names_the_column_and_the_cell_that_it_speaks_of() {
    let planned = "code;titre;type;date\ns-1;Réunion;réunion;08/03/2016\ns-5;Réunion;réunion;08/03/2020\n";
    for (file, bytes, column, value) in [
        ("seances.csv", "code;titre;type;date;état\ns-2;R;réunion;08/03/2031;tenue\n", "date", Some("08/03/2031")),
        ("seances.csv", "code;titre;type;date;capacité\ns-1;Réunion;réunion;08/03/2016;12\n", "capacité", Some("12")),
        ("seances.csv", "code;titre;type;date;état\ns-3;R;réunion;08/03/2016;annulée\n", "motif", None),
        ("seances.csv", "code;titre;type;date;minutes\ns-4;R;réunion;08/03/2016;0\n", "minutes", Some("0")),
        (
            "inscriptions.csv",
            "séance;inscription;structure;date\ns-5;i-1;cpam;08/03/2031\n",
            "date",
            Some("08/03/2031"),
        ),
    ] {
        let house = House::new();
        house.import(&[("structures.csv", b"code;nom\ncpam;CPAM\n"), ("seances.csv", planned.as_bytes())]).await;
        let outcome = house.import(&[(file, bytes.as_bytes())]).await;
        let named: Vec<&Problem> = outcome.rejected.iter().chain(&outcome.changed).collect();
        let [problem] = named.as_slice() else { panic!("{bytes:?} {named:?}") };
        assert_eq!(
            (problem.row, problem.column.as_deref(), problem.value.as_deref()),
            (Some(2), Some(column), value),
            "{problem:?}"
        );
        for word in ["capacity", "session.", "when", "title", "minutes_"] {
            assert!(!problem.message.contains(word), "{}", problem.message);
        }
    }
}

#[tokio::test]
async fn a_refusal_about_a_person_names_the_column_and_not_the_person() {
    let house = House::new();
    house.import(&[PERSONS, POLES, SESSIONS, PRESENCES]).await;
    let absent = "séance;personne;absent\ns-1;h-1;absent\n".as_bytes();
    let outcome = house.import(&[("presences.csv", absent)]).await;
    let [problem] = outcome.changed.as_slice() else { panic!("{outcome:?}") };
    assert_eq!((problem.column.as_deref(), problem.value.as_deref()), (Some("personne"), None));
}
