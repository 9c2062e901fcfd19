//! Amendments judged: the past of their stream is read through the rules of its family with and without them, each fact
//! as of the moment when it was recorded. Only what they newly break refuses them; what was broken before stays as it
//! is.
//!
//! ```text
//!  past as the command found it ──▶ rules, fact by fact ──▶ refused then: a, b      ┐
//!                                                                                   ├──▶ newly broken: c
//!  past as it would leave it ─────▶ rules, fact by fact ──▶ refused then: a, b, c   ┘
//! ```
//!
//! A corrected fact may stand if the rules would have taken its words when it was recorded or when it was corrected.
//! What Maillage decided itself (who got a place) stands as it was decided.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::past::{PastFact, ReadFact, as_read};
use crate::envelope::RecordedAt;
use crate::fact::Fact;
use crate::family::{Family, families};
use crate::happened::Happened;
use crate::id::{FactId, StreamId};
use crate::refusal::{Broken, Refusal};
use crate::rules::{Circumstances, News, Replayed, Verdict};

/// A stream that a command amends.
#[derive(Debug, Clone, Copy)]
pub struct Amended<'a> {
    /// The stream.
    pub stream: &'a StreamId,
    /// Its facts as the command found them.
    pub before: &'a [PastFact],
    /// Its facts with those that the command adds.
    pub after: &'a [PastFact],
}

/// The circumstances of a moment in the space's time zone.
pub type Moments<'m> = &'m (dyn Fn(RecordedAt) -> Circumstances + Sync);

/// How many broken facts a refusal names at most.
const MOST_NAMED: usize = 20;

impl<'a> Amended<'a> {
    /// Its facts that read otherwise than before.
    fn changed(&self) -> BTreeSet<FactId> {
        let words = |past: &'a [PastFact]| -> BTreeMap<FactId, Cow<'a, Happened<Fact>>> {
            as_read(past).into_iter().map(|fact| (fact.recorded.id, fact.happened)).collect()
        };
        let (before, after) = (words(self.before), words(self.after));
        let changed = |fact: &&PastFact| before.get(&fact.id) != after.get(&fact.id);
        self.before.iter().filter(changed).map(|fact| fact.id).collect()
    }

    /// The first of its facts that reads otherwise than before.
    pub fn first_changed(&self) -> Option<&'a PastFact> {
        let changed = self.changed();
        self.before.iter().find(|fact| changed.contains(&fact.id))
    }

    /// The streams that it names since, and did not name before.
    pub fn newly_named(&self) -> Vec<StreamId> {
        let named = |past: &[PastFact]| -> BTreeSet<StreamId> {
            as_read(past).iter().flat_map(|fact| fact.happened.fact.references()).collect()
        };
        named(self.after).difference(&named(self.before)).cloned().collect()
    }

    /// The first of its facts, as it would read, that names a stream.
    pub fn naming(&self, named: &StreamId) -> Option<Broken> {
        let names = |fact: &ReadFact<'_>| fact.happened.fact.references().contains(named);
        as_read(self.after)
            .iter()
            .find(|fact| names(fact))
            .map(|fact| broken(self.stream, fact.recorded, Refusal::new("reference-unknown").with("stream", named)))
    }

    /// What its own rules would newly refuse.
    pub fn newly_broken(&self, moments: Moments<'_>) -> Vec<Broken> {
        replay(self, moments)
    }
}

/// A fact of a stream that would be refused.
pub fn broken(stream: &StreamId, fact: &PastFact, refusal: Refusal) -> Broken {
    let (stream, kind) = (stream.clone(), fact.happened.fact.kind());
    Broken { stream, fact: fact.id, position: fact.position, kind, refusal }
}

/// The refusal of amendments that would break something; none when they would not.
pub fn refuse_broken(mut broken: Vec<Broken>) -> Result<(), Refusal> {
    if broken.is_empty() {
        return Ok(());
    }
    let mut refusal = Refusal::new("amendment-breaks").with("count", broken.len());
    broken.truncate(MOST_NAMED);
    refusal.broken = broken;
    Err(refusal)
}

macro_rules! replays {
    ($($(#[$doc:meta])* $name:ident $word:literal $folder:ident $facts:ident;)+) => {
        fn replay(amended: &Amended<'_>, moments: Moments<'_>) -> Vec<Broken> {
            match amended.stream.family {
                $(Family::$name => compare::<crate::$folder::$name>(amended, moments),)+
            }
        }
    };
}
families!(replays);

/// Each fact with what the rules say of it where it stands, and what they know in the end.
fn run<'p, R>(past: &'p [PastFact], moments: Moments<'_>) -> (Vec<(ReadFact<'p>, Verdict)>, R)
where
    R: Replayed + Default,
    R::Facts: TryFrom<Fact>,
{
    let recorded_at: BTreeMap<FactId, RecordedAt> = past.iter().map(|fact| (fact.id, fact.recorded_at)).collect();
    let mut rules = R::default();
    let mut judged = Vec::new();
    for fact in as_read(past) {
        let Happened { on, fact: words } = fact.happened.clone().into_owned();
        let Ok(words) = R::Facts::try_from(words) else { continue };
        let said = Happened { on, fact: words };
        let mut verdict = rules.rejudge(&said, &moments(fact.recorded.recorded_at));
        if let (Err(_), Some(corrected)) = (&verdict, fact.by.and_then(|by| recorded_at.get(&by))) {
            verdict = rules.rejudge(&said, &moments(*corrected)).or(verdict);
        }
        rules.learn(said);
        judged.push((fact, verdict));
    }
    (judged, rules)
}

fn compare<R>(amended: &Amended<'_>, moments: Moments<'_>) -> Vec<Broken>
where
    R: Replayed + Default,
    R::Facts: TryFrom<Fact>,
{
    let changed = amended.changed();
    let (judged, rules_before) = run::<R>(amended.before, moments);
    let before: BTreeMap<FactId, Verdict> =
        judged.into_iter().map(|(fact, verdict)| (fact.recorded.id, verdict)).collect();
    let (judged, rules_after) = run::<R>(amended.after, moments);
    let words_of_changed: Vec<&Happened<Fact>> = judged
        .iter()
        .filter(|(fact, _)| changed.contains(&fact.recorded.id))
        .map(|(fact, _)| &*fact.happened)
        .collect();
    let mut newly = Vec::new();
    for (fact, verdict) in &judged {
        let id = fact.recorded.id;
        let refusal = match (verdict, before.get(&id)) {
            (Ok(News::New), _) | (Ok(News::Known), Some(Ok(News::Known))) => continue,
            // Said twice: by the amended fact itself, or by one that it now repeats.
            (Ok(News::Known), _) if words_of_changed.contains(&&*fact.happened) => Refusal::new("amendment-repeats"),
            (Ok(News::Known), _) => continue,
            (Err(now), Some(Err(then))) if then.code == now.code && (!changed.contains(&id) || then == now) => continue,
            (Err(now), _) => now.clone(),
        };
        newly.push(broken(amended.stream, fact.recorded, refusal));
    }
    if let (true, Err(refusal)) = (newly.is_empty(), rules_after.refuse_exceeded(&rules_before)) {
        newly.extend(amended.first_changed().map(|fact| broken(amended.stream, fact, refusal)));
    }
    newly
}
