//! The calendar as iCalendar (RFC 5545), for the calendars that people look at.

use crate::register::calendar::Occasion;
use crate::render::escape;
use crate::time::Instant;

/// The most octets of a line, without its end (RFC 5545 §3.1).
const LINE: usize = 75;

/// Renders occasions as events of whole days. `at` is the stamp of each, so that the same question
/// gives the same bytes.
pub fn icalendar(occasions: &[Occasion], name: &str, at: Instant) -> String {
    let mut out = String::new();
    for line in
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//countersign//show calendar//EN", "CALSCALE:GREGORIAN"]
    {
        push(line, &mut out);
    }
    push(&format!("X-WR-CALNAME:{}", text(name)), &mut out);
    let stamp = at.to_string().replace(['-', ':'], "");
    for occasion in occasions {
        let day = occasion.day.to_string().replace('-', "");
        let next = occasion.day.end().day().to_string().replace('-', "");
        let owner = if occasion.owner.is_empty() { "no owner is stated" } else { &occasion.owner };
        push("BEGIN:VEVENT", &mut out);
        push(&format!("UID:{}", occasion.uid), &mut out);
        push(&format!("DTSTAMP:{stamp}"), &mut out);
        push(&format!("DTSTART;VALUE=DATE:{day}"), &mut out);
        push(&format!("DTEND;VALUE=DATE:{next}"), &mut out);
        push(&format!("SUMMARY:{}", text(&occasion.what)), &mut out);
        push(&format!("DESCRIPTION:{}", text(&format!("{}; owner: {owner}", occasion.item))), &mut out);
        push("TRANSP:TRANSPARENT", &mut out);
        push("END:VEVENT", &mut out);
    }
    push("END:VCALENDAR", &mut out);
    out
}

/// Escapes a text value (RFC 5545 §3.3.11).
fn text(value: &str) -> String {
    let value = escape::terminal(value);
    value.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,")
}

/// Adds a line, folded between characters at 75 octets.
fn push(line: &str, out: &mut String) {
    let mut width = 0;
    for c in line.chars() {
        if width + c.len_utf8() > LINE {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(c);
        width += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::{push, text};

    #[test]
    fn long_lines_are_folded_between_characters() {
        let mut out = String::new();
        let long = format!("SUMMARY:{}", "é".repeat(100));
        push(&long, &mut out);
        assert!(out.split("\r\n").all(|line| line.len() <= 75));
        assert_eq!(out.replace("\r\n ", "").trim_end(), long);
    }

    #[test]
    fn text_cannot_end_its_line() {
        assert_eq!(text("a, b; c\\d\r\nEND:VEVENT"), "a\\, b\\; c\\\\d\\\\u{d}\\\\u{a}END:VEVENT");
    }
}
