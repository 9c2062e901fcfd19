//! What belongs to a contract, a pole or a fiche: one rule for every report that is narrowed to one of them.

use std::collections::BTreeSet;

use crate::report::filter::{Filter, Filters};
use crate::table::Table;
use crate::titles::Title;

/// The contracts, poles and fiches that something is of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Belongs<'a> {
    contracts: BTreeSet<&'a str>,
    poles: BTreeSet<&'a str>,
    fiches: BTreeSet<&'a str>,
}

impl<'a> Belongs<'a> {
    /// A session is of the contracts that it names, of those of the fiches that it is credited to, and of that of its
    /// pole.
    pub fn session(
        titles: &'a Table<Title>,
        contracts: impl IntoIterator<Item = &'a str>,
        pole: Option<&'a str>,
        fiches: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let mut of = Self { contracts: contracts.into_iter().collect(), ..Self::default() };
        pole.into_iter().for_each(|pole| of.join(titles, "pole", pole));
        fiches.into_iter().for_each(|fiche| of.join(titles, "fiche", fiche));
        of
    }

    /// A stream, `family/identifier`, is of itself, and of the contract and the pole that it was recorded for.
    pub fn stream(titles: &'a Table<Title>, stream: &'a str) -> Self {
        let mut of = Self::default();
        if let Some((family, id)) = stream.split_once('/') {
            of.join(titles, family, id);
        }
        of
    }

    fn join(&mut self, titles: &'a Table<Title>, family: &str, id: &'a str) {
        let mine = match family {
            "contract" => Some(&mut self.contracts),
            "pole" => Some(&mut self.poles),
            "fiche" => Some(&mut self.fiches),
            _ => None,
        };
        if let Some(mine) = mine {
            mine.insert(id);
        }
        if let Some(title) = titles.get(&format!("{family}/{id}")) {
            self.contracts.extend(title.contracts.iter().map(String::as_str));
            if let Some(pole) = title.pole.as_deref() {
                self.join(titles, "pole", pole);
            }
        }
    }

    /// Whether it is of the contract, the pole and the fiche that are asked for, where any is.
    pub fn is_asked(&self, filters: &Filters) -> bool {
        let of = |filter, all: &BTreeSet<&str>| filters.get(filter).is_none_or(|id| all.contains(id));
        of(Filter::Contract, &self.contracts) && of(Filter::Pole, &self.poles) && of(Filter::Fiche, &self.fiches)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles() -> Table<Title> {
        let mut titles: Table<Title> = Table::new("titles");
        let of = |contract: Option<&str>, pole: Option<&str>| Title {
            contracts: contract.into_iter().map(str::to_owned).collect(),
            pole: pole.map(str::to_owned),
            ..Title::default()
        };
        titles.insert("fiche/f", of(Some("cls"), None));
        titles.insert("pole/fives", of(Some("poles"), None));
        titles.insert("body/copil", of(None, Some("fives")));
        titles
    }

    fn asked(filter: Filter, id: &str) -> Filters {
        Filters::of([(filter, Some(id.to_owned()))])
    }

    #[test]
    fn a_session_is_of_the_contracts_that_it_names_and_of_those_of_its_fiches_and_its_pole() {
        let titles = titles();
        let session = Belongs::session(&titles, ["ville"], Some("fives"), ["f"]);
        for contract in ["ville", "cls", "poles"] {
            assert!(session.is_asked(&asked(Filter::Contract, contract)), "{contract}");
        }
        assert!(session.is_asked(&asked(Filter::Fiche, "f")) && session.is_asked(&asked(Filter::Pole, "fives")));
        assert!(!session.is_asked(&asked(Filter::Contract, "autre")) && session.is_asked(&Filters::default()));
    }

    #[test]
    fn a_body_of_a_pole_is_of_the_contract_of_that_pole() {
        let titles = titles();
        assert!(Belongs::stream(&titles, "body/copil").is_asked(&asked(Filter::Contract, "poles")));
        assert!(Belongs::stream(&titles, "contract/cls").is_asked(&asked(Filter::Contract, "cls")));
        assert!(!Belongs::stream(&titles, "organisation/x").is_asked(&asked(Filter::Contract, "cls")));
    }
}
