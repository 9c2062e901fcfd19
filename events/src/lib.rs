//! What happened. This room is pure: no I/O, no clock, no randomness.
//!
//! # Layout
//! * [`family`]: the families of facts and the macro that declares one; [`fact`]: every fact of every family.
//! * one folder a family ([`contract`], [`fiche`], [`session`], …): `facts` holds its payloads, `rules` what is
//!   refused.
//! * [`envelope`]: what surrounds every fact; [`canonical`]: the bytes that the ledger hashes; [`view`]: reading them
//!   lazily.
//! * [`schema`]: what strangers need to read facts: JSON Schemas and the AsyncAPI document, from the registry of kinds.
//! * [`decide`]: state and ask in, facts or a [`refusal`] out; [`amendment`]: how a fact is corrected without being
//!   changed.
//! * the words facts are made of: [`id`], [`when`], [`quantity`], [`text`].

pub mod action;
pub mod amendment;
pub mod bad_id;
pub mod body;
pub mod canonical;
pub mod category;
pub mod contract;
pub mod decide;
pub mod discrepancy;
pub mod envelope;
pub mod fact;
pub mod family;
pub mod fiche;
pub mod funding;
pub mod id;
pub mod import;
pub mod mandate;
pub mod measure;
pub mod messages;
pub mod organisation;
pub mod partnership;
pub mod person;
pub mod pole;
pub mod quantity;
pub mod references;
pub mod refusal;
pub mod schema;
pub mod screen;
pub mod session;
mod soundness;
pub mod space;
pub mod text;
pub mod view;
pub mod when;
