//! Configuration as a value, and the many ways to write the same one down.

use countersign::format::Format;

/// Numbers that are the same on every machine (xorshift, 64 bits).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    pub fn one_of<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

/// A value of a file.
#[derive(Clone, Debug)]
pub enum Value {
    Text(String),
    Number(u32, u32),
    Switch(bool),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
}

const WORDS: &[&str] = &["model", "aurora", "voice", "zürich", "stay calm", "claims", "日本", "x-1", "a/b"];

impl Value {
    /// A file that the format can hold: flat for `.env` and properties, two levels for INI.
    pub fn file(format: Format, random: &mut Random) -> Value {
        let depth = match format {
            Format::Env | Format::Properties => 0,
            Format::Ini => 1,
            _ => 3,
        };
        Value::map(format, depth, random)
    }

    fn map(format: Format, depth: usize, random: &mut Random) -> Value {
        let keys = 2 + random.below(5);
        let entries = (0..keys).map(|i| {
            let key = format!("k{i}_{}", random.below(9));
            let nested = depth > 0 && random.below(2) == 0;
            (key, if nested { Value::map(format, depth - 1, random) } else { Value::leaf(format, random) })
        });
        Value::Map(entries.collect())
    }

    fn leaf(format: Format, random: &mut Random) -> Value {
        let lists = matches!(format, Format::Toml | Format::Hcl);
        match random.below(if lists { 5 } else { 4 }) {
            0 => Value::Number(random.below(99) as u32, random.below(100) as u32),
            1 => Value::Switch(random.below(2) == 0),
            4 => Value::List((0..1 + random.below(4)).map(|_| Value::text(format, random)).collect()),
            _ => Value::text(format, random),
        }
    }

    fn text(format: Format, random: &mut Random) -> Value {
        let mut text = random.one_of(WORDS).to_string();
        let more: &[&str] = match format {
            Format::Toml | Format::Hcl => {
                &[" \"said\" he", "\nsecond line", " # no comment", "\ttab", " \\ "]
            }
            Format::Env => &[" said he", "\nsecond line", " # no comment", " = "],
            Format::Properties => &[" said he", "\nsecond", " # no comment", " = ", "\ttab"],
            _ => &[" said he", "-2", " = "],
        };
        for _ in 0..random.below(3) {
            text.push_str(random.one_of(more));
        }
        Value::Text(text.trim().to_owned())
    }

    /// Changes one scalar.
    pub fn edit_one(&mut self, random: &mut Random) {
        let count = self.scalars();
        let mut at = random.below(count);
        self.edit(&mut at);
    }

    fn scalars(&self) -> usize {
        match self {
            Value::List(items) => items.iter().map(Value::scalars).sum(),
            Value::Map(entries) => entries.iter().map(|(_, value)| value.scalars()).sum(),
            _ => 1,
        }
    }

    fn edit(&mut self, at: &mut usize) {
        match self {
            Value::List(items) => items.iter_mut().for_each(|item| item.edit(at)),
            Value::Map(entries) => entries.iter_mut().for_each(|(_, value)| value.edit(at)),
            scalar => {
                if *at == 0 {
                    *scalar = match scalar {
                        Value::Number(whole, part) => Value::Number(*whole + 1, *part),
                        Value::Switch(on) => Value::Switch(!*on),
                        _ => Value::Text("edited".into()),
                    };
                }
                *at = at.wrapping_sub(1);
            }
        }
    }
}

/// The choices of a writer that mean nothing.
pub struct Style {
    random: Random,
    plain: bool,
}

impl Style {
    pub fn plain() -> Style {
        Style { random: Random::new(1), plain: true }
    }

    pub fn any(seed: u64) -> Style {
        Style { random: Random::new(seed), plain: false }
    }

    /// Picks one of several ways; the plain style takes the first.
    fn pick(&mut self, ways: usize) -> usize {
        if self.plain { 0 } else { self.random.below(ways) }
    }

    fn of<'a>(&mut self, ways: &[&'a str]) -> &'a str {
        ways[self.pick(ways.len())]
    }

    fn order<T: Clone>(&mut self, items: &[T]) -> Vec<T> {
        let mut items = items.to_vec();
        for i in (1..items.len()).rev() {
            let at = if self.plain { i } else { self.random.below(i + 1) };
            items.swap(i, at);
        }
        items
    }
}

/// Writes a value as a file.
pub fn render(format: Format, value: &Value, style: &mut Style) -> String {
    let Value::Map(entries) = value else { return String::new() };
    let mut out = String::from(style.of(&["", "\u{feff}"]));
    match format {
        Format::Toml => toml(entries, &mut Vec::new(), style, &mut out),
        Format::Hcl => hcl(entries, 0, style, &mut out),
        Format::Ini => ini(entries, style, &mut out),
        Format::Env => env(entries, style, &mut out),
        Format::Properties => properties(entries, style, &mut out),
        other => panic!("{other:?} has no writer"),
    }
    if style.pick(2) == 1 { out.replace('\n', "\r\n") } else { out }
}

fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", text.replace('\n', "\\n").replace('\t', "\\t"))
}

fn number(whole: u32, part: u32, zeros: &str) -> String {
    format!("{whole}.{part:02}{zeros}")
}

fn toml(entries: &[(String, Value)], path: &mut Vec<String>, style: &mut Style, out: &mut String) {
    // What stands below a header of its own comes last.
    let mut headers = Vec::new();
    for (key, value) in style.order(entries) {
        *out += style.of(&["", "\n", "# a comment\n", "  "]);
        match (&value, style.pick(3)) {
            (Value::Map(below), 1) => *out += &format!("{key} = {}\n", toml_inline(below, style)),
            (Value::Map(below), 2) => toml_dotted(&mut vec![key], below, style, out),
            (Value::Map(_), _) => headers.push((key, value)),
            (leaf, way) => {
                let key = if way == 1 { escaped(&key) } else { key };
                let equals = style.of(&[" = ", "=", "  =\t"]);
                *out += &format!("{key}{equals}{}{}\n", toml_value(leaf, style), style.of(&["", " # why"]));
            }
        }
    }
    for (key, value) in headers {
        let Value::Map(below) = value else { continue };
        path.push(key);
        *out += &format!("[{}]\n", path.join(style.of(&[".", " . "])));
        toml(&below, path, style, out);
        path.pop();
    }
}

fn toml_dotted(path: &mut Vec<String>, entries: &[(String, Value)], style: &mut Style, out: &mut String) {
    for (key, value) in style.order(entries) {
        path.push(key);
        match &value {
            Value::Map(below) => toml_dotted(path, below, style, out),
            leaf => *out += &format!("{} = {}\n", path.join("."), toml_value(leaf, style)),
        }
        path.pop();
    }
}

fn toml_inline(entries: &[(String, Value)], style: &mut Style) -> String {
    let entries = style.order(entries);
    let entry = |(key, value): &(String, Value)| match value {
        Value::Map(below) => format!("{key} = {}", toml_inline(below, style)),
        leaf => format!("{key} = {}", toml_value(leaf, style)),
    };
    format!("{{ {} }}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
}

fn toml_value(value: &Value, style: &mut Style) -> String {
    match value {
        Value::Number(whole, part) => {
            let zeros = style.of(&["", "0", "00"]);
            format!("{}{}", style.of(&["", "+"]), number(*whole, *part, zeros))
        }
        Value::Switch(on) => on.to_string(),
        Value::Text(text) => match style.pick(4) {
            1 if !text.contains(['\'', '\n', '\t']) => format!("'{text}'"),
            2 => format!("\"\"\"\n{}\"\"\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
            3 if !text.contains(['\\', '\'']) => format!("'''{text}'''"),
            _ => escaped(text),
        },
        Value::List(items) => {
            let between = style.of(&[", ", ",\n  ", ", # why\n"]);
            let items: Vec<String> = items.iter().map(|item| toml_value(item, style)).collect();
            format!("[{}{}]", items.join(between), if items.is_empty() { "" } else { style.of(&["", ","]) })
        }
        Value::Map(_) => String::new(),
    }
}

fn hcl(entries: &[(String, Value)], depth: usize, style: &mut Style, out: &mut String) {
    for (key, value) in style.order(entries) {
        *out += style.of(&["", "\n", "# a comment\n", "// one\n", "/* one\nmore */\n", "    "]);
        if let (Value::Map(below), true) = (&value, depth < 2) {
            let label = if depth == 0 { style.of(&[" \"l\"", " l"]) } else { "" };
            *out += &format!("{key}{label} {{\n");
            hcl(below, depth + 1, style, out);
            *out += "}\n";
        } else {
            let equals = style.of(&[" = ", "=", "   = "]);
            *out += &format!(
                "{key}{equals}{}{}\n",
                hcl_value(&value, style),
                style.of(&["", " # why", " // why"])
            );
        }
    }
}

fn hcl_value(value: &Value, style: &mut Style) -> String {
    match value {
        Value::Number(whole, part) => number(*whole, *part, style.of(&["", "0"])),
        Value::Switch(on) => on.to_string(),
        Value::Text(text) => escaped(text),
        Value::List(items) => {
            let between = style.of(&[", ", ",\n  ", ", # why\n"]);
            let items: Vec<String> = items.iter().map(|item| hcl_value(item, style)).collect();
            format!("[{}{}]", items.join(between), if items.is_empty() { "" } else { style.of(&["", ",\n"]) })
        }
        Value::Map(entries) => {
            let between = style.of(&[", ", "\n", ",\n"]);
            let equals = style.of(&[" = ", " : "]);
            let entries = style.order(entries);
            let entry = |(key, value): &(String, Value)| {
                let key = if style.pick(2) == 1 { escaped(key) } else { key.clone() };
                format!("{key}{equals}{}", hcl_value(value, style))
            };
            format!("{{ {} }}", entries.iter().map(entry).collect::<Vec<_>>().join(between))
        }
    }
}

/// A scalar in a format whose values are all text.
fn word(value: &Value) -> String {
    match value {
        Value::Number(whole, part) => number(*whole, *part, ""),
        Value::Switch(on) => on.to_string(),
        Value::Text(text) => text.clone(),
        other => panic!("{other:?} does not fit"),
    }
}

fn ini(entries: &[(String, Value)], style: &mut Style, out: &mut String) {
    let (sections, top): (Vec<_>, Vec<_>) =
        entries.iter().cloned().partition(|(_, value)| matches!(value, Value::Map(_)));
    let keys = |entries: &[(String, Value)], style: &mut Style, out: &mut String| {
        for (key, value) in style.order(entries) {
            *out += style.of(&["", "\n", "# a comment\n", "; one\n"]);
            let equals = style.of(&[" = ", "=", " : ", ":\t"]);
            *out += &format!("{key}{equals}{}{}\n", word(&value), style.of(&["", "  "]));
        }
    };
    keys(&top, style, out);
    for (name, value) in style.order(&sections) {
        let Value::Map(below) = value else { continue };
        *out += &format!("[{name}]{}\n", style.of(&["", " ; why"]));
        keys(&below, style, out);
    }
}

fn env(entries: &[(String, Value)], style: &mut Style, out: &mut String) {
    for (key, value) in style.order(entries) {
        let text = word(&value);
        let plain = !text.contains(['\n', '#', '"', '\'']);
        *out += style.of(&["", "\n", "# a comment\n"]);
        *out += style.of(&["", "export "]);
        let written = match style.pick(4) {
            0 | 1 if plain => format!("{text}{}", style.of(&["", " # why", "   "])),
            2 => format!("'{text}'{}", style.of(&["", " # why"])),
            3 => format!("\"{text}\""),
            _ => escaped(&text),
        };
        *out += &format!("{key}={written}\n");
    }
}

fn properties(entries: &[(String, Value)], style: &mut Style, out: &mut String) {
    for (key, value) in style.order(entries) {
        *out += style.of(&["", "\n", "# a comment\n", "! one\n", "  "]);
        let (mut text, word) = (String::new(), word(&value));
        for (i, c) in word.char_indices() {
            // Blanks at the start of the next line do not count.
            let next_is_blank = word.get(i + 1..).is_some_and(|rest| rest.starts_with(' '));
            match c {
                '\n' => text += "\\n",
                '\t' => text += "\\t",
                '\\' => text += "\\\\",
                ' ' if !next_is_blank && style.pick(6) == 1 => text += " \\\n    ",
                c if !c.is_ascii() && style.pick(2) == 1 => text += &format!("\\u{:04x}", c as u32),
                c => text.push(c),
            }
        }
        *out += &format!("{key}{}{text}\n", style.of(&["=", " = ", ": ", " "]));
    }
}
