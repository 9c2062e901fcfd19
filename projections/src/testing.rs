//! Histories for tests: facts in their real canonical bytes, given to folds through real views.

mod two;

use std::collections::{BTreeMap, HashMap};

use maillage_events::amendment::{Amendments, FactCancelled, FactCorrected};
use maillage_events::declare::Example;
use maillage_events::envelope::{Channel, Context, Draft, RecordedAt, Salt};
use maillage_events::fact::{Fact, registry};
use maillage_events::id::{CommandId, FactId, Id, SpaceId, StreamId};
use maillage_events::messages::Language;
use maillage_events::view::FactView;
use maillage_events::when::{OccurredOn, Period};
use uuid::Uuid;

pub use two::two_of_everything;

use crate::answer::Answer;
use crate::projection::{Projection, digest, note_amendment, take};
use crate::report::{Body, Scope};

/// One fact as a log would keep it.
pub struct SealedFact {
    position: u64,
    recorded_at: RecordedAt,
    id: FactId,
    stream: String,
    occurred: String,
    fact: Fact,
    bytes: Vec<u8>,
}

impl SealedFact {
    /// The view that a projector would hand over.
    pub fn view(&self) -> FactView<'_> {
        FactView {
            position: self.position,
            recorded_at: self.recorded_at,
            id: self.id,
            stream: &self.stream,
            kind: self.fact.kind(),
            occurred: &self.occurred,
            bytes: &self.bytes,
        }
    }
}

/// Facts in order, written one after the other.
pub struct History {
    facts: Vec<SealedFact>,
    versions: HashMap<String, u64>,
    on: OccurredOn,
    recorded_at: RecordedAt,
    channel: Channel,
}

/// An empty history; facts are dated 2016-01-01 and recorded on that day until told otherwise.
pub fn history() -> History {
    History {
        facts: Vec::new(),
        versions: HashMap::new(),
        on: OccurredOn::Unknown,
        recorded_at: RecordedAt(0),
        channel: Channel::Entry,
    }
    .on("2016-01-01")
    .recorded("2016-01-01T09:00:00Z")
}

/// The example of every kind three times, on two streams of its family; two of them are cancelled.
pub fn every_kind() -> History {
    let mut all = history();
    for (id, day) in [("un", "2016-03-08"), ("deux", "2017-05-02"), ("un", "2017-09-01")] {
        all = all.on(day);
        for info in registry().filter(|info| !info.kind.starts_with("amendment.")) {
            let fact = Fact::read(info.kind, &(info.example)().to_string()).unwrap();
            let family = match info.kind.split('.').next().unwrap() {
                "signup" | "attendance" => "session",
                family => family,
            };
            let id = match family {
                "person" => "018f0000-0000-7000-8000-000000000001",
                "space" => "essai",
                _ => id,
            };
            let stream = format!("{family}/{id}");
            all = all.fact(&stream, fact);
        }
    }
    let last = all.position();
    let merged = Fact::read(
        "person.merged",
        r#"{"into":"018f0000-0000-7000-8000-000000000002","method":"similar","motive":"Doublon"}"#,
    )
    .unwrap();
    all.fact("person/018f0000-0000-7000-8000-000000000001", merged).cancel(last - 3).cancel(7)
}

impl History {
    /// When the next facts happened.
    pub fn on(mut self, when: &str) -> Self {
        self.on = when.parse().unwrap();
        self
    }

    /// When the next facts were recorded.
    pub fn recorded(mut self, at: &str) -> Self {
        self.recorded_at = at.parse().unwrap();
        self
    }

    /// How the next facts came in.
    pub fn through(mut self, channel: Channel) -> Self {
        self.channel = channel;
        self
    }

    /// One more fact, on `family/identifier`.
    pub fn fact(mut self, stream: &str, fact: impl Into<Fact>) -> Self {
        let position = self.facts.len() as u64 + 1;
        let version = self.versions.entry(stream.to_owned()).or_default();
        *version += 1;
        let draft = Draft {
            id: FactId(Uuid::from_u128(u128::from(position))),
            stream: stream.parse().unwrap(),
            version: *version,
            occurred: self.on,
            fact: fact.into(),
            command: CommandId::derived(&position.to_string()),
            context: Context::new(Id::new("compte-1").unwrap(), self.channel),
            salt: Salt::default(),
        };
        let bytes = draft.seal(&SpaceId::new("essai").unwrap()).unwrap().bytes(position, self.recorded_at);
        self.facts.push(SealedFact {
            position,
            recorded_at: self.recorded_at,
            id: draft.id,
            stream: stream.to_owned(),
            occurred: self.on.to_string(),
            fact: draft.fact,
            bytes,
        });
        self
    }

    /// One more fact of a session.
    pub fn session(self, id: &str, fact: impl Into<Fact>) -> Self {
        self.fact(&format!("session/{id}"), fact)
    }

    /// The position of the last fact.
    pub fn position(&self) -> u64 {
        self.facts.len() as u64
    }

    fn target(&self, position: u64) -> (FactId, String, String) {
        let kept = &self.facts[usize::try_from(position).unwrap() - 1];
        (kept.id, kept.fact.kind().to_owned(), kept.stream.clone())
    }

    /// The fact at a position is corrected: it should have read as `fact`.
    pub fn correct(self, position: u64, fact: impl Into<Fact>) -> Self {
        self.correct_with_date(position, fact, None)
    }

    /// The same, with another date.
    pub fn correct_with_date(self, position: u64, fact: impl Into<Fact>, occurred: Option<&str>) -> Self {
        let (target, _, stream) = self.target(position);
        let (fact, occurred) = (Box::new(fact.into()), occurred.map(|when| when.parse().unwrap()));
        let motive = "Feuille relue".into();
        let corrected =
            FactCorrected { target, target_position: position, fact, occurred, motive, ..FactCorrected::example() };
        self.fact(&stream, corrected)
    }

    /// The fact at a position is cancelled.
    pub fn cancel(self, position: u64) -> Self {
        let (target, kind, stream) = self.target(position);
        self.fact(&stream, FactCancelled { target, target_position: position, kind, ..FactCancelled::example() })
    }

    /// Every fact, in order.
    pub fn views(&self) -> impl Iterator<Item = FactView<'_>> {
        self.facts.iter().map(SealedFact::view)
    }

    /// The amendments of the whole history.
    pub fn amendments(&self) -> Amendments {
        let mut amendments = Amendments::default();
        for kept in &self.facts {
            note_amendment(&mut amendments, &kept.view()).unwrap();
        }
        amendments
    }

    /// A projection of the whole history. Also asserts that a projection kept and restored after any fact ends alike.
    pub fn fold<P: Projection>(&self) -> P {
        let amendments = self.amendments();
        let mut state = P::default();
        let (mut restored, mut store) = (P::default(), Store::default());
        for kept in &self.facts {
            take(&mut state, &amendments, &kept.view()).unwrap();
            take(&mut restored, &amendments, &kept.view()).unwrap();
            restored = store.keep_and_restore(restored);
        }
        assert_eq!(
            digest(&mut restored).unwrap(),
            digest(&mut state).unwrap(),
            "rows kept after every fact are not those of one fold"
        );
        state
    }

    /// The answer of a projection, in French, over everything.
    pub fn answer<P: Answer>(&self) -> Body {
        self.answer_for::<P>(Period::default())
    }

    /// The answer of a projection, in French, for a period.
    pub fn answer_for<P: Answer>(&self, period: Period) -> Body {
        self.fold::<P>().answer(&Scope::from(period), Language::French)
    }
}

/// Rows as a projector keeps them: only what each fact changed is written.
#[derive(Default)]
struct Store(BTreeMap<(&'static str, String), Vec<u8>>);

impl Store {
    /// Writes what changed, then gives the projection as it comes back from the kept rows and nothing else.
    fn keep_and_restore<P: Projection>(&mut self, mut state: P) -> P {
        let mut copy = P::default();
        for (from, to) in state.tables().into_iter().zip(copy.tables()) {
            for change in from.take_changes().unwrap() {
                match change.row {
                    Some(row) => self.0.insert((change.table, change.key), row),
                    None => self.0.remove(&(change.table, change.key)),
                };
            }
            let name = to.name();
            for ((_, key), row) in self.0.iter().filter(|((table, _), _)| *table == name) {
                to.restore(key, row).unwrap();
            }
        }
        copy
    }
}

/// A stream by its words.
pub fn stream(words: &str) -> StreamId {
    words.parse().unwrap()
}

/// An identifier by its word.
pub fn id(word: &str) -> Id {
    Id::new(word).unwrap()
}

/// Every title, caption, heading, definition and label of an answer stands in both catalogues.
pub fn assert_worded<P: Answer>(projection: &P) {
    for language in [Language::French, Language::English] {
        let words = serde_json::to_string(&projection.answer(&Scope::default(), language)).unwrap();
        assert!(!words.contains('⟨'), "{language:?}: {words}");
    }
}
