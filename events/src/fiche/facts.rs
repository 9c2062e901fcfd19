//! What happens to a fiche action and to each of its years.

use crate::amount::Amount;
use crate::closed_list::closed_list;
use crate::declare::{example_id, fact_family, payload};
use crate::id::Id;
use crate::text::Text;
use crate::timeline::{FromDay, begins, ends};
use crate::when::OccurredOn;

closed_list! {
    /// How a fiche stands in one year.
    pub enum FicheStatus {
        /// Opened, not yet confirmed.
        ToConfirm = "to_confirm",
        /// Planned.
        Planned = "planned",
        /// Under way.
        InProgress = "in_progress",
        /// Done.
        Done = "done",
        /// Could not be deployed.
        NotDeployed = "not_deployed",
        /// Given up.
        Abandoned = "abandoned",
        /// Put off to another year.
        Postponed = "postponed",
    }
    /// What an organisation does for a fiche.
    pub enum FicheRole {
        /// Pilots it.
        Pilot = "pilot",
        /// Carries it.
        Carrier = "carrier",
        /// Leads activities of it.
        Leader = "leader",
    }
    /// The outcome categories of Promotion Santé Suisse, printed by OSCARS.
    pub enum OutcomeCategory {
        /// Health promotion offers are developed.
        A1 = "A1",
        /// Advocacy, co-operation between organisations.
        A2 = "A2",
        /// Social mobilisation.
        A3 = "A3",
        /// Personal skills are developed.
        A4 = "A4",
        /// Health promotion offers.
        B1 = "B1",
        /// Strategies in policy and institutions.
        B2 = "B2",
        /// Social potential and commitment.
        B3 = "B3",
        /// Individual skills.
        B4 = "B4",
        /// Physical environment.
        C1 = "C1",
        /// Social environment.
        C2 = "C2",
        /// Personal resources and behaviour.
        C3 = "C3",
        /// Health itself.
        D = "D",
    }
}

impl FicheStatus {
    /// Whether it closes its year: it then counts from the last day that its date may mean.
    pub const fn is_final(self) -> bool {
        match self {
            Self::Done | Self::NotDeployed | Self::Abandoned | Self::Postponed => true,
            Self::ToConfirm | Self::Planned | Self::InProgress => false,
        }
    }

    /// The day that a status counts from, of its date.
    pub fn counts_from(self, on: OccurredOn) -> FromDay {
        if self.is_final() { ends(on) } else { begins(on) }
    }
}

payload! {
    /// A fiche is entered in a contract; its number is never given again.
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
    /// An organisation takes a role for the fiche.
    pub struct FicheRoleNamed {
        /// Which organisation.
        pub organisation: Id,
        /// Which role.
        pub role: FicheRole,
    } = Self { organisation: example_id("cpam"), role: FicheRole::Pilot };
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
        pub successor: Option<Text>,
        /// The year it is put off to.
        pub to_year: Option<i16>,
    } = Self {
        year: 2016,
        status: FicheStatus::NotDeployed,
        motive: Some("Extension impossible dans l'année".into()),
        successor: Some("Plateforme Territoriale d'Appui".into()),
        to_year: None,
    };
    /// A step of the process is passed.
    pub struct MilestonePassed {
        /// The year.
        pub year: i16,
        /// Which step.
        pub label: Text,
    } = Self { year: 2016, label: "Procédure interne testée".into() };
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
}

fact_family! {
    /// Facts of fiches.
    FicheFact {
        /// A fiche was recorded.
        Recorded(FicheRecorded) = "fiche.recorded", 1, First, Statement, Public, Amendable, Done;
        /// A fiche was attached to an axis.
        Attached(FicheAttached) = "fiche.attached", 1, Later, Statement, Public, Amendable, Ahead;
        /// A fiche was detached from an axis.
        Detached(FicheDetached) = "fiche.detached", 1, Later, Statement, Public, Amendable, Ahead;
        /// An organisation took a role.
        RoleNamed(FicheRoleNamed) = "fiche.role_named", 1, Later, Statement, Public, Amendable, Ahead;
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
    }
}
