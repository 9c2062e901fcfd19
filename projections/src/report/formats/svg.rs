//! The picture of a report, where it has one, above what it is the picture of.

use maillage_events::messages::Language;

use super::{Format, MediaType};
use crate::report::Report;

pub(super) const FORMAT: Format = Format {
    name: "svg",
    meaning: "The picture, where the projection has one (network)",
    media_type: Some(MediaType { name: "image/svg+xml", download: None, is_active: true }),
    write: |report, language, _medium| Ok(report.to_svg(language)),
};

/// Height of a line of text, in the units of the picture.
const LINE: usize = 20;
/// Characters of a line at most, for each hundred units of the picture's width.
const PER_HUNDRED: usize = 13;

impl Report {
    /// The picture, and below it title, clocks and definitions; `None` where there is no picture.
    pub fn to_svg(&self, language: Language) -> Option<String> {
        let picture = self.picture.as_ref()?;
        let (width, height) = size(picture)?;
        let mut lines = Vec::new();
        let colon = if language == Language::French { "\u{a0}:" } else { ":" };
        let definitions = self.definitions.iter().map(|it| format!("{}{colon} {}", it.label, it.text));
        for text in [self.title.clone(), self.clocks(language)].into_iter().chain(definitions) {
            lines.extend(cut(&text, width * PER_HUNDRED / 100));
        }
        let whole = height + LINE * (lines.len() + 1);
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {whole}\" lang=\"{}\" \
             font-family=\"sans-serif\"><rect width=\"{width}\" height=\"{whole}\" fill=\"#ffffff\"/>\
             <svg x=\"0\" y=\"0\" width=\"{width}\" height=\"{height}\"{}<g font-size=\"14\" fill=\"#222222\">",
            language.tag(),
            picture.strip_prefix("<svg")?,
        );
        for (at, line) in lines.iter().enumerate() {
            let y = height + LINE * (at + 1);
            svg.push_str(&format!("<text x=\"16\" y=\"{y}\">{}</text>", escaped(line)));
        }
        svg.push_str("</g></svg>");
        Some(svg)
    }
}

/// The width and height that a picture says it has.
fn size(picture: &str) -> Option<(usize, usize)> {
    let within = picture.split_once("viewBox=\"0 0 ")?.1.split('"').next()?;
    let (width, height) = within.split_once(' ')?;
    Some((width.parse().ok()?, height.parse().ok()?))
}

/// Text in lines of at most so many characters, cut between words.
fn cut(text: &str, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() || line.chars().count() + word.chars().count() < most => {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_between_words_and_a_picture_tells_its_size() {
        assert_eq!(cut("un deux trois", 8), ["un deux", "trois"]);
        assert_eq!(cut("anticonstitutionnellement", 8), ["anticonstitutionnellement"]);
        assert_eq!(size("<svg viewBox=\"0 0 1100 860\">"), Some((1100, 860)));
        assert_eq!(escaped("a < b & c"), "a &lt; b &amp; c");
    }
}
