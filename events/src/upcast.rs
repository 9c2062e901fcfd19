//! How the payload of an older schema becomes one of today's.

use serde_json::Value;

/// A kind, the schema that it left behind, and how a payload of it becomes one of the next.
type Step = (&'static str, u16, fn(Value) -> Value);

/// One line for each shape that was ever left behind. Members that only came in, and may be absent, need none.
const STEPS: &[Step] = &[
    #[cfg(test)]
    ("lamp.lit", 1, crate::lamp::in_lumens),
];

/// Turns the payload of one schema of a kind into that of the next.
pub fn upcast(kind: &str, from: u16, payload: Value) -> Value {
    match STEPS.iter().find(|(of, left, _)| (*of, *left) == (kind, from)) {
        Some((_, _, step)) => step(payload),
        None => payload,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::amendment::{AmendmentFact, Amendments, Reading};
    use crate::decide::{Circumstances, PastFact, effective};
    use crate::envelope::{Channel, Context, Draft, Recorded, RecordedAt, Salt};
    use crate::fact::Fact;
    use crate::happened::Happened;
    use crate::id::{CommandId, FactId, Id, SpaceId};
    use crate::lamp::{Lamp, LampDimmed, LampFact, LampLit};
    use crate::rules::{News, Rules};
    use crate::unreadable::Unreadable;
    use crate::view::FactView;
    use crate::when::OccurredOn;

    const NIGHT: RecordedAt = RecordedAt(0);
    const TEN_WATTS: &str = r#"{"watts":10},"data_schema":1"#;

    fn fact_id(number: u64) -> FactId {
        FactId(uuid::Uuid::from_u128(number.into()))
    }

    /// The canonical bytes of a fact, as they are written today.
    fn bytes(number: u64, fact: impl Into<Fact>) -> Vec<u8> {
        let draft = Draft {
            id: fact_id(number),
            stream: "lamp/hall".parse().unwrap(),
            version: number,
            occurred: OccurredOn::Year(2016),
            fact: fact.into(),
            command: CommandId::derived("allumer"),
            context: Context::new(Id::new("compte-1").unwrap(), Channel::Api),
            salt: Salt::default(),
        };
        draft.seal(&SpaceId::new("ville").unwrap()).unwrap().bytes(number, NIGHT)
    }

    /// The same with other words in it, which were there.
    fn rewritten(stored: Vec<u8>, words: &str, others: &str) -> Vec<u8> {
        let text = String::from_utf8(stored).unwrap();
        assert!(text.contains(words), "{words} in {text}");
        text.replace(words, others).into_bytes()
    }

    /// A lamp of sixty watts, written while the first schema was today's.
    fn sixty_watts() -> Vec<u8> {
        let first = rewritten(bytes(1, LampLit { lumens: 720 }), r#"{"lumens":720}"#, r#"{"watts":60}"#);
        rewritten(first, r#""schema":2"#, r#""schema":1"#)
    }

    /// A correction of the lamp to ten watts, written then too.
    fn corrected_to_ten_watts() -> Vec<u8> {
        let today = json!({ "target": fact_id(1), "target_position": 1, "kind": "lamp.lit", "data_schema": 2,
            "data": { "lumens": 120 }, "reason": "typing", "motive": "Mal lu" });
        let fact = Fact::read("amendment.corrected", &today.to_string()).unwrap();
        rewritten(bytes(3, fact), r#"{"lumens":120},"data_schema":2"#, TEN_WATTS)
    }

    fn view<'a>(number: u64, kind: &'static str, bytes: &'a [u8]) -> FactView<'a> {
        let (position, id) = (number, fact_id(number));
        FactView { position, recorded_at: NIGHT, id, stream: "lamp/hall", kind, occurred: "2016", bytes }
    }

    fn past(stored: &[Vec<u8>]) -> Vec<PastFact> {
        let read = |(at, bytes): (usize, &Vec<u8>)| {
            let Recorded { id, occurred, fact, .. } = Recorded::read(bytes).unwrap();
            PastFact { id, position: at as u64 + 1, recorded_at: NIGHT, happened: Happened { on: occurred, fact } }
        };
        stored.iter().enumerate().map(read).collect()
    }

    /// What the rules say of dimming the lamp by fifty more, after a past.
    fn dimming(stored: &[Vec<u8>]) -> Result<News, &'static str> {
        let mut lamp = Lamp::default();
        for Happened { on, fact } in effective(&past(stored)) {
            lamp.learn(Happened { on, fact: LampFact::try_from(fact).unwrap() });
        }
        let (today, time) = ("2017-01-01".parse().unwrap(), "20:00".parse().unwrap());
        let now = Circumstances { now: NIGHT.timestamp(), today, time };
        lamp.judge(&Happened::new(OccurredOn::Year(2016), LampDimmed { lumens: 50 }), &now).map_err(|it| it.code)
    }

    #[test]
    fn a_stored_fact_of_the_first_schema_reads_as_one_of_today() {
        let stored = sixty_watts();
        assert_eq!(Recorded::read(&stored).unwrap().fact, LampLit { lumens: 720 }.into());
        let view = view(1, "lamp.lit", &stored);
        assert_eq!((view.schema().unwrap(), view.data::<LampLit>().unwrap()), (1, LampLit { lumens: 720 }));
        let shape = |read| matches!(read, Err(Unreadable::Shape { .. }));
        assert!(shape(Fact::read("lamp.lit", r#"{"watts":60}"#)), "as one of today it does not read: the control");
        assert!(shape(Fact::read_stored("lamp.lit", 1, r#"{"candles":3}"#)));
        assert!(matches!(Fact::read_stored("lamp.lit", 3, "{}"), Err(Unreadable::TooNew { .. })));
    }

    #[test]
    fn rules_go_by_a_fact_and_a_correction_of_the_first_schema() {
        let dimmed = || bytes(2, LampDimmed { lumens: 100 });
        assert_eq!(dimming(&[sixty_watts(), dimmed()]), Ok(News::New));
        assert_eq!(dimming(&[sixty_watts(), dimmed(), corrected_to_ten_watts()]), Err("no-amount"));
    }

    #[test]
    fn a_fold_reads_a_fact_of_the_first_schema_in_the_words_of_a_correction_of_the_first_schema() {
        let (stored, correction) = (sixty_watts(), corrected_to_ten_watts());
        let Fact::Amendment(AmendmentFact::Corrected(corrected)) = Recorded::read(&correction).unwrap().fact else {
            unreachable!("a correction")
        };
        let amendments: Amendments = [(fact_id(3), corrected.into())].into_iter().collect();
        let Reading::Replaced(words) = amendments.reading(fact_id(1)) else { unreachable!("it is corrected") };
        let shown = view(1, "lamp.lit", &stored).corrected(words).unwrap();
        let view = view(1, "lamp.lit", &shown);
        assert_eq!((view.schema().unwrap(), view.data::<LampLit>().unwrap()), (2, LampLit { lumens: 120 }));
    }

    #[test]
    fn a_correction_that_no_schema_reads_stops_the_reader() {
        let unread = |words: &str| Recorded::read(&rewritten(corrected_to_ten_watts(), TEN_WATTS, words)).is_err();
        assert!(unread(r#"{"candles":3},"data_schema":1"#) && unread(r#"{"lumens":3},"data_schema":3"#));
        assert!(!unread(r#"{"lumens":3},"data_schema":2"#), "the control");
    }
}
