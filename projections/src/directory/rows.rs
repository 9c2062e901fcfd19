//! What the fold of the directory keeps.

use maillage_events::agreement::AgreementSigned;
use maillage_events::body::College;
use maillage_events::funding::{Grant, Notifications};
use maillage_events::id::{Id, StreamId};
use maillage_events::organisation::{EmailAddress, IdentifierScheme, OrganisationKind, TelephoneNumber};
use maillage_events::partnership::PartnershipRole;
use maillage_events::place::Place;
use maillage_events::text::Text;
use maillage_events::timeline::{Timeline, begins};
use maillage_events::view::FactView;
use maillage_events::when::{OccurredOn, Period};
use serde::{Deserialize, Serialize};

use crate::names::Names;
use crate::spans::{earlier, ran};
use crate::stays::Stays;

/// An organisation.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Organisation {
    /// When it entered the directory.
    pub recorded: Option<OccurredOn>,
    /// Its names over time.
    pub names: Names,
    /// The names that it took, in order of time.
    pub renamed: Timeline<(OccurredOn, Text)>,
    /// What it is; nothing while that is not known.
    pub kinds: Vec<OrganisationKind>,
    /// Its postal address.
    pub address: Option<Place>,
    /// Its public telephone number.
    pub telephone: Option<TelephoneNumber>,
    /// Its public e-mail address.
    pub email: Option<EmailAddress>,
    /// What it is a part of.
    pub parent: Option<Id>,
    /// Its identifiers, from when to when.
    pub identifiers: Stays<Identifier>,
    /// Who took over, and when.
    pub successor: Option<(Id, OccurredOn)>,
}

/// An identifier.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Identifier {
    /// Its scheme.
    pub scheme: IdentifierScheme,
    /// Itself, as text.
    pub value: String,
}

/// A partnership.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Partnership {
    /// Who, in what, from when.
    pub formed: Option<Formed>,
    /// Its roles, each from a date on.
    pub roles: Timeline<PartnershipRole>,
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

/// An agreement between organisations.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Agreement {
    /// When it was signed, and what it says.
    pub signed: Option<(OccurredOn, AgreementSigned)>,
    /// The ends that were said: at its signature and by its renewals.
    pub ends: Timeline<Option<OccurredOn>>,
    /// When it was ended before its time.
    pub ended: Option<OccurredOn>,
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
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Funded {
    /// By whom and for what; `None` while nothing was notified.
    pub grant: Option<Grant>,
    /// How much, notification by notification.
    pub notified: Notifications,
    /// When.
    pub dates: Vec<OccurredOn>,
}

impl Funded {
    /// The grant and its date in a period: the first of its years that lie there, or of its notifications where it
    /// bears no years; nothing where what was notified comes to nothing by the end.
    pub fn in_period(&self, period: &Period) -> Option<(&Grant, OccurredOn)> {
        let grant = self.grant.as_ref().filter(|_| self.notified.amount(period.to).is_some_and(|cents| cents > 0))?;
        let mut dates = match grant.years {
            Some(years) => (years.from..=years.to).map(OccurredOn::Year).collect(),
            None => self.dates.clone(),
        };
        dates.sort_by_key(|on| begins(*on));
        dates.into_iter().find(|on| period.holds(*on)).map(|on| (grant, on))
    }
}

impl Partnership {
    /// Until when it ran: its end or the one that was said at once, whichever comes first.
    pub fn until(&self) -> Option<OccurredOn> {
        earlier(self.ended, self.formed.as_ref().and_then(|formed| formed.until))
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
