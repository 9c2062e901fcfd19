//! Which moments are recorded: a table of what is seen, and what follows.

use super::*;

const SECOND: i64 = 1_000_000;
const HOUR: i64 = 3600 * SECOND;
const DAY: i64 = 24 * HOUR;
/// Long after the beginning, so that all is later than zero.
const NOON: i64 = 400 * DAY;

fn at(micros: i64) -> RecordedAt {
    RecordedAt(micros)
}

fn sight(now: i64, boot: i64) -> Sight {
    Sight { now: at(now), since_boot: Duration::from_micros(boot.unsigned_abs()), accepted: false }
}

fn store(newest: Option<i64>, mark: Option<i64>) -> ClockJudge {
    let mut judge = ClockJudge::default();
    judge.learn(newest.map(RecordedAt), mark.map(RecordedAt));
    judge
}

fn verdict(judge: &mut ClockJudge, sight: Sight, vouches: bool) -> &'static str {
    match judge.judge(sight, || vouches) {
        Ok(_) => "sound",
        Err(fault) => fault.code(),
    }
}

#[test]
fn at_its_first_sight_a_clock_is_held_to_the_newest_fact_and_the_newest_mark() {
    // (newest fact, newest mark, now, kernel vouches) → verdict
    let cases = [
        (None, None, NOON, false, "sound"),
        (Some(NOON), None, NOON, false, "sound"),
        (Some(NOON), None, NOON - 5 * SECOND, false, "sound"),
        (Some(NOON), None, NOON - 5 * SECOND - 1, false, "clock-behind"),
        (Some(NOON), None, NOON - 3 * DAY, true, "clock-behind"),
        (Some(NOON), None, NOON + 26 * HOUR, false, "sound"),
        (Some(NOON), None, NOON + 26 * HOUR + 1, false, "clock-ahead"),
        (Some(NOON), None, NOON + 730 * DAY, false, "clock-ahead"),
        (Some(NOON), None, NOON + 730 * DAY, true, "sound"),
        (Some(NOON), Some(NOON + 90 * DAY), NOON + 91 * DAY, false, "sound"),
        (None, Some(NOON), NOON + 2 * DAY, false, "clock-ahead"),
        // A mark alone keeps no clock from being set right.
        (Some(NOON), Some(NOON + 20 * HOUR), NOON + HOUR, false, "sound"),
    ];
    for (newest, mark, now, vouches, expected) in cases {
        let said = verdict(&mut store(newest, mark), sight(now, 0), vouches);
        assert_eq!(said, expected, "{newest:?} {mark:?} {now} {vouches}");
    }
}

#[test]
fn within_five_seconds_the_second_clock_stands_at_the_newest_fact() {
    let moment = store(Some(NOON), None).judge(sight(NOON - 3 * SECOND, 0), || false).unwrap();
    assert_eq!(moment.after(at(NOON)), Ok(at(NOON)));
    assert_eq!(moment.after(at(NOON - 4 * SECOND)), Ok(at(NOON - 3 * SECOND)));
    let (now, newest) = (at(NOON - 3 * SECOND), at(NOON + 3 * SECOND));
    assert_eq!(moment.after(newest), Err(ClockFault::Behind { now, newest }), "a fact of another process");
}

#[test]
fn a_process_that_saw_the_time_go_by_needs_no_mark() {
    let mut judge = store(Some(NOON), None);
    assert_eq!(verdict(&mut judge, sight(NOON, 0), false), "sound");
    assert_eq!(verdict(&mut judge, sight(NOON + 90 * DAY, 90 * DAY), false), "sound");
    // The control: the same gap that the clock since boot has not seen.
    let mut other = store(Some(NOON), None);
    assert_eq!(verdict(&mut other, sight(NOON, 0), false), "sound");
    assert_eq!(verdict(&mut other, sight(NOON + 90 * DAY, DAY), false), "clock-ahead");
}

#[test]
fn leaps_add_up_until_somebody_vouches() {
    let mut judge = store(Some(NOON), None);
    let mut now = NOON;
    assert_eq!(verdict(&mut judge, sight(now, 0), false), "sound");
    now += 20 * HOUR;
    assert_eq!(judge.leap(sight(now, 0)), Some(20 * HOUR));
    assert_eq!(verdict(&mut judge, sight(now, 0), false), "sound");
    assert_eq!(judge.leap(sight(now, 0)), None, "it is told once");
    judge.recorded(at(now));
    judge.marked(at(now));
    now += 20 * HOUR;
    assert_eq!(verdict(&mut judge, sight(now, 0), false), "clock-ahead", "forty hours in no time");
    assert_eq!(verdict(&mut judge, sight(now, 0), true), "sound");
    assert_eq!(verdict(&mut judge, sight(now + 20 * HOUR, 0), false), "sound", "counted from the word on");
}

#[test]
fn a_mark_of_another_process_vouches() {
    let mut judge = store(Some(NOON), None);
    assert_eq!(verdict(&mut judge, sight(NOON, 0), false), "sound");
    assert_eq!(verdict(&mut judge, sight(NOON + 9 * DAY, 0), false), "clock-ahead");
    judge.learn(Some(at(NOON)), Some(at(NOON + 9 * DAY)));
    assert_eq!(verdict(&mut judge, sight(NOON + 9 * DAY, 0), false), "sound");
}

#[test]
fn a_clock_that_comes_right_again_is_taken_again() {
    let mut judge = store(Some(NOON), None);
    assert_eq!(verdict(&mut judge, sight(NOON, 0), false), "sound");
    assert_eq!(verdict(&mut judge, sight(NOON + 730 * DAY, SECOND), false), "clock-ahead");
    assert_eq!(verdict(&mut judge, sight(NOON + 2 * SECOND, 2 * SECOND), false), "sound");
    judge.recorded(at(NOON + 2 * SECOND));
    assert_eq!(verdict(&mut judge, sight(NOON - DAY, 3 * SECOND), false), "clock-behind");
    assert_eq!(verdict(&mut judge, sight(NOON + 4 * SECOND, 4 * SECOND), false), "sound");
}

#[test]
fn a_database_that_says_otherwise_is_believed_as_much() {
    let mut judge = store(Some(NOON), None);
    judge.compare(at(NOON), at(NOON + 3 * SECOND), at(NOON + SECOND));
    assert_eq!(verdict(&mut judge, sight(NOON, 0), true), "sound", "the answer took its time");
    judge.compare(at(NOON), at(NOON + 3 * SECOND + 1), at(NOON + SECOND));
    assert_eq!(verdict(&mut judge, sight(NOON, 0), true), "clock-differs");
    judge.compare(at(NOON), at(NOON - 2 * SECOND - 1), at(NOON + SECOND));
    assert_eq!(verdict(&mut judge, sight(NOON, 0), true), "clock-differs");
    judge.compare(at(NOON), at(NOON), at(NOON));
    assert_eq!(verdict(&mut judge, sight(NOON, 0), true), "sound");
}

#[test]
fn somebody_vouches_for_what_there_is_to_be_seen_and_not_for_what_comes_later() {
    let accepted = |now| Sight { accepted: true, ..sight(now, 0) };
    let mut judge = store(Some(NOON), None);
    assert_eq!(verdict(&mut judge, accepted(NOON + 730 * DAY), false), "sound");
    assert_eq!(verdict(&mut judge, accepted(NOON + 1460 * DAY), false), "clock-ahead");

    let mut judge = store(Some(NOON), None);
    let moment = judge.judge(accepted(NOON - DAY), || false).unwrap();
    assert_eq!(moment.after(at(NOON)), Ok(at(NOON)), "it never goes back all the same");
    judge.recorded(at(NOON));
    assert_eq!(verdict(&mut judge, accepted(NOON - DAY), false), "sound");
    judge.recorded(at(NOON + DAY));
    assert_eq!(verdict(&mut judge, accepted(NOON - DAY), false), "clock-behind");
}
