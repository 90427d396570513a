//! The words that start an item, in one place: the parser recovers at them, the model reads them.

/// Every item kind, sorted.
pub const KINDS: &[&str] = &[
    "activity",
    "applicability",
    "baseline",
    "bot",
    "catalogue",
    "category",
    "certificate",
    "crosswalk",
    "document",
    "edition",
    "emergency",
    "event",
    "evidence",
    "exception",
    "exercise",
    "fact",
    "format",
    "gate",
    "hold",
    "invariant",
    "jurisdiction",
    "models",
    "organization",
    "otherwise",
    "person",
    "retention",
    "review",
    "role",
    "rule",
    "supplier",
    "system",
    "test",
    "use",
];

/// Tells whether a word starts an item.
pub fn is_kind(word: &str) -> bool {
    KINDS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn kinds_are_sorted_so_that_they_are_found() {
        assert!(super::KINDS.is_sorted());
    }
}
