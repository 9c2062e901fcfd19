//! The headings of a record, and the lines under each.

use maillage_events::text::folded;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::oscars::source::Line;

macro_rules! headings {
    ($($name:ident = $label:literal),+ $(,)?) => {
        /// A heading that OSCARS prints.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "each is named after the French label beside it")]
        pub enum Heading { $($name),+ }

        const LABELS: &[(&str, Heading)] = &[$(($label, Heading::$name)),+];

        impl Heading {
            /// The label as OSCARS prints it.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$name => $label),+ }
            }
        }
    };
}

headings! {
    Theme = "Thème",
    Programmes = "Autres programmes ou dispositifs",
    Context = "Contexte",
    Objectives = "Objectif de l'action",
    Description = "Description",
    Partners = "Partenaire de l'action",
    Starts = "Année de début de réalisation",
    Ends = "Année de fin de réalisation",
    Duration = "Durée",
    Frequency = "Fréquence",
    Audience = "Public",
    ActionType = "Type d'action",
    Funders = "Financeur",
    Evaluation = "Evaluation de l'action",
    Sector = "Secteur d'activité",
    Place = "Lieu d'intervention",
    GeographicLevel = "Niveau géographique",
    Commune = "Commune",
    CommuneLevel = "Niveau communal",
    Categories = "Catégorisation",
}

impl Heading {
    /// The heading that a line is, whatever its case, accents, apostrophes, plural and final colon.
    pub fn of(line: &str) -> Option<Self> {
        static KEYS: OnceLock<BTreeMap<String, Heading>> = OnceLock::new();
        let keys = KEYS.get_or_init(|| LABELS.iter().map(|(label, heading)| (key(label), *heading)).collect());
        // A line much longer than any label is none; most lines are, so they are not even folded.
        if line.len() > 100 { None } else { keys.get(&key(line)).copied() }
    }
}

fn key(words: &str) -> String {
    let folded = folded(words);
    let bare = folded.trim_end_matches([':', ' ']);
    bare.split(' ').map(|word| word.trim_end_matches("(s)").trim_end_matches('s')).collect::<Vec<_>>().join(" ")
}

/// A record cut at its headings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sections {
    /// What stands before the first heading.
    pub head: Vec<Line>,
    under: BTreeMap<Heading, Vec<Line>>,
}

impl Sections {
    /// Cuts lines at the headings that are known. A heading that comes twice continues where it was; an unknown one is
    /// a line like another.
    pub fn cut(lines: &[Line]) -> Self {
        let mut sections = Self::default();
        let mut current = None;
        for line in lines {
            match Heading::of(&line.text) {
                Some(heading) => {
                    current = Some(heading);
                    sections.under.entry(heading).or_default();
                }
                None => match current {
                    Some(heading) => sections.under.entry(heading).or_default().push(line.clone()),
                    None => sections.head.push(line.clone()),
                },
            }
        }
        sections
    }

    /// The lines under a heading; none where the record lacks it.
    pub fn under(&self, heading: Heading) -> &[Line] {
        self.under.get(&heading).map_or(&[], Vec::as_slice)
    }

    /// How many different headings were found.
    pub fn found(&self) -> usize {
        self.under.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_known_however_it_is_typed() {
        for line in ["Evaluation de l'action", "Évaluation de l’action", "ÉVALUATION DE L'ACTION :"] {
            assert_eq!(Heading::of(line), Some(Heading::Evaluation), "{line}");
        }
        assert_eq!(Heading::of("Partenaires de l'action"), Some(Heading::Partners));
        assert_eq!(Heading::of("Public visé en 2016"), None);
    }

    #[test]
    fn missing_and_unknown_headings_lose_no_line() {
        let lines: Vec<Line> = ["Titre", "Durée", "12 mois", "Rubrique nouvelle", "Public", "Autre"]
            .into_iter()
            .zip(1..)
            .map(|(text, number)| Line { number, text: text.to_owned() })
            .collect();
        let sections = Sections::cut(&lines);
        assert_eq!(sections.head.len(), 1);
        assert_eq!(sections.under(Heading::Duration).len(), 2);
        assert!(sections.under(Heading::Theme).is_empty());
        assert_eq!(sections.found(), 2);
    }
}
