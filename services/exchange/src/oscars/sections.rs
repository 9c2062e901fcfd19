//! The headings of a record, and the lines under each.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use maillage_events::text::folded;

use crate::oscars::other_headings::{Under, is_other_heading};
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
    RegionalPlan = "Programmes",
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
        if line.len() > 100 { None } else { keys.get(&key(without_mark(line))).copied() }
    }
}

/// A heading without what text editors put around it: a number before it, marks of bold type or of a title.
fn without_mark(line: &str) -> &str {
    let bare = line.trim_start_matches(['#', ' ']);
    let bare = bare.strip_prefix("**").and_then(|bare| bare.strip_suffix("**")).unwrap_or(bare);
    let rest = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = (1..=2).contains(&(bare.len() - rest.len()));
    rest.strip_prefix(['.', ')']).filter(|_| numbered).map_or(bare, str::trim_start)
}

fn key(words: &str) -> String {
    let folded = folded(words);
    let bare = folded.trim_end_matches([':', ' ']);
    bare.split(' ').map(|word| word.trim_end_matches("(s)").trim_end_matches('s')).collect::<Vec<_>>().join(" ")
}

impl Heading {
    /// How OSCARS prints what stands under it.
    const fn holds(self) -> Under {
        match self {
            Self::Partners => Under::Names,
            Self::Theme
            | Self::Programmes
            | Self::Starts
            | Self::Ends
            | Self::Duration
            | Self::Frequency
            | Self::Audience
            | Self::ActionType
            | Self::Sector
            | Self::Place
            | Self::GeographicLevel
            | Self::Commune
            | Self::CommuneLevel => Under::OneLine,
            Self::RegionalPlan
            | Self::Context
            | Self::Objectives
            | Self::Description
            | Self::Funders
            | Self::Evaluation
            | Self::Categories => Under::Paragraphs,
        }
    }
}

/// A record cut at its headings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sections {
    /// What stands before the first heading.
    pub head: Vec<Line>,
    under: BTreeMap<Heading, Vec<Line>>,
    /// What stands under headings that are not known: each with its heading first.
    pub unknown: Vec<Vec<Line>>,
}

/// Where a line goes.
enum Place {
    Head,
    Under(Heading),
    Unknown,
}

impl Sections {
    /// Cuts lines at their headings. One that comes twice continues where it was. What does not belong to the heading
    /// above it begins a part of its own: its heading is not known, and nothing under it is read.
    pub fn cut(lines: &[Line]) -> Self {
        let mut sections = Self::default();
        let mut place = Place::Head;
        let mut before: Option<&Line> = None;
        for line in lines {
            if let Some(heading) = Heading::of(&line.text) {
                place = Place::Under(heading);
                sections.under.entry(heading).or_default();
            } else {
                if let Place::Under(heading) = place
                    && is_other_heading(heading.holds(), sections.under(heading), before, line)
                {
                    place = Place::Unknown;
                    sections.unknown.push(Vec::new());
                }
                match place {
                    Place::Head => sections.head.push(line.clone()),
                    Place::Under(heading) => sections.under.entry(heading).or_default().push(line.clone()),
                    Place::Unknown => sections.unknown.last_mut().into_iter().for_each(|part| part.push(line.clone())),
                }
            }
            before = Some(line);
        }
        sections
    }

    /// The lines under a heading; none where the record lacks it.
    pub fn under(&self, heading: Heading) -> &[Line] {
        self.under.get(&heading).map_or(&[], Vec::as_slice)
    }

    /// Where another record begins, below the first: at the line that names who carries it.
    pub fn second_record(&self) -> Option<&Line> {
        let carrier = |line: &&Line| folded(&line.text).starts_with("porteur de l'action");
        let below = self.under.values().chain(&self.unknown).flatten();
        let mut carriers: Vec<&Line> = self.head.iter().chain(below).filter(carrier).collect();
        carriers.sort_by_key(|line| line.number);
        let first = carriers.first().copied()?;
        // A page that was copied twice names the same one.
        carriers.into_iter().find(|line| folded(&line.text) != folded(&first.text))
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
        for line in [
            "Evaluation de l'action",
            "Évaluation de l’action",
            "ÉVALUATION DE L'ACTION :",
            "12. Évaluation de l’action",
            "**Évaluation de l’action**",
            "## Évaluation de l’action",
        ] {
            assert_eq!(Heading::of(line), Some(Heading::Evaluation), "{line}");
        }
        assert_eq!(Heading::of("Partenaires de l'action"), Some(Heading::Partners));
        assert_eq!(Heading::of("Public visé en 2016"), None);
    }

    fn cut(text: &str) -> Sections {
        let numbered = text.lines().zip(1..).filter(|(text, _)| !text.is_empty());
        let lines: Vec<Line> = numbered.map(|(text, number)| Line { number, text: text.to_owned() }).collect();
        Sections::cut(&lines)
    }

    #[test]
    fn missing_and_unknown_headings_lose_no_line() {
        let sections = cut("Titre\nDurée\n12 mois\nRubrique nouvelle\nsa valeur\nPublic\nAutre");
        assert_eq!(sections.head.len(), 1);
        assert_eq!(sections.under(Heading::Duration).len(), 1);
        let [part] = sections.unknown.as_slice() else { panic!("{:?}", sections.unknown) };
        assert_eq!(part.iter().map(|line| line.number).collect::<Vec<_>>(), [4, 5]);
        assert_eq!(sections.under(Heading::Audience).len(), 1);
        assert_eq!(sections.under(Heading::Context), []);
        assert_eq!(sections.found(), 2);
    }

    #[test]
    fn values_over_several_lines_stay_under_their_heading() {
        for values in [
            "Précarité,\nNutrition",
            "Précarité\net nutrition",
            "- Précarité\n- Nutrition",
            "Précarité\nPrécarité",
            "CCAS\nCPAM",
        ] {
            let sections = cut(&format!("Partenaires de l'action\n{values}\nDurée\n12 mois"));
            assert_eq!((sections.under(Heading::Partners).len(), sections.unknown.len()), (2, 0), "{values}");
        }
    }

    #[test]
    fn a_title_amid_paragraphs_is_told_from_a_line_that_goes_on() {
        let prose = "Description\n* Ateliers dans les quartiers de\nVilleneuve les Salines\n* Suivi du contrat";
        assert_eq!(cut(prose).unknown.len(), 0);
        assert_eq!(cut(&format!("{prose}\nObservations\nÀ relire")).unknown.len(), 1);
        assert_eq!(cut(&format!("{prose}\n\nMoyens engagés\nDeux salles")).unknown.len(), 1);
        assert_eq!(cut(&format!("{prose}\n\nTout cela a été fait avec les habitants.")).unknown.len(), 0);
    }
}
