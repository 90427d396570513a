//! A judgement as a record: everything the verdict rested on, whole.

use std::collections::BTreeSet;

use crate::canonical;
use crate::change::Change;
use crate::facts::Value;
use crate::gate::{InForce, Judgement};
use crate::kind::Kind;
use crate::policy::Slot;
use crate::statement::{InToto, Statement, Subject, SubjectDigest};
use crate::time::Instant;

use super::{
    Chain, ChangeSection, CountedStatement, HistorySection, Landing, Models, PolicySection, Record,
    RecordState, SCHEMA, Statements, Tool, VerdictSection,
};

/// What a record needs beside the judgement.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Which commits it covers.
    pub landing: Landing,
    /// Its place in the chain; `None` for a candidate.
    pub chain: Option<Chain>,
    /// The committer date of the landed commit, a claim.
    pub dated: Option<Instant>,
    /// What produced it.
    pub tool: Tool,
}

/// Builds the statement of a record: what is sealed.
///
/// # Panics
/// When a judgement without a base commit is recorded; the callers refuse that before.
pub fn build(j: &Judgement, frame: Frame) -> InToto<Record> {
    let subject = subjects(j, &frame.landing);
    let state = if frame.chain.is_some() { RecordState::Landed } else { RecordState::Candidate };
    let record = Record {
        schema: SCHEMA.into(),
        state,
        chain: frame.chain,
        repository: j.policy.policy.kernel.repository.clone(),
        target: j.target.clone(),
        landing: frame.landing,
        at: j.at,
        at_source: j.at_source.word().into(),
        dated: frame.dated,
        change: change(j),
        policy: policy(&j.policy),
        primary: j.primary.as_ref().map(policy),
        statements: statements(j),
        contributors: j.contributors.list.clone(),
        landed_by: j.contributors.landed_by.clone(),
        platform: j.contributors.platform.clone(),
        obligations: j.verdict.obligations.clone(),
        invariants: j.verdict.invariants.clone(),
        exceptions: j.verdict.exceptions.clone(),
        emergency: j.verdict.emergency.clone(),
        awaited: j.verdict.awaited.clone(),
        evidence: j.evidence.clone(),
        controls: controls(j),
        intermediate: j.intermediate.clone(),
        history: HistorySection {
            from: j.history.states.last().map(|s| s.commit),
            complete: j.history.reach == crate::history::Reach::Complete,
        },
        limits: j.limits.iter().map(|l| (*l).to_owned()).collect(),
        verdict: VerdictSection {
            decision: j.decision(),
            target: j.verdict.decision,
            primary: j.primary_verdict.clone(),
            reasons: j.verdict.blocked.iter().chain(&j.verdict.unknown).cloned().collect(),
            vetoes: j.verdict.vetoes.clone(),
        },
        tool: frame.tool,
    };
    record.statement(subject)
}

fn change(j: &Judgement) -> ChangeSection {
    let tables =
        j.changes.facts.iter().map(|(reading, before, after)| (*reading, before.table(), after.table()));
    ChangeSection {
        document: j.changes.document.clone(),
        digest: j.changes.digest(),
        changes: j.changes.list.iter().cloned().map(kept).collect(),
        unknown: j.changes.unknown.clone(),
        models: models(j),
        schedules: j.changes.schedules.clone(),
        facts: tables.collect(),
    }
}

/// Leaves out of a change what is only a hint to its readers: a later binary knows more words.
fn kept(mut change: Change) -> Change {
    if let Some(text) = &mut change.text {
        text.words.clear();
        text.findings.clear();
    }
    (change.before_origin, change.after_origin) = (None, None);
    if let Some(model) = &mut change.model {
        model.ends = None;
    }
    change
}

/// Lists how each id in the fact tables is read.
fn models(j: &Judgement) -> Models {
    let kernel = &j.policy.policy.kernel;
    let library = kernel.library();
    let mut read = BTreeSet::new();
    for facts in j.changes.facts.iter().flat_map(|(_, before, after)| [before, after]) {
        for row in facts.rows.iter().filter(|row| row.kind == Kind::Model) {
            let Value::Id { v } = &row.value else { continue };
            let same =
                |s: &&Slot| s.system == facts.system && s.artifact == row.artifact && s.kind == row.kind;
            let slot = kernel.slots.iter().find(same);
            read.insert(library.keep(v, slot.map_or("", |slot| &slot.served_by)));
        }
    }
    Models { library: library.digest().to_owned(), read: read.into_iter().collect() }
}

fn policy(in_force: &InForce) -> PolicySection {
    let source = in_force.sources.ids().map(|id| {
        let file = in_force.sources.get(id);
        (file.path.clone(), canonical::sha256_hex(file.text.as_bytes()))
    });
    PolicySection {
        commit: in_force.commit.expect("a recorded policy was read from a commit"),
        path: crate::policy::FOLDER.into(),
        kernel: in_force.digests.kernel.clone(),
        scope: in_force.digests.scope.clone(),
        notes: canonical::digest(&in_force.policy.notes),
        compiled: in_force.policy.clone(),
        source: source.collect(),
    }
}

fn statements(j: &Judgement) -> Statements {
    let kept = |s: &Statement| CountedStatement {
        statement: s.digest.clone(),
        person: s.approval.person.clone(),
        role: s.approval.role.clone(),
        decision: s.approval.decision,
        at: s.approval.at,
        envelope: String::from_utf8_lossy(&s.envelope).into_owned(),
    };
    Statements {
        digest: canonical::digest(&j.considered),
        counted: j.approvals.counted.iter().map(kept).collect(),
        relieving: j.relieving.iter().map(kept).collect(),
        rejected: j.approvals.rejected.clone(),
    }
}

/// Lists the controls that the rules applied to this change support.
fn controls(j: &Judgement) -> Vec<String> {
    let applied: BTreeSet<&str> = j.verdict.obligations.iter().map(|o| o.rule.as_str()).collect();
    let rules = j.policy.policy.kernel.rules.iter().filter(|rule| applied.contains(rule.id.as_str()));
    rules.flat_map(|rule| rule.supports.iter().cloned()).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Lists what the record is about: the tree, the landed commit, every governed file after.
fn subjects(j: &Judgement, landing: &Landing) -> Vec<Subject> {
    let mut subjects = Vec::new();
    if let Some(tree) = landing.tree {
        let digest = SubjectDigest { gitTree: Some(tree.to_string()), ..SubjectDigest::default() };
        subjects.push(Subject { digest, name: "tree".into() });
    }
    let digest = SubjectDigest { gitCommit: Some(landing.to.to_string()), ..SubjectDigest::default() };
    subjects.push(Subject { digest, name: j.target.clone() });
    for (path, entry) in &j.listing {
        let digest = SubjectDigest { gitBlob: Some(entry.oid.to_string()), ..SubjectDigest::default() };
        subjects.push(Subject { digest, name: String::from_utf8_lossy(path).into_owned() });
    }
    subjects
}
