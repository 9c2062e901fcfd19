//! `maillage demo`.

mod meeting;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use maillage_exchange::seeds;
use maillage_log::clock::SetClock;
use maillage_log::executor::Executor;

use crate::cli::Demo;
use crate::commands::serve::{Rows, prepare, serve};
use crate::commands::stop_signals::StopSignals;
use crate::config::LISTEN;
use crate::failure::Failure;
use crate::opening::open;
use crate::output;
use crate::store::StoreAddress;
use crate::store_access::{OpenStore, StoreAccess};

/// Loads the five seed systems into a temporary store, then serves them and says which address to open.
pub async fn run(args: Demo) -> Result<ExitCode, Failure> {
    let signals = StopSignals::listen()?;
    let temporary = if args.folder.is_none() { Some(tempfile::tempdir()?) } else { None };
    let folder = args
        .folder
        .or_else(|| temporary.as_ref().map(|folder| folder.path().to_owned()))
        .unwrap_or_else(|| PathBuf::from("."));
    let (store, address) = (StoreAccess::within(&folder), StoreAddress::within(&folder));
    if folder.join("maillage.sqlite").exists() {
        return Err(Failure::Usage(format!("{address} is already there; name an empty folder with --folder")));
    }
    load(&store).await?;
    // The years of the seeds are long past: whoever opens the store next must find it alive.
    drop(open(&store, store.clock()).await?);
    if args.load_only {
        output::line(&format!("loaded: --store {address}"));
        return Ok(ExitCode::SUCCESS);
    }
    let (state, listener) = prepare(&store, Rows::FoldedHere, args.listen.unwrap_or(LISTEN)).await?;
    output::line(&format!("store   : {address}{}", if temporary.is_some() { " (removed at the end)" } else { "" }));
    let playing = (!args.still)
        .then(|| tokio::spawn(meeting::play(state.executor.clone(), state.log.clone(), state.vault.clone())));
    output::line(&format!("Ouvrez http://{}   (Ctrl-C pour arrêter)", listener.local_addr()?));
    let ended = serve(listener, state, signals).await;
    if let Some(playing) = playing {
        playing.abort();
    }
    ended
}

/// Records the seeds with a clock that follows the years of their facts; the log is opened again afterwards with the
/// machine's own.
async fn load(store: &StoreAccess) -> Result<(), Failure> {
    let clock = Arc::new(SetClock::at(jiff::Timestamp::UNIX_EPOCH));
    let OpenStore { log, marks } = open(store, clock.clone()).await?;
    let vault = store.vault(&marks).await?;
    let executor = Executor::new(log.clone());
    let bar = output::progress(0, "demonstration");
    let loaded = seeds::load_all(&executor, log.clone(), &vault, &clock, &mut |done, all| {
        bar.set_length(all);
        bar.set_position(done);
    })
    .await;
    bar.finish_and_clear();
    for (space, outcome) in loaded? {
        if !outcome.committed {
            let first = outcome.rejected.first().map(|problem| problem.message.clone()).unwrap_or_default();
            return Err(Failure::Failed(format!("the seed of {space} was not recorded: {first}")));
        }
    }
    for space in log.spaces().await? {
        let facts = log.head(&space).await?.position;
        output::line(&format!("{:<12} {facts:>6} facts", space.as_str()));
    }
    Ok(())
}
