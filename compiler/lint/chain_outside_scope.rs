//! A scope that ends at the orchestration certifies the thin part and leaves out the risk.

use std::collections::BTreeSet;

use super::{Context, Findings, Lint, registers};

/// Parts that carry most of what an agent does.
const CORE: &[&str] = &["asr", "llm", "tts"];

/// Our certificate covers a system, and not who hears, decides and speaks for it.
pub static LINT: Lint = lint!(
    "chain-outside-scope",
    Warn,
    Certification,
    "The scope of a certificate leaves out the suppliers of speech and models.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    for certificate in context.last_certificates().into_iter().filter(|one| one.supplier.is_none()) {
        let covered: BTreeSet<&str> = certificate.covers.iter().map(|id| id.name.as_str()).collect();
        let included: BTreeSet<&str> = certificate.includes.iter().map(|id| id.name.as_str()).collect();
        let mut outside: BTreeSet<&str> = BTreeSet::new();
        for system in context.model.systems.iter().filter(|system| covered.contains(system.id.name.as_str()))
        {
            let stages = system.stages.iter().filter(|stage| CORE.contains(&stage.part.name.as_str()));
            outside.extend(stages.filter_map(|stage| stage.supplier.as_ref()).map(|by| by.name.as_str()));
            let named = system.suppliers.iter().filter(|(_, part)| CORE.contains(&part.as_str()));
            outside.extend(named.map(|(name, _)| name.as_str()));
        }
        let outside: Vec<&str> = outside.difference(&included).copied().collect();
        if outside.is_empty() {
            continue;
        }
        let text =
            format!("the scope of `{}` leaves out {}", certificate.id.name, registers::names(&outside));
        out.push(LINT.at(certificate.scope.at, text).label("no word of them in `includes`").help(
            "add them to `includes` if the scope takes them in, else have it extended: buyers ask for exactly this",
        ));
    }
}
