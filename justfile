# Lists the recipes.
default:
    @just --list

# Runs everything a change must pass.
ci:
    .ci/run

# Runs the tests whose name contains FILTER.
test FILTER='':
    cargo test --test suite -- {{FILTER}}

# Takes over the output that the cases in FILTER give now; read the diff.
bless FILTER:
    cargo test --test suite -- {{FILTER}} --bless
    git diff --stat

# Starts a lint: its file, its page, its lines in the table and the changelog.
new-lint NAME:
    .ci/new-lint {{NAME}}

# Formats the Rust code and the policies.
fmt:
    cargo fmt
    cargo run --quiet -- fmt examples policies

# Tells the story from an edit to a verified record.
demo:
    cargo run --release -- demo

# Times the hook beside git on a small repository.
bench-staged:
    cargo build --release --locked
    tests/bench/staged.sh

# Measures `diff` without a policy on a corpus of real changes, where you have one: its score, and
# the laws of looking over its files.
corpus PATH:
    cargo build --release
    python3 {{PATH}}/score.py --bin target/release/countersign
    COUNTERSIGN_CORPUS={{absolute_path(PATH)}} cargo test --test suite -- "the eye"

# Times reading, checking and formatting of 1k, 10k and 100k rules, beside `cedar` where it is there.
bench-language:
    cargo build --release --locked
    tests/bench/language.py

# Compares prompts and prints the cost as a multiple of a plain line diff.
bench-prose:
    cargo bench --bench prose

# Reads and compares YAML pairs and prints the cost as a multiple of a bare event pass.
bench-readers:
    cargo bench --bench readers

# Holds many schedules against law and prints the cost as a multiple of parsing them.
bench-retention:
    cargo bench --bench retention
