//! The salt of facts that speak of a person: with it a ledger can hold a hash of their data that says nothing of it.

use std::fmt::Write;

use serde::{Deserialize, Serialize};

use crate::bad_id::BadId;

/// Sixteen random bytes, in hexadecimal. Chance is given by whoever carries out a command; rules know none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Salt(pub [u8; 16]);

crate::bad_id::string_schema!(Salt, "^[0-9a-f]{32}$", "5f1d7c0a9b3e4f2d8a6c1b0e7d9f3a52");

impl From<Salt> for String {
    fn from(salt: Salt) -> String {
        salt.0.iter().fold(String::with_capacity(32), |mut text, byte| {
            // Writing to a string does not fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

impl TryFrom<String> for Salt {
    type Error = BadId;

    fn try_from(text: String) -> Result<Self, BadId> {
        let mut bytes = [0; 16];
        let digits = |byte: &u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(byte);
        let whole = text.len() == 32 && text.bytes().all(|byte| digits(&byte));
        for (at, byte) in bytes.iter_mut().enumerate().filter(|_| whole) {
            *byte = text.get(at * 2..at * 2 + 2).and_then(|two| u8::from_str_radix(two, 16).ok()).unwrap_or(0);
        }
        if whole { Ok(Self(bytes)) } else { Err(BadId { value: text, expected: "16 bytes in hexadecimal" }) }
    }
}
