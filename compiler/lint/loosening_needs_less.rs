//! Moving a value away from its safe side should never need less than moving it back.

use crate::prove::Judged;

use super::{Context, Findings, Lint, sides};

/// A looser value can be had with less than a tighter one needs.
pub static LINT: Lint = lint!(
    "loosening-needs-less",
    Warn,
    Thresholds,
    "Loosening a value needs less than tightening it.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let people = &context.survey().people;
    for (place, sides) in sides::by_place(context) {
        let Some((loose, rule)) = sides.loosening.iter().find_map(|loose| {
            let duties = loose.duties();
            let is_less = |tight: &&&Judged<'_>| {
                let stricter = tight.duties();
                loose.rules.iter().all(|r| people.implies(&stricter, &r.duty, place.system) == Some(true))
            };
            let mut rules = sides.tightening.iter().filter(is_less).flat_map(|tight| tight.rules.iter());
            Some((loose, rules.find(|rule| sides::lacks(people, &duties, rule, place.system))?))
        }) else {
            continue;
        };
        let name = format!("{}.{}", place.system, place.artifact);
        let Some(at) = context.policy.origins.get(&name) else { continue };
        let text = format!("`{}` needs less than the way back to the safer side", loose.cell);
        let mut finding = LINT.at(*at, text).label("easier to loosen than to tighten");
        if let Some(asks) = context.policy.origins.get(&rule.id) {
            finding = finding.because(*asks, "asked for on the way to the safer side");
        }
        out.push(
            finding.help("let the rule on `loosened` ask for at least as much: the risk is on that side"),
        );
    }
}
