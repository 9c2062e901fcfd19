//! `maillage import`.

use std::path::Path;
use std::process::ExitCode;

use maillage_events::envelope::Channel;
use maillage_events::id::Id;
use maillage_events::messages::Language;
use maillage_events::text::Text;
use maillage_exchange::import::{ImportOptions, Importer};
use maillage_exchange::tabular;
use maillage_log::executor::Executor;

use crate::cli::Import;
use crate::config::settle;
use crate::failure::{DONE_IN_PART, Failure};
use crate::opening::open;
use crate::output;
use crate::store_access::{OpenStore, StoreAccess};

/// Imports files, or says what it would do, or describes what may be imported.
pub async fn run(args: Import, file: Option<&Path>) -> Result<ExitCode, Failure> {
    let language = Language::from(args.lang);
    if args.describe {
        output::line(&tabular::describe(language));
        return Ok(ExitCode::SUCCESS);
    }
    let space = args.space.ok_or_else(|| Failure::Usage("--space is needed".to_owned()))?;
    let settings = settle(args.store.said(), file)?;
    let store = StoreAccess::of(&settings).accepting(args.loss.accept_loss_after);
    let OpenStore { log, marks } = open(&store, store.clock()).await?;
    let vault = store.vault(&marks).await?;
    let executor = Executor::new(log.clone());
    let account = Id::new("ligne-de-commande").map_err(|error| Failure::Failed(error.to_string()))?;
    let options = ImportOptions {
        space,
        dry_run: args.dry_run,
        partial: args.partial,
        correct: args.correct.map(Text::from),
        language,
        account,
        channel: Channel::Import,
        contract: args.contract,
    };
    let bar = output::progress(0, "import");
    let importer = Importer { executor: &executor, log: log.as_ref(), vault: &vault, options: &options };
    let mut show_progress = |done, all| {
        bar.set_length(all);
        bar.set_position(done);
    };
    let outcome = importer.import(&args.files, &mut show_progress).await;
    bar.finish_and_clear();
    let outcome = outcome.map_err(|why| why.shown(language).map_or_else(|| why.into(), Failure::Failed))?;
    if args.json {
        output::line(&serde_json::to_string_pretty(&outcome)?);
    } else {
        outcome.remarks(language).for_each(|line| output::remark(&line));
        outcome.summary(language, args.dry_run).iter().for_each(|line| output::line(line));
    }
    let done = outcome.committed || args.dry_run;
    Ok(match (outcome.rejected.is_empty(), outcome.changed.is_empty()) {
        (true, true) => ExitCode::SUCCESS,
        (true, false) => ExitCode::from(DONE_IN_PART),
        (false, _) if done && args.partial => ExitCode::from(DONE_IN_PART),
        (false, _) => ExitCode::FAILURE,
    })
}
