#!/usr/bin/env python3
"""Times reading, checking and formatting of large policies beside Cedar's own tool.

    tests/bench/language.py [--rules 1000,10000,100000] [--rounds 5]

Generates a policy of ours and one of Cedar with as many rules of like content, runs the tools in
turn (ours, theirs, ours, …) and prints the median CPU time and the peak memory of the whole process.
Needs `target/release/countersign`; `cedar` (crate cedar-policy-cli) on the PATH, or at $CEDAR, is
optional: without it only our half of the table is printed.
"""

import argparse
import os
import pathlib
import random
import shutil
import statistics
import tempfile

PROVIDERS = ["openai", "anthropic", "azure", "vertex", "mistral"]
TEAMS = ["risk_officers", "security", "legal", "ml_leads", "sre"]
REPORTS = ["eval_report", "red_team", "bias_audit", "privacy_review"]
CHANGES = ["model swapped", "prompt edited", "threshold loosened", "tools widened"]
ACTIONS = ["model_change", "prompt_change", "threshold_change", "tool_change"]
# A policy file has at most 8 MiB, so large policies are written as several.
RULES_PER_FILE = 10_000

HEAD = """edition 2026

organization bench "Bench" {
  repository "bench/agents"
  scope      "Generated to be timed"
  covers     [%s]
}
"""

SYSTEM = """
system %(name)s_line "The %(name)s line" {
  purpose "Answers calls"
  owner   sre
  risk    high

  prompt body at "agents/%(name)s/prompt.md"
  model llm at "agents/%(name)s/agent.json#/llm/model"
  threshold toxicity at "agents/%(name)s/agent.json#/limits/toxicity" { safer lower }
  tools actions at "agents/%(name)s/tools.json#$[*].name"
}
"""


def ours(n):
    """Yields the text of each file of a policy with n rules."""
    text = [HEAD % ", ".join(f"{p}_line" for p in PROVIDERS)]
    text += [SYSTEM % {"name": p} for p in PROVIDERS]
    for team in TEAMS:
        people = [f"{team}_{i}" for i in range(5)]
        text += [f'\nperson {p} {{ email "{p}@bench.example" }}' for p in people]
        text.append(f"\nrole {team} {{ members [{', '.join(people)}] }}\n")
    for report in REPORTS:
        text.append(f'\nevidence {report} {{\n  junit "reports/{report}/*.xml"\n  pass  rate at least 98%\n}}\n')
    text.append("\notherwise { require approval from owner }\n")
    yield "".join(text)
    dice = random.Random(11)
    for start in range(0, n, RULES_PER_FILE):
        text = []
        for i in range(start, min(n, start + RULES_PER_FILE)):
            change, system = dice.choice(CHANGES), dice.choice(PROVIDERS)
            more = f" by more than 0.{dice.randint(1, 99):02}" if change.startswith("threshold") else ""
            count, team = dice.randint(2, 4), dice.choice(TEAMS)
            text.append(
                f'rule rule_{i} "Rule {i}: {team} decide" {{\n'
                f"  on      {change}{more} of {system}_line\n"
                f"  require {count} approvals from {team}\n"
                f"  require evidence {dice.choice(REPORTS)}\n"
                f"  valid   {dice.randint(2, 90)} days\n"
                "}\n\n"
            )
        yield "".join(text).rstrip("\n") + "\n"


def cedar(n):
    """Returns a policy set with n policies of like content."""
    dice, text = random.Random(11), []
    for i in range(n):
        text.append(
            f'@id("rule-{i}")\n@severity("high")\npermit (\n'
            f'  principal in Team::"{dice.choice(TEAMS)}",\n  action == Action::"{dice.choice(ACTIONS)}",\n  resource\n)\n'
            f"when {{ resource.provider != resource.old_provider && resource.toxicity <= {dice.randint(0, 99)}"
            f' && resource.provider == "{dice.choice(PROVIDERS)}" }}\n'
            f"unless {{ resource.approvals < {dice.randint(1, 4)} || (resource.evidence == "
            f'"{dice.choice(REPORTS)}" && resource.age_days > {dice.randint(1, 90)}) }};\n\n'
        )
    return "".join(text)


SCHEMA = """entity Team;
entity User in [Team];
entity Agent {
  provider: String, old_provider: String, toxicity: Long, approvals: Long, evidence: String, age_days: Long
};
action %s appliesTo { principal: [User], resource: [Agent] };
""" % ", ".join(ACTIONS)


def run(command):
    """Runs a command; returns its CPU time in ms, its peak memory in MiB and its exit code."""
    pid = os.posix_spawnp(
        command[0],
        command,
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (0, 1, 2)],
    )
    _, status, usage = os.wait4(pid, 0)
    cpu = (usage.ru_utime + usage.ru_stime) * 1000
    return cpu, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rules", default="1000,10000,100000")
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--binary", default="target/release/countersign")
    options = arguments.parse_args()
    peer = os.environ.get("CEDAR") or shutil.which("cedar")
    if not peer:
        print("cedar is not on the PATH (cargo install cedar-policy-cli): only our half is timed\n")
    row = "{:<34} {:>9} {:>10} {:>9} {:>8} {:>8}"
    print(row.format("whole process", "rules", "cpu ms", "MiB", "cpu ×", "MiB ×"))
    with tempfile.TemporaryDirectory() as folder:
        for n in map(int, options.rules.split(",")):
            root = pathlib.Path(folder, str(n))
            policy = root / "governance"
            policy.mkdir(parents=True)
            for i, text in enumerate(ours(n)):
                (policy / f"part-{i:03}.countersign").write_text(text)
            (root / "policies.cedar").write_text(cedar(n))
            (root / "schema.cedarschema").write_text(SCHEMA)
            tools = {
                "countersign lint": [options.binary, "lint", str(policy)],
                "cedar validate": [peer, "validate", "--schema", f"{root}/schema.cedarschema", "--policies", f"{root}/policies.cedar"],
                "countersign fmt --check": [options.binary, "fmt", "--check", str(policy)],
            }
            if n <= 1000:
                tools["cedar format --check"] = [peer, "format", "--check", "--policies", f"{root}/policies.cedar"]
            tools = {name: command for name, command in tools.items() if command[0]}
            seen = {name: [] for name in tools}
            for _ in range(options.rounds):
                for name, command in tools.items():
                    seen[name].append(run(command))
            reference = {}
            for name, found in seen.items():
                cpu, memory = statistics.median(r[0] for r in found), max(r[1] for r in found)
                pair = name.split()[1]
                pair = {"validate": "lint", "format": "fmt"}.get(pair, pair)
                base = reference.setdefault(pair, (cpu, memory))
                times = ("1.0", "1.0") if base == (cpu, memory) else (f"{cpu / base[0]:.1f}", f"{memory / base[1]:.1f}")
                bad = {r[2] for r in found} - {0}
                note = f"  exit {bad}" if bad else ""
                print(row.format(name, n, f"{cpu:.1f}", f"{memory:.1f}", *times) + note)


if __name__ == "__main__":
    main()
