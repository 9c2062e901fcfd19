//! What the log holds of the kinds that an import speaks of, as it reads now: corrected facts in their words, cancelled
//! ones left out.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::ControlFlow;

use maillage_events::decide::{Ask, PastFact, standing};
use maillage_events::fact::Fact;
use maillage_events::happened::Happened;
use maillage_events::id::{FactId, StreamId};
use maillage_events::view::FactView;
use maillage_events::when::OccurredOn;
use maillage_log::log::ReadError;
use serde_json::{Map, Value};

use super::importer::Importer;
use crate::plan::PlannedRequest;

/// What a request says, or a fact holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Words {
    /// The kind.
    pub kind: &'static str,
    /// The payload.
    pub data: Map<String, Value>,
}

/// A fact as it stands.
#[derive(Debug, Clone)]
pub struct StandingFact {
    /// What a correction of it names: the fact, or the last correction of it.
    pub id: FactId,
    /// The position of the fact itself.
    pub position: u64,
    /// Its stream.
    pub stream: StreamId,
    /// Its date, as it reads now.
    pub on: OccurredOn,
    /// Its date, as it was recorded.
    pub recorded_on: OccurredOn,
    /// What it says.
    pub words: Words,
    /// The documents that prove it, or the last correction of it.
    pub documents: Vec<String>,
}

/// The facts of some kinds, as they stand.
#[derive(Debug, Default)]
pub struct Standing {
    /// In the order of their positions.
    pub facts: Vec<StandingFact>,
    places: HashMap<(StreamId, &'static str), Vec<usize>>,
}

/// What an ask says; an amendment says nothing that could stand already.
pub fn words_of(ask: &Ask) -> Option<Words> {
    let (kind, data) = match ask {
        Ask::Record(fact) | Ask::Put(fact) => {
            let fact = fact.clone().completed();
            (fact.kind(), fact.payload())
        }
        Ask::SignUp(asked) | Ask::PutSignup(asked) => ("signup.requested", serde_json::to_value(asked)),
        Ask::CancelSignup(cancelled) => ("signup.cancelled", serde_json::to_value(cancelled)),
        Ask::Correct { .. } | Ask::Cancel { .. } => return None,
    };
    match data {
        Ok(Value::Object(data)) => Some(Words { kind, data }),
        _ => None,
    }
}

impl Standing {
    /// The facts of one kind in one stream, by their place among all.
    pub fn of(&self, stream: &StreamId, kind: &'static str) -> &[usize] {
        self.places.get(&(stream.clone(), kind)).map_or(&[], Vec::as_slice)
    }

    /// The facts of some streams, each with its documents.
    fn among(pasts: BTreeMap<StreamId, Vec<(PastFact, Vec<String>)>>) -> Self {
        let mut found = Self::default();
        for (stream, facts) in pasts {
            let (past, documents): (Vec<PastFact>, Vec<Vec<String>>) = facts.into_iter().unzip();
            let documents: HashMap<FactId, Vec<String>> = past.iter().map(|fact| fact.id).zip(documents).collect();
            let amended: HashMap<FactId, FactId> = past
                .iter()
                .filter_map(|fact| match &fact.happened.fact {
                    Fact::Amendment(it) => Some((it.target(), fact.id)),
                    _ => None,
                })
                .collect();
            for (recorded, Happened { on, fact }) in standing(&past) {
                let Ok(Value::Object(data)) = fact.payload() else { continue };
                let mut id = recorded.id;
                while let Some(by) = amended.get(&id) {
                    id = *by;
                }
                let proof =
                    documents.get(&id).filter(|proof| !proof.is_empty()).or_else(|| documents.get(&recorded.id));
                found.facts.push(StandingFact {
                    id,
                    position: recorded.position,
                    stream: stream.clone(),
                    on,
                    recorded_on: recorded.happened.on,
                    words: Words { kind: fact.kind(), data },
                    documents: proof.cloned().unwrap_or_default(),
                });
            }
        }
        found.facts.sort_by_key(|fact| fact.position);
        for (at, fact) in found.facts.iter().enumerate() {
            found.places.entry((fact.stream.clone(), fact.words.kind)).or_default().push(at);
        }
        found
    }
}

impl Importer<'_> {
    /// Reads what the space holds of the kinds that are asked for.
    pub(super) async fn standing(&self, requests: &[PlannedRequest]) -> Result<Standing, ReadError> {
        let space = &self.options.space;
        let mut kinds: BTreeSet<&str> =
            requests.iter().filter_map(|planned| words_of(&planned.request.ask)).map(|words| words.kind).collect();
        if kinds.is_empty() || self.log.head(space).await?.position == 0 {
            return Ok(Standing::default());
        }
        kinds.extend(["amendment.corrected", "amendment.cancelled"]);
        let kinds: Vec<&str> = kinds.into_iter().collect();
        let mut pasts: BTreeMap<StreamId, Vec<(PastFact, Vec<String>)>> = BTreeMap::new();
        let mut failure = None;
        let mut add = |fact: FactView<'_>| {
            if !kinds.contains(&fact.kind) {
                return ControlFlow::Continue(());
            }
            match fact.whole() {
                Ok(recorded) => {
                    let documents = recorded.context.evidence.iter().map(|it| it.document.clone()).collect();
                    let happened = Happened { on: recorded.occurred, fact: recorded.fact };
                    let (id, position, recorded_at) = (fact.id, fact.position, fact.recorded_at);
                    let past = PastFact { id, position, recorded_at, happened };
                    pasts.entry(recorded.stream).or_default().push((past, documents));
                    ControlFlow::Continue(())
                }
                Err(why) => {
                    let (space, position) = (space.clone(), fact.position);
                    failure = Some(ReadError::Corrupt { space, position, why: why.to_string() });
                    ControlFlow::Break(())
                }
            }
        };
        self.log.scan(space, 0, None, Some(&kinds), &mut add)?;
        failure.map_or_else(|| Ok(Standing::among(pasts)), Err)
    }
}
