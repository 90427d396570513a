//! Chance for the laws: a test draws from a list of numbers that proptest makes and shortens, so
//! that a failure comes back as the smallest story that still fails.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// A sequence of draws; past its end every draw is the first choice, which should be the simplest.
pub struct Dice<'a> {
    rest: &'a [u32],
}

impl Dice<'_> {
    /// Draws a number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        let Some((first, rest)) = self.rest.split_first() else { return 0 };
        self.rest = rest;
        *first as usize % n.max(1)
    }

    /// Says yes in `percent` of a hundred draws.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }

    /// Draws one of some things.
    pub fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }

    /// Draws some of some things, each with a chance, in their order.
    pub fn some<T: Clone>(&mut self, from: &[T], percent: usize) -> Vec<T> {
        from.iter().filter(|_| self.chance(percent)).cloned().collect()
    }

    /// Brings a list into another order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

/// What a law counts of its cases, so that it can say that it was not empty.
#[derive(Debug, Default)]
pub struct Counts(BTreeMap<&'static str, usize>);

impl Counts {
    /// Counts one.
    pub fn add(&mut self, what: &'static str) {
        *self.0.entry(what).or_default() += 1;
    }

    /// Tells whether something was met at all.
    pub fn has(&self, what: &str) -> bool {
        self.0.contains_key(what)
    }

    /// Requires that something was met in at least so many percent of the cases.
    pub fn at_least(&self, what: &str, percent: usize) {
        let (all, some) = (self.0.get("cases").copied(), self.0.get(what).copied());
        let (all, some) = (all.unwrap_or(0), some.unwrap_or(0));
        assert!(some * 100 >= all * percent, "only {some} of {all} cases are `{what}`: {:?}", self.0);
    }
}

/// Tries a law on many draws, the same ones every time. `COUNTERSIGN_LAW_FACTOR` multiplies how
/// many, and `COUNTERSIGN_LAW_SEED` makes them others.
pub fn law(cases: u32, test: impl Fn(&mut Dice, &mut Counts)) -> Counts {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u32>().ok());
    let mut seed = [7; 32];
    seed[..4].copy_from_slice(&number("COUNTERSIGN_LAW_SEED").unwrap_or(1).to_le_bytes());
    let config = Config {
        cases: cases.saturating_mul(number("COUNTERSIGN_LAW_FACTOR").unwrap_or(1)),
        failure_persistence: None,
        max_shrink_iters: 2000,
        ..Config::default()
    };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    let counts = std::cell::RefCell::new(Counts::default());
    let draws = proptest::collection::vec(proptest::num::u32::ANY, 150..600);
    let outcome = runner.run(&draws, |draws| {
        let mut counts = counts.borrow_mut();
        counts.add("cases");
        let mut dice = Dice { rest: &draws };
        let tried = catch_unwind(AssertUnwindSafe(|| test(&mut dice, &mut counts)));
        tried.map_err(|panic| {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            proptest::test_runner::TestCaseError::fail(text.unwrap_or_default())
        })
    });
    if let Err(proptest::test_runner::TestError::Fail(why, _)) = &outcome {
        panic!("{why}");
    }
    outcome.expect("the law was tried");
    counts.into_inner()
}
