//! What each fuzz target asks of hostile bytes. Not to stop is the least of it: every function
//! also states what must hold of whatever was read.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use countersign::change::detect;
use countersign::evidence::{self, Outcome};
use countersign::format::{self, Data, Format, MAX_DEPTH, Node};
use countersign::git::{Commit, Index, Oid};
use countersign::policy::{self, Evidence, Paths};
use countersign::record::verify;
use countersign::render::{diagnostics, human, json, paint::Paint, record as page};
use countersign::source::Sources;
use countersign::statement::{self, KeyFile, PrivateKey};
use countersign::statement::{APPROVAL_NAMESPACE, sshsig};
use countersign::syntax;
use countersign::time::Instant;

/// A policy compiles or says why not; what has no mistake prints in a stable shape that means the same.
pub fn policy(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (sources, compiled) = compile(text);
    assert_eq!(compiled.policy.is_none(), compiled.diagnostics.iter().any(|d| d.is_error()));
    let view = diagnostics::View { color: false, width: 100, narrated: false };
    diagnostics::human(&sources, &compiled.diagnostics, view);
    diagnostics::json(&sources, &compiled.diagnostics);
    let Some(once) = printed(text) else { return };
    assert_eq!(printed(&once).as_ref(), Some(&once), "printing again changes it");
    if let Some(policy) = compiled.policy {
        let again = compile(&once).1.policy.expect("the printed form compiles");
        assert_eq!(again.kernel.digest(), policy.kernel.digest(), "printing changes the meaning");
    }
}

fn compile(text: &str) -> (Sources, policy::Compiled) {
    let mut sources = Sources::default();
    sources.add("policy.countersign", text);
    let compiled = policy::compile(&sources);
    (sources, compiled)
}

fn printed(text: &str) -> Option<String> {
    let mut sources = Sources::default();
    let file = sources.add("policy.countersign", text);
    let (tree, mistakes) = syntax::parse(&sources, file);
    mistakes.iter().all(|m| !m.is_error()).then(|| syntax::print(&tree))
}

/// A configuration or prompt: every span lies in the text, equal files do not differ, and any two
/// can be compared and shown. The bytes are two files, parted by the first byte 0xff.
pub fn file(path: &str, bytes: &[u8]) {
    let mut sides = bytes.splitn(2, |b| *b == 0xff);
    let (before, after) = (sides.next().unwrap_or_default(), sides.next());
    let format = Format::of_path(path).expect("a reader");
    for side in [Some(before), after].into_iter().flatten() {
        if let Ok(document) = format::read(format, side) {
            let text = &document.text;
            if let Some(root) = &document.root {
                walk(text, root, 0);
            }
            if let Some(body) = document.body {
                assert!(text.get(body.range()).is_some(), "{body:?} is no part of the text");
            }
            let same = detect(path, None, Some(side), Some(side));
            assert!(same.list.is_empty(), "a file differs from itself: {:?}", same.list);
        }
        let _ = format::read_leniently(format, side);
    }
    let changes = detect(path, None, Some(before), after);
    let shown = human::diff(&changes, Paint(false));
    assert!(!shown.contains(|c: char| c.is_control() && c != '\n'), "a control reaches the terminal");
    json::diff(&changes, None, None, None);
}

fn walk(text: &str, node: &Node, depth: usize) {
    // Markdown wraps front matter, YAML several documents: one level each.
    assert!(depth <= MAX_DEPTH + 2, "nested deeper than is read");
    assert!(text.get(node.span.range()).is_some(), "{:?} is no part of the text", node.span);
    match &node.data {
        Data::Seq(items) => items.iter().for_each(|item| walk(text, item, depth + 1)),
        Data::Map(entries) => {
            let mut keys: Vec<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
            keys.sort_unstable();
            assert!(keys.windows(2).all(|pair| pair[0] != pair[1]), "a key occurs twice");
            for entry in entries {
                assert!(text.get(entry.key_span.range()).is_some(), "{:?}", entry.key_span);
                walk(text, &entry.value, depth + 1);
            }
        }
        _ => {}
    }
}

/// An SSH signature, binary or armoured; keys and key files.
pub fn sshsig(bytes: &[u8]) {
    if let Some(binary) = std::str::from_utf8(bytes).ok().and_then(sshsig::unarmour) {
        assert_eq!(sshsig::unarmour(&sshsig::armour(&binary)).as_deref(), Some(&*binary));
        let _ = sshsig::verify(&binary, APPROVAL_NAMESPACE, MESSAGE);
    }
    if let Ok(key) = sshsig::verify(bytes, APPROVAL_NAMESPACE, MESSAGE) {
        assert!(statement::public_key(&key.to_string()).is_ok_and(|again| again == key));
    }
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Ok(key) = statement::public_key(text)
    {
        assert!(statement::public_key(&key.to_string()).is_ok_and(|again| again == key));
    }
    let _: Result<PrivateKey, _> = PrivateKey::read(bytes);
}

const MESSAGE: &[u8] = b"countersign";

fn key() -> &'static KeyFile {
    static KEY: OnceLock<KeyFile> = OnceLock::new();
    KEY.get_or_init(|| KeyFile::from_seed("ada"))
}

/// A decision as bytes, and as a payload under a good signature: what is read is written the same.
pub fn statement(bytes: &[u8]) {
    if let Ok(read) = statement::read(bytes) {
        written_the_same(&read);
    }
    if let Ok(envelope) = statement::seal(Some(key()), APPROVAL_NAMESPACE, bytes)
        && let Ok(read) = statement::read(&envelope)
    {
        assert_eq!(read.envelope.as_ref(), envelope);
        written_the_same(&read);
    }
}

fn written_the_same(read: &statement::Statement) {
    let payload = statement::payload(&read.subject, &read.approval).expect("what was read can be written");
    let (signed, _) = statement::verify(&read.envelope, APPROVAL_NAMESPACE).expect("it verified before");
    assert_eq!(payload, signed);
    statement::check_name(&statement::file_name(read), read).expect("its own name is right");
}

/// A record as bytes, and as a payload in an unsigned envelope: it opens or says why not, and what
/// opens can be checked and shown in every form.
pub fn record(bytes: &[u8]) {
    let _ = verify::open(bytes);
    let Ok(envelope) = statement::seal_record(bytes, None) else { return };
    let Ok(opened) = verify::open(&envelope) else { return };
    verify::inside(&opened);
    assert!(verify::compare(&opened.statement, &opened.statement).is_empty());
    let sealed = page::Sealed { record: &opened.statement.predicate, digest: &opened.digest, signed_by: None };
    let html = page::html(&sealed).to_ascii_lowercase();
    assert!(!html.contains("<script"), "a script reaches the page");
    page::markdown(&sealed);
}

/// An index file: refused, or files at paths.
pub fn index(bytes: &[u8]) {
    if let Ok(index) = Index::parse(bytes, &Paths::new(["**"])) {
        // An entry has 62 bytes besides its path.
        assert!(index.files.len() + index.folders.len() <= bytes.len() / 62);
    }
}

/// A raw commit: the signature is cut out, and what is left holds none and is what it is.
pub fn commit(bytes: &[u8]) {
    let Ok(commit) = Commit::parse(Oid([7; 20]), bytes) else { return };
    let again = Commit::parse(commit.id, &commit.signed_bytes).expect("its headers stay");
    assert_eq!((again.signature, &again.signed_bytes), (None, &commit.signed_bytes));
    if let Some(armour) = &commit.signature {
        let _ = sshsig::verify_armoured(armour, "git", &commit.signed_bytes);
    }
}

/// A report: judged whatever it says, and never passed without a case.
pub fn report(reader: &str, bytes: &[u8]) {
    let evidence = Evidence {
        id: "suite".into(),
        title: String::new(),
        reader: reader.into(),
        glob: "**".into(),
        pass_rate: countersign::decimal::Decimal::parse("98"),
        cases: Some(1),
        fresh: None,
        names_change: false,
        reviewed: None,
        renewed: false,
    };
    let reports = [("report".to_owned(), Arc::from(bytes))];
    let at = Instant::parse("2026-07-01T09:00:00Z").expect("an instant");
    let finding = evidence::judge(&evidence, &reports, &BTreeMap::new(), "sha256:00", at);
    assert_eq!(finding.cases, finding.passed + finding.failed + finding.skipped);
    if finding.result == Outcome::Passes {
        assert!(finding.passed > 0 && finding.passed * 100 >= finding.cases * 98);
    }
}
