//! What people answered of themselves, question by question.

use std::collections::BTreeMap;

use serde_json::Value;

/// By question and answer, how many gave it.
pub type Answers = BTreeMap<String, BTreeMap<String, u64>>;

fn add(all: &mut Answers, asked: &str, answer: &str, number: u64) {
    *all.entry(asked.to_owned()).or_default().entry(answer.to_owned()).or_default() += number;
}

/// Adds the answers of a sheet of heads. Ages by the fine grid are told in broad bands too.
pub fn of_sheet(all: &mut Answers, marginals: &Value) {
    let each = |answers: &Value| -> Vec<(String, u64)> {
        let given = answers.as_object().into_iter().flatten();
        given.map(|(answer, number)| (answer.clone(), number.as_u64().unwrap())).collect()
    };
    let simple =
        [("sex", &marginals["sex"]), ("qpv", &marginals["qpv"]["answers"]), ("quality", &marginals["quality"])];
    for (asked, answers) in simple {
        each(answers).iter().for_each(|(answer, number)| add(all, asked, answer, *number));
    }
    for (band, number) in each(&marginals["age"]["bands"]) {
        add_age(all, &marginals["age"]["grid"], &band, number);
    }
}

/// Adds the answers of a named person.
pub fn of_person(all: &mut Answers, presence: &Value) {
    for (asked, answer) in
        [("sex", &presence["sex"]), ("qpv", &presence["qpv"]["is"]), ("quality", &presence["quality"])]
    {
        answer.as_str().iter().for_each(|answer| add(all, asked, answer, 1));
    }
    if let Some(band) = presence["age"]["band"].as_str() {
        add_age(all, &presence["age"]["grid"], band, 1);
    }
}

fn add_age(all: &mut Answers, grid: &Value, band: &str, number: u64) {
    if grid == "standard" {
        add(all, "age_standard", band, number);
    }
    add(all, "age", broad(band), number);
}

/// The broad band of a fine one.
fn broad(band: &str) -> &str {
    match band {
        "0_5" | "6_11" | "12_17" => "under_18",
        "26_39" | "40_59" => "26_59",
        "60_74" | "75_plus" => "60_plus",
        same => same,
    }
}
