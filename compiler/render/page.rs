//! Pages made from templates: every text in one is escaped for the form it goes into.

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment};

use super::escape;

/// A template that ships with the program.
pub(super) struct Page {
    environment: Environment<'static>,
    name: &'static str,
}

/// Reads a template; one whose name ends in `.html` escapes what it places.
pub(super) fn page(name: &'static str, template: &'static str) -> Page {
    let mut environment = Environment::new();
    let lines = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    environment.set_syntax(lines.expect("the default delimiters are valid"));
    environment.set_auto_escape_callback(|name| {
        if name.ends_with(".html") { AutoEscape::Html } else { AutoEscape::None }
    });
    environment.add_filter("md", |text: String| escape::markdown(&text));
    environment.add_filter("visible", |text: String| escape::terminal(&text));
    environment.add_filter("prose", |text: String| minijinja::Value::from_safe_string(prose(&text)));
    environment.add_template(name, template).expect("the built-in template parses");
    Page { environment, name }
}

impl Page {
    /// Adds a part that the template takes in.
    pub(super) fn with(mut self, name: &'static str, part: &'static str) -> Page {
        self.environment.add_template(name, part).expect("the built-in part parses");
        self
    }

    /// Places values in the template.
    pub(super) fn render(&self, values: minijinja::Value) -> String {
        let template = self.environment.get_template(self.name).expect("added by `page`");
        template.render(values).expect("the built-in template renders")
    }
}

/// Writes a sentence of ours as HTML: the user's words, which stand in backticks, as code.
fn prose(text: &str) -> String {
    let escaped = minijinja::HtmlEscape(&escape::terminal(text)).to_string();
    let parts: Vec<&str> = escaped.split('`').collect();
    let even = parts.len() % 2 == 1;
    let part = |(i, part): (usize, &&str)| match (even, i % 2) {
        (true, 1) => format!("<code>{part}</code>"),
        (false, 1..) => format!("`{part}"),
        _ => (*part).to_owned(),
    };
    parts.iter().enumerate().map(part).collect()
}
