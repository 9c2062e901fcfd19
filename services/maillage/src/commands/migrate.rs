//! `maillage migrate`.

use std::path::Path;
use std::process::ExitCode;

use maillage_log::postgres::migrate;

use crate::cli::Migrate;
use crate::config::settle;
use crate::failure::Failure;
use crate::output;
use crate::store::StoreAddress;
use crate::store_access::StoreAccess;

/// Makes or upgrades the schema; doing it again changes nothing.
pub async fn run(args: Migrate, file: Option<&Path>) -> Result<ExitCode, Failure> {
    let settings = settle(args.store.said(), file)?;
    let store = StoreAccess::of(&settings);
    let StoreAddress::Postgres(address) = &store.address else {
        return Err(Failure::Usage(format!(
            "{}: an embedded store is made when it is first opened; --store postgres://… is migrated",
            store.address
        )));
    };
    let version = migrate(address, &store.postgres_options()).await.map_err(|error| store.failed(&error))?;
    output::line(&format!("{address}: the schema stands at version {version}"));
    Ok(ExitCode::SUCCESS)
}
