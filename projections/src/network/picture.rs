//! The network drawn: a standalone SVG that can be read without colour, without a script and by a screen reader.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use maillage_events::messages::{Language, message, say};
use maillage_events::when::Period;

use super::Network;
use super::graph::MICRO;
use super::labels::{self, Disc, FONT, LINE};
use super::layout::{Place, SIDE, place};
use super::ties::{TieSource, reconciled};
use crate::naming::name_of;
use crate::report::Scope;

const WIDTH: i32 = 1100;
const HEIGHT: i32 = 860;
/// Room for the legend, under the drawing.
const FOOT: i32 = 50;
const MARGIN: (i32, i32) = (130, 60);
/// Contrast on white: 8.6, 7.0 and 17 to 1.
const TIE: &str = "#4b4b63";
const NODE: &str = "#1d4f91";
const INK: &str = "#1a1a1a";

impl Network {
    /// The partners of a period as a drawing: a disc an organisation, wider with more ties; a line a tie, wider with
    /// its weight, dashed where it is only declared. The same facts give the same bytes.
    pub fn picture(&self, scope: &Scope, language: Language) -> String {
        draw(self, scope, language)
    }
}

/// See [`Network::picture`].
pub(super) fn draw(state: &Network, scope: &Scope, language: Language) -> String {
    let period = &scope.period;
    let (observed, declared) = (state.observed(period, period, &scope.filters), state.declared(scope));
    let pairs = reconciled(&observed, &declared);
    let nodes: Vec<&String> = observed.nodes.union(&declared.nodes).collect::<BTreeSet<_>>().into_iter().collect();
    let index: BTreeMap<&str, usize> = nodes.iter().enumerate().map(|(at, id)| (id.as_str(), at)).collect();
    let ends = |pair: &(String, String)| Some((*index.get(pair.0.as_str())?, *index.get(pair.1.as_str())?));
    let ties: Vec<(usize, usize)> = pairs.keys().filter_map(|pair| ends(pair)).collect();
    let mut degree = vec![0_i32; nodes.len()];
    for (one, other) in &ties {
        degree[*one] += 1;
        degree[*other] += 1;
    }
    let places: Vec<(i32, i32)> = place(nodes.len(), &ties).into_iter().map(on_paper).collect();

    let values = [
        ("nodes", nodes.len().to_string()),
        ("observed", observed.ties.len().to_string()),
        ("declared", declared.ties.len().to_string()),
    ];
    let title = escaped(&say(language, "title-network"));
    let description = escaped(&message(language, "network-picture", &values));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" lang=\"{}\" \
         aria-labelledby=\"network-title network-desc\" \
         font-family=\"sans-serif\"><title id=\"network-title\">{title}</title>\
         <desc id=\"network-desc\">{description}</desc>\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#ffffff\"/><g stroke=\"{TIE}\">",
        language.tag()
    );
    for (pair, known) in &pairs {
        let Some((one, other)) = ends(pair) else { continue };
        let ((x1, y1), (x2, y2)) = (places[one], places[other]);
        let width = observed.ties.get(*pair).map_or(15, |tie| 10 + (tie.micro.min(10 * MICRO) * 5 / MICRO));
        let dashes = if *known == TieSource::DeclaredOnly { " stroke-dasharray=\"5 4\"" } else { "" };
        let names = format!("{} – {}", state.called(&pair.0, period), state.called(&pair.1, period));
        let said =
            escaped(&format!("{names} : {}", say(language, &format!("network-{}", known.as_str().replace('_', "-")))));
        write(
            &mut svg,
            format_args!(
                "<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" \
                 stroke-width=\"{}.{}\"{dashes}><title>{said}</title></line>",
                width / 10,
                width % 10
            ),
        );
    }
    write(&mut svg, format_args!("</g><g fill=\"{NODE}\" stroke=\"#ffffff\" stroke-width=\"2\">"));
    let radius = |at: usize| 7 + degree[at].min(16);
    for (at, id) in nodes.iter().enumerate() {
        let (x, y) = places[at];
        let said = message(
            language,
            "network-picture-node",
            &[("name", state.called(id, period)), ("degree", degree[at].to_string())],
        );
        write(
            &mut svg,
            format_args!(
                "<circle cx=\"{x}\" cy=\"{y}\" r=\"{}\"><title>{}</title></circle>",
                radius(at),
                escaped(&said)
            ),
        );
    }
    // A white outline under the letters keeps them readable over lines.
    write(
        &mut svg,
        format_args!(
            "</g><g fill=\"{INK}\" font-size=\"{FONT}\" text-anchor=\"middle\" stroke=\"#ffffff\" stroke-width=\"4\" \
             paint-order=\"stroke\" stroke-linejoin=\"round\">"
        ),
    );
    let discs: Vec<(Disc, String)> = nodes
        .iter()
        .enumerate()
        .map(|(at, id)| (Disc { at: places[at], radius: radius(at) }, state.called(id, period)))
        .collect();
    for label in labels::place(&discs, (WIDTH, HEIGHT - FOOT)) {
        let mut y = label.y;
        for line in &label.lines {
            write(&mut svg, format_args!("<text x=\"{}\" y=\"{y}\">{}</text>", label.x, escaped(line)));
            y += LINE;
        }
    }
    svg.push_str("</g>");
    legend(&mut svg, language);
    svg.push_str("</svg>");
    svg
}

/// What the strokes mean, each beside a sample of itself.
fn legend(svg: &mut String, language: Language) {
    svg.push_str("<g class=\"legend\">");
    let y = HEIGHT - 22;
    for (x, sample, word) in [
        (16, " stroke-width=\"2\"", "observed"),
        (330, " stroke-width=\"2\" stroke-dasharray=\"5 4\"", "declared"),
        (700, " stroke-width=\"5\"", "width"),
    ] {
        let said = escaped(&say(language, &format!("network-picture-legend-{word}")));
        write(
            svg,
            format_args!(
                "<path d=\"M{x} {}h34\" stroke=\"{TIE}\"{sample}/><text x=\"{}\" y=\"{y}\" font-size=\"{FONT}\" \
                 fill=\"{INK}\">{said}</text>",
                y - 5,
                x + 42
            ),
        );
    }
    svg.push_str("</g>");
}

impl Network {
    fn called(&self, id: &str, period: &Period) -> String {
        name_of(&self.organisations, id, period)
    }
}

/// Writing to a string cannot fail.
fn write(svg: &mut String, words: std::fmt::Arguments<'_>) {
    let _ = svg.write_fmt(words);
}

fn on_paper(place: Place) -> (i32, i32) {
    let along = |at: i32, whole: i32, margin: i32| margin + at * (whole - 2 * margin) / SIDE;
    (along(place.x, WIDTH, MARGIN.0), along(place.y, HEIGHT - FOOT, MARGIN.1))
}

/// Safe inside XML; characters that XML forbids are left out.
fn escaped(words: &str) -> String {
    let mut safe = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}
