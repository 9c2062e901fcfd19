//! What an import refuses.

use serde::{Deserialize, Serialize};

use crate::decide::{Circumstances, aggregate};
use crate::fact::Happened;
use crate::family::Family;
use crate::import::ImportFact;
use crate::refusal::Refusal;
use crate::soundness::first;

/// What the rules know of an import: the fingerprint of its file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Import {
    fingerprint: Option<String>,
}

impl Import {
    /// The same file again says nothing new, whatever it gave the second time.
    fn admit(&self, ask: Happened<ImportFact>, _at: &Circumstances) -> Result<Vec<Happened<ImportFact>>, Refusal> {
        sound(&ask.fact)?;
        let ImportFact::Recorded(it) = &ask.fact;
        Ok(first(self.fingerprint.as_ref(), &it.fingerprint, Family::Import)?.facts(ask))
    }

    fn learn(&mut self, happened: Happened<ImportFact>) {
        let ImportFact::Recorded(it) = happened.fact;
        self.fingerprint = Some(it.fingerprint);
    }
}

aggregate!(Import, "import", ImportFact, Happened<ImportFact>);

/// What a payload must hold by itself.
pub fn sound(fact: &ImportFact) -> Result<(), Refusal> {
    let ImportFact::Recorded(it) = fact;
    if it.fingerprint.len() != 64 || !it.fingerprint.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
        return Err(Refusal::new("bad-fingerprint").with("fingerprint", &it.fingerprint));
    }
    if it.rejected > it.rows {
        return Err(Refusal::new("rejected-above-rows").with("rejected", it.rejected).with("rows", it.rows));
    }
    Ok(())
}
