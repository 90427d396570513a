//! What: advice about a policy that compiles: what is correct and still not wise.
//! From: [`crate::model`], [`crate::syntax`] trees, the kernel, and what surrounds the policy.
//! No longer knows: nothing; it looks at every stage and changes none.
//! Used by: `countersign lint`, `explain`.
//!
//! One lint is one file here, one page in `docs/lints/`, one line below and one in `all.rs`.

mod all;
mod context;
mod edit;
mod fix;
mod kinds;
mod report;
mod sides;

pub use all::ALL;
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

mod agreeable_tests;
mod approval_nobody_can_give;
mod author_leaves_nobody;
mod claimed_authors;
mod concentrated_roles;
mod counted_to_one;
mod covered_on;
mod empty_braces;
mod ended_warning;
mod expired_allow;
mod expired_key;
mod foreign_email;
mod governed_policy;
mod keyless_signer;
mod lapsing_key;
mod lapsing_role;
mod late_use;
mod left_member;
mod list_of_one;
mod long_allow;
mod long_delegation;
mod long_title;
mod long_validity;
mod long_warning;
mod look_alike_person;
mod loosening_like_tightening;
mod loosening_needs_less;
mod nothing_enforced;
mod one_signer_for_two_rules;
mod open_key;
mod operator_left;
mod operator_needed;
mod policy_changes_too_easily;
mod redundant_role;
mod repeated_allow;
mod repeated_on;
mod rule_never_binds;
mod same_people_twice;
mod served_elsewhere;
mod shadowed_rule;
mod shared_location;
mod shared_login;
mod shared_title;
mod ships_alone;
mod short_validity;
mod single_holder;
mod terse_forbid;
mod undated_key;
mod unexplained_allow;
mod unfinished_text;
mod ungoverned_model;
mod unguarded_policy;
mod unknown_allow;
mod unmatched_change;
mod unrated_system;
mod unserved_jurisdiction;
mod unsigned_records;
mod unstated_data;
mod unsupported_rule;
mod untested_policy;
mod untitled_rule;
mod unused_allow;
mod unused_evidence;
mod unused_format;
mod unused_module;
mod unused_role;
mod unused_supplier;
mod unwaivable_allow;
mod vacant_owner;
mod vague_purpose;
mod weaker_than_otherwise;
