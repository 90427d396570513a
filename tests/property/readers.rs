//! Laws of the readers of configuration files, tried on generated and on damaged files.

use countersign::format::{self, Data, Document, Format, Node, tree};

use super::model::{Random, Style, Value, render};

/// The formats that have a renderer.
const WRITTEN: &[Format] = &[Format::Toml, Format::Env, Format::Ini, Format::Properties, Format::Hcl];

fn read(format: Format, text: &str) -> Document {
    format::read(format, text.as_bytes())
        .unwrap_or_else(|e| panic!("{format:?}: {} at {:?}\n{text}", e.message, e.at))
}

fn canonical(format: Format, text: &str) -> String {
    tree::encode(read(format, text).root.as_ref().expect("a tree"), None)
}

fn lines(format: Format, text: &str) -> Vec<String> {
    let root = read(format, text).root.expect("a tree");
    tree::lines(&root, None).lines().map(str::to_owned).collect()
}

/// Comments, order, quotes, spelling of numbers and layout are no meaning.
pub fn rewriting_a_file_changes_nothing() {
    for format in WRITTEN {
        let mut random = Random::new(7);
        for _ in 0..150 {
            let value = Value::file(*format, &mut random);
            let plain = render(*format, &value, &mut Style::plain());
            let rewritten = render(*format, &value, &mut Style::any(random.next()));
            assert_eq!(
                canonical(*format, &plain),
                canonical(*format, &rewritten),
                "{format:?}\n{plain}\n-----\n{rewritten}"
            );
        }
    }
}

/// One edited scalar is one difference, whatever else was rewritten with it.
pub fn one_edit_is_one_difference() {
    for format in WRITTEN {
        let mut random = Random::new(11);
        for _ in 0..150 {
            let value = Value::file(*format, &mut random);
            let mut edited = value.clone();
            edited.edit_one(&mut random);
            let before = lines(*format, &render(*format, &value, &mut Style::any(random.next())));
            let after = lines(*format, &render(*format, &edited, &mut Style::any(random.next())));
            let gone: Vec<_> = before.iter().filter(|line| !after.contains(line)).collect();
            let new: Vec<_> = after.iter().filter(|line| !before.contains(line)).collect();
            assert_eq!((gone.len(), new.len()), (1, 1), "{format:?}\n{before:#?}\n{after:#?}");
        }
    }
}

/// A span is the bytes of its value: read alone, they give the value again.
pub fn a_span_is_its_value() {
    for format in WRITTEN {
        let mut random = Random::new(13);
        for _ in 0..150 {
            let value = Value::file(*format, &mut random);
            let text = render(*format, &value, &mut Style::any(random.next()));
            let document = read(*format, &text);
            let root = document.root.as_ref().expect("a tree");
            scalars(root, &mut |node| {
                let slice = document.text.get(node.span.range()).expect("whole characters");
                let alone = read(*format, &format!("x={slice}\n"));
                let again = alone.root.as_ref().and_then(|root| root.get("x")).expect("x");
                assert_eq!(again.data, node.data, "{format:?} `{slice}` in\n{text}");
            });
        }
    }
}

fn scalars(node: &Node, each: &mut impl FnMut(&Node)) {
    match &node.data {
        Data::Map(entries) => entries.iter().for_each(|entry| scalars(&entry.value, each)),
        Data::Seq(items) => items.iter().for_each(|item| scalars(item, each)),
        // A heredoc, and a value that goes on in the next line, is more than its line.
        Data::String(text) | Data::Bare(text) if text.contains('\n') => {}
        _ => each(node),
    }
}

const ALL: &[Format] = &[
    Format::Yaml,
    Format::YamlTemplate,
    Format::Json,
    Format::Jsonc,
    Format::Json5,
    Format::JsonLines,
    Format::Toml,
    Format::Env,
    Format::Ini,
    Format::Properties,
    Format::Hcl,
    Format::Markdown,
    Format::Text,
];

/// Pieces that files are made of, and that files are broken with.
const PIECES: &[&str] = &[
    "\n",
    "\r\n",
    " ",
    "\t",
    "  ",
    "a",
    "é",
    "=",
    ":",
    "\"",
    "'",
    "`",
    "\"\"\"",
    "{",
    "}",
    "[",
    "]",
    "[[",
    "]]",
    ",",
    "#",
    ";",
    "//",
    "/*",
    "*/",
    "<<EOT\n",
    "<<-X\n",
    "EOT",
    "${",
    "$$",
    "%{",
    "\\",
    "\\u00e9",
    "\\uD800",
    "-",
    "---\n",
    "+++\n",
    "...",
    "- ",
    "&a ",
    "*a",
    "<<: ",
    "!t ",
    "|\n",
    ">-\n",
    "0",
    "1.5",
    "true",
    "null",
    "key: v\n",
    "x = 1\n",
    "export ",
    "{{ x }}",
    "{% if %}",
    "\u{feff}",
    "\u{202e}",
    "\0",
    "?",
    "~",
    "%YAML 1.1\n",
    "a.b",
    "(",
    ")",
];

/// Nothing stops a reader, and every span it gives lies on whole characters of the text.
pub fn no_bytes_stop_a_reader() {
    let mut random = Random::new(17);
    for round in 0..4000 {
        let mut text = String::new();
        for _ in 0..random.below(24) {
            text.push_str(PIECES[random.below(PIECES.len())]);
        }
        let mut bytes = text.into_bytes();
        if round % 8 == 0 && !bytes.is_empty() {
            let at = random.below(bytes.len());
            bytes[at] = (random.next() % 256) as u8;
        }
        for format in ALL {
            if let Ok(document) = format::read(*format, &bytes) {
                check_spans(&document);
            }
            if let Ok((document, _)) = format::read_leniently(*format, &bytes) {
                check_spans(&document);
            }
        }
        let _ = Format::of_file("x.conf", &bytes);
    }
}

fn check_spans(document: &Document) {
    let inside = |span: countersign::source::Span| {
        assert!(
            document.text.get(span.range()).is_some(),
            "{:?} {span:?} in {:?}",
            document.format,
            document.text
        );
    };
    document.body.into_iter().for_each(inside);
    let mut open: Vec<&Node> = document.root.iter().collect();
    while let Some(node) = open.pop() {
        inside(node.span);
        match &node.data {
            Data::Map(entries) => entries.iter().for_each(|entry| {
                inside(entry.key_span);
                open.push(&entry.value);
            }),
            Data::Seq(items) => open.extend(items),
            _ => {}
        }
    }
}

/// What a file may hold of one thing does not cost more than its size.
pub fn hostile_files_are_read_in_linear_time() {
    let many = |piece: &str, bytes: usize| piece.repeat(bytes / piece.len());
    let size = 100_000;
    let deep = [many("[", size), many("{", size), format!("a = {}", many("[", size)), many("a {\n", size)];
    let long = [
        many("a.", size),
        format!("{} = 1", many("a.", size)),
        many("[a]\n", size),
        many("[[a.b]]\n", size),
        many("a = 1\n", size),
        many("a = <<X\n", size),
        many("a = \"${\n", size),
        many("resource \"a\" \"b\" {}\n", size),
        (0..size / 20).map(|i| format!("r \"a\" \"{i}\" {{}}\n")).collect(),
        (0..size / 8).map(|i| format!("k{i} = 1\n")).collect(),
        (0..size / 8).map(|i| format!("[s{i}]\nk=1\n")).collect(),
        many("A=\"\n", size),
        many("A='x\n", size),
        many(" \\\n", size),
        many("${", size),
        many("x = \"\\u00e9é\"\n", size),
        many("/*", size),
        many("{{", size),
        many("{{ x }}\n", size),
        many("{% if a %}\n", size),
    ];
    for text in deep.iter().chain(&long) {
        for format in ALL {
            let start = std::time::Instant::now();
            let _ = format::read(*format, text.as_bytes());
            let _ = format::read_leniently(*format, text.as_bytes());
            let shown: String = text.chars().take(40).collect();
            // A quadratic reader needs far longer; the slack is for loaded machines.
            assert!(start.elapsed().as_secs() < 10, "{format:?} {shown:?} {:?}", start.elapsed());
        }
    }
}
