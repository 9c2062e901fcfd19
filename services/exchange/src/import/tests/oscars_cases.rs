//! OSCARS records that other places print: headings that are not known, few of them, objectives of a regional plan.

use maillage_events::action::{ActionFact, ObjectiveLevel};

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
        [
            (Some(4), "1 place de la Mairie , Ville"),
            (Some(8), "Programmes"),
            (Some(18), "Outils utilisés"),
            (Some(24), "Observations")
        ]
    );
    assert!(outcome.unused[2].message.starts_with("Lignes 18 à 19"), "{}", outcome.unused[2].message);
    for word in ["Photolangage", "Mallette", "Relecture", "Outils", "Observations", "Enfants"] {
        assert!(!said.contains(word), "{word} became a fact");
    }
    assert_eq!(outcome.by_kind["partnership.formed"], 2, "CCAS and CPAM are its partners");
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
