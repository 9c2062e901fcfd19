//! The languages that people read.

/// A language that Maillage speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// French.
    #[default]
    French,
    /// English.
    English,
}

impl Language {
    /// The best of the two for an `Accept-Language` header; French when it names neither.
    pub fn from_accept(header: &str) -> Self {
        let mut best = (0.0_f32, Self::French);
        for item in header.split(',') {
            let (tag, quality) = item.split_once(';').unwrap_or((item, ""));
            let weight = quality.trim().strip_prefix("q=").map_or(1.0, |q| q.parse().unwrap_or(0.0));
            let language = match tag.trim().to_ascii_lowercase().as_str() {
                tag if tag == "fr" || tag.starts_with("fr-") => Self::French,
                tag if tag == "en" || tag.starts_with("en-") => Self::English,
                _ => continue,
            };
            if weight > best.0 {
                best = (weight, language);
            }
        }
        best.1
    }

    /// Its BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_chooses_french_unless_english_weighs_more() {
        assert_eq!(Language::from_accept("en;q=0.8, fr;q=0.9"), Language::French);
        assert_eq!(Language::from_accept("de, en-GB"), Language::English);
        assert_eq!(Language::from_accept(""), Language::French);
    }
}
