//! From a value of a file to the canonical value of its kind, or why it is unknown.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::Value;
use super::found::Found;
use super::variable::variable;
use crate::canonical::{Part, TextDigest};
use crate::decimal::Decimal;
use crate::format::tree::number;
use crate::format::{Data, Node, Unreadable, text};
use crate::kind::Kind;
use crate::names::{self, Name};
use crate::policy::Slot;
use crate::source::Span;
use crate::time::{Period, PeriodUnit};

/// The longest model or voice id, in bytes.
const MAX_ID: usize = 256;

/// A value read, before it has a place in lines and columns.
pub struct Taken {
    /// The canonical value.
    pub value: Value,
    /// The normalised text of a prompt.
    pub text: Option<Part>,
    /// The bytes of each item of a set, in the order of the set.
    pub items: Vec<Span>,
}

impl From<Value> for Taken {
    fn from(value: Value) -> Taken {
        Taken { value, text: None, items: Vec::new() }
    }
}

/// Reads one value as an artifact declares it.
pub fn take(slot: &Slot, node: &Node) -> Result<Taken, Unreadable> {
    let (kind, unit) = (slot.kind, slot.unit.as_str());
    if let Data::Bare(text) = &node.data {
        let data = typed(kind, text);
        return take(slot, &Node { span: node.span, data });
    }
    match kind {
        Kind::Prompt => match &node.data {
            Data::String(text) => Ok(prompt(&Part::from(text.clone()))),
            other => Err(wrong(node, other, "a prompt is a string")),
        },
        Kind::Model | Kind::Voice => id(kind, node).map(Taken::from),
        Kind::Threshold => match &node.data {
            Data::Number(text) => {
                let v = decimal(node, text)?.to_string();
                Ok(Value::Decimal { v, unit: unit.to_owned() }.into())
            }
            Data::String(text) => threshold(unit, text)
                .map(|v| Value::Decimal { v, unit: unit.to_owned() }.into())
                .ok_or_else(|| wrong(node, &node.data, "a threshold is a number")),
            other => Err(wrong(node, other, "a threshold is a number")),
        },
        Kind::Parameter => parameter(node).map(Taken::from),
        Kind::Tools | Kind::Regions => set(kind, &[node], true),
        Kind::Switch => match &node.data {
            Data::Bool(value) => Ok(Value::Switch { v: if *value { "on" } else { "off" }.into() }.into()),
            other => Err(wrong(node, other, "a switch is `true` or `false`")),
        },
        Kind::Period => period(unit, &slot.forever, node).map(Taken::from),
        Kind::Knowledge | Kind::Policy | Kind::Other => {
            Err(wrong(node, &node.data, "only whole files are of this kind"))
        }
    }
}

/// Gives a text of a file type without types the type that its kind asks for.
fn typed(kind: Kind, text: &str) -> Data {
    let word = matches!(kind, Kind::Switch | Kind::Parameter);
    let number = matches!(kind, Kind::Threshold | Kind::Parameter | Kind::Period);
    match text {
        "true" | "false" if word => Data::Bool(text == "true"),
        _ if number && Decimal::parse(text).is_some() => Data::Number(text.to_owned()),
        _ => Data::String(text.to_owned()),
    }
}

/// Makes the value of a prompt, with its normalised text.
pub fn value_of_prompt(raw: &Part) -> (Value, Part) {
    let text = match text::normalise(raw) {
        Cow::Borrowed(text) => raw.within(text),
        Cow::Owned(text) => Part::from(text),
    };
    let sha256 = TextDigest::of(text.clone());
    (Value::Text { sha256, lines: text::lines(&text), parts: Vec::new() }, text)
}

/// Reads a prompt.
pub fn prompt(raw: &Part) -> Taken {
    let (value, text) = value_of_prompt(raw);
    Taken { value, text: Some(text), items: Vec::new() }
}

/// Reads a set from the values that a location names: lists of strings, or strings.
///
/// With `split`, a string holds several items when it has commas outside parentheses
/// (`Read, Bash(git log:*)`), as the front matter of agent files writes them.
fn set(kind: Kind, nodes: &[&Node], split: bool) -> Result<Taken, Unreadable> {
    let mut items: BTreeMap<String, Span> = BTreeMap::new();
    let mut add = |item: &str, span: Span| {
        items.entry(item.to_owned()).or_insert(span);
    };
    let rule = match kind {
        Kind::Regions => "regions are a list of strings",
        _ => "tools are a list of strings",
    };
    for node in nodes {
        match &node.data {
            Data::String(text) if split => {
                split_commas(text).into_iter().for_each(|item| add(item, node.span));
            }
            Data::String(text) | Data::Bare(text) => add(text, node.span),
            Data::Seq(list) => {
                for item in list {
                    match &item.data {
                        Data::String(text) => add(text, item.span),
                        other => return Err(wrong(item, other, rule)),
                    }
                }
            }
            other => return Err(wrong(node, other, rule)),
        }
    }
    if let Some((item, span)) = items.iter().find(|(item, _)| stands_for(item).is_some()) {
        let node = Node { span: *span, data: Data::Null };
        return Err(elsewhere(&node, stands_for(item).unwrap_or_default()));
    }
    let (v, places) = items.into_iter().unzip();
    Ok(Taken { value: Value::Set { v }, text: None, items: places })
}

/// Reads a set from the matches of a path, each one item.
pub fn set_of_matches(kind: Kind, found: &[Found<'_>]) -> Result<Taken, Unreadable> {
    let nodes: Vec<&Node> = found.iter().map(|found| found.node).collect();
    set(kind, &nodes, false)
}

/// Splits at commas outside parentheses and drops white space around the pieces.
pub fn split_commas(text: &str) -> Vec<&str> {
    let (mut pieces, mut depth, mut start) = (Vec::new(), 0i64, 0);
    for (i, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth <= 0 => {
                pieces.push(text.get(start..i).unwrap_or_default());
                start = i + 1;
            }
            _ => {}
        }
    }
    pieces.push(text.get(start..).unwrap_or_default());
    pieces.into_iter().map(str::trim).filter(|piece| !piece.is_empty()).collect()
}

fn id(kind: Kind, node: &Node) -> Result<Value, Unreadable> {
    let Data::String(text) = &node.data else {
        let rule = if kind == Kind::Voice { "a voice is a string" } else { "a model id is a string" };
        return Err(wrong(node, &node.data, rule));
    };
    if let Some(name) = variable(text) {
        return Err(elsewhere(node, name));
    }
    let problem = if text.is_empty() {
        "is empty"
    } else if text.len() > MAX_ID {
        "is longer than 256 bytes"
    } else if text.chars().any(is_invisible) {
        "holds a control or invisible character"
    } else {
        return Ok(Value::Id { v: text.clone() });
    };
    Err(at(node, &names::UNREADABLE_ID, format!("the {kind} id {problem}")))
}

/// Control, format, separator and filler code points: what a reviewer cannot see.
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

fn parameter(node: &Node) -> Result<Value, Unreadable> {
    let (kind, v) = match &node.data {
        Data::Null => ("null", "null".to_owned()),
        Data::Bool(value) => ("bool", value.to_string()),
        Data::Number(text) => ("number", decimal(node, text)?.to_string()),
        Data::String(text) if stands_for(text).is_some() => {
            return Err(elsewhere(node, stands_for(text).unwrap_or_default()));
        }
        Data::String(text) | Data::Time(text) => ("string", text.clone()),
        other => return Err(wrong(node, other, "a parameter is a number, string, boolean or null")),
    };
    Ok(Value::Scalar { r#type: kind.into(), v })
}

/// Reads a number that the file writes as a string: `"0.8"`, and `"80%"` where the unit is
/// declared as percent.
fn threshold(unit: &str, text: &str) -> Option<String> {
    let number = if unit == "percent" { text.strip_suffix('%').unwrap_or(text) } else { text };
    Some(Decimal::parse(number)?.to_string())
}

fn period(unit: &str, forever: &str, node: &Node) -> Result<Value, Unreadable> {
    let endless = || Value::Duration { n: String::new(), unit: "forever".into() };
    if let Data::Number(text) = &node.data
        && !forever.is_empty()
        && decimal(node, text)?.to_string() == forever
    {
        return Ok(endless());
    }
    let rule = if unit.is_empty() {
        "a period without a declared unit is written like `90 days` or `forever`"
    } else {
        "a period is a whole number of its unit, or written like `90 days` or `forever`"
    };
    let found = match &node.data {
        Data::Number(text) if !unit.is_empty() => {
            decimal(node, text)?.to_u64().and_then(|n| Period::new(n, unit))
        }
        Data::String(text) if text == "forever" => return Ok(endless()),
        Data::String(text) => written_period(text),
        other => return Err(wrong(node, other, rule)),
    };
    match found {
        Some(period) => Ok(duration(period)),
        None => {
            let endless = match &node.data {
                Data::Number(text) if forever.is_empty() && text.starts_with('-') => {
                    let shown: String = text.chars().take(40).collect();
                    format!("; if it stands for no end, say so in the policy with `forever {shown}`")
                }
                _ => String::new(),
            };
            Err(at(node, &names::WRONG_TYPE, format!("the value is no period; {rule}{endless}")))
        }
    }
}

/// Reads `90 days`, and the short form `90d` of which only the letters that mean one thing
/// are read: `m` is minutes to some programs and months to others.
fn written_period(text: &str) -> Option<Period> {
    let (n, word) = match text.split_once(' ') {
        Some(parts) => parts,
        None => {
            let (n, letter) = text.split_at_checked(text.len().checked_sub(1)?)?;
            let short = [("s", "seconds"), ("h", "hours"), ("d", "days"), ("w", "weeks")];
            (n, short.into_iter().find(|(short, _)| *short == letter)?.1)
        }
    };
    Period::new(Decimal::parse(n)?.to_u64()?, word)
}

/// The canonical value of a period.
pub fn duration(period: Period) -> Value {
    let unit = match period.unit {
        PeriodUnit::Seconds => "seconds",
        PeriodUnit::Days => "days",
        PeriodUnit::Months => "months",
    };
    Value::Duration { n: period.n.to_string(), unit: unit.into() }
}

/// The variable that a text is as a whole.
pub(super) fn stands_for(text: &str) -> Option<&str> {
    let whole = text.starts_with(['$', '%', '{']) || text.starts_with("os.environ/");
    let one = text.matches("${").count() + text.matches("{{").count() <= 1;
    let ends = text.ends_with(['}', '%']) || !text.contains(['{', '%']);
    variable(text).filter(|_| whole && one && ends)
}

fn elsewhere(node: &Node, name: &str) -> Unreadable {
    let name: String = name.chars().take(80).collect();
    let message = format!(
        "`{name}` says what this is, and it is set outside of this file; write the value itself, or govern \
         the file that sets `{name}`"
    );
    at(node, &names::CUSTOM_TAG, message)
}

fn decimal(node: &Node, text: &str) -> Result<Decimal, Unreadable> {
    Decimal::parse(text).ok_or_else(|| {
        let shown: String = number(text).chars().take(80).collect();
        let message = format!(
            "the number `{shown}` cannot be read exactly; write it like `0.75`, with at most 38 digits"
        );
        at(node, &names::INEXACT_NUMBER, message)
    })
}

fn wrong(node: &Node, data: &Data, rule: &str) -> Unreadable {
    match data {
        Data::Ambiguous(word) => {
            let message = format!("readers differ on what `{word}` is; write it so that all agree; {rule}");
            at(node, &names::AMBIGUOUS_WORD, message)
        }
        Data::Opaque(_) => at(
            node,
            &names::CUSTOM_TAG,
            format!("the value stands for another, which is not resolved; {rule}"),
        ),
        other => at(node, &names::WRONG_TYPE, format!("the value is {}; {rule}", other.type_name())),
    }
}

fn at(node: &Node, reason: &'static Name, message: String) -> Unreadable {
    Unreadable { reason: reason.name, message, span: Some(node.span), at: None }
}
