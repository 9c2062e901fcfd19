//! `maillage rebuild`.

use std::path::Path;
use std::process::ExitCode;

use maillage_events::id::SpaceId;
use maillage_projections::catalogue::CATALOGUE;
use maillage_projector::{RowStore, rebuild};

use crate::cli::Rebuild;
use crate::config::settle;
use crate::failure::Failure;
use crate::opening::open_existing;
use crate::output;
use crate::store_access::{OpenStore, StoreAccess};

/// Folds projections again from zero, compares them with the stored rows, and puts the new ones in their place.
pub async fn run(args: Rebuild, file: Option<&Path>) -> Result<ExitCode, Failure> {
    let all: Vec<&str> = CATALOGUE.iter().map(|(name, _)| *name).collect();
    let names = match args.name.as_str() {
        "all" => all,
        name if all.contains(&name) => vec![name],
        name => {
            return Err(Failure::Usage(format!(
                "no projection is called « {name} »; there are: all, {}",
                all.join(", ")
            )));
        }
    };
    let settings = settle(args.store.said(), file)?;
    let store = StoreAccess::of(&settings);
    let OpenStore { log, marks } = open_existing(&store, store.clock()).await?;
    let row_store = store.rows(&marks).await?;
    let spaces = match args.space {
        Some(space) => vec![space],
        None => log.spaces().await?,
    };
    if args.switch_back {
        return switch_back(row_store.as_ref(), &names, &spaces);
    }
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
            rebuild::offline_on(log.as_ref(), &heads, row_store.as_ref(), CATALOGUE, name, &mut |position, until| {
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
                    (_, None) => format!(
                        "differed: {}",
                        it.differing.iter().map(|row| row.row.as_str()).collect::<Vec<_>>().join(", ")
                    ),
                };
                let digest = it.after.get(..16).unwrap_or(&it.after);
                output::line(&format!(
                    "{name:<14} {:<16} {:>8} facts  {digest}  {verdict}",
                    it.space.as_str(),
                    it.facts
                ));
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

/// Puts back what the last rebuild replaced. Servers and projectors that run take it up by themselves, and fold what
/// came since.
fn switch_back(row_store: &dyn RowStore, names: &[&str], spaces: &[SpaceId]) -> Result<ExitCode, Failure> {
    let mut switched = 0;
    for space in spaces {
        for name in names {
            let back = tokio::task::block_in_place(|| row_store.switch_back(name, space))?;
            switched += usize::from(back.is_some());
            output::line(&match back {
                Some(back) => format!("{name:<14} {:<16} back at position {}", space.as_str(), back.mark.position),
                None => format!("{name:<14} {:<16} nothing was replaced", space.as_str()),
            });
        }
    }
    if switched == 0 {
        Err(Failure::Failed("no rows were kept aside: nothing to switch back to".to_owned()))
    } else {
        Ok(ExitCode::SUCCESS)
    }
}
