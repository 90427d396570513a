//! The edits of a file as a unified diff that `git apply` takes.

use similar::TextDiff;

use super::escape::terminal;

/// Renders what changes in a file; its text is shown escaped.
pub fn unified(path: &str, before: &str, after: &str) -> String {
    let (old, new) = (format!("a/{path}"), format!("b/{path}"));
    let diff =
        TextDiff::from_lines(before, after).unified_diff().context_radius(3).header(&old, &new).to_string();
    diff.split_inclusive('\n').map(|line| terminal(line.trim_end_matches('\n')) + "\n").collect()
}
