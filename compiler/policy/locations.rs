//! Checks the locations of a model: paths, places inside files, and folders that stay apart.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::kind::Kind;
use crate::model::{Artifact, Model, Spot, System, Text};
use crate::names;
use crate::source::Location;

use super::{APPROVALS_FOLDER, PathGlob, RECORDS_FOLDER};

/// Lists the mistakes in locations.
pub(super) fn check(model: &Model) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for system in &model.systems {
        for (glob, _) in &system.files {
            path(&glob.text, glob.at, &mut out);
        }
        for artifact in &system.artifacts {
            for spot in own_spots(system, artifact) {
                if path(&spot.path, spot.at, &mut out)
                    && let Some(problem) = inside(&spot.path, &spot.fragment, artifact.kind)
                {
                    out.push(problem.at(spot));
                }
            }
        }
        for artifact in &system.artifacts {
            out.extend(exported(artifact));
        }
        duplicates(system, &mut out);
    }
    for retention in &model.governance.retentions {
        for spot in retention.enforced.iter().map(|setting| &setting.spot) {
            if path(&spot.path, spot.at, &mut out)
                && let Some(problem) = inside(&spot.path, &spot.fragment, Kind::Period)
            {
                out.push(problem.at(spot));
            }
        }
    }
    settings(model, &mut out);
    for artifact in model.formats.iter().flat_map(|format| &format.artifacts) {
        for spot in &artifact.at {
            if let Some(problem) = inside("", &spot.fragment, artifact.kind) {
                out.push(problem.at(spot));
            }
        }
    }
    let own = model.systems.iter().flat_map(|system| {
        system.artifacts.iter().filter(|artifact| own_spots(system, artifact).next().is_some())
    });
    for artifact in own.chain(model.formats.iter().flat_map(|format| &format.artifacts)) {
        out.extend(default_of_many(artifact));
    }
    for format in &model.formats {
        for place in &format.found {
            if let Err(problem) = PathGlob::new(&place.glob.text) {
                let message = format!("`{}` is no path: {problem}", place.glob.text);
                let help = "write where such files are, such as \"**/agents/*.json\"";
                out.push(Diagnostic::new(&names::WRONG_LOCATION, place.glob.at, message).help(help));
            }
        }
        let fragments = format.ignores.iter();
        let fragments = fragments.chain(format.identities.iter().map(|identity| &identity.list));
        let fragments = fragments.chain(format.found.iter().flat_map(|place| &place.with));
        for Text { text, at } in fragments {
            // `$` is the root, which may be a list.
            if let Some(problem) = pointer(text).filter(|_| text != "$") {
                let spot = Spot { path: String::new(), fragment: text.clone(), at: *at };
                out.push(problem.at(&spot));
            }
        }
    }
    for evidence in &model.evidence {
        path(&evidence.glob.text, evidence.glob.at, &mut out);
    }
    out
}

/// Lists the spots that the system writes itself; those of a format are the format's.
fn own_spots<'a>(system: &'a System, artifact: &'a Artifact) -> impl Iterator<Item = &'a Spot> {
    artifact.at.iter().filter(|spot| !system.files.iter().any(|(glob, _)| glob.at == spot.at))
}

/// Checks a path glob; tells whether it is one.
fn path(text: &str, at: Location, out: &mut Vec<Diagnostic>) -> bool {
    let glob = match PathGlob::new(text) {
        Ok(glob) => glob,
        Err(problem) => {
            let message = format!("`{text}` is no path: {problem}");
            let help = "write a path from the root of the repository, such as \"agents/*.json\"";
            out.push(Diagnostic::new(&names::WRONG_LOCATION, at, message).help(help));
            return false;
        }
    };
    for folder in [APPROVALS_FOLDER, RECORDS_FOLDER] {
        if reaches(&glob, folder) {
            let message = format!("`{text}` reaches into `{folder}`");
            let help = "a statement must not change what it approves: name a narrower path";
            out.push(Diagnostic::new(&names::LOCATION_IN_STATEMENTS, at, message).help(help));
            break;
        }
    }
    true
}

/// Tells whether a glob can match a file in a folder of statements: they are `.json` files, but
/// a path that names the folder itself is refused whatever follows.
fn reaches(glob: &PathGlob, folder: &str) -> bool {
    let literal = glob.text().split(['*', '?', '{', '[']).next().unwrap_or_default();
    if literal == folder || literal.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')) {
        return true;
    }
    let hex = "0123456789abcdef".repeat(4);
    let samples = [
        format!("{folder}/{hex}/ada.0123456789ab.json"),
        format!("{folder}/{hex}.json"),
        format!("{folder}/main/0.json"),
        format!("{folder}/main/{hex}.json"),
    ];
    samples.iter().any(|sample| glob.matches(sample.as_bytes()))
}

/// A missing match is a value that is not there, whatever one missing key would mean.
fn default_of_many(artifact: &Artifact) -> Option<Diagnostic> {
    let spot = artifact.at.iter().find(|spot| is_many(&spot.fragment))?;
    artifact.default.as_ref()?;
    let text = format!("`#{}` has several matches, and a match that is gone has no default", spot.fragment);
    let help = "remove the `default`: a match that goes away is `removed`";
    Some(Diagnostic::new(&names::WRONG_LOCATION, spot.at, text).help(help))
}

/// Tells whether a fragment may name several values.
fn is_many(fragment: &str) -> bool {
    fragment.starts_with('$') && (fragment.contains("[*]") || fragment.contains(".*"))
}

struct Problem {
    what: &'static str,
    help: &'static str,
}

impl Problem {
    fn at(self, spot: &Spot) -> Diagnostic {
        let whole = match spot.fragment.as_str() {
            "" if spot.path.is_empty() => "#".to_owned(),
            "" => spot.path.clone(),
            fragment => format!("{}#{fragment}", spot.path),
        };
        let text = format!("`{whole}` is no location here: {}", self.what);
        Diagnostic::new(&names::WRONG_LOCATION, spot.at, text).help(self.help)
    }
}

/// Says what is wrong with a place inside a file for a kind.
fn inside(path: &str, fragment: &str, kind: Kind) -> Option<Problem> {
    let problem = |what, help| Some(Problem { what, help });
    match (kind, fragment.is_empty()) {
        (Kind::Prompt | Kind::Knowledge, true) => return None,
        (Kind::Knowledge, false) => {
            return problem("knowledge is whole files", "remove the `#` and what follows it");
        }
        (_, true) => {
            let help = "add `#` and the place, such as \"agent.json#/llm/model\"";
            return problem("it names a file, not a value in it", help);
        }
        (_, false) => {}
    }
    let structured = "name the place by a pointer such as \"#/llm/model\", or many by \"#$[*].model\"";
    match sort(path) {
        Sort::Markdown if !fragment.starts_with(['/', '$']) => match kind {
            Kind::Prompt => None,
            _ => problem("a heading holds text, not a value", structured),
        },
        Sort::Hcl if !fragment.starts_with(['/', '$']) => match json_path(&format!(".{fragment}")) {
            true if !fragment.contains('*') => None,
            _ => problem(
                "this is no address",
                "write names with dots between, such as \"#aws_s3_bucket.calls.rule[0].days\"",
            ),
        },
        Sort::Open if kind == Kind::Prompt && !fragment.starts_with(['/', '$']) => None,
        Sort::Tree | Sort::Hcl | Sort::Markdown | Sort::Open => pointer(fragment),
        Sort::Text => problem(
            "places can be named inside files of keys and values, and inside Markdown, only",
            "govern the whole file as a prompt or as knowledge",
        ),
    }
}

/// What can be named inside a file, as far as its path tells.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Tree,
    Hcl,
    Markdown,
    Text,
    /// The path does not tell.
    Open,
}

fn sort(path: &str) -> Sort {
    let file = path.rsplit('/').next().unwrap_or(path);
    if file.starts_with(".env") {
        return Sort::Tree;
    }
    match extension(path) {
        Some("md" | "markdown" | "mdc" | "mdx" | "prompty" | "prompt") => Sort::Markdown,
        Some("tf" | "tfvars" | "hcl") => Sort::Hcl,
        Some(
            "json" | "jsonc" | "json5" | "yaml" | "yml" | "toml" | "env" | "ini" | "cfg" | "conf"
            | "properties",
        ) => Sort::Tree,
        None => Sort::Open,
        // A template or a sample is read as what it becomes.
        Some("j2" | "jinja" | "jinja2" | "tpl" | "tmpl" | "gotmpl" | "example" | "sample" | "dist") => {
            let stem = path.rsplit_once('.').map_or("", |(stem, _)| stem);
            if extension(stem) == Some("") { Sort::Text } else { sort(stem) }
        }
        Some(_) => Sort::Text,
    }
}

/// Says what is wrong with a JSON Pointer or JSONPath.
fn pointer(fragment: &str) -> Option<Problem> {
    let help = "write a pointer such as \"#/llm/model\", or for many a path such as \"#$[*].model\"";
    let problem = |what| Some(Problem { what, help });
    if let Some(path) = fragment.strip_prefix('$') {
        return match json_path(path) {
            true => None,
            false => problem("this JSONPath is not made of `.name`, `['name']`, `[0]`, `[*]` and `.*`"),
        };
    }
    if !fragment.starts_with('/') {
        return problem("a place in such a file starts with `/` or `$`");
    }
    let mut rest = fragment;
    while let Some(at) = rest.find('~') {
        rest = rest.get(at + 1..).unwrap_or_default();
        if !rest.starts_with(['0', '1']) {
            return problem("in a pointer `~` is written `~0`");
        }
    }
    None
}

fn json_path(path: &str) -> bool {
    let mut rest = path;
    while !rest.is_empty() {
        let taken = if let Some(after) = rest.strip_prefix("[*]").or(rest.strip_prefix(".*")) {
            Some(after)
        } else if let Some(after) = rest.strip_prefix("['") {
            after.split_once("']").filter(|(name, _)| !name.is_empty()).map(|(_, after)| after)
        } else if let Some(after) = rest.strip_prefix('[') {
            let index = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
            after.split_once(']').filter(|(text, _)| index(text)).map(|(_, after)| after)
        } else if let Some(after) = rest.strip_prefix('.') {
            let end = after.find(['.', '[']).unwrap_or(after.len());
            (end > 0).then(|| after.split_at(end).1)
        } else {
            None
        };
        match taken {
            Some(after) => rest = after,
            None => return false,
        }
    }
    path.len() > 1
}

/// Returns the extension of a path, unless a glob leaves it open.
fn extension(path: &str) -> Option<&str> {
    let file = path.rsplit('/').next().unwrap_or(path);
    let open = |text: &str| text.contains(['*', '?', '{', '}', '[', ']', ',']);
    match file.rsplit_once('.') {
        Some((_, extension)) if !open(extension) => Some(extension),
        None if !open(file) && !file.is_empty() => Some(""),
        _ => None,
    }
}

/// Reports one place that a system governs twice.
fn duplicates(system: &System, out: &mut Vec<Diagnostic>) {
    let mut seen: Vec<(PathGlob, &Spot, &Artifact)> = Vec::new();
    for artifact in &system.artifacts {
        for spot in &artifact.at {
            let Ok(glob) = PathGlob::new(&spot.path) else { continue };
            let same = |(other, place, _): &&(PathGlob, &Spot, &Artifact)| {
                place.fragment == spot.fragment
                    && (other.text() == glob.text()
                        || (other.is_literal() && glob.matches(other.text().as_bytes()))
                        || (glob.is_literal() && other.matches(glob.text().as_bytes())))
            };
            match seen.iter().find(same) {
                Some((_, first, other)) => {
                    let place = match spot.fragment.as_str() {
                        "" => spot.path.clone(),
                        fragment => format!("{}#{fragment}", spot.path),
                    };
                    let text = format!("`{place}` is already governed as {} `{}`", other.kind, other.id.name);
                    let finding = Diagnostic::new(&names::DUPLICATE_LOCATION, spot.at, text);
                    let finding = finding.because(first.at, "the first location is here");
                    out.push(finding.help("a value has one kind and one name: remove one of the two"));
                }
                None => seen.push((glob, spot, artifact)),
            }
        }
    }
}

/// Reports a setting that carries out two schedules of one system, or is a value of it already. A period that
/// a format brings is no second one: the schedule takes it over.
fn settings(model: &Model, out: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<(&str, &str, &str), (String, &Spot)> = BTreeMap::new();
    for system in &model.systems {
        let is_taken_over =
            |artifact: &Artifact| artifact.kind == Kind::Period && system.brought_by(artifact).is_some();
        for artifact in system.artifacts.iter().filter(|artifact| !is_taken_over(artifact)) {
            for spot in &artifact.at {
                let what = format!("{} `{}`", artifact.kind, artifact.id.name);
                seen.entry((&system.id.name, &spot.path, &spot.fragment)).or_insert((what, spot));
            }
        }
    }
    for retention in &model.governance.retentions {
        let mut systems: Vec<&str> = retention.covers.iter().map(|c| c.system.name.as_str()).collect();
        systems.sort_unstable();
        systems.dedup();
        for spot in retention.enforced.iter().map(|setting| &setting.spot) {
            for system in &systems {
                let what = format!("schedule `{}`", retention.id.name);
                match seen.get(&(*system, spot.path.as_str(), spot.fragment.as_str())) {
                    Some((first, at)) => {
                        let place = format!("{}#{}", spot.path, spot.fragment);
                        let text = format!("`{place}` is already governed as {first}");
                        let finding = Diagnostic::new(&names::DUPLICATE_LOCATION, spot.at, text);
                        let finding = finding.because(at.at, "the first location is here");
                        out.push(finding.help("a value has one kind and one name: remove one of the two"));
                    }
                    None => {
                        seen.insert((*system, &spot.path, &spot.fragment), (what, spot));
                    }
                }
            }
        }
    }
}

/// Checks where an export says what runs: one value, beside one governed value.
fn exported(artifact: &Artifact) -> Option<Diagnostic> {
    let export = artifact.deployed.as_ref()?;
    let mut out = Vec::new();
    if !path(&export.path, export.at, &mut out) {
        return out.pop();
    }
    if let Some(problem) = inside(&export.path, &export.fragment, artifact.kind) {
        return Some(problem.at(export));
    }
    let many = |spot: &Spot| {
        is_many(&spot.fragment) || PathGlob::new(&spot.path).is_ok_and(|glob| !glob.is_literal())
    };
    let several = many(export) || (artifact.kind != Kind::Prompt && artifact.at.iter().any(many));
    if several {
        let text = format!("`{}` may name several values, and an export says one", artifact.id.name);
        let finding = Diagnostic::new(&names::WRONG_LOCATION, export.at, text);
        return Some(
            finding.help("name one file and one place in it, both for the value and for its export"),
        );
    }
    out.pop()
}
