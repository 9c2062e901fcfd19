//! Canonical JSON: the very bytes that are stored, hashed, published and exported (RFC 8785).
//!
//! Facts hold integers below 2^53 and no floating point, and leave out what is absent (no `null`), so RFC 8785 comes
//! down to sorted keys, no white space and the shortest escapes.

use serde::Serialize;
use serde_json::Value;

/// A value that has no canonical form.
#[derive(Debug, thiserror::Error)]
pub enum NotCanonical {
    /// The value is not JSON.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    /// Floating point, or an integer of 2^53 or more.
    #[error("« {0} » is not an integer below 2^53")]
    Number(String),
}

const SAFE: u64 = 1 << 53;

/// The canonical bytes of any value that serialises to JSON.
pub fn to_bytes<T: Serialize>(value: &T) -> Result<Vec<u8>, NotCanonical> {
    let mut bytes = Vec::with_capacity(256);
    write_value(&mut bytes, &serde_json::to_value(value)?)?;
    Ok(bytes)
}

/// Appends the canonical form of a value.
pub fn write_value(out: &mut Vec<u8>, value: &Value) -> Result<(), NotCanonical> {
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Number(number) => {
            let safe =
                number.as_u64().map_or_else(|| number.as_i64().map(i64::unsigned_abs), Some).is_some_and(|n| n < SAFE);
            if !safe {
                return Err(NotCanonical::Number(number.to_string()));
            }
            out.extend_from_slice(number.to_string().as_bytes());
        }
        Value::String(text) => write_string(out, text)?,
        Value::Array(items) => {
            out.push(b'[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                write_value(out, item)?;
            }
            out.push(b']');
        }
        Value::Object(map) => {
            let mut members: Vec<_> = map.iter().filter(|(_, member)| !member.is_null()).collect();
            members.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            out.push(b'{');
            for (at, (key, member)) in members.into_iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                write_string(out, key)?;
                out.push(b':');
                write_value(out, member)?;
            }
            out.push(b'}');
        }
    }
    Ok(())
}

/// serde_json escapes exactly what RFC 8785 asks: `"`, `\`, and control characters in their shortest form.
fn write_string(out: &mut Vec<u8>, text: &str) -> Result<(), NotCanonical> {
    serde_json::to_writer(out, text)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn keys_are_sorted_by_utf16_and_absent_members_left_out() {
        let value = json!({"é": 1, "b": null, "a": [true, null, "x"], "\u{1f600}": 2, "\u{fb33}": 3});
        let bytes = to_bytes(&value).unwrap();
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            "{\"a\":[true,null,\"x\"],\"é\":1,\"\u{1f600}\":2,\"\u{fb33}\":3}"
        );
    }

    #[test]
    fn strings_take_their_shortest_escapes() {
        let bytes = to_bytes(&json!("\u{8}\t\n\u{c}\r\"\\/\u{1}\u{7f}€")).unwrap();
        assert_eq!(String::from_utf8(bytes).unwrap(), "\"\\b\\t\\n\\f\\r\\\"\\\\/\\u0001\u{7f}€\"");
    }

    #[test]
    fn floating_point_and_unsafe_integers_are_refused() {
        assert!(to_bytes(&json!(0.5)).is_err());
        assert!(to_bytes(&json!(1u64 << 53)).is_err());
        assert!(to_bytes(&json!((1u64 << 53) - 1)).is_ok());
        assert!(to_bytes(&json!(-3)).is_ok());
    }
}
