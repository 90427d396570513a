//! Whether the brackets of an item need mending, told at one glance over its tokens.

use super::token::{Bracket, DEPTH, Kind, Token};

/// Takes for one item what was cut only because a clause in column 1 is named like an item: `evidence
/// drift`. Such a line opens no body, and with what follows it the item before it is whole.
pub(super) fn join_clauses(tokens: &[Token], starts: &mut Vec<usize>) {
    let is_clause = |start: usize| {
        let mut line = tokens[start..].iter().take_while(|token| token.kind != Kind::Line);
        start < tokens.len() && line.all(|token| token.kind != Kind::Open(Bracket::Body))
    };
    let mut kept = Vec::with_capacity(starts.len());
    let mut at = 0;
    while at + 1 < starts.len() {
        let (mut state, mut end) = (Sound::default(), at + 1);
        let mut sound = state.all(&tokens[starts[at]..starts[end]]);
        while sound && !state.is_closed() && is_clause(starts[end]) {
            sound = state.all(&tokens[starts[end]..starts[end + 1]]);
            end += 1;
        }
        match sound && state.is_closed() {
            true => kept.push(starts[at]),
            false => kept.extend(&starts[at..end]),
        }
        at = end;
    }
    kept.push(tokens.len());
    *starts = kept;
}

/// Tells at one glance that nothing in an item needs mending, which is so for nearly all.
///
/// Where this says no, what follows decides; it finds nothing in what this calls sound.
pub(super) fn is_sound(segment: &[Token]) -> bool {
    let mut state = Sound::default();
    state.all(segment) && state.is_closed()
}

/// What is open so far in an item in which nothing needs mending so far.
#[derive(Default)]
struct Sound {
    bodies: usize,
    lists: Vec<Bracket>,
    before: Option<Kind>,
}

impl Sound {
    fn all(&mut self, tokens: &[Token]) -> bool {
        tokens.iter().all(|token| self.step(token.kind))
    }

    /// Reads a token; tells whether it stands where it may.
    fn step(&mut self, kind: Kind) -> bool {
        let before = self.before.replace(kind).unwrap_or(Kind::Line);
        match kind {
            Kind::Open(Bracket::Body) => {
                let belongs = !before.is_trivia()
                    && !matches!(
                        before,
                        Kind::Semicolon | Kind::Open(Bracket::Body) | Kind::Close(Bracket::Body)
                    );
                self.bodies += 1;
                belongs && self.lists.is_empty() && self.bodies <= DEPTH
            }
            Kind::Close(Bracket::Body) => {
                let closes = self.bodies > 0 && self.lists.is_empty();
                self.bodies = self.bodies.saturating_sub(1);
                closes
            }
            Kind::Open(bracket) if self.lists.len() < DEPTH => {
                self.lists.push(bracket);
                true
            }
            Kind::Close(bracket) => self.lists.pop() == Some(bracket),
            Kind::Semicolon => self.lists.is_empty(),
            Kind::Open(_) | Kind::Bad => false,
            Kind::Word | Kind::Value(_) | Kind::Doc(_) | Kind::Comma | Kind::Line => true,
        }
    }

    fn is_closed(&self) -> bool {
        self.bodies == 0 && self.lists.is_empty()
    }
}
