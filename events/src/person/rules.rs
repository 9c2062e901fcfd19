//! What a person refuses.

use serde::{Deserialize, Serialize};

use crate::decide::{Circumstances, aggregate};
use crate::fact::Happened;
use crate::person::PersonFact;
use crate::refusal::Refusal;

/// What the rules know of a person.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Person {}

impl Person {
    fn admit(&self, ask: Happened<PersonFact>, _at: &Circumstances) -> Result<Vec<Happened<PersonFact>>, Refusal> {
        Ok(vec![ask])
    }

    fn learn(&mut self, _happened: Happened<PersonFact>) {}
}

aggregate!(Person, "person", PersonFact, Happened<PersonFact>);
