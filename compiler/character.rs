//! Which characters a person cannot see, or which change the order of what they see.
//!
//! A policy is read by the people who sign it, so what they cannot see has no place in it.

/// Says what a hidden character is, or returns `None` for one that can be seen.
///
/// Hidden are controls (but not tab, line feed and carriage return), characters that change the
/// writing direction, characters without width, and characters that are blank but no space.
pub fn hidden(c: char) -> Option<&'static str> {
    match c {
        '\t' | '\n' | '\r' | ' '..='~' => None,
        '\0'..='\x1f' | '\x7f'..='\u{9f}' => Some("a control character"),
        '\u{feff}' => Some("a byte order mark"),
        '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            Some("a character that changes the writing direction")
        }
        '\u{2028}' | '\u{2029}' => Some("a line separator"),
        '\u{00ad}'
        | '\u{034f}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200d}'
        | '\u{2060}'..='\u{2065}'
        | '\u{206a}'..='\u{206f}'
        | '\u{2800}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' => Some("an invisible character"),
        _ => None,
    }
}

/// Says what a word is in whose letters are of two scripts, so that it can look like another.
///
/// Greek letters stand beside Latin ones in units and formulas; only those count that look like
/// a Latin letter.
pub fn looks_like(word: &str) -> Option<&'static str> {
    let latin = word.chars().any(|c| matches!(c, 'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}'));
    let any = |fits: fn(char) -> bool| word.chars().any(fits);
    if !latin || word.is_ascii() {
        None
    } else if any(|c| matches!(c, '\u{400}'..='\u{52f}')) {
        Some("Latin and Cyrillic letters")
    } else if any(|c| "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορτυχ".contains(c)) && word.chars().count() > 2
    {
        Some("Latin and Greek letters")
    } else if any(|c| matches!(c, '\u{ff21}'..='\u{ff5a}')) {
        Some("Latin letters and wide ones")
    } else if any(
        |c| matches!(c, '\u{530}'..='\u{58f}' | '\u{13a0}'..='\u{13ff}' | '\u{1d400}'..='\u{1d7ff}'),
    ) {
        Some("Latin letters and others that look like them")
    } else {
        None
    }
}

/// Names a character that nobody sees, as the Unicode standard does.
pub fn name(c: char) -> &'static str {
    match c {
        '\u{00ad}' => "soft hyphen",
        '\u{034f}' => "combining grapheme joiner",
        '\u{061c}' => "Arabic letter mark",
        '\u{200b}' => "zero width space",
        '\u{200c}' => "zero width non-joiner",
        '\u{200d}' => "zero width joiner",
        '\u{200e}' => "left-to-right mark",
        '\u{200f}' => "right-to-left mark",
        '\u{2028}' => "line separator",
        '\u{2029}' => "paragraph separator",
        '\u{202a}' => "left-to-right embedding",
        '\u{202b}' => "right-to-left embedding",
        '\u{202c}' => "pop directional formatting",
        '\u{202d}' => "left-to-right override",
        '\u{202e}' => "right-to-left override",
        '\u{2060}' => "word joiner",
        '\u{2061}'..='\u{2064}' => "invisible mathematical sign",
        '\u{2066}' => "left-to-right isolate",
        '\u{2067}' => "right-to-left isolate",
        '\u{2068}' => "first strong isolate",
        '\u{2069}' => "pop directional isolate",
        '\u{2800}' => "blank Braille pattern",
        '\u{3164}' | '\u{ffa0}' | '\u{115f}' | '\u{1160}' => "Hangul filler",
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => "variation selector",
        '\u{feff}' => "zero width no-break space",
        '\u{e0000}'..='\u{e007f}' => "tag character",
        _ => hidden(c).map_or("visible", |what| what.trim_start_matches("an ").trim_start_matches("a ")),
    }
}

/// Names a character the way it is written in a string: `\u{200b}`.
pub fn escaped(c: char) -> String {
    format!("\\u{{{:x}}}", u32::from(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_seen_is_not_hidden() {
        for c in "aé ñ日本語ß€—’\u{a0}\t\n\r🙂".chars() {
            assert_eq!(hidden(c), None, "{c:?}");
        }
        for c in "\0\x1b\x7f\u{85}\u{202e}\u{200b}\u{feff}\u{2028}\u{fe0f}\u{e0041}".chars() {
            assert!(hidden(c).is_some(), "{c:?}");
        }
    }
}
