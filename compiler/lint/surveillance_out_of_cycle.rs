//! An audit before the certificate or after its end shows nothing of the time in between.

use super::{Context, Findings, Fix, Lint, edit};

/// A surveillance audit lies before its certificate was issued or after it ends, and does not count.
pub static LINT: Lint = lint!(
    "surveillance-out-of-cycle",
    Warn,
    Certification,
    "A surveillance audit is not between the first and the last day of its certificate.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for certificate in &context.model.governance.certificates {
        let (first, last) = (certificate.issued, certificate.expires);
        for audit in certificate.surveillance.iter().filter(|audit| !certificate.has(audit)) {
            let strays = |day| day < first || day > last;
            let (word, day) = match audit.done {
                Some(done) if strays(done) => ("done", done),
                _ => ("due", audit.due),
            };
            let name = &certificate.id.name;
            let text =
                format!("an audit of `{name}` is {word} on {day}, and `{name}` is from {first} to {last}");
            let label = if day < first { "before its first day" } else { "after its last day" };
            let mut finding = LINT.at(audit.at, text).label(label);
            finding.fix.extend(edit::remove_line(context, certificate.id.at, audit.at));
            out.push(
                finding.help("mend the day, or remove the line: it counts for no year of this certificate"),
            );
        }
    }
}
