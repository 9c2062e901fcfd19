//! Maillage, the one binary.

fn main() {}
