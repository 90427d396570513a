//! The file formats of the library, each module compiled when a file turns out to be in one of
//! its formats.

use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex, OnceLock, PoisonError};

use crate::model;
use crate::source::Sources;
use crate::stdlib::{FORMATS, MODULES, Module};
use crate::syntax;

use super::{ListIdentity, PathGlob, Slot, from_model};

/// A `format` of the library, lowered like any other; its locations have no path yet.
#[derive(Debug)]
pub struct FileFormat {
    /// Its name in policies, `elevenlabs_agent`.
    pub name: String,
    /// The governed values, of no system yet.
    pub slots: Vec<Slot>,
    /// Fragments whose value never counts.
    pub ignores: Vec<String>,
    /// The lists whose items have names.
    pub identities: Vec<ListIdentity>,
}

/// What tells a file of a format of the library.
#[derive(Clone, Debug)]
pub struct Whereabouts {
    /// The path glob.
    pub glob: &'static str,
    compiled: OnceLock<Option<PathGlob>>,
    /// Fragments that name something in every such file.
    pub with: Vec<&'static str>,
    format: &'static str,
    module: &'static Module,
}

impl Whereabouts {
    /// Returns the name of the format.
    pub fn format_name(&self) -> &'static str {
        self.format
    }

    /// Tells whether a path matches; the glob is compiled once in the life of the program.
    fn is_at(&self, path: &str) -> bool {
        // Compiling a glob costs more than seeing that its end does not fit.
        let end = self.glob.rfind(['*', '?', '{', '}']).map_or(0, |at| at + 1);
        if !path.ends_with(self.glob.get(end..).unwrap_or_default().trim_start_matches('/')) {
            return false;
        }
        if let Some((_, last)) = self.glob.rsplit_once('{').filter(|_| self.glob.ends_with('}')) {
            let mut ends = last.trim_end_matches('}').split(',');
            if !ends.any(|end| path.ends_with(end)) {
                return false;
            }
        }
        let compiled = self.compiled.get_or_init(|| PathGlob::new(self.glob).ok());
        compiled.as_ref().is_some_and(|glob| glob.matches(path.as_bytes()))
    }

    /// Compiles the format, once in the life of the program.
    pub fn format(&self) -> Option<&'static FileFormat> {
        static ALL: LazyLock<Mutex<BTreeMap<&'static str, &'static [FileFormat]>>> =
            LazyLock::new(Mutex::default);
        let mut all = ALL.lock().unwrap_or_else(PoisonError::into_inner);
        let formats = all.entry(self.module.name).or_insert_with(|| compile(self.module).leak());
        formats.iter().find(|format| format.name == self.format)
    }
}

/// Lists what tells the files of one module's formats.
///
/// The text is read line by line, as the formatter prints it, so that looking at a file compiles
/// no module that it is not of.
pub fn whereabouts(module: &'static Module) -> Vec<Whereabouts> {
    let (mut all, mut format) = (Vec::new(), "");
    for line in module.text.lines() {
        if let Some(name) = line.strip_prefix("format ").and_then(|rest| rest.split(' ').next()) {
            format = name;
        }
        let found = line.trim_start().strip_prefix("found ").map(str::trim_start);
        let Some(rest) = found.and_then(|rest| rest.strip_prefix("at \"")) else { continue };
        let mut texts = rest.split('"');
        let glob = texts.next().unwrap_or_default();
        let with = texts.skip(1).step_by(2).map(|text| text.trim_start_matches('#')).collect();
        all.push(Whereabouts { glob, compiled: OnceLock::new(), with, format, module });
    }
    all
}

/// Lists the whereabouts whose glob matches a path. What else such a file must have is for the
/// caller to see.
pub fn whereabouts_of(path: &str) -> Vec<&'static Whereabouts> {
    // Catalogues say nothing of files, and their texts are long.
    static ALL: LazyLock<Vec<Whereabouts>> = LazyLock::new(|| {
        let formats = MODULES.iter().filter(|module| module.name.starts_with(FORMATS));
        formats.flat_map(whereabouts).collect()
    });
    ALL.iter().filter(|place| place.is_at(path)).collect()
}

fn compile(module: &Module) -> Vec<FileFormat> {
    let mut sources = Sources::default();
    let file = sources.add(module.path, module.text);
    let (tree, found) = syntax::parse(&sources, file);
    debug_assert!(found.is_empty(), "the library parses: {found:?}");
    let at = crate::source::Location { file, span: crate::source::Span::default() };
    let (model, _) = model::bind(&sources, &[tree.used_at(at)], true, super::schemes::given());
    model.formats.iter().map(lower).collect()
}

fn lower(format: &model::Format) -> FileFormat {
    FileFormat {
        name: format.id.name.to_string(),
        slots: format.artifacts.iter().map(|artifact| from_model::slot("", artifact)).collect(),
        ignores: format.ignores.iter().map(|fragment| fragment.text.clone()).collect(),
        identities: format.identities.iter().map(|list| from_model::list_identity("", list)).collect(),
    }
}
