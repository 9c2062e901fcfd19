//! What happens to a fact: it is corrected or cancelled by another fact of the same stream, never changed.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};

use crate::closed_list::closed_list;
use crate::declare::{Example, fact_family, payload};
use crate::fact::Fact;
use crate::id::FactId;
use crate::references::References;
use crate::refusal::Refusal;
use crate::rules::Facts;
use crate::session::SessionHeld;
use crate::text::Text;
use crate::unreadable::Unreadable;
use crate::when::OccurredOn;

closed_list! {
    /// Why a fact was wrong: variances are counted by it.
    pub enum AmendmentReason {
        /// Typed or read wrongly.
        Typing = "typing",
        /// True as it was known then; more became known since.
        LateNews = "late_news",
        /// Recorded twice.
        Duplicate = "duplicate",
        /// Recorded of another object than was meant.
        WrongObject = "wrong_object",
        /// The source itself was wrong.
        Source = "source",
        /// Anything else; the motive says what.
        Other = "other",
    }
}

/// A fact is corrected: from here on it reads as `fact`, which is of the same kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "CorrectedForm", into = "CorrectedForm")]
pub struct FactCorrected {
    /// The fact that was wrong (or the correction of it that was).
    pub target: FactId,
    /// Its position in the log.
    pub target_position: u64,
    /// What it should have said, in today's schema: what cannot be read stops the reader of the correction.
    pub fact: Box<Fact>,
    /// When it really happened, where that was wrong too.
    pub occurred: Option<OccurredOn>,
    /// What sort of mistake it was.
    pub reason: AmendmentReason,
    /// Why, in words.
    pub motive: Text,
}

/// A correction as it is stored.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FactCorrected)]
struct CorrectedForm {
    /// The fact that was wrong (or the correction of it that was).
    target: FactId,
    /// Its position in the log.
    target_position: u64,
    /// Its kind, which a correction keeps.
    kind: String,
    /// The schema of `data`.
    data_schema: u16,
    /// The whole corrected payload, of that schema of that kind.
    #[schema(value_type = Object)]
    data: serde_json::Value,
    /// When it really happened, where that was wrong too.
    occurred: Option<OccurredOn>,
    /// What sort of mistake it was.
    reason: AmendmentReason,
    /// Why, in words.
    motive: Text,
}

impl TryFrom<CorrectedForm> for FactCorrected {
    type Error = Unreadable;

    /// Reads the payload with the schema that it names, and brings it to today's.
    fn try_from(form: CorrectedForm) -> Result<Self, Unreadable> {
        let CorrectedForm { target, target_position, kind, data_schema, data, occurred, reason, motive } = form;
        let fact = Box::new(Fact::read_stored(&kind, data_schema, &data.to_string())?);
        Ok(Self { target, target_position, fact, occurred, reason, motive })
    }
}

impl From<FactCorrected> for CorrectedForm {
    fn from(it: FactCorrected) -> Self {
        Self {
            target: it.target,
            target_position: it.target_position,
            kind: it.fact.kind().to_owned(),
            data_schema: it.fact.schema(),
            data: it.fact.payload().unwrap_or_default(),
            occurred: it.occurred,
            reason: it.reason,
            motive: it.motive,
        }
    }
}

impl utoipa::PartialSchema for FactCorrected {
    fn schema() -> RefOr<Schema> {
        CorrectedForm::schema()
    }
}

impl ToSchema for FactCorrected {
    fn name() -> std::borrow::Cow<'static, str> {
        CorrectedForm::name()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        CorrectedForm::schemas(schemas);
    }
}

impl Example for FactCorrected {
    fn example() -> Self {
        Self {
            target: FactId(uuid::Uuid::from_u128(7)),
            target_position: 12,
            fact: Box::new(SessionHeld::example().into()),
            occurred: None,
            reason: AmendmentReason::Typing,
            motive: "Durée mal lue sur la feuille".into(),
        }
    }
}

payload! {
    /// A fact is cancelled: from here on it reads as if it had not been.
    pub struct FactCancelled {
        /// The fact.
        pub target: FactId,
        /// Its position in the log.
        pub target_position: u64,
        /// Its kind.
        pub kind: String,
        /// What sort of mistake it was.
        pub reason: AmendmentReason,
        /// Why, in words.
        pub motive: Text,
    } = Self {
        target: FactId(uuid::Uuid::from_u128(7)),
        target_position: 12,
        kind: "session.held".to_owned(),
        reason: AmendmentReason::Duplicate,
        motive: "Saisi deux fois".into(),
    };
}

fact_family! {
    /// Facts about other facts.
    AmendmentFact {
        /// A fact was corrected.
        Corrected(FactCorrected) = "amendment.corrected", 1, Later, Event, Person, Amendable, Done;
        /// A fact was cancelled.
        Cancelled(FactCancelled) = "amendment.cancelled", 1, Later, Event, Public, CancelledOnly, Done;
    }
}

impl AmendmentFact {
    /// The fact that it amends.
    pub const fn target(&self) -> FactId {
        match self {
            Self::Corrected(it) => it.target,
            Self::Cancelled(it) => it.target,
        }
    }
}

impl Facts for AmendmentFact {
    /// What it may hold depends on its target: judged where it is decided.
    fn sound(&self) -> Result<(), Refusal> {
        match self {
            Self::Corrected(_) | Self::Cancelled(_) => Ok(()),
        }
    }

    /// It stands in the stream of its target. What its stream comes to name by it is looked at where amendments are
    /// judged.
    fn references(&self, _named: &mut References) {
        match self {
            Self::Corrected(_) | Self::Cancelled(_) => {}
        }
    }
}
