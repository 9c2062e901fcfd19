//! What happens to a person, who is known here by an opaque reference only.

use crate::closed_list::closed_list;
use crate::declare::{example_id, fact_family, payload};
use crate::id::{Id, PersonRef, RequestRef};
use crate::session::Quality;
use crate::text::Text;
use crate::when::OccurredOn;

closed_list! {
    /// Whether the vault got the card of a person with the registration.
    pub enum CardState {
        /// It did.
        Held = "held",
        /// It did not: facts came without names. A card may be given later, and no fact says so.
        Absent = "none",
    }
    /// What a person objects to.
    pub enum ObjectedTo {
        /// Being named at a session, by a presence, an absence or a signup.
        Naming = "naming",
        /// That anything more is recorded of the person.
        All = "all",
    }
    /// How two references were seen to be one person.
    pub enum MergeMethod {
        /// Both had the same card.
        SameCard = "same_card",
        /// The person said so.
        SaidByPerson = "said_by_person",
        /// Names or contacts were alike.
        Similar = "similar",
        /// A file said so.
        Imported = "imported",
    }
    /// Why a person is erased.
    pub enum ErasureBasis {
        /// The person asked for it.
        Request = "request",
        /// The time for which data may be kept is over.
        Retention = "retention",
        /// The person objected.
        Objection = "objection",
        /// Nobody should have been registered.
        Mistake = "mistake",
    }
}

payload! {
    /// A person is known by a reference.
    pub struct PersonRegistered {
        /// Whether the vault got a card with it.
        pub card: CardState,
    } = Self { card: CardState::Held };
    /// The person is under age until the end of a year; the day of birth is never recorded.
    pub struct MinorityDeclared {
        /// The last year at whose end the person is under age.
        pub through: i16,
    } = Self { through: 2019 };
    /// An adult answers for a person who is under age.
    pub struct ResponsibleNamed {
        /// Who.
        pub adult: PersonRef,
        /// Until when, where that was known from the start.
        pub until: Option<OccurredOn>,
    } = Self { adult: crate::session::example_person(2), until: None };
    /// An adult no longer answers for the person.
    pub struct ResponsibleEnded {
        /// Who.
        pub adult: PersonRef,
    } = Self { adult: crate::session::example_person(2) };
    /// The person, or who answers for a minor, was told what is kept and why.
    pub struct PersonInformed {
        /// Version of the notice.
        pub notice: Id,
    } = Self { notice: example_id("notice-2024-1") };
    /// The person objects, from the fact's date on.
    pub struct PersonObjected {
        /// To what.
        pub to: ObjectedTo,
    } = Self { to: ObjectedTo::Naming };
    /// The person no longer objects.
    pub struct ObjectionWithdrawn {} = Self {};
    /// The person has a quality from the fact's date on.
    pub struct QualityRecognised {
        /// Which.
        pub quality: Quality,
        /// Until when, where that was known from the start.
        pub until: Option<OccurredOn>,
    } = Self { quality: Quality::RelayInhabitant, until: None };
    /// The person no longer has a quality.
    pub struct QualityEnded {
        /// Which.
        pub quality: Quality,
    } = Self { quality: Quality::RelayInhabitant };
    /// The person is the same as another; presences count for the other from now on, one a session.
    pub struct PersonMerged {
        /// The reference that stays.
        pub into: PersonRef,
        /// How it was seen.
        pub method: MergeMethod,
        /// Why.
        pub motive: Text,
    } = Self {
        into: crate::session::example_person(2),
        method: MergeMethod::SaidByPerson,
        motive: "Inscription faite deux fois".into(),
    };
    /// The merge was a mistake: figures are again what they were.
    pub struct PersonUnmerged {
        /// Why.
        pub motive: Text,
    } = Self { motive: "Deux personnes distinctes".into() };
    /// The person's key was destroyed; the reference stays, nobody can be read behind it.
    pub struct PersonErased {
        /// The request, by a reference that says nothing of who asked.
        pub request: RequestRef,
        /// Why it was due.
        pub basis: ErasureBasis,
    } = Self { request: RequestRef(crate::session::example_person(7).0), basis: ErasureBasis::Request };
}

fact_family! {
    /// Facts of persons.
    PersonFact {
        /// A person was registered.
        Registered(PersonRegistered) = "person.registered", 1, First, Statement, Person, Amendable, Done;
        /// A person was said to be under age.
        MinorityDeclared(MinorityDeclared) = "person.minority_declared", 1, Later, Statement, Person, Amendable, Done;
        /// An adult answers for a person.
        ResponsibleNamed(ResponsibleNamed) = "person.responsible_named", 1, Later, Statement, Person, Amendable, Done;
        /// An adult no longer answers for a person.
        ResponsibleEnded(ResponsibleEnded) = "person.responsible_ended", 1, Later, Statement, Person, Amendable, Ahead;
        /// A person was informed.
        Informed(PersonInformed) = "person.informed", 1, Later, Statement, Person, Amendable, Done;
        /// A person objected.
        Objected(PersonObjected) = "person.objected", 1, Later, Statement, Person, Amendable, Done;
        /// A person no longer objects.
        ObjectionWithdrawn(ObjectionWithdrawn) =
            "person.objection_withdrawn", 1, Later, Statement, Person, Amendable, Done;
        /// A quality was recognised.
        QualityRecognised(QualityRecognised) =
            "person.quality_recognised", 1, Later, Statement, Person, Amendable, Done;
        /// A quality ended.
        QualityEnded(QualityEnded) = "person.quality_ended", 1, Later, Statement, Person, Amendable, Ahead;
        /// A person was merged into another.
        Merged(PersonMerged) = "person.merged", 1, Later, Statement, Person, Amendable, Done;
        /// A merge was undone.
        Unmerged(PersonUnmerged) = "person.unmerged", 1, Later, Statement, Person, Amendable, Done;
        /// A person was erased.
        Erased(PersonErased) = "person.erased", 1, Later, Statement, Person, Unamendable, Done;
    }
}
