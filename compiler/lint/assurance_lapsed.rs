//! An assurance report is worth what its last day says.

use super::{Context, Findings, Lint};

/// Every assurance of a supplier is past its day.
pub static LINT: Lint =
    lint!("assurance-lapsed", Warn, ModelsAndSuppliers, "The assurance of a supplier has lapsed.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    for supplier in &context.model.suppliers {
        let Some((report, until)) = supplier.assurance.iter().max_by_key(|(_, until)| *until) else {
            continue;
        };
        if !context.is_over(*until) {
            continue;
        }
        let text = format!("the last assurance of `{}` ended on {until}", supplier.id.name);
        let finding = LINT.at(supplier.id.at, text).label(format!("\"{}\"", report.text));
        out.push(finding.help("get the next report and add it as an `assurance` line, with its last day"));
    }
}
