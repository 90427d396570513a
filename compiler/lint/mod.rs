//! What: advice about a policy that compiles: what is correct and still not wise.
//! From: [`crate::model`], [`crate::syntax`] trees, the kernel, and what surrounds the policy.
//! No longer knows: nothing; it looks at every stage and changes none.
//! Used by: `countersign lint`, `explain`.
//!
//! One lint is one file here, one page in `docs/lints/` and two lines below.

mod context;
mod edit;
mod fix;
mod kinds;
mod report;
mod sides;

pub use context::{Context, Surroundings};
pub use fix::{Fixed, fix};
pub use kinds::{Findings, Fix, Lint, Needs, Topic, every_name, find, find_name};
pub use report::{Report, run};

/// Makes the row of a lint; its page is embedded, so one that is missing does not build.
macro_rules! lint {
    ($name:literal, $level:ident, $topic:ident, $summary:literal, $check:path) => {
        $crate::lint::Lint::new(
            $crate::names::Name {
                name: $name,
                level: $crate::diagnostic::Level::$level,
                stage: $crate::names::Stage::Lint,
                summary: $summary,
                page: include_str!(concat!("../../docs/lints/", $name, ".md")),
            },
            $crate::lint::Topic::$topic,
            $check,
        )
    };
}

mod approval_nobody_can_give;
mod author_leaves_nobody;
mod expired_allow;
mod expired_key;
mod left_member;
mod loosening_like_tightening;
mod loosening_needs_less;
mod one_signer_for_two_rules;
mod policy_changes_too_easily;
mod rule_never_binds;
mod shadowed_rule;
mod ships_alone;
mod single_holder;
mod unknown_allow;
mod unmatched_change;
mod unsigned_records;
mod unused_allow;
mod unused_role;
mod unwaivable_allow;
mod weaker_than_otherwise;

/// Every lint, by name.
pub static ALL: &[&Lint] = &[
    &approval_nobody_can_give::LINT,
    &author_leaves_nobody::LINT,
    &expired_allow::LINT,
    &expired_key::LINT,
    &left_member::LINT,
    &loosening_like_tightening::LINT,
    &loosening_needs_less::LINT,
    &one_signer_for_two_rules::LINT,
    &policy_changes_too_easily::LINT,
    &rule_never_binds::LINT,
    &shadowed_rule::LINT,
    &ships_alone::LINT,
    &single_holder::LINT,
    &unknown_allow::LINT,
    &unmatched_change::LINT,
    &unsigned_records::LINT,
    &unused_allow::LINT,
    &unused_role::LINT,
    &unwaivable_allow::LINT,
    &weaker_than_otherwise::LINT,
];
