//! Where both directions need the same, the direction that carries the risk has no stricter approval.

use super::{Context, Findings, Lint, sides};

/// One rule treats a looser value like a tighter one.
pub static LINT: Lint = lint!(
    "loosening-like-tightening",
    Note,
    Thresholds,
    "Loosening a value needs no more than tightening it.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let people = &context.survey().people;
    for (place, sides) in sides::by_place(context) {
        // All left to `otherwise` is a policy that makes no difference anywhere.
        let is_ruled = |judged: &&&crate::prove::Judged| !judged.is_left_over();
        let Some(loose) = sides.loosening.iter().find(is_ruled) else { continue };
        let Some(tight) = sides.tightening.iter().find(is_ruled) else { continue };
        let same = |a: &crate::prove::Judged<'_>, b: &crate::prove::Judged<'_>| {
            let duties = a.duties();
            b.rules.iter().all(|rule| people.implies(&duties, &rule.duty, place.system) == Some(true))
        };
        if !(same(loose, tight) && same(tight, loose)) {
            continue;
        }
        let name = format!("{}.{}", place.system, place.artifact);
        let Some(at) = context.policy.origins.get(&name) else { continue };
        let text = format!("`{}` needs no more than the way back", loose.cell);
        let mut finding = LINT.at(*at, text).label("both directions need the same");
        if let Some(asks) = loose.rules.first().and_then(|rule| context.policy.origins.get(&rule.id)) {
            finding = finding.because(*asks, "treats both alike");
        }
        let kind = place.kind;
        out.push(
            finding.help(format!("write a stricter rule `on {kind} loosened`: the risk is on that side")),
        );
    }
}
