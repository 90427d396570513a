//! The bytes of a commit object, read strictly: what is claimed, and what a signature covers.

use super::error::corrupt;
use super::{Commit, GitError, Ident, Oid};

/// What a walk over history needs of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RawHeader {
    pub tree: Oid,
    pub parents: Vec<Oid>,
    pub seconds: i64,
}

impl Commit {
    /// Parses the bytes of a commit object.
    ///
    /// # Errors
    /// `corrupt-object` where the headers are not the four that git writes first, in git's order.
    pub fn parse(id: Oid, bytes: &[u8]) -> Result<Commit, GitError> {
        let (headers, message) = split(bytes);
        let fields = fields(id, headers)?;
        let (signed_bytes, signature) = without_signature(bytes);
        Ok(Commit {
            id,
            tree: fields.tree,
            parents: fields.parents,
            author: ident(fields.author),
            committer: ident(fields.committer),
            message: String::from_utf8_lossy(message).into_owned(),
            signature,
            signed_bytes,
        })
    }
}

/// Parses what a walk needs.
pub(super) fn parse_header(id: Oid, bytes: &[u8]) -> Result<RawHeader, GitError> {
    let fields = fields(id, split(bytes).0)?;
    Ok(RawHeader { tree: fields.tree, parents: fields.parents, seconds: seconds_of(fields.committer) })
}

struct Fields<'a> {
    tree: Oid,
    parents: Vec<Oid>,
    author: &'a [u8],
    committer: &'a [u8],
}

/// Splits before the blank line that ends the headers.
fn split(bytes: &[u8]) -> (&[u8], &[u8]) {
    match bytes.windows(2).position(|pair| pair == b"\n\n") {
        Some(end) => (&bytes[..end + 1], &bytes[end + 2..]),
        None => (bytes, &[]),
    }
}

/// Reads the four headers that git writes first, in git's order.
fn fields(id: Oid, headers: &[u8]) -> Result<Fields<'_>, GitError> {
    let mut lines = headers.split(|b| *b == b'\n').peekable();
    let tree = lines.next().and_then(|line| oid_after(line, b"tree "));
    let mut parents = Vec::new();
    while let Some(parent) = lines.peek().and_then(|line| oid_after(line, b"parent ")) {
        parents.push(parent);
        lines.next();
    }
    let author = lines.next().and_then(|line| line.strip_prefix(b"author "));
    let committer = lines.next().and_then(|line| line.strip_prefix(b"committer "));
    match (tree, author, committer) {
        (Some(tree), Some(author), Some(committer)) => Ok(Fields { tree, parents, author, committer }),
        _ => Err(corrupt(id, "its headers are not those of a commit")),
    }
}

fn oid_after(line: &[u8], key: &[u8]) -> Option<Oid> {
    Oid::parse(std::str::from_utf8(line.strip_prefix(key)?).ok()?)
}

/// Reads `Name <email> seconds zone`. The e-mail reaches from the first `<` to the last `>`,
/// so that a line with two addresses names neither.
fn ident(line: &[u8]) -> Ident {
    let text = String::from_utf8_lossy(line);
    let open = text.find('<');
    let close = text.rfind('>');
    let (name, email) = match (open, close) {
        (Some(open), Some(close)) if open < close => (&text[..open], &text[open + 1..close]),
        _ => (text.as_ref(), ""),
    };
    Ident { name: name.trim().to_owned(), email: email.trim().to_owned(), seconds: seconds_of(line) }
}

/// Reads the claimed seconds; a number that does not fit becomes the end of the range, text
/// that is no number becomes 0, as in git.
fn seconds_of(line: &[u8]) -> i64 {
    let end = line.iter().rposition(|b| *b == b'>').map_or(0, |at| at + 1);
    let text = String::from_utf8_lossy(line.get(end..).unwrap_or_default());
    let word = text.split_ascii_whitespace().next().unwrap_or("");
    let digits = word.strip_prefix('-').unwrap_or(word);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return 0;
    }
    word.parse().unwrap_or(if word.starts_with('-') { i64::MIN } else { i64::MAX })
}

/// Takes the signature headers out of the bytes, as git does before it verifies.
fn without_signature(bytes: &[u8]) -> (Vec<u8>, Option<String>) {
    let mut rest = Vec::with_capacity(bytes.len());
    let mut signature: Option<Vec<u8>> = None;
    let (mut in_signature, mut in_other) = (false, false);
    let mut position = 0;
    while let Some(tail) = bytes.get(position..).filter(|tail| !tail.is_empty()) {
        let end = tail.iter().position(|b| *b == b'\n').map_or(tail.len(), |at| at + 1);
        let line = &tail[..end];
        if line == b"\n" {
            rest.extend_from_slice(tail);
            break;
        }
        let continued = line.first() == Some(&b' ');
        in_signature = (continued && in_signature) || line.starts_with(b"gpgsig ");
        in_other = (continued && in_other) || (line.starts_with(b"gpgsig") && !in_signature);
        if in_signature {
            let text = line.strip_prefix(b"gpgsig ").or(line.strip_prefix(b" ")).unwrap_or(line);
            signature.get_or_insert_default().extend_from_slice(text);
        } else if !in_other {
            rest.extend_from_slice(line);
        }
        position += end;
    }
    (rest, signature.map(|text| String::from_utf8_lossy(&text).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: Oid = Oid([7; 20]);
    const TREE: &str = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n";

    fn commit(rest: &str) -> Result<Commit, GitError> {
        Commit::parse(ID, format!("{TREE}{rest}").as_bytes())
    }

    #[test]
    fn a_signature_is_cut_out_and_unfolded() {
        let people = "author A <a@x> 10 +0000\ncommitter B <b@x> 20 +0100\n";
        let signed =
            commit(&format!("{people}gpgsig -----BEGIN\n \n abc\n -----END\n\ntitle\n\n gpgsig x\n"));
        let signed = signed.unwrap();
        assert_eq!(signed.signature.as_deref(), Some("-----BEGIN\n\nabc\n-----END\n"));
        assert_eq!(signed.signed_bytes, format!("{TREE}{people}\ntitle\n\n gpgsig x\n").into_bytes());
        assert_eq!(signed.message, "title\n\n gpgsig x\n");
        assert_eq!((signed.author.seconds, signed.committer.seconds), (10, 20));
    }

    #[test]
    fn two_addresses_in_one_line_name_nobody() {
        let odd = commit("author A <a@x> <b@x> 10 +0000\ncommitter B <> x y\n\n").unwrap();
        assert_eq!(odd.author.email, "a@x> <b@x");
        assert_eq!((odd.committer.email.as_str(), odd.committer.seconds), ("", 0));
    }

    #[test]
    fn dates_that_do_not_fit_stop_at_the_end() {
        let far =
            commit("author A <a@x> 99999999999999999999 +0000\ncommitter B <b@x> -5 +0000\n\n").unwrap();
        assert_eq!((far.author.seconds, far.committer.seconds), (i64::MAX, -5));
    }

    #[test]
    fn other_header_orders_are_refused() {
        for bad in ["", "author A <a> 1 +0\n\n", "committer A <a> 1 +0\nauthor A <a> 1 +0\n\n", "parent x\n"]
        {
            assert_eq!(commit(bad).unwrap_err().reason, "corrupt-object", "{bad}");
        }
    }
}
