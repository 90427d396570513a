//! What items say, word for word in one spelling: the rows that the digest of a policy's notes
//! is made of, so that no clause can change unseen.

use crate::model::reader::Binder;
use crate::syntax::{Clause, Shape as Written, Value};

/// One clause of an item, in one spelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The item's kind and the clause, `retention.keep`.
    pub topic: String,
    /// The item's name.
    pub subject: String,
    /// The values.
    pub values: Vec<String>,
}

impl Binder {
    /// Remembers what a clause says, and what its body says.
    pub(in crate::model) fn remember(&mut self, topic: &str, subject: &str, clause: Clause<'_>) {
        let topic = format!("{topic}.{}", clause.word());
        let values: Vec<String> = clause.values().iter().map(|value| spelling(*value)).collect();
        let inner = match values.first() {
            Some(first) if clause.has_body() => format!("{subject}.{first}"),
            _ => subject.to_owned(),
        };
        for below in clause.body().unwrap_or_default() {
            self.remember(&topic, &inner, below);
        }
        self.said.push(Said { topic, subject: subject.to_owned(), values });
    }
}

/// Returns a value in one spelling, whatever the blanks and line ends in a list.
fn spelling(value: Value<'_>) -> String {
    match value.shape() {
        Written::List { phrases, .. } => {
            let phrases = phrases
                .iter()
                .map(|phrase| phrase.iter().map(|value| spelling(*value)).collect::<Vec<_>>().join(" "));
            let mut phrases: Vec<String> = phrases.collect();
            phrases.sort();
            format!("[{}]", phrases.join(", "))
        }
        Written::Text { value, .. } => value.to_owned(),
        _ => value.source().to_owned(),
    }
}
