//! The rules of the house, read from the files themselves.

#[cfg(test)]
mod arms;
#[cfg(test)]
mod circles;
#[cfg(test)]
mod files;
#[cfg(test)]
mod names;
#[cfg(test)]
mod rooms;
#[cfg(test)]
mod sources;
