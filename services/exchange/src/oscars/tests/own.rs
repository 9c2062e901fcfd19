//! The figures of the project's own record.

use std::collections::{BTreeMap, BTreeSet};

use maillage_events::amount::Amount;
use maillage_events::discrepancy::DiscrepancyNature;
use maillage_events::envelope::EvidencePlace;
use maillage_events::fact::Fact;
use maillage_events::family::Family;
use maillage_events::fiche::{FicheFact, FicheStatus};
use maillage_events::messages::Language;
use maillage_events::session::SessionKind;

use super::figures::figures;
use super::{OWN, fact, read};
use crate::oscars::inventory::Inventory;
use crate::oscars::record::Record;
use crate::oscars::sections::{Heading, Sections};
use crate::oscars::{OscarsOptions, plan, plan_action, source};

fn fiche(number: u32) -> String {
    format!("cls-la-rochelle-2013-f{number:02}")
}

#[test]
fn seventeen_fiches_are_told_of_and_number_17_is_a_gap() {
    let all = figures(&read(OWN));
    let numbers: Vec<u32> = all.fiches.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, (1..=16).chain([18]).collect::<Vec<_>>());
    assert!(all.discrepancies.contains(&(DiscrepancyNature::NumberGap, None)));
    assert_eq!(all.fiches[3].1, "Accompagnement de publics en difficultés vers les acteurs de santé");
    assert_eq!(all.bullets.values().sum::<usize>(), 43);
    assert!(!all.bullets.contains_key(&fiche(18)));
}

#[test]
fn a_declared_number_of_fiches_is_flagged_when_it_is_not_the_number_told_of() {
    let all = figures(&read(OWN));
    let declared: Vec<_> = all
        .discrepancies
        .iter()
        .filter(|(nature, _)| *nature == DiscrepancyNature::DeclaredDiffers)
        .map(|(_, said)| said.as_deref())
        .collect();
    assert_eq!(declared, [Some("17 plus l'EIS")]);
    assert_eq!(all.totals[0], (Amount::exact(17), Some("17".to_owned())));
    let plus = Amount::Unknown { at_least: Some(17.into()), as_said: Some("17 plus l'EIS".into()) };
    assert_eq!(all.totals[1], (plus, Some("17 plus l'EIS".to_owned())));
}

#[test]
fn twenty_six_partners_are_listed_and_eight_of_them_are_categories() {
    let all = figures(&read(OWN));
    assert_eq!((all.listed, all.categories.len()), (26, 8));
    assert!(all.categories.contains("bailleurs-sociaux"));
    assert!(all.organisations.contains("Synergie 17"));
    assert!(!all.organisations.contains("Centres sociaux"));
}

#[test]
fn money_is_in_cents_and_the_city_is_one_organisation() {
    let all = figures(&read(OWN));
    assert_eq!(
        all.cents,
        BTreeMap::from([("ars".to_owned(), 1_500_000), ("ville-de-la-rochelle".to_owned(), 1_170_700)])
    );
    assert_eq!(all.cents.values().sum::<u64>(), 2_670_700);
    assert_eq!(all.organisations.iter().filter(|name| name.starts_with("Ville")).count(), 1);
}

#[test]
fn the_action_is_chained_to_year_2() {
    let all = figures(&read(OWN));
    assert_eq!((all.year, all.months), (Some(2016), Some(12)));
    let [(title, 2015, Some(2))] = all.chained.as_slice() else { panic!("{:?}", all.chained) };
    assert!(title.ends_with("Année 2"));
    let (this, earlier) =
        (plan_action::action_id("X - Année 3", 2016).unwrap(), plan_action::action_id("X - Année 2", 2015).unwrap());
    assert_eq!((this.as_str(), earlier.as_str()), ("x-2016", "x-2015"));
}

#[test]
fn sessions_are_counted_only_where_a_number_of_them_is_told() {
    use SessionKind::{Awareness, Conference, Forum, Meeting};
    let all = figures(&read(OWN));
    assert_eq!(all.of(4), [(Awareness, 2), (Forum, 1), (Conference, 1)]);
    assert_eq!(all.of(8), [(Meeting, 1)]);
    assert_eq!(all.of(11), [(Meeting, 1), (Awareness, 3)], "the working group's meeting is no awareness session");
    assert_eq!(all.of(12), [(Awareness, 3)]);
    assert_eq!((all.sessions.values().sum::<usize>(), all.held), (12, 12));
    for quiet in [1, 2, 3, 5, 6, 7, 9, 10, 13, 14, 15, 16, 18] {
        assert!(all.of(quiet).is_empty(), "fiche {quiet}");
    }
}

#[test]
fn the_training_of_fiche_1_is_a_session_of_fiche_4_credited_twice() {
    let all = figures(&read(OWN));
    assert_eq!(all.credited, [(format!("{}-2016-1", fiche(4)), fiche(1))]);
}

#[test]
fn what_is_hoped_for_or_uncounted_is_neither_achieved_nor_zero() {
    let all = figures(&read(OWN));
    assert_eq!(all.expected, [(fiche(14), "baux glissants".to_owned(), Amount::exact(2))]);
    assert_eq!(
        all.achieved,
        [(fiche(13), Amount::Unknown { at_least: Some(2.into()), as_said: Some("plusieurs fois".into()) })]
    );
    assert_eq!(all.milestones, [fiche(7)]);
}

#[test]
fn fiche_2_is_not_deployed_and_says_what_takes_over() {
    let plan = read(OWN);
    assert_eq!(
        figures(&plan).statuses,
        [(fiche(2), FicheStatus::NotDeployed, Some("Plateforme Territoriale d’Appui".to_owned()))]
    );
    let motive = plan.requests.iter().find_map(|planned| match fact(planned) {
        Fact::Fiche(FicheFact::StatusDeclared(it)) => it.motive,
        _ => None,
    });
    assert!(motive.unwrap().as_str().contains("n’a pas pu"));
}

#[test]
fn fiche_5_has_not_a_single_figure() {
    let kinds: Vec<&str> = read(OWN)
        .requests
        .iter()
        .filter(|planned| planned.request.stream.id.as_str().starts_with(&fiche(5)))
        .map(|planned| fact(planned).kind())
        .collect();
    assert_eq!(kinds, ["fiche.recorded", "fiche.year_opened", "fiche.narrated"]);
}

#[test]
fn the_working_group_shows_who_sat_together() {
    let present: BTreeSet<String> =
        figures(&read(OWN)).present.into_iter().map(|(_, organisation)| organisation).collect();
    assert_eq!(present, ["ch-m-lacroix", "clsa", "ville-de-la-rochelle"].map(str::to_owned).into());
}

#[test]
fn the_house_of_adolescents_is_a_member_of_four_groups() {
    let all = figures(&read(OWN));
    let scopes: Vec<&str> = all.members.iter().map(|(_, scope)| scope.as_str()).collect();
    assert_eq!(scopes, ["body/gis", "body/cescr", "body/sism", "body/reseau-parentalite"]);
    assert!(all.members.iter().all(|(party, _)| party == "organisation/maison-des-adolescents-17"));
}

#[test]
fn the_sentence_about_2015_is_marked_as_carried_over() {
    let plan = read(OWN);
    let all = figures(&plan);
    assert_eq!(all.speaks_of.iter().filter(|(year, carried)| *year == Some(2015) && *carried).count(), 1);
    assert_eq!(all.speaks_of.iter().filter(|(_, carried)| *carried).count(), 1);
    assert_eq!(all.discrepancies.iter().filter(|(nature, _)| *nature == DiscrepancyNature::CarriedOver).count(), 1);
}

#[test]
fn which_categories_were_ticked_is_lost_not_guessed() {
    let all = figures(&read(OWN));
    assert_eq!((all.printed, all.ticked), (12, false));
    assert!(all.discrepancies.contains(&(DiscrepancyNature::LostInSource, None)));
}

#[test]
fn the_telephone_is_not_a_fact_and_the_address_is() {
    let plan = read(OWN);
    let said: String = plan.requests.iter().map(|planned| fact(planned).payload().unwrap().to_string()).collect();
    assert!(!said.contains("05 36 49"));
    assert!(said.contains("17000 La Rochelle"));
}

#[test]
fn every_fact_points_to_lines_of_this_very_document() {
    let plan = read(OWN);
    let lines = u64::try_from(OWN.split(|b| *b == b'\n').count()).unwrap();
    assert!(plan.problems.is_empty() && !plan.requests.is_empty(), "{:?}", plan.problems);
    for planned in &plan.requests {
        let evidence = &planned.request.context.evidence[0];
        let EvidencePlace::Lines { from, to } = evidence.at else { panic!("no lines") };
        assert_eq!(evidence.document, plan.fingerprint);
        assert!(1 <= from && from <= to && to <= lines, "{evidence:?}");
        assert_eq!(planned.row, from);
    }
}

#[test]
fn doubled_blocks_are_named_and_read_once() {
    let record = Record::read(&Sections::cut(&source::read(OWN).unwrap().lines));
    let copies: Vec<Heading> = record.copies.iter().map(|(heading, ..)| *heading).collect();
    assert_eq!(copies, [Heading::Context, Heading::Objectives, Heading::Description, Heading::Evaluation]);
    assert_eq!((record.axes.len(), record.objectives.len(), record.description.len()), (5, 9, 9));
}

#[test]
fn without_a_contract_the_records_own_is_entered_with_its_axes() {
    let plan = plan(OWN, "r.txt", &OscarsOptions::default(), Language::French);
    assert_eq!(plan.requests[0].request.stream.to_string(), "contract/cls-la-rochelle");
    assert_eq!(figures(&plan).axes.len(), 5);
    assert!(figures(&read(OWN)).axes.is_empty(), "a contract that stands already keeps its own axes");
}

#[test]
fn an_organisation_that_the_directory_holds_keeps_its_identifier() {
    let mut inventory = Inventory::default();
    inventory.organisations.insert("ARS".to_owned(), "ars-na".parse().unwrap());
    let plan = plan(OWN, "r.txt", &OscarsOptions { inventory, ..Default::default() }, Language::French);
    let all = figures(&plan);
    assert!(all.cents.contains_key("ars-na"));
    assert!(!all.organisations.contains("ARS"));
}

#[test]
fn each_thing_is_recorded_before_it_is_named() {
    let mut known: BTreeSet<String> = ["contract/cls-la-rochelle-2013".to_owned()].into();
    for planned in &read(OWN).requests {
        for named in fact(planned).references() {
            assert!(known.contains(&named.to_string()), "{named} is named before it is recorded, line {}", planned.row);
        }
        known.insert(planned.request.stream.to_string());
    }
    assert!(known.iter().any(|stream| stream.starts_with(Family::Session.as_str())));
}

#[test]
fn the_language_of_the_problems_changes_no_fact() {
    let english = plan(OWN, "r.txt", &OscarsOptions::default(), Language::English);
    let french = plan(OWN, "r.txt", &OscarsOptions::default(), Language::French);
    assert_eq!(
        english.requests.iter().map(fact).collect::<Vec<_>>(),
        french.requests.iter().map(fact).collect::<Vec<_>>()
    );
}
