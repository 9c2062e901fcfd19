//! `maillage facts`.

use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::ExitCode;

use crate::cli::Facts;
use crate::config::settle;
use crate::failure::Failure;
use crate::opening::open_existing;
use crate::store_access::{OpenStore, StoreAccess};

/// Writes the canonical bytes of each fact, one a line, in order.
pub async fn run(args: Facts, file: Option<&Path>) -> Result<ExitCode, Failure> {
    let settings = settle(args.store.said(), file)?;
    let store = StoreAccess::of(&settings);
    let OpenStore { log, .. } = open_existing(&store, store.clock()).await?;
    store.expect_space(log.as_ref(), &args.space).await?;
    let mut left = args.limit.unwrap_or(u64::MAX);
    let mut out = BufWriter::new(std::io::stdout());
    let mut broken = None;
    tokio::task::block_in_place(|| {
        log.scan(&args.space, args.after, None, None, &mut |fact| {
            if left == 0 {
                return ControlFlow::Break(());
            }
            left -= 1;
            match out.write_all(fact.bytes).and_then(|()| out.write_all(b"\n")) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    broken = Some(error);
                    ControlFlow::Break(())
                }
            }
        })
    })?;
    match broken.or(out.flush().err()) {
        Some(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(ExitCode::SUCCESS),
    }
}
