//! Axes of a contract, and the fiches that are attached to them.

use maillage_events::contract::*;
use maillage_events::decide::Ask;
use maillage_events::declare::Example;
use maillage_events::fiche::*;

use crate::register_governance::contract;
use crate::register_space::*;
use crate::support::*;

#[test]
fn a_fiche_is_attached_to_an_axis_of_its_contract() {
    let mut space = Space::default();
    space.record("contract/cls", "2013", contract(ContractKind::Cls, "2013", "2018")).unwrap();
    space.record("fiche/f", "2013", FicheRecorded { contract: id("cls"), ..FicheRecorded::example() }).unwrap();
    let attach = |space: &mut Space, axis: &str| space.record("fiche/f", "2013", FicheAttached { axis: id(axis) });
    assert_eq!(refused(attach(&mut space, "axe-1")), "axis-undefined");
    let axis =
        space.record("contract/cls", "2013", AxisDefined { code: id("axe-1"), ..AxisDefined::example() }).unwrap();
    let attached = attach(&mut space, "axe-1").unwrap();
    assert_eq!(refused(attach(&mut space, "axe-9")), "axis-undefined");
    assert_eq!(refused(space.correct("fiche/f", attached, FicheAttached { axis: id("axe-9") })), "axis-undefined");
    assert_eq!(refused(space.cancel("contract/cls", axis)), "axis-undefined", "a fiche is attached to it");
    space.cancel("fiche/f", attached).unwrap();
    assert!(space.cancel("contract/cls", axis).is_ok());
}

#[test]
fn a_fiche_is_attached_to_an_axis_before_it_closes() {
    let mut space = Space::default();
    space.record("contract/cls", "2013", contract(ContractKind::Cls, "2013", "2018")).unwrap();
    let define = AxisDefined { code: id("axe-1"), ..AxisDefined::example() };
    space.record("contract/cls", "2013", define).unwrap();
    for (name, number) in [("f", 1), ("g", 2), ("h", 3)] {
        let fiche = FicheRecorded { contract: id("cls"), number, ..FicheRecorded::example() };
        space.record(&format!("fiche/{name}"), "2013", fiche).unwrap();
    }
    let attach = |space: &mut Space, fiche: &str, on: &str| {
        space.record(&format!("fiche/{fiche}"), on, FicheAttached { axis: id("axe-1") })
    };
    let later = attach(&mut space, "h", "2017-02-01").unwrap();
    let close = AxisClosed { code: id("axe-1") };
    let closed = space.record("contract/cls", "2016-06-30", close.clone()).unwrap();
    assert_eq!(refused(attach(&mut space, "f", "2016-07-01")), "axis-closed");
    for late in ["2014-05-01", "2016"] {
        attach(&mut space, "f", late).unwrap();
    }
    let attached = attach(&mut space, "g", "unknown").unwrap();
    let correct = |space: &mut Space, occurred: &str| {
        let data = serde_json::to_value(FicheAttached { axis: id("axe-1") }).unwrap();
        let occurred = Some(day(occurred));
        let ask = Ask::Correct { target: fact_id(attached), data, occurred, why: misread() };
        space.ask(&"fiche/g".parse().unwrap(), TODAY, ask)
    };
    assert_eq!(refused(correct(&mut space, "2017")), "axis-closed");
    correct(&mut space, "2015").unwrap();
    // What was attached later before the closing was told stays; the closing may be undone.
    space.cancel("fiche/h", later).unwrap();
    space.cancel("contract/cls", closed).unwrap();
    assert!(attach(&mut space, "h", "2017-02-01").is_ok());
}
