//! `maillage bench`.

use std::process::ExitCode;

use crate::bench;
use crate::cli::{Bench, Figure};
use crate::failure::Failure;

/// Measures one figure.
pub async fn run(args: Bench) -> Result<ExitCode, Failure> {
    let measured = match args.figure {
        Figure::Replay(args) => bench::replay::run(args).await,
        Figure::Live(args) => bench::live::run(args).await,
        #[cfg(feature = "kafka")]
        Figure::Project(args) => bench::project::run(args).await,
        #[cfg(not(feature = "kafka"))]
        Figure::Project(_) => return Err(Failure::without_kafka("maillage bench project")),
        Figure::Region(args) => bench::region::run(args).await,
        Figure::Append(args) => bench::append::run(args).await,
    };
    measured.map(|()| ExitCode::SUCCESS).map_err(|why| Failure::Failed(why.to_string()))
}
