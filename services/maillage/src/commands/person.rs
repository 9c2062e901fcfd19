//! `maillage person`.

use std::path::Path;
use std::process::ExitCode;

use maillage_events::envelope::{Channel, Context};
use maillage_events::id::{CommandId, Id};
use maillage_events::messages::{self, Language};
use maillage_log::clock::{SystemClock, new_uuid};
use maillage_log::executor::{CommandError, Executor};
use maillage_log::persons::{ErasureAsk, PersonError, Persons, erasure_shown};
use maillage_log::vault::VaultError;
use serde_json::json;

use crate::cli::{Erase, PersonAction, PersonCommand};
use crate::config::settle;
use crate::failure::Failure;
use crate::opening::open_existing;
use crate::output;
use crate::store_access::{OpenStore, StoreAccess};

/// Does what is asked about a person.
pub async fn run(command: PersonCommand, file: Option<&Path>) -> Result<ExitCode, Failure> {
    match command.action {
        PersonAction::Erase(args) => erase(args, file).await,
    }
}

async fn erase(args: Erase, file: Option<&Path>) -> Result<ExitCode, Failure> {
    let Erase { person, space, basis, request, on, store, loss, lang, json: as_json } = args;
    let language = Language::from(lang);
    let store = StoreAccess::of(&settle(store.said(), file)?).accepting(loss.accept_loss_after);
    let OpenStore { log, marks } = open_existing(&store, store.clock()).await?;
    store.expect_space(log.as_ref(), &space).await?;
    let vault = store.vault(&marks).await?;
    let executor = Executor::new(log);
    let account = Id::new("ligne-de-commande").map_err(|error| Failure::Failed(error.to_string()))?;
    let ask = ErasureAsk {
        space,
        person,
        command: CommandId(new_uuid(&SystemClock)),
        fingerprint: [0; 32],
        occurred: on,
        request,
        basis,
        context: Context::new(account, Channel::Entry),
        if_version: None,
    };
    let outcome = Persons::new(&executor, &vault).erase(ask).await.map_err(|why| refused(why, language))?;
    if as_json {
        let answer = json!({ "position": outcome.receipt.last, "facts": outcome.facts });
        output::line(&serde_json::to_string_pretty(&answer)?);
    } else {
        output::line(&erasure_shown(language, outcome.facts.len()));
    }
    Ok(ExitCode::SUCCESS)
}

/// Why nobody was erased, in the words of who asked; what the stores say stays as it is.
fn refused(why: PersonError, language: Language) -> Failure {
    let said = |key: &str| Failure::Failed(messages::say(language, key));
    match why {
        PersonError::Command(CommandError::Refused { refusal, .. }) => {
            Failure::Failed(messages::refusal(language, &refusal))
        }
        PersonError::Vault(VaultError::Unknown(_)) => said("problem-unknown-person-detail"),
        PersonError::Vault(VaultError::Read) => said("problem-vault-read-detail"),
        other @ (PersonError::Command(_) | PersonError::Vault(_)) => other.into(),
    }
}
