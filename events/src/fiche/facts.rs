//! What happens to a fiche action and to each of its years.

use crate::amount::Amount;
use crate::declare::{example_id, fact_family, payload};
use crate::fiche::{FicheRole, FicheStatus, OutcomeCategory, Successor};
use crate::holder::Holder;
use crate::id::{Id, PersonRef};
use crate::text::Text;
use crate::when::OccurredOn;

payload! {
    /// A fiche is entered in a contract, under a number that no other fiche bears there meanwhile.
    pub struct FicheRecorded {
        /// The contract.
        pub contract: Id,
        /// Its number there.
        pub number: u32,
        /// Its title.
        pub title: Text,
    } = Self {
        contract: example_id("cls-2013"),
        number: 4,
        title: "Accompagnement de publics en difficultés vers les acteurs de santé".into(),
    };
    /// The fiche bears another number from then on; it stays the same fiche.
    pub struct FicheRenumbered {
        /// Its number.
        pub number: u32,
    } = Self { number: 19 };
    /// The fiche belongs to an axis.
    pub struct FicheAttached {
        /// The axis of its contract.
        pub axis: Id,
    } = Self { axis: example_id("axe-1") };
    /// The fiche no longer belongs to an axis.
    pub struct FicheDetached {
        /// The axis.
        pub axis: Id,
    } = Self { axis: example_id("axe-1") };
    /// An organisation or a person takes a role for the fiche. There may be several pilots, leaders and elected
    /// representatives; who is named carrier takes over from the one before.
    pub struct FicheRoleNamed {
        /// Which organisation.
        pub organisation: Option<Id>,
        /// Which person, by reference, where it is no organisation.
        pub person: Option<PersonRef>,
        /// Which role.
        pub role: FicheRole,
        /// Until when, where it is known from the beginning.
        pub until: Option<OccurredOn>,
    } = Self { organisation: Some(example_id("cpam")), person: None, role: FicheRole::Pilot, until: None };
    /// It has the role no more.
    pub struct FicheRoleEnded {
        /// Which organisation.
        pub organisation: Option<Id>,
        /// Which person.
        pub person: Option<PersonRef>,
        /// Which role.
        pub role: FicheRole,
    } = Self { organisation: Some(example_id("cpam")), person: None, role: FicheRole::Pilot };
    /// A year of the fiche is opened; it copies no status.
    pub struct FicheYearOpened {
        /// The year.
        pub year: i16,
        /// The year that it continues.
        pub chained_to: Option<i16>,
    } = Self { year: 2016, chained_to: Some(2015) };
    /// The status of one year.
    pub struct FicheStatusDeclared {
        /// The year.
        pub year: i16,
        /// The status.
        pub status: FicheStatus,
        /// Why; needed for not deployed, abandoned, postponed.
        pub motive: Option<Text>,
        /// What takes over.
        pub successor: Option<Successor>,
        /// The year it is put off to.
        pub to_year: Option<i16>,
    } = Self {
        year: 2016,
        status: FicheStatus::NotDeployed,
        motive: Some("Extension impossible dans l'année".into()),
        successor: Some(Successor::Words("Plateforme Territoriale d'Appui".into())),
        to_year: None,
    };
    /// A step of the process is passed. Two steps of one label are two.
    pub struct MilestonePassed {
        /// Which one, chosen by whoever records it; the same is never another one.
        pub milestone: Id,
        /// The year.
        pub year: i16,
        /// What was reached.
        pub label: Text,
    } = Self {
        milestone: example_id("procedure-testee"),
        year: 2016,
        label: "Procédure interne testée".into(),
    };
    /// A result that is hoped for. Said again for a later day, it is another one from then on.
    pub struct ResultExpected {
        /// The year.
        pub year: i16,
        /// Its identifier within the fiche.
        pub result: Id,
        /// What.
        pub what: Text,
        /// How much.
        pub amount: Amount,
    } = Self {
        year: 2016,
        result: example_id("baux-glissants"),
        what: "Baux glissants".into(),
        amount: Amount::exact(2),
    };
    /// A result that was reached: the total so far, which a later one replaces.
    pub struct ResultAchieved {
        /// The year.
        pub year: i16,
        /// Its identifier within the fiche; the same as the expected result that it answers, if any.
        pub result: Id,
        /// What.
        pub what: Text,
        /// How much.
        pub amount: Amount,
    } = Self {
        year: 2016,
        result: example_id("rencontres-secteurs"),
        what: "Rencontres avec les secteurs".into(),
        amount: Amount::Unknown { at_least: Some(2.into()), as_said: Some("plusieurs fois".into()) },
    };
    /// An activity that the fiche tells of, without a figure.
    pub struct FicheNarrated {
        /// The year.
        pub year: i16,
        /// Its place in the narrative, from 1.
        pub rank: u32,
        /// The words of the source.
        pub text: Text,
    } = Self { year: 2016, rank: 1, text: "Sensibilisation des partenaires".into() };
    /// An outcome category is retained.
    pub struct CategoryRetained {
        /// Which.
        pub code: OutcomeCategory,
    } = Self { code: OutcomeCategory::A1 };
    /// An outcome category is no longer retained.
    pub struct CategoryDropped {
        /// Which.
        pub code: OutcomeCategory,
    } = Self { code: OutcomeCategory::A1 };
}

fact_family! {
    /// Facts of fiches.
    FicheFact {
        /// A fiche was recorded.
        Recorded(FicheRecorded) = "fiche.recorded", 1, First, Statement, Public, Amendable, Done;
        /// A fiche took another number.
        Renumbered(FicheRenumbered) = "fiche.renumbered", 1, Later, Statement, Public, Amendable, Ahead;
        /// A fiche was attached to an axis.
        Attached(FicheAttached) = "fiche.attached", 1, Later, Statement, Public, Amendable, Ahead;
        /// A fiche was detached from an axis.
        Detached(FicheDetached) = "fiche.detached", 1, Later, Statement, Public, Amendable, Ahead;
        /// Somebody took a role.
        RoleNamed(FicheRoleNamed) = "fiche.role_named", 1, Later, Statement, Person, Amendable, Ahead;
        /// Somebody left a role.
        RoleEnded(FicheRoleEnded) = "fiche.role_ended", 1, Later, Statement, Person, Amendable, Ahead;
        /// A year was opened.
        YearOpened(FicheYearOpened) = "fiche.year_opened", 1, Later, Statement, Public, Amendable, Ahead;
        /// A status was declared.
        StatusDeclared(FicheStatusDeclared) = "fiche.status_declared", 1, Later, Statement, Public, Amendable, Ahead;
        /// A milestone was passed.
        MilestonePassed(MilestonePassed) = "fiche.milestone_passed", 1, Later, Event, Public, Amendable, Done;
        /// A result was expected.
        ResultExpected(ResultExpected) = "fiche.result_expected", 1, Later, Statement, Public, Amendable, Ahead;
        /// A result was achieved.
        ResultAchieved(ResultAchieved) = "fiche.result_achieved", 1, Later, Statement, Public, Amendable, Done;
        /// An activity was narrated.
        Narrated(FicheNarrated) = "fiche.narrated", 1, Later, Statement, Public, Amendable, Done;
        /// An outcome category was retained.
        CategoryRetained(CategoryRetained) = "fiche.category_retained", 1, Later, Statement, Public, Amendable, Ahead;
        /// An outcome category was dropped.
        CategoryDropped(CategoryDropped) = "fiche.category_dropped", 1, Later, Statement, Public, Amendable, Ahead;
    }
}

impl FicheRoleNamed {
    /// Who takes the role; `None` where it is not exactly one.
    pub fn holder(&self) -> Option<Holder> {
        Holder::of(self.organisation.as_ref(), self.person)
    }
}

impl FicheRoleEnded {
    /// Who leaves the role; `None` where it is not exactly one.
    pub fn holder(&self) -> Option<Holder> {
        Holder::of(self.organisation.as_ref(), self.person)
    }
}
