//! A history in which there are two of everything that a report may be narrowed to.

use maillage_events::action::ActionRecorded;
use maillage_events::contract::ContractPrepared;
use maillage_events::declare::{Example, example_person};
use maillage_events::discrepancy::DiscrepancyFlagged;
use maillage_events::fiche::FicheRecorded;
use maillage_events::funding::{FundingAllocated, FundingNotified, Years};
use maillage_events::measure::MeasureDeclared;
use maillage_events::organisation::OrganisationRecorded;
use maillage_events::partnership::{PartnershipFormed, PartnershipRole};
use maillage_events::person::{PersonRegistered, QualityRecognised};
use maillage_events::pole::{CadenceSet, PoleOpened};
use maillage_events::session::{
    AttendanceObserved, OrganisationPresent, Quality, SessionHeld, SessionKind, SessionPlanned,
};

use super::{History, history, id, stream};

/// Contracts `c-un` and `c-deux`, each with a pole `p-`, a fiche `f-`, an action `a-`, a funder `o-`, a session `s-`
/// and a person of one quality: inhabitant, then professional.
pub fn two_of_everything() -> History {
    let history = history().on("2016").fact("organisation/ville", named("Ville"));
    let history = one(history, "un", 1, Quality::Inhabitant);
    one(history, "deux", 2, Quality::Professional)
}

fn named(name: &str) -> OrganisationRecorded {
    OrganisationRecorded { name: name.into(), ..OrganisationRecorded::example() }
}

fn one(history: History, word: &str, number: u32, quality: Quality) -> History {
    let of = |letter: &str| id(&format!("{letter}-{word}"));
    let at = |family: &str, letter: &str| format!("{family}/{letter}-{word}");
    let title = |what: &str| format!("{what} {word}").as_str().into();
    let person = format!("person/{}", example_person(u64::from(number)));
    let granted = |object: &str| FundingNotified {
        notification: id("n"),
        funder: of("o"),
        object: stream(object),
        years: Some(Years::one(2016)),
        cents: 100_000 * u64::from(number),
    };
    let declared = |subject: &str| MeasureDeclared { subject: stream(subject), ..MeasureDeclared::example() };
    let partner = |scope: &str| PartnershipFormed {
        party: stream(&at("organisation", "o")),
        scope: stream(scope),
        role: PartnershipRole::Listed,
        until: None,
    };
    let planned = SessionPlanned {
        title: title("Séance"),
        kind: SessionKind::Meeting,
        when: "2016-03-08".parse().unwrap(),
        contracts: vec![of("c")],
        pole: Some(of("p")),
        slot: None,
        fiches: vec![of("f")],
        ..SessionPlanned::example()
    };
    let came = AttendanceObserved {
        organisation: Some(of("o")),
        ..AttendanceObserved::plain(example_person(u64::from(number)), quality)
    };
    let (pole, fiche, action) = (at("pole", "p"), at("fiche", "f"), at("action", "a"));
    history
        .fact(&at("contract", "c"), ContractPrepared { title: title("Contrat"), ..ContractPrepared::example() })
        .fact(&pole, PoleOpened { name: title("Pôle"), contract: Some(of("c")), ..PoleOpened::example() })
        .fact(&pole, CadenceSet::example())
        .fact(&fiche, FicheRecorded { contract: of("c"), number, title: title("Fiche") })
        .fact(&action, ActionRecorded { title: title("Action"), contract: Some(of("c")), ..ActionRecorded::example() })
        .fact(&at("organisation", "o"), named(&format!("Structure {word}")))
        .fact(&at("funding", "g"), granted(&action))
        .fact(&at("funding", "g"), FundingAllocated { fiche: of("f"), ..FundingAllocated::example() })
        .fact(&at("funding", "h"), granted(&pole))
        .fact(&at("measure", "t"), declared(&pole))
        .fact(&at("measure", "u"), declared(&fiche))
        .fact(&at("partnership", "a"), partner(&action))
        .fact(&at("discrepancy", "d"), DiscrepancyFlagged { about: stream(&fiche), ..DiscrepancyFlagged::example() })
        .fact(&person, PersonRegistered::example())
        .fact(&person, QualityRecognised { quality, until: None })
        .session(&format!("s-{word}"), planned)
        .on("2016-03-08")
        .session(&format!("s-{word}"), SessionHeld::default())
        .session(&format!("s-{word}"), came)
        .session(&format!("s-{word}"), OrganisationPresent { organisation: id("ville"), heads: None })
        .on("2016")
}
