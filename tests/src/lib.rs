//! Does it hold across rooms? Contract suites, journeys, faults, house rules.

pub mod copied;
pub mod killed;
pub mod log_contract;
pub mod meeting;
pub mod postgres_store;
pub mod sqlite_store;
pub mod stepwise;
pub mod vault_store;
