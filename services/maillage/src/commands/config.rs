//! `maillage config show`.

use std::path::Path;
use std::process::ExitCode;

use serde_json::json;

use crate::cli::{ConfigAction, ConfigCommand};
use crate::config::{GivenSettings, settle};
use crate::failure::Failure;
use crate::output;

/// Shows every setting with its origin.
pub fn run(command: ConfigCommand, file: Option<&Path>) -> Result<ExitCode, Failure> {
    let ConfigAction::Show { store, kafka, listen, backups, json } = command.action;
    let settings = settle(GivenSettings { listen, backup_dir: backups.backup_dir, ..kafka.said(store) }, file)?;
    let rows = settings.rows();
    if json {
        let map: serde_json::Map<_, _> = rows
            .iter()
            .map(|(name, value, origin)| ((*name).to_owned(), json!({ "value": value, "origin": origin })))
            .collect();
        output::line(&serde_json::to_string_pretty(&map)?);
    } else {
        for (name, value, origin) in rows {
            let origin = serde_json::to_value(origin)?;
            output::line(&format!("{name} = {value}  ({})", origin.as_str().unwrap_or_default()));
        }
    }
    Ok(ExitCode::SUCCESS)
}
