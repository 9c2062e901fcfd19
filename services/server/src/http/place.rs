//! A place in a request that is at fault.

use maillage_events::messages::{self, Language};
use serde::Serialize;
use utoipa::ToSchema;

/// One place in the request that is at fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProblemPlace {
    /// JSON Pointer into the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "/data/capacity")]
    pub pointer: Option<String>,
    /// Name of the parameter of the path, query or header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// What is wrong there, in the language of the answer.
    pub detail: String,
}

/// Which part of the request a place lies in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FaultAt {
    Pointer(String),
    Parameter(String),
}

/// A place before it is put into words: `key` names them.
#[derive(Debug, Clone)]
pub(super) struct FaultPlace {
    pub(super) at: FaultAt,
    pub(super) key: &'static str,
    pub(super) values: Vec<(&'static str, String)>,
}

impl FaultPlace {
    /// What a member of a body is in a query: the parameter of its name.
    pub(super) fn as_parameter(&mut self) {
        if let FaultAt::Pointer(pointer) = &self.at {
            self.at = FaultAt::Parameter(pointer.rsplit('/').next().unwrap_or_default().to_owned());
        }
    }

    pub(super) fn said(&self, language: Language) -> ProblemPlace {
        let detail = messages::in_words(language, self.key, &self.values);
        match &self.at {
            FaultAt::Pointer(pointer) => ProblemPlace { pointer: Some(pointer.clone()), parameter: None, detail },
            FaultAt::Parameter(name) => ProblemPlace { pointer: None, parameter: Some(name.clone()), detail },
        }
    }
}
