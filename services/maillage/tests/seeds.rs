//! The five seed systems, from the command line to the figures: what the documents say is what the reports give.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test program")]

mod command_line;

use command_line::{Demo, original_record};
use serde_json::{Value, json};

fn contract<'v>(report: &'v Value, id: &str) -> &'v Value {
    find(&report["figures"]["contracts"], "contract", id)
}

fn find<'v>(list: &'v Value, key: &str, wanted: &str) -> &'v Value {
    list.as_array().unwrap().iter().find(|it| it[key] == wanted).unwrap_or_else(|| panic!("no {key} {wanted}"))
}

fn fiche(report: &Value, number: u64) -> Value {
    report["figures"]["fiches"].as_array().unwrap().iter().find(|it| it["number"] == number).unwrap()["years"][0]
        .clone()
}

fn sessions(report: &Value, number: u64) -> Value {
    fiche(report, number)["sessions"]["count"].clone()
}

/// Everything that the issue asks of La Rochelle's record, whichever copy of it was imported.
fn la_rochelle_holds(report: impl Fn(&str) -> Value) {
    let fiches = report("fiches");
    let whole = &fiches["figures"]["contracts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["fiches"]["count"] == 17)
        .unwrap()
        .clone();
    let mut numbers: Vec<u64> = (1..=16).collect();
    numbers.push(18);
    assert_eq!(whole["fiches"]["numbers"], json!(numbers));
    assert_eq!(whole["fiches"]["missing"], json!([17]));
    assert_eq!(
        whole["sessions_credited"], 11,
        "4 + 1 + 3 + 3 countable sessions; the shared one once, the working group's meetings beside"
    );
    assert_eq!(
        (&whole["sessions_credited_more_at_least"], &whole["sessions_credited_more_at_most"]),
        (&json!(1), &Value::Null)
    );
    assert_eq!((&whole["sessions_column_sum"], &whole["sessions_column_sum_more_at_least"]), (&json!(12), &json!(1)));

    assert_eq!(fiche(&fiches, 2)["status"], "not_deployed");
    assert!(fiche(&fiches, 2)["motive"].as_str().unwrap().contains("Réseaunis"));
    assert_eq!(fiche(&fiches, 2)["successor"], "Plateforme Territoriale d’Appui");
    assert_eq!(sessions(&fiches, 4), 4);
    assert_eq!(sessions(&fiches, 8), 1);
    assert_eq!(sessions(&fiches, 12), 3);
    assert_eq!(sessions(&fiches, 11), 3, "three awareness sessions");
    assert_eq!(fiche(&fiches, 11)["sessions"]["more_at_least"], 1, "the working group met, nobody says how often");
    let (of_one, of_four) = (fiche(&fiches, 1)["sessions"].clone(), fiche(&fiches, 4)["sessions"].clone());
    assert_eq!(
        (&of_one["count"], &of_one["shared"]),
        (&json!(1), &json!(1)),
        "the training took place inside the day of fiche 4"
    );
    assert!(of_four["ids"].as_array().unwrap().contains(&of_one["ids"][0]));
    assert_eq!(fiche(&fiches, 5)["sessions"]["count"], Value::Null);
    assert_eq!((&fiche(&fiches, 5)["expected"], &fiche(&fiches, 5)["achieved"]), (&json!([]), &json!([])));
    assert_eq!(fiche(&fiches, 5)["quantified"], 0);
    let leases = &fiche(&fiches, 14)["results"][0];
    assert_eq!((&leases["expected"], &leases["achieved"]), (&json!({"is": "exact", "value": 2}), &Value::Null));
    let meetings = &fiche(&fiches, 13)["achieved"][0]["quantity"];
    assert_eq!(meetings, &json!({"is": "unknown", "at_least": 2, "as_said": "plusieurs fois"}));

    let directory = report("directory");
    let action = directory["figures"]["scopes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["scope"].as_str().unwrap().starts_with("action/"))
        .unwrap();
    assert_eq!(action["entries"], 26);
    assert_eq!((&action["organisations"], &action["categories"]), (&json!(18), &json!(8)));

    let funding = &report("funding")["figures"]["fundings"][0];
    assert_eq!(funding["total"]["notified_cents"], 2_670_700);
    let shares: Vec<_> = funding["funders"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["notified"].clone(), it["notified_share"].clone()))
        .collect();
    assert_eq!(shares, [(json!("15000.00"), json!("56.17")), (json!("11707.00"), json!("43.83"))]);

    let action = &report("actions")["figures"]["actions"][0];
    assert_eq!((&action["year"], &action["step"], &action["months"]), (&json!(2016), &json!(3), &json!(12)));
    assert_eq!((&action["chained_to"]["year"], &action["chained_to"]["step"]), (&json!(2015), &json!(2)));
    assert_eq!(action["categories"]["printed"].as_array().unwrap().len(), 12);
    assert_eq!(action["categories"]["ticked"], Value::Null, "which were ticked is lost, not none");
    assert!(action["carried_over"].as_array().unwrap().iter().any(|text| text["speaks_of"] == 2015));

    let register = report("discrepancies");
    let flagged = register["figures"]["discrepancies"].as_array().unwrap();
    assert_eq!(flagged.iter().filter(|it| it["nature"] == "number_gap").count(), 1, "the gap is told once");
    let differs: Vec<_> = flagged
        .iter()
        .filter(|it| it["nature"] == "declared_differs")
        .map(|it| (&it["declared"], &it["derived"], &it["agrees"]))
        .collect();
    assert_eq!(differs, [(&json!("17 plus l'EIS"), &json!("17"), &json!(false))], "17 and 17 do not differ");
    assert!(flagged.iter().any(|it| it["nature"] == "carried_over"));

    let network = report("network");
    let ties = network["figures"]["observed"]["edges"].as_array().unwrap();
    let tied = |a: &str, b: &str| {
        ties.iter()
            .any(|tie| [&tie["from_name"], &tie["to_name"]].iter().all(|name| [a, b].contains(&name.as_str().unwrap())))
    };
    assert!(tied("CH M. Lacroix", "CLSA"), "the working group of fiche 11 is a triangle");
    let categories = network["figures"]["categories"].as_array().unwrap().len();
    assert_eq!(categories, 8, "categories are listed, never nodes");
    let member_of: Vec<_> = network["figures"]["memberships"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["body"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(member_of.len(), 4, "GIS, CESCR, SISM, Réseau Parentalité");
}

#[test]
fn la_rochelle_reads_as_its_record_says() {
    let demo = Demo::load();
    la_rochelle_holds(|name| demo.report("la-rochelle", name, &[]));
    let contracts = demo.report("la-rochelle", "contracts", &[]);
    let first = contract(&contracts, "cls-la-rochelle-2013");
    assert_eq!(first["axes"].as_array().unwrap().len(), 5);
    assert_eq!(
        (&first["evaluations"][0]["evaluator"], &first["evaluations"][0]["on"]),
        (&json!("NovaScopia"), &json!("2019-01"))
    );
    assert_eq!(contract(&contracts, "cls-la-rochelle-2")["territories"][0]["level"], "epci");
}

#[test]
fn the_original_record_reads_the_same_and_a_second_import_adds_nothing() {
    let Some(original) = original_record() else {
        println!("skipped: the original record does not stand beside this clone");
        return;
    };
    let demo = Demo::empty();
    let first = demo.run(&["import", &original, "--space", "la-rochelle", "--json"]);
    let first: Value = serde_json::from_str(&first.expect_code(0)).unwrap();
    assert!(first["facts"].as_u64().unwrap() > 200);
    la_rochelle_holds(|name| demo.report("la-rochelle", name, &[]));
    let again: Value =
        serde_json::from_str(&demo.run(&["import", &original, "--space", "la-rochelle", "--json"]).expect_code(0))
            .unwrap();
    assert_eq!((&again["facts"], &again["repeated"]), (&json!(0), &json!(true)));
}

#[test]
fn lille_counts_its_poles_and_its_declared_people() {
    let demo = Demo::load();
    let cadence = demo.report("lille", "cadence", &[]);
    let poles = cadence["figures"]["poles"].as_array().unwrap();
    assert_eq!(poles.len(), 5);
    assert!(poles.iter().all(|pole| pole["rhythm_days"] == 42));
    let measures = demo.report("lille", "measures", &[]);
    let list = measures["figures"]["measures"].as_array().unwrap();
    let of = |period: &str| {
        list.iter().find(|it| it["indicator"] == "personnes-touchees" && it["period"] == period).unwrap()
    };
    assert_eq!(of("2015")["value"], 1926);
    assert_eq!(
        (&of("2016")["value"], &of("2016")["difference"], &of("2016")["change_percent"]),
        (&json!(2410), &json!(484), &json!("+25.13"))
    );
    assert!(list.iter().any(|it| it["unit"] == "partners" && it["value"] == 150));
    let budget = &demo.report("lille", "funding", &[])["figures"]["budgets"][0];
    assert_eq!(
        (&budget["euros"], &budget["year"], &budget["cost_per_person"]),
        (&json!("80000.00"), &Value::Null, &Value::Null)
    );
}

#[test]
fn soissons_follows_its_first_generation() {
    let demo = Demo::load();
    let contracts = demo.report("soissons", "contracts", &[]);
    let second = contract(&contracts, "cls-soissons-2");
    assert_eq!(
        (&second["generation"], &second["signed"], &second["predecessors"][0]),
        (&json!(2), &json!("2019-09"), &json!("cls-soissons-1"))
    );
    assert_eq!(contract(&contracts, "cls-soissons-1")["starts"], "2013");
    assert_eq!(second["axes"].as_array().unwrap().iter().filter(|axis| axis["nature"] == "strategic").count(), 3);
    assert!(
        second["axes"].as_array().unwrap().iter().any(|axis| axis["nature"] == "clsm")
            || !second["nested"].as_array().unwrap().is_empty()
    );
    let context = |id: &str| find(&second["context"], "indicator", id).clone();
    assert_eq!(
        (&context("pauvrete")["value"], &context("pauvrete")["comparator_value"]),
        (&json!("27.5"), &json!("14.7"))
    );
    assert_eq!(context("ald")["value"], "19.3");
}

#[test]
fn corsica_holds_several_contracts_under_one_mandate() {
    let demo = Demo::load();
    let contracts = demo.report("corse", "contracts", &[]);
    let mandate = &contracts["figures"]["mandates"][0];
    assert_eq!(
        (&mandate["operator"]["name"], &mandate["principal"]["name"]),
        (&json!("IREPS Corse"), &json!("ARS de Corse"))
    );
    assert!(mandate["contracts"].as_array().unwrap().len() >= 2);
    assert!(mandate["bodies"].as_array().unwrap().len() >= 2);
}

#[test]
fn every_report_carries_its_definitions_both_clocks_and_its_position() {
    let demo = Demo::load();
    for name in demo.run(&["report", "--list"]).expect_code(0).trim().split(", ") {
        let report = demo.report("lille", name, &["--from", "2016-01-01", "--to", "2016-12-31"]);
        assert_eq!(report["period"], json!({"from": "2016-01-01", "to": "2016-12-31"}));
        assert!(report["position"].as_u64().unwrap() > 3000 && report["recorded_at"].is_string());
        assert!(!report["definitions"].as_array().unwrap().is_empty(), "{name} defines nothing");
        assert!(!report.to_string().contains('⟨'), "{name} lacks words");
        assert_eq!(report["incomplete"], false);
    }
}

#[test]
fn a_correction_of_2019_leaves_the_report_known_in_2016_as_it_was() {
    let demo = Demo::load();
    let year = ["--from", "2016-01-01", "--to", "2016-12-31"];
    let then = demo.report("lille", "attendance", &[&year[..], &["--known-at", "2016-12-31"]].concat());
    let now = demo.report("lille", "attendance", &year);
    let heads = |report: &Value| {
        find(&report["figures"]["by_session"], "session", "demo-fives-14")["anonymous"].as_u64().unwrap()
    };
    assert_eq!(heads(&now), heads(&then) + 4);
    let register = demo.report("lille", "corrections", &[]).to_string();
    assert!(register.contains("attendance.headcount_recorded") && register.contains("Deux feuilles"));
    assert_eq!(demo.report("lille", "corrections", &["--known-at", "2016-12-31"])["figures"]["amendments"], json!([]));
}

#[test]
fn log_and_vault_at_rest_are_one_file_each_that_can_be_copied() {
    let demo = Demo::load();
    let copy = Demo::empty();
    for name in ["maillage.sqlite", "maillage.vault.sqlite"] {
        std::fs::copy(demo.folder().join(name), copy.folder().join(name)).unwrap();
    }
    let facts = |demo: &Demo| demo.run(&["facts", "--space", "lille"]).expect_code(0);
    assert!(facts(&copy).lines().count() > 3000);
    assert_eq!(facts(&copy), facts(&demo));
}

#[test]
fn the_reports_of_one_contract_are_narrowed_and_say_so() {
    let demo = Demo::load();
    let contract = ["--contract", "poles-ressources-sante"];
    let whole = demo.report("lille", "attendance", &[]);
    let narrowed = demo.report("lille", "attendance", &contract);
    assert_eq!(narrowed["filters"][0]["name"], "Pôles ressources santé");
    let pole = demo.report("lille", "attendance", &["--pole", "fives"]);
    let line = find(&whole["figures"]["by_pole"], "pole", "fives");
    for figure in ["passages_at_least", "persons_at_most", "sessions_held", "new_persons"] {
        assert_eq!(pole["figures"]["total"][figure], line[figure], "{figure}");
    }
    let text = demo.run(&["report", "cadence", "--space", "lille", "--pole", "fives"]).expect_code(0);
    assert!(text.lines().nth(1).unwrap().contains("Pôle ressources santé de Fives"), "{text}");
    let refused = demo.run(&["report", "cadence", "--space", "lille", "--fiche", "f"]);
    assert!(refused.stderr.contains("pôle (pole)"), "{}", refused.stderr);
    refused.expect_code(2);
    let unknown = demo.run(&["report", "cadence", "--space", "lille", "--pole", "nulle-part"]);
    assert!(unknown.stderr.contains("« nulle-part »"), "{}", unknown.stderr);
    unknown.expect_code(2);
}
