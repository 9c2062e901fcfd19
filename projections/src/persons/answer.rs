//! The report: the register, then notices, qualities and erasures.

use maillage_events::messages::{Language, say};
use serde_json::{Map, Value, json};

use super::Persons;
use super::counts::Counts;
use crate::answer::Answer;
use crate::naming::label;
use crate::projection::Projection;
use crate::report::cells::{table_by_column, text};
use crate::report::figure::{Defined, Figure, Shown};
use crate::report::{Body, Definition, Scope};

/// What is printed of the meaning of its figures, in this order.
const DEFINED: &[Defined] = &[
    Defined::new("known", 1),
    Defined::new("with_card", 1),
    Defined::new("informed", 1),
    Defined::new("objecting", 1),
    Defined::new("minors", 1),
    Defined::new("erased", 1),
    Defined::new("merged", 1),
    Defined::new("by_quality", 1),
];

type Of = Figure<Counts, u64>;

const fn figure(name: &'static str, definition: &'static str, column: &'static str, value: fn(&Counts) -> u64) -> Of {
    Figure { name, definition, column, shown: Shown::InTotals, value }
}

/// Every figure, in the order of the register.
const FIGURES: &[Of] = &[
    figure("known", "known", "persons-known-here", |it| it.known),
    figure("with_card", "with_card", "persons-with-card", |it| it.with_card),
    figure("informed", "informed", "persons-informed", |it| it.informed),
    figure("informed_in_period", "informed", "persons-informed-in-period", |it| it.informed_in_period),
    figure("not_informed", "informed", "persons-not-informed", |it| it.not_informed),
    figure("objecting_to_naming", "objecting", "persons-objecting-to-naming", |it| it.objecting_to_naming),
    figure("objecting_to_all", "objecting", "persons-objecting-to-all", |it| it.objecting_to_all),
    figure("minors", "minors", "persons-minors", |it| it.minors),
    figure("minors_without_adult", "minors", "persons-minors-without-adult", |it| it.minors_without_adult),
    figure("erased", "erased", "persons-erased", |it| it.erased),
    figure("erased_in_period", "erased", "persons-erased-in-period", |it| it.erased_in_period),
    figure("merged", "merged", "persons-merged", |it| it.merged),
];

impl Answer for Persons {
    fn answer(&self, scope: &Scope, language: Language) -> Body {
        let counts = self.counts(scope);
        let mut figures: Map<String, Value> =
            FIGURES.iter().map(|figure| (figure.name.to_owned(), json!((figure.value)(&counts)))).collect();
        let list = |name: &str, lines: Vec<(String, u64)>| -> Vec<Value> {
            lines.into_iter().map(|(word, persons)| json!({ name: word, "persons": persons })).collect()
        };
        let notices = counts.by_notice.iter().map(|(notice, persons)| (notice.to_string(), *persons));
        let qualities = counts.by_quality.iter().map(|(quality, persons)| (quality.to_string(), *persons));
        let bases = counts.by_basis.iter().map(|(basis, persons)| (basis.to_string(), *persons));
        figures.insert("by_notice".to_owned(), json!(list("notice", notices.collect())));
        figures.insert("by_quality".to_owned(), json!(list("quality", qualities.collect())));
        figures.insert("by_basis".to_owned(), json!(list("basis", bases.collect())));
        let tables = vec![
            table_by_column(
                language,
                Self::NAME,
                "register",
                FIGURES,
                &[
                    ("figure", &|figure| say(language, &format!("column-{}", figure.column)).into()),
                    ("number", &|figure| (figure.value)(&counts).into()),
                ],
            ),
            table_by_column(
                language,
                Self::NAME,
                "notices",
                &counts.by_notice,
                &[("notice", &|(notice, _)| text(notice.as_str())), ("number", &|(_, persons)| (**persons).into())],
            ),
            table_by_column(
                language,
                Self::NAME,
                "qualities",
                &counts.by_quality,
                &[
                    ("quality", &|(quality, _)| label(language, "quality", quality.as_str()).into()),
                    ("number", &|(_, persons)| (**persons).into()),
                ],
            ),
            table_by_column(
                language,
                Self::NAME,
                "erasures",
                &counts.by_basis,
                &[
                    ("basis", &|(basis, _)| label(language, "erasure", basis.as_str()).into()),
                    ("number", &|(_, persons)| (**persons).into()),
                ],
            ),
        ];
        Body {
            title: say(language, "title-persons"),
            definitions: Definition::of(language, Self::NAME, DEFINED),
            figures: Value::Object(figures),
            tables,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::figure::lacking;

    #[test]
    fn every_figure_has_its_definition_and_its_words() {
        assert_eq!(lacking("persons", FIGURES, DEFINED), [""; 0]);
    }
}
