//! The texts of governed prompts as they stand in the repository, and what is found in them.

use regex::bytes::{Regex, RegexBuilder};

use crate::facts::Value;
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
    /// Returns the file that it stands in.
    pub fn file(&self) -> FileId {
        self.file
    }

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
            // What a format could have and the file has not is no text.
            if row.value == Value::Absent {
                continue;
            }
            // A prompt that is assembled from several files has no place of its own.
            let parts = match &row.value {
                Value::Text { parts, .. } => parts.as_slice(),
                _ => &[],
            };
            let paths: Vec<&String> = match parts {
                [] if around.files.contains_key(&row.path) => vec![&row.path],
                [] => artifact.at.iter().map(|spot| &spot.path).collect(),
                parts => parts.iter().map(|(path, _)| path).collect(),
            };
            let paths = paths.into_iter().filter(|path| around.files.contains_key(*path));
            for path in paths {
                let file = around.files[path];
                let whole = Span::new(0, context.sources.get(file).text.len());
                let span = row.detail.span.filter(|_| parts.is_empty() && *path == row.path).unwrap_or(whole);
                let text = context.sources.text(Location { file, span });
                prompts.push(Prompt { artifact, text, file, start: span.start as usize });
            }
        }
    }
    prompts
}

/// Finds patterns in every prompt and hands each match to a function: where, and its words.
///
/// Patterns are English and begin and end with ASCII; read as bytes they are ready in a fraction of the time.
pub fn find<'a>(
    context: &Context<'a>,
    patterns: &[&str],
    mut found: impl FnMut(&Prompt<'_, 'a>, Location, &str),
) {
    let prompts = all(context);
    if prompts.is_empty() {
        return;
    }
    let ready = |pattern: &&str| RegexBuilder::new(pattern).unicode(false).build().ok();
    let patterns: Vec<Regex> = patterns.iter().filter_map(ready).collect();
    for prompt in &prompts {
        let mut last = 0;
        let mut places: Vec<(usize, usize)> = patterns
            .iter()
            .flat_map(|p| p.find_iter(prompt.text.as_bytes()))
            .map(|m| (m.start(), m.end()))
            .collect();
        places.sort_unstable();
        for (start, end) in places {
            if let Some(words) = prompt.text.get(start..end).filter(|_| start >= last) {
                last = end;
                found(prompt, prompt.part(start, end - start), words);
            }
        }
    }
}
