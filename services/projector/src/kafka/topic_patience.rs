//! How long the topic is waited for, space by space, and when the log is read in its place. Pure: time is an argument.

use std::time::{Duration, Instant};

/// The patience with the topic for one space.
#[derive(Debug, Default)]
pub(super) struct TopicPatience {
    /// A head of the log that the topic has not reached yet, and since when it is waited for.
    awaited: Option<(u64, Instant)>,
    /// How far the log was read in the topic's place, as long as the topic has brought nothing since.
    silent_at: Option<u64>,
}

/// Where the next facts of a space are to come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// From the topic: it is waited for, or has brought everything.
    Wait,
    /// From the log, in the topic's place: the patience is over. So it stays at every look, until the topic brings
    /// something again.
    FallBack,
    /// From the log as before: the topic is still silent.
    ReadOn,
    /// From the topic again: it has brought something since the log was read in its place.
    Resume,
}

impl TopicPatience {
    /// One look: how far the space is known here, where the log ends, and whether the topic has nothing more to bring
    /// for now.
    pub(super) fn look(
        &mut self,
        known: u64,
        head: u64,
        drained: impl Fn() -> bool,
        patience: Duration,
        now: Instant,
    ) -> Verdict {
        let resumed = self.silent_at.is_some_and(|silent_at| known > silent_at);
        if resumed {
            self.silent_at = None;
        }
        if known >= head {
            self.awaited = None;
        } else if self.silent_at.is_some() && drained() {
            return self.read_log(head, Verdict::ReadOn);
        } else {
            match self.awaited {
                Some((awaited, since)) if known < awaited => {
                    if now.duration_since(since) >= patience && drained() {
                        return self.read_log(head, Verdict::FallBack);
                    }
                }
                None | Some(_) => self.awaited = Some((head, now)),
            }
        }
        if resumed { Verdict::Resume } else { Verdict::Wait }
    }

    fn read_log(&mut self, head: u64, verdict: Verdict) -> Verdict {
        *self = Self { awaited: None, silent_at: Some(head) };
        verdict
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Duration = Duration::from_secs(5);

    /// Looks every second: what was known and where the log ended at each, for a topic that is drained; what was done.
    fn looks(looks: &[(u64, u64)]) -> Vec<Verdict> {
        let (mut topic, begun) = (TopicPatience::default(), Instant::now());
        let at = |second: u64| begun + Duration::from_secs(second);
        (0..)
            .zip(looks)
            .map(|(second, (known, head))| topic.look(*known, *head, || true, PATIENCE, at(second)))
            .collect()
    }

    #[test]
    fn a_late_topic_is_waited_for_a_silent_one_is_not() {
        let mut verdicts = looks(&[(0, 9), (0, 9), (0, 9), (0, 9), (0, 9), (0, 9)]);
        assert_eq!(verdicts.pop(), Some(Verdict::FallBack));
        assert!(verdicts.iter().all(|verdict| *verdict == Verdict::Wait), "{verdicts:?}");
        // As long as it brings something, the next end is awaited anew.
        let moving = looks(&[(0, 9), (3, 12), (9, 20), (10, 21), (20, 30), (21, 31), (30, 40)]);
        assert!(moving.iter().all(|verdict| *verdict == Verdict::Wait), "{moving:?}");
    }

    #[test]
    fn the_log_is_read_until_the_silent_topic_brings_something() {
        let silent = [(0, 9), (0, 9), (0, 9), (0, 9), (0, 9), (0, 12)];
        let more = |looked: &[(u64, u64)]| looks(&[&silent, looked].concat()).split_off(silent.len() - 1);
        assert_eq!(
            more(&[(12, 14), (14, 14), (14, 15)]),
            [Verdict::FallBack, Verdict::ReadOn, Verdict::Wait, Verdict::ReadOn]
        );
        // It speaks again: the next silence is waited out as the first.
        assert_eq!(
            more(&[(13, 14), (13, 14), (13, 15)]),
            [Verdict::FallBack, Verdict::Resume, Verdict::Wait, Verdict::Wait]
        );
    }

    #[test]
    fn a_topic_that_is_not_drained_is_waited_for_without_limit() {
        let (mut topic, begun) = (TopicPatience::default(), Instant::now());
        for second in [0, 5, 60] {
            assert_eq!(topic.look(0, 9, || false, PATIENCE, begun + Duration::from_secs(second)), Verdict::Wait);
        }
        assert_eq!(topic.look(0, 9, || true, PATIENCE, begun + Duration::from_secs(61)), Verdict::FallBack);
        assert_eq!(
            topic.look(9, 12, || false, PATIENCE, begun + Duration::from_secs(62)),
            Verdict::Wait,
            "a topic that carries its backlog"
        );
    }
}
