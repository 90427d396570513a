//! What: the policy text as a tree of clauses, with a span on everything.
//! From: [`crate::source`].
//! No longer knows: white space and `;` (comments stay, for the formatter).
//! Used by: [`crate::model`], `countersign fmt`. The only folder that names nom.

pub use print::print;

use std::sync::Arc;

use crate::decimal::Decimal;
use crate::diagnostic::Diagnostic;
use crate::names;
use crate::source::{FileId, Location, Sources, Span};
use crate::time::Date;

mod atom;
mod balance;
mod grammar;
pub mod items;
mod lex;
mod mistakes;
mod print;
mod text;
mod token;

/// The largest file that is read, in bytes.
pub const MAX_BYTES: usize = 8 << 20;

/// Reads one file into a tree and reports every independent mistake once.
///
/// The tree holds whatever could be understood; ask [`Clause::is_damaged`] before concluding
/// from what it lacks. A file above [`MAX_BYTES`] is not read at all.
///
/// # Panics
/// When the id comes from other `Sources`.
pub fn parse(sources: &Sources, file: FileId) -> (Tree, Vec<Diagnostic>) {
    let source = sources.get(file);
    let mut tree = Tree { file, text: source.text.clone(), ..Tree::default() };
    let mut mistakes = mistakes::Mistakes::new(file, source);
    if source.text.len() > MAX_BYTES {
        let message = format!("the file is larger than {} MiB", MAX_BYTES >> 20);
        mistakes.report(&names::FILE_TOO_LARGE, Span::default(), message, |d| {
            d.help("split it; all `*.countersign` files of the folder are one policy")
        });
    } else {
        let tokens = lex::lex(&mut tree, &mut mistakes);
        let tokens = balance::balance(tokens, &source.text, &mut mistakes);
        grammar::read(&mut tree, &tokens, &mut mistakes);
    }
    let (diagnostics, damage) = mistakes.finish();
    tree.damage = damage;
    (tree, diagnostics)
}

/// The clauses of one file, flat: children are ranges into one vector.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    pub(crate) file: FileId,
    pub(crate) text: Arc<str>,
    pub(crate) clauses: Vec<ClauseData>,
    pub(crate) values: Vec<ValueData>,
    /// Indexes of the top-level clauses (items).
    pub(crate) roots: Vec<u32>,
    /// Every `//` and `///` comment in order.
    pub(crate) comments: Vec<Span>,
    /// Where the errors are, in order.
    pub(crate) damage: Vec<u32>,
    /// For a module of the library: the `use` that brought it in, where every finding about it
    /// points, because the module is none of the user's files.
    pub(crate) used_at: Option<Location>,
}

#[derive(Clone, Debug)]
pub(crate) struct ClauseData {
    /// The leading word.
    pub word: Span,
    /// From the leading word to the end of the values or the closing brace.
    pub span: Span,
    /// `///` lines before the clause, as indexes into `Tree::comments`.
    pub docs: Vec<u32>,
    pub values: Vec<u32>,
    /// `None` without braces; `Some(empty)` for `{}`.
    pub body: Option<Vec<u32>>,
}

#[derive(Clone, Debug)]
pub(crate) struct ValueData {
    pub span: Span,
    pub data: Data,
}

#[derive(Clone, Debug)]
pub(crate) enum Data {
    Word,
    Path,
    Reference,
    /// The decoded text of any of the three string forms.
    Text {
        value: Box<str>,
        raw: bool,
    },
    Number(Decimal),
    Percent(Decimal),
    Date(Date),
    Range(u32, u32),
    /// Phrases (each one or more values) in `[ ]`, or the one phrase in `( )`.
    List {
        phrases: Vec<Vec<u32>>,
        round: bool,
    },
}

/// A clause of a [`Tree`].
#[derive(Clone, Copy)]
pub struct Clause<'t> {
    tree: &'t Tree,
    index: u32,
}

/// A value of a [`Clause`].
#[derive(Clone, Copy)]
pub struct Value<'t> {
    tree: &'t Tree,
    index: u32,
}

/// What a [`Value`] is.
#[derive(Clone, Debug)]
pub enum Shape<'t> {
    /// A bare word.
    Word(&'t str),
    /// Words joined by dots: `std.voice`, `A.6.2.4`.
    Path(&'t str),
    /// `iso42001:A.6.2.4` as its two halves.
    Reference(&'t str, &'t str),
    /// A string, decoded; `raw` for `'…'`.
    Text {
        /// The decoded text.
        value: &'t str,
        /// Whether it was written `'…'`.
        raw: bool,
    },
    /// A number without unit.
    Number(Decimal),
    /// `5%` as 5.
    Percent(Decimal),
    /// A day.
    Date(Date),
    /// `low..high`, both ends included.
    Range(Value<'t>, Value<'t>),
    /// `[a, b]` as its phrases; `round` for the one phrase of `( )`.
    List {
        /// The phrases, each of one or more values.
        phrases: Vec<Vec<Value<'t>>>,
        /// Whether it was written `( )`.
        round: bool,
    },
}

impl Tree {
    /// Returns the file it was read from.
    pub fn file(&self) -> FileId {
        self.file
    }

    /// Lists the items.
    pub fn items(&self) -> impl Iterator<Item = Clause<'_>> {
        self.roots.iter().map(|index| Clause { tree: self, index: *index })
    }

    /// Tells whether something in the file was not understood.
    pub fn is_damaged(&self) -> bool {
        !self.damage.is_empty()
    }

    fn push_value(&mut self, value: ValueData) -> u32 {
        self.values.push(value);
        Span::new(self.values.len() - 1, 0).start
    }

    fn push_clause(&mut self, clause: ClauseData) -> u32 {
        self.clauses.push(clause);
        Span::new(self.clauses.len() - 1, 0).start
    }

    fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    fn locate(&self, span: Span) -> Location {
        self.used_at.unwrap_or(Location { file: self.file, span })
    }

    /// Tells whether it is a module of the library.
    pub fn is_library(&self) -> bool {
        self.used_at.is_some()
    }

    /// Returns the `use` that brought a module of the library in.
    pub fn use_at(&self) -> Option<Location> {
        self.used_at
    }

    /// Makes it a module of the library, brought in by the `use` at that place.
    #[must_use]
    pub fn used_at(mut self, at: Location) -> Tree {
        self.used_at = Some(at);
        self
    }
}

impl<'t> Clause<'t> {
    fn data(self) -> &'t ClauseData {
        &self.tree.clauses[self.index as usize]
    }

    /// Returns the leading word.
    pub fn word(self) -> &'t str {
        self.tree.slice(self.data().word)
    }

    /// Returns the place of the leading word.
    pub fn word_at(self) -> Location {
        self.tree.locate(self.data().word)
    }

    /// Returns the whole clause's place, body included.
    pub fn at(self) -> Location {
        self.tree.locate(self.data().span)
    }

    /// Returns the place of the leading word and the values, without the body.
    pub fn head_at(self) -> Location {
        let end = self.data().values.last().map(|v| self.tree.values[*v as usize].span);
        self.tree.locate(end.map_or(self.data().word, |end| self.data().word.to(end)))
    }

    /// Lists the values after the leading word.
    pub fn values(self) -> Vec<Value<'t>> {
        self.data().values.iter().map(|index| Value { tree: self.tree, index: *index }).collect()
    }

    /// Returns the clauses between braces, or `None` where there are no braces.
    pub fn body(self) -> Option<Vec<Clause<'t>>> {
        let body = self.data().body.as_ref()?;
        Some(body.iter().map(|index| Clause { tree: self.tree, index: *index }).collect())
    }

    /// Returns the whole clause's place from the first of its `///` lines.
    pub fn documented_at(self) -> Location {
        let span = self.data().span;
        let first = self.data().docs.first().map(|i| self.tree.comments[*i as usize]);
        self.tree.locate(first.map_or(span, |doc| doc.to(span)))
    }

    /// Returns the first clause of its body with that word.
    pub fn find(self, word: &str) -> Option<Clause<'t>> {
        self.body()?.into_iter().find(|clause| clause.word() == word)
    }

    /// Tells whether something in it, body included, was not understood and is reported already.
    ///
    /// What such a clause lacks may be what was not understood, so its absence is no mistake.
    pub fn is_damaged(self) -> bool {
        let span = self.data().span;
        let from = self.tree.damage.partition_point(|at| *at < span.start);
        self.tree.damage.get(from).is_some_and(|at| *at <= span.end)
    }

    /// Returns the text of the `///` lines before it, joined by line ends.
    pub fn doc(self) -> String {
        let lines = self.data().docs.iter().map(|i| {
            let line = self.tree.slice(self.tree.comments[*i as usize]).trim_start_matches('/');
            line.strip_prefix(' ').unwrap_or(line).trim_end().to_owned()
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

impl<'t> Value<'t> {
    fn data(self) -> &'t ValueData {
        &self.tree.values[self.index as usize]
    }

    /// Returns its place.
    pub fn at(self) -> Location {
        self.tree.locate(self.data().span)
    }

    /// Returns its text as written.
    pub fn source(self) -> &'t str {
        self.tree.slice(self.data().span)
    }

    /// Returns what it is.
    pub fn shape(self) -> Shape<'t> {
        let tree = self.tree;
        let value = |index: u32| Value { tree, index };
        match &self.data().data {
            Data::Word => Shape::Word(self.source()),
            Data::Path => Shape::Path(self.source()),
            Data::Reference => {
                let (scheme, id) = self.source().split_once(':').unwrap_or((self.source(), ""));
                Shape::Reference(scheme, id)
            }
            Data::Text { value, raw } => Shape::Text { value, raw: *raw },
            Data::Number(n) => Shape::Number(*n),
            Data::Percent(n) => Shape::Percent(*n),
            Data::Date(d) => Shape::Date(*d),
            Data::Range(low, high) => Shape::Range(value(*low), value(*high)),
            Data::List { phrases, round } => {
                let phrases = phrases.iter().map(|p| p.iter().map(|v| value(*v)).collect()).collect();
                Shape::List { phrases, round: *round }
            }
        }
    }

    /// Returns the word, if it is one.
    pub fn word(self) -> Option<&'t str> {
        if matches!(self.data().data, Data::Word) { Some(self.source()) } else { None }
    }
}

impl std::fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.source())
    }
}
