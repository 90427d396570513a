//! One question about merge commits: is a file just what a text merge gives?

use super::error::shown;
use super::open::Repository;
use super::{Entry, GitError, Oid};

/// Larger files are taken as somebody's choice without trying.
const MAX_MERGED_BYTES: usize = 8 << 20;
/// A first line that all versions share, so that no result is empty.
const FIRST_LINE: &[u8] = b"\x01\n";

impl Repository {
    /// Tells whether a file is byte for byte what a clean text merge of two versions gives, with
    /// the mode that follows: then nobody chose anything. Links, submodules, binary files and
    /// conflicts never are.
    ///
    /// # Errors
    /// Where a version cannot be read.
    pub fn is_text_merge(
        &self,
        path: &[u8],
        base: Entry,
        sides: [Entry; 2],
        result: Entry,
    ) -> Result<bool, GitError> {
        let regular = |entry: &Entry| entry.mode & 0o170_000 == 0o100_000;
        let [one, two] = sides;
        let mode = if one.mode == base.mode { two.mode } else { one.mode };
        let conflicting_modes = one.mode != base.mode && two.mode != base.mode && one.mode != two.mode;
        if ![base, one, two, result].iter().all(regular) || result.mode != mode || conflicting_modes {
            return Ok(false);
        }
        let [base, one, two, result] = [
            self.merge_input(base.oid, path)?,
            self.merge_input(one.oid, path)?,
            self.merge_input(two.oid, path)?,
            self.merge_input(result.oid, path)?,
        ];
        if [&base, &one, &two].iter().any(|bytes| bytes.len() > MAX_MERGED_BYTES) {
            return Ok(false);
        }
        let (mut base_input, mut one_input, mut two_input) =
            (git2::MergeFileInput::new(), git2::MergeFileInput::new(), git2::MergeFileInput::new());
        base_input.content(&base);
        one_input.content(&one);
        two_input.content(&two);
        // A failure to merge is like a conflict: somebody made the result.
        let merged = git2::merge_file(&base_input, &one_input, &two_input, None);
        Ok(merged.is_ok_and(|merged| merged.is_automergeable() && merged.content() == result))
    }

    fn merge_input(&self, id: Oid, path: &[u8]) -> Result<Vec<u8>, GitError> {
        let bytes = self.blob_of(id, &shown(path))?;
        Ok([FIRST_LINE, &bytes].concat())
    }
}
