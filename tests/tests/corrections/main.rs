//! Corrections through the executor, on a log: what they name must stand, what others name is not removed, several are
//! judged together, and the places that they free are given at once.

#[cfg(test)]
mod city;
#[cfg(test)]
mod envelopes;
#[cfg(test)]
mod money;
#[cfg(test)]
mod removals;
#[cfg(test)]
mod together;
