//! The texts of governed prompts as they stand in the repository, and what is found in them.

use regex::Regex;

use crate::model::Artifact;
use crate::source::{FileId, Location, Span};

use super::Context;

/// A prompt of the repository, as its file has it.
pub struct Prompt<'c, 'a> {
    /// The artifact.
    pub artifact: &'a Artifact,
    /// The bytes of the value in its file.
    pub text: &'c str,
    file: FileId,
    start: usize,
}

impl Prompt<'_, '_> {
    /// Returns the place of some bytes of the text.
    pub fn part(&self, offset: usize, length: usize) -> Location {
        let from = self.start + offset;
        Location { file: self.file, span: Span::new(from, from + length) }
    }
}

/// Lists the prompts of the repository; a file that several artifacts name is listed for each.
pub fn all<'c, 'a>(context: &'c Context<'a>) -> Vec<Prompt<'c, 'a>> {
    let mut prompts = Vec::new();
    for (system, artifact) in context.artifacts().filter(|(_, a)| a.kind == crate::kind::Kind::Prompt) {
        for row in context.rows(system, artifact) {
            let Some(around) = &context.surroundings else { continue };
            // A prompt that is assembled from several files has no place of its own.
            let paths: Vec<&String> = match around.files.contains_key(&row.path) {
                true => vec![&row.path],
                false => {
                    around.files.keys().filter(|path| artifact.at.iter().any(|s| s.path == **path)).collect()
                }
            };
            for path in paths {
                let file = around.files[path];
                let whole = Span::new(0, context.sources.get(file).text.len());
                let span = row.detail.span.filter(|_| *path == row.path).unwrap_or(whole);
                let text = context.sources.text(Location { file, span });
                prompts.push(Prompt { artifact, text, file, start: span.start as usize });
            }
        }
    }
    prompts
}

/// Finds patterns in every prompt and hands each match to a function: where, and its words.
pub fn find<'a>(
    context: &Context<'a>,
    patterns: &[&str],
    mut found: impl FnMut(&Prompt<'_, 'a>, Location, &str),
) {
    let prompts = all(context);
    if prompts.is_empty() {
        return;
    }
    let patterns: Vec<Regex> = patterns.iter().filter_map(|pattern| Regex::new(pattern).ok()).collect();
    for prompt in &prompts {
        let mut last = 0;
        let mut places: Vec<(usize, usize)> =
            patterns.iter().flat_map(|p| p.find_iter(prompt.text)).map(|m| (m.start(), m.end())).collect();
        places.sort_unstable();
        for (start, end) in places {
            if start >= last {
                last = end;
                found(prompt, prompt.part(start, end - start), &prompt.text[start..end]);
            }
        }
    }
}
