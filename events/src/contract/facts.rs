//! What happens to a contract.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::closed_list::closed_list;
use crate::contract::{PartyCapacity, PartySort, Territory, TerritoryLevel};
use crate::decimal::Decimal;
use crate::declare::{example_id, fact_family, payload};
use crate::id::Id;
use crate::quantity::Quantity;
use crate::text::Text;
use crate::when::OccurredOn;

closed_list! {
    /// What kind of contract it is.
    pub enum ContractKind {
        /// Contrat local de santé.
        Cls = "cls",
        /// Conseil local en santé mentale.
        Clsm = "clsm",
        /// Another programme with a health axis.
        Other = "other",
    }
    /// The nature of an axis.
    pub enum AxisNature {
        /// A strategic orientation.
        Strategic = "strategic",
        /// Cuts across the others.
        Transversal = "transversal",
        /// The mental health council, as an axis.
        Clsm = "clsm",
        /// An impact assessment.
        ImpactAssessment = "impact_assessment",
    }
}

/// A regional health plan (projet régional de santé).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegionalPlan {
    /// Its name.
    pub name: Text,
    /// Its first year.
    pub from: Option<i16>,
    /// Its last year.
    pub to: Option<i16>,
}

payload! {
    /// A contract is being prepared.
    pub struct ContractPrepared {
        /// Its kind.
        pub kind: ContractKind,
        /// 1 for the first, 2 for its successor, …
        pub generation: u32,
        /// Its title.
        pub title: Text,
        /// The contracts that it follows.
        #[serde(default)]
        pub predecessors: Vec<Id>,
        /// The contract that it is nested in (a CLSM within a CLS).
        pub within: Option<Id>,
        /// Where it holds: one territory, or several.
        pub territories: Vec<Territory>,
        /// The regional health plan that it applies.
        pub regional_plan: Option<RegionalPlan>,
        /// When it starts.
        pub starts: Option<OccurredOn>,
        /// When it ends.
        pub ends: Option<OccurredOn>,
    } = Self {
        kind: ContractKind::Cls,
        generation: 1,
        title: "Contrat local de santé 2013-2018".into(),
        predecessors: vec![],
        within: None,
        territories: vec![Territory {
            code: Some("17300".to_owned()),
            code_year: Some(2013),
            ..Territory::named(TerritoryLevel::Commune, "La Rochelle")
        }],
        regional_plan: None,
        starts: Some(OccurredOn::Year(2013)), ends: Some(OccurredOn::Year(2018)),
    };
    /// It holds in other territories from the fact's date on: all of them, those that stay included.
    pub struct TerritoryChanged {
        /// Where it holds from then on.
        pub territories: Vec<Territory>,
    } = Self {
        territories: vec![Territory {
            code: Some("241700434".to_owned()),
            code_year: Some(2016),
            ..Territory::named(TerritoryLevel::Epci, "Agglomération de La Rochelle")
        }],
    };
    /// An axis of the contract.
    pub struct AxisDefined {
        /// Its code, unique in the contract.
        pub code: Id,
        /// Its place in the order of the contract, from 1.
        pub rank: u32,
        /// Its label.
        pub label: Text,
        /// Its nature.
        pub nature: AxisNature,
    } = Self {
        code: example_id("axe-1"),
        rank: 1,
        label: "Accès à la prévention et aux soins".into(),
        nature: AxisNature::Strategic,
    };
    /// An axis is no longer one of the contract's.
    pub struct AxisClosed {
        /// Its code.
        pub code: Id,
    } = Self { code: example_id("axe-1") };
    /// A party takes part.
    pub struct PartyEngaged {
        /// Which organisation.
        pub organisation: Id,
        /// As what.
        pub capacity: PartyCapacity,
        /// What it is.
        pub sort: PartySort,
        /// Until when, where that is known at once.
        pub until: Option<OccurredOn>,
    } = Self {
        organisation: example_id("ars"),
        capacity: PartyCapacity::Signatory,
        sort: PartySort::RegionalAgency,
        until: None,
    };
    /// A party takes part no longer.
    pub struct PartyLeft {
        /// Which organisation.
        pub organisation: Id,
        /// As what it took part.
        pub capacity: PartyCapacity,
        /// Why.
        pub motive: Option<Text>,
    } = Self { organisation: example_id("ars"), capacity: PartyCapacity::Signatory, motive: None };
    /// The contract was signed, on the fact's date.
    pub struct ContractSigned {} = Self {};
    /// An amendment (avenant) was signed.
    pub struct ContractAmended {
        /// What it changes.
        pub object: Text,
        /// The new end, where it changes.
        pub ends: Option<OccurredOn>,
    } = Self { object: "Prolongation d'un an".into(), ends: Some(OccurredOn::Year(2019)) };
    /// The contract came to its end.
    pub struct ContractCompleted {} = Self {};
    /// An indicator of the territory, not of the contract's work.
    pub struct ContextRecorded {
        /// Its identifier.
        pub indicator: Id,
        /// Its label.
        pub label: Text,
        /// Its value; absent for a qualitative vigilance.
        pub value: Option<Decimal>,
        /// The unit: `percent`, …
        pub unit: Option<Text>,
        /// The territory that it is compared with.
        pub comparator: Option<Text>,
        /// The comparator's value.
        pub comparator_value: Option<Decimal>,
        /// Where it comes from.
        pub source: Option<Text>,
    } = Self {
        indicator: example_id("pauvrete"), label: "Population sous le seuil de pauvreté".into(),
        value: "27.5".parse().ok(),
        unit: Some("percent".into()),
        comparator: Some("France".into()),
        comparator_value: "14.7".parse().ok(),
        source: None,
    };
    /// An evaluator gave its findings.
    pub struct ContractEvaluated {
        /// Who evaluated.
        pub evaluator: Text,
        /// First year covered.
        pub from: i16,
        /// Last year covered.
        pub to: i16,
        /// How many fiches the evaluation speaks of.
        pub fiches: Option<Quantity>,
        /// Strengths found.
        #[serde(default)]
        pub strengths: Vec<Text>,
        /// Obstacles found.
        #[serde(default)]
        pub obstacles: Vec<Text>,
    } = Self {
        evaluator: "NovaScopia".into(),
        from: 2013,
        to: 2018,
        fiches: Some(Quantity::exact(17)),
        strengths: vec!["Coopération en progrès".into()],
        obstacles: vec![],
    };
}

fact_family! {
    /// Facts of contracts.
    ContractFact {
        /// A contract was prepared.
        Prepared(ContractPrepared) = "contract.prepared", 1, First, Statement, Public, Amendable, Done;
        /// The territory changed.
        TerritoryChanged(TerritoryChanged) =
            "contract.territory_changed", 1, Later, Statement, Public, Amendable, Ahead;
        /// An axis was defined.
        AxisDefined(AxisDefined) = "contract.axis_defined", 1, Later, Statement, Public, Amendable, Ahead;
        /// An axis was closed.
        AxisClosed(AxisClosed) = "contract.axis_closed", 1, Later, Statement, Public, Amendable, Ahead;
        /// A party engaged itself.
        PartyEngaged(PartyEngaged) = "contract.party_engaged", 1, Later, Statement, Public, Amendable, Ahead;
        /// A party left.
        PartyLeft(PartyLeft) = "contract.party_left", 1, Later, Statement, Public, Amendable, Ahead;
        /// The contract was signed.
        Signed(ContractSigned) = "contract.signed", 1, Later, Statement, Public, Amendable, Done;
        /// An amendment was signed.
        Amended(ContractAmended) = "contract.amended", 1, Later, Statement, Public, Amendable, Done;
        /// The contract was completed.
        Completed(ContractCompleted) = "contract.completed", 1, Later, Statement, Public, Amendable, Done;
        /// An indicator of the territory was recorded.
        ContextRecorded(ContextRecorded) = "contract.context_recorded", 1, Later, Statement, Public, Amendable, Done;
        /// The contract was evaluated.
        Evaluated(ContractEvaluated) = "contract.evaluated", 1, Later, Statement, Public, Amendable, Done;
    }
}
