//! Social security numbers (NIR): `1 85 05 2A 006 084 35`. Sex, year, month, department (2A and 2B in Corsica),
//! commune, order, and a key that may be absent.

use super::is_joint;

/// Where the fields end, the key aside.
const FIELDS: u32 = 1 << 1 | 1 << 3 | 1 << 5 | 1 << 7 | 1 << 10;

/// Whether plain words hold such a number. Sums of as many digits are none: their groups end elsewhere.
pub fn has_social_security_number(plain: &str) -> bool {
    let bytes = plain.as_bytes();
    (0..bytes.len()).any(|at| {
        matches!(bytes[at], b'1'..=b'4' | b'7' | b'8')
            && (at == 0 || !bytes[at - 1].is_ascii_digit())
            && begins_with_number(&bytes[at..])
    })
}

fn begins_with_number(bytes: &[u8]) -> bool {
    let (digits, ends) = digits(bytes);
    // Digits and letters stand in groups: a number ends with one.
    let whole = |length: usize| digits.len() == length || digits.len() > length && ends & 1 << length != 0;
    let inner = ends & ((1 << 13) - 1);
    let (Some(month), Some(department)) = (number(&digits, 3..5), digits.get(5..7)) else { return false };
    let on_fields = inner & !FIELDS == 0;
    let born = matches!(month, 1..=12 | 20 | 30..=42) || on_fields && inner == FIELDS && month >= 50;
    if !born || !is_department(department) {
        return false;
    }
    let keyed = whole(15) && key(&digits).is_some() && key(&digits) == number(&digits, 13..15);
    let unkeyed = (whole(13) || whole(15)) && on_fields && matches!(digits[0], b'1' | b'2');
    keyed && (on_fields || month <= 12) || unkeyed
}

/// The digits at the beginning, sixteen at the most, and after how many of them a group ends, as bits.
fn digits(bytes: &[u8]) -> (Vec<u8>, u32) {
    let (mut digits, mut ends, mut between) = (Vec::with_capacity(16), 0, 0);
    for b in bytes {
        match b {
            b'0'..=b'9' => digits.push(*b),
            b'A' | b'B' | b'a' | b'b' if digits.len() == 6 && digits[5] == b'2' => digits.push(b.to_ascii_uppercase()),
            b if is_joint(*b) && between < 3 => {
                ends |= 1 << digits.len();
                between += 1;
                continue;
            }
            _ => break,
        }
        between = 0;
        if digits.len() == 16 {
            break;
        }
    }
    (digits, ends)
}

fn number(digits: &[u8], range: std::ops::Range<usize>) -> Option<u64> {
    std::str::from_utf8(digits.get(range)?).ok()?.parse().ok()
}

fn is_department(digits: &[u8]) -> bool {
    matches!(digits, [b'2', b'A' | b'B']) || number(digits, 0..2).is_some_and(|department| department > 0)
}

/// The key that the first thirteen digits ask for.
fn key(digits: &[u8]) -> Option<u64> {
    let mut plain: Vec<u8> = digits.get(..13)?.to_vec();
    let letter = plain[6];
    if !letter.is_ascii_digit() {
        plain[5] = b'1';
        plain[6] = if letter == b'A' { b'9' } else { b'8' };
    }
    number(&plain, 0..13).map(|number| 97 - number % 97)
}
