//! Whom poles reached, as sources declare it of them and of their contracts.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::fiches::amount;
use super::{Line, Span, days, first_day, lies_in, stands};

const SERIES: [(&str, &str); 3] =
    [("informed", "persons_informed"), ("accompanied", "persons_accompanied"), ("informed_or_accompanied", "persons")];

/// By subject and period, what each series comes to; two totals of one series, of two sources, are two lines.
pub fn reached(facts: &[Line], opened: &[&Line], asked: Span) -> Vec<Value> {
    let is_of = |subject: &str| match subject.split_once('/') {
        Some(("pole", id)) => opened.iter().any(|it| it.object == id),
        Some(("contract", id)) => opened.iter().any(|it| it.data["contract"] == id),
        _ => false,
    };
    let mut cells: BTreeMap<[&str; 4], Vec<&Line>> = BTreeMap::new();
    for line in facts.iter().filter(|it| it.kind == "measure.declared" && is_of(it.text("subject"))) {
        let cell = [line.object.as_str(), line.text("subject"), line.text("indicator"), line.text("period")];
        cells.entry(cell).or_default().push(line);
    }
    let mut lines: Vec<(&str, &str, BTreeMap<&str, &Value>)> = Vec::new();
    for ([_, subject, _, period], said) in cells.into_iter().filter(|([.., period], _)| lies_in(period, asked)) {
        let said = stands(said.into_iter().map(|it| (first_day(&it.on), it)).collect(), (None, None)).unwrap();
        let Some((series, _)) = SERIES.iter().find(|(_, unit)| said.text("unit") == *unit) else { continue };
        let free = lines.iter_mut().find(|it| (it.0, it.1) == (subject, period) && !it.2.contains_key(series));
        let of = BTreeMap::from([(*series, &said.data["amount"])]);
        match free {
            Some((.., told)) => told.extend(of),
            None => lines.push((subject, period, of)),
        }
    }
    lines.sort_by_key(|(subject, period, _)| (*subject, days(period)));
    let told = |(subject, period, of): (&str, &str, BTreeMap<&str, &Value>)| {
        let mut line = json!({ "subject": subject, "period": period });
        for (series, _) in SERIES {
            line[series] = json!(of.get(series).map(|it| amount(it)));
        }
        line
    };
    lines.into_iter().map(told).collect()
}
