//! What was in force when, with dates that lie.

use std::cell::Cell;
use std::collections::BTreeMap;

use countersign::decimal::Decimal;
use countersign::facts::{Detail, Facts, Row, Value};
use countersign::git::{GitError, Listing, Oid, Repository};
use countersign::history::{History, Need, Reach, read};
use countersign::kind::Kind;
use countersign::policy::{Kernel, Locator, Slot, System};
use countersign::time::Instant;

use super::list;
use crate::support::repo::{Repo, START};

list![
    nothing_needed_reads_nothing,
    states_reach_back_to_the_one_in_force_at_the_start,
    back_dating_shortens_no_window_and_future_dating_revives_nothing,
    facts_are_read_only_where_governed_files_change,
    only_first_parents_are_states,
    a_shallow_clone_says_what_it_lacks,
    a_record_or_the_adoption_ends_the_walk,
    values_are_kept_for_drift,
    many_commits_take_linear_time,
];

fn kernel() -> Kernel {
    let at = vec![Locator { path: "g/a".into(), fragment: "/min".into() }];
    Kernel {
        schema: Kernel::SCHEMA.into(),
        repository: "northwind/claims".into(),
        targets: vec!["main".into()],
        commits_signed: false,
        records_by: None,
        systems: vec![System {
            id: "claims".into(),
            owner: "head".into(),
            risk: String::new(),
            files: vec!["g/**".into()],
            ignores: Vec::new(),
            identities: Vec::new(),
        }],
        slots: vec![Slot {
            system: "claims".into(),
            artifact: "escalation".into(),
            kind: Kind::Threshold,
            at,
            safer: "higher".into(),
            unit: String::new(),
            forever: String::new(),
            default: Some("0.8".into()),
            protected: Vec::new(),
            deployed: None,
            served_by: String::new(),
            objects: None,
            brought: false,
        }],
        persons: Vec::new(),
        bots: Vec::new(),
        roles: Vec::new(),
        rules: Vec::new(),
        holds: Vec::new(),
        evidence: Vec::new(),
        models: Vec::new(),
        ..Kernel::default()
    }
}

/// Facts of one row: the text of `g/a`, `-` for a missing key, anything odd for unknown.
fn facts(ours: &Repository, listing: &Listing) -> Result<Vec<Facts>, GitError> {
    let text = match listing.get(&b"g/a"[..]) {
        Some(entry) => String::from_utf8_lossy(&ours.blob(entry.oid)?).trim().to_owned(),
        None => "-".into(),
    };
    let value = match text.as_str() {
        "-" => Value::Absent,
        text if Decimal::parse(text).is_some() => Value::Decimal { v: text.into(), unit: String::new() },
        _ => Value::Unknown { why: "not-a-number".into(), sha256: String::new() },
    };
    let row = Row {
        path: "g/a".into(),
        pointer: "/min".into(),
        kind: Kind::Threshold,
        artifact: "escalation".into(),
        value,
        detail: Detail::default(),
    };
    Ok(vec![Facts { system: "claims".into(), rows: vec![row] }])
}

fn since(seconds: i64) -> Need {
    let values = [("claims".to_owned(), "escalation".to_owned())].into();
    Need { since: Some(Instant(seconds)), what: "the start of the window".into(), values, ..Need::default() }
}

fn history(repo: &Repo, at: i64, need: &Need) -> History {
    let ours = repo.open();
    read(&ours, &kernel(), repo.id("HEAD"), Instant(at), need, &|listing| facts(&ours, listing)).unwrap()
}

fn commits(history: &History) -> Vec<Oid> {
    history.states.iter().map(|state| state.commit).collect()
}

pub fn nothing_needed_reads_nothing() {
    let repo = Repo::new();
    repo.write("g/a", "0.8").commit("a");
    let history = history(&repo, START + 9999, &Need::default());
    assert!(history.states.is_empty() && history.reach == Reach::Complete);
}

pub fn states_reach_back_to_the_one_in_force_at_the_start() {
    let repo = Repo::new();
    let ids: Vec<Oid> = ["0.5", "0.6", "0.7", "0.8"].iter().map(|v| repo.write("g/a", v).commit(v)).collect();
    // They landed at START + 60, 120, 180, 240.
    let found = history(&repo, START + 1000, &since(START + 150));
    assert_eq!(commits(&found), [ids[3], ids[2], ids[1]]);
    let latest: Vec<i64> = found.states.iter().map(|state| state.latest.0 - START).collect();
    let earliest: Vec<i64> = found.states.iter().map(|state| state.earliest.0 - START).collect();
    assert_eq!((latest, earliest), (vec![240, 180, 120], vec![240, 180, 120]));
    assert_eq!(history(&repo, START + 1000, &since(START)).states.len(), 4);
    assert_eq!(history(&repo, START + 1000, &since(START + 240)).states.len(), 2);
    assert_eq!(history(&repo, START + 1000, &since(START + 241)).states.len(), 1);
}

/// Case 31 and attack 10.
pub fn back_dating_shortens_no_window_and_future_dating_revives_nothing() {
    let repo = Repo::new();
    let first = repo.write("g/a", "0.9").commit("safe value");
    repo.set_clock(START - 1_000_000);
    let back = repo.write("g/a", "0.7").commit("pretends to be old");
    repo.set_clock(START + 9_000_000);
    let future = repo.write("g/a", "0.6").commit("pretends to be new");
    repo.set_clock(START + 300);
    let tip = repo.write("g/a", "0.5").commit("honest");
    let found = history(&repo, START + 400, &since(START));
    assert_eq!(commits(&found), [tip, future, back, first]);
    let hulls: Vec<(i64, i64)> =
        found.states.iter().map(|state| (state.earliest.0 - START, state.latest.0 - START)).collect();
    // Latest never lies before an ancestor's date nor after the instant; earliest never after a descendant's.
    assert_eq!(hulls, [(300, 400), (300, 400), (-1_000_000, 60), (-1_000_000, 60)]);
}

pub fn facts_are_read_only_where_governed_files_change() {
    let repo = Repo::new();
    for n in 0..20 {
        repo.write("u/x", &n.to_string());
        if n % 5 == 0 {
            repo.write("g/a", &format!("0.{}", n + 10));
        }
        repo.commit("c");
    }
    let calls = Cell::new(0);
    let ours = repo.open();
    let count = |listing: &Listing| {
        calls.set(calls.get() + 1);
        facts(&ours, listing)
    };
    let found = read(&ours, &kernel(), repo.id("HEAD"), Instant(START + 99_999), &since(0), &count).unwrap();
    assert_eq!((found.states.len(), calls.get()), (20, 4));
    let digests: std::collections::BTreeSet<_> =
        found.states.iter().map(|state| &state.facts["claims"]).collect();
    assert_eq!(digests.len(), 4);
}

pub fn only_first_parents_are_states() {
    let repo = Repo::new();
    let root = repo.write("g/a", "0.5").commit("root");
    repo.branch("side", root).write("g/a", "0.1").commit("never in force");
    let back = repo.write("g/a", "0.4").commit("side ends here");
    repo.switch("main");
    let merge = repo.merge(&["side"]);
    let found = history(&repo, START + 9999, &since(0));
    assert_eq!(commits(&found), [merge, root]);
    assert!(!commits(&found).contains(&back));
}

pub fn a_shallow_clone_says_what_it_lacks() {
    let repo = Repo::new();
    for value in ["0.5", "0.6", "0.7", "0.8"] {
        repo.write("g/a", value).commit(value);
    }
    let clone = repo.clone(&["--depth=2"]);
    let found = history(&clone, START + 1000, &since(START + 150));
    assert!(found.states.is_empty());
    let Reach::Shallow(error) = found.reach else { panic!("the clone is shallow") };
    assert_eq!(error.reason, "shallow-history");
    assert!(error.message.contains("before the start of the window"), "{error}");
    assert_eq!(history(&clone, START + 1000, &Need::default()).reach, Reach::Complete);
}

pub fn a_record_or_the_adoption_ends_the_walk() {
    let repo = Repo::new();
    let ids: Vec<Oid> = ["0.5", "0.6", "0.7", "0.8"].iter().map(|v| repo.write("g/a", v).commit(v)).collect();
    let clone = repo.clone(&["--depth=2"]);
    let recorded = BTreeMap::from([(ids[2], Instant(START + 181))]);
    let need = Need { recorded, ..since(START + 200) };
    let found = history(&clone, START + 1000, &need);
    assert_eq!((commits(&found), found.reach), (vec![ids[3], ids[2]], Reach::Complete));
    let need = Need { start: Some(ids[2]), ..since(0) };
    let found = history(&clone, START + 1000, &need);
    assert_eq!((commits(&found), found.reach), (vec![ids[3], ids[2]], Reach::Complete));
    // A record inside the window does not end the walk, but bounds the date.
    let recorded = BTreeMap::from([(ids[2], Instant(START + 170))]);
    let found = history(&repo, START + 1000, &Need { recorded, ..since(START) });
    assert_eq!((found.states.len(), found.states[1].latest), (4, Instant(START + 170)));
}

pub fn values_are_kept_for_drift() {
    let repo = Repo::new();
    for value in ["0.5", "-", "broken", "0.75"] {
        repo.write("g/a", value).commit(value);
    }
    let place = ("claims".to_owned(), "escalation".to_owned(), "g/a".to_owned(), "/min".to_owned());
    let found = history(&repo, START + 1000, &since(0));
    let values: Vec<Option<String>> =
        found.states.iter().map(|state| state.values[&place].map(|value| value.to_string())).collect();
    let known = |text: &str| Some(text.to_owned());
    assert_eq!(values, [known("0.75"), None, known("0.8"), known("0.5")]);
    let need = Need { values: Default::default(), ..since(0) };
    assert!(history(&repo, START + 1000, &need).states.iter().all(|state| state.values.is_empty()));
}

pub fn many_commits_take_linear_time() {
    let time = |commits: usize| {
        let repo = Repo::new();
        super::long_history(&repo, commits, 200);
        let ours = repo.open();
        let tip = repo.id("refs/heads/main");
        let started = std::time::Instant::now();
        let found =
            read(&ours, &kernel(), tip, Instant(i64::MAX), &since(0), &|listing| facts(&ours, listing))
                .unwrap();
        assert_eq!(found.states.len(), commits);
        started.elapsed()
    };
    let (small, large) = (time(500), time(5000));
    assert!(large < small * 30 + std::time::Duration::from_millis(200), "{small:?} then {large:?}");
}
