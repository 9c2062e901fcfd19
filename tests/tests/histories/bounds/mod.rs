//! Who really came, and what half a record says of it: no printed bound excludes the truth.

mod judging;
mod telling;
mod truth;

use maillage_events::when::Period;
use maillage_projections::report::Scope;
use maillage_projections::report::filter::{Filter, Filters};
use serde_json::{Value, json};

use crate::city;
use crate::dice::Dice;
use crate::history::History;
use crate::periods;
use crate::plain::{Span, lies_in};
use judging::{Bites, excluded, share_outside, users};
use telling::Clerk;
use truth::Meeting;

/// What a meeting is told by: its pole, its kind or its name.
type Member = fn(&Meeting) -> &str;

const GROUPS: [(&str, &str, Member); 5] = [
    ("by_pole", "pole", |it| &it.pole),
    ("by_kind", "kind", |it| it.kind),
    ("by_session", "session", |it| &it.id),
    ("by_fiche", "fiche", |it| &it.fiche),
    ("by_pole_and_year", "pole", |it| &it.pole),
];

/// A city whose meetings were drawn first, then told.
async fn a_city(seed: u64) -> (History, Vec<Meeting>) {
    let (mut dice, mut history) = (Dice::new(seed), History::begin());
    for said in city::founding() {
        history.say(said).await;
    }
    let mut meetings: Vec<Meeting> = (1..=40).map(|number| Meeting::draw(&mut dice, number)).collect();
    for at in 0..meetings.len() {
        let (pole, day) = (meetings[at].pole.clone(), meetings[at].day.clone());
        let is_earlier = |it: &&Meeting| it.pole == pole && it.day[..4] == day[..4] && it.day < day;
        let before: std::collections::BTreeSet<u64> =
            meetings.iter().filter(is_earlier).flat_map(|it| it.came.keys().copied()).collect();
        let came_before = |person: u64| before.contains(&person);
        Clerk::of(&mut dice, &mut meetings[at], &came_before).tell(&mut history).await;
    }
    (history, meetings)
}

/// The lines of a report of attendance, each with the meetings that it is about.
fn lines<'a>(figures: &Value, inside: &[&'a Meeting]) -> Vec<(String, Value, Vec<&'a Meeting>)> {
    let mut all = vec![("total".to_owned(), figures["total"].clone(), inside.to_vec())];
    let of_year =
        |line: &Value, it: &Meeting| line["year"].is_null() || line["year"].as_u64() == it.day[..4].parse().ok();
    for line in figures["by_year"].as_array().unwrap().iter().filter(|line| !line["year"].is_null()) {
        let here = inside.iter().filter(|it| of_year(line, it)).copied().collect();
        all.push((format!("year {}", line["year"]), line.clone(), here));
    }
    for (list, member, of) in GROUPS {
        for line in figures[list].as_array().unwrap() {
            if list == "by_pole_and_year" && line["year"].is_null() {
                continue;
            }
            let here =
                inside.iter().filter(|it| line[member] == *of(it) && (list != "by_pole_and_year" || of_year(line, it)));
            all.push((format!("{list} {}", line[member]), line.clone(), here.copied().collect()));
        }
    }
    all
}

fn scope(asked: Span, filters: Filters) -> Scope {
    Scope { period: Period { from: asked.0, to: asked.1 }, filters }
}

/// Each bound that excludes what was, and the lines of attendance that were judged.
async fn wrong_bounds(seed: u64, bites: &mut Bites) -> (Vec<String>, Vec<(Value, u64)>) {
    let (history, meetings) = a_city(seed).await;
    let (mut wrong, mut judged) = (Vec::new(), Vec::new());
    for asked in periods() {
        let inside: Vec<&Meeting> = meetings.iter().filter(|it| lies_in(&it.day, asked)).collect();
        let figures = history.figures_of("attendance", scope(asked, Filters::default())).await;
        for (name, line, here) in lines(&figures, &inside) {
            let found = excluded(&line, &here, None, bites);
            wrong.extend(found.iter().map(|it| format!("seed {seed} {asked:?} {name} {it}")));
            let came = here.iter().filter(|it| it.told.is_told).map(|it| it.came.len() as u64).sum();
            judged.push((line, came));
        }
        let of_quality = Filters::of([(Filter::Quality, Some("inhabitant".to_owned()))]);
        let figures = history.figures_of("attendance", scope(asked, of_quality)).await;
        let found = excluded(&figures["total"], &inside, Some("inhabitant"), bites);
        wrong.extend(found.iter().map(|it| format!("seed {seed} {asked:?} inhabitants {it}")));
        let figures = history.figures_of("fiches", scope(asked, Filters::default())).await;
        for fiche in figures["fiches"].as_array().unwrap() {
            let here: Vec<&Meeting> =
                inside.iter().filter(|it| it.told.is_told && fiche["fiche"] == it.fiche).copied().collect();
            let found = share_outside(&fiche["attendance"], "users_share", users(&here), bites);
            wrong.extend(found.iter().map(|it| format!("seed {seed} {asked:?} {} {it}", fiche["fiche"])));
        }
    }
    (wrong, judged)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_printed_bound_excludes_who_really_came() {
    let mut bites = Bites::default();
    let (mut too_low, mut too_high) = (0, 0);
    for seed in 20..25 {
        let (wrong, judged) = wrong_bounds(seed, &mut bites).await;
        assert_eq!(wrong, [""; 0], "{}", wrong.join("\n"));
        // The control: what is known at least, taken for all, or what may have been, taken for sure, is found out.
        too_low += judged.iter().filter(|(line, came)| line["passages_at_least"].as_u64().unwrap_or(0) < *came).count();
        too_high +=
            judged.iter().filter(|(line, came)| line["passages_at_most"].as_u64().is_some_and(|it| it > *came)).count();
    }
    let all = [bites.most, bites.without_most, bites.least_below_truth, bites.most_above_truth, bites.shares];
    assert!(all.iter().all(|count| *count > 50), "{bites:?}");
    assert!(too_low > 50 && too_high > 20, "{too_low} {too_high}");
}

#[test]
fn a_bound_that_excludes_the_truth_is_found() {
    let mut meeting = Meeting::draw(&mut Dice::new(1), 1);
    let visitor = truth::Visitor { quality: "user", is_inside: true, in_part: [true, true] };
    meeting.came = [1, 2, 3].map(|person| (person, visitor)).into();
    meeting.told.is_told = true;
    meeting.told.named = [1].into();
    let found = |line: &Value| excluded(line, &[&meeting], None, &mut Bites::default());
    let line =
        |most: u64| json!({ "present": 1, "persons_known": 1, "passages_at_least": 1, "passages_at_most": most });
    assert_eq!((found(&line(3)), found(&line(2))), (vec![], vec!["passages: 3 is not in 1..Some(2)".to_owned()]));
    let share = |most: &str| json!({ "users_share_at_least": "25.00", "users_share_at_most": most });
    assert_eq!(found(&share("100.00")), [""; 0]);
    assert_eq!(found(&share("99.99")), ["users_share: 3 of 3 is not in 2500..9999"]);
}
