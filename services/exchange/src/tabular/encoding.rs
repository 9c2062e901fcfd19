//! Bytes → text: the encodings that spreadsheets write, and those that are refused rather than guessed.

use std::borrow::Cow;

/// Why bytes are no text that could be read without guessing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoText {
    /// A workbook, whatever its name says.
    Workbook,
    /// A document or a picture.
    Document,
    /// Marked as UTF-16 or UTF-32, and damaged.
    Damaged,
    /// Neither UTF-8 nor sound Windows-1252: the byte, and the line that it stands in, from 1.
    Unsure {
        /// The line.
        line: u64,
        /// The byte.
        byte: u8,
    },
}

/// What the bytes 80 to 9F are in Windows-1252; `\0` is what that encoding lacks, or what a French sheet holds only
/// when its encoding is another one: the accented letters of DOS and Macintosh stand there.
const WINDOWS_1252: [char; 32] = [
    '€', '\0', '\0', '\0', '\0', '…', '\0', '\0', '\0', '\0', '\0', '\0', 'Œ', '\0', '\0', '\0', //
    '\0', '‘', '’', '“', '”', '•', '–', '—', '\0', '™', '\0', '\0', 'œ', '\0', '\0', 'Ÿ',
];

/// Reads UTF-8, with a byte order mark or without, UTF-16, and Windows-1252 (the plain CSV of Excel).
pub fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, NoText> {
    if [&b"PK\x03\x04"[..], b"\xd0\xcf\x11\xe0"].iter().any(|magic| bytes.starts_with(magic)) {
        return Err(NoText::Workbook);
    }
    if [&b"%PDF"[..], b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"GIF8"].iter().any(|magic| bytes.starts_with(magic)) {
        return Err(NoText::Document);
    }
    if let Some(bytes) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| unsure(bytes, error.valid_up_to()));
    }
    if bytes.starts_with(b"\xff\xfe\0\0") || bytes.starts_with(b"\0\0\xfe\xff") {
        return Err(NoText::Damaged);
    }
    if let Some((units, order)) = utf16(bytes) {
        let units = units.chunks(2).map(|pair| order([pair[0], pair.get(1).copied().unwrap_or(0xd8)]));
        let text: Result<String, _> = char::decode_utf16(units).collect();
        return text.map(Cow::Owned).map_err(|_| NoText::Damaged);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(error) => windows_1252(bytes, error.valid_up_to()).map(Cow::Owned),
    }
}

type Order = fn([u8; 2]) -> u16;

/// The units of UTF-16 and their order, told by a mark, or by the empty halves of the first letters.
fn utf16(bytes: &[u8]) -> Option<(&[u8], Order)> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => Some((rest, u16::from_le_bytes)),
        [0xfe, 0xff, rest @ ..] => Some((rest, u16::from_be_bytes)),
        [first, 0, second, 0, ..] if *first > 0 && *second > 0 => Some((bytes, u16::from_le_bytes)),
        [0, first, 0, second, ..] if *first > 0 && *second > 0 => Some((bytes, u16::from_be_bytes)),
        _ => None,
    }
}

fn windows_1252(bytes: &[u8], first_bad: usize) -> Result<String, NoText> {
    // Letters of UTF-8 before the first byte that is none: two encodings in one file, none of which reads it all.
    if !bytes.get(..first_bad).unwrap_or_default().is_ascii() {
        return Err(unsure(bytes, first_bad));
    }
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            0x80..=0x9f => match WINDOWS_1252[usize::from(byte - 0x80)] {
                '\0' => return Err(unsure(bytes, at)),
                letter => text.push(letter),
            },
            0xa4 => return Err(unsure(bytes, at)),
            // A letter of two or three bytes as UTF-8 has it, amid letters of one.
            0xc2 | 0xc3 if bytes.get(at + 1).is_some_and(|next| (0x80..=0xbf).contains(next)) => {
                return Err(unsure(bytes, at));
            }
            0xe2 if bytes.get(at + 1).is_some_and(|next| matches!(next, 0x80 | 0x82)) => {
                return Err(unsure(bytes, at));
            }
            byte => text.push(char::from(*byte)),
        }
    }
    Ok(text)
}

fn unsure(bytes: &[u8], at: usize) -> NoText {
    let before = bytes.get(..at).unwrap_or_default();
    let (returns, feeds) = before.iter().fold((0_u64, 0_u64), |(returns, feeds), byte| match byte {
        b'\r' => (returns + 1, feeds),
        b'\n' => (returns, feeds + 1),
        _ => (returns, feeds),
    });
    NoText::Unsure { line: returns.max(feeds) + 1, byte: bytes.get(at).copied().unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encodings_of_spreadsheets_give_the_same_text() {
        let text = "nom;type\nMédiathèque d’été;œuvre – 5 €\n";
        let utf16 = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        let windows = b"nom;type\nM\xe9diath\xe8que d\x92\xe9t\xe9;\x9cuvre \x96 5 \x80\n".to_vec();
        let (little, big) = (utf16(u16::to_le_bytes), utf16(u16::to_be_bytes));
        for bytes in [
            text.as_bytes().to_vec(),
            [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            windows,
            [&b"\xff\xfe"[..], &little].concat(),
            [&b"\xfe\xff"[..], &big].concat(),
            little,
            big,
        ] {
            assert_eq!(decoded(&bytes).as_deref(), Ok(text), "{bytes:x?}");
        }
    }

    #[test]
    fn what_could_be_read_two_ways_is_refused_by_its_line() {
        for (bytes, line, byte) in [
            (&b"nom\nM\x8ediath\x8fque\n"[..], 2, 0x8e),
            (b"nom\rm\x82diath\x8aque\r", 2, 0x82),
            (b"nom\r\nx\r\nm\xc3\xa9diath\xe8que\r\n", 3, 0xe8),
            (b"nom\nth\xe8me\nm\xc3\xa9dia\n", 3, 0xc3),
            (b"\xef\xbb\xbfnom\ncaf\xe9\n", 2, 0xe9),
        ] {
            assert_eq!(decoded(bytes), Err(NoText::Unsure { line, byte }), "{bytes:x?}");
        }
        assert_eq!(decoded(b"PK\x03\x04\x14"), Err(NoText::Workbook));
        assert_eq!(decoded(b"\xff\xfe\x00\xd8"), Err(NoText::Damaged));
    }
}
