//! The real server on a machine that fails: a disk that is full or does not confirm, a clock that leaps. The faults are
//! those of `ops/attack/faults.c`, preloaded, and told by a file while the server runs.
#![expect(clippy::unwrap_used, reason = "a test program")]
#![cfg(target_os = "linux")]

mod clock;
mod disk;
mod faulty;
