//! Who takes part in a contract, and whether an organisation can be what it is engaged as.

use crate::closed_list::closed_list;
use crate::organisation::OrganisationKind;

closed_list! {
    /// How a party stands to the contract.
    pub enum PartyCapacity {
        /// Signs it.
        Signatory = "signatory",
        /// Associated without signing.
        Associate = "associate",
    }
    /// What a party is, for the rule that a contract needs a local authority and the regional agency.
    pub enum PartySort {
        /// A commune or a group of communes.
        LocalAuthority = "local_authority",
        /// The regional health agency.
        RegionalAgency = "regional_agency",
        /// The State and its services.
        State = "state",
        /// Health insurance.
        Insurance = "insurance",
        /// Anyone else.
        Other = "other",
    }
}

impl PartySort {
    /// Whether an organisation of these kinds can be of this sort; while its kind is not known, it can be of any.
    pub fn agrees_with(self, kinds: &[OrganisationKind]) -> bool {
        let some_of = |wanted: &[OrganisationKind]| kinds.is_empty() || kinds.iter().any(|kind| wanted.contains(kind));
        match self {
            Self::LocalAuthority => some_of(&[OrganisationKind::LocalAuthority]),
            Self::RegionalAgency => some_of(&[OrganisationKind::RegionalAgency]),
            // Schools and the agency are the State's too.
            Self::State => some_of(&[
                OrganisationKind::StateService,
                OrganisationKind::RegionalAgency,
                OrganisationKind::Education,
            ]),
            Self::Insurance => some_of(&[OrganisationKind::Insurance]),
            Self::Other => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_association_is_neither_the_agency_nor_a_city() {
        let association = [OrganisationKind::Association];
        let agrees = |sort: PartySort| sort.agrees_with(&association);
        assert_eq!(PartySort::ALL.iter().copied().filter(|sort| agrees(*sort)).collect::<Vec<_>>(), [PartySort::Other]);
        assert!(
            PartySort::ALL.iter().all(|sort| sort.agrees_with(&[])),
            "of a kind that is not known nothing is refused"
        );
        assert!(PartySort::Insurance.agrees_with(&[OrganisationKind::Association, OrganisationKind::Insurance]));
    }
}
