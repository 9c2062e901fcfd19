//! Spaces that the topic brings and the log has not: anybody who may write to it can name as many as they like, and
//! nothing is kept of them.
//!
//! A space that was just born is not in the last list of the log's spaces either: a few are held until the next list
//! tells. Once that list knew some of them not, no more are held for a while.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use maillage_events::id::SpaceId;

/// Spaces that may be held until the log was asked whether it has them.
const MOST: usize = 64;
/// How long none is held after the log had some of them not.
const WARY: Duration = Duration::from_secs(1);

/// What is known of the spaces of the log, as far as records of others go.
#[derive(Debug, Default)]
pub(super) struct Strangers {
    /// The spaces of the log at the last look; `None` before the first.
    in_log: Option<BTreeSet<SpaceId>>,
    /// New ones that are held since.
    held: usize,
    wary_until: Option<Instant>,
}

impl Strangers {
    /// Whether a record of a space of which nothing is held yet may be held.
    pub(super) fn admit(&mut self, space: &SpaceId, now: Instant) -> bool {
        let Some(in_log) = &self.in_log else { return true };
        if in_log.contains(space) {
            return true;
        }
        let admitted = self.held < MOST && self.wary_until.is_none_or(|until| now >= until);
        self.held += usize::from(admitted);
        admitted
    }

    /// The log was asked; `found` says whether spaces were held that it has not.
    pub(super) fn looked(&mut self, in_log: &[SpaceId], found: bool, now: Instant) {
        if self.in_log.as_ref().is_none_or(|known| !known.iter().eq(in_log)) {
            self.in_log = Some(in_log.iter().cloned().collect());
        }
        self.held = 0;
        if found {
            self.wary_until = Some(now + WARY);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn space(name: &str) -> SpaceId {
        SpaceId::new(name).unwrap()
    }

    #[test]
    fn few_unknown_spaces_are_held_and_those_of_the_log_always() {
        let (mut strangers, now) = (Strangers::default(), Instant::now());
        strangers.looked(&[space("lille")], false, now);
        let admitted = (0..500).filter(|number| strangers.admit(&space(&format!("foreign-{number}")), now)).count();
        assert_eq!(admitted, MOST);
        assert!(strangers.admit(&space("lille"), now));
        strangers.looked(&[space("lille")], true, now);
        assert!(!strangers.admit(&space("born"), now), "the last ones were not in the log");
        assert!(strangers.admit(&space("born"), now + WARY));
        strangers.looked(&[space("lille"), space("born")], false, now);
        assert!(strangers.admit(&space("born"), now));
    }

    #[test]
    fn before_the_first_look_nothing_is_strange() {
        let mut strangers = Strangers::default();
        assert!((0..500).all(|number| strangers.admit(&space(&format!("s-{number}")), Instant::now())));
    }
}
