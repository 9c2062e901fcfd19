//! The counters of a space as tiles: one for all sessions, one a pole.

use maillage_events::messages::{Language, message, say};
use maillage_projections::attendance::{Overview, Span, Tally};
use maillage_projections::figures::{bounds_shown, count_shown, unknown_shown};
use maud::{Markup, html};

/// The tiles.
pub fn counters(language: Language, overview: &Overview) -> Markup {
    html! {
        ul.tiles {
            (tile(language, "total", &say(language, "console-total"), &overview.total))
            @for pole in &overview.poles { (tile(language, &pole.pole, &pole.name, &pole.tally)) }
        }
    }
}

/// One tile; unknown is *n.r.*, never 0. `key` names its figures for the script.
fn tile(language: Language, key: &str, name: &str, tally: &Tally) -> Markup {
    let persons = match tally.distinct {
        Some(span) => about(language, span, bounds_shown(language, span.at_least, span.at_most)),
        None => unknown_shown(language),
    };
    let passages = match tally.passages.and_then(|span| Some((span, span.number()?))) {
        Some((span, number)) => about(language, span, count_shown(language, number)),
        None => unknown_shown(language),
    };
    let lines = [
        ("console-distinct", "distinct", persons),
        ("console-sessions-held", "held", tally.held.shown(language)),
        ("console-confirmed", "confirmed", count_shown(language, tally.confirmed)),
        ("console-waiting", "waiting", count_shown(language, tally.waiting)),
    ];
    html! {
        li.tile {
            h3 { (name) }
            div.big data-key={ (key) "-passages" } { (passages) }
            div.soft { (say(language, "console-passages")) }
            dl {
                @for (label, part, shown) in lines {
                    dt { (say(language, label)) }
                    dd data-key={ (key) "-" (part) } { (shown) }
                }
            }
        }
    }
}

/// An estimate is shown as one: « environ ».
fn about(language: Language, span: Span, shown: String) -> String {
    if span.estimated { message(language, "figure-about", &[("value", shown)]) } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(passages: Option<Span>) -> String {
        let tally = Tally { passages, ..Tally::default() };
        counters(Language::French, &Overview { total: tally, poles: Vec::new() }).0
    }

    #[test]
    fn unknown_is_not_zero_and_an_estimate_says_so() {
        assert!(shown(None).contains("data-key=\"total-passages\">n.r.<"));
        assert!(shown(Some(Span::exactly(0))).contains("data-key=\"total-passages\">0<"));
        let estimate = Span { estimated: true, ..Span::exactly(40) };
        assert!(shown(Some(estimate)).contains("data-key=\"total-passages\">environ 40<"));
        let open = Span { at_least: 3, at_most: None, estimated: false };
        assert!(shown(Some(open)).contains("data-key=\"total-passages\">n.r.<"));
    }
}
