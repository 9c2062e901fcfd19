//! What a family cannot forget: each of these differs in one place from the whole family in [`crate::declare`], which
//! compiles.
//!
//! A kind that does not say what it is does not compile:
//! ```compile_fail
//! # use maillage_events::declare::{InFamily, fact_family, payload};
//! # use maillage_events::family::Family;
//! # use maillage_events::references::References;
//! # use maillage_events::refusal::Refusal;
//! # use maillage_events::rules::Facts;
//! # payload! {
//! #     /// A lamp is lit.
//! #     pub struct LampLit {
//! #         /// How bright it is, in lumens.
//! #         pub lumens: u32,
//! #     } = Self { lumens: 800 };
//! #     /// A lamp is put out.
//! #     pub struct LampPutOut {} = Self {};
//! # }
//! fact_family! {
//!     /// Facts of lamps.
//!     LampFact {
//!         /// A lamp was lit.
//!         Lit(LampLit) = "lamp.lit", 1, First, Statement, Public, Amendable, Done;
//!         /// A lamp was put out.
//!         PutOut(LampPutOut) = "lamp.put_out", 1;
//!     }
//! }
//! # impl InFamily for LampFact {
//! #     const FAMILY: Option<Family> = None;
//! # }
//! impl Facts for LampFact {
//!     fn sound(&self) -> Result<(), Refusal> {
//!         match self {
//!             Self::Lit(it) if it.lumens == 0 => Err(Refusal::new("no-amount")),
//!             Self::Lit(_) | Self::PutOut(_) => Ok(()),
//!         }
//!     }
//!     fn references(&self, _named: &mut References) {
//!         match self {
//!             Self::Lit(_) | Self::PutOut(_) => {}
//!         }
//!     }
//! }
//! assert!(LampFact::from(LampLit { lumens: 0 }).sound().is_err());
//! ```
//! Nor does one whose references are forgotten:
//! ```compile_fail
//! # use maillage_events::declare::{InFamily, fact_family, payload};
//! # use maillage_events::family::Family;
//! # use maillage_events::references::References;
//! # use maillage_events::refusal::Refusal;
//! # use maillage_events::rules::Facts;
//! # payload! {
//! #     /// A lamp is lit.
//! #     pub struct LampLit {
//! #         /// How bright it is, in lumens.
//! #         pub lumens: u32,
//! #     } = Self { lumens: 800 };
//! #     /// A lamp is put out.
//! #     pub struct LampPutOut {} = Self {};
//! # }
//! fact_family! {
//!     /// Facts of lamps.
//!     LampFact {
//!         /// A lamp was lit.
//!         Lit(LampLit) = "lamp.lit", 1, First, Statement, Public, Amendable, Done;
//!         /// A lamp was put out.
//!         PutOut(LampPutOut) = "lamp.put_out", 1, Later, Statement, Public, Amendable, Done;
//!     }
//! }
//! # impl InFamily for LampFact {
//! #     const FAMILY: Option<Family> = None;
//! # }
//! impl Facts for LampFact {
//!     fn sound(&self) -> Result<(), Refusal> {
//!         match self {
//!             Self::Lit(it) if it.lumens == 0 => Err(Refusal::new("no-amount")),
//!             Self::Lit(_) | Self::PutOut(_) => Ok(()),
//!         }
//!     }
//!     fn references(&self, _named: &mut References) {
//!         match self {
//!             Self::Lit(_) => {}
//!         }
//!     }
//! }
//! assert!(LampFact::from(LampLit { lumens: 0 }).sound().is_err());
//! ```
//! Nor one whose soundness is:
//! ```compile_fail
//! # use maillage_events::declare::{InFamily, fact_family, payload};
//! # use maillage_events::family::Family;
//! # use maillage_events::references::References;
//! # use maillage_events::refusal::Refusal;
//! # use maillage_events::rules::Facts;
//! # payload! {
//! #     /// A lamp is lit.
//! #     pub struct LampLit {
//! #         /// How bright it is, in lumens.
//! #         pub lumens: u32,
//! #     } = Self { lumens: 800 };
//! #     /// A lamp is put out.
//! #     pub struct LampPutOut {} = Self {};
//! # }
//! fact_family! {
//!     /// Facts of lamps.
//!     LampFact {
//!         /// A lamp was lit.
//!         Lit(LampLit) = "lamp.lit", 1, First, Statement, Public, Amendable, Done;
//!         /// A lamp was put out.
//!         PutOut(LampPutOut) = "lamp.put_out", 1, Later, Statement, Public, Amendable, Done;
//!     }
//! }
//! # impl InFamily for LampFact {
//! #     const FAMILY: Option<Family> = None;
//! # }
//! impl Facts for LampFact {
//!     fn sound(&self) -> Result<(), Refusal> {
//!         match self {
//!             Self::Lit(it) if it.lumens == 0 => Err(Refusal::new("no-amount")),
//!             Self::Lit(_) => Ok(()),
//!         }
//!     }
//!     fn references(&self, _named: &mut References) {
//!         match self {
//!             Self::Lit(_) | Self::PutOut(_) => {}
//!         }
//!     }
//! }
//! assert!(LampFact::from(LampLit { lumens: 0 }).sound().is_err());
//! ```
