//! Between the log and Kafka: whether the topic is what was carried to it, and whether anybody carries.

use std::time::Duration;

use maillage_events::envelope::RecordedAt;
use maillage_log::log::FactLog;
use maillage_log::postgres::relay::PostgresRelayPositions;
use maillage_log::relay::RelayPositions;
use maillage_relay::{Client, RelayOptions, TopicState};

use super::{Finding, hurts, sound};
use crate::config::Settings;
use crate::failure::Failure;
use crate::store::StoreAddress;
use crate::store_access::StoreAccess;

/// How far relays have carried the facts.
#[derive(Debug, Clone, Copy)]
struct Carried {
    /// Facts that are on the topic.
    facts: u64,
    /// Facts of the log that are not.
    pending: u64,
    /// How long the oldest of those has waited.
    oldest: Duration,
    /// Whether a relay holds the lease.
    held: bool,
}

/// How long a fact may wait while a relay carries.
const MOST_WAIT: Duration = Duration::from_secs(60);

/// Looks at the topic and at the relay, where Kafka is named and the store is one that is carried.
pub(super) async fn look(
    settings: &Settings,
    client: Client,
    store: &StoreAccess,
    log: &dyn FactLog,
    findings: &mut Vec<Finding>,
) {
    let (Some(bootstrap), StoreAddress::Postgres(address)) = (&settings.kafka.value, &store.address) else { return };
    let name = &settings.topic.value;
    let carried = async {
        let positions = PostgresRelayPositions::new(address.pool(1, store.authorities())?);
        let (reached, held) = (positions.load(name).await?, positions.is_held(name).await?);
        let mut carried = Carried { facts: reached.values().sum(), pending: 0, oldest: Duration::ZERO, held };
        let now = RecordedAt::from(log.clock().now());
        for (space, head) in log.heads().await? {
            let stands = reached.get(&space).copied().unwrap_or(0);
            carried.pending += head.position.saturating_sub(stands);
            if head.position > stands
                && let Some(first) = log.read(&space, stands, 1).await?.first()
            {
                let waited = u64::try_from(now.0.saturating_sub(first.recorded_at.0)).unwrap_or(0);
                carried.oldest = carried.oldest.max(Duration::from_micros(waited));
            }
        }
        Ok::<Carried, Failure>(carried)
    };
    let carried = carried.await;
    let options = RelayOptions { topic: name.clone(), client, ..RelayOptions::new(bootstrap) };
    findings.push(match maillage_relay::topic_state(options).await {
        Ok(state) => topic(name, state, carried.as_ref().map_or(0, |carried| carried.facts)),
        Err(why) => hurts("topic", why.to_string()),
    });
    findings.push(match carried {
        Ok(carried) => relay(carried),
        Err(Failure::Failed(why) | Failure::Usage(why)) => hurts("relay", why),
    });
}

fn topic(name: &str, state: Option<TopicState>, carried: u64) -> Finding {
    let what = "topic";
    match state {
        None => hurts(
            what,
            format!("{name} is not there: `maillage relay` makes it, `maillage relay --refill` fills it again"),
        ),
        Some(TopicState { partitions, leaderless, .. }) if leaderless > 0 => hurts(
            what,
            format!("no broker leads {leaderless} of the {partitions} partitions of {name}: bring brokers back"),
        ),
        Some(TopicState { has_held: false, .. }) if carried > 0 => {
            let lost = format!(
                "{name} is empty although {carried} facts were carried to it: `maillage relay --refill` fills it again"
            );
            hurts(what, format!("{lost}, then start the relays again"))
        }
        Some(TopicState { partitions, .. }) => sound(what, format!("{name} has {partitions} partitions")),
    }
}

fn relay(carried: Carried) -> Finding {
    let what = "relay";
    match carried {
        Carried { pending: 0, held: false, .. } => sound(what, "0 facts to carry; none holds the lease".to_owned()),
        Carried { pending, held: false, .. } => hurts(
            what,
            format!(
                "{pending} facts to carry and none holds the lease: start `maillage relay`; \
                 one that runs says why it stands still"
            ),
        ),
        Carried { pending, oldest, held: true, .. } if oldest > MOST_WAIT => hurts(
            what,
            format!(
                "{pending} facts to carry, the oldest for {} s, though a relay holds the lease: \
                 its log says what Kafka answers",
                oldest.as_secs()
            ),
        ),
        Carried { pending, held: true, .. } => sound(what, format!("{pending} facts to carry")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: TopicState = TopicState { partitions: 6, leaderless: 0, has_held: true };

    #[test]
    fn a_topic_that_lost_what_was_carried_to_it_hurts_and_a_new_one_does_not() {
        let empty = Some(TopicState { has_held: false, ..WHOLE });
        let lost = topic("t", empty, 51);
        assert!(!lost.sound && lost.found.contains("51") && lost.found.contains("--refill"), "{lost:?}");
        assert!(topic("t", empty, 0).sound, "nothing was carried yet");
        assert!(topic("t", Some(WHOLE), 51).sound);
        assert!(!topic("t", None, 0).sound);
    }

    #[test]
    fn a_partition_that_no_broker_leads_hurts() {
        let finding = topic("t", Some(TopicState { leaderless: 2, ..WHOLE }), 51);
        assert!(!finding.sound && finding.found.contains("2 of the 6"), "{finding:?}");
    }

    #[test]
    fn facts_that_nobody_carries_hurt_and_those_on_their_way_do_not() {
        let carried = Carried { facts: 51, pending: 3, oldest: Duration::from_secs(5), held: false };
        assert!(!relay(carried).sound);
        assert!(relay(Carried { held: true, ..carried }).sound);
        assert!(relay(Carried { pending: 0, ..carried }).sound);
        let stuck = relay(Carried { held: true, oldest: Duration::from_secs(90), ..carried });
        assert!(!stuck.sound && stuck.found.contains("90 s"), "{stuck:?}");
    }
}
