//! What: the policy text as a tree of clauses, with a span on everything.
//! From: [`crate::source`].
//! No longer knows: white space and `;` (comments stay, for the formatter).
//! Used by: [`crate::model`], `countersign fmt`. The only folder that names nom.

pub use mistakes::{MOST_LISTED, too_many};
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
mod sound;
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
    tree.fit();
    (tree, diagnostics)
}

/// The clauses of one file, flat: what belongs together lies together, as a run in one vector.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    pub(crate) file: FileId,
    pub(crate) text: Arc<str>,
    pub(crate) clauses: Vec<ClauseData>,
    pub(crate) values: Vec<ValueData>,
    /// The phrases of lists: each a run of values.
    pub(crate) phrases: Vec<Run>,
    /// Strings whose meaning is not what stands between their quotes.
    pub(crate) decoded: Vec<Box<str>>,
    /// The top-level clauses (items).
    pub(crate) roots: Run,
    /// Every `//` and `///` comment in order.
    pub(crate) comments: Vec<Span>,
    /// Where the errors are, in order.
    pub(crate) damage: Vec<u32>,
    /// For a module of the library: the `use` that brought it in, where every finding about it
    /// points, because the module is none of the user's files.
    pub(crate) used_at: Option<Location>,
}

/// Some neighbours in one of the vectors of a [`Tree`].
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Run {
    start: u32,
    end: u32,
}

impl Run {
    pub(crate) fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    fn indexes(self) -> std::ops::Range<u32> {
        self.start..self.end
    }
}

/// A large policy has very many clauses and values, so each byte of them counts.
#[derive(Clone, Debug)]
pub(crate) struct ClauseData {
    /// From the leading word to the end of the values or the closing brace.
    pub span: Span,
    /// The length of the leading word.
    pub word: u32,
    /// How many of `Tree::comments` before the clause are its `///` lines, with what stands
    /// between them.
    pub docs: u32,
    pub values: Run,
    /// `None` without braces; an empty run for `{}`.
    pub body: Option<Run>,
}

#[derive(Clone, Debug)]
pub(crate) struct ValueData {
    pub span: Span,
    pub data: Data,
}

/// What a value is; what does not fit into four bytes lies in a vector of the [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Data {
    Word,
    Path,
    Reference,
    /// A string that means what stands between its quotes.
    Plain,
    /// `'…'`, likewise.
    Raw,
    /// An index into `Tree::decoded`.
    Decoded(u32),
    /// A number that reads well, so that its text says it all.
    Number,
    Percent,
    Date(Date),
    /// The index of its lower end; the upper end follows.
    Range(u32),
    /// Where its runs start in `Tree::phrases`: the first tells how many phrases follow.
    Square(u32),
    /// `( )` with its one phrase, an index into `Tree::phrases`.
    Round(u32),
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

/// Neighbouring values: those of a [`Clause`], or of one phrase of a list.
#[derive(Clone, Copy)]
pub struct Values<'t> {
    tree: &'t Tree,
    run: Run,
}

/// What sort of value a [`Value`] is; its [`Shape`] has to be read, this only looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A bare word.
    Word,
    /// Words joined by dots.
    Path,
    /// A reference with `:`.
    Reference,
    /// A string.
    Text,
    /// A number without unit.
    Number,
    /// A percent.
    Percent,
    /// A day.
    Date,
    /// A range.
    Range,
    /// `[ ]` or `( )`.
    List,
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
    pub fn items(&self) -> impl ExactSizeIterator<Item = Clause<'_>> {
        self.roots.range().map(|n| Clause { tree: self, index: index(n) })
    }

    /// Returns the last item that starts at a byte or before it.
    pub fn item_around(&self, offset: u32) -> Option<Clause<'_>> {
        let items = &self.clauses[self.roots.range()];
        let before = items.partition_point(|item| item.span.start <= offset).checked_sub(1)?;
        Some(Clause { tree: self, index: self.roots.start + index(before) })
    }

    /// Tells whether something holds of the text as it is written, or of a string in it whose
    /// meaning is not what is written.
    pub fn any_text(&self, holds: impl Fn(&str) -> bool) -> bool {
        holds(&self.text) || self.decoded.iter().any(|text| holds(text))
    }

    /// Lists every clause, those inside bodies too.
    pub fn all_clauses(&self) -> impl Iterator<Item = Clause<'_>> {
        (0..index(self.clauses.len())).map(|index| Clause { tree: self, index })
    }

    /// Lists every value, those inside lists too.
    pub fn all_values(&self) -> impl Iterator<Item = Value<'_>> {
        (0..index(self.values.len())).map(|index| Value { tree: self, index })
    }

    /// Lists where something was not understood, also what is not listed among many mistakes.
    pub fn damage(&self) -> impl Iterator<Item = u32> {
        self.damage.iter().copied()
    }

    /// Tells whether something in the file was not understood.
    pub fn is_damaged(&self) -> bool {
        !self.damage.is_empty()
    }

    /// Gives back the room that the vectors kept to grow into: a large policy has many trees, and
    /// all of them stay.
    fn fit(&mut self) {
        self.clauses.shrink_to_fit();
        self.values.shrink_to_fit();
        self.phrases.shrink_to_fit();
    }

    fn push_value(&mut self, span: Span, data: Data) -> u32 {
        self.values.push(ValueData { span, data });
        index(self.values.len() - 1)
    }

    /// Keeps some values together.
    fn keep_values(&mut self, values: impl Iterator<Item = ValueData>) -> Run {
        let start = index(self.values.len());
        self.values.extend(values);
        Run { start, end: index(self.values.len()) }
    }

    /// Keeps some clauses together.
    fn keep_clauses(&mut self, clauses: impl Iterator<Item = ClauseData>) -> Run {
        let start = index(self.clauses.len());
        self.clauses.extend(clauses);
        Run { start, end: index(self.clauses.len()) }
    }

    /// Keeps the phrases of a list in `[ ]` and returns where they start.
    fn push_phrases(&mut self, phrases: &[Run]) -> u32 {
        let start = index(self.phrases.len());
        self.phrases.push(Run { start: 0, end: index(phrases.len()) });
        self.phrases.extend_from_slice(phrases);
        start
    }

    /// Returns the phrases of a list, or of what is no list, none.
    fn phrases(&self, data: Data) -> &[Run] {
        match data {
            Data::Square(at) => {
                let from = at as usize + 1;
                &self.phrases[from..from + self.phrases[at as usize].end as usize]
            }
            Data::Round(at) => &self.phrases[at as usize..=at as usize],
            _ => &[],
        }
    }

    fn run(&self, run: Run) -> Values<'_> {
        Values { tree: self, run }
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

    fn word_span(self) -> Span {
        let start = self.data().span.start;
        Span { start, end: start + self.data().word }
    }

    /// Returns the leading word.
    pub fn word(self) -> &'t str {
        self.tree.slice(self.word_span())
    }

    /// Returns the place of the leading word.
    pub fn word_at(self) -> Location {
        self.tree.locate(self.word_span())
    }

    /// Returns the whole clause's place, body included.
    pub fn at(self) -> Location {
        self.tree.locate(self.data().span)
    }

    /// Returns the place of the leading word and the values, without the body.
    pub fn head_at(self) -> Location {
        let last = self.tree.values[self.data().values.range()].last();
        self.tree.locate(last.map_or(self.word_span(), |last| self.word_span().to(last.span)))
    }

    /// Lists the values after the leading word.
    pub fn values(self) -> Vec<Value<'t>> {
        self.run().iter().collect()
    }

    /// Returns the values after the leading word, without a list of them.
    pub fn run(self) -> Values<'t> {
        self.tree.run(self.data().values)
    }

    /// Returns the clauses between braces, or `None` where there are no braces.
    pub fn body(self) -> Option<Vec<Clause<'t>>> {
        self.has_body().then(|| self.clauses().collect())
    }

    /// Goes over the clauses between braces.
    pub fn clauses(self) -> impl ExactSizeIterator<Item = Clause<'t>> + use<'t> {
        let body = self.data().body.unwrap_or_default();
        // Both ends fit, so that the range knows its length.
        body.range().map(move |n| Clause { tree: self.tree, index: index(n) })
    }

    /// Returns the clause of its body that starts where a place does.
    pub fn clause_from(self, place: Location) -> Option<Clause<'t>> {
        let body = self.data().body?;
        let clauses = &self.tree.clauses[body.range()];
        let found = clauses.binary_search_by_key(&place.span.start, |clause| clause.span.start).ok()?;
        Some(Clause { tree: self.tree, index: body.start + index(found) })
    }

    /// Returns the first value, where there is one.
    pub fn first_value(self) -> Option<Value<'t>> {
        self.run().get(0)
    }

    /// Tells whether it stands in a module of the library.
    pub fn is_library(self) -> bool {
        self.tree.is_library()
    }

    /// Tells whether it has braces.
    pub fn has_body(self) -> bool {
        self.data().body.is_some()
    }

    /// Returns the whole clause's place from the first of its `///` lines.
    pub fn documented_at(self) -> Location {
        let span = self.data().span;
        self.tree.locate(self.docs().first().map_or(span, |doc| doc.to(span)))
    }

    /// Returns the first clause of its body with that word.
    pub fn find(self, word: &str) -> Option<Clause<'t>> {
        self.clauses().find(|clause| clause.word() == word)
    }

    /// Tells whether something in it, body included, was not understood and is reported already.
    ///
    /// What such a clause lacks may be what was not understood, so its absence is no mistake.
    pub fn is_damaged(self) -> bool {
        let span = self.data().span;
        let from = self.tree.damage.partition_point(|at| *at < span.start);
        self.tree.damage.get(from).is_some_and(|at| *at <= span.end)
    }

    /// Tells whether `///` lines stand before it.
    pub fn is_documented(self) -> bool {
        self.data().docs > 0
    }

    /// Returns the comments before it from the first of its `///` lines on.
    fn docs(self) -> &'t [Span] {
        let comments = &self.tree.comments;
        let upto = comments.partition_point(|comment| comment.start < self.data().span.start);
        &comments[upto - self.data().docs as usize..upto]
    }

    /// Returns the text of the `///` lines before it, joined by line ends.
    pub fn doc(self) -> String {
        let lines = self.docs().iter().map(|doc| self.tree.slice(*doc)).filter(|line| is_doc(line));
        let lines = lines.map(|line| {
            let line = line.trim_start_matches('/');
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
        match self.data().data {
            Data::Word => Shape::Word(self.source()),
            Data::Path => Shape::Path(self.source()),
            Data::Reference => {
                let (scheme, id) = self.source().split_once(':').unwrap_or((self.source(), ""));
                Shape::Reference(scheme, id)
            }
            Data::Plain => Shape::Text { value: unquoted(self.source()), raw: false },
            Data::Raw => Shape::Text { value: unquoted(self.source()), raw: true },
            Data::Decoded(at) => Shape::Text { value: &tree.decoded[at as usize], raw: false },
            Data::Number => Shape::Number(decimal(self.source())),
            Data::Percent => Shape::Percent(decimal(self.source().trim_end_matches('%'))),
            Data::Date(date) => Shape::Date(date),
            Data::Range(low) => Shape::Range(Value { tree, index: low }, Value { tree, index: low + 1 }),
            data @ (Data::Square(_) | Data::Round(_)) => {
                let phrases = self.phrases().map(|phrase| phrase.iter().collect()).collect();
                Shape::List { phrases, round: matches!(data, Data::Round(_)) }
            }
        }
    }

    /// Returns what sort of value it is.
    pub fn sort(self) -> Sort {
        match self.data().data {
            Data::Word => Sort::Word,
            Data::Path => Sort::Path,
            Data::Reference => Sort::Reference,
            Data::Plain | Data::Raw | Data::Decoded(_) => Sort::Text,
            Data::Number => Sort::Number,
            Data::Percent => Sort::Percent,
            Data::Date(_) => Sort::Date,
            Data::Range(_) => Sort::Range,
            Data::Square(_) | Data::Round(_) => Sort::List,
        }
    }

    /// Returns the decoded text, if it is a string.
    pub fn text(self) -> Option<&'t str> {
        match self.data().data {
            Data::Plain | Data::Raw => Some(unquoted(self.source())),
            Data::Decoded(at) => Some(&self.tree.decoded[at as usize]),
            _ => None,
        }
    }

    /// Tells whether it is a string between `'` and `'`.
    pub fn is_raw(self) -> bool {
        matches!(self.data().data, Data::Raw)
    }

    /// Tells whether it is a list in `[ ]`.
    pub fn is_square(self) -> bool {
        matches!(self.data().data, Data::Square(_))
    }

    /// Goes over the phrases of a list.
    pub fn phrases(self) -> impl ExactSizeIterator<Item = Values<'t>> + use<'t> {
        self.tree.phrases(self.data().data).iter().map(move |phrase| self.tree.run(*phrase))
    }

    /// Returns the word, if it is one.
    pub fn word(self) -> Option<&'t str> {
        if matches!(self.data().data, Data::Word) { Some(self.source()) } else { None }
    }
}

impl<'t> Values<'t> {
    /// Returns how many there are.
    pub fn len(self) -> usize {
        self.run.range().len()
    }

    /// Tells whether there is none.
    pub fn is_empty(self) -> bool {
        self.run.range().is_empty()
    }

    /// Returns the value at a place, from 0.
    pub fn get(self, at: usize) -> Option<Value<'t>> {
        let index = self.run.indexes().nth(at)?;
        Some(Value { tree: self.tree, index })
    }

    /// Returns the last value.
    pub fn last(self) -> Option<Value<'t>> {
        let index = self.run.indexes().last()?;
        Some(Value { tree: self.tree, index })
    }

    /// Goes over them.
    pub fn iter(self) -> impl ExactSizeIterator<Item = Value<'t>> + use<'t> {
        self.run.range().map(move |n| Value { tree: self.tree, index: index(n) })
    }
}

impl std::fmt::Debug for Values<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl std::fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.source())
    }
}

/// Tells whether a comment is a `///` line.
fn is_doc(comment: &str) -> bool {
    comment.starts_with("///") && !comment.starts_with("////")
}

fn index(n: usize) -> u32 {
    Span::new(n, 0).start
}

/// Reads a number again that the lexer has read.
fn decimal(source: &str) -> Decimal {
    Decimal::parse(source).unwrap_or(Decimal::ZERO)
}

fn unquoted(source: &str) -> &str {
    source.get(1..source.len() - 1).unwrap_or("")
}
