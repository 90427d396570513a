//! Which reader reads a file: by its name, else by what is in it.

use super::{Format, ini};

impl Format {
    /// Finds the reader for a path by its file name; `None` for names that say nothing.
    pub fn of_path(path: &str) -> Option<Format> {
        let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
        if let Some(format) = of_whole_name(path, &name) {
            return Some(format);
        }
        let Some((stem, extension)) = name.rsplit_once('.') else { return Some(Format::Text) };
        match extension {
            "yaml" | "yml" => Some(Format::Yaml),
            "json" | "ipynb" => Some(Format::Json),
            "jsonc" => Some(Format::Jsonc),
            "json5" => Some(Format::Json5),
            "jsonl" | "ndjson" => Some(Format::JsonLines),
            "toml" => Some(Format::Toml),
            "env" => Some(Format::Env),
            "ini" => Some(Format::Ini),
            "properties" => Some(Format::Properties),
            "tf" | "tfvars" | "hcl" => Some(Format::Hcl),
            "md" | "markdown" | "mdc" | "mdx" | "prompty" | "prompt" => Some(Format::Markdown),
            "txt" | "text" | "rst" | "adoc" | "j2" | "jinja" | "jinja2" | "njk" | "tmpl" | "tpl"
            | "gotmpl" | "mustache" | "hbs" | "handlebars" | "liquid" | "ejs" => Some(Format::Text),
            // The sample of a file is of its format.
            "example" | "sample" | "dist" | "default" | "template" | "bak" | "orig" => Format::of_path(stem),
            _ => None,
        }
    }

    /// Finds the reader for a file: by its path, else by its content. What is of no known shape
    /// is plain text.
    pub fn of_file(path: &str, bytes: &[u8]) -> Format {
        Format::of_path(path).unwrap_or_else(|| std::str::from_utf8(bytes).map_or(Format::Text, sniff))
    }

    /// Tells whether a file of this format is a typed tree as a whole.
    pub fn is_structured(self) -> bool {
        !matches!(self, Format::Markdown | Format::Text)
    }
}

/// Names that say more than their last extension.
fn of_whole_name(path: &str, name: &str) -> Option<Format> {
    // The editors that read these allow comments in them.
    let with_comments = path.split('/').rev().nth(1) == Some(".vscode") && name.ends_with(".json")
        || name == "devcontainer.json"
        || name.starts_with("tsconfig") && name.ends_with(".json");
    if with_comments {
        return Some(Format::Jsonc);
    }
    if name == ".env" || name == "env.example" || name == "env.sample" || name.starts_with(".env.") {
        return Some(Format::Env);
    }
    // Helm fills in what stands below `templates`; what it becomes is YAML.
    let stem = name.rsplit_once('.').map_or("", |(stem, _)| stem);
    let yaml = |name: &str| name.ends_with(".yaml") || name.ends_with(".yml");
    let engine = [".j2", ".jinja", ".jinja2", ".tpl", ".tmpl", ".gotmpl"];
    let below_templates = path.split('/').rev().skip(1).any(|folder| folder == "templates");
    if yaml(stem) && engine.iter().any(|engine| name.ends_with(engine)) || yaml(name) && below_templates {
        return Some(Format::YamlTemplate);
    }
    match name {
        ".editorconfig" | ".gitconfig" => Some(Format::Ini),
        ".roomodes" => Some(Format::Yaml),
        "pipfile" | "poetry.lock" | "uv.lock" | "cargo.lock" => Some(Format::Toml),
        ".cursorrules" | ".windsurfrules" | ".clinerules" | ".goosehints" | ".roorules" => Some(Format::Text),
        _ => None,
    }
}

/// Tells the format of a text whose name says nothing.
fn sniff(text: &str) -> Format {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let after_bracket = start.get(1..).unwrap_or_default().trim_start();
    let json = match start.as_bytes().first() {
        Some(b'{') => after_bracket.starts_with(['"', '}', '/']),
        Some(b'[') => after_bracket.starts_with(['{', '[', '"', ']', '/']),
        Some(b'/') => start.starts_with("//") || start.starts_with("/*"),
        _ => false,
    };
    if json {
        Format::Jsonc
    } else if ini::looks_like(text) {
        Format::Ini
    } else {
        Format::Text
    }
}
