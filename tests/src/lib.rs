//! maillage-tests
