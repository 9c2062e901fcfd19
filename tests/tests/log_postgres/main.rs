//! The promises of the log, on PostgreSQL; and what is PostgreSQL's own.
//!
//! # Layout
//! * here: the contract suite; `races`: what two nodes, or a node and a stranger, may do to each other, with steps;
//!   `lost`: replies that never came.
//! * `opening`: what is refused at the start; `grants`: what the application's role may not do.
//! * `marks`: the schemas know each other; backup and restore.
//! * `erasure`: what that role cannot read any more; `controls`: stores that must fail.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test program")]

mod controls;
mod erasure;
mod grants;
mod health;
mod lost;
mod marks;
mod opening;
mod proxy;
mod races;
mod tls;

use maillage_tests::postgres_store::PostgresStore;

/// A store, or the end of the test where there is no PostgreSQL.
macro_rules! store {
    ($make:ident) => {
        match maillage_tests::postgres_store::PostgresStore::$make().await {
            Some(store) => store,
            None => return,
        }
    };
    () => {
        store!(fresh)
    };
}
pub(crate) use store;

maillage_tests::log_contract!(match PostgresStore::fresh().await {
    Some(store) => store,
    None => return,
});
