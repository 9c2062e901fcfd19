//! Totals that were declared, each beside the last one that may be compared with it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Line, Span, days, exactly, first_day, hundredths, last_day, lies_in, name_on, percent_of, stands};

/// A total of one stream, subject, indicator and period, as it was declared last.
struct Total<'a> {
    period: &'a str,
    said: &'a Line,
}

/// Totals by subject and indicator, in the order of periods.
pub fn measures(facts: &[Line], asked: Span) -> Value {
    let mut cells: BTreeMap<[&str; 4], Vec<&Line>> = BTreeMap::new();
    for line in facts.iter().filter(|it| it.kind == "measure.declared") {
        let cell = [line.text("subject"), line.text("indicator"), line.object.as_str(), line.text("period")];
        cells.entry(cell).or_default().push(line);
    }
    let mut series: BTreeMap<[&str; 2], Vec<Total<'_>>> = BTreeMap::new();
    for ([subject, indicator, _, period], said) in cells {
        let said = stands(said.into_iter().map(|it| (first_day(&it.on), it)).collect(), (None, None)).unwrap();
        series.entry([subject, indicator]).or_default().push(Total { period, said });
    }
    let mut lines = Vec::new();
    for ([subject, indicator], mut totals) in series {
        totals.sort_by_key(|it| (days(it.period).is_none(), days(it.period)));
        for total in totals.iter().filter(|it| lies_in(it.period, asked)) {
            let mut line = told(facts, total, before(&totals, total));
            line["subject"] = json!(subject);
            line["indicator"] = json!(indicator);
            lines.push(line);
        }
    }
    json!({ "measures": lines })
}

fn counted(total: &Total<'_>) -> Option<i64> {
    let amount = &total.said.data["amount"];
    (amount["is"] == "exact").then(|| hundredths(amount["value"].as_str().unwrap()))
}

/// The last counted total before this one in the same unit, definition and kind of period; none where two sources give
/// two figures for its period.
fn before<'a>(totals: &'a [Total<'a>], total: &Total<'_>) -> Option<(&'a str, i64)> {
    let (first, _) = days(total.period)?;
    let alike = |it: &&Total<'_>| {
        it.period.len() == total.period.len()
            && ["unit", "definition"].iter().all(|member| it.said.data[*member] == total.said.data[*member])
    };
    let earlier = totals.iter().filter(alike).filter(|it| days(it.period).is_some_and(|(_, last)| last < first));
    let counted: Vec<(&str, i64)> = earlier.filter_map(|it| Some((it.period, counted(it)?))).collect();
    let (period, value) = *counted.last()?;
    counted.iter().all(|(other, said)| *other != period || *said == value).then_some((period, value))
}

fn told(facts: &[Line], total: &Total<'_>, before: Option<(&str, i64)>) -> Value {
    let it = &total.said.data;
    let amount = &it["amount"];
    let number = |member: &str| amount[member].as_str().map(|text| exactly(hundredths(text)));
    let (method, least, most) = match amount["is"].as_str().unwrap() {
        "exact" => ("counted", number("value"), number("value")),
        "about" => ("estimated", None, None),
        "range" => ("range", number("min"), number("max")),
        _ => ("unknown", number("at_least"), None),
    };
    let change = before.map(|(_, value)| value).zip(counted(total));
    let as_said = if amount["as_said"].is_null() { &it["as_said"] } else { &amount["as_said"] };
    json!({
        "definition": it["definition"], "label": it["label"], "unit": it["unit"], "period": total.period,
        "value": counted(total).map(exactly), "method": method, "at_least": least, "at_most": most,
        "estimate": if method == "estimated" { number("value") } else { None },
        "as_said": as_said, "source": it["source"], "source_name": source(facts, total.said),
        "collection": it["method"], "declared_on": total.said.on,
        "compared_with": before.map(|(period, value)| json!({ "period": period, "value": exactly(value) })),
        "difference": change.map(|(before, now)| exactly(now - before)),
        "change_percent": change.and_then(|(before, now)| percent_of(now - before, before)),
    })
}

/// Who says so, by the name borne on the last day that the declaration may be of.
fn source(facts: &[Line], said: &Line) -> Value {
    let source = &said.data["source"];
    let named = |family: &str| {
        let id = source[family].as_str()?;
        Some(name_on(facts, family, id, last_day(&said.on)))
    };
    named("organisation").or_else(|| named("category")).unwrap_or_else(|| source["words"].clone())
}
