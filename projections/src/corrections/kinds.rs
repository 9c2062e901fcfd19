//! Every kind of the registry, as the constant list that a projection declares.

use maillage_events::family::KindInfo;

const FAMILIES: &[&[KindInfo]] = &[
    maillage_events::space::SpaceFact::KINDS,
    maillage_events::contract::ContractFact::KINDS,
    maillage_events::mandate::MandateFact::KINDS,
    maillage_events::body::BodyFact::KINDS,
    maillage_events::fiche::FicheFact::KINDS,
    maillage_events::action::ActionFact::KINDS,
    maillage_events::pole::PoleFact::KINDS,
    maillage_events::session::SessionFact::KINDS,
    maillage_events::organisation::OrganisationFact::KINDS,
    maillage_events::category::CategoryFact::KINDS,
    maillage_events::partnership::PartnershipFact::KINDS,
    maillage_events::funding::FundingFact::KINDS,
    maillage_events::measure::MeasureFact::KINDS,
    maillage_events::person::PersonFact::KINDS,
    maillage_events::discrepancy::DiscrepancyFact::KINDS,
    maillage_events::import::ImportFact::KINDS,
    maillage_events::amendment::AmendmentFact::KINDS,
];

const COUNT: usize = {
    let (mut count, mut family) = (0, 0);
    while family < FAMILIES.len() {
        count += FAMILIES[family].len();
        family += 1;
    }
    count
};

const NAMES: [&str; COUNT] = {
    let (mut names, mut at, mut family) = ([""; COUNT], 0, 0);
    while family < FAMILIES.len() {
        let mut kind = 0;
        while kind < FAMILIES[family].len() {
            names[at] = FAMILIES[family][kind].kind;
            at += 1;
            kind += 1;
        }
        family += 1;
    }
    names
};

/// Every kind that Maillage writes.
pub(super) const EVERY: &[&str] = &NAMES;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_kind_of_the_registry_is_left_out() {
        let registry: Vec<&str> = maillage_events::fact::registry().map(|info| info.kind).collect();
        assert_eq!(EVERY, registry);
    }
}
