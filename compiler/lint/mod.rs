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
mod tellings;

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

mod accountable_for_everything;
mod adequacy_unknown;
mod agreeable_tests;
mod agreement_lapsed;
mod allowed_and_never;
mod answers_for_own_work;
mod approval_nobody_can_give;
mod assessment_missing;
mod assessment_never_stale;
mod assessment_overdue;
mod assessment_unapproved;
mod assurance_lapsed;
mod assurance_lapsing;
mod author_leaves_nobody;
mod baseline_missing;
mod baseline_overdue;
mod body_not_accredited;
mod case_sensitive_pattern;
mod certificate_expired;
mod certificate_expiring;
mod certificate_misses_system;
mod certificate_too_long;
mod certificate_without_statement;
mod chain_outside_scope;
mod chain_step_missing;
mod changes_unassigned;
mod claimed_authors;
mod concentrated_roles;
mod conformity_claim;
mod contest_missing;
mod contradicting_phrases;
mod control_undecided;
mod control_without_evidence;
mod counted_to_one;
mod covered_on;
mod dead_location;
mod decision_without_human;
mod decision_without_threshold;
mod default_on_the_loose_side;
mod denies_being_ai;
mod disclosure_in_one_language;
mod document_language_missing;
mod document_missing;
mod document_overdue;
mod drift_narrower_than_step;
mod empty_braces;
mod ended_warning;
mod entity_unstated;
mod evidence_not_bound;
mod evidence_without_cases;
mod excluded_and_shown;
mod exclusion_of_what_matters;
mod exercise_missing;
mod exercise_overdue;
mod expired_allow;
mod expired_key;
mod failover_to_itself;
mod failover_unvetted;
mod floating_in_allow;
mod floating_model;
mod foreign_email;
mod foreign_endpoint;
mod governed_policy;
mod health_data_without_baa;
mod hides_the_human_route;
mod human_route_closed;
mod human_route_unbounded;
mod human_route_vacant;
mod invisible_in_prompt;
mod keyless_signer;
mod language_unstated;
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
mod model_notice_unstated;
mod model_without_supplier;
mod named_file_missing;
mod needless_transfer;
mod never_due;
mod nothing_enforced;
mod number_contradicts_threshold;
mod number_repeats_threshold;
mod one_signer_for_two_rules;
mod open_key;
mod operator_left;
mod operator_needed;
mod pack_incomplete;
mod pattern_matches_nothing_special;
mod policy_changes_too_easily;
mod range_of_everything;
mod recording_told_late;
mod recording_unannounced;
mod redundant_role;
mod regions_unstated;
mod remote_content;
mod repeated_allow;
mod repeated_on;
mod repeated_phrase;
mod responsibility_unassigned;
mod retention_unstated;
mod review_of_one_kind;
mod review_overdue;
mod rollback_untried;
mod rule_never_binds;
mod same_people_twice;
mod scope_names_nothing;
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
mod standard_undated;
mod statement_unapproved;
mod step_wider_than_range;
mod storage_unstated;
mod subprocessor_elsewhere;
mod supplier_without_assurance;
mod suppliers_disagree;
mod surveillance_overdue;
mod surveillance_unplanned;
mod swap_without_tests;
mod telling_ahead;
mod terse_forbid;
mod threshold_without_range;
mod told_too_late;
mod told_twice;
mod training_unstated;
mod trains_on_calls;
mod transfer_without_mechanism;
mod trivial_exclusion;
mod unbounded_authority;
mod undated_key;
mod undeclared_provider;
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
mod untold_at_the_end;
mod untold_element;
mod untold_in_a_language;
mod unused_allow;
mod unused_evidence;
mod unused_format;
mod unused_module;
mod unused_role;
mod unused_supplier;
mod unwaivable_allow;
mod vacant_duty;
mod vacant_owner;
mod vague_purpose;
mod value_outside_range;
mod voiceprint_untold;
mod weak_phrase;
mod weaker_than_otherwise;
