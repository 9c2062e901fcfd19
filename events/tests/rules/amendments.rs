use maillage_events::amendment::AmendmentFact;
use maillage_events::decide::{Ask, PastFact, Why, decide, effective};
use maillage_events::declare::Example;
use maillage_events::fact::Fact;
use maillage_events::happened::Happened;
use maillage_events::refusal::Refusal;
use maillage_events::session::*;
use serde_json::{Value, json};

use crate::support::*;

const TODAY: &str = "2016-03-09";

/// A stream, one ask after the other.
struct Stream {
    name: &'static str,
    past: Vec<PastFact>,
}

impl Stream {
    fn ask(&mut self, ask: Ask) -> Result<Vec<Happened<Fact>>, Refusal> {
        let said = now(decide(&self.name.parse().unwrap(), &self.past, day(TODAY), ask, &at(TODAY)))?;
        for happened in &said {
            let number = self.past.len() as u64 + 1;
            seal(self.name, number, happened)?;
            self.past.push(past_fact(number, TODAY, happened.clone()));
        }
        Ok(said)
    }

    fn correct(&mut self, target: u64, data: Value) -> Result<Vec<Happened<Fact>>, Refusal> {
        self.ask(Ask::Correct { target: fact_id(target), data, occurred: None, why: misread() })
    }

    fn cancel(&mut self, target: u64) -> Result<Vec<Happened<Fact>>, Refusal> {
        self.ask(Ask::Cancel { target: fact_id(target), why: twice() })
    }

    fn held_minutes(&self) -> Vec<Option<u32>> {
        let held = |happened: Happened<Fact>| match happened.fact {
            Fact::Session(SessionFact::Held(it)) => Some(it.minutes),
            _ => None,
        };
        effective(&self.past).into_iter().filter_map(held).collect()
    }
}

/// Fact 1: planned; fact 2: held for 120 minutes.
fn held() -> Stream {
    let mut stream = Stream { name: "session/s-1", past: vec![] };
    stream.ask(Ask::Record(SessionPlanned::example().into())).unwrap();
    stream.ask(Ask::Record(SessionHeld::example().into())).unwrap();
    stream
}

#[test]
fn a_corrected_fact_reads_as_it_should_have_been_and_stays_in_the_log() {
    let mut stream = held();
    let said = stream.correct(2, json!({"minutes": 90})).unwrap();
    let Fact::Amendment(AmendmentFact::Corrected(corrected)) = &said[0].fact else { panic!("{said:?}") };
    assert_eq!((corrected.target, corrected.target_position, corrected.fact.kind()), (fact_id(2), 2, "session.held"));
    assert_eq!(stream.held_minutes(), vec![Some(90)]);
    assert_eq!(stream.past.len(), 3);
}

#[test]
fn the_rules_go_by_what_was_corrected_or_cancelled() {
    let mut stream = held();
    assert_eq!(
        refused(stream.ask(Ask::Record(SessionHeld { minutes: Some(60), ..SessionHeld::default() }.into()))),
        "already-held"
    );
    stream.cancel(2).unwrap();
    assert_eq!(stream.held_minutes(), vec![]);
    assert_eq!(
        stream.ask(Ask::Record(SessionHeld { minutes: Some(60), ..SessionHeld::default() }.into())).unwrap().len(),
        1
    );
}

#[test]
fn an_amendment_says_why_and_names_nobody() {
    let mut stream = held();
    for (motive, code) in [("  ", "no-motive"), ("erreur signalée par Mme Benali", "names-a-person")] {
        let why = Why { motive: motive.into(), ..misread() };
        assert_eq!(refused(stream.ask(Ask::Cancel { target: fact_id(2), why: why.clone() })), code);
        let correct = Ask::Correct { target: fact_id(2), data: json!({"minutes": 90}), occurred: None, why };
        assert_eq!(refused(stream.ask(correct)), code);
    }
}

#[test]
fn only_a_fact_of_this_stream_is_amended() {
    assert_eq!(refused(held().cancel(9)), "target-unknown");
    assert_eq!(refused(held().correct(9, json!({"minutes": 90}))), "target-unknown");
}

#[test]
fn a_fact_is_amended_once_then_its_correction_is() {
    let mut stream = held();
    stream.correct(2, json!({"minutes": 90})).unwrap();
    assert_eq!(refused(stream.correct(2, json!({"minutes": 60}))), "already-amended");
    assert_eq!(refused(stream.cancel(2)), "already-amended");
    let said = stream.correct(3, json!({"minutes": 60})).unwrap();
    let Fact::Amendment(AmendmentFact::Corrected(corrected)) = &said[0].fact else { panic!("{said:?}") };
    assert_eq!(corrected.fact.kind(), "session.held", "a correction of a correction keeps the kind of the fact");
    assert_eq!(stream.held_minutes(), vec![Some(60)]);
    stream.cancel(3).expect_err("it is amended already");
    stream.cancel(4).unwrap();
    assert_eq!(stream.held_minutes(), vec![Some(90)]);
}

#[test]
fn a_cancellation_is_undone_by_cancelling_it_never_by_correcting_it() {
    let mut stream = held();
    stream.cancel(2).unwrap();
    assert_eq!(refused(stream.correct(3, json!({"motive": "autre"}))), "cancellation-cannot-be-corrected");
    stream.cancel(3).unwrap();
    assert_eq!(stream.held_minutes(), vec![Some(120)]);
}

#[test]
fn a_correction_has_the_shape_of_its_kind_and_is_sound_by_itself() {
    for data in [json!({"hours": 2}), json!({"minutes": "deux heures"}), json!([]), json!({"minutes": -1})] {
        assert_eq!(refused(held().correct(2, data)), "bad-correction");
    }
    assert_eq!(refused(held().correct(2, json!({"minutes": 0}))), "no-duration");
    let plan = json!({"title": "Appeler le 05 46 00 00 00", "kind": "meeting", "when": "2016"});
    assert_eq!(refused(held().correct(1, plan)), "names-a-person");
}

#[test]
fn nothing_names_itself() {
    let mut stream = Stream { name: "organisation/ddets-17", past: vec![] };
    stream.ask(Ask::Record(maillage_events::organisation::OrganisationRecorded::example().into())).unwrap();
    let said = |successor: &str| {
        Ask::Record(maillage_events::organisation::OrganisationSucceeded { successor: id(successor) }.into())
    };
    assert_eq!(refused(stream.ask(said("ddets-17"))), "names-itself");
    assert!(stream.ask(said("ddets")).is_ok());
    assert_eq!(refused(stream.correct(2, json!({"successor": "ddets-17"}))), "names-itself");
}

#[test]
fn a_fact_goes_to_a_stream_of_its_own_family() {
    let mut stream = Stream { name: "pole/lille", past: vec![] };
    assert_eq!(refused(stream.ask(Ask::Record(SessionPlanned::example().into()))), "kind-not-of-family");
    assert_eq!(refused(stream.ask(Ask::SignUp(SignupRequested::example()))), "kind-not-of-family");
}

#[test]
fn the_digits_of_a_reference_are_nobodys_telephone_number() {
    let mut stream = held();
    let looks_like_a_number = maillage_events::id::PersonRef("aaaaaaaa-aaaa-4aaa-aaaa-a0546000000a".parse().unwrap());
    let seen = AttendanceObserved { person: looks_like_a_number, ..AttendanceObserved::example() };
    assert!(stream.ask(Ask::Record(seen.into())).is_ok());
    let sheet = VisitsRecorded { sheet: id("0546000000"), ..VisitsRecorded::example() };
    assert_eq!(refused(stream.ask(Ask::Record(sheet.into()))), "names-a-person");
}

#[test]
fn what_no_reader_of_json_could_read_back_is_refused() {
    let mut stream = held();
    let too_many =
        VisitsRecorded { number: maillage_events::quantity::Quantity::exact(1 << 53), ..VisitsRecorded::example() };
    assert_eq!(refused(stream.ask(Ask::Record(too_many.into()))), "number-too-large");
    let too_long = SessionMoved { motive: "é".repeat(2001).into(), ..SessionMoved::example() };
    let mut planned = Stream { name: "session/s-2", past: vec![] };
    planned.ask(Ask::Record(SessionPlanned::example().into())).unwrap();
    assert_eq!(refused(planned.ask(Ask::Record(too_long.into()))), "text-too-long");
}
