//! Laws of path globs.

use countersign::policy::PathGlob;
use globset::GlobBuilder;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// The quick matcher says what the library says, whatever the glob and the path.
pub fn globs_match_as_the_library_does() {
    let part = "(a|b|\\*|\\?|ab|a\\*|\\*b|a\\?\\*|\\*\\*)";
    let glob = proptest::string::string_regex(&format!("{part}(/{part}){{0,4}}")).expect("a regex");
    let path = proptest::string::string_regex("[ab.]{1,3}(/[ab.]{1,3}){0,5}").expect("a regex");
    let mut runner = TestRunner::new(Config { cases: 4000, failure_persistence: None, ..Config::default() });
    let law = |(glob, path): (String, String)| {
        let ours = PathGlob::new(&glob).expect("a glob").matches(path.as_bytes());
        let built = GlobBuilder::new(&glob).literal_separator(true).backslash_escape(false).build();
        let theirs = built.expect("a glob").compile_matcher().is_match(&path);
        prop_assert_eq!(ours, theirs, "`{}` and `{}`", glob, path);
        Ok(())
    };
    runner.run(&(glob, path), law).unwrap_or_else(|error| panic!("{error}"));
}
