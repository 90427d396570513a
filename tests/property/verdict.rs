//! The laws of a verdict: it depends on what it is given and on nothing else, and what may only
//! help never hurts, what may only hurt never helps.

use std::collections::BTreeSet;

use countersign::evidence::Outcome;
use countersign::policy::{Duty, RuleSource};
use countersign::statement::Decision as Said;
use countersign::verdict::{Decision, Extra, Moment, ObligationResult, Verdict};

use super::dice::{Counts, Dice, law};
use super::story::{self, PERSONS, Story};

const MOMENTS: &[Moment] = &[Moment::Range, Moment::Landed, Moment::Staged];

/// Counts how a story ended, so that no law holds because nothing ever passed.
fn met(counts: &mut Counts, verdict: &Verdict) {
    counts.add(match verdict.decision {
        Decision::Passed if verdict.obligations.is_empty() => "passed without any duty",
        Decision::Passed => "passed",
        Decision::Blocked => "blocked",
        Decision::Unknown => "unknown",
    });
}

fn both_are_common(counts: &Counts) {
    counts.at_least("passed", 15);
    counts.at_least("blocked", 25);
    counts.at_least("unknown", 3);
}

/// The same inputs in another order give the same verdict, to the byte, in any thread.
pub fn a_verdict_does_not_depend_on_order_or_threads() {
    let counts = law(60, |dice, counts| {
        let story = Story::new(dice);
        let moment = dice.pick(MOMENTS);
        let bytes = |story: &Story| serde_json::to_vec(&story.verdict_at(moment)).expect("it serialises");
        let (said, digest) = (bytes(&story), story.changes().digest());
        met(counts, &story.verdict_at(moment));
        let mut other = story.clone();
        shuffle(dice, &mut other);
        assert_eq!(other.changes().digest(), digest, "the change depends on order");
        assert_eq!(text(&bytes(&other)), text(&said), "the verdict depends on order");
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..3).map(|_| scope.spawn(|| bytes(&other))).collect();
            for thread in threads {
                assert_eq!(thread.join().expect("no panic"), said, "the verdict depends on threads");
            }
        });
    });
    both_are_common(&counts);
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("JSON is UTF-8")
}

fn shuffle(dice: &mut Dice, story: &mut Story) {
    for role in &mut story.policy.kernel.roles {
        dice.shuffle(&mut role.members);
    }
    dice.shuffle(&mut story.sides);
    for (_, before, after) in &mut story.sides {
        dice.shuffle(&mut before.rows);
        dice.shuffle(&mut after.rows);
    }
    dice.shuffle(&mut story.statements);
    dice.shuffle(&mut story.evidence);
    dice.shuffle(&mut story.contributors.list);
}

/// With the contributors fixed, a valid approval that supersedes nothing, or evidence that gets
/// better, never takes a pass away.
pub fn what_helps_never_hurts() {
    let counts = law(250, |dice, counts| {
        let story = Story::new(dice);
        let moment = dice.pick(MOMENTS);
        let verdict = story.verdict_at(moment);
        met(counts, &verdict);
        let mut better = story.clone();
        for _ in 0..=dice.below(3) {
            help(dice, &mut better, &verdict);
        }
        let after = better.verdict_at(moment);
        if verdict.decision == Decision::Passed {
            assert_eq!(after.decision, Decision::Passed, "help took a pass away: {after:#?}");
        }
        if verdict.decision == Decision::Blocked {
            assert_ne!(after.decision, Decision::Unknown, "help left it undecided: {after:#?}");
        }
        if verdict.decision != Decision::Passed && after.decision == Decision::Passed {
            counts.add("help made it pass");
        }
    });
    both_are_common(&counts);
    counts.at_least("help made it pass", 5);
}

/// Adds what the verdict says is missing or, now and then, what nobody asked for.
fn help(dice: &mut Dice, story: &mut Story, verdict: &Verdict) {
    let missing: Vec<_> = verdict.obligations.iter().flat_map(|o| &o.missing).collect();
    let wanted = missing.get(dice.below(missing.len().max(1))).filter(|_| dice.chance(70));
    let report = story.evidence.iter().position(|e| wanted.is_some_and(|w| w.role == e.evidence));
    if report.is_some() || dice.chance(20) {
        let at = report.unwrap_or(dice.below(story.evidence.len()));
        story.evidence[at].result = Outcome::Passes;
        return;
    }
    let could = wanted.and_then(|w| w.could.first()).map_or(dice.pick(&PERSONS), String::as_str);
    let roles = wanted.map_or(vec!["head", "risk", "comp"], |w| w.role.split(" or ").collect());
    let ago = dice.pick(&[0, 5, 29]) * 86_400 + i64::try_from(dice.below(1000)).expect("small");
    let role = dice.pick(&roles);
    let approval = story.decision(could, role, Said::Approve, story.at.plus_seconds(-ago));
    story.statements.push(approval);
}

/// A veto, a worse report, something unknown, a `forbid`, an invariant, another contributor: none
/// of them makes anything pass.
pub fn what_hurts_never_helps() {
    let counts = law(250, |dice, counts| {
        let story = Story::new(dice);
        let moment = dice.pick(MOMENTS);
        let verdict = story.verdict_at(moment);
        met(counts, &verdict);
        let mut worse = story.clone();
        let mut what = Vec::new();
        for _ in 0..=dice.below(2) {
            what.push(hurt(dice, &mut worse));
        }
        let after = worse.verdict_at(moment);
        if verdict.decision != Decision::Passed {
            assert_ne!(after.decision, Decision::Passed, "{what:?} made it pass: {verdict:#?}");
        }
        // What cannot be read never passes, whoever signs it.
        if what.contains(&"unknown value") {
            assert_eq!(after.decision, Decision::Unknown, "an unknown value is decided: {after:#?}");
        }
        if verdict.decision == Decision::Passed && after.decision != Decision::Passed {
            counts.add("it took a pass away");
            what.iter().for_each(|what| counts.add(what));
        }
    });
    both_are_common(&counts);
    counts.at_least("it took a pass away", 5);
    for what in ["veto", "report", "unknown value", "unknown author", "outside", "forbid", "invariant"] {
        assert!(counts.has(what), "`{what}` never took a pass away: {counts:?}");
    }
}

fn hurt(dice: &mut Dice, story: &mut Story) -> &'static str {
    match dice.below(9) {
        0 => {
            let (person, role) = (dice.pick(&PERSONS), dice.pick(&["head", "risk", "comp"]));
            let veto = story.decision(person, role, Said::Veto, story.at);
            story.statements.push(veto);
            "veto"
        }
        1 => {
            let at = dice.below(story.evidence.len());
            let worse = dice.pick(&[Outcome::Fails, Outcome::Missing, Outcome::Unknown]);
            if story.evidence[at].result == Outcome::Passes {
                story.evidence[at].result = worse;
            }
            "report"
        }
        2 => {
            // Only of a value that changes: another would make another change, with other rules.
            let changed: Vec<(usize, usize)> = differing(story);
            let Some((side, row)) = changed.get(dice.below(changed.len())) else { return "nothing" };
            story.sides[*side].2.rows[*row].value = story::unknown("{");
            story.sign_again();
            "unknown value"
        }
        3 => {
            story.contributors.unknown.push(story::unmapped());
            "unknown author"
        }
        4 => {
            let (reason, message) = ("statement-removed".to_owned(), "gone".to_owned());
            story.extra.push(Extra { reason, message, unknown: dice.chance(50) });
            "outside"
        }
        5 => {
            let mut rule = story::rule(dice, "forbid");
            rule.duty = Duty::Never("not here".into());
            insert(dice, &mut story.policy.kernel.rules, rule);
            story.sign_again();
            "forbid"
        }
        6 => {
            let hold = story::hold(dice, "hold_1");
            insert(dice, &mut story.policy.kernel.holds, hold);
            story.sign_again();
            "invariant"
        }
        7 => {
            story.history.reach = story::shallow();
            "shallow history"
        }
        _ => {
            let person = dice.pick(&PERSONS);
            if !story.contributors.persons().contains(person) {
                story.contributors.list.push(story::contributor(person));
            }
            "contributor"
        }
    }
}

fn differing(story: &Story) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (side, (_, before, after)) in story.sides.iter().enumerate() {
        for (row, (old, new)) in before.rows.iter().zip(&after.rows).enumerate() {
            if old.value != new.value {
                found.push((side, row));
            }
        }
    }
    found
}

fn insert<T>(dice: &mut Dice, list: &mut Vec<T>, item: T) {
    list.insert(dice.below(list.len() + 1), item);
}

/// A change that an enforcing rule matches and that does not pass stays so whatever rule is added.
pub fn a_rule_never_unblocks_what_another_matches() {
    let counts = law(250, |dice, counts| {
        let story = Story::new(dice);
        let verdict = story.verdict();
        met(counts, &verdict);
        let mut more = story.clone();
        let rule = story::rule(dice, "added");
        insert(dice, &mut more.policy.kernel.rules, rule);
        more.sign_again();
        let after = more.verdict();
        let (open, still) = (open(&verdict), open(&after));
        for change in covered(&story, &verdict) {
            counts.add("a change that a rule matches");
            if open.contains(&change) {
                counts.add("an open change that a rule matches");
                assert!(still.contains(&change), "a rule unblocked change {change}: {after:#?}");
            }
        }
        if after.obligations.iter().any(|o| o.rule == "added") {
            counts.add("the rule is about a change");
        }
    });
    both_are_common(&counts);
    counts.at_least("an open change that a rule matches", 20);
    counts.at_least("the rule is about a change", 20);
}

/// The changes with a duty that is not met.
fn open(verdict: &Verdict) -> BTreeSet<u64> {
    let open = |result| matches!(result, ObligationResult::Unsatisfied | ObligationResult::Unknown);
    verdict.obligations.iter().filter(|o| open(o.result)).map(|o| o.change).collect()
}

/// The changes that an enforcing rule surely matches: those that `otherwise` is not asked about.
fn covered(story: &Story, verdict: &Verdict) -> BTreeSet<u64> {
    let kernel = &story.policy.kernel;
    let fallback = |id: &str| kernel.rules.iter().any(|r| r.id == id && r.source == RuleSource::Otherwise);
    let left: BTreeSet<u64> =
        verdict.obligations.iter().filter(|o| fallback(&o.rule)).map(|o| o.change).collect();
    verdict.obligations.iter().map(|o| o.change).filter(|change| !left.contains(change)).collect()
}

/// Exceptions and emergencies only turn a duty that is not met into one that does not stop: never
/// one under a veto, one that cannot be told, a bound, an invariant; and nothing else changes.
pub fn relief_only_relieves() {
    let counts = law(250, |dice, counts| {
        let mut story = Story::new(dice);
        let moment = dice.pick(MOMENTS);
        story.sign_again();
        let plain = story.verdict_at(moment);
        story.relieve(dice);
        let relieved = story.verdict_at(moment);
        assert_eq!(plain.invariants, relieved.invariants);
        let undecided = |verdict: &Verdict| -> Vec<String> {
            verdict.unknown.iter().map(|extra| extra.reason.clone()).collect()
        };
        assert_eq!(undecided(&plain), undecided(&relieved));
        let refused = |verdict: &Verdict| -> Vec<(String, String)> {
            verdict.vetoes.iter().map(|(person, role, _)| (person.clone(), role.clone())).collect()
        };
        // An exception may ask further roles, and those may veto too: what they refuse stays refused.
        assert!(refused(&plain).iter().all(|veto| refused(&relieved).contains(veto)));
        let mut more = refused(&relieved);
        more.retain(|veto| !refused(&plain).contains(veto));
        assert_eq!(plain.obligations.len(), relieved.obligations.len());
        for (before, after) in plain.obligations.iter().zip(&relieved.obligations) {
            assert_eq!((&before.rule, before.change), (&after.rule, after.change));
            if before.result == after.result {
                continue;
            }
            let by_more = more.iter().any(|(who, role)| {
                after.message.contains(who.as_str()) && after.message.contains(role.as_str())
            });
            if after.reason == "vetoed" && by_more {
                counts.add("vetoed in a role that only the exception asks");
                continue;
            }
            let unmet = matches!(before.result, ObligationResult::Unsatisfied | ObligationResult::Pending);
            assert!(unmet && before.reason != "vetoed", "{before:#?} became {after:#?}");
            let rule = story.policy.kernel.rules.iter().find(|rule| rule.id == after.rule).expect("a rule");
            match after.result {
                ObligationResult::Overridden => {
                    assert_eq!(rule.source, RuleSource::Rule);
                    counts.add("overridden");
                }
                ObligationResult::Bypassed => {
                    assert!(matches!(rule.duty, Duty::Require { .. }), "what is forbidden was bypassed");
                    counts.add("bypassed");
                }
                ObligationResult::Pending => assert_eq!(moment, Moment::Staged),
                other => panic!("relief made {other:?} of {before:#?}"),
            }
        }
        if plain.decision != Decision::Passed && relieved.decision == Decision::Passed {
            assert_eq!(plain.decision, Decision::Blocked);
            counts.add("it passes now");
        }
    });
    counts.at_least("overridden", 5);
    counts.at_least("bypassed", 5);
    counts.at_least("it passes now", 4);
}
