//! What happened. This room is pure: no I/O, no clock, no randomness.
//!
//! # Layout
//! * [`family`]: the one list of the families of facts; [`declare`]: how a family declares its facts, one line a kind;
//!   [`kind_info`]: what such a line says; `forgotten`: what does not compile; [`fact`]: every fact of every
//!   family, and the registry of kinds, from that list.
//! * one folder a family ([`action`], [`agreement`], [`body`], [`category`], [`contract`], [`discrepancy`], [`fiche`],
//!   [`funding`], [`import`], [`mandate`], [`measure`], [`organisation`], [`partnership`], [`person`], [`pole`],
//!   [`session`], [`space`]): `facts` holds its payloads, `rules` what is refused, what is sound and which streams are
//!   named.
//! * [`amendment`]: how a fact is corrected without being changed.
//! * [`decide`]: state and ask in, facts or a [`refusal`] out; [`rules`]: what the rules of all families share;
//!   [`register`]: the rules that no stream guards alone; [`references`]: the streams that a fact names; [`screen`]:
//!   what may not become part of a fact.
//! * [`happened`]: what and when; [`envelope`]: what surrounds every fact;
//!   [`canonical`]: the bytes that the ledger hashes; [`view`]: reading them lazily; [`upcast`]: reading older shapes,
//!   which `lamp`, a family of tests alone, puts to the test;
//!   [`unreadable`]: why one cannot be read; [`shape_fault`]: where and why JSON is not of a shape; `titled`: what
//!   the object of a fact is called.
//! * [`schema`]: what strangers need to read facts, from the registry of kinds; [`form`]: the form of one type.
//! * the words facts are made of: [`id`], [`when`], [`timeline`], [`tenure`], [`charge`], [`quantity`], [`decimal`],
//!   [`amount`], [`text`], [`party`], [`holder`], [`place`], [`time_zone`], `closed_list`; [`bad_id`] is the
//!   error of those that are misspelt.
//! * [`messages`]: what people read, in French and in English.

pub mod action;
pub mod agreement;
pub mod amendment;
pub mod amount;
pub mod bad_id;
pub mod body;
pub mod canonical;
pub mod category;
pub mod charge;
mod closed_list;
pub mod contract;
pub mod decide;
pub mod decimal;
pub mod declare;
pub mod discrepancy;
pub mod envelope;
pub mod fact;
pub mod family;
pub mod fiche;
mod forgotten;
pub mod form;
pub mod funding;
pub mod happened;
pub mod holder;
pub mod id;
pub mod import;
pub mod kind_info;
#[cfg(test)]
mod lamp;
pub mod mandate;
pub mod measure;
pub mod messages;
pub mod organisation;
pub mod partnership;
pub mod party;
pub mod person;
pub mod place;
pub mod pole;
pub mod quantity;
pub mod references;
pub mod refusal;
pub mod register;
pub mod rules;
pub mod schema;
pub mod screen;
pub mod session;
pub mod shape_fault;
pub mod space;
pub mod tenure;
pub mod text;
pub mod time_zone;
pub mod timeline;
mod titled;
pub mod unreadable;
pub mod upcast;
pub mod view;
pub mod when;
