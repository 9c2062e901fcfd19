//! `maillage backup` and `maillage restore`.

use std::path::Path;
use std::process::ExitCode;

use maillage_log::backup::{Manifest, postgres, sqlite};
use maillage_log::clock::{Clock, SystemClock};

use crate::cli::{Backup, Restore};
use crate::config::{GivenSettings, settle};
use crate::failure::Failure;
use crate::opening::open_existing;
use crate::output;
use crate::store::{StoreAddress, rows_file, vault_file};
use crate::store_access::StoreAccess;

/// Copies a store while it runs.
pub async fn run(args: Backup, file: Option<&Path>) -> Result<ExitCode, Failure> {
    let settings = settle(GivenSettings { backup_dir: args.target, ..args.store.said() }, file)?;
    let Some(target) = settings.backup_dir.value.clone() else {
        return Err(Failure::Usage("TARGET is needed (or MAILLAGE_BACKUP_DIR, or backup_dir in the file)".to_owned()));
    };
    let store = StoreAccess::of(&settings);
    // A store of which a part is missing is not copied: the backup before is the better one.
    drop(open_existing(&store, store.clock()).await?);
    let (now, version, key) = (SystemClock.now(), env!("CARGO_PKG_VERSION"), settings.vault_key.value.as_path());
    let (path, manifest) = match &store.address {
        StoreAddress::Sqlite(log) => {
            let places = places(log, key);
            tokio::task::block_in_place(|| sqlite::copy(&places, &target, now, version, args.with_key))?
        }
        StoreAddress::Postgres(address) => {
            let key = args.with_key.then_some(key);
            postgres::copy(address, &store.postgres_options(), &target, now, version, key).await?
        }
    };
    say(&path, &manifest, args.json)
}

/// Puts a backup into an empty place.
pub async fn restore(args: Restore, file: Option<&Path>) -> Result<ExitCode, Failure> {
    let settings = settle(args.store.said(), file)?;
    let store = StoreAccess::of(&settings);
    let key = settings.vault_key.value.as_path();
    let manifest = match &store.address {
        StoreAddress::Sqlite(log) => {
            let places = places(log, key);
            tokio::task::block_in_place(|| sqlite::restore(&args.backup, &places))?
        }
        StoreAddress::Postgres(address) => {
            postgres::restore(&args.backup, address, &store.postgres_options(), key).await?
        }
    };
    if !key.exists() {
        output::remark(&format!(
            "the root key of the vault is not in the backup: put it to {} before the start; its rows are folded then",
            key.display()
        ));
    }
    say(&args.backup, &manifest, args.json)
}

fn places(log: &Path, key: &Path) -> sqlite::Places {
    sqlite::Places { log: log.to_owned(), vault: vault_file(log), key: key.to_owned(), rows: rows_file(log) }
}

fn say(path: &Path, manifest: &Manifest, as_json: bool) -> Result<ExitCode, Failure> {
    if as_json {
        output::line(&serde_json::to_string_pretty(&serde_json::json!({ "path": path, "manifest": manifest }))?);
    } else {
        output::line(&path.display().to_string());
        for (space, last) in &manifest.spaces {
            output::line(&format!("{space:<24} {:>10} facts", last.position));
        }
    }
    Ok(ExitCode::SUCCESS)
}
