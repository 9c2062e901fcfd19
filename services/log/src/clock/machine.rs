//! What the kernel says of its clock.

use std::time::Duration;

use rtime_clock::adjtime::{Timex, adjtimex};
use rustix::time::{ClockId, clock_gettime};

/// Nobody keeps the clock in step (STA_UNSYNC of `timex.h`).
const UNSYNCHRONISED: i32 = 0x0040;

/// How long the machine has run, asleep or awake.
pub(super) fn since_boot() -> Duration {
    let since = clock_gettime(ClockId::Boottime);
    Duration::new(u64::try_from(since.tv_sec).unwrap_or(0), u32::try_from(since.tv_nsec).unwrap_or(0))
}

/// Whether the clock is kept in step; `None` when the kernel may not be asked, as in some containers.
pub(super) fn synchronised() -> Option<bool> {
    let mut state = Timex::new();
    adjtimex(&mut state).ok()?;
    Some(state.0.status & UNSYNCHRONISED == 0)
}
