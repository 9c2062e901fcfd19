//! A family of tests alone: its first kind was written in two schemas, so that reading the older one is put to the test
//! before the first kind of the house needs it.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::declare::{fact_family, payload};
use crate::family::Family;
use crate::happened::Happened;
use crate::references::References;
use crate::refusal::Refusal;
use crate::rules::{Circumstances, Facts, News, Rules, Verdict, aggregate, begun, first};

payload! {
    /// A lamp is lit. Its first schema told watts.
    pub struct LampLit {
        /// How bright it is, in lumens.
        pub lumens: u64,
    } = Self { lumens: 720 };
    /// A lamp is dimmed.
    pub struct LampDimmed {
        /// By how much, in lumens.
        pub lumens: u64,
    } = Self { lumens: 100 };
}

fact_family! {
    /// Facts of lamps.
    LampFact {
        /// A lamp was lit.
        Lit(LampLit) = "lamp.lit", 2, First, Statement, Public, Amendable, Done;
        /// A lamp was dimmed.
        Dimmed(LampDimmed) = "lamp.dimmed", 1, Later, Event, Public, Amendable, Done;
    }
}

/// `{"watts":60}` of the first schema in lumens, twelve a watt.
pub(crate) fn in_lumens(first: Value) -> Value {
    match first["watts"].as_u64() {
        Some(watts) => json!({ "lumens": watts * 12 }),
        None => first,
    }
}

/// What the rules know of a lamp.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Lamp {
    lit: Option<LampLit>,
    dimmed: u64,
}

impl Rules for Lamp {
    type Facts = LampFact;

    fn judge(&self, ask: &Happened<LampFact>, _circumstances: &Circumstances) -> Verdict {
        match &ask.fact {
            LampFact::Lit(it) => first(self.lit.as_ref(), it, Family::Lamp),
            LampFact::Dimmed(it) => {
                let lit = begun(self.lit.as_ref(), Family::Lamp)?;
                if self.dimmed + it.lumens > lit.lumens { Err(Refusal::new("no-amount")) } else { Ok(News::New) }
            }
        }
    }

    fn learn(&mut self, happened: Happened<LampFact>) {
        match happened.fact {
            LampFact::Lit(it) => self.lit = Some(it),
            LampFact::Dimmed(it) => self.dimmed += it.lumens,
        }
    }
}

aggregate!(Lamp);

impl Facts for LampFact {
    fn sound(&self) -> Result<(), Refusal> {
        match self {
            Self::Lit(_) | Self::Dimmed(_) => Ok(()),
        }
    }

    fn references(&self, _named: &mut References) {
        match self {
            Self::Lit(_) | Self::Dimmed(_) => {}
        }
    }
}
