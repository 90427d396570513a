//! Edits that lints propose. They only have to parse: whoever makes them prints the file in its
//! one shape again where it had it before.

use crate::diagnostic::Edit;
use crate::model::Allow;
use crate::source::{Location, Sources, Span};
use crate::syntax::{Clause, Value};

use super::Context;

/// Removes an item or clause with its `///` lines; with the whole line where nothing else is on it.
pub fn remove(sources: &Sources, clause: Clause<'_>) -> Edit {
    let at = clause.documented_at();
    let text = &sources.get(at.file).text;
    let (start, end) = (at.span.start as usize, at.span.end as usize);
    let line = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let rest = text[end..].find('\n').map_or(text.len(), |newline| end + newline + 1);
    let alone = text[line..start].trim().is_empty() && text[end..rest].trim().is_empty();
    let span = if alone {
        // Of the blank lines on both sides one is enough.
        let blank = text[..line].ends_with("\n\n") || line == 0;
        let next = text[rest..].starts_with('\n') && blank;
        Span::new(line, rest + usize::from(next))
    } else {
        let separator = text[end..].len() - text[end..].trim_start_matches([' ', '\t', ';']).len();
        Span::new(start, end + separator)
    };
    Edit { at: Location { file: at.file, span }, text: String::new() }
}

/// Adds a clause at the end of the body of an item, or a body to a clause without one.
pub fn add(sources: &Sources, item: Clause<'_>, clause: &str) -> Edit {
    let at = item.at();
    let text = &sources.get(at.file).text;
    let insert = |offset: usize, text: String| Edit {
        at: Location { file: at.file, span: Span::new(offset, offset) },
        text,
    };
    let end = at.span.end as usize;
    let Some(body) = item.body() else { return insert(end, format!(" {{ {clause} }}")) };
    let close = end - 1;
    let line = text[..close].rfind('\n').map_or(0, |newline| newline + 1);
    if text[line..close].trim().is_empty() {
        let indent = &text[line..close];
        return insert(line, format!("{indent}  {clause}\n"));
    }
    let separator = if body.is_empty() { " " } else { "; " };
    let used = text[..close].trim_end().len();
    insert(used, format!("{separator}{clause}"))
}

/// Adds an item behind the last one of the file that holds another.
pub fn add_item(sources: &Sources, beside: Location, item: &str) -> Edit {
    let text = &sources.get(beside.file).text;
    let (end, break_) = (text.len(), if text.ends_with('\n') { "\n" } else { "\n\n" });
    Edit { at: Location { file: beside.file, span: Span::new(end, end) }, text: format!("{break_}{item}\n") }
}

/// Replaces what stands at a place.
pub fn replace(at: Location, text: impl Into<String>) -> Edit {
    Edit { at, text: text.into() }
}

/// Replaces the last value of a clause that is a date.
pub fn set_date(clause: Clause<'_>, day: crate::time::Date) -> Option<Edit> {
    let is_date = |value: &Value<'_>| matches!(value.shape(), crate::syntax::Shape::Date(_));
    let value = clause.values().into_iter().rfind(is_date)?;
    Some(replace(value.at(), day.to_string()))
}

/// Removes the phrase of a list that a place stands in, with its comma.
pub fn remove_phrase(sources: &Sources, list: Value<'_>, place: Location) -> Option<Edit> {
    let crate::syntax::Shape::List { phrases, .. } = list.shape() else { return None };
    let index = phrases.iter().position(|p| p.iter().any(|value| value.at() == place))?;
    let span = |i: usize| {
        let spans = phrases.get(i)?.iter().map(|value| value.at().span);
        spans.reduce(Span::to)
    };
    let own = span(index)?;
    let text = &sources.get(place.file).text;
    let span = match (index.checked_sub(1).and_then(span), span(index + 1)) {
        (_, Some(next)) => Span { start: own.start, end: next.start },
        (Some(before), None) => Span { start: before.end, end: own.end },
        (None, None) => {
            // A comma behind the only phrase goes with it.
            let end = own.end as usize;
            let comma = text[end..].len() - text[end..].trim_start_matches([',', ' ']).len();
            Span::new(own.start as usize, end + comma)
        }
    };
    Some(Edit { at: Location { file: place.file, span }, text: String::new() })
}

/// Finds an `allow` clause.
pub fn allow_clause<'a>(context: &Context<'a>, allow: &Allow) -> Option<Clause<'a>> {
    let item = context.item_at(allow.within)?;
    let here = |clause: &Clause<'_>| clause.values().first().is_some_and(|value| value.at() == allow.lint.at);
    item.body()?.into_iter().find(here)
}

/// Removes an `allow` clause.
pub fn remove_allow(context: &Context<'_>, allow: &Allow) -> Option<Edit> {
    Some(remove(context.sources, allow_clause(context, allow)?))
}

/// Returns the phrases of the list that a clause ends with, and the list.
fn list_of(clause: Clause<'_>) -> Option<(Value<'_>, Vec<Vec<Value<'_>>>)> {
    clause.values().into_iter().find_map(|value| match value.shape() {
        crate::syntax::Shape::List { phrases, .. } => Some((value, phrases)),
        _ => None,
    })
}

/// Finds a word of the list that a clause has.
pub fn phrase_at(clause: Clause<'_>, word: &str) -> Option<Location> {
    let (_, phrases) = list_of(clause)?;
    let at = phrases.iter().flatten().find(|value| value.source() == word)?.at();
    Some(at)
}

/// Adds a word at the end of the list that a clause has.
pub fn add_phrase(clause: Clause<'_>, word: &str) -> Option<Edit> {
    let (_, phrases) = list_of(clause)?;
    let last = phrases.last()?.last()?.at();
    Some(insert_after(last, format!(", {word}")))
}

/// Inserts text before a place.
pub fn insert_before(at: Location, text: impl Into<String>) -> Edit {
    let start = Span { start: at.span.start, end: at.span.start };
    Edit { at: Location { file: at.file, span: start }, text: text.into() }
}

/// Returns the place from a clause to the end of its last line, comment included.
pub fn line_of(sources: &Sources, at: Location) -> Location {
    let text = &sources.get(at.file).text;
    let end = at.span.end as usize;
    let line = text[end..].find('\n').map_or(text.len(), |newline| end + newline);
    Location { file: at.file, span: Span::new(at.span.start as usize, line) }
}

/// Inserts text behind a place.
pub fn insert_after(at: Location, text: impl Into<String>) -> Edit {
    let end = Span { start: at.span.end, end: at.span.end };
    Edit { at: Location { file: at.file, span: end }, text: text.into() }
}

/// Removes a name from the list it stands in, in the item whose name stands at a place; with the
/// whole clause, where it is the only one.
pub fn remove_name(context: &Context<'_>, item_at: Location, name_at: Location) -> Option<Edit> {
    for clause in context.item(item_at)?.body()? {
        for value in clause.values() {
            let crate::syntax::Shape::List { phrases, .. } = value.shape() else { continue };
            if !phrases.iter().flatten().any(|value| value.at() == name_at) {
                continue;
            }
            return match phrases.len() {
                1 => Some(remove(context.sources, clause)),
                _ => remove_phrase(context.sources, value, name_at),
            };
        }
    }
    None
}

/// Removes the clause whose head stands exactly at a place, in the item whose name stands at another.
pub fn remove_line(context: &Context<'_>, item_at: Location, head: Location) -> Option<Edit> {
    let clause = context.item(item_at)?.clause_from(head)?;
    (clause.head_at() == head).then(|| remove(context.sources, clause))
}
