//! Marginals of a headcount as one cell: `sexe: f=5, h=3 | âge: 60 et plus=4 | qpv 2015: oui=2`. Each stands on its
//! own; they are never crossed.

use std::collections::BTreeMap;

use maillage_events::place::QpvGeneration;
use maillage_events::session::{AgeBand, HeadsByAge, HeadsByQpv, Marginals, QpvSide, Quality, Sex, ShortAgeBand};

use super::cell::plain;

const SEXES: &[(&str, Sex)] = &[
    ("f", Sex::Female),
    ("femmes", Sex::Female),
    ("h", Sex::Male),
    ("m", Sex::Male),
    ("hommes", Sex::Male),
    ("inconnu", Sex::Unknown),
];
const SHORT_AGES: &[(&str, ShortAgeBand)] = &[
    ("moins de 18", ShortAgeBand::Under18),
    ("18-25", ShortAgeBand::From18To25),
    ("26-59", ShortAgeBand::From26To59),
    ("60 et plus", ShortAgeBand::From60),
    ("60+", ShortAgeBand::From60),
    ("inconnu", ShortAgeBand::Unknown),
];
const AGES: &[(&str, AgeBand)] = &[
    ("0-5", AgeBand::From0To5),
    ("moins de 6", AgeBand::From0To5),
    ("6-11", AgeBand::From6To11),
    ("12-17", AgeBand::From12To17),
    ("18-25", AgeBand::From18To25),
    ("26-39", AgeBand::From26To39),
    ("40-59", AgeBand::From40To59),
    ("60-74", AgeBand::From60To74),
    ("75 et plus", AgeBand::From75),
    ("75+", AgeBand::From75),
    ("inconnu", AgeBand::Unknown),
];
const SIDES: &[(&str, QpvSide)] = &[
    ("oui", QpvSide::Inside),
    ("qpv", QpvSide::Inside),
    ("non", QpvSide::Outside),
    ("hors qpv", QpvSide::Outside),
    ("inconnu", QpvSide::Unknown),
];
const QUALITIES: &[(&str, Quality)] = &[
    ("habitants", Quality::Inhabitant),
    ("habitants relais", Quality::RelayInhabitant),
    ("usagers", Quality::User),
    ("aidants", Quality::Carer),
    ("professionnels", Quality::Professional),
    ("elus", Quality::Elected),
    ("benevoles", Quality::Volunteer),
    ("inconnu", Quality::Unknown),
];

/// The marginals of a cell, or `None` when it is not of this form.
pub fn marginals(cell: &str) -> Option<Marginals> {
    let mut all = Marginals::default();
    for part in cell.split('|').filter(|part| !part.trim().is_empty()) {
        let (question, counts) = part.split_once(':')?;
        let asked_twice = match plain(question).as_str() {
            "sexe" => all.sex.replace(heads(SEXES, counts)?).is_some(),
            "qualite" => all.quality.replace(heads(QUALITIES, counts)?).is_some(),
            "age" => all.age.replace(by_age(counts)?).is_some(),
            "qpv 2015" => all.qpv.replace(by_qpv(QpvGeneration::From2015, counts)?).is_some(),
            "qpv 2024" => all.qpv.replace(by_qpv(QpvGeneration::From2024, counts)?).is_some(),
            _ => return None,
        };
        if asked_twice {
            return None;
        }
    }
    Some(all)
}

/// Ages by the short grid where all bands are of it, else by the standard one.
fn by_age(counts: &str) -> Option<HeadsByAge> {
    heads(SHORT_AGES, counts).map(HeadsByAge::Short).or_else(|| heads(AGES, counts).map(HeadsByAge::Standard))
}

fn by_qpv(generation: QpvGeneration, counts: &str) -> Option<HeadsByQpv> {
    Some(HeadsByQpv { generation, answers: heads(SIDES, counts)? })
}

/// Answers and how many gave each, an answer once.
fn heads<A: Copy + Ord>(words: &[(&str, A)], counts: &str) -> Option<BTreeMap<A, u64>> {
    let mut heads = BTreeMap::new();
    for count in counts.split(',') {
        let (said, number) = count.split_once('=')?;
        let said = plain(said);
        let answer = words.iter().find(|(french, _)| *french == said).map(|(_, answer)| *answer)?;
        if heads.insert(answer, number.trim().parse::<u32>().ok()?.into()).is_some() {
            return None;
        }
    }
    Some(heads)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_question_keeps_its_own_counts() {
        let read = marginals("sexe: f=5, h=3 | âge: 60 et plus=4 | qpv 2015: oui=2, non=1").unwrap();
        assert_eq!(read.sex, Some(BTreeMap::from([(Sex::Female, 5), (Sex::Male, 3)])));
        assert_eq!(read.age, Some(HeadsByAge::Short(BTreeMap::from([(ShortAgeBand::From60, 4)]))));
        let answers = BTreeMap::from([(QpvSide::Inside, 2), (QpvSide::Outside, 1)]);
        assert_eq!(read.qpv, Some(HeadsByQpv { generation: QpvGeneration::From2015, answers }));
        let standard = marginals("age: 0-5=1, 75 et plus=2").unwrap().age;
        assert_eq!(
            standard,
            Some(HeadsByAge::Standard(BTreeMap::from([(AgeBand::From0To5, 1), (AgeBand::From75, 2)])))
        );
    }

    #[test]
    fn what_is_no_question_or_no_answer_is_named_and_never_kept_as_it_is() {
        for bad in [
            "sexe",
            "sexe: f",
            "sexe: f=x",
            "sexe: f=1, femmes=2",
            "sexe: f=1 | sexe: h=2",
            ": f=1",
            "chant: oui=3",
            "sexe: autre nom=1",
            "qpv: oui=2",
            "age: 60 et plus=1, 75 et plus=1",
        ] {
            assert_eq!(marginals(bad), None, "{bad:?}");
        }
    }
}
