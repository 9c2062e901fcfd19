use std::collections::BTreeMap;

use maillage_events::declare::Example;
use maillage_events::envelope::Channel;
use maillage_events::fiche::FicheStatusDeclared;
use maillage_events::funding::FundingPaid;
use maillage_events::import::ImportRecorded;
use maillage_events::messages::Language;
use maillage_events::organisation::{OrganisationRecorded, OrganisationRenamed};
use maillage_events::pole::{PoleOpened, ReferentNamed};
use maillage_events::session::{SessionHeld, SessionPlanned};
use maillage_events::space::SpaceOpened;
use maillage_events::when::Period;
use serde_json::json;

use super::Corrections;
use super::before::{complete, targets};
use crate::originals::Original;
use crate::testing::{History, assert_worded, history};

fn held() -> History {
    history()
        .on("2016-03-08")
        .recorded("2016-03-08T18:00:00Z")
        .session("s", SessionPlanned::example())
        .session("s", SessionHeld { minutes: Some(120), ..SessionHeld::default() })
}

#[test]
fn a_correction_is_registered_with_its_motive_and_shows_before_and_after_once_completed() {
    let history = held().on("2019-05-02").recorded("2019-05-02T10:00:00Z").correct_with_date(
        2,
        SessionHeld { minutes: Some(90), ..SessionHeld::default() },
        Some("2016-03-09"),
    );
    let mut body = history.answer::<Corrections>();
    let it = &body.figures["amendments"][0];
    assert_eq!(
        [&it["recorded_on"], &it["target_kind"], &it["motive"]],
        ["2019-05-02", "session.held", "Feuille relue"]
    );
    assert_eq!(
        (it["position"].clone(), it["target_position"].clone(), it["before"].clone()),
        (json!(3), json!(2), json!(null))
    );
    assert_eq!(targets(&body), [2]);
    let original = Original { occurred: "2016-03-08".parse().unwrap(), data: json!({ "minutes": 120 }) };
    complete(&mut body, Language::French, &BTreeMap::from([(2, original)]));
    let changed = json!([{ "field": "minutes", "before": 120, "after": 90 },
        { "field": "occurred", "before": "2016-03-08", "after": "2016-03-09" }]);
    assert_eq!(body.figures["amendments"][0]["changes"], changed);
    let shown = body.tables[0].to_text(Language::French);
    assert!(shown.contains("120") && shown.contains("90"), "{shown}");
    assert_worded(&history.fold::<Corrections>());
}

#[test]
fn the_report_of_2016_names_a_correction_recorded_in_2019() {
    let history = held().on("2019-05-02").recorded("2019-05-02T10:00:00Z").cancel(2);
    let figures = history.answer_for::<Corrections>(Period::year(2016)).figures;
    assert_eq!((figures["cancelled"].clone(), figures["corrected"].clone()), (json!(1), json!(0)));
}

#[test]
fn a_correction_of_a_correction_shows_what_the_first_one_said() {
    let history = held()
        .correct(2, SessionHeld { minutes: Some(90), ..SessionHeld::default() })
        .correct(3, SessionHeld { minutes: Some(60), ..SessionHeld::default() });
    let body = history.answer::<Corrections>();
    assert_eq!(body.figures["amendments"][0]["amended_by"], 4);
    assert_eq!(body.figures["amendments"][1]["changes"], json!([{ "field": "minutes", "before": 90, "after": 60 }]));
    assert_eq!(targets(&body), [2], "the second needs no look-up");
}

#[test]
fn an_entry_is_late_after_fourteen_days_and_not_on_the_fourteenth() {
    let on_time = held().recorded("2016-03-22T10:00:00Z").session("s", SessionHeld::default());
    assert_eq!(on_time.answer::<Corrections>().figures["total"]["late"], 0);
    let late = on_time.recorded("2016-03-23T10:00:00Z").session("s", SessionHeld::default());
    let figures = late.answer::<Corrections>().figures;
    assert_eq!(
        (figures["total"]["late"].clone(), figures["total"]["facts"].clone(), figures["total"]["late_rate"].clone()),
        (json!(1), json!(3), json!("33.33"))
    );
    assert_eq!(
        (figures["late_entries"][0]["position"].clone(), figures["late_entries"][0]["days"].clone()),
        (json!(4), json!(15))
    );
    assert_eq!(figures["late_after_days"], 14);
}

#[test]
fn midnight_in_paris_decides_the_day() {
    let history = held().recorded("2016-03-22T22:59:00Z").session("s", SessionHeld::default());
    assert_eq!(history.answer::<Corrections>().figures["total"]["late"], 0);
    let history = history.recorded("2016-03-22T23:01:00Z").session("s", SessionHeld::default());
    assert_eq!(history.answer::<Corrections>().figures["total"]["late"], 1);
}

#[test]
fn an_import_of_a_past_year_is_counted_apart() {
    let history = held().recorded("2020-01-05T10:00:00Z").through(Channel::Import).session("s", SessionHeld::default());
    let figures = history.answer::<Corrections>().figures;
    assert_eq!((figures["total"]["late"].clone(), figures["total"]["imported_late"].clone()), (json!(0), json!(1)));
    assert_eq!(figures["late_entries"], json!([]));
}

#[test]
fn a_year_known_only_to_the_year_is_late_from_its_end_and_the_unknown_is_never_late() {
    let history = history().recorded("2016-12-20T10:00:00Z").on("2016").session("s", SessionPlanned::example());
    let history = history.on("unknown").session("t", SessionPlanned::example());
    assert_eq!(history.answer::<Corrections>().figures["total"]["late"], 0);
    let late = history.recorded("2017-01-20T10:00:00Z").on("2016").session("s", SessionHeld::default());
    assert_eq!(late.answer_for::<Corrections>(Period::year(2016)).figures["years"][0]["late"], 1);
}

#[test]
fn what_has_been_so_since_a_day_is_no_late_entry() {
    let since = held()
        .on("2005")
        .recorded("2016-03-08T18:00:00Z")
        .fact("organisation/ccas", OrganisationRecorded::example())
        .fact("organisation/ccas", OrganisationRenamed::example())
        .fact("space/essai", SpaceOpened::example())
        .fact("pole/fives", PoleOpened::example())
        .fact("pole/fives", ReferentNamed::example())
        .fact("fiche/f", FicheStatusDeclared::example());
    let figures = since.answer::<Corrections>().figures;
    assert_eq!((&figures["total"]["late"], &figures["total"]["facts"]), (&json!(0), &json!(1)));
    let money = since.on("2015-11-02").fact("funding/v", FundingPaid::example());
    let figures = money.answer::<Corrections>().figures;
    assert_eq!((&figures["total"]["late"], &figures["total"]["late_rate"]), (&json!(1), &json!("50.00")));
}

#[test]
fn an_import_is_told_with_what_was_read_refused_and_recorded() {
    let history =
        held().on("2017-02-01").fact("import/un", ImportRecorded { rejected: 2, ..ImportRecorded::example() });
    let of = |year| history.answer_for::<Corrections>(Period::year(year));
    assert_eq!(
        of(2017).figures["imports"],
        json!([{ "on": "2017-02-01", "format": "oscars", "rows": 297, "rejected": 2, "facts": 140, "position": 3 }])
    );
    assert_eq!(of(2016).figures["imports"], json!([]));
    let table = of(2017).tables.into_iter().find(|table| table.name == "imports").unwrap();
    assert_eq!(table.rows[0][2], "fiche OSCARS".into());
}

#[test]
fn a_period_that_ends_within_a_month_counts_what_happened_by_then() {
    let history = held().recorded("2016-12-01T10:00:00Z").session("s", SessionHeld::default());
    let until = |day: &str| {
        let period = Period { from: None, to: day.parse().ok() };
        let figures = history.answer_for::<Corrections>(period).figures;
        let listed = figures["late_entries"].as_array().map_or(0, Vec::len);
        (figures["total"]["late"].clone(), listed, figures["late_not_listed"].clone())
    };
    assert_eq!(until("2016-03-15"), (json!(1), 1, json!(0)));
    assert_eq!(until("2016-03-07"), (json!(0), 0, json!(0)));
}

#[test]
fn the_zone_of_the_space_decides_the_day_of_recording() {
    let late = |zone: &str| {
        let opened = SpaceOpened { time_zone: zone.parse().unwrap(), ..SpaceOpened::example() };
        let history = history().fact("space/essai", opened).on("2016-03-08").recorded("2016-03-22T21:00:00Z");
        let figures = history.session("s", SessionHeld::default()).answer::<Corrections>().figures;
        figures["total"]["late"].clone()
    };
    assert_eq!((late("Europe/Paris"), late("Indian/Reunion")), (json!(0), json!(1)));
}

#[test]
fn what_an_amendment_does_not_say_is_absent() {
    let history = held().correct(2, SessionHeld { minutes: Some(90), ..SessionHeld::default() });
    let figures = history.answer::<Corrections>().figures;
    assert_eq!(figures["amendments"][0]["after"], json!({ "minutes": 90 }));
}
