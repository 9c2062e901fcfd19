//! Who a person is.

use serde::{Deserialize, Serialize};
use zeroize::ZeroizeOnDrop;

/// Who a person is. Never in a fact, a log line, a metric or an error message.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ZeroizeOnDrop)]
pub struct PersonCard {
    /// Family name.
    pub family_name: String,
    /// Given name.
    pub given_name: String,
    /// Telephone or e-mail.
    pub contact: Option<String>,
}

impl std::fmt::Debug for PersonCard {
    /// Shows nothing of the person.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PersonCard(…)")
    }
}
