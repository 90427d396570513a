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
