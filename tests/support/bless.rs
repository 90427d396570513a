//! Rewrites the expected output of console blocks in place.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// New lines for a range of old ones.
type Replacement = (Range<usize>, Vec<String>);

/// What is to be rewritten once everything has run.
#[derive(Clone)]
pub struct Bless {
    wanted: bool,
    found: Arc<Mutex<BTreeMap<PathBuf, Vec<Replacement>>>>,
}

impl Bless {
    /// Makes an empty list; nothing is ever written unless `wanted`.
    pub fn new(wanted: bool) -> Bless {
        Bless { wanted, found: Arc::default() }
    }

    /// Tells whether output that differs is to be taken over.
    pub fn wanted(&self) -> bool {
        self.wanted
    }

    /// Notes new lines for a page, by 0-based lines of the page as it is.
    pub fn note(&self, page: &Path, lines: Range<usize>, text: Vec<String>) {
        let mut found = self.found.lock().expect("no trial panics while it notes");
        found.entry(page.to_path_buf()).or_default().push((lines, text));
    }

    /// Writes the pages, from the last line up, and returns them.
    pub fn write(&self) -> Vec<PathBuf> {
        let mut found = self.found.lock().expect("all trials have ended");
        for (page, replacements) in found.iter_mut() {
            let text = std::fs::read_to_string(page).expect("the page was read before");
            let mut lines: Vec<String> = text.lines().map(str::to_string).collect();
            replacements.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
            for (range, new) in replacements.drain(..) {
                lines.splice(range, new);
            }
            std::fs::write(page, lines.join("\n") + "\n").expect("the page can be written");
        }
        found.keys().cloned().collect()
    }
}
