//! OSCARS records that other places print: headings that are not known, few of them, objectives of a regional plan.

use maillage_events::action::{ActionFact, Facet, ObjectiveLevel};
use maillage_events::discrepancy::DiscrepancyFact;

use super::*;

const OTHER_HEADINGS: &[u8] = include_bytes!("../../../tests/cases/oscars-headings/fiche.txt");

async fn imported(text: &[u8]) -> (ImportOutcome, String, Vec<Recorded>) {
    let house = House::new();
    let outcome = house.import(&[("fiche.txt", text)]).await;
    let facts = house.facts().await;
    let said = facts.iter().map(|fact| fact.fact.payload().unwrap().to_string()).collect();
    (outcome, said, facts)
}

fn unused(outcome: &ImportOutcome) -> Vec<(Option<u64>, &str)> {
    outcome.unused.iter().map(|told| (told.row, told.value.as_deref().unwrap_or(""))).collect()
}

#[tokio::test]
async fn headings_that_are_not_known_are_named_with_their_lines_and_their_values_are_nobodys() {
    let (outcome, said, _) = imported(OTHER_HEADINGS).await;
    assert_eq!(outcome.rejected, []);
    assert_eq!(
        unused(&outcome),
        [(Some(4), "1 place de la Mairie , Ville"), (Some(18), "Outils utilisés"), (Some(24), "Observations")]
    );
    assert!(outcome.unused[1].message.starts_with("Lignes 18 à 19"), "{}", outcome.unused[2].message);
    for word in ["Photolangage", "Mallette", "Relecture", "Outils", "Observations"] {
        assert!(!said.contains(word), "{word} became a fact");
    }
    assert_eq!(outcome.by_kind["partnership.formed"], 2, "CCAS and CPAM are its partners");
}

#[tokio::test]
async fn what_the_regional_plan_calls_it_is_kept_line_by_line() {
    let (_, _, facts) = imported(OTHER_HEADINGS).await;
    let programmes = facts.iter().find_map(|fact| match &fact.fact {
        Fact::Action(ActionFact::Classified(it)) if it.facet == Facet::RegionalPlan => Some(it.values.clone()),
        _ => None,
    });
    assert_eq!(programmes.unwrap(), ["Programme 3 : Enfants, adolescents, jeunes".into()]);
}

const DATED: &str = "Santé\n2014\nPorteur de l'action : CCAS, Association\nThème\nNutrition\nDescription\n\
    * Ateliers collectifs\n* Repas partagés\nAnnée de début de réalisation\n2016\nAnnée de fin de réalisation\n2017\n";

#[tokio::test]
async fn years_that_leave_out_the_year_of_the_record_are_kept_beside_it_as_a_discrepancy() {
    let flagged = |facts: &[Recorded]| -> Vec<String> {
        let declared = |fact: &Recorded| match &fact.fact {
            Fact::Discrepancy(DiscrepancyFact::Flagged(it)) => it.declared.as_ref().map(ToString::to_string),
            _ => None,
        };
        facts.iter().filter_map(declared).collect()
    };
    for (starts, ends, declared) in [
        ("2016", "2017", vec!["2016"]),
        ("2014", "2014", vec![]),
        ("2013", "2015", vec![]),
        ("2012", "2013", vec!["2013"]),
        ("2016", "2013", vec!["2016", "2013"]),
    ] {
        let text = DATED.replace("2016", starts).replace("2017", ends);
        let (outcome, _, facts) = imported(text.as_bytes()).await;
        assert_eq!(outcome.rejected, [], "{starts} {ends}");
        assert_eq!(flagged(&facts), declared, "{starts} {ends}");
    }
}

#[tokio::test]
async fn another_text_of_as_many_lines_is_no_repeat() {
    let house = House::new();
    let first = house.import(&[("fiche.txt", DATED.as_bytes())]).await;
    let other = DATED.replace("Repas partagés", "Repas de quartier");
    let second = house.import(&[("fiche.txt", other.as_bytes())]).await;
    assert_ne!(first.fingerprint, second.fingerprint);
    assert_eq!((second.repeated, second.committed, second.rejected.len()), (false, true, 0), "{second:?}");
    let [changed] = second.changed.as_slice() else { panic!("{second:?}") };
    assert!(changed.row == Some(8) && changed.message.contains("fait n°"), "{changed:?}");
    assert!(changed.message.contains("Repas partagés"), "{changed:?}");
    assert_eq!(second.by_kind.keys().collect::<Vec<_>>(), ["import.recorded"]);
}

#[tokio::test]
async fn a_line_added_above_others_leaves_them_standing() {
    let house = House::new();
    house.import(&[("fiche.txt", DATED.as_bytes())]).await;
    let longer = DATED.replace("* Ateliers", "* Accueil\n* Ateliers");
    let second = house.import(&[("fiche.txt", longer.as_bytes())]).await;
    assert_eq!((second.rejected.len(), second.changed.len()), (0, 1), "{second:?}");
    assert!(second.changed[0].message.contains("Ateliers collectifs"), "{}", second.changed[0].message);
}

#[tokio::test]
async fn a_record_beside_tables_is_named_with_the_command_that_reads_it() {
    let house = House::new();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("poles.csv"), POLES.1).unwrap();
    std::fs::write(folder.path().join("fiche.txt"), DATED).unwrap();
    let options = options();
    let outcome = house.importer(&options).import(&[folder.path().to_owned()], &mut |_, _| {}).await.unwrap();
    let [problem] = outcome.rejected.as_slice() else { panic!("{outcome:?}") };
    let command = format!("maillage import \"{}\" --space essai", folder.path().join("fiche.txt").display());
    assert!(problem.message.contains(&command), "{}", problem.message);
}

#[tokio::test]
async fn a_record_of_few_headings_is_read_and_what_its_head_does_not_use_is_listed() {
    let text = "Santé des jeunes\nProvence-Alpes-Côte d'Azur\n2016\n\
        Porteur de l'action : Comité d'éducation pour la santé, Association\n1 rue de l'Exemple , 83130 La Garde\n\
        Structure porteuse : Instance régionale, Association\nThème\nNutrition, Précarité\n\
        Contexte\nUn quartier prioritaire.\n";
    let (outcome, said, _) = imported(text.as_bytes()).await;
    assert_eq!(outcome.rejected, []);
    assert!(outcome.committed && said.contains("Nutrition") && said.contains("83130 La Garde"));
    assert_eq!(
        unused(&outcome),
        [(Some(2), "Provence-Alpes-Côte d'Azur"), (Some(6), "Structure porteuse : Instance régionale, Association")]
    );
}

#[tokio::test]
async fn captions_are_no_objectives_and_those_of_a_regional_plan_are_not_the_actions() {
    let text = "Santé\n2016\nPorteur de l'action : CCAS, Association\nThème\nNutrition\nObjectif de l'action\n\
        * Objectifs du projet régional de santé\n- Réduire les inégalités\n\
        * Objectif général : mieux manger\n\
        * Groupe des écoles\n- Former les équipes\n\
        - Objectif opérationnel 3A\n- Cuisiner ensemble\n\
        - Objectif opérationnel 3B : marcher\n";
    let (outcome, _, facts) = imported(text.as_bytes()).await;
    let objectives: Vec<(ObjectiveLevel, String)> = facts
        .iter()
        .filter_map(|fact| match &fact.fact {
            Fact::Action(ActionFact::ObjectiveSet(it)) => Some((it.level, it.text.to_string())),
            _ => None,
        })
        .collect();
    use ObjectiveLevel::{General, Operational};
    assert_eq!(
        objectives,
        [
            (General, "mieux manger".to_owned()),
            (General, "Former les équipes".to_owned()),
            (Operational, "Cuisiner ensemble".to_owned()),
            (Operational, "marcher".to_owned()),
        ]
    );
    let listed: Vec<Option<u64>> = outcome.unused.iter().map(|told| told.row).collect();
    assert_eq!(listed, [7, 8, 10, 12].map(Some), "{:?}", outcome.unused);
}

#[tokio::test]
async fn a_sum_among_the_partners_is_no_partner() {
    let text = "Santé\n2016\nThème\nNutrition\nPartenaire de l'action\nCCAS, CPAM, Total : 2\n";
    let (outcome, said, _) = imported(text.as_bytes()).await;
    assert_eq!((outcome.by_kind["organisation.recorded"], said.contains("Total")), (2, false));
    assert_eq!(unused(&outcome), [(Some(6), "Total : 2")]);
}
