//! The picture of a report, with its legend as text: the one within the picture shrinks with it.

use maillage_events::messages::{Language, say};
use maud::{Markup, PreEscaped, html};

/// The picture of the network, and what its strokes mean.
pub fn shown(language: Language, picture: &str) -> Markup {
    html! {
        figure.network tabindex="0" { (PreEscaped(picture)) }
        ul.legend {
            @for word in ["observed", "declared", "width"] {
                li { span class={ "stroke " (word) } {} (say(language, &format!("network-picture-legend-{word}"))) }
            }
        }
    }
}
