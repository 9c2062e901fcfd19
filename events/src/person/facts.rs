//! What happens to a person, who is known here by an opaque reference only.

use crate::declare::{example_id, fact_family, payload};
use crate::id::{Id, PersonRef};
use crate::session::Quality;
use crate::text::Text;

payload! {
    /// A person is known to the vault.
    pub struct PersonRegistered {
        /// Whether under age.
        #[serde(default)]
        pub minor: bool,
        /// The responsible adult of a minor.
        pub responsible: Option<PersonRef>,
    } = Self { minor: false, responsible: None };
    /// The person was told what is kept and why.
    pub struct PersonInformed {
        /// Version of the notice.
        pub notice: Id,
    } = Self { notice: example_id("notice-2024-1") };
    /// The person objects to being recorded by name.
    pub struct PersonObjected {} = Self {};
    /// The person has a quality from the fact's date on.
    pub struct QualityRecognised {
        /// Which.
        pub quality: Quality,
    } = Self { quality: Quality::RelayInhabitant };
    /// The person is the same as another; presences count for the other from now on, one a session.
    pub struct PersonMerged {
        /// The reference that stays.
        pub into: PersonRef,
    } = Self { into: crate::session::example_person(2) };
    /// The merge was a mistake: figures are again what they were.
    pub struct PersonUnmerged {
        /// Why.
        pub motive: Text,
    } = Self { motive: "Deux personnes distinctes".into() };
    /// The person's key was destroyed; the reference stays, nobody can be read behind it.
    pub struct PersonErased {
        /// The request, without identity.
        pub request: Id,
    } = Self { request: example_id("demande-2024-007") };
}

fact_family! {
    /// Facts of persons.
    PersonFact {
        /// A person was registered.
        Registered(PersonRegistered) = "person.registered", 1, First, Statement, Person, Amendable;
        /// A person was informed.
        Informed(PersonInformed) = "person.informed", 1, Later, Statement, Person, Amendable;
        /// A person objected.
        Objected(PersonObjected) = "person.objected", 1, Later, Statement, Person, Amendable;
        /// A quality was recognised.
        QualityRecognised(QualityRecognised) = "person.quality_recognised", 1, Later, Statement, Person, Amendable;
        /// A person was merged into another.
        Merged(PersonMerged) = "person.merged", 1, Later, Statement, Person, Amendable;
        /// A merge was undone.
        Unmerged(PersonUnmerged) = "person.unmerged", 1, Later, Statement, Person, Amendable;
        /// A person was erased.
        Erased(PersonErased) = "person.erased", 1, Later, Statement, Person, Amendable;
    }
}
