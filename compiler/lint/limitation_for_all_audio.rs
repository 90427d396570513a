//! That somebody may sue for six years is a reason to keep a file, not every call.

use crate::law::{Kept, Length, Sure};
use crate::model::governance::{Keep, Retention};

use super::keeping::kept;
use super::{Context, Findings, Lint};

/// All recordings are kept for years because of claims that may come.
pub static LINT: Lint = lint!(
    "limitation-for-all-audio",
    Warn,
    Retention,
    "All recordings or transcripts are kept for years because of claims that may come.",
    check
);

const LONG: Length = Length { months: 36, seconds: 0 };

fn check(context: &Context<'_>, out: &mut Findings) {
    for retention in &context.model.governance.retentions {
        let speech =
            retention.covers.iter().find(|c| matches!(c.category.name.as_str(), "recording" | "transcript"));
        let Some(coverage) = speech.filter(|_| is_long(retention) && is_for_claims(retention)) else {
            continue;
        };
        let text = format!(
            "`{}` keeps every `{}` of `{}` {} for claims that may come",
            retention.id.name,
            coverage.category.name,
            coverage.system.name,
            kept(retention)
        );
        out.push(LINT.at(retention.keep_at, text).label("a limitation period is a purpose, not a duty to keep").help(
            "move what a claim needs into a category such as `claim_file` or `complaint`, and keep that for so long",
        ));
    }
}

fn is_long(retention: &Retention) -> bool {
    match (&retention.keep, Kept::of(retention)) {
        (Keep::Forever(_), _) => true,
        (Keep::Until(event) | Keep::While(event), _) => event.name == "limitation_ends",
        (_, Kept::For(own, _)) => own.is_at_least(LONG) != Sure::Never,
        _ => false,
    }
}

fn is_for_claims(retention: &Retention) -> bool {
    let said = |text: &str| text.to_lowercase().contains("limitation");
    let until = matches!(&retention.keep, Keep::Until(event) if event.name == "limitation_ends");
    until || retention.basis == "legal_claims" || said(&retention.purpose) || said(&retention.basis_because)
}
