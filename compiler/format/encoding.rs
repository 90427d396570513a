//! Text that is not UTF-8, for showing only: under a policy it stays unknown.

/// Decodes bytes that are no UTF-8; returns the text and what its encoding is called. `None` for
/// what is no text in any of them.
///
/// UTF-16 is told by its byte order mark. Everything else is taken as Windows-1252, which is
/// Latin-1 with letters and quotes where Latin-1 has control characters (WHATWG Encoding
/// Standard, index windows-1252, read in 2026).
pub(super) fn decode(bytes: &[u8]) -> Option<(String, &'static str)> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => {
            utf16(rest, u16::from_le_bytes).map(|text| (text, "UTF-16, little-endian"))
        }
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes).map(|text| (text, "UTF-16, big-endian")),
        _ if bytes.contains(&0) => None,
        _ => Some((bytes.iter().map(|byte| windows_1252(*byte)).collect(), "Windows-1252")),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let units: Vec<u16> =
        bytes.chunks(2).map(|pair| <[u8; 2]>::try_from(pair).ok().map(unit)).collect::<Option<_>>()?;
    String::from_utf16(&units).ok()
}

/// The characters of the bytes 0x80 to 0x9f.
const UPPER: [char; 32] = [
    '\u{20ac}', '\u{81}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}', '\u{2c6}',
    '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{8d}', '\u{17d}', '\u{8f}', '\u{90}', '\u{2018}',
    '\u{2019}', '\u{201c}', '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}', '\u{2dc}', '\u{2122}', '\u{161}',
    '\u{203a}', '\u{153}', '\u{9d}', '\u{17e}', '\u{178}',
];

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9f => UPPER[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_tell_utf_16_and_the_rest_is_windows_1252() {
        let little: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain("a: é\u{1f600}".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert_eq!(decode(&little).unwrap().0, "a: é\u{1f600}");
        assert_eq!(decode(b"\xfe\xff\0a").unwrap(), ("a".into(), "UTF-16, big-endian"));
        assert_eq!(decode(b"na\xefve \x93x\x94").unwrap(), ("naïve “x”".into(), "Windows-1252"));
        assert_eq!(decode(b"\xff\xfea"), None);
        assert_eq!(decode(b"\x89PNG\0"), None);
    }
}
