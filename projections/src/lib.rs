//! What we now believe. This room is pure: folds of facts in order, and the questions that can be put to them.
//!
//! # Layout
//! * [`projection`]: what a fold is; `fold`: how one is declared; [`payload`]: what it reads of a fact;
//!   [`table`]: its rows, which know what changed; [`answer`]: what it is asked; [`catalogue`]: every one of them.
//! * one module a projection: [`actions`], [`agenda`], [`attendance`], [`cadence`], [`contracts`], [`corrections`],
//!   [`directory`], [`discrepancies`], [`fiches`], [`funding`], [`measures`], [`network`], [`persons`],
//!   [`poles`].
//! * [`figures`]: exact percentages, shares, and numbers as people read them; [`amounts`]: decimal numbers likewise;
//!   [`dates`]: dates as they do.
//! * [`titles`], [`names`], `naming`: what things are called in tables; `spans`: what was so in a period;
//!   `stays`: what begins and ends; `successions`: who took over from whom; `merges`: which references are one person;
//!   [`civil`]: the civil day of a moment; [`session_date`]: that of a session; `presences`: who was there, once each;
//!   [`civil`]: the civil day of a moment; [`session_date`]: that of a session; [`session_count`]: how many they are;
//!   `encounters`: who was where with whom; `belongs`: what is of a contract, a pole, a fiche.
//! * [`report`]: answers with their definitions, the same for the page, the command line and the API;
//!   [`originals`]: what some of them show that rows do not keep.

pub mod actions;
pub mod agenda;
pub mod amounts;
pub mod answer;
pub mod attendance;
mod belongs;
pub mod cadence;
pub mod catalogue;
pub mod civil;
pub mod contracts;
pub mod corrections;
pub mod dates;
pub mod directory;
pub mod discrepancies;
mod encounters;
pub mod fiches;
pub mod figures;
mod fold;
pub mod funding;
pub mod measures;
mod merges;
pub mod names;
mod naming;
pub mod network;
pub mod originals;
pub mod payload;
pub mod persons;
pub mod poles;
mod presences;
pub mod projection;
pub mod report;
pub mod session_count;
pub mod session_date;
mod spans;
mod stays;
mod successions;
pub mod table;
#[cfg(test)]
pub mod testing;
pub mod titles;
