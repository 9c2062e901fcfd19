//! What happens to a partnership: a party's role in something, over time.

use crate::closed_list::closed_list;
use crate::declare::{example_id, fact_family, payload};
use crate::family::Family;
use crate::id::StreamId;
use crate::text::Text;
use crate::when::OccurredOn;

closed_list! {
    /// What the party does.
    pub enum PartnershipRole {
        /// Listed as a partner, nothing more said.
        Listed = "listed",
        /// Takes part.
        Participation = "participation",
        /// Builds projects.
        Projects = "projects",
        /// Pays.
        Funding = "funding",
        /// Carries.
        Carrier = "carrier",
        /// Pilots.
        Pilot = "pilot",
        /// Associated partner.
        Associate = "associate",
        /// Refers people.
        Referral = "referral",
        /// Member of a network or a group.
        Member = "member",
    }
}

payload! {
    /// A partnership begins, on the fact's date.
    pub struct PartnershipFormed {
        /// Who: `organisation/…` or `category/…`.
        pub party: StreamId,
        /// In what: `contract/…`, `fiche/…`, `action/…`, `pole/…`, `body/…` or another `organisation/…`.
        pub scope: StreamId,
        /// As what.
        pub role: PartnershipRole,
        /// Until when, where it is said at once.
        pub until: Option<OccurredOn>,
    } = Self {
        party: StreamId::new(Family::Organisation, example_id("cpam")),
        scope: StreamId::new(Family::Action, example_id("animation-2016")),
        role: PartnershipRole::Listed,
        until: None,
    };
    /// The role changes, from the fact's date on.
    pub struct PartnershipRoleChanged {
        /// To what.
        pub role: PartnershipRole,
        /// In words.
        pub motive: Option<Text>,
    } = Self { role: PartnershipRole::Associate, motive: None };
    /// The partnership ends.
    pub struct PartnershipEnded {
        /// Why.
        pub motive: Option<Text>,
    } = Self { motive: None };
}

fact_family! {
    /// Facts of partnerships.
    PartnershipFact {
        /// A partnership was formed.
        Formed(PartnershipFormed) = "partnership.formed", 1, First, Statement, Public, Amendable, Ahead;
        /// The role changed.
        RoleChanged(PartnershipRoleChanged) = "partnership.role_changed", 1, Later, Statement, Public, Amendable, Ahead;
        /// A partnership ended.
        Ended(PartnershipEnded) = "partnership.ended", 1, Later, Statement, Public, Amendable, Ahead;
    }
}
