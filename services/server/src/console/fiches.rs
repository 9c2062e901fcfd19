//! The fiches of a space, contract by contract, each with its latest year.

use maillage_events::id::SpaceId;
use maillage_events::messages::{Language, say};
use maillage_projections::fiches::{ContractOverview, FicheOverview};
use maillage_projections::figures::{count_shown, unknown_shown};
use maud::{Markup, html};

/// A card a contract that has a fiche.
pub fn contracts(language: Language, space: &SpaceId, contracts: &[ContractOverview]) -> Markup {
    html! {
        @for contract in contracts.iter().filter(|contract| !contract.fiches.is_empty()) {
            section.card {
                h2 { (contract.title.as_deref().unwrap_or_default()) }
                p.soft { (say(language, "console-fiches")) " : " (count_shown(language, contract.fiches.len() as u64))
                    @for missing in &contract.missing {
                        " · " (say(language, "console-missing-number")) " " (missing)
                    }
                }
                ul.fiches { @for fiche in &contract.fiches { (self::fiche(language, fiche)) } }
                p { a href={ "/espaces/" (space) "/rapports/fiches" } { (say(language, "console-fiches-detail")) } }
            }
        }
    }
}

fn fiche(language: Language, fiche: &FicheOverview) -> Markup {
    let latest = fiche.latest.as_ref();
    let (status, label) = match latest.and_then(|year| year.status) {
        Some(status) => (status.as_str(), say(language, &format!("label-fiche-status-{}", status.as_str()))),
        None => ("unknown", unknown_shown(language)),
    };
    let sessions = match latest.map(|year| year.sessions).filter(|sessions| !sessions.is_none()) {
        None => unknown_shown(language),
        Some(held) => held.shown(language),
    };
    html! {
        li {
            span.n { (count_shown(language, u64::from(fiche.number))) }
            div {
                div { (fiche.title) }
                span class={ "state " (status) } { (label) }
                span.soft {
                    @if let Some(year) = latest { " " (year.year) }
                    " · " (say(language, "console-credited")) " : " (sessions)
                }
                @if let Some(motive) = latest.and_then(|year| year.motive.as_ref()) { div.soft { (motive) } }
                @if let Some(successor) = latest.and_then(|year| year.successor.as_ref()) {
                    div.soft { "→ " (successor) }
                }
            }
        }
    }
}
