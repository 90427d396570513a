//! What a person reads before they grant an exception, declare an emergency or review one. The
//! digest of the text is signed, so it is never coloured and never wrapped.

use std::fmt::Write;

use crate::git::Oid;
use crate::policy::{Exception, Guard};
use crate::statement::{About, Outcome, Statement};

use super::escape::terminal;

/// Renders what is granted.
pub fn exception(exception: &Exception, person: &str, role: &str, target: &str) -> String {
    let mut out = format!("{person} as {role} grants the exception `{}` for {target}:\n", exception.id);
    let mut line = |word: &str, text: &str| {
        let _ = writeln!(out, "{word:<10} {}", terminal(text));
    };
    if !exception.title.is_empty() {
        line("title", &exception.title);
    }
    line("from", &exception.rules.join(", "));
    for guard in &exception.guards {
        line("covers", &covered(guard));
    }
    for need in &exception.approvals {
        let place = if need.in_person { " in person" } else { "" };
        line("requires", &format!("{} from {}{place}", approvals(need.count), need.roles.join(" or ")));
    }
    for evidence in &exception.evidence {
        line("requires", &format!("evidence {evidence}"));
    }
    line("reason", &exception.reason);
    line("asked by", &exception.requested_by);
    line("until", &exception.until.to_string());
    let _ = writeln!(out, "\nexception  {}\n", exception.digest());
    out
}

/// Renders what is declared, below the change that it is declared for.
pub fn declared(about: &About) -> String {
    let About::Declaration(declared) = about else { return String::new() };
    format!("\nincident  {}\nrestores  {}\n", terminal(&declared.incident), terminal(&declared.restores))
}

/// Renders what is reviewed.
pub fn review(declared: &Statement, landed: Oid, outcome: Outcome, person: &str, role: &str) -> String {
    let found = match outcome {
        Outcome::Accepted => "accepts it",
        Outcome::ToReverse => "finds that it is to be reversed",
    };
    let Some(About::Declaration(about)) = &declared.approval.about else { return String::new() };
    format!(
        "{person} as {role} reviews an emergency on {} and {found}:\nincident   {}\ndeclared   by {} as {} at {}\nlanded     {landed}\nrestored   {}\n\nchange     {}\nstatement  {}\n\n",
        terminal(&declared.approval.target),
        terminal(&about.incident),
        declared.approval.person,
        declared.approval.role,
        declared.approval.at,
        about.restores,
        declared.subject,
        declared.digest
    )
}

fn covered(guard: &Guard) -> String {
    let kind = guard.kind.map_or("any value", crate::kind::Kind::word);
    let artifact = if guard.artifact.is_empty() { String::new() } else { format!(" {}", guard.artifact) };
    format!("{kind}{artifact} of {}", guard.systems.iter().flatten().cloned().collect::<Vec<_>>().join(", "))
}

fn approvals(count: u32) -> String {
    format!("{count} approval{}", if count == 1 { "" } else { "s" })
}
