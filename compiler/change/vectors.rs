//! The published test vectors of the fact tables and the change digest, from file bytes.

use crate::change::{Reading, compare};
use crate::facts::{Facts, Files, Row, Value, read};
use crate::git::{Entry, Oid, Snapshot};
use crate::kind::{Direction, Kind, Op};
use crate::policy::{Kernel, Locator, Slot, System};

/// Makes a snapshot of some files.
pub fn snapshot(files: &[(&str, &[u8])]) -> Snapshot {
    let mut snapshot = Snapshot::default();
    for (i, (path, bytes)) in files.iter().enumerate() {
        let mut id = [0; 20];
        id[..8].copy_from_slice(&(i as u64).to_be_bytes());
        let entry = Entry { mode: 0o100644, oid: Oid(id) };
        snapshot.listing.insert(path.as_bytes().to_vec(), entry);
        snapshot.blobs.insert(entry.oid, (*bytes).into());
    }
    snapshot
}

/// Makes a slot at `PATH#FRAGMENT`.
pub fn slot(system: &str, kind: Kind, artifact: &str, at: &str) -> Slot {
    let (path, fragment) = at.split_once('#').unwrap_or((at, ""));
    Slot {
        system: system.into(),
        artifact: artifact.into(),
        kind,
        at: vec![Locator { path: path.into(), fragment: fragment.into() }],
        safer: String::new(),
        unit: String::new(),
        forever: String::new(),
        default: None,
        protected: Vec::new(),
        deployed: None,
        served_by: String::new(),
        objects: None,
        brought: false,
    }
}

/// Makes a kernel of slots and nothing else.
pub fn kernel(slots: Vec<Slot>) -> Kernel {
    let mut ids: Vec<String> = slots.iter().map(|slot| slot.system.clone()).collect();
    ids.sort();
    ids.dedup();
    let system = |id| System {
        id,
        owner: "owner".into(),
        risk: String::new(),
        files: Vec::new(),
        ignores: Vec::new(),
        identities: Vec::new(),
    };
    Kernel {
        schema: Kernel::SCHEMA.into(),
        repository: "a/b".into(),
        targets: vec!["main".into()],
        commits_signed: false,
        records_by: None,
        systems: ids.into_iter().map(system).collect(),
        slots,
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

#[test]
fn v1_one_threshold() {
    let path = "agents/claims/thresholds.yaml";
    let mut escalation =
        slot("claims_line", Kind::Threshold, "escalation", &format!("{path}#/escalate/min_confidence"));
    escalation.safer = "higher".into();
    let kernel = kernel(vec![escalation]);
    let side = |number: &str| {
        let text = format!("# when to hand over\nescalate:\n  min_confidence: {number}\n");
        read(&kernel, "claims_line", &snapshot(&[(path, text.as_bytes())]), &Files::default())
    };
    let (before, after) = (side("0.75"), side("0.710"));
    assert_eq!(before.digest(), "sha256:3e66fe8ce507193e299e55ee6bd216abd772a64178dd46494de0ffd986945e82");
    assert_eq!(after.digest(), "sha256:e3dc434d51fc3db7bb7e43f0a4a4e09e20b944b3d66fc1b605a2569d4023db00");
    let changes = compare(&kernel, vec![(Reading::Old, before, after)]);
    assert_eq!(changes.digest(), "sha256:1be9a74a655dd0b3f54ad94a3847f5363286fe8ba462d6d81aea915382184768");
    let [change] = changes.list.as_slice() else { panic!("{:?}", changes.list) };
    assert_eq!(
        (change.op, change.direction, change.delta.as_deref()),
        (Op::Lowered, Direction::Loosens, Some("-0.04"))
    );
    let place = change.after_span.unwrap();
    assert_eq!((place.line, place.column), (3, 19));
    // Written another way, it is the same table.
    let text = "{escalate: {min_confidence: !!float 7.5E-1}} # flow\r\n";
    let again = read(&kernel, "claims_line", &snapshot(&[(path, text.as_bytes())]), &Files::default());
    assert_eq!(again.digest(), changes.document.systems[0].2);
}

#[test]
fn v2_two_systems() {
    let kernel = {
        let mut keep = slot("records", Kind::Period, "calls", "infra/r.json#/keep");
        keep.unit = "days".into();
        kernel(vec![
            slot("claims_line", Kind::Prompt, "body", "agents/claims/prompt.en.md"),
            slot("claims_line", Kind::Model, "llm", "agents/claims/agent.json#/llm/model"),
            slot("claims_line", Kind::Parameter, "hold", "agents/claims/agent.json#/max_hold"),
            slot("claims_line", Kind::Tools, "actions", "agents/claims/agent.json#/tools"),
            keep,
        ])
    };
    let before = snapshot(&[
        ("agents/claims/prompt.en.md", b"# Greeting\r\nI am an automated assistant.\r\n"),
        (
            "agents/claims/agent.json",
            br#"{"llm":{"model":"aurora-2026-02-11"},"tools":["transfer","lookup"]}"#,
        ),
        ("infra/r.json", br#"{"keep":90,"keep":30}"#),
    ]);
    let after = snapshot(&[
        ("agents/claims/prompt.en.md", "# Greeting\nI am an automated assistant – ask me anything.\n".as_bytes()),
        (
            "agents/claims/agent.json",
            br#"{"max_hold":30.0,"llm":{"model":"aurora-2026-05-01"},"tools":["transfer","lookup","refund"]}"#,
        ),
        ("infra/r.json", br#"{ "keep" : 3e1 }"#),
    ]);
    let side = |system: &str, snapshot: &Snapshot| -> Facts {
        let mut facts = read(&kernel, system, snapshot, &Files::default());
        // The vector is about the rows of interest.
        facts.rows.retain(|row: &Row| row.kind != Kind::Other);
        facts
    };
    let sides = |system: &str| (Reading::Old, side(system, &before), side(system, &after));
    let (claims, records) = (sides("claims_line"), sides("records"));
    let digests = [claims.1.digest(), claims.2.digest(), records.1.digest(), records.2.digest()];
    assert_eq!(
        digests,
        [
            "sha256:660200b4682e31d4eba844545643e937178a462fde2cec54e39c205cf1dd9562",
            "sha256:6952e4da3332587dd2efc311573569a08f2e0fc839e6547f4a50090de932d849",
            "sha256:a764c3eed4601603498451296c4de8f131f1c6415b2c2a8b7569b22bcd55044d",
            "sha256:03063d6d1a3a6127e3f0690807f963a389956ab91052cd0cfa2f231b68cc0866",
        ]
    );
    let changes = compare(&kernel, vec![records, claims]);
    assert_eq!(changes.digest(), "sha256:7b9b9f5c5f289f4a2c5bd62371a9eff96305ea454c4ab1aa7ad7447673f8b971");
    let shown: Vec<_> = changes.list.iter().map(|c| (c.artifact.as_str(), c.op, c.direction)).collect();
    assert_eq!(
        shown,
        [
            ("llm", Op::Swapped, Direction::Neutral),
            ("hold", Op::Added, Direction::Neutral),
            ("actions", Op::Widened, Direction::Loosens),
            ("body", Op::Reworded, Direction::Neutral),
            ("calls", Op::Changed, Direction::Loosens),
        ]
    );
    let broken = &changes.unknown[0];
    assert_eq!(
        (broken.side.as_str(), broken.reason.as_str(), broken.pointer.as_deref()),
        ("before", "duplicate-key", Some("/keep"))
    );
    assert!(
        matches!(&changes.facts[1].1.rows[0].value, Value::Unknown { why, .. } if why == "duplicate-key")
    );
}
