//! maillage-server
