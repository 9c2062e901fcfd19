//! What happens to an agreement (convention): signed between organisations, renewed, ended.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::declare::{example_id, fact_family, payload};
use crate::family::Family;
use crate::id::{Id, StreamId};
use crate::text::Text;
use crate::when::OccurredOn;

/// What comes at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Renewal {
    /// It ends.
    None,
    /// It goes on by itself, each time for as long, until somebody ends it.
    Tacit {
        /// For how many months.
        months: u32,
    },
    /// It goes on only where its parties say so.
    Express,
}

payload! {
    /// An agreement is signed, on the fact's date.
    pub struct AgreementSigned {
        /// About what.
        pub object: Text,
        /// Between whom: two organisations at least.
        pub parties: Vec<Id>,
        /// In what it stands: `contract/…`, `fiche/…`, `action/…`, `pole/…`, `body/…` or `partnership/…`.
        pub scope: Option<StreamId>,
        /// From when it holds.
        pub starts: OccurredOn,
        /// Until when, where it says so.
        pub ends: Option<OccurredOn>,
        /// What comes at its end.
        pub renewal: Renewal,
    } = Self {
        object: "Mise à disposition d'une salle".into(),
        parties: vec![example_id("ville-de-lille"), example_id("cpam")],
        scope: Some(StreamId::new(Family::Pole, example_id("fives"))),
        starts: OccurredOn::Year(2016),
        ends: Some(OccurredOn::Year(2018)),
        renewal: Renewal::Tacit { months: 12 },
    };
    /// Its parties let it go on.
    pub struct AgreementRenewed {
        /// Until when, where they say so.
        pub ends: Option<OccurredOn>,
    } = Self { ends: Some(OccurredOn::Year(2021)) };
    /// It ends before its time, or is not let go on.
    pub struct AgreementEnded {
        /// Why.
        pub motive: Option<Text>,
    } = Self { motive: None };
}

fact_family! {
    /// Facts of agreements.
    AgreementFact {
        /// An agreement was signed.
        Signed(AgreementSigned) = "agreement.signed", 1, First, Statement, Public, Amendable, Done;
        /// An agreement was renewed.
        Renewed(AgreementRenewed) = "agreement.renewed", 1, Later, Statement, Public, Amendable, Done;
        /// An agreement ended.
        Ended(AgreementEnded) = "agreement.ended", 1, Later, Statement, Public, Amendable, Ahead;
    }
}
