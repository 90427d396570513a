//! The facts of law that ship with the compiler: they are sound, and `docs/facts.md` says what they are.

use std::collections::{BTreeMap, BTreeSet};

use countersign::model::governance::{Fact, Limit};
use countersign::policy;
use countersign::time::InWords;
use libtest_mimic::Trial;

use super::bless::Bless;
use super::{Outcome, read, root};

/// Where the list is.
const PAGE: &str = "docs/facts.md";
/// How sure a fact is, and what that means.
const CONFIDENCE: [(&str, &str); 4] = [
    ("high", "the official text was read, or a word-for-word copy"),
    ("medium", "two sources that do not depend on each other agree"),
    ("low", "one source, or sources that disagree"),
    ("none", "not looked up"),
];

/// Makes the trials.
pub fn trials(bless: &Bless) -> Vec<Trial> {
    let bless = bless.clone();
    vec![
        Trial::test("law: the facts of the library are whole", whole),
        Trial::test("law: docs/facts.md lists them", move || listed(&bless)),
    ]
}

fn whole() -> Outcome {
    let facts = policy::facts();
    let names: BTreeSet<&str> = facts.iter().map(|fact| fact.id.name.as_str()).collect();
    let mut breaches: Vec<String> = facts.iter().flat_map(|fact| breaches(fact, &names)).collect();
    if names.len() != facts.len() {
        breaches.push("two facts have one name".to_owned());
    }
    let words = policy::words();
    for (what, used, all) in [
        ("event", events(facts), words.events.iter().map(|event| event.id.name.as_str()).collect()),
        ("category", categories(facts), words.categories.iter().map(|c| c.id.name.as_str()).collect()),
    ] {
        let all: BTreeSet<&str> = all;
        breaches.extend(used.difference(&all).map(|name| format!("`{name}` is no {what} of the library")));
    }
    if breaches.is_empty() { Ok(()) } else { Err(breaches.join("\n").into()) }
}

fn events(facts: &[Fact]) -> BTreeSet<&str> {
    facts.iter().filter_map(|fact| event(&fact.limit)).collect()
}

fn event(limit: &Limit) -> Option<&str> {
    match limit {
        Limit::Floor(_, event) | Limit::Ceiling(_, event) => Some(&event.name),
        _ => None,
    }
}

fn categories(facts: &[Fact]) -> BTreeSet<&str> {
    facts.iter().flat_map(|fact| &fact.about).map(|category| category.name.as_str()).collect()
}

/// What a fact of the library must have beyond what the language asks.
fn breaches(fact: &Fact, names: &BTreeSet<&str>) -> Vec<String> {
    let mut breaches = Vec::new();
    let mut ask = |holds: bool, what: &str| {
        if !holds {
            breaches.push(format!("`{}` {what}", fact.id.name));
        }
    };
    ask(fact.verified.is_some() == (fact.confidence != "none"), "is looked up or has confidence none");
    ask(
        fact.successor.as_ref().is_none_or(|after| names.contains(after.name.as_str())),
        "names a successor that is there",
    );
    ask(fact.superseded.is_none() || fact.successor.is_some(), "says what took its place");
    ask(fact.is_firm() || !fact.counsel.is_empty() || fact.confidence == "low", "says what counsel is asked");
    ask(fact.confidence != "medium" || !fact.sources.is_empty(), "has a source");
    ask(!fact.places.is_empty(), "says where it applies");
    breaches
}

fn listed(bless: &Bless) -> Outcome {
    let wanted = page();
    let path = root().join(PAGE);
    let text = read(&path).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    if lines == wanted {
        return Ok(());
    }
    if bless.wanted() {
        bless.note(&path, 0..lines.len(), wanted);
        return Ok(());
    }
    Err(format!("{PAGE} is not current: `cargo test --test suite -- law: --bless` writes it").into())
}

fn page() -> Vec<String> {
    let facts = policy::facts();
    let mut lines: Vec<String> = HEAD.lines().map(str::to_owned).collect();
    lines.extend(["", "| confidence | means | facts |", "|---|---|---:|"].map(str::to_owned));
    for (confidence, meaning) in CONFIDENCE {
        let count = facts.iter().filter(|fact| fact.confidence == confidence).count();
        lines.push(format!("| {confidence} | {meaning} | {count} |"));
    }
    lines.push(format!("| all | | {} |", facts.len()));
    lines.extend(["", "| kind | facts |", "|---|---:|"].map(str::to_owned));
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    facts.iter().for_each(|fact| *kinds.entry(kind(fact)).or_default() += 1);
    lines.extend(kinds.iter().map(|(kind, count)| format!("| {kind} | {count} |")));

    let words = policy::words();
    for place in &words.jurisdictions {
        let here = |fact: &&Fact| fact.places.first().is_some_and(|first| first.name == place.id.name);
        let of_place: Vec<&Fact> = facts.iter().filter(here).collect();
        if of_place.is_empty() {
            continue;
        }
        lines.extend([String::new(), format!("## {}", place.title), String::new()]);
        lines.extend([
            "| fact | asks | of whom | provision | in force | confidence |".into(),
            "|---|---|---|---|---|---|".into(),
        ]);
        lines.extend(of_place.iter().map(|fact| row(fact)));
    }
    lines.extend(
        ["", "## What needs counsel", "", "| fact | provision | question |", "|---|---|---|"]
            .map(str::to_owned),
    );
    let asked = facts.iter().filter(|fact| !fact.counsel.is_empty());
    lines.extend(asked.map(|fact| format!("| `{}` | {} | {} |", fact.id.name, fact.cite, fact.counsel)));
    lines
}

const HEAD: &str = "\
# Facts of law

What laws and standards ask, as data that ships with the compiler (`stdlib/law`). Lints hold schedules and
prompts against it. It is engineering input and no legal advice; nothing here says that anything conforms
with a law. Every fact says where it was read, when, and how sure that is. A check fails only on a fact with
confidence high or medium; others raise questions. Facts that no longer apply stay, so that `--at` can ask
about an old date. A policy may add a `fact` of its own, see [registers.md](registers.md). What is asked of one role
binds the systems that name it with `acts as`.";

fn kind(fact: &Fact) -> &'static str {
    match &fact.limit {
        Limit::Floor(..) if fact.soft => "floor that gives way",
        Limit::Floor(..) => "floor",
        Limit::Ceiling(..) if fact.soft => "ceiling that gives way",
        Limit::Ceiling(..) => "ceiling",
        Limit::Nothing => "nothing may be kept",
        Limit::Prohibits(_) => "must not be done",
        Limit::Asks(_) => "must be done",
        Limit::Open(_) => "limit without a number",
        Limit::Tells => "must be told",
    }
}

fn row(fact: &Fact) -> String {
    let asks = match &fact.limit {
        Limit::Floor(period, event) => format!("at least {} after `{}`", InWords(*period), event.name),
        Limit::Ceiling(period, event) => format!("at most {} after `{}`", InWords(*period), event.name),
        Limit::Nothing => "nothing may be kept".to_owned(),
        Limit::Prohibits(text) => format!("no {text}"),
        Limit::Asks(text) | Limit::Open(text) => text.clone(),
        Limit::Tells => "what is told".to_owned(),
    };
    let about: Vec<String> = fact.about.iter().map(|category| format!("`{}`", category.name)).collect();
    let about = if about.is_empty() { String::new() } else { format!("{}: ", about.join(", ")) };
    let dates = match (fact.effective, fact.superseded) {
        (None, None) => "long since".to_owned(),
        (Some(first), None) => format!("from {first}"),
        (None, Some(end)) => format!("before {end}"),
        (Some(first), Some(end)) => format!("{first} until {end}"),
    };
    let whom = fact.role.map_or("everybody".to_owned(), |role| format!("`{}`", role.word()));
    format!("| `{}` | {about}{asks} | {whom} | {} | {dates} | {} |", fact.id.name, fact.cite, fact.confidence)
}
