//! What the object of a fact is called from then on.

use crate::fact::Fact;

/// The kinds that say what their object is called.
const TITLED: [&str; 12] = [
    "space.opened",
    "space.renamed",
    "contract.prepared",
    "body.constituted",
    "fiche.recorded",
    "action.recorded",
    "pole.opened",
    "session.planned",
    "session.renamed",
    "organisation.recorded",
    "organisation.renamed",
    "category.recorded",
];

impl Fact {
    /// Whether facts of a kind say what their object is called.
    pub fn says_a_title(kind: &str) -> bool {
        TITLED.contains(&kind)
    }

    /// What its object is called from then on, where it says so.
    pub fn title(&self) -> Option<String> {
        let payload = Self::says_a_title(self.kind()).then(|| self.payload().ok()).flatten()?;
        ["title", "name"].into_iter().find_map(|member| payload.get(member)?.as_str().map(str::to_owned))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::kind_info;

    #[test]
    fn every_kind_that_says_a_title_says_it() {
        for kind in TITLED {
            let info = kind_info(kind).unwrap();
            let fact = Fact::read(kind, &(info.example)().to_string()).unwrap();
            assert!(fact.title().is_some(), "{kind}");
        }
    }
}
