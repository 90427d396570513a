#!/bin/sh
# Builds the git history of the story, step by step, in the folder claims-voice:
#
#   sh history.sh start      the agent, then its policy, adopted by compliance
#   sh history.sh change-1   a branch with the first change; then change-2, change-2b, change-3, change-4, change-5, change-5b
#
# Needs git and countersign. The people's keys are read from ../keys and made there when missing.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
keys=$here/../keys
repo=$here/claims-voice
git="git -c init.defaultBranch=main -c advice.detachedHead=false -C $repo"

# Commits everything in the work tree: commit WHO WHEN MESSAGE.
commit() {
  $git add -A
  GIT_AUTHOR_NAME=$1 GIT_AUTHOR_EMAIL=$1@northwind.example GIT_AUTHOR_DATE=$2 \
  GIT_COMMITTER_NAME=$1 GIT_COMMITTER_EMAIL=$1@northwind.example GIT_COMMITTER_DATE=$2 \
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
  cp -R "$here/agents" "$here/docs" "$here/infra" "$repo/"
  mkdir -p "$repo/evidence"
  for part in impact-2026-03.md exercises reviews suppliers certificate; do cp -R "$here/evidence/$part" "$repo/evidence/"; done
  commit gus 2026-06-01T09:00:00Z "The claims line as it runs"
  branch govern
  cp -R "$here/governance" "$repo/"
  people
  commit hal 2026-06-02T09:00:00Z "Govern the claims line"
  ;;
change-1)
  branch change-1
  edit agents/claims/prompt.en.md 's/wich step/which step/; s/Be breif\./Be brief and warm./'
  edit agents/claims/prompt.ga.md 's/ina dhiaidh\./ina dhiaidh, go cineálta./'
  commit gus 2026-07-01T08:00:00Z "Fix typos, warmer tone in the status section"
  ;;
change-2)
  branch change-2
  edit agents/claims/thresholds.yaml 's/0\.75/0.71/'
  commit gus 2026-07-02T08:00:00Z "tune"
  ;;
change-2b)
  branch change-2b
  edit agents/claims/thresholds.yaml 's/0\.75/0.68/'
  commit gus 2026-07-02T08:30:00Z "tune more"
  ;;
change-3)
  branch change-3
  edit agents/claims/agent.json 's/"aurora-2026-02-11"/"aurora"/'
  mkdir -p "$repo/evidence/locked"
  cp "$here/evidence/locked/aurora-2026-02-11.xml" "$repo/evidence/locked/"
  commit gus 2026-07-03T08:00:00Z "Always use the latest model"
  ;;
change-4)
  branch change-4
  edit governance/claims.countersign '/prompt english/,/^  }/{
    /protect .*section "Opening"/d
    /discloses ai /d
  }'
  edit agents/claims/prompt.en.md 's/I am the automated assistant of Northwind Insurance\./Northwind Insurance, hello!/'
  commit gus 2026-07-04T08:00:00Z "A friendlier opening; design owns its own text"
  ;;
change-5)
  branch change-5
  edit governance/retention.countersign '/^retention transcripts/,/^}/s/6 months after call_end/6 years after call_end/'
  commit gus 2026-07-06T08:00:00Z "Keep all transcripts for six years"
  ;;
change-5b)
  branch change-5b
  edit governance/claims.countersign 's/transcript, claim_file/transcript, claim_transcript, claim_file/'
  cat >> "$repo/governance/retention.countersign" <<'END'

category claim_transcript "Transcripts of calls that led to a claim"

retention claim_transcripts "Transcripts of calls that led to a claim" {
  covers   claim_transcript of claims_line
  purpose  "Claims can be disputed in court for six years"
  basis    legal_claims because "Limitation of actions on a contract"
  keep     6 years after claim_closed
  then     erase within 30 days
  proof    "The deletion report of the claims system, yearly"
  stored   in [gb] by vault
  reviewed 2026-07-06 every 12 months
  owner    dpo
  supports [iso42001:A.7.2]
}
END
  commit gus 2026-07-07T08:00:00Z "Keep the transcripts of claims for six years, and no others"
  ;;
*)
  sed -n '2,7p' "$0" | sed 's/^# \{0,1\}//' >&2
  exit 2
  ;;
esac
