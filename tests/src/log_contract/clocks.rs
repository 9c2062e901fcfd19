//! When the log learned something.

use maillage_events::envelope::RecordedAt;

use super::LogFactory;
use super::workload::{clock, command, moment, one, run, space, whole};

/// The log's clock gives `recorded_at`; when the machine's clock is set back, the log's order still holds.
pub async fn the_second_clock_is_that_of_the_log_and_never_goes_back(factory: &dyn LogFactory) {
    let clock = clock();
    let log = factory.open(clock.clone()).await;
    let mut seen = Vec::new();
    for (number, now) in
        ["2016-03-08T13:00:00Z", "2016-03-09T13:00:00Z", "2016-03-07T13:00:00Z", "2016-03-10T13:00:00Z"]
            .into_iter()
            .enumerate()
    {
        clock.set(moment(now));
        let receipt =
            log.append(command(&space(), now, vec![run(&space(), "s-1", number as u64 * 2, 2)])).await.unwrap();
        seen.push(receipt.recorded_at.to_string());
    }
    assert_eq!(seen.map_days(), ["08", "09", "09", "10"]);
    let facts = whole(log.as_ref(), &space()).await;
    let stored: Vec<String> = facts.iter().step_by(2).map(|fact| fact.recorded_at.to_string()).collect();
    assert_eq!(stored, seen);
    assert_eq!(log.head(&space()).await.unwrap().recorded_at, facts[7].recorded_at);
}

trait Days {
    fn map_days(&self) -> Vec<&str>;
}

impl Days for Vec<String> {
    fn map_days(&self) -> Vec<&str> {
        self.iter().map(|at| &at[8..10]).collect()
    }
}

/// What the writer remembers of the clock is in the store, not in the process.
pub async fn the_second_clock_does_not_go_back_over_a_restart(factory: &dyn LogFactory) {
    let clock = clock();
    let log = factory.open(clock.clone()).await;
    let before = log.append(one("c", "s-1", 0)).await.unwrap().recorded_at;
    drop(log);
    clock.set(moment("2015-01-01T00:00:00Z"));
    let log = factory.open(clock).await;
    assert_eq!(log.append(one("d", "s-1", 1)).await.unwrap().recorded_at, before);
}

/// « Known at » becomes a position, whatever the moment.
pub async fn a_moment_gives_the_last_position_known_then(factory: &dyn LogFactory) {
    let clock = clock();
    let log = factory.open(clock.clone()).await;
    for (version, day) in [1, 1, 3, 3, 3, 7, 8].into_iter().enumerate() {
        clock.set(moment(&format!("2016-03-{day:02}T12:00:00Z")));
        log.append(one(&format!("c {version}"), "s-1", version as u64)).await.unwrap();
    }
    let cases = [
        ("2016-02-29T00:00:00Z", 0),
        ("2016-03-01T11:59:59.999999Z", 0),
        ("2016-03-01T12:00:00Z", 2),
        ("2016-03-02T00:00:00Z", 2),
        ("2016-03-03T12:00:00Z", 5),
        ("2016-03-07T12:00:00Z", 6),
        ("2030-01-01T00:00:00Z", 7),
    ];
    for (at, position) in cases {
        assert_eq!(log.position_at(&space(), RecordedAt::from(moment(at))).await.unwrap(), position, "at {at}");
    }
}
