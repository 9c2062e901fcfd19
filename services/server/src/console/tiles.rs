//! The counters of a space as tiles: one for all sessions, one a pole.

use maillage_events::messages::{Language, say};
use maillage_projections::attendance::{Overview, Span, Tally};
use maillage_projections::figures::{count_shown, unknown_shown};
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
    let shown = |sum: Option<Span>| sum.map_or_else(|| unknown_shown(language), |sum| sum.shown(language));
    let (persons, passages) = (shown(tally.distinct), shown(tally.passages));
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

#[cfg(test)]
mod tests {
    use maillage_events::quantity::Quantity;

    use super::*;

    fn shown(passages: Option<Span>) -> String {
        let tally = Tally { passages, ..Tally::default() };
        counters(Language::French, &Overview { total: tally, poles: Vec::new() }).0
    }

    #[test]
    fn unknown_is_not_zero_and_what_is_not_counted_says_so() {
        assert!(shown(None).contains("data-key=\"total-passages\">n.r.<"));
        assert!(shown(Some(Span::exactly(0))).contains("data-key=\"total-passages\">0<"));
        let estimate = shown(Some(Span::of(&Quantity::About { value: 40 }))).replace(['\u{2068}', '\u{2069}'], "");
        assert!(estimate.contains("data-key=\"total-passages\">au moins 1 (environ 40)<"), "{estimate}");
        let open = shown(Some(Span::between(3, None))).replace(['\u{2068}', '\u{2069}'], "");
        assert!(open.contains("data-key=\"total-passages\">au moins 3<"), "{open}");
    }
}
