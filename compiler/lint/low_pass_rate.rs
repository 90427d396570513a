//! A suite that may fail often is a suite that nobody reads.

use crate::decimal::Decimal;

use super::{Context, Findings, Lint};

/// A report passes with less than nine in ten cases.
pub static LINT: Lint =
    lint!("low-pass-rate", Note, Evidence, "A report passes while many cases fail.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let enough = Decimal::from_integer(90);
    for evidence in &context.model.evidence {
        let Some(rate) = evidence.pass_rate.filter(|rate| *rate < enough) else { continue };
        let text = format!("`{}` passes when {rate}% of its cases do", evidence.id.name);
        out.push(
            LINT.at(evidence.id.at, text)
                .label("a low bar")
                .help("keep the cases that must hold in a suite of their own, and ask for all of them"),
        );
    }
}
