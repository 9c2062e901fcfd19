//! What the fold of the directory keeps.

use maillage_events::body::College;
use maillage_events::id::{Id, StreamId};
use maillage_events::organisation::{IdentifierScheme, OrganisationKind};
use maillage_events::partnership::PartnershipRole;
use maillage_events::text::Text;
use maillage_events::timeline::Timeline;
use maillage_events::view::FactView;
use maillage_events::when::{OccurredOn, Period};
use serde::{Deserialize, Serialize};

use crate::names::Names;
use crate::spans::ran;
use crate::stays::Stays;

/// An organisation.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Organisation {
    /// When it entered the directory.
    pub recorded: Option<OccurredOn>,
    /// Its names over time.
    pub names: Names,
    /// The names that it took, as recorded.
    pub renamed: Vec<(OccurredOn, Text)>,
    /// What it is.
    pub kind: Option<OrganisationKind>,
    /// Its postal address.
    pub address: Option<Text>,
    /// Its identifiers.
    pub identifiers: Vec<Identifier>,
    /// Who took over, and when.
    pub successor: Option<(Id, OccurredOn)>,
}

/// An identifier.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Identifier {
    /// Its scheme.
    pub scheme: IdentifierScheme,
    /// Itself, as text.
    pub value: String,
    /// From when it is known.
    pub on: OccurredOn,
}

/// A partnership.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Partnership {
    /// Who, in what, from when.
    pub formed: Option<Formed>,
    /// Its roles, each from a date on.
    pub roles: Timeline<PartnershipRole>,
    /// Its agreements.
    pub agreements: Vec<Agreement>,
    /// When it ended.
    pub ended: Option<OccurredOn>,
}

/// How a partnership began.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Formed {
    /// Who.
    pub party: StreamId,
    /// In what.
    pub scope: StreamId,
    /// From when.
    pub from: OccurredOn,
    /// Until when, where it was said at once.
    pub until: Option<OccurredOn>,
}

/// An agreement.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Agreement {
    /// About what.
    pub object: Text,
    /// When it was signed.
    pub on: OccurredOn,
    /// Until when.
    pub ends: Option<OccurredOn>,
}

/// Roles that an organisation holds elsewhere than in partnerships.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Roles(pub Stays<Held>);

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// In what.
    pub scope: String,
    /// The list that its word belongs to.
    pub list: String,
    /// Its word.
    pub role: String,
    /// In which college, for a seat.
    pub college: Option<College>,
}

impl Held {
    /// A role in the object that a fact speaks of.
    pub fn new(fact: &FactView<'_>, list: &str, role: &str, college: Option<College>) -> Self {
        Self { scope: fact.stream.to_owned(), list: list.to_owned(), role: role.to_owned(), college }
    }
}

/// Money that was granted.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Funded {
    /// By whom.
    pub funder: Id,
    /// For what.
    pub object: StreamId,
    /// For which year, or when.
    pub on: OccurredOn,
}

impl Partnership {
    /// Until when it ran: its end, or the one that was said at once.
    pub fn until(&self) -> Option<OccurredOn> {
        self.ended.or_else(|| self.formed.as_ref().and_then(|formed| formed.until))
    }

    /// Who and in what, where it ran at some time of the period.
    pub fn in_period(&self, period: &Period) -> Option<&Formed> {
        self.formed.as_ref().filter(|formed| ran(formed.from, self.until(), period))
    }

    /// The role at the end of a period.
    pub fn role(&self, period: &Period) -> Option<PartnershipRole> {
        match period.to {
            Some(_) => self.roles.on(period.to),
            None => self.roles.last(),
        }
        .copied()
    }
}
