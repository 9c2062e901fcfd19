//! `maillage openapi`.

use std::process::ExitCode;

use crate::failure::Failure;
use crate::output;

/// Writes the OpenAPI document.
pub fn run() -> Result<ExitCode, Failure> {
    output::line(&maillage_server::openapi()?);
    Ok(ExitCode::SUCCESS)
}
