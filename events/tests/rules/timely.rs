//! What is told as done is not dated after today; what is planned may be.

use maillage_events::contract::{ContractEvaluated, ContractPrepared, ContractSigned, PartyEngaged};
use maillage_events::decide::{Ask, PastFact, StreamPast, decide};
use maillage_events::declare::{Example, InStream, Timing};
use maillage_events::fact::{Fact, registry};
use maillage_events::fiche::{FicheRecorded, FicheStatus, FicheStatusDeclared, FicheYearOpened, MilestonePassed};
use maillage_events::funding::FundingPaid;
use maillage_events::happened::Happened;
use maillage_events::id::{Id, StreamId};
use maillage_events::measure::MeasureDeclared;
use maillage_events::organisation::OrganisationRecorded;
use maillage_events::partnership::PartnershipFormed;
use maillage_events::refusal::Refusal;
use maillage_events::when::OccurredOn;

use crate::support::{at, day, fact_id, misread, now, past_fact, refused};

const TODAY: &str = "2020-06-01";

fn told(stream: &str, past: &[Fact], date: &str, fact: impl Into<Fact>) -> Result<Vec<Happened<Fact>>, Refusal> {
    let recorded = |(position, fact): (u64, &Fact)| {
        past_fact(position, TODAY, Happened { on: OccurredOn::Unknown, fact: fact.clone() })
    };
    let past: Vec<PastFact> = (1..).zip(past).map(recorded).collect();
    now(decide(&stream.parse().unwrap(), &past, day(date), Ask::Record(fact.into()), &at(TODAY)))
}

#[test]
fn a_kind_that_tells_of_what_is_done_is_never_dated_after_today() {
    let mut done = 0;
    for info in registry().filter(|info| info.in_stream == InStream::First) {
        let Some(family) = info.family else { continue };
        let stream = StreamId::new(family, Id::new("exemple").unwrap()).to_string();
        let fact = || Fact::read(info.kind, &(info.example)().to_string()).unwrap();
        assert!(told(&stream, &[], "2020-06-01", fact()).is_ok(), "{} today", info.kind);
        let ahead = told(&stream, &[], "2020-06-02", fact());
        match info.timing {
            Timing::Done => {
                assert_eq!(refused(ahead), "after-today", "{}", info.kind);
                done += 1;
            }
            Timing::Ahead => assert!(ahead.is_ok(), "{}: {ahead:?}", info.kind),
        }
    }
    assert!(done > 8, "only {done} kinds were tried");
}

#[test]
fn nothing_is_signed_paid_or_passed_in_a_year_to_come() {
    let contract: [Fact; 3] = [
        ContractPrepared::example().into(),
        PartyEngaged::example().into(),
        PartyEngaged {
            organisation: Id::new("ville").unwrap(),
            sort: maillage_events::contract::PartySort::LocalAuthority,
            ..PartyEngaged::example()
        }
        .into(),
    ];
    let sign = |date| told("contract/cls", &contract, date, ContractSigned {});
    assert_eq!(refused(sign("2090")), "after-today");
    assert_eq!(refused(sign("2020-07")), "after-today");
    assert!(sign("2020-06").is_ok() && sign("2020").is_ok() && sign("unknown").is_ok());
    let evaluated = ContractEvaluated { to: 2021, ..ContractEvaluated::example() };
    assert_eq!(refused(told("contract/cls", &contract, "2020", evaluated)), "after-today");

    assert_eq!(refused(told("funding/a", &[], "2021", FundingPaid::example())), "after-today");
    assert_eq!(refused(told("organisation/a", &[], "2090", OrganisationRecorded::example())), "after-today");
    let measured = MeasureDeclared { period: day("2021"), ..MeasureDeclared::example() };
    assert_eq!(refused(told("measure/a", &[], "2020", measured)), "after-today");

    let fiche: [Fact; 2] = [FicheRecorded::example().into(), FicheYearOpened { year: 2021, chained_to: None }.into()];
    let passed = MilestonePassed { year: 2021, ..MilestonePassed::example() };
    assert_eq!(refused(told("fiche/f", &fiche, "2020-06-01", passed)), "after-today");
    let status = |status| FicheStatusDeclared { year: 2021, status, ..FicheStatusDeclared::example() };
    assert_eq!(refused(told("fiche/f", &fiche, "2020-06-01", status(FicheStatus::Done))), "after-today");
    assert!(told("fiche/f", &fiche, "2021", status(FicheStatus::Planned)).is_ok());
}

#[test]
fn what_is_planned_may_begin_later() {
    assert!(told("partnership/p", &[], "2021-01-01", PartnershipFormed::example()).is_ok());
    assert!(
        told("fiche/f", &[FicheRecorded::example().into()], "2021", FicheYearOpened { year: 2021, chained_to: None })
            .is_ok()
    );
}

#[test]
fn what_was_refused_for_its_day_leaves_no_trace() {
    let mut past = StreamPast::new("organisation/a".parse().unwrap(), Vec::new());
    let mut say = |date| now(past.decide(day(date), Ask::Record(OrganisationRecorded::example().into()), &at(TODAY)));
    assert_eq!(refused(say("2090")), "after-today");
    assert_eq!(say("2019").unwrap().len(), 1, "it was taken for known");
}

#[test]
fn a_correction_dates_nothing_done_after_today() {
    let recorded: Fact = OrganisationRecorded::example().into();
    let past = [past_fact(1, TODAY, Happened { on: day("2019"), fact: recorded.clone() })];
    let correct = |date| {
        let (target, data, occurred) = (fact_id(1), recorded.payload().unwrap(), Some(day(date)));
        let ask = Ask::Correct { target, data, occurred, why: misread() };
        now(decide(&"organisation/a".parse().unwrap(), &past, day(TODAY), ask, &at(TODAY)))
    };
    assert_eq!(refused(correct("2021")), "after-today");
    assert!(correct("2018").is_ok());
}
