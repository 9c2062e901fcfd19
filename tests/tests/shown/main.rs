//! Every message of both catalogues, as an answer of Maillage really shows it: pages, reports in each of their formats,
//! problems, what an import prints, what an erasure answers.
//!
//! # Layout
//! * [`house`]: a server and importers over a store in memory;
//! * [`heard`]: what was said, what of it an answer shows, and what is wrong with it;
//! * [`pages`], [`lived`], [`seeds`], [`requests`], [`amended`], [`imports`], [`sheets`], [`records`], [`people`],
//!   [`again`], [`broken`], [`ailing`]: what is asked, one sort of answers each;
//! * [`wrong`]: values that are not of the form of a member;
//! * [`every_message`]: no message is left that no answer shows.

#[cfg(test)]
mod again;
#[cfg(test)]
mod ailing;
#[cfg(test)]
mod amended;
#[cfg(test)]
mod broken;
#[cfg(test)]
mod every_message;
#[cfg(test)]
mod heard;
#[cfg(test)]
mod house;
#[cfg(test)]
mod imports;
#[cfg(test)]
mod lived;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod people;
#[cfg(test)]
#[path = "../../../events/tests/rules/readable.rs"]
mod readable;
#[cfg(test)]
mod records;
#[cfg(test)]
mod requests;
#[cfg(test)]
mod seeds;
#[cfg(test)]
mod sheets;
#[cfg(test)]
mod wrong;
