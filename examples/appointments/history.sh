#!/bin/sh
# Builds the git history of the story, step by step, in the folder appointments-voice:
#
#   sh history.sh start      the agent, then its policy, adopted by the clinics
#   sh history.sh change-1   a branch with the first change; then change-2 … change-5
#
# Needs git and countersign. The people's keys are read from ../keys and made there when missing.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
keys=$here/../keys
repo=$here/appointments-voice
git="git -c init.defaultBranch=main -c advice.detachedHead=false -C $repo"

# Commits everything in the work tree: commit WHO WHEN MESSAGE.
commit() {
  $git add -A
  GIT_AUTHOR_NAME=$1 GIT_AUTHOR_EMAIL=$1@lakeside.example GIT_AUTHOR_DATE=$2 \
  GIT_COMMITTER_NAME=$1 GIT_COMMITTER_EMAIL=$1@lakeside.example GIT_COMMITTER_DATE=$2 \
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
  cp -R "$here/agents" "$here/knowledge" "$repo/"
  commit gus 2026-06-01T09:00:00Z "The appointment line as it runs"
  branch govern
  cp -R "$here/governance" "$here/docs" "$here/evidence" "$repo/"
  people
  commit hal 2026-06-02T09:00:00Z "Govern the appointment line"
  ;;
change-1)
  branch change-1
  edit knowledge/hours.md 's/Closed on public holidays\./Closed on public holidays and on 3 July./'
  commit gus 2026-06-20T08:00:00Z "Holiday hours"
  ;;
change-2)
  branch change-2
  edit agents/appointments/agent.yaml 's/aurora-2025-11-05/swift-large-latest/; s/us-west/global/'
  commit gus 2026-07-02T08:00:00Z "Another second model, for bad days"
  ;;
change-3)
  branch change-3
  edit agents/appointments/closing.md 's/ To reach a clinician, call the number on your appointment$/"/; /^card at any time/d'
  commit gus 2026-07-03T08:00:00Z "Four seconds less at the end"
  ;;
change-4)
  branch change-4
  edit agents/appointments/agent.yaml '/chest pressure/d'
  commit gus 2026-08-10T08:00:00Z "Chest pressure repeats chest pain"
  ;;
change-5)
  branch change-5
  edit agents/appointments/agent.yaml 's/speaker_identification: false/speaker_identification: true/'
  commit gus 2026-08-20T08:00:00Z "Sign in by voice"
  ;;
*)
  sed -n '2,7p' "$0" | sed 's/^# \{0,1\}//' >&2
  exit 2
  ;;
esac
