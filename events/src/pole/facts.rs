//! What happens to a pôle ressources santé.

use jiff::civil::Date;

use crate::closed_list::closed_list;
use crate::declare::{example_id, fact_family, payload};
use crate::id::{Id, PersonRef};
use crate::text::Text;

closed_list! {
    /// How somebody was contacted.
    pub enum ContactChannel {
        /// Telephone.
        Telephone = "telephone",
        /// E-mail.
        Email = "email",
        /// In person.
        Visit = "visit",
    }
    /// What came of it.
    pub enum ContactOutcome {
        /// Reached.
        Reached = "reached",
        /// A message was left.
        MessageLeft = "message_left",
        /// No answer.
        NoAnswer = "no_answer",
    }
}

payload! {
    /// A pole opens.
    pub struct PoleOpened {
        /// Its name.
        pub name: Text,
        /// Its neighbourhood.
        pub neighbourhood: Text,
        /// The contract or programme that it serves.
        pub contract: Option<Id>,
        /// The organisation that hosts it.
        pub host: Option<Id>,
    } = Self {
        name: "Pôle ressources santé de Fives".into(),
        neighbourhood: "Fives".into(),
        contract: None,
        host: None,
    };
    /// A referent takes charge; one at a time, one deputy at a time.
    pub struct ReferentNamed {
        /// Who, where a person is known.
        pub person: Option<PersonRef>,
        /// Employed by whom.
        pub organisation: Option<Id>,
        /// Whether as the deputy.
        #[serde(default)]
        pub deputy: bool,
    } = Self { person: None, organisation: Some(example_id("association-de-quartier")), deputy: false };
    /// The referent (or the deputy) leaves.
    pub struct ReferentLeft {
        /// Whether the deputy.
        #[serde(default)]
        pub deputy: bool,
    } = Self { deputy: false };
    /// The rhythm of meetings: the first slot is due on `from`, the next every `days` days.
    pub struct CadenceSet {
        /// Days between two slots, at least 1.
        pub days: u32,
        /// The first slot.
        #[schema(value_type = String, format = Date)]
        pub from: Date,
    } = Self { days: 42, from: Date::constant(2016, 1, 12) };
    /// Somebody tried to reach the referent. Two tries that look alike are two.
    pub struct ContactTried {
        /// Which try, chosen by whoever records it; the same is never another one.
        pub contact: Id,
        /// How.
        pub channel: ContactChannel,
        /// With what outcome.
        pub outcome: ContactOutcome,
    } = Self {
        contact: example_id("appel-1"),
        channel: ContactChannel::Telephone,
        outcome: ContactOutcome::NoAnswer,
    };
    /// The pole closes: no slot is due from then on, and nobody is in charge.
    pub struct PoleClosed {
        /// Why.
        pub motive: Option<Text>,
    } = Self { motive: Some("Regroupement avec le pôle voisin".into()) };
}

fact_family! {
    /// Facts of poles.
    PoleFact {
        /// A pole was opened.
        Opened(PoleOpened) = "pole.opened", 1, First, Statement, Public, Amendable, Ahead;
        /// A referent was named.
        ReferentNamed(ReferentNamed) = "pole.referent_named", 1, Later, Statement, Person, Amendable, Ahead;
        /// A referent left.
        ReferentLeft(ReferentLeft) = "pole.referent_left", 1, Later, Statement, Public, Amendable, Ahead;
        /// A cadence was set.
        CadenceSet(CadenceSet) = "pole.cadence_set", 1, Later, Statement, Public, Amendable, Ahead;
        /// A contact was tried.
        ContactTried(ContactTried) = "pole.contact_tried", 1, Later, Event, Public, Amendable, Done;
        /// A pole was closed.
        Closed(PoleClosed) = "pole.closed", 1, Later, Statement, Public, Amendable, Ahead;
    }
}
