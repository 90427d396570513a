//! Between two certificates the audits show that the system is still there.

use super::{Context, Findings, Lint};

/// A surveillance audit was due and is not said to be done.
pub static LINT: Lint =
    lint!("surveillance-overdue", Warn, Certification, "A surveillance audit is overdue.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let last = context.last_certificates();
    for certificate in last.into_iter().filter(|one| !context.is_over(one.expires)) {
        let due = certificate.audits().filter(|audit| audit.done.is_none());
        for audit in due.filter(|audit| context.is_over(audit.due)) {
            let text =
                format!("the surveillance audit of `{}` was due by {}", certificate.id.name, audit.due);
            out.push(LINT.at(audit.at, text).label("not done").help(
                "add `done DATE report \"FILE\"`, or have it done: without it the certificate can be withdrawn",
            ));
        }
    }
}
