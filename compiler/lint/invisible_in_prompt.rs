//! A reviewer cannot approve what no reviewer can see.

use crate::facts::is_invisible;

use super::{Context, Findings, Lint, prompts};

/// A governed prompt holds characters that nobody sees.
pub static LINT: Lint =
    lint!("invisible-in-prompt", Warn, Prompts, "A prompt holds characters that nobody sees.", check)
        .needs_repository();

fn check(context: &Context<'_>, out: &mut Findings) {
    for prompt in prompts::all(context) {
        let hidden = |c: char| {
            is_invisible(c) && !matches!(c, '\n' | '\r' | '\t' | '\u{feff}' | '\u{fe0f}' | '\u{200d}')
        };
        let Some((offset, c)) = prompt.text.char_indices().find(|(_, c)| hidden(*c)) else { continue };
        let text = format!(
            "`{}` holds the character U+{:04X}, which nobody sees",
            prompt.artifact.id.name,
            u32::from(c)
        );
        let finding = LINT.at(prompt.part(offset, c.len_utf8()), text).label("here");
        out.push(
            finding
                .because(prompt.artifact.id.at, "governed here")
                .help("take it out: the model reads it, and text can be hidden or turned around with it"),
        );
    }
}
