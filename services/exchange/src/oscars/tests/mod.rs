//! Does the importer read what a record says, and only that?
//!
//! * `figures`: every figure of a plan; `own`: those of the project's own record, one by one; `original`: the same of
//!   the original where it stands; `prose`: what bullets tell; `bad_input`: files that cannot be taken; `any_input`:
//!   files of any kind.

mod any_input;
mod bad_input;
mod figures;
mod original;
mod own;
mod prose;

use maillage_events::decide::Ask;
use maillage_events::fact::Fact;
use maillage_events::messages::Language;

use super::{OscarsOptions, plan};
use crate::plan::{Plan, PlannedRequest};

/// The project's own record.
const OWN: &[u8] = include_bytes!("../../../seeds/la-rochelle-oscars/oscars-2016.txt");

fn read(bytes: &[u8]) -> Plan {
    plan(
        bytes,
        "oscars-2016.txt",
        &OscarsOptions { contract: Some("cls-la-rochelle-2013".parse().unwrap()), ..Default::default() },
        Language::French,
    )
}

fn fact(planned: &PlannedRequest) -> Fact {
    match &planned.request.ask {
        Ask::Record(fact) => fact.clone(),
        other => panic!("{other:?}"),
    }
}

fn facts(plan: &Plan) -> Vec<Fact> {
    plan.requests.iter().map(fact).collect()
}
