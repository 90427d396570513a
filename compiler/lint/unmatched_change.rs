//! A change that no rule is about is forbidden for good when there is no `otherwise`.

use std::collections::{BTreeMap, BTreeSet};

use super::{Context, Findings, Fix, Lint, edit};

/// No rule is about some change of a governed value, and there is no `otherwise`.
pub static LINT: Lint = lint!(
    "unmatched-change",
    Warn,
    ChangeControl,
    "No rule is about a change, so nothing can ever allow it.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    if context.policy.origins.get("otherwise").is_some() {
        return;
    }
    let mut open: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for judged in
        context.survey().cells.iter().filter(|judged| judged.is_left_over() && judged.warned.is_empty())
    {
        let place = judged.cell.place;
        open.entry((place.system, place.artifact)).or_default().insert(judged.cell.op.word());
    }
    let origins = &context.policy.origins;
    for ((system, artifact), ops) in open {
        let ops: Vec<&str> = ops.into_iter().collect();
        let slot = origins.get(&format!("{system}.{artifact}"));
        let (at, what) = match (slot, origins.get(&format!("system {system}"))) {
            (Some(at), _) => (at, format!("`{artifact}` of `{system}`")),
            (None, Some(at)) => (at, format!("the rest of the files of `{system}`")),
            (None, None) => match context.model.organization.as_ref() {
                Some(organization) => (&organization.id.at, "the policy itself".to_owned()),
                None => continue,
            },
        };
        let text = format!("no rule is about {what} being {}", ops.join(" or "));
        let mut finding = LINT.at(*at, text).label("such a change can never pass");
        finding.fix.push(edit::add_item(context.sources, *at, "otherwise { require approval from owner }"));
        out.push(finding.help(
            "write a rule for it, or `otherwise { require approval from owner }` for all that no rule names",
        ));
    }
}
