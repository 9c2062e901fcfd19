//! `maillage bench`: the figures of the README, on the user's own machine. Ratios against a reference measured in the
//! same run.

pub mod append;
pub mod live;
#[cfg(feature = "kafka")]
pub mod only;
#[cfg(feature = "kafka")]
pub mod project;
pub mod region;
pub mod replay;
pub mod workload;
