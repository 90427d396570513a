//! The canonical value of what was found, by its kind, and whether two of them mean the same.

use super::concept::Concept;
use super::place::Place;
use super::rules::switch_of;
use crate::canonical::Part;
use crate::decimal::Decimal;
use crate::facts::{Value, value_of_prompt};
use crate::format::Data;
use crate::format::tree::number;
use crate::kind::Kind;

/// A value in canonical form, with the text of a prompt.
#[derive(Clone, Debug, PartialEq)]
pub struct Read {
    /// The value.
    pub value: Value,
    /// The normalised text of a prompt.
    pub text: Option<Part>,
}

/// Reads one value as a kind.
///
/// Nobody declared what a switch or period means here, so both are shown as the file has them.
pub fn read(kind: Kind, data: &Data) -> Read {
    if let (Data::String(text) | Data::Bare(text), Kind::Prompt) = (data, kind) {
        return prompt(&Part::from(text.clone()));
    }
    Read { value: scalar(kind, data), text: None }
}

/// Reads a prompt.
pub fn prompt(text: &Part) -> Read {
    let (value, text) = value_of_prompt(text);
    Read { value, text: Some(text) }
}

/// The text of a scalar as it is shown.
pub fn shown(data: &Data) -> String {
    match scalar(Kind::Other, data) {
        Value::Scalar { v, .. } => v,
        _ => String::new(),
    }
}

fn scalar(kind: Kind, data: &Data) -> Value {
    let typed = |r#type: &str, v: String| Value::Scalar { r#type: r#type.into(), v };
    let counted = matches!(kind, Kind::Threshold | Kind::Parameter | Kind::Period);
    match (kind, data) {
        (Kind::Switch, data) if switch_of(data).is_some() => {
            typed("bool", switch_of(data).unwrap_or_default().to_string())
        }
        (_, Data::Number(text) | Data::String(text) | Data::Bare(text)) if counted => match exact(text) {
            Some(decimal) if kind == Kind::Threshold => Value::Decimal { v: decimal, unit: String::new() },
            Some(decimal) => typed("number", decimal),
            None => typed("string", text.clone()),
        },
        (Kind::Model | Kind::Voice, Data::String(text) | Data::Bare(text)) => Value::Id { v: text.clone() },
        (_, Data::Number(text)) => typed("number", number(text)),
        (_, Data::Bool(value)) => typed("bool", value.to_string()),
        (_, Data::Null) => typed("null", "null".into()),
        (_, Data::String(text) | Data::Bare(text) | Data::Opaque(text) | Data::Time(text)) => {
            typed("string", text.replace("\r\n", "\n"))
        }
        (_, Data::Ambiguous(text)) => typed("word", text.clone()),
        (_, Data::Seq(_)) => typed("list", "[]".into()),
        (_, Data::Map(_)) => typed("map", "{}".into()),
    }
}

/// The exact decimal of a number in any spelling: `0.80`, `.8`, `+0.8`, `80%`.
fn exact(text: &str) -> Option<String> {
    let text = text.trim();
    let (text, percent) = match text.strip_suffix('%') {
        Some(number) => (number.trim_end(), true),
        None => (text, false),
    };
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let zero = if digits.starts_with('.') { "0" } else { "" };
    let digits = digits.strip_suffix('.').unwrap_or(digits);
    let exponent = if percent { "e-2" } else { "" };
    if percent && digits.contains(['e', 'E']) {
        return None;
    }
    Decimal::parse(&format!("{sign}{zero}{digits}{exponent}")).map(|decimal| decimal.to_string())
}

/// Tells whether two values of a kind mean the same.
pub fn same(kind: Kind, before: &Read, after: &Read) -> bool {
    if before.value == after.value {
        return true;
    }
    match (&before.text, &after.text) {
        (Some(a), Some(b)) if kind == Kind::Prompt => same_words(a, b),
        _ => {
            let (a, b) = (&before.value, &after.value);
            is_quoted_number(a, b) || is_float_noise(a, b) || kind == Kind::Tools && is_same_description(a, b)
        }
    }
}

/// What a tool is described with is read by a model, as prompts are.
fn is_same_description(before: &Value, after: &Value) -> bool {
    match (before, after) {
        (Value::Scalar { v: a, .. }, Value::Scalar { v: b, .. }) => {
            a.split_whitespace().nth(1).is_some() && same_words(a, b)
        }
        _ => false,
    }
}

/// Tells whether two texts differ in white space only. Under a policy that is a change; for
/// somebody who looks it is none.
pub fn same_words(a: &str, b: &str) -> bool {
    // From where they differ, back to the start of the word; comparing bytes is the quicker part.
    let step = 4096;
    let chunks = a.as_bytes().chunks(step).zip(b.as_bytes().chunks(step));
    let mut from = chunks.take_while(|(a, b)| a == b).count() * step;
    from = from.min(a.len()).min(b.len());
    while from > 0 && !(a.is_char_boundary(from) && a[..from].ends_with(char::is_whitespace)) {
        from -= 1;
    }
    match (a.get(from..), b.get(from..)) {
        (Some(a), Some(b)) => a.split_whitespace().eq(b.split_whitespace()),
        _ => false,
    }
}

/// `"6379"` and `6379`: readers of configurations take either for the number.
fn is_quoted_number(before: &Value, after: &Value) -> bool {
    let (Value::Scalar { r#type: a, v: old }, Value::Scalar { r#type: b, v: new }) = (before, after) else {
        return false;
    };
    let quoted = matches!((a.as_str(), b.as_str()), ("string", "number") | ("number", "string"));
    quoted && number(old) == number(new)
}

/// `0.3` that went through a 32-bit float comes back as `0.30000001192092896`.
fn is_float_noise(before: &Value, after: &Value) -> bool {
    let text = |value: &Value| match value {
        Value::Decimal { v, .. } => Some(v.clone()),
        Value::Scalar { r#type, v } if r#type == "number" => Some(v.clone()),
        _ => None,
    };
    let (Some(a), Some(b)) = (text(before), text(after)) else { return false };
    let long = |text: &str| text.contains('.') && text.trim_start_matches(['-', '0', '.']).len() > 7;
    (long(&a) || long(&b)) && a.parse::<f32>().ok().is_some_and(|a| b.parse::<f32>().ok() == Some(a))
}

/// Tells whether a value is what exports write anew each time: a time of saving, a revision, a
/// place on a canvas.
pub fn is_noise(place: &Place<'_>, before: Option<&Data>, after: Option<&Data>) -> bool {
    let key = place.concepts();
    let both = |is: fn(&Data) -> bool| before.into_iter().chain(after).all(is);
    if key.whole.has(Concept::NoiseTime) {
        return both(is_time);
    }
    if key.whole.has(Concept::NoiseRevision) {
        return both(|data| matches!(data, Data::String(_) | Data::Bare(_) | Data::Number(_) | Data::Null));
    }
    let drawn = key.whole.has(Concept::NoiseDrawing) && place.beside().drawn >= 2;
    drawn && both(|data| matches!(data, Data::Number(_) | Data::Bool(_) | Data::Null | Data::String(_)))
}

/// Tells whether a list of scalars is a place on a canvas.
pub fn is_drawing(place: &Place<'_>) -> bool {
    place.concepts().whole.has(Concept::NoiseDrawing)
}

fn is_time(data: &Data) -> bool {
    let date = |text: &str| {
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        digits >= 8
            && text.len() <= 40
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b" -:.+/,".contains(&b))
    };
    match data {
        Data::Time(_) | Data::Null => true,
        Data::Number(text) => text.len() >= 9,
        Data::String(text) | Data::Bare(text) => date(text),
        _ => false,
    }
}
