//! The quick reader of headings gives what the grammar gives.

use countersign::format::markdown::sections;
use countersign::format::outline::outline;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// Any text made of lines that Markdown gives a meaning.
pub fn the_outline_is_that_of_the_grammar() {
    let line = prop::sample::select(vec![
        "# A",
        "## B *c*",
        "### `d`",
        " # e",
        "    # f",
        "#g",
        "####### h",
        "#",
        "text",
        "- item",
        "- # j",
        "1. k",
        "  more",
        "",
        "",
        "```",
        "~~~",
        "````",
        "``` rust",
        "- ```",
        "  ```",
        "> q",
        "> # r",
        "---",
        "===",
        "***",
        "- - -",
        "<div>",
        "<!-- x",
        "-->",
        "[a]: b",
        "\t# t",
        "# [a]",
        "a `b",
        "| x |",
        "+ # k",
        "* ~~~",
        "\\# l",
        "# m #",
        "-",
    ]);
    let texts = prop::collection::vec(line, 0..14).prop_map(|lines| lines.join("\n"));
    let mut runner = TestRunner::new(Config { cases: 3000, failure_persistence: None, ..Config::default() });
    let law = |text: String| {
        prop_assert_eq!(outline(&text), sections(&text), "{:?}", text);
        Ok(())
    };
    runner.run(&texts, law).unwrap_or_else(|failure| panic!("{failure}"));
}
