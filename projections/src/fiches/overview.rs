//! What a page shows of fiches before any question is asked: by contract, each fiche with its latest year.

use maillage_events::fiche::FicheStatus;
use maillage_events::messages::Language;
use maillage_events::when::Period;

use super::Fiches;
use super::seen::{Seen, count, seen};
use super::totals::totals;
use crate::session_count::SessionCount;

/// The fiches of one contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractOverview {
    /// The contract's title, where it is known.
    pub title: Option<String>,
    /// Numbers below the highest that no fiche of the contract ever bore.
    pub missing: Vec<u32>,
    /// Its fiches, by number.
    pub fiches: Vec<FicheOverview>,
}

/// One fiche with its latest year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FicheOverview {
    /// Its number in the contract.
    pub number: u32,
    /// Its title.
    pub title: String,
    /// The latest year of which anything is known.
    pub latest: Option<YearOverview>,
}

/// One year of a fiche.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearOverview {
    /// The year.
    pub year: i16,
    /// The status declared last.
    pub status: Option<FicheStatus>,
    /// Why.
    pub motive: Option<String>,
    /// What takes over.
    pub successor: Option<String>,
    /// Sessions held and credited to it.
    pub sessions: SessionCount,
}

impl Fiches {
    /// The contracts that have a fiche, by identifier, over all dates.
    pub fn overview(&self, language: Language) -> Vec<ContractOverview> {
        let always = Period::default();
        let seen = seen(self, &always);
        let contracts = totals(self, &seen, &always).into_iter().map(|total| ContractOverview {
            title: total.title,
            missing: total.missing,
            fiches: seen
                .iter()
                .filter(|fiche| fiche.recorded.contract.as_str() == total.contract)
                .map(|fiche| self.fiche_overview(fiche, language))
                .collect(),
        });
        contracts.collect()
    }

    fn fiche_overview(&self, fiche: &Seen<'_>, language: Language) -> FicheOverview {
        let latest = fiche.each_year().pop().map(|(year, row, held)| {
            let status = row.and_then(|row| row.status(&Period::default()));
            let successor = status.and_then(|status| status.successor.as_ref());
            YearOverview {
                year,
                status: status.map(|status| status.status),
                motive: status.and_then(|status| status.motive.as_ref()).map(ToString::to_string),
                successor: successor.map(|it| self.successor_shown(language, it)),
                sessions: count(&held),
            }
        });
        FicheOverview { number: fiche.number, title: fiche.recorded.title.to_string(), latest }
    }
}
