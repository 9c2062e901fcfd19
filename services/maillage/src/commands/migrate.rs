//! `maillage migrate`.

use std::path::Path;
use std::process::ExitCode;

use maillage_log::postgres::migrate;

use crate::cli::Migrate;
use crate::config::settle;
use crate::failure::Failure;
use crate::opened::Place;
use crate::output;
use crate::store::StoreAddress;

/// Makes or upgrades the schema; doing it again changes nothing.
pub async fn run(args: Migrate, file: Option<&Path>) -> Result<ExitCode, Failure> {
    let settings = settle(args.store.said(), file)?;
    let place = Place::of(&settings);
    let StoreAddress::Postgres(address) = &place.address else {
        return Err(Failure::Usage(format!(
            "{}: an embedded store is made when it is first opened; --store postgres://… is migrated",
            place.address
        )));
    };
    let version = migrate(address, &place.postgres_options()).await.map_err(|error| place.failed(&error))?;
    output::line(&format!("{address}: the schema stands at version {version}"));
    Ok(ExitCode::SUCCESS)
}
