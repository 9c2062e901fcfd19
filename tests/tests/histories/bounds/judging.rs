//! Which printed bounds exclude what really was.

use std::collections::BTreeSet;

use serde_json::Value;

use super::truth::{Meeting, USERS, Visitor};

/// How often a bound had something to bite on.
#[derive(Debug, Default)]
pub struct Bites {
    pub most: u64,
    pub without_most: u64,
    pub least_below_truth: u64,
    pub most_above_truth: u64,
    pub shares: u64,
}

/// A figure whose printed end is on the wrong side of what was: least, truth, most.
fn outside(figure: &str, truth: u64, [least, most]: [Option<u64>; 2], bites: &mut Bites) -> Option<String> {
    let least = least.unwrap_or(0);
    bites.most += u64::from(most.is_some());
    bites.without_most += u64::from(most.is_none());
    bites.least_below_truth += u64::from(least < truth);
    bites.most_above_truth += u64::from(most.is_some_and(|most| most > truth));
    let is_excluded = least > truth || most.is_some_and(|most| most < truth);
    is_excluded.then(|| format!("{figure}: {truth} is not in {least}..{most:?}"))
}

/// A share whose printed end is on the wrong side of what was.
pub fn share_outside(line: &Value, figure: &str, (part, whole): (u64, u64), bites: &mut Bites) -> Option<String> {
    let end =
        |end: &str| line[format!("{figure}_{end}")].as_str().map(|it| it.replace('.', "").parse::<u64>().unwrap());
    let (Some(least), Some(most), true) = (end("at_least"), end("at_most"), whole > 0) else { return None };
    bites.shares += u64::from((least, most) != (0, 10_000));
    // One figure is rounded to its last digit; two ends are rounded outwards.
    let slack = if line[figure].is_null() { 0 } else { whole };
    let truth = part * 10_000;
    let is_excluded = least * whole > truth + slack || most * whole + slack < truth;
    is_excluded.then(|| format!("{figure}: {part} of {whole} is not in {least}..{most}"))
}

fn persons<'a>(of: &[&'a Meeting], wanted: &dyn Fn(&Visitor) -> bool) -> Vec<u64> {
    of.iter().flat_map(|it| it.came.iter()).filter(|(_, it)| wanted(it)).map(|(person, _)| *person).collect()
}

/// Users among all who came.
pub fn users(of: &[&Meeting]) -> (u64, u64) {
    let count = |wanted: &dyn Fn(&Visitor) -> bool| persons(of, wanted).len() as u64;
    (count(&|it| USERS.contains(&it.quality)), count(&|_| true))
}

/// The bounds of a line, of people of one quality or of all, that exclude what was.
pub fn excluded(line: &Value, of: &[&Meeting], quality: Option<&str>, bites: &mut Bites) -> Vec<String> {
    let of: Vec<&Meeting> = of.iter().filter(|it| it.told.is_told).copied().collect();
    let asked = |it: &Visitor| quality.is_none_or(|quality| it.quality == quality);
    let came = persons(&of, &asked);
    let sum = |count: &dyn Fn(&Meeting) -> u64| of.iter().map(|it| count(it)).sum::<u64>();
    let mut truths =
        vec![("passages", came.len() as u64), ("persons", came.iter().collect::<BTreeSet<_>>().len() as u64)];
    let mut wrong = Vec::new();
    if quality.is_none() {
        truths.push(("anonymous", sum(&|it| it.nameless(None).len() as u64)));
        truths.push(("quality_unknown", sum(&|it| (it.came.len() - it.told.quality_known.len()) as u64)));
        truths.push(("quality_known", sum(&|it| it.told.quality_known.len() as u64)));
        // Where no visits are told there is no figure.
        if !line["visits_at_least"].is_null() {
            truths.push(("visits", sum(&|it| it.visits)));
        }
        let held: Vec<&Meeting> = of.iter().filter(|it| it.told.is_held).copied().collect();
        let expected = held.iter().map(|it| it.told.expected.len() as u64).sum::<u64>();
        let came = |it: &&Meeting| it.told.expected.iter().filter(|person| it.came.contains_key(person)).count() as u64;
        let inside = persons(&of, &|it| it.is_inside).len() as u64;
        for (figure, truth) in [
            ("presence_rate", (held.iter().map(came).sum(), expected)),
            ("users_share", users(&of)),
            ("qpv_share", (inside, users(&of).1)),
        ] {
            wrong.extend(share_outside(line, figure, truth, bites));
        }
    }
    for (figure, truth) in truths {
        let ends = ["at_least", "at_most"].map(|end| line[format!("{figure}_{end}")].as_u64());
        wrong.extend(outside(figure, truth, ends, bites));
    }
    let most_named = [("present", came.len()), ("persons_known", came.iter().collect::<BTreeSet<_>>().len())];
    for (figure, truth) in most_named {
        if line[figure].as_u64().unwrap_or(0) > truth as u64 {
            wrong.push(format!("{figure}: {} is more than {truth}", line[figure]));
        }
    }
    wrong
}
