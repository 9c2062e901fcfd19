//! What the topic owes of a space, and when it is no longer waited for. Time is told, not asked.

use std::time::{Duration, Instant};

/// What is awaited of the topic for one space.
#[derive(Debug, Default)]
pub(super) struct Owed {
    /// An end of the log that the topic has yet to tell, and since when.
    awaited: Option<(u64, Instant)>,
    /// How far the log was read in the topic's place, while the topic has told no more since.
    silent_at: Option<u64>,
}

/// What to do about a space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// Nothing: the topic is waited for, or owes nothing.
    Wait,
    /// The patience is over: the log is read in the topic's place, from now on at every look until it brings something
    /// again.
    GiveUp,
    /// It has been given up before and is still silent.
    ReadOn,
    /// It was given up, and has brought something since: it is waited for as before.
    TakeUp,
}

impl Owed {
    /// One look: how far the space is known here, where the log ends, and whether the topic has nothing more to bring
    /// for now.
    pub(super) fn look(
        &mut self,
        known: u64,
        head: u64,
        drained: impl Fn() -> bool,
        patience: Duration,
        now: Instant,
    ) -> Turn {
        let taken_up = self.silent_at.is_some_and(|silent_at| known > silent_at);
        if taken_up {
            self.silent_at = None;
        }
        if known >= head {
            self.awaited = None;
        } else if self.silent_at.is_some() && drained() {
            return self.read(head, Turn::ReadOn);
        } else {
            match self.awaited {
                Some((awaited, since)) if known < awaited => {
                    if now.duration_since(since) >= patience && drained() {
                        return self.read(head, Turn::GiveUp);
                    }
                }
                _ => self.awaited = Some((head, now)),
            }
        }
        if taken_up { Turn::TakeUp } else { Turn::Wait }
    }

    fn read(&mut self, head: u64, turn: Turn) -> Turn {
        *self = Self { awaited: None, silent_at: Some(head) };
        turn
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Duration = Duration::from_secs(5);

    /// Looks every second: what was known and where the log ended at each, for a topic that is drained; what was done.
    fn looks(looks: &[(u64, u64)]) -> Vec<Turn> {
        let (mut owed, begun) = (Owed::default(), Instant::now());
        let at = |second: u64| begun + Duration::from_secs(second);
        (0..)
            .zip(looks)
            .map(|(second, (known, head))| owed.look(*known, *head, || true, PATIENCE, at(second)))
            .collect()
    }

    #[test]
    fn a_topic_that_is_late_is_waited_for_and_one_that_is_silent_is_not() {
        let mut turns = looks(&[(0, 9), (0, 9), (0, 9), (0, 9), (0, 9), (0, 9)]);
        assert_eq!(turns.pop(), Some(Turn::GiveUp));
        assert!(turns.iter().all(|turn| *turn == Turn::Wait), "{turns:?}");
        // As long as it brings something, the next end is awaited anew.
        let moving = looks(&[(0, 9), (3, 12), (9, 20), (10, 21), (20, 30), (21, 31), (30, 40)]);
        assert!(moving.iter().all(|turn| *turn == Turn::Wait), "{moving:?}");
    }

    #[test]
    fn a_topic_that_was_given_up_is_not_waited_for_again_until_it_brings_something() {
        let silent = [(0, 9), (0, 9), (0, 9), (0, 9), (0, 9), (0, 12)];
        let more = |looked: &[(u64, u64)]| looks(&[&silent, looked].concat()).split_off(silent.len() - 1);
        assert_eq!(more(&[(12, 14), (14, 14), (14, 15)]), [Turn::GiveUp, Turn::ReadOn, Turn::Wait, Turn::ReadOn]);
        // It speaks again: the next silence is waited out as the first.
        assert_eq!(more(&[(13, 14), (13, 14), (13, 15)]), [Turn::GiveUp, Turn::TakeUp, Turn::Wait, Turn::Wait]);
    }

    #[test]
    fn what_is_on_its_way_is_waited_for_however_long_it_takes() {
        let (mut owed, begun) = (Owed::default(), Instant::now());
        for second in [0, 5, 60] {
            assert_eq!(owed.look(0, 9, || false, PATIENCE, begun + Duration::from_secs(second)), Turn::Wait);
        }
        assert_eq!(owed.look(0, 9, || true, PATIENCE, begun + Duration::from_secs(61)), Turn::GiveUp);
        assert_eq!(
            owed.look(9, 12, || false, PATIENCE, begun + Duration::from_secs(62)),
            Turn::Wait,
            "a topic that carries its backlog"
        );
    }
}
