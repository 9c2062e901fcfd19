//! `maillage rebuild`.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use maillage_log::clock::SystemClock;
use maillage_projections::catalogue::CATALOGUE;
use maillage_projector::rebuild;

use crate::cli::Rebuild;
use crate::config::{Said, settle};
use crate::failure::Failure;
use crate::output;

/// Folds projections again from zero, compares them with the kept rows, and puts the new ones in their place.
pub async fn run(args: Rebuild, file: Option<&Path>) -> Result<ExitCode, Failure> {
    let all: Vec<&str> = CATALOGUE.iter().map(|(name, _)| *name).collect();
    let names = match args.name.as_str() {
        "all" => all,
        name if all.contains(&name) => vec![name],
        name => return Err(Failure::Usage(format!("no projection is called « {name} »; there are: all, {}", all.join(", ")))),
    };
    let settings = settle(Said { store: args.store.store, listen: None }, file)?;
    let address = settings.store.value;
    let log = address.open_existing(Arc::new(SystemClock))?;
    let spaces = match args.space {
        Some(space) => vec![space],
        None => log.spaces().await?,
    };
    let mut differ = false;
    let mut rows = Vec::new();
    let mut heads = Vec::new();
    for space in spaces {
        let head = log.head(&space).await?.position;
        heads.push((space, head));
    }
    for name in &names {
        let bar = output::progress(0, "rebuild");
        let rebuilt = tokio::task::block_in_place(|| {
            rebuild::offline(log.as_ref(), &heads, &address.projections(), name, &mut |position, until| {
                bar.set_length(until);
                bar.set_position(position);
            })
        });
        bar.finish_and_clear();
        let rebuilt = rebuilt?;
        differ |= !rebuilt.identical();
        if !args.json {
            for it in &rebuilt.spaces {
                let verdict = match (&it.before, &it.stopped) {
                    (_, Some(why)) => format!("incomplete: {why}"),
                    (None, None) if it.differing.is_empty() => "nothing was kept".to_owned(),
                    (Some(before), None) if *before == it.after && it.differing.is_empty() => "identical".to_owned(),
                    (_, None) => format!("differed: {}", it.differing.iter().map(|row| row.row.as_str()).collect::<Vec<_>>().join(", ")),
                };
                let digest = it.after.get(..16).unwrap_or(&it.after);
                output::line(&format!("{name:<14} {:<16} {:>8} facts  {digest}  {verdict}", it.space.as_str(), it.facts));
            }
        }
        rows.push(rebuilt);
    }
    if args.json {
        output::line(&serde_json::to_string_pretty(&rows)?);
    }
    if differ {
        output::remark("some kept rows differed from the facts; they have been replaced");
    }
    Ok(ExitCode::SUCCESS)
}
