//! What: advice about a policy that compiles: what is correct and still not wise.
//! From: [`crate::model`], [`crate::syntax`] trees, the kernel, and what surrounds the policy.
//! No longer knows: nothing; it looks at every stage and changes none.
//! Used by: `countersign lint`, `explain`.
//!
//! One lint is one file here, one page in `docs/lints/`, one line below and one in `all.rs`.

mod all;
mod artifacts;
mod claims;
mod context;
mod edit;
mod fix;
mod hidden_numbers;
mod kinds;
mod places;
mod prompts;
mod registers;
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

mod adequacy_unknown;
mod agreeable_tests;
mod agreement_lapsed;
mod allowed_and_never;
mod approval_nobody_can_give;
mod assurance_lapsed;
mod assurance_lapsing;
mod author_leaves_nobody;
mod case_sensitive_pattern;
mod chain_step_missing;
mod claimed_authors;
mod concentrated_roles;
mod conformity_claim;
mod contradicting_phrases;
mod counted_to_one;
mod covered_on;
mod dead_location;
mod default_on_the_loose_side;
mod denies_being_ai;
mod disclosure_in_one_language;
mod document_missing;
mod drift_narrower_than_step;
mod empty_braces;
mod ended_warning;
mod entity_unstated;
mod evidence_not_bound;
mod evidence_without_cases;
mod expired_allow;
mod expired_key;
mod failover_elsewhere;
mod failover_to_itself;
mod failover_unvetted;
mod floating_in_allow;
mod floating_model;
mod foreign_email;
mod governed_policy;
mod health_data_without_baa;
mod hides_the_human_route;
mod invisible_in_prompt;
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
mod low_pass_rate;
mod model_without_supplier;
mod needless_transfer;
mod nothing_enforced;
mod number_contradicts_threshold;
mod number_repeats_threshold;
mod one_signer_for_two_rules;
mod open_key;
mod operator_left;
mod operator_needed;
mod pattern_matches_nothing_special;
mod policy_changes_too_easily;
mod range_of_everything;
mod recording_unannounced;
mod redundant_role;
mod regions_unstated;
mod remote_content;
mod repeated_allow;
mod repeated_on;
mod repeated_phrase;
mod responsibility_unassigned;
mod retention_unstated;
mod rule_never_binds;
mod same_people_twice;
mod secret_in_prompt;
mod served_elsewhere;
mod shadowed_rule;
mod shared_location;
mod shared_login;
mod shared_title;
mod ships_alone;
mod short_drift_window;
mod short_validity;
mod single_holder;
mod stage_and_without;
mod stage_handles_more;
mod stage_outside_regions;
mod stage_without_agreement;
mod stage_worldwide;
mod stale_evidence_allowed;
mod step_wider_than_range;
mod storage_unstated;
mod subprocessor_elsewhere;
mod supplier_without_assurance;
mod suppliers_disagree;
mod swap_without_tests;
mod terse_forbid;
mod threshold_without_range;
mod training_unstated;
mod trains_on_calls;
mod transfer_without_mechanism;
mod unbounded_authority;
mod undated_key;
mod undisclosed_agent;
mod unexplained_allow;
mod unfinished_text;
mod ungoverned_file;
mod ungoverned_model;
mod ungoverned_pipeline;
mod unguarded_policy;
mod unknown_allow;
mod unlimited_step;
mod unmatched_change;
mod unpinned_model;
mod unprotected_prompt;
mod unrated_system;
mod unreadable_today;
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
mod value_outside_range;
mod weak_phrase;
mod weaker_than_otherwise;
