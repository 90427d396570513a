//! Proves that the runner itself can fail: a suite that cannot is worth nothing.

use std::path::Path;

use libtest_mimic::{Failed, Trial};

use super::bless::Bless;
use super::{Outcome, case, compare, root, run};

/// Makes the trials.
pub fn trials() -> Vec<Trial> {
    let all: &[(&str, fn() -> Outcome)] = &[
        ("a page that is right passes", right),
        ("wrong output fails", wrong_output),
        ("a missing exit line fails", missing_exit),
        ("an exit line that is not earned fails", unearned_exit),
        ("output that is not expected fails", extra_output),
        ("a page with a mistake is refused", mistakes),
        ("wild cards stand for what they say", wild_cards),
        ("blessing rewrites only what differs", blessing),
        ("every world gives the same commits", stable_commits),
        ("a key is one that ssh-keygen reads", keys),
    ];
    all.iter().map(|(name, test)| Trial::test(format!("runner: {name}"), *test)).collect()
}

/// Runs a page given as text and returns why it failed.
fn attempt(text: &str) -> Result<(), String> {
    for case in case::parse(text)? {
        run::run(&root().join("tests/page.md"), &case, &Bless::new(false))?;
    }
    Ok(())
}

fn expect_failure(text: &str, why: &str) -> Outcome {
    match attempt(text) {
        Ok(()) => Err(format!("this page should fail:\n{text}").into()),
        Err(message) if message.contains(why) => Ok(()),
        Err(message) => Err(format!("expected `{why}` in:\n{message}").into()),
    }
}

fn check(right: bool, why: &str) -> Outcome {
    if right { Ok(()) } else { Err(Failed::from(why)) }
}

fn right() -> Outcome {
    Ok(attempt(
        r#"# Two revisions
```text file=a.txt commit="first" author=ada
one
```
```text file=a.txt commit="second" branch=other author="Zed <zed@elsewhere.example>"
two {{key:ada}}
```
```console
$ TZ=UTC git log --date=format-local:%FT%TZ --format='%an %s %cd' other
Zed second 2026-06-01T09:02:00Z
Ada Obi first 2026-06-01T09:01:00Z
$ cat a.txt | cut -c1-15
two ssh-ed25519
$ git diff --quiet main other
[exit 1]
$ printf 'a\nb\nc\n' && \
> echo done
a
...
done
```
"#,
    )?)
}

fn wrong_output() -> Outcome {
    expect_failure("# Wrong\n```console\n$ echo one\ntwo\n```\n", "-two\n+one")
}

fn missing_exit() -> Outcome {
    expect_failure("# Wrong\n```console\n$ false\n```\n", "exit 1, where the page says 0")
}

fn unearned_exit() -> Outcome {
    expect_failure("# Wrong\n```console\n$ true\n[exit 1]\n```\n", "exit 0, where the page says 1")
}

fn extra_output() -> Outcome {
    expect_failure("# Wrong\n```console\n$ echo one\n```\n", "+one")
}

fn mistakes() -> Outcome {
    let pages = [
        ("```console\n$ true\n```\n", "starts with a `# ` heading"),
        ("# A\n```console\n$ true\n", "not closed"),
        ("# A\n```console\ntrue\n```\n", "starts with `$ `"),
        ("# A\n```yaml fil=a\n```\n", "`fil=`"),
        ("# A\n```yaml file=../a\n```\n", "leaves the world"),
        ("# A\n```yaml file=a commit=x author=nobody\n```\n", "nobody of the suite"),
        ("# A\n```yaml file=a\n{{key:zed}}\n```\n", "no such person"),
        ("# A\n```yaml file=a at=soon\n```\n", "not an instant"),
        ("# A\nGiven [that](nowhere.md).\n", "nowhere.md"),
    ];
    pages.iter().try_for_each(|(page, why)| expect_failure(page, why))
}

fn wild_cards() -> Outcome {
    let lines = |text: &str| text.lines().map(str::to_string).collect::<Vec<_>>();
    let matches = |expected, actual| compare::matches(&lines(expected), &lines(actual));
    check(matches("a\n...\nz", "a\nz"), "`...` is no line too")?;
    check(matches("a\n...\nz", "a\nb\nc\nz"), "`...` is many lines")?;
    check(!matches("a\n...\nz", "a\nb\nc"), "`...` is not the end")?;
    check(matches("took [..] ms", "took 12 ms"), "`[..]` is text in a line")?;
    check(!matches("took [..] ms", "took 12 s"), "`[..]` is not the rest")?;
    check(!matches("took [..]", "gave 12"), "`[..]` is not the start")?;
    check(matches("[..]b", "ab b"), "`[..]` takes what it needs")?;
    check(!matches("a", "a b"), "no wild card, no slack")
}

fn blessing() -> Outcome {
    let folder = tempfile::tempdir()?;
    let page = folder.path().join("page.md");
    let text = "# A\nprose\n```console\n$ echo one\nold\n\n$ echo two\n[..]o\n$ false\n```\nend\n";
    std::fs::write(&page, text)?;
    let bless = Bless::new(true);
    for case in case::parse(text)? {
        run::run(&page, &case, &bless)?;
    }
    bless.write();
    let want = "# A\nprose\n```console\n$ echo one\none\n\n$ echo two\n[..]o\n$ false\n[exit 1]\n```\nend\n";
    let got = std::fs::read_to_string(&page)?;
    check(got == want, &format!("blessed to:\n{got}"))
}

fn stable_commits() -> Outcome {
    Ok(attempt(
        r#"# Ids
```text file=a.txt commit="first" author=ada at=2026-07-01T00:00:00Z
one
```
```console
$ git rev-parse HEAD
26e56fe23a23ff7838ff4350d9bf0c4008ae2bb4
```
"#,
    )?)
}

fn keys() -> Outcome {
    if !Path::new("/usr/bin/ssh-keygen").exists() {
        println!("runner: ssh-keygen is not here; its reading of our keys was not tried");
        return Ok(());
    }
    Ok(attempt(
        "# Keys\n```console\n$ ssh-keygen -y -f ../keys/ada > derived && cut -d' ' -f1,2 ../keys/ada.pub > ours\n\
         $ cut -d' ' -f1,2 derived | diff - ours\n$ ssh-keygen -lf ../keys/ada.pub | cut -d' ' -f1,3,4\n256 ada (ED25519)\n```\n",
    )?)
}
