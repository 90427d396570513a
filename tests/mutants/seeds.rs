//! The policies that are edited, cut into the pieces that edits are about.

use std::ops::Range;
use std::path::Path;

use base64::Engine;
use countersign::stdlib;

/// A policy without errors.
pub struct Seed {
    pub name: String,
    /// Path and text of each file.
    pub files: Vec<(String, String)>,
    /// How often mistakes are made together.
    pub rounds: usize,
}

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Word,
    Text,
    Number,
    Percent,
    Date,
    Range,
    Reference,
    Path,
    Open,
    Close,
    OpenList,
    CloseList,
    Comma,
}

/// A piece of text and where it stands.
#[derive(Clone, Debug)]
pub struct Piece {
    pub sort: Sort,
    pub at: Range<usize>,
    pub text: String,
    /// The line, from 1.
    pub line: u32,
    /// Which item of the file, from 0.
    pub item: usize,
    /// Where in its clause, from 0, the leading word.
    pub place: usize,
    /// How many bodies are open.
    pub depth: usize,
    pub in_list: bool,
    /// The leading word of its item and of its clause.
    pub heads: (String, String),
}

/// Lists every policy of the repository that compiles whole.
pub fn all() -> Vec<Seed> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = |name: &str, rounds| Seed { name: name.to_owned(), files: read(&root.join(name)), rounds };
    let mut seeds = vec![
        folder("examples/insurer/governance", 12),
        folder("examples/first/governance", 4),
        folder("policies/starter/governance", 6),
    ];
    let whole = ("whole.countersign".to_owned(), keyed(include_str!("whole.countersign")));
    let frame = ("frame.countersign".to_owned(), keyed(include_str!("../support/frame.countersign")));
    let modules = stdlib::MODULES.iter().map(|module| (module.path.to_owned(), module.text.to_owned()));
    let library = std::iter::once(frame).chain(modules).collect();
    seeds.push(Seed { name: "stdlib".into(), files: library, rounds: 2 });
    seeds.push(Seed { name: "tests/mutants/whole.countersign".into(), files: vec![whole], rounds: 12 });
    seeds
}

fn read(folder: &Path) -> Vec<(String, String)> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    let policies = files.filter(|entry| entry.path().extension().is_some_and(|e| e == "countersign"));
    let named = policies.map(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        (name, keyed(&std::fs::read_to_string(entry.path()).expect("a policy of the repository is read")))
    });
    named.collect()
}

/// Puts a key in for each `{{key:NAME}}`.
fn keyed(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{key:") {
        let (name, after) = after.split_once("}}").expect("a mark for a key is closed");
        let bytes: Vec<u8> = name.bytes().cycle().take(32).collect();
        let blob = [&[0, 0, 0, 11][..], b"ssh-ed25519", &[0, 0, 0, 32], &bytes].concat();
        out += &format!("{before}ssh-ed25519 {}", base64::engine::general_purpose::STANDARD.encode(blob));
        rest = after;
    }
    out + rest
}

/// Lists the names that the items of a policy declare, and the artifacts of its systems.
pub fn declared(seed: &Seed) -> Vec<String> {
    let all = seed.files.iter().flat_map(|(_, text)| pieces(text));
    let names = all.filter(is_declaration);
    names.map(|p| p.text).collect()
}

/// Tells whether a piece gives a name to something.
pub fn is_declaration(piece: &Piece) -> bool {
    let artifact = matches!(
        piece.heads.1.as_str(),
        "prompt"
            | "model"
            | "threshold"
            | "parameter"
            | "tools"
            | "voice"
            | "switch"
            | "period"
            | "regions"
            | "knowledge"
            | "decides"
    );
    let within = matches!(piece.heads.0.as_str(), "system" | "format") && piece.depth == 1 && artifact;
    let part = piece.heads.0 == "catalogue" && piece.heads.1 == "part";
    piece.sort == Sort::Word && piece.place == 1 && !piece.in_list && (piece.depth == 0 || within || part)
}

/// Cuts a policy into pieces; comments and blanks are none.
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut found: Vec<Piece> = Vec::new();
    let (mut at, mut line, mut item, mut place, mut depth, mut lists) =
        (0, 1u32, 0usize, 0usize, 0usize, 0usize);
    let mut heads = (String::new(), String::new());
    let mut begun = false;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let run = |accept: fn(char) -> bool| rest.find(|c| !accept(c)).unwrap_or(rest.len());
        let (len, sort) = match c {
            '\n' => {
                line += 1;
                place = if lists == 0 { 0 } else { place };
                at += 1;
                continue;
            }
            ';' => {
                place = 0;
                at += 1;
                continue;
            }
            c if c.is_whitespace() => {
                at += c.len_utf8();
                continue;
            }
            '/' => {
                at += run(|c| c != '\n');
                continue;
            }
            '"' if rest.starts_with("\"\"\"") => {
                (rest[3..].find("\"\"\"").map_or(rest.len(), |n| n + 6), Sort::Text)
            }
            '"' => (quoted(rest), Sort::Text),
            '\'' => (rest[1..].find('\'').map_or(rest.len(), |n| n + 2), Sort::Text),
            '{' => (1, Sort::Open),
            '}' => (1, Sort::Close),
            '[' | '(' => (1, Sort::OpenList),
            ']' | ')' => (1, Sort::CloseList),
            ',' => (1, Sort::Comma),
            _ => {
                let len = run(|c| c.is_alphanumeric() || "_.:+-%".contains(c)).max(c.len_utf8());
                (len, atom(&rest[..len]))
            }
        };
        if sort == Sort::Close {
            depth -= 1;
        }
        let text = rest[..len].to_owned();
        if place == 0 && sort == Sort::Word {
            heads.1.clone_from(&text);
            if depth == 0 {
                item += usize::from(begun);
                begun = true;
                heads.0.clone_from(&text);
            }
        }
        let in_list = lists > 0;
        found.push(Piece {
            sort,
            at: at..at + len,
            text,
            line,
            item,
            place,
            depth,
            in_list,
            heads: heads.clone(),
        });
        match sort {
            Sort::Open => (depth, place) = (depth + 1, 0),
            Sort::Close => place = 0,
            Sort::OpenList => (lists, place) = (lists + 1, place + 1),
            Sort::CloseList => lists -= 1,
            _ => place += 1,
        }
        line += u32::try_from(rest[..len].matches('\n').count()).expect("a line number");
        at += len;
    }
    found
}

fn quoted(rest: &str) -> usize {
    let mut escaped = false;
    for (n, c) in rest.char_indices().skip(1) {
        match c {
            '"' if !escaped => return n + 1,
            _ => escaped = c == '\\' && !escaped,
        }
    }
    rest.len()
}

fn atom(text: &str) -> Sort {
    let date = text.len() == 10 && text.matches('-').count() == 2;
    match text.chars().next() {
        Some('0'..='9' | '-') if date => Sort::Date,
        Some('0'..='9' | '-') if text.contains("..") => Sort::Range,
        Some('0'..='9' | '-') if text.ends_with('%') => Sort::Percent,
        Some('0'..='9' | '-') => Sort::Number,
        _ if text.contains(':') => Sort::Reference,
        _ if text.contains('.') => Sort::Path,
        _ => Sort::Word,
    }
}
