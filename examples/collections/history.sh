#!/bin/sh
# Builds the git history of the story, step by step, in the folder collections-voice:
#
#   sh history.sh start      the agents, then their policy, adopted by the bank
#   sh history.sh change-1   a branch with the first change; then change-2 to change-5
#   sh history.sh rollback   a branch that undoes change 5 at night
#
# Needs git and countersign. The people's keys are read from ../keys and made there when missing.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
keys=$here/../keys
repo=$here/collections-voice
git="git -c init.defaultBranch=main -c advice.detachedHead=false -C $repo"

# Commits everything in the work tree: commit WHO WHEN MESSAGE.
commit() {
  $git add -A
  GIT_AUTHOR_NAME=$1 GIT_AUTHOR_EMAIL=$1@harbour.example GIT_AUTHOR_DATE=$2 \
  GIT_COMMITTER_NAME=$1 GIT_COMMITTER_EMAIL=$1@harbour.example GIT_COMMITTER_DATE=$2 \
    $git commit -q -m "$3"
}

# Replaces text in a file: edit FILE SED-SCRIPT.
edit() {
  sed "$2" "$repo/$1" > "$repo/edited"
  mv "$repo/edited" "$repo/$1"
}

# Goes to a new branch from main.
branch() { $git switch -q -c "$1" main; }

# Makes the keys that are missing and puts their public halves into the policy.
people() {
  mkdir -p "$keys"
  for who in ada bo cy dee eve flo gus hal gate_bot; do
    test -f "$keys/$who" || ssh-keygen -q -t ed25519 -N '' -C "$who" -f "$keys/$who"
    public=$(cut -d' ' -f1,2 "$keys/$who.pub")
    edit governance/people.countersign "s|\"ssh-ed25519 [^ ]* $who\"|\"$public $who\"|"
  done
}

case ${1:-} in
start)
  mkdir "$repo"
  $git init -q
  cp -R "$here/agents" "$here/prompts" "$here/platform" "$here/infra" "$here/docs" "$here/evidence" "$repo/"
  commit gus 2026-06-01T09:00:00Z "The collections agents as they run"
  branch govern
  cp -R "$here/governance" "$repo/"
  people
  commit hal 2026-06-02T09:00:00Z "Govern the collections agents"
  ;;
change-1)
  branch change-1
  edit prompts/common/opening.md 's/I am an automated assistant calling for Harbour Bank/You are speaking with Alex from Harbour Bank/'
  commit gus 2026-07-01T08:00:00Z "A warmer opening"
  ;;
change-2)
  branch change-2
  mkdir -p "$repo/docs"
  $git mv prompts/common/limits.md docs/limits-old.md
  commit gus 2026-07-02T08:00:00Z "Tidy the prompt parts"
  ;;
change-3)
  branch change-3
  edit platform/export/collect-us.json 's/"floor": 0.70/"floor": 0.60/; s/2026-06-01T02/2026-07-03T02/'
  commit gate_bot 2026-07-03T02:05:00Z "Nightly export"
  ;;
change-4)
  branch change-4
  edit governance/retention.countersign '/^retention us_recordings/,/^}/{
    s/3 years after call_end/90 days after call_end/
    /rounding/d
  }'
  edit infra/storage.tf 's/days = 1096/days = 90/'
  commit gus 2026-07-05T08:00:00Z "90 days to cut cost"
  ;;
change-5)
  branch change-5
  edit agents/collect-us/script.md 's/Offer a plan that the customer can keep\./& Say the arrears as the summary has them./'
  commit gus 2026-07-10T09:00:00Z "Say the arrears first"
  ;;
rollback)
  branch rollback
  edit agents/collect-us/script.md 's/ Say the arrears as the summary has them\.//'
  commit dee 2026-07-11T02:10:00Z "Go back: wrong arrears"
  ;;
*)
  sed -n '2,8p' "$0" | sed 's/^# \{0,1\}//' >&2
  exit 2
  ;;
esac
