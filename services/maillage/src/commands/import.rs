//! `maillage import`.

use std::io::ErrorKind;
use std::path::Path;
use std::process::ExitCode;

use maillage_events::envelope::Channel;
use maillage_events::id::Id;
use maillage_events::messages::{self, Language, message};
use maillage_events::text::Text;
use maillage_exchange::import::{ImportError, ImportOptions, ImportOutcome, Importer};
use maillage_exchange::tabular;
use maillage_log::executor::Executor;

use crate::cli::Import;
use crate::config::settle;
use crate::failure::{DONE_IN_PART, Failure};
use crate::output;
use crate::store_access::StoreAccess;

/// Imports files, or says what it would do, or describes what may be imported.
pub async fn run(args: Import, file: Option<&Path>) -> Result<ExitCode, Failure> {
    let language = Language::from(args.lang);
    if args.describe {
        output::line(&tabular::describe(language));
        return Ok(ExitCode::SUCCESS);
    }
    let space = args.space.ok_or_else(|| Failure::Usage("--space is needed".to_owned()))?;
    let settings = settle(args.store.said(), file)?;
    let store = StoreAccess::of(&settings);
    let log = store.log(store.clock()).await?;
    let vault = store.vault().await?;
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
    let outcome = outcome.map_err(|why| untried(why, language))?;
    if args.json {
        output::line(&serde_json::to_string_pretty(&outcome)?);
    } else {
        show(&outcome, language, args.dry_run);
    }
    let done = outcome.committed || args.dry_run;
    Ok(match (outcome.rejected.is_empty(), outcome.changed.is_empty()) {
        (true, true) => ExitCode::SUCCESS,
        (true, false) => ExitCode::from(DONE_IN_PART),
        (false, _) if done && args.partial => ExitCode::from(DONE_IN_PART),
        (false, _) => ExitCode::FAILURE,
    })
}

/// Why nothing was tried, in the words of who imports; what the store says stays as it is.
fn untried(why: ImportError, language: Language) -> Failure {
    let said = |key, values: &[(&'static str, String)]| Failure::Failed(message(language, key, values));
    match why {
        ImportError::File { path, source } => {
            let key = if source.kind() == ErrorKind::NotFound { "import-file-absent" } else { "import-file-unread" };
            said(key, &[("file", path.display().to_string()), ("why", source.to_string())])
        }
        ImportError::Nothing => said("import-nothing", &[]),
        ImportError::Mixed => said("import-mixed", &[]),
        ImportError::NoReason => said("import-reason-empty", &[]),
        ImportError::PersonalReason => said("import-reason-personal", &[]),
        other => other.into(),
    }
}

fn show(outcome: &ImportOutcome, language: Language, dry_run: bool) {
    for problem in outcome.rejected.iter().chain(&outcome.changed).chain(&outcome.unused) {
        let place = [("file", problem.file.clone()), ("what", problem.message.clone())];
        output::remark(&message(language, "import-in-file", &place));
    }
    let key = match (outcome.repeated, dry_run, outcome.committed) {
        (true, ..) => "import-repeated",
        (false, true, _) => "import-rehearsed",
        (false, false, true) => "import-recorded",
        (false, false, false) => "import-not-recorded",
    };
    let values = [
        ("facts", outcome.facts.to_string()),
        ("rows", outcome.rows.to_string()),
        ("rejected", outcome.rejected.len().to_string()),
        ("otherwise", outcome.changed.len().to_string()),
        ("already", outcome.standing.to_string()),
        ("fingerprint", outcome.fingerprint.chars().take(16).collect()),
    ];
    output::line(&message(language, key, &values));
    for (kind, count) in &outcome.by_kind {
        output::line(&format!("  {count:>6}  {}", messages::kind(language, kind)));
    }
}
