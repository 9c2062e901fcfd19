//! What went wrong, as RFC 9457 says it: one stable type a code, the words in the reader's language.

use std::time::Duration;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maillage_events::id::{FactId, StreamId};
use maillage_events::messages::{self, Language};
use maillage_events::refusal::{Broken, Refusal};
use serde::Serialize;
use utoipa::ToSchema;

pub use super::codes::CODES;
pub use super::place::ProblemPlace;
use super::place::{FaultAt, FaultPlace};
pub use super::reason::{ProblemReason, Reason};

/// A problem, as it is sent (RFC 9457).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProblemBody {
    /// Stable address that explains this kind of problem.
    #[serde(rename = "type")]
    #[schema(example = "/problems/stale-version")]
    pub kind: String,
    /// What kind of problem it is, in the language of the answer.
    pub title: String,
    /// The HTTP status.
    #[schema(example = 412)]
    pub status: u16,
    /// What happened this time, in the language of the answer.
    pub detail: String,
    /// This occurrence: the id of the request, as in the logs and in `x-request-id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// Stable code, for programs.
    #[schema(example = "stale-version")]
    pub code: String,
    /// Places at fault.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ProblemPlace>,
    /// Why the server is not ready, one each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<ProblemReason>,
    /// The facts that an amendment would newly break, in order of position; at most 20 are named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub broken: Vec<BrokenFact>,
}

/// A fact that an amendment would newly break.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BrokenFact {
    /// The fact.
    pub fact: FactId,
    /// Its position; 0 where it comes with the amendment itself.
    pub position: u64,
    /// Its stream.
    pub stream: StreamId,
    /// Its kind.
    #[schema(example = "attendance.observed")]
    pub kind: String,
    /// Its kind, in the language of the answer.
    pub kind_label: String,
    /// Why it could not stand: a stable code.
    pub code: String,
    /// The same, in the language of the answer.
    pub detail: String,
}

impl BrokenFact {
    fn of(broken: &Broken, language: Language) -> Self {
        Self {
            fact: broken.fact,
            position: broken.position,
            stream: broken.stream.clone(),
            kind: broken.kind.to_owned(),
            kind_label: messages::kind(language, broken.kind),
            code: broken.refusal.code.to_owned(),
            detail: messages::refusal(language, &broken.refusal),
        }
    }
}

/// A problem before it is put into words; the language is known only where the answer leaves.
#[derive(Debug, Clone)]
pub struct Problem(Box<Fault>);

#[derive(Debug, Clone)]
struct Fault {
    code: &'static str,
    status: StatusCode,
    refusal: Option<Refusal>,
    values: Vec<(&'static str, String)>,
    places: Vec<FaultPlace>,
    reasons: Vec<Reason>,
    retry_after: Option<Duration>,
}

impl Problem {
    /// A problem of [`CODES`]; a code that is not there counts as `internal`.
    pub fn new(code: &'static str) -> Self {
        let (code, status) = CODES
            .iter()
            .copied()
            .find(|(known, _)| *known == code)
            .unwrap_or(("internal", StatusCode::INTERNAL_SERVER_ERROR));
        let comes_back = matches!(status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::INSUFFICIENT_STORAGE);
        Self(Box::new(Fault {
            code,
            status,
            refusal: None,
            values: Vec::new(),
            places: Vec::new(),
            reasons: Vec::new(),
            retry_after: comes_back.then_some(Duration::from_secs(1)),
        }))
    }

    /// What the rules refuse: 409, under the refusal's own code.
    pub fn refused(refusal: Refusal) -> Self {
        let mut problem = Self::new("internal");
        (problem.0.code, problem.0.status, problem.0.refusal) = (refusal.code, StatusCode::CONFLICT, Some(refusal));
        problem
    }

    /// Adds a value for the words.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.0.values.push((name, value.to_string()));
        self
    }

    /// Points at a member of the body; `key` names the words.
    #[must_use]
    pub fn at_pointer(
        mut self,
        pointer: impl Into<String>,
        key: &'static str,
        values: Vec<(&'static str, String)>,
    ) -> Self {
        self.0.places.push(FaultPlace { at: FaultAt::Pointer(pointer.into()), key, values });
        self
    }

    /// Points at a parameter; `key` names the words.
    #[must_use]
    pub fn at_parameter(mut self, parameter: impl Into<String>, key: &'static str) -> Self {
        self.0.places.push(FaultPlace { at: FaultAt::Parameter(parameter.into()), key, values: Vec::new() });
        self
    }

    /// Says why, in several words.
    #[must_use]
    pub fn because(mut self, reasons: Vec<Reason>) -> Self {
        self.0.reasons = reasons;
        self
    }

    /// Says when to come back.
    #[must_use]
    pub fn come_back_in(mut self, wait: Duration) -> Self {
        self.0.retry_after = Some(wait);
        self
    }

    /// The same of what was said by the parameters of a query in place of a body.
    #[must_use]
    pub fn of_parameters(mut self) -> Self {
        if self.0.code == "bad-body" {
            (self.0.code, self.0.status) = ("bad-query", StatusCode::BAD_REQUEST);
        }
        self.0.places.iter_mut().for_each(FaultPlace::as_parameter);
        self
    }

    /// Its stable code.
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// Its status.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// Puts it into words. A problem of places says in its explanation what is wrong there.
    pub fn body(&self, language: Language, instance: Option<String>) -> ProblemBody {
        let errors: Vec<ProblemPlace> = self.0.places.iter().map(|place| place.said(language)).collect();
        let (title, detail) = match &self.0.refusal {
            Some(refusal) => (messages::say(language, "problem-refused"), messages::refusal(language, refusal)),
            None => {
                let key = format!("problem-{}-detail", self.0.code);
                let said = messages::in_words(language, &key, &self.0.values);
                let places = errors.iter().map(|place| place.detail.clone());
                (
                    messages::say(language, &format!("problem-{}", self.0.code)),
                    std::iter::once(said).chain(places).collect::<Vec<_>>().join(" "),
                )
            }
        };
        ProblemBody {
            kind: format!("/problems/{}", self.0.code),
            title,
            status: self.0.status.as_u16(),
            detail,
            instance,
            code: self.0.code.to_owned(),
            errors,
            reasons: self.0.reasons.iter().map(|reason| reason.said(language)).collect(),
            broken: self
                .0
                .refusal
                .iter()
                .flat_map(|refusal| &refusal.broken)
                .map(|broken| BrokenFact::of(broken, language))
                .collect(),
        }
    }

    /// The whole answer, in a language.
    pub fn render(&self, language: Language, instance: Option<String>) -> Response {
        let body = serde_json::to_vec(&self.body(language, instance)).unwrap_or_default();
        let mut response = (self.0.status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
        headers.insert(header::VARY, HeaderValue::from_static("accept-language"));
        if let Some(wait) = self.0.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(wait.as_secs().max(1)));
        }
        response
    }
}

impl IntoResponse for Problem {
    /// In French, with the problem kept beside it: the outermost layer puts it into the reader's language.
    fn into_response(self) -> Response {
        let mut response = self.render(Language::French, None);
        response.extensions_mut().insert(self);
        response
    }
}

/// What a route gives: its reply, or the problem that is sent instead.
pub type RouteResult<T> = Result<T, Problem>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_words_in_both_languages() {
        for language in [Language::French, Language::English] {
            for (code, _) in CODES {
                for key in [format!("problem-{code}"), format!("problem-{code}-detail")] {
                    assert!(!messages::say(language, &key).starts_with('⟨'), "{key} is missing in {}", language.tag());
                }
            }
        }
    }

    #[test]
    fn an_unavailable_store_says_when_to_come_back() {
        let response = Problem::new("store-unavailable").render(Language::French, None);
        assert_eq!(response.headers()[header::RETRY_AFTER], "1");
        assert!(!Problem::new("bad-json").render(Language::French, None).headers().contains_key(header::RETRY_AFTER));
    }
}
