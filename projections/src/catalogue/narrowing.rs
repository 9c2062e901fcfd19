//! Every filter that a report has narrows it, knows its objects, and refuses what is not known.

use maillage_events::messages::Language;

use super::{CATALOGUE, filters, narrowed};
use crate::answer::AnyProjection;
use crate::report::Scope;
use crate::report::filter::{BadFilter, Filter, Filters};
use crate::testing::two_of_everything;

fn asked(filter: Filter, value: &str) -> Filters {
    Filters::of([(filter, Some(value.to_owned()))])
}

/// One object of each filter, and another one.
const fn objects(filter: Filter) -> (&'static str, &'static str) {
    match filter {
        Filter::Contract => ("c-un", "c-deux"),
        Filter::Pole => ("p-un", "p-deux"),
        Filter::Fiche => ("f-un", "f-deux"),
        Filter::Funder => ("o-un", "o-deux"),
        Filter::Quality => ("inhabitant", "professional"),
    }
}

fn folded() -> Vec<(&'static str, Box<dyn AnyProjection>)> {
    let history = two_of_everything();
    let amendments = history.amendments();
    let fold = |(name, fresh): &(&'static str, super::Fresh)| {
        let mut state = fresh();
        history.views().for_each(|fact| state.take(&amendments, &fact).unwrap());
        (*name, state)
    };
    CATALOGUE.iter().map(fold).collect()
}

#[test]
fn every_filter_of_a_report_narrows_it_to_the_one_that_is_asked_for() {
    for (name, state) in folded() {
        let figures = |filters: Filters| {
            let scope = Scope { filters, ..Scope::default() };
            state.answer(&scope, Language::French).figures
        };
        for filter in filters(name) {
            let (one, other) = objects(*filter);
            let (all, of_one, of_other) =
                (figures(Filters::default()), figures(asked(*filter, one)), figures(asked(*filter, other)));
            assert!(all != of_one && all != of_other && of_one != of_other, "{name} by {}: {of_one}", filter.as_str());
        }
    }
}

#[test]
fn every_filter_of_a_report_knows_its_objects_and_refuses_what_is_not_known_or_not_its_own() {
    for (name, state) in folded() {
        let ask = |filter, value: &str| narrowed(state.as_ref(), &asked(filter, value), Language::French);
        for filter in Filter::ALL {
            let known = ask(filter, objects(filter).0);
            if filters(name).contains(&filter) {
                assert!(known.is_ok_and(|it| it[0].name != it[0].value && it[0].filter == filter.as_str()), "{name}");
                let nobody = ask(filter, "nulle-part").unwrap_err();
                assert!(matches!(nobody, BadFilter::NamesNothing { .. }), "{name} {nobody:?}");
                assert!(nobody.shown(Language::French).contains("nulle-part"));
            } else {
                let refused = known.unwrap_err();
                assert!(matches!(refused, BadFilter::NotOfReport { .. }), "{name} {refused:?}");
                let words = refused.shown(Language::French);
                assert!(
                    filters(name).iter().all(|has| words.contains(has.as_str())) && !words.contains('⟨'),
                    "{words}"
                );
            }
        }
    }
}
