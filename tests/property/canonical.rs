//! Laws of canonical JSON.

use std::collections::BTreeMap;

use countersign::canonical;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde::Serialize;
use serde_json::{Value, json};

/// One of each form that a type can have.
#[derive(Clone, Debug, Serialize)]
enum Form {
    Unit,
    #[serde(rename = "wrap")]
    One(Value),
    Pair(bool, Value),
    Named {
        zebra: Option<String>,
        ant: Value,
        #[serde(flatten)]
        more: BTreeMap<String, Value>,
    },
}

/// Writing straight gives the bytes of the tree with sorted keys, or both refuse.
pub fn bytes_are_those_of_the_sorted_tree() {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (0..canonical::MAX_INTEGER).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    let tree = leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map("[A-Za-z_][A-Za-z0-9_]{0,4}", inner, 0..5)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    });
    let mut runner = TestRunner::new(Config { cases: 1000, failure_persistence: None, ..Config::default() });
    let law = |value: Value| {
        let more = BTreeMap::from([("beta".to_owned(), value.clone()), ("Alpha".to_owned(), json!(0))]);
        let forms = vec![
            Form::Unit,
            Form::One(value.clone()),
            Form::Pair(true, value.clone()),
            Form::Named { zebra: None, ant: value.clone(), more },
        ];
        let sorted = serde_json::to_value(&forms).and_then(|tree| serde_json::to_vec(&tree));
        prop_assert_eq!(canonical::bytes(&forms), sorted.expect("a tree"));
        Ok(())
    };
    runner.run(&tree, law).unwrap_or_else(|error| panic!("{error}"));
}
