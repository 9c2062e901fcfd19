//! `maillage replay`.

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use maillage_projections::catalogue::CATALOGUE;
use maillage_projector::replay::replay;

use crate::cli::Replay;
use crate::config::settle;
use crate::failure::Failure;
use crate::opening::open_existing;
use crate::output;
use crate::store_access::{OpenStore, StoreAccess};

/// Replays every projection over all the facts and says how fast; keeps nothing.
pub async fn run(args: Replay, file: Option<&Path>) -> Result<ExitCode, Failure> {
    let settings = settle(args.store.said(), file)?;
    let store = StoreAccess::of(&settings);
    let OpenStore { log, .. } = open_existing(&store, store.clock()).await?;
    let spaces = match args.space {
        Some(space) => vec![space],
        None => log.spaces().await?,
    };
    let names: Vec<&str> = CATALOGUE.iter().map(|(name, _)| *name).collect();
    let mut rows = Vec::new();
    for space in &spaces {
        let head = log.head(space).await?.position;
        let bar = output::progress(head, "replay");
        let start = Instant::now();
        let replayed = tokio::task::block_in_place(|| {
            replay(log.as_ref(), space, CATALOGUE, &names, head, &mut |position, _| bar.set_position(position))
        });
        let seconds = start.elapsed().as_secs_f64();
        bar.finish_and_clear();
        let replayed = replayed?;
        let rate = (replayed.facts as f64 / seconds.max(1e-9)).round();
        if !args.json {
            output::line(&format!(
                "{space}: {} facts in {seconds:.3} s, {rate} facts/s into {} projections",
                replayed.facts,
                names.len()
            ));
            for (year, count) in &replayed.years {
                output::line(&format!("  {year:<8} {count:>8} facts"));
            }
            for (name, digest, stopped) in &replayed.states {
                let stopped = stopped.as_deref().map(|why| format!("  incomplete: {why}")).unwrap_or_default();
                output::line(&format!("  {name:<16} {}{stopped}", digest.get(..16).unwrap_or(digest)));
            }
        }
        rows.push(serde_json::json!({ "replayed": replayed, "seconds": seconds, "facts_per_second": rate }));
    }
    if args.json {
        output::line(&serde_json::to_string_pretty(&rows)?);
    }
    Ok(ExitCode::SUCCESS)
}
