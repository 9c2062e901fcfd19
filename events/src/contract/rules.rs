//! What a contract refuses.

use serde::{Deserialize, Serialize};

use crate::contract::ContractFact;
use crate::decide::{Circumstances, aggregate};
use crate::fact::Happened;
use crate::refusal::Refusal;

/// What the rules know of a contract.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Contract {}

impl Contract {
    fn admit(&self, ask: Happened<ContractFact>, _at: &Circumstances) -> Result<Vec<Happened<ContractFact>>, Refusal> {
        Ok(vec![ask])
    }

    fn learn(&mut self, _happened: Happened<ContractFact>) {}
}

aggregate!(Contract, "contract", ContractFact, Happened<ContractFact>);
