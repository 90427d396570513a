//! A register as comma-separated values (RFC 4180).

use crate::register::Register;
use crate::render::escape;

/// Renders a line of headings and a line for each row, each ended by CR LF.
///
/// A spreadsheet takes a cell that starts with `=`, `+`, `-` or `@` for a formula and runs it, so
/// such a cell gets an apostrophe in front, which spreadsheets do not show.
pub fn csv(register: &Register) -> String {
    let mut out = String::new();
    let item = std::iter::once("item".to_owned());
    line(register.columns.iter().map(|column| column.key.clone()).chain(item), &mut out);
    for row in &register.rows {
        let item = std::iter::once(row.item.clone());
        line(row.cells.iter().map(|cell| cell.text("; ")).chain(item), &mut out);
    }
    out
}

fn line(cells: impl Iterator<Item = String>, out: &mut String) {
    let cells: Vec<String> = cells.map(|cell| field(&cell)).collect();
    out.push_str(&cells.join(","));
    out.push_str("\r\n");
}

fn field(text: &str) -> String {
    // Controls become visible escapes, so that no line can end within a cell.
    let text = escape::terminal(text);
    // The full-width forms are taken for the plain ones by some spreadsheets.
    let formula = text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    let text = if formula { format!("'{text}") } else { text };
    let plain = !text.contains([',', '"', ';', '\'']) && text.trim() == text;
    if plain { text } else { format!("\"{}\"", text.replace('"', "\"\"")) }
}

#[cfg(test)]
mod tests {
    use super::field;

    #[test]
    fn a_formula_is_no_formula() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "＝1"] {
            assert_eq!(field(text), format!("\"'{text}\""));
        }
    }

    #[test]
    fn quotes_and_line_ends_stay_in_their_cell() {
        assert_eq!(field("a \"b\", c"), "\"a \"\"b\"\", c\"");
        assert_eq!(field("a\r\n=1"), "a\\u{d}\\u{a}=1");
        assert_eq!(field("plain – text"), "plain – text");
    }
}
