//! Persons, each once: informed, objecting, under age, of which qualities, erased.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::attendance::{merges, same};
use super::held::stretches;
use super::tally::QUALITIES;
use super::{Line, Span, first_day, had_begun, last_day, lies_in, stands};

/// One person with all that was said of any of the references.
struct Person<'a> {
    of: Vec<Vec<&'a Line>>,
    asked: Span,
}

/// Those who were registered by the end of what is asked about.
pub fn persons(facts: &[Line], asked: Span) -> Value {
    let merges = merges(facts);
    let mut each: BTreeMap<&str, Person<'_>> = BTreeMap::new();
    let registered: BTreeMap<&str, &Line> =
        facts.iter().filter(|it| it.kind == "person.registered").map(|it| (it.object.as_str(), it)).collect();
    for it in registered.values().filter(|it| had_begun(&it.on, asked)) {
        let of = facts.iter().filter(|line| line.family == "person" && line.object == it.object).collect();
        each.entry(same(&it.object, &merges)).or_insert_with(|| Person { of: Vec::new(), asked }).of.push(of);
    }
    let (erased, known): (Vec<_>, Vec<_>) = each.into_values().partition(|it| it.erased().is_some());
    let count = |what: &dyn Fn(&Person<'_>) -> bool| known.iter().filter(|it| what(it)).count();
    let notices: BTreeSet<&str> = known.iter().flat_map(|it| it.notices()).collect();
    let bases: [&str; 4] = ["request", "retention", "objection", "mistake"];
    let by = |name: &str, word: &str, persons: usize| (persons > 0).then(|| json!({ name: word, "persons": persons }));
    json!({
        "known": known.len(), "with_card": count(&|it| it.has_card()),
        "informed": count(&|it| !it.notices().is_empty()), "not_informed": count(&|it| it.notices().is_empty()),
        "informed_in_period": count(&|it| it.said("person.informed").any(|it| lies_in(&it.on, asked))),
        "objecting_to_naming": count(&|it| it.objects() == Some("naming")),
        "objecting_to_all": count(&|it| it.objects() == Some("all")),
        "minors": count(&|it| it.is_minor()),
        "minors_without_adult": count(&|it| it.is_minor() && !it.has_adult()),
        "erased": erased.len(),
        "erased_in_period": erased.iter().filter(|it| it.erased().is_some_and(|it| lies_in(&it.on, asked))).count(),
        "merged": merges.len(),
        "by_notice": notices.iter().filter_map(|of| by("notice", of, count(&|it| it.notices().contains(of))))
            .collect::<Vec<_>>(),
        "by_quality": QUALITIES.iter().filter_map(|of| by("quality", of, count(&|it| it.has_quality(of))))
            .collect::<Vec<_>>(),
        "by_basis": bases.iter()
            .filter_map(|of| {
                let of_it = |it: &&Person<'_>| it.erased().is_some_and(|it| it.text("basis") == *of);
                by("basis", of, erased.iter().filter(of_it).count())
            })
            .collect::<Vec<_>>(),
    })
}

impl<'a> Person<'a> {
    fn said(&self, kind: &'static str) -> impl Iterator<Item = &'a Line> {
        self.of.iter().flatten().filter(move |it| it.kind == kind).copied()
    }

    fn has_card(&self) -> bool {
        self.said("person.registered").any(|it| it.text("card") == "held")
    }

    fn notices(&self) -> BTreeSet<&'a str> {
        self.said("person.informed").filter(|it| had_begun(&it.on, self.asked)).map(|it| it.text("notice")).collect()
    }

    /// What one objects to under any reference; who objects to all objects to being named.
    fn objects(&self) -> Option<&'a str> {
        let of_one = |of: &Vec<&'a Line>| {
            let turn = |it: &&&'a Line| match it.kind.as_str() {
                "person.objected" => Some((first_day(&it.on), it.data["to"].as_str())),
                "person.objection_withdrawn" => Some((last_day(&it.on), None)),
                _ => None,
            };
            stands(of.iter().filter_map(|it| turn(&it)).collect(), self.asked).flatten()
        };
        let all: BTreeSet<&str> = self.of.iter().filter_map(of_one).collect();
        all.first().copied()
    }

    fn is_minor(&self) -> bool {
        let of_one = |of: &Vec<&'a Line>| {
            let said = of.iter().filter(|it| it.kind == "person.minority_declared");
            let through = stands(said.map(|it| (first_day(&it.on), it.data["through"].as_i64())).collect(), self.asked);
            let through = through.flatten();
            through.is_some_and(|year| self.asked.1.is_none_or(|to| i64::from(to.year()) <= year))
        };
        self.of.iter().any(of_one)
    }

    /// Whether something that ends lasts at the end, by what a member names.
    fn lasts(&self, begins: &str, ends: &str, member: &str, of: Option<&str>) -> bool {
        self.of.iter().any(|lines| {
            let said: Vec<&Line> = lines.iter().filter(|it| it.kind == begins || it.kind == ends).copied().collect();
            let named: BTreeSet<&str> = said.iter().map(|it| it.text(member)).collect();
            named.into_iter().filter(|name| of.is_none_or(|of| of == *name)).any(|name| {
                let of_it: Vec<&Line> = said.iter().filter(|it| it.text(member) == name).copied().collect();
                stretches(&of_it, begins).iter().any(|it| it.lasts(self.asked))
            })
        })
    }

    fn has_adult(&self) -> bool {
        self.lasts("person.responsible_named", "person.responsible_ended", "adult", None)
    }

    fn has_quality(&self, quality: &str) -> bool {
        self.lasts("person.quality_recognised", "person.quality_ended", "quality", Some(quality))
    }

    fn erased(&self) -> Option<&'a Line> {
        self.said("person.erased").filter(|it| had_begun(&it.on, self.asked)).last()
    }
}
