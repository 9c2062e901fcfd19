//! What happens to a yearly funded action, in OSCARS's sense.

use crate::closed_list::closed_list;
use crate::declare::{example_id, fact_family, payload};
use crate::fiche::OutcomeCategory;
use crate::id::Id;
use crate::text::Text;
use crate::when::OccurredOn;

closed_list! {
    /// How far an objective reaches.
    pub enum ObjectiveLevel {
        /// General.
        General = "general",
        /// Operational.
        Operational = "operational",
    }
    /// Which part of the record a text belongs to.
    pub enum ActionSection {
        /// Context.
        Context = "context",
        /// Description.
        Description = "description",
        /// Evaluation.
        Evaluation = "evaluation",
    }
    /// What an action is classified by; each list is the source's own.
    pub enum Facet {
        /// Thème.
        Theme = "theme",
        /// Autres programmes ou dispositifs.
        Programme = "programme",
        /// Programmes: what the regional health plan calls what the action serves.
        RegionalPlan = "regional_plan",
        /// Public.
        Audience = "audience",
        /// Type d'action.
        ActionType = "action_type",
        /// Secteur d'activité.
        Sector = "sector",
        /// Lieu d'intervention.
        Place = "place",
        /// Quartier prioritaire named in the place.
        Neighbourhood = "neighbourhood",
        /// Niveau géographique.
        GeographicLevel = "geographic_level",
        /// Commune.
        Commune = "commune",
    }
}

payload! {
    /// A yearly action is recorded.
    pub struct ActionRecorded {
        /// Its title.
        pub title: Text,
        /// Its year.
        pub year: i16,
        /// The contract that it serves, where it is known.
        pub contract: Option<Id>,
        /// When it starts.
        pub starts: Option<OccurredOn>,
        /// When it ends.
        pub ends: Option<OccurredOn>,
        /// How long, in months.
        pub months: Option<u32>,
        /// How often, in the source's word ("Répétitive").
        pub frequency: Option<Text>,
    } = Self {
        title: "Animation et coordination – Année 3".into(),
        year: 2016,
        contract: Some(example_id("cls-2013")),
        starts: Some(OccurredOn::Year(2016)),
        ends: Some(OccurredOn::Year(2016)),
        months: Some(12),
        frequency: Some("Répétitive".into()),
    };
    /// The action continues that of another year, which may or may not be recorded here.
    pub struct ActionChained {
        /// Title of the earlier action.
        pub title: Text,
        /// Its year.
        pub year: i16,
        /// Which step of the chain the earlier one is ("Année 2").
        pub step: Option<u32>,
        /// Its identifier here; the same title and year always give the same.
        pub action: Id,
    } = Self {
        title: "Animation et coordination – Année 2".into(),
        year: 2015,
        step: Some(2),
        action: example_id("animation-annee-2-2015"),
    };
    /// An organisation carries the action; it takes over from the one before.
    pub struct CarrierNamed {
        /// Which.
        pub organisation: Id,
        /// Until when, where it is known from the beginning.
        pub until: Option<OccurredOn>,
    } = Self { organisation: example_id("ville-de-la-rochelle"), until: None };
    /// It carries the action no more.
    pub struct CarrierEnded {
        /// Which.
        pub organisation: Id,
    } = Self { organisation: example_id("ville-de-la-rochelle") };
    /// The action is classified under a heading of the source.
    pub struct ActionClassified {
        /// Which list.
        pub facet: Facet,
        /// The headings.
        pub values: Vec<Text>,
    } = Self { facet: Facet::Theme, values: vec!["Politique de santé".into()] };
    /// Headings no longer hold.
    pub struct ActionUnclassified {
        /// Which list.
        pub facet: Facet,
        /// The headings.
        pub values: Vec<Text>,
    } = Self { facet: Facet::Theme, values: vec!["Politique de santé".into()] };
    /// An objective is set.
    pub struct ObjectiveSet {
        /// How far it reaches.
        pub level: ObjectiveLevel,
        /// Its place in the list, from 1.
        pub rank: u32,
        /// In words.
        pub text: Text,
    } = Self { level: ObjectiveLevel::Operational, rank: 1, text: "Animer le contrat".into() };
    /// An objective is given up; its place in the list is free again.
    pub struct ObjectiveDropped {
        /// How far it reached.
        pub level: ObjectiveLevel,
        /// Its place in the list.
        pub rank: u32,
    } = Self { level: ObjectiveLevel::Operational, rank: 1 };
    /// A paragraph of the record, with the year that it was written for.
    pub struct ActionTextRecorded {
        /// Which part.
        pub section: ActionSection,
        /// Its place in the part, from 1.
        pub rank: u32,
        /// In words.
        pub text: Text,
        /// The year that the words themselves speak of, when they name one.
        pub speaks_of: Option<i16>,
        /// Whether the words were carried over from an earlier record.
        pub carried_over: bool,
    } = Self {
        section: ActionSection::Description,
        rank: 1,
        text: "En 2015, des rencontres seront proposées".into(),
        speaks_of: Some(2015),
        carried_over: true,
    };
    /// The outcome categories of the record: which were ticked, or that this was lost.
    pub struct CategoriesRecorded {
        /// Labels that the record prints.
        pub printed: Vec<OutcomeCategory>,
        /// Those that are ticked; absent when the source has lost it.
        pub ticked: Option<Vec<OutcomeCategory>>,
    } = Self { printed: vec![OutcomeCategory::A1, OutcomeCategory::D], ticked: None };
}

fact_family! {
    /// Facts of actions.
    ActionFact {
        /// An action was recorded.
        Recorded(ActionRecorded) = "action.recorded", 1, First, Statement, Public, Amendable, Ahead;
        /// An action was chained to an earlier one.
        Chained(ActionChained) = "action.chained", 1, Later, Statement, Public, Amendable, Ahead;
        /// A carrier was named.
        CarrierNamed(CarrierNamed) = "action.carrier_named", 1, Later, Statement, Public, Amendable, Ahead;
        /// A carrier ceased to be.
        CarrierEnded(CarrierEnded) = "action.carrier_ended", 1, Later, Statement, Public, Amendable, Ahead;
        /// An action was classified.
        Classified(ActionClassified) = "action.classified", 1, Later, Statement, Public, Amendable, Ahead;
        /// Headings ceased to hold.
        Unclassified(ActionUnclassified) = "action.unclassified", 1, Later, Statement, Public, Amendable, Ahead;
        /// An objective was set.
        ObjectiveSet(ObjectiveSet) = "action.objective_set", 1, Later, Statement, Public, Amendable, Ahead;
        /// An objective was given up.
        ObjectiveDropped(ObjectiveDropped) = "action.objective_dropped", 1, Later, Statement, Public, Amendable, Ahead;
        /// A paragraph was recorded.
        TextRecorded(ActionTextRecorded) = "action.text_recorded", 1, Later, Statement, Public, Amendable, Done;
        /// Outcome categories were recorded.
        CategoriesRecorded(CategoriesRecorded) =
            "action.categories_recorded", 1, Later, Statement, Public, Amendable, Ahead;
    }
}
