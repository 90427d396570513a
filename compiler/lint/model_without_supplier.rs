//! A model that may come from anybody makes the list of suppliers a wish.

use crate::kind::Kind;

use super::{Context, Findings, Fix, Lint, edit};

/// A system names who provides its models, and a model of it may come from anybody.
pub static LINT: Lint = lint!(
    "model-without-supplier",
    Note,
    ModelsAndSuppliers,
    "A model is not tied to a supplier of its system.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for (system, artifact) in context.artifacts().filter(|(_, a)| a.kind == Kind::Model && a.from.is_none()) {
        if artifact.allow.is_some() || system.suppliers.is_empty() {
            continue;
        }
        let text = format!("`{}` may come from anybody", artifact.id.name);
        let mut finding = LINT.at(artifact.id.at, text).label("no `from`");
        finding = finding.because(system.id.at, "names its suppliers");
        let models: Vec<&str> = system
            .suppliers
            .iter()
            .filter(|(_, part)| part == "llm")
            .map(|(name, _)| name.as_str())
            .collect();
        if let [only] = models.as_slice() {
            let clause = context.artifact_item(system, artifact);
            finding
                .fix
                .extend(clause.map(|clause| edit::add(context.sources, clause, &format!("from {only}"))));
        }
        out.push(
            finding.help("add `from SUPPLIER`: a swap to another company is then stopped, whoever approves"),
        );
    }
}
