//! Laws that hold for every input, tried on many. Each topic is a module with plain functions
//! that panic when a law is broken; a function counts only when [`ALL`] lists it.

mod canonical;
mod dice;
mod eye;
mod format;
mod linear;
mod lint;
mod model;
mod outline;
mod paths;
mod policies;
mod prove;
mod readers;
mod register;
mod story;
mod verdict;
mod writing;

/// Every property: its name and the function that tries it.
pub const ALL: &[(&str, fn())] = &[
    ("every policy is in shape", format::every_policy_is_in_shape),
    ("the outline is that of the grammar", outline::the_outline_is_that_of_the_grammar),
    ("a policy in disorder prints in its one shape", format::a_policy_in_disorder_prints_in_its_one_shape),
    ("printing is idempotent and keeps the meaning", format::printing_is_idempotent_and_keeps_the_meaning),
    ("no small damage stops the compiler", format::no_small_damage_stops_the_compiler),
    ("cells are the changes that happen", prove::cells_are_the_changes_that_happen),
    ("comparing duties agrees with trying everything", prove::comparing_duties_agrees_with_trying_everything),
    ("suggested tests leave nothing open", prove::suggested_tests_leave_nothing_open),
    ("a size stands for its class", prove::a_size_stands_for_its_class),
    ("canonical bytes are those of the sorted tree", canonical::bytes_are_those_of_the_sorted_tree),
    ("ten times the policy takes ten times as long", lint::ten_times_the_policy_takes_ten_times_as_long),
    ("bad policies are refused in linear work", linear::bad_policies_are_refused_in_linear_work),
    ("schedules meet their settings in linear time", linear::schedules_meet_their_settings_in_linear_time),
    ("ten times the registers take ten times as long", lint::ten_times_the_registers_take_ten_times_as_long),
    ("globs match as the library does", paths::globs_match_as_the_library_does),
    ("a random policy prints in one shape", policies::a_random_policy_prints_in_one_shape),
    ("the order of items and files means nothing", policies::the_order_of_items_and_files_means_nothing),
    ("writing it differently changes nothing", writing::writing_it_differently_changes_nothing),
    ("one edit is one change", writing::one_edit_is_one_change),
    ("a verdict does not depend on order or threads", verdict::a_verdict_does_not_depend_on_order_or_threads),
    ("what helps never hurts", verdict::what_helps_never_hurts),
    ("what hurts never helps", verdict::what_hurts_never_helps),
    ("a rule never unblocks what another matches", verdict::a_rule_never_unblocks_what_another_matches),
    ("exceptions and emergencies only relieve", verdict::relief_only_relieves),
    ("the eye: style is no change", eye::style_is_no_change),
    ("the eye: one edit is one change", eye::one_edit_is_one_change),
    ("the eye: hostile sizes are answered", eye::hostile_sizes_are_answered),
    ("readers: rewriting a file changes nothing", readers::rewriting_a_file_changes_nothing),
    ("readers: one edit is one difference", readers::one_edit_is_one_difference),
    ("readers: a span is its value", readers::a_span_is_its_value),
    ("readers: no bytes stop a reader", readers::no_bytes_stop_a_reader),
    ("readers: hostile files are read in linear time", readers::hostile_files_are_read_in_linear_time),
    ("registers: the order of items means nothing", register::the_order_of_items_means_nothing),
    ("registers: no row is lost", register::no_row_is_lost),
    ("registers: ten times the policy", register::ten_times_the_policy_takes_ten_times_as_long),
];
