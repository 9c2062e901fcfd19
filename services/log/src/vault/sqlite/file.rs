//! Whose file it is, and its tables.

use rusqlite::{Connection, TransactionBehavior, params};

use crate::identity::StoreId;
use crate::vault::VaultError;
use crate::vault::seal::Keys;

/// "MAIV", in the header of the file.
const APPLICATION_ID: i32 = 0x4d41_4956;
const USER_VERSION: i32 = 3;

/// Whether the file is a vault; an empty one is nobody's yet.
pub(super) fn ours(connection: &Connection) -> Result<bool, VaultError> {
    let number = |pragma| connection.pragma_query_value(None, pragma, |row| row.get::<_, i32>(0));
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    match (number("application_id")?, number("user_version")?) {
        (0, 0) if tables == 0 => Ok(false),
        (APPLICATION_ID, USER_VERSION) => Ok(true),
        (application, version) => Err(VaultError::NotOurs { application, version }),
    }
}

/// Writes the schema into an empty file; two processes may try at once.
pub(super) fn create(connection: &mut Connection, keys: &Keys) -> Result<(), VaultError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if !ours(&transaction)? {
        transaction.execute_batch(include_str!("../schema.sql"))?;
        let id = StoreId::new()?.0;
        let sql = "INSERT INTO root (only, proof, id) VALUES (1, ?1, ?2)";
        transaction.execute(sql, params![keys.proof().as_slice(), id.as_bytes()])?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", USER_VERSION)?;
    }
    Ok(transaction.commit()?)
}
