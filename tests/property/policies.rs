//! The laws of policies as text: printing keeps the meaning and settles at once, and neither the
//! order of items nor the files they lie in mean anything.

use countersign::policy::{self, Policy};
use countersign::source::Sources;
use countersign::syntax::{parse, print};

use super::dice::{Dice, law};

/// An item: its first line up to the body, and the clauses of the body.
struct Item {
    head: String,
    body: Vec<String>,
}

fn item(head: impl Into<String>, body: Vec<String>) -> Item {
    Item { head: head.into(), body }
}

/// Makes the items of a policy without mistakes, of every kind.
fn items(dice: &mut Dice) -> Vec<Item> {
    let text = |text: &str| text.to_owned();
    let mut items = vec![item("use std.iso42001", Vec::new())];
    let mut organization = vec![
        text("repository \"northwind/claims-voice\""),
        text("scope \"Voice agents\""),
        text("covers [claims, recovery]"),
    ];
    organization.extend(dice.some(
        &["targets [\"main\", \"release/*\"]", "commits signed", "records signed by gate"].map(text),
        50,
    ));
    items.push(item("organization northwind \"Northwind Insurance\"", organization));
    for person in ["ada", "bo", "cy", "dee"] {
        let mut body = vec![format!("email \"{person}@northwind.example\"")];
        if dice.chance(40) {
            body.push(format!("email \"{person}@example.org\""));
        }
        if dice.chance(40) {
            body.push(format!("github \"{person}-x\""));
        }
        if dice.chance(20) {
            body.push(text("until 2027-06-30"));
        }
        items.push(item(format!("person {person} \"Name of {person}\""), body));
    }
    items.push(item("bot gate", vec![text("email \"gate@northwind.example\""), text("operator ada")]));
    let mut head = vec![text("members [ada]")];
    if dice.chance(50) {
        head.push(text("delegates [bo] until 2027-12-31"));
    }
    items.push(item("role head", head));
    items.push(item("role risk", vec![text("members [cy, dee from 2026-02-01]")]));
    items.push(item("evidence locked \"Locked set\"", evidence(dice)));
    items.push(system(dice, "claims"));
    items.push(system(dice, "recovery"));
    for n in 0..1 + dice.below(4) {
        items.push(item(format!("rule rule_{n} \"Rule {n}\""), rule(dice)));
    }
    items.push(item("otherwise", vec![text("require approval from owner")]));
    if dice.chance(60) {
        let predicate = dice.pick(&[
            "every model of claims pinned",
            "every threshold at least 0.2",
            "every prompt not say \"human\"",
            "every threshold of recovery in 0.1..0.9",
            "every model (pinned or in [\"aurora-1\"]) and not in [\"heron-3\"]",
        ]);
        items.push(item("invariant always", vec![text(predicate)]));
    }
    if dice.chance(60) {
        let body = [
            "at 2026-07-01",
            "change threshold esc of claims from 0.75 to 0.71",
            "author bo",
            "approved by ada as head",
            "expect blocked",
        ];
        items.push(item("test \"a story\"", body.map(text).into()));
    }
    items
}

fn evidence(dice: &mut Dice) -> Vec<String> {
    let mut body = vec!["junit \"reports/*.xml\"".to_owned(), "pass rate at least 98%".to_owned()];
    let more = ["cases at least 200", "fresh within 14 days", "names change"].map(str::to_owned);
    body.extend(dice.some(&more, 50));
    body
}

fn system(dice: &mut Dice, id: &str) -> Item {
    let mut body = vec!["purpose \"What it does\"".to_owned(), "owner head".to_owned()];
    if dice.chance(50) {
        body.push(format!("risk {}", dice.pick(&["low", "medium", "high"])));
    }
    if dice.chance(40) {
        let roles = ["controller, deployer", "processor", "provider", "controller, provider, deployer"];
        body.push(format!("acts as [{}]", dice.pick(&roles)));
    }
    let artifacts = [
        "prompt body at \"DIR/prompt.md\" { must say \"automated assistant\"; protect section \"Prohibitions\" }",
        "model llm at \"DIR/agent.json#/llm/model\" { pinned }",
        "tools actions at \"DIR/tools.json#$[*].name\" { never [\"refund\"] }",
        "parameter hold at \"DIR/agent.json#/hold\" { range 1..60; default 30 }",
        "voice tts at \"DIR/agent.json#/tts\"",
        "switch recording at \"DIR/agent.json#/recording\" { safer off; default off }",
        "knowledge gate at \"DIR/docs/**\"",
    ];
    body.push(
        "threshold esc at \"DIR/agent.json#/esc\" { safer higher; range 0.65..0.95; step at most 0.05 }"
            .to_owned(),
    );
    // A rule about a kind that no system has is a mistake: the first three are always there.
    body.extend(artifacts[..3].iter().map(|artifact| (*artifact).to_owned()));
    body.extend(dice.some(&artifacts[3..].iter().map(|a| (*a).to_owned()).collect::<Vec<_>>(), 60));
    let body = body.into_iter().map(|clause| clause.replace("DIR", id)).collect();
    item(format!("system {id} \"The {id} line\""), body)
}

fn rule(dice: &mut Dice) -> Vec<String> {
    let on = dice.pick(&[
        "threshold loosened",
        "threshold loosened by more than 0.04 of claims",
        "model swapped",
        "model swapped family",
        "protected prompt edited",
        "prompt reworded of recovery",
        "any changed of claims",
        "policy weakened",
        "tools widened",
        "other changed",
    ]);
    let mut body = vec![format!("on {on}")];
    if dice.chance(15) {
        body.push("forbid \"Not here; \\\"never\\\"\"".to_owned());
        return body;
    }
    let requires = [
        "require approval from head",
        "require 2 approvals from risk",
        "require approval from [head, risk]",
        "require approval from owner in person",
        "require evidence locked",
    ];
    body.push(format!("require approval from {}", dice.pick(&["head", "risk"])));
    body.extend(dice.some(&requires[1..].iter().map(|r| (*r).to_owned()).collect::<Vec<_>>(), 25));
    body.extend(dice.some(
        &["valid 14 days", "supports [iso42001:A.6.2.4]", "enforce warn until 2026-08-01"].map(str::to_owned),
        30,
    ));
    body
}

/// Writes an item in one of the many shapes that mean the same.
fn write(dice: &mut Dice, item: &Item) -> String {
    let head = item.head.splitn(2, ' ').collect::<Vec<_>>().join(dice.pick(&[" ", " ", "  "]));
    let above = dice.pick(&["", "", "\n", "// a note\n", "/// What it is for.\n"]);
    if item.body.is_empty() {
        return format!("{}{head}\n", above.replace("///", "//"));
    }
    let body = if dice.chance(30) {
        item.body.join(dice.pick(&["; ", ";", " ;  "]))
    } else {
        let indent = dice.pick(&["", "  ", "\t", "      "]);
        let lines: Vec<String> = item
            .body
            .iter()
            .map(|clause| format!("{indent}{clause}{}", dice.pick(&["", "", "   // why", "\n", ";"])))
            .collect();
        format!("\n{}\n", lines.join("\n"))
    };
    format!("{above}{head} {{ {body} }}\n")
}

fn file(dice: &mut Dice, items: &[&Item]) -> String {
    let items: Vec<String> = items.iter().map(|item| write(dice, item)).collect();
    format!("edition 2026\n{}", items.concat())
}

fn compiled(files: &[String]) -> Policy {
    let mut sources = Sources::default();
    for (n, text) in files.iter().enumerate() {
        sources.add(format!("{n}.countersign"), text.as_str());
    }
    let compiled = policy::compile(&sources);
    let errors: Vec<String> = compiled
        .diagnostics
        .iter()
        .filter(|d| d.is_error())
        .map(|d| format!("{} at {:?}", d.message, sources.place(d.primary.at)))
        .collect();
    compiled.policy.unwrap_or_else(|| panic!("{errors:#?}\n{}", files.join("\n-----\n")))
}

fn printed(text: &str) -> String {
    let mut sources = Sources::default();
    let file = sources.add("policy.countersign", text);
    let (tree, mistakes) = parse(&sources, file);
    assert!(mistakes.iter().all(|m| !m.is_error()), "{text}");
    print(&tree)
}

/// A policy in any shape prints in one: printing again changes nothing, and both mean the same.
pub fn a_random_policy_prints_in_one_shape() {
    let counts = law(150, |dice, counts| {
        let items = items(dice);
        let written = file(dice, &items.iter().collect::<Vec<_>>());
        let once = printed(&written);
        assert_eq!(printed(&once), once, "printing again changes it\n{written}");
        let (policy, again) =
            (compiled(std::slice::from_ref(&written)), compiled(std::slice::from_ref(&once)));
        assert_eq!(policy.kernel.digest(), again.kernel.digest(), "the meaning changes\n{written}\n{once}");
        assert_eq!(policy.notes, again.notes, "the notes change\n{written}\n{once}");
        if once != written {
            counts.add("printed otherwise than written");
        }
    });
    counts.at_least("printed otherwise than written", 90);
}

/// Items in another order, over other files, mean the same.
pub fn the_order_of_items_and_files_means_nothing() {
    law(150, |dice, _| {
        let items = items(dice);
        let all: Vec<&Item> = items.iter().collect();
        let policy = compiled(&[file(dice, &all)]);
        let mut shuffled = all;
        dice.shuffle(&mut shuffled);
        let parts = 1 + dice.below(3);
        let files: Vec<String> =
            shuffled.chunks(shuffled.len().div_ceil(parts)).map(|part| file(dice, part)).collect();
        let other = compiled(&files);
        assert_eq!(policy.kernel.digest(), other.kernel.digest(), "{}", files.join("\n-----\n"));
        assert_eq!(policy.notes, other.notes, "{}", files.join("\n-----\n"));
    });
}
