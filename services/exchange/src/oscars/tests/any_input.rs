//! Files of any kind: nothing panics, and the plan still holds together.

use std::collections::BTreeSet;

use maillage_events::envelope::EvidencePlace;
use maillage_events::screen::unfit;
use proptest::prelude::*;

use super::{OWN, fact, read};
use crate::oscars::narrative::{Narrated, read_bullet};

/// What holds of every plan, whatever was read.
fn holds_together(bytes: &[u8]) -> Result<(), TestCaseError> {
    let plan = read(bytes);
    prop_assert!(!plan.requests.is_empty() || !plan.problems.is_empty(), "neither read nor refused");
    let mut known: BTreeSet<String> = ["contract/cls-la-rochelle-2013".to_owned()].into();
    for planned in &plan.requests {
        let fact = fact(planned);
        for named in fact.references() {
            prop_assert!(known.contains(&named.to_string()), "{named} is named before it is recorded");
        }
        known.insert(planned.request.stream.to_string());
        prop_assert_eq!(unfit(&fact.payload().unwrap()), None);
        prop_assert_eq!(unfit(&planned.request.stream.to_string().into()), None);
        let EvidencePlace::Lines { from, to } = planned.request.context.evidence[0].at else { panic!("no lines") };
        prop_assert!(1 <= from && from <= to && to <= plan.rows);
    }
    Ok(())
}

/// What is read of a bullet stands in it, word for word.
fn quotes_the_bullet(bullet: &str) -> Result<(), TestCaseError> {
    for narrated in read_bullet(bullet, 4) {
        let quoted = match &narrated {
            Narrated::Expected { what, .. } | Narrated::Achieved { what, .. } => vec![what],
            Narrated::NotDeployed { motive, successor } => successor.iter().chain([motive]).collect(),
            Narrated::Group { parties: all, .. }
            | Narrated::Member { groups: all }
            | Narrated::Led { coordinations: all } => all.iter().collect(),
            Narrated::Milestone { said } => vec![said],
            Narrated::Sessions { .. } | Narrated::Within { .. } => vec![],
        };
        for words in quoted {
            prop_assert!(bullet.contains(words), "{words:?} is not in {bullet:?}");
        }
    }
    Ok(())
}

fn lines() -> Vec<&'static str> {
    std::str::from_utf8(OWN).unwrap().lines().collect()
}

#[test]
fn hostile_repetition_is_read_to_the_end() {
    let own = std::str::from_utf8(OWN).unwrap();
    let hostile = |unit: &str, bytes: usize| unit.repeat(bytes / unit.len());
    for words in [
        hostile(". 60 forums\n", 200_000),
        hostile("60 forums, ", 60_000),
        hostile(". a\n", 400_000),
        hostile("- Fiche 9 : a\n", 400_000),
    ] {
        let plan =
            read(own.replace(". Un forum consacré à la santé et au bien-être", &format!(". {words}")).as_bytes());
        assert!(plan.requests.iter().filter(|planned| fact(planned).kind() == "session.held").count() <= 1010);
    }
    let partners = own.replace("Synergie 17, ", &(0..4000).map(|at| format!("P{at}, ")).collect::<String>());
    assert!(read(partners.as_bytes()).requests.len() > 8000);
}

#[test]
fn quotation_marks_inside_a_name_stay() {
    quotes_the_bullet("animées par coordinatrice un « un").unwrap();
    quotes_the_bullet("animées par la coordinatrice « Atelier Santé Ville » et la coordinatrice du CLS").unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        holds_together(&bytes)?;
    }

    #[test]
    fn a_record_cut_anywhere_holds_together(at in 0..OWN.len()) {
        holds_together(&OWN[..at])?;
        holds_together(&OWN[at..])?;
    }

    #[test]
    fn dropped_lines_hold_together(dropped in proptest::collection::btree_set(0..257_usize, 1..60)) {
        let all = lines().into_iter().enumerate();
        let left: Vec<&str> = all.filter(|(at, _)| !dropped.contains(at)).map(|(_, line)| line).collect();
        holds_together(left.join("\n").as_bytes())?;
    }

    #[test]
    fn repeated_and_moved_lines_hold_together(moves in proptest::collection::vec((0..257_usize, 0..257_usize), 1..20)) {
        let mut all = lines();
        for (from, to) in moves {
            let line = all[from];
            all.insert(to, line);
        }
        holds_together(all.join("\r\n").as_bytes())?;
    }

    #[test]
    fn what_is_read_of_any_words_stands_in_them(words in proptest::collection::vec(prop::sample::select(vec![
        "un", "deux", "3", "plusieurs", "fois", "ateliers", "forum", "sessions", "de", "sensibilisation", "travail",
        "groupe", "(A,", "B)", "s’est", "réuni", "seront", "devrait", "générer", "baux", "lors", "la", "journée",
        "fiche", "n°", "4", "n’a", "pas", "pu", "être", "menée.", "«", "X", "»", "intègre", "animées", "par",
        "coordinatrice", "et", ",", ":", ".", "…", "é", "\u{300}", "environ", "dizaine", "d’", "partenaire", "test",
        "procédure",
    ]), 0..30), any in ".{0,40}") {
        quotes_the_bullet(&words.join(" "))?;
        quotes_the_bullet(&any)?;
        let own = std::str::from_utf8(OWN).unwrap();
        let changed = own.replace("Un forum consacré à la santé et au bien-être", &words.join(" "));
        holds_together(changed.as_bytes())?;
    }
}
