//! What an import refuses.

use serde::{Deserialize, Serialize};

use crate::family::Family;
use crate::happened::Happened;
use crate::import::ImportFact;
use crate::references::References;
use crate::refusal::Refusal;
use crate::rules::{Circumstances, Facts, Rules, Verdict, aggregate, first};
use crate::text::is_sha256;

/// What the rules know of an import: the fingerprint of its file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Import {
    fingerprint: Option<String>,
}

impl Rules for Import {
    type Facts = ImportFact;

    /// The same file again says nothing new, whatever it gave the second time.
    fn judge(&self, ask: &Happened<ImportFact>, _circumstances: &Circumstances) -> Verdict {
        let ImportFact::Recorded(it) = &ask.fact;
        first(self.fingerprint.as_ref(), &it.fingerprint, Family::Import)
    }

    fn learn(&mut self, happened: Happened<ImportFact>) {
        let ImportFact::Recorded(it) = happened.fact;
        self.fingerprint = Some(it.fingerprint);
    }
}

aggregate!(Import);

impl Facts for ImportFact {
    fn sound(&self) -> Result<(), Refusal> {
        let ImportFact::Recorded(it) = self;
        if !is_sha256(&it.fingerprint) {
            return Err(Refusal::new("bad-fingerprint").with("fingerprint", &it.fingerprint));
        }
        if it.rejected > it.rows {
            return Err(Refusal::new("rejected-above-rows").with("rejected", it.rejected).with("rows", it.rows));
        }
        Ok(())
    }

    fn references(&self, _named: &mut References) {
        let ImportFact::Recorded(_) = self;
    }
}
