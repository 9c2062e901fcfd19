//! International bank account numbers (IBAN), by their country, their length and their check digits.

const LENGTHS: [(&[u8; 2], usize); 10] = [
    (b"FR", 27),
    (b"MC", 27),
    (b"BE", 16),
    (b"LU", 20),
    (b"DE", 22),
    (b"CH", 21),
    (b"ES", 24),
    (b"IT", 27),
    (b"PT", 25),
    (b"GB", 22),
];

/// Whether plain words hold an account number, its groups joined or apart.
pub fn has_account(plain: &str) -> bool {
    let bytes = plain.as_bytes();
    (0..bytes.len()).any(|at| {
        let begins = at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
        begins && bytes.get(at + 2).is_some_and(u8::is_ascii_digit) && account(&bytes[at..])
    })
}

fn account(bytes: &[u8]) -> bool {
    let country = [bytes[0].to_ascii_uppercase(), bytes[1].to_ascii_uppercase()];
    let Some((_, length)) = LENGTHS.iter().find(|(known, _)| **known == country) else { return false };
    let mut number = Vec::with_capacity(*length);
    let mut rest = bytes.iter();
    while number.len() < *length {
        match rest.next() {
            Some(b) if b.is_ascii_alphanumeric() => number.push(b.to_ascii_uppercase()),
            Some(b' ' | b'-' | b'.' | b'_') => {}
            _ => return false,
        }
    }
    if rest.next().is_some_and(u8::is_ascii_alphanumeric) {
        return false;
    }
    number.rotate_left(4);
    let remainder = number.iter().fold(0_u32, |sum, b| match b {
        b'0'..=b'9' => (sum * 10 + u32::from(b - b'0')) % 97,
        letter => (sum * 100 + u32::from(letter - b'A') + 10) % 97,
    });
    remainder == 1
}
