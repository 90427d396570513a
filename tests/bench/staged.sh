#!/usr/bin/env bash
# Times `countersign check --staged` beside `git diff --cached --raw`, each a whole process, on a
# small repository with a policy of 20 rules. Rounds are interleaved; medians and their ratios are
# printed. Needs bash and git; with GNU time, the peak memory too.
# usage: tests/bench/staged.sh [COUNTERSIGN] [ROUNDS]
set -euo pipefail
tool=$(realpath "${1:-target/release/countersign}")
rounds=${2:-15}
batch=20 # runs in one reading: one run is too short for the clock
examples=$(realpath "$(dirname "$0")/../../examples/insurer")
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

export HOME=$place GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=gus GIT_AUTHOR_EMAIL=gus@northwind.example
export GIT_COMMITTER_NAME=gus GIT_COMMITTER_EMAIL=gus@northwind.example

# The insurer's world, rules added up to 20, and some hundred files that nobody governs.
cd "$place" && mkdir repo && cd repo && git init -q -b main .
cp -r "$examples"/*/ .
sed -i 's/"agents\/claims/"agents\/claims/' governance/*.countersign
have=$(cat governance/*.countersign | grep -c '^rule ')
for number in $(seq $((have + 1)) 20); do
  printf '\nrule bench_%s "Rule %s" {\n  on      tools widened\n  require %s approvals from compliance\n}\n' \
    "$number" "$number" 1 | sed 's/1 approvals/approval/' >> governance/bench.countersign
done
for folder in $(seq 1 20); do
  mkdir -p "src/part$folder"
  for file in 1 2 3 4 5 6 7 8 9 10; do echo "$folder.$file" > "src/part$folder/$file.txt"; done
done
git add -A && git commit -qm 'A small repository'
sed -i '3s/0\.[0-9]*/0.78/' agents/claims/thresholds.yaml
echo more >> src/part1/1.txt
git add -A
git diff --cached --raw | sed 's/^/changed  /'
"$tool" check --staged | sed -n '1s/^/verdict  /p'

ours() { "$tool" check --staged > /dev/null; }
theirs() { git diff --cached --raw > /dev/null; }
TIMEFORMAT='%U %S %R'
reading() { { time for ((i = 0; i < batch; i++)); do "$1"; done; } 2>&1; }
ours && theirs

for ((round = 0; round < rounds; round++)); do
  echo "$(reading ours) $(reading theirs)"
done > "$place/readings"

# Columns: user, system, wall of ours; user, system, wall of git's; seconds for a batch.
median() { sort -n | awk '{ a[NR] = $1 } END { print NR % 2 ? a[(NR + 1) / 2] : (a[NR / 2] + a[NR / 2 + 1]) / 2 }'; }
row() {
  local a b ratio
  a=$(awk "{ print ($2) * 1000 / $batch }" "$place/readings" | median)
  b=$(awk "{ print ($3) * 1000 / $batch }" "$place/readings" | median)
  ratio=$(awk "{ print ($2) / ($3) }" "$place/readings" | median)
  printf '%-12s %8.2f ms %8.2f ms   %.2f\n' "$1" "$a" "$b" "$ratio"
}
printf '\n%-12s %11s %11s   ratio (median of %s rounds of %s)\n' '' countersign git "$rounds" "$batch"
row 'CPU' '$1 + $2' '$4 + $5'
row 'wall' '$3' '$6'
if /usr/bin/time -f %M true 2> /dev/null; then
  a=$(/usr/bin/time -f %M "$tool" check --staged 2>&1 > /dev/null)
  b=$(/usr/bin/time -f %M git diff --cached --raw 2>&1 > /dev/null)
  printf '%-12s %8.1f MiB %7.1f MiB   %.2f\n' 'peak memory' "$(awk "BEGIN { print $a / 1024 }")" \
    "$(awk "BEGIN { print $b / 1024 }")" "$(awk "BEGIN { print $a / $b }")"
fi
