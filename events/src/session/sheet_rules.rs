//! Sheets of one kind: each is recorded once, and a further one says how it stands to those before it, else what it
//! counts might be counted twice.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::refusal::Refusal;
use crate::rules::{News, Verdict, once};
use crate::session::{ConnectionsRecorded, HeadcountRecorded, Standing, VisitsRecorded};

/// What the rules of sheets ask of one.
pub(super) trait Sheet: PartialEq {
    fn sheet(&self) -> &Id;
    fn standing(&self) -> &Standing;
    /// The part of the session that it counts: other parts count other moments.
    fn part(&self) -> Option<&Id>;
}

impl Sheet for HeadcountRecorded {
    fn sheet(&self) -> &Id {
        &self.sheet
    }
    fn standing(&self) -> &Standing {
        &self.standing
    }
    fn part(&self) -> Option<&Id> {
        self.part.as_ref()
    }
}

macro_rules! whole_session {
    ($($sheet:ty),+) => {$(
        impl Sheet for $sheet {
            fn sheet(&self) -> &Id {
                &self.sheet
            }
            fn standing(&self) -> &Standing {
                &self.standing
            }
            fn part(&self) -> Option<&Id> {
                None
            }
        }
    )+};
}
whole_session!(VisitsRecorded, ConnectionsRecorded);

/// The sheets of one kind at a session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Sheets<S> {
    recorded: BTreeMap<Id, S>,
    /// Each replaced sheet, and the one that took its place.
    replaced: BTreeMap<Id, Id>,
}

impl<S> Default for Sheets<S> {
    fn default() -> Self {
        Self { recorded: BTreeMap::new(), replaced: BTreeMap::new() }
    }
}

impl<S: Sheet> Sheets<S> {
    pub(super) fn is_empty(&self) -> bool {
        self.recorded.is_empty()
    }

    pub(super) fn judge(&self, said: &S) -> Verdict {
        let sheet = said.sheet();
        let otherwise = |_: &S| Refusal::new("sheet-known-otherwise").with("sheet", sheet);
        if once(self.recorded.get(sheet), said, otherwise)? == News::Known {
            return Ok(News::Known);
        }
        match said.standing() {
            Standing::Adds {} => Ok(News::New),
            Standing::First {} => {
                let before = self.recorded.values().filter(|other| other.part() == said.part()).count();
                if before == 0 {
                    return Ok(News::New);
                }
                Err(Refusal::new("sheet-replaces-or-adds").with("sheet", sheet).with("sheets", before))
            }
            Standing::Replaces { sheet: earlier } if !self.recorded.contains_key(earlier) => {
                Err(Refusal::new("sheet-unknown").with("sheet", earlier))
            }
            Standing::Replaces { sheet: earlier } => self.refuse_replaced(earlier).map(|()| News::New),
        }
    }

    /// Refuses a sheet that another one has replaced.
    pub(super) fn refuse_replaced(&self, sheet: &Id) -> Result<(), Refusal> {
        match self.replaced.get(sheet) {
            Some(by) => Err(Refusal::new("sheet-already-replaced").with("sheet", sheet).with("by", by)),
            None => Ok(()),
        }
    }

    pub(super) fn learn(&mut self, said: S) {
        if let Standing::Replaces { sheet } = said.standing() {
            self.replaced.insert(sheet.clone(), said.sheet().clone());
        }
        self.recorded.insert(said.sheet().clone(), said);
    }
}
