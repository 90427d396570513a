//! The list of local edits: each is one mistake that a person makes.

use std::ops::Range;

use crate::mutants::seeds::{self, Piece, Seed, Sort};

/// A seed with one edit.
pub struct Mutant {
    pub class: &'static str,
    pub file: usize,
    /// What is replaced, and by what.
    pub at: Range<usize>,
    pub with: String,
    /// The line of the mistake.
    pub line: u32,
    pub item: usize,
    /// What is edited: the words its item and clause begin with, and which value.
    pub sort: (String, String, usize, bool),
    /// The edited line, for people.
    pub shown: String,
    /// What the message holds: one of these.
    pub names: Vec<String>,
    /// Why there may be no error at all.
    pub may_be_valid: Option<&'static str>,
    /// Whether the line may be only a second place of the error: which of two spellings of a
    /// name is the wrong one, nobody can tell.
    pub beside: bool,
    /// Whether it is a mistake of its item alone.
    pub apart: bool,
}

impl Mutant {
    /// Makes the edit.
    pub fn apply(&self, text: &str) -> String {
        format!("{}{}{}", &text[..self.at.start], self.with, &text[self.at.end..])
    }
}

/// Words that name something outside of the policy or that a person chooses freely.
const FREE: &[&str] = &["serves", "handles", "regions", "allow", "never"];

fn is_free(piece: &Piece) -> bool {
    piece.heads.1 == "identity" && piece.text != "by"
        || piece.in_list && FREE.contains(&piece.heads.1.as_str())
}

/// Lists the mutants of a seed.
pub fn of(seed: &Seed) -> Vec<Mutant> {
    let declared = seeds::declared(seed);
    let used = uses(seed, &declared);
    let mut all = Vec::new();
    for (file, (_, text)) in seed.files.iter().enumerate() {
        let pieces = seeds::pieces(text);
        for (n, piece) in pieces.iter().enumerate() {
            let next = pieces.get(n + 1).filter(|next| next.line == piece.line);
            let mut make = Maker { file, text, piece, all: &mut all };
            words(&mut make, &declared, &used);
            values(&mut make);
            structure(&mut make, next);
            braces(&mut make, &pieces[..n]);
        }
    }
    all
}

fn uses(seed: &Seed, declared: &[String]) -> Vec<String> {
    let pieces = seed.files.iter().flat_map(|(_, text)| seeds::pieces(text));
    let used = pieces.filter(|p| p.sort == Sort::Word && p.place > 0 && !seeds::is_declaration(p));
    // An operation or a free word may be spelt like a name.
    let elsewhere = |p: &Piece| p.heads.1 == "on" && p.place <= 2 || is_free(p);
    used.filter(|p| !elsewhere(p)).map(|p| p.text).filter(|word| declared.contains(word)).collect()
}

struct Maker<'a> {
    file: usize,
    text: &'a str,
    piece: &'a Piece,
    all: &'a mut Vec<Mutant>,
}

impl Maker<'_> {
    fn add(&mut self, class: &'static str, at: Range<usize>, with: &str, names: &[&str]) -> &mut Mutant {
        let from = self.text[..at.start].rfind('\n').map_or(0, |n| n + 1);
        let to = self.text[at.end..].find('\n').map_or(self.text.len(), |n| at.end + n);
        let shown = format!("{}⟨{with}⟩{}", &self.text[from..at.start], &self.text[at.end..to]);
        self.all.push(Mutant {
            class,
            file: self.file,
            at,
            with: with.to_owned(),
            line: self.piece.line,
            item: self.piece.item,
            sort: (
                self.piece.heads.0.clone(),
                self.piece.heads.1.clone(),
                self.piece.place,
                self.piece.in_list,
            ),
            shown: shown.trim().to_owned(),
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            may_be_valid: None,
            beside: false,
            apart: true,
        });
        self.all.last_mut().expect("it was just added")
    }

    fn replace(&mut self, class: &'static str, with: &str, names: &[&str]) -> &mut Mutant {
        self.add(class, self.piece.at.clone(), with, names)
    }

    /// Puts something behind the piece.
    fn behind(&mut self, class: &'static str, with: &str, names: &[&str]) -> &mut Mutant {
        self.add(class, self.piece.at.end..self.piece.at.end, with, names)
    }
}

/// Swaps two letters in the middle, as fingers do.
fn misspelt(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let middle = letters.len() / 2;
    match letters.get(middle.wrapping_sub(1)) {
        Some(before) if *before != letters[middle] && letters.len() > 3 => letters.swap(middle - 1, middle),
        _ => letters.insert(middle, 'x'),
    }
    letters.into_iter().collect()
}

fn words(make: &mut Maker, declared: &[String], used: &[String]) {
    let piece = make.piece;
    if piece.sort != Sort::Word {
        return;
    }
    let wrong = misspelt(&piece.text);
    let name = declared.contains(&piece.text);
    if piece.place == 0 && piece.depth == 0 {
        make.replace("item word misspelt", &wrong, &[&wrong]).apart = false;
        make.replace("item word in capitals", &piece.text.to_uppercase(), &[&piece.text.to_uppercase()])
            .apart = false;
    } else if piece.place == 0 {
        make.replace("clause word misspelt", &wrong, &[&wrong]);
        make.replace("unknown clause word", "frobnicate", &["frobnicate"]);
        make.add("clause word with a colon", piece.at.end..piece.at.end, ":", &[":"]);
    } else if seeds::is_declaration(piece) {
        let count = used.iter().filter(|word| **word == piece.text).count();
        let mutant = make.replace("declared name misspelt", &wrong, &[&wrong, &piece.text]);
        mutant.beside = true;
        mutant.apart = false;
        if count == 0 {
            mutant.may_be_valid = Some("nothing uses the name");
        } else if matches!(piece.heads.0.as_str(), "document" | "format") {
            mutant.may_be_valid = Some("nothing refers to such an item; the word stands elsewhere");
        } else if declared.iter().filter(|name| **name == piece.text).count() > 1 {
            mutant.may_be_valid = Some("something else of that name is used");
        }
        let capital = piece.text.to_uppercase();
        make.replace("declared name in capitals", &capital, &[&capital]).apart = false;
        make.replace("declared name with a hyphen", "some-name", &["some-name"]).apart = false;
    } else if is_free(piece) {
        make.replace("free word quoted wrongly", &format!("'{}", piece.text), &["'"]);
    } else if piece.heads.1 == "expect" && piece.place == 3 || name {
        make.replace("reference misspelt", &wrong, &[&wrong]);
        make.replace("unknown name", "nobody_at_all", &["nobody_at_all"]);
        let mutant = make.replace("name in quotes", &format!("\"{}\"", piece.text), &[&piece.text]);
        if piece.heads.1 == "expect" {
            mutant.may_be_valid = Some("a verdict may name what decides it in quotes");
        }
    } else if matches!(piece.heads.1.as_str(), "unit") {
        let mutant = make.replace("small word misspelt", &wrong, &[&wrong]);
        mutant.may_be_valid = Some("a unit of a threshold is any word");
    } else {
        make.replace("small word misspelt", &wrong, &[&wrong]);
        let mutant = make.replace("word for a word", "banana", &["banana"]);
        if piece.text == "nothing" || piece.text == "null" {
            mutant.may_be_valid = None;
        }
    }
}

fn values(make: &mut Maker) {
    let piece = make.piece;
    let text = piece.text.clone();
    let unit = "a unit does not matter here";
    match piece.sort {
        Sort::Number => {
            make.replace("number in quotes", &format!("\"{text}\""), &[&text]);
            make.replace("number with a comma", "0,5", &[",", "0"]);
            make.replace("malformed number", "1.2.3", &["1.2.3"]);
            let mutant = make.replace("wrong unit", &format!("{text}%"), &[&format!("{text}%"), "percent"]);
            if piece.heads.1 == "default" {
                mutant.may_be_valid = Some(unit);
            }
        }
        Sort::Percent => {
            let number = text.trim_end_matches('%');
            make.replace("wrong unit", number, &[number]);
            make.replace("percent over all", "7%%", &["7%%"]);
            make.replace("number in quotes", &format!("\"{text}\""), &[&text]);
        }
        Sort::Date => {
            for bad in ["2026-02-30", "2026-13-01", "2026-1-5", "31-12-2026", "2026-12-31T00:00:00Z"] {
                make.replace("bad date", bad, &[bad]);
            }
            make.replace("word for a date", "tomorrow", &["tomorrow"]);
            make.replace("number for a date", "20261231", &["20261231"]);
        }
        Sort::Range => {
            let (low, high) = text.split_once("..").expect("a range has two ends");
            let backwards = format!("{high}..{low}");
            make.replace("range backwards", &backwards, &[&backwards]);
            make.replace("range with an open end", &format!("{low}.."), &[&format!("{low}..")]);
            make.replace("number for a range", low, &[low]);
        }
        Sort::Text => {
            let close = make.piece.at.end - 1..make.piece.at.end;
            make.add("missing closing quote", close, "", &["quote", "closing"]);
            make.replace("number for a text", "7", &["7"]);
            if text.starts_with('"') && text.len() > 4 && !text.contains(['\n', '{']) {
                let start = make.piece.at.start;
                let smart = format!("“{}”", text.trim_matches('"'));
                make.replace("curly quotes", &smart, &["“", "”"]);
                make.add(
                    "missing opening quote",
                    start..start + 1,
                    "",
                    &[
                        "quote",
                        "closing",
                        "holds",
                        "no meaning",
                        "neither",
                        "found",
                        "expected",
                        "starts with",
                    ],
                );
                make.add("unknown escape", start + 1..start + 1, "\\q", &["\\q"]);
                make.add("hidden character", start + 2..start + 2, "\u{200b}", &["U+200B"]);
            }
        }
        Sort::Reference => {
            make.replace("unknown control", "iso42001:A.99", &["A.99"]);
            let (scheme, id) = text.split_once(':').expect("a reference has two halves");
            make.replace("unknown catalogue", &format!("nist:{id}"), &["nist"]);
            make.replace("reference cut in half", scheme, &[scheme]);
        }
        Sort::Path if piece.heads.1 == "use" => {
            let wrong = misspelt(&text);
            make.replace("module misspelt", &wrong, &[&wrong]).apart = false;
        }
        _ => {}
    }
}

fn structure(make: &mut Maker, next: Option<&Piece>) {
    let piece = make.piece;
    let value =
        !matches!(piece.sort, Sort::Open | Sort::Close | Sort::OpenList | Sort::CloseList | Sort::Comma);
    let last = next.is_none_or(|next| matches!(next.sort, Sort::Open | Sort::Close));
    let optional = "what is left out may be left out";
    if value && piece.place > 0 {
        let names = [
            "expected",
            "has no",
            "missing",
            "empty",
            "nothing stands",
            "needs",
            "no name",
            "never apply",
            "cannot",
            "no system is named",
            "names no",
            "not in",
            "does not provide",
        ];
        let mutant = make.replace("missing value", "", &names);
        mutant.may_be_valid = Some(optional);
        // Without its name, what an item declares is unknown to all that uses it.
        mutant.apart = !seeds::is_declaration(piece);
        // Of a list without an entry and a use of that entry, either may be the mistake.
        mutant.beside = piece.in_list;
    }
    if value && last && !piece.in_list {
        make.behind("extra word", " surplus", &["surplus"]).may_be_valid =
            Some("one more word belongs there");
        make.behind("extra number", " 77", &["77"]);
        make.behind("extra text", " \"surplus\"", &["surplus"]).may_be_valid = Some("a title may follow");
        make.behind("extra comma", ",", &[","]);
    }
    if piece.place == 0 && piece.sort == Sort::Word && piece.depth > 0 {
        make.behind("equals sign", " =", &["="]);
        let mutant = make.replace(
            "missing clause word",
            "",
            &["starts with a word", "no clause", "has no", "a word", "expected"],
        );
        if last {
            mutant.may_be_valid = Some("the clause was this word, and it may be left out");
        }
    }
    match piece.sort {
        Sort::OpenList if piece.text == "[" => {
            make.replace("missing opening bracket", "", &["]", "["]);
        }
        Sort::CloseList if piece.text == "]" => {
            make.replace("missing closing bracket", "", &["]", "["]);
        }
        Sort::Comma => {
            make.replace("missing comma", "", &["found", "nothing more"]);
            make.replace("two commas", ",,", &[","]);
        }
        _ => {}
    }
}

/// Mistakes with the braces of bodies.
fn braces(make: &mut Maker, before: &[Piece]) {
    match make.piece.sort {
        Sort::Open => {
            make.replace("missing opening brace", "", &["{", "}"]).apart = false;
        }
        Sort::Close => {
            make.behind("extra closing brace", " }", &["}"]).apart = false;
            // Nobody can see where a brace is not: the message points at its partner.
            let depth = make.piece.depth;
            let partner = before.iter().rfind(|p| p.sort == Sort::Open && p.depth == depth);
            let line = partner.expect("a brace has a partner").line;
            let mutant = make.replace("missing closing brace", "", &["{", "}"]);
            (mutant.line, mutant.apart) = (line, false);
        }
        _ => {}
    }
}
