//! A new report takes longer than people think.

use super::{Context, Findings, Lint};

/// The last assurance of a supplier ends within 60 days.
pub static LINT: Lint =
    lint!("assurance-lapsing", Note, ModelsAndSuppliers, "The assurance of a supplier ends soon.", check);

/// How many days before its end a report is told.
const SOON: i64 = 60;

fn check(context: &Context<'_>, out: &mut Findings) {
    for supplier in &context.model.suppliers {
        let Some((report, until)) = supplier.assurance.iter().max_by_key(|(_, until)| *until) else {
            continue;
        };
        let left = context.days_left(*until);
        if !(1..=SOON).contains(&left) {
            continue;
        }
        let text = format!("the assurance of `{}` ends on {until}, in {left} days", supplier.id.name);
        let finding = LINT.at(supplier.id.at, text).label(format!("\"{}\"", report.text));
        out.push(finding.help("ask for the next report now, and add it as a line of its own"));
    }
}
