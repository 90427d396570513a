//! Which person an e-mail address of a commit belongs to.

use std::collections::{BTreeMap, BTreeSet};

use crate::policy::Kernel;

/// Addresses that forges commit as, on behalf of whoever pressed a button.
const PLATFORM: &[&str] = &["noreply@github.com"];
const GITHUB: &str = "@users.noreply.github.com";
const GITLAB: &str = "@users.noreply.gitlab.com";

/// The people of a policy by what commits call them. Names are never used, nor any mailmap:
/// no rule governs it, and it would decide who may approve.
pub(super) struct People<'a> {
    emails: Index<'a>,
    github: Index<'a>,
    gitlab: Index<'a>,
}

/// Persons by lower-case address or login; `true` for a bot's operator.
type Index<'a> = BTreeMap<String, BTreeSet<(&'a str, bool)>>;

impl<'a> People<'a> {
    pub(super) fn new(kernel: &'a Kernel) -> People<'a> {
        let mut people = People { emails: Index::new(), github: Index::new(), gitlab: Index::new() };
        let add = |index: &mut Index<'a>, key: &str, who: (&'a str, bool)| {
            if !key.is_empty() {
                index.entry(key.to_ascii_lowercase()).or_default().insert(who);
            }
        };
        for person in &kernel.persons {
            let who = (person.id.as_str(), false);
            person.emails.iter().for_each(|email| add(&mut people.emails, email, who));
            add(&mut people.github, &person.github, who);
            add(&mut people.gitlab, &person.gitlab, who);
        }
        for bot in &kernel.bots {
            let who = (bot.operator.as_str(), true);
            bot.emails.iter().for_each(|email| add(&mut people.emails, email, who));
            add(&mut people.github, &bot.github, who);
            if !bot.github.is_empty() {
                // GitHub writes the login of an app with this ending.
                add(&mut people.github, &format!("{}[bot]", bot.github), who);
            }
        }
        people
    }

    /// Lists the persons an address stands for; with `true`, as operator of a bot. An address of
    /// several persons stands for each of them.
    pub(super) fn of(&self, email: &str) -> BTreeSet<(&'a str, bool)> {
        let email = email.to_ascii_lowercase();
        let found = |index: &Index<'a>, key: &str| index.get(key).cloned().unwrap_or_default();
        let mut persons = found(&self.emails, &email);
        if let Some(local) = email.strip_suffix(GITHUB) {
            persons.extend(found(&self.github, after_number(local, '+').unwrap_or(local)));
        }
        if let Some(login) = email.strip_suffix(GITLAB).and_then(|local| after_number(local, '-')) {
            persons.extend(found(&self.gitlab, login));
        }
        persons
    }
}

/// Tells whether an address is that of a forge and of nobody in particular.
pub(super) fn is_platform(email: &str) -> bool {
    PLATFORM.iter().any(|platform| platform.eq_ignore_ascii_case(email))
}

fn after_number(local: &str, separator: char) -> Option<&str> {
    let (number, login) = local.split_once(separator)?;
    (!number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())).then_some(login)
}

/// Lists the lines of a message that name co-authors, with the addresses in each. The key may
/// stand anywhere in a line: squash messages put bullets before it and separators around it.
pub(super) fn co_authors(message: &str) -> Vec<(String, Vec<String>)> {
    const KEY: &str = "co-authored-by:";
    let mut found = Vec::new();
    for line in message.split(['\n', '\r']) {
        let Some(at) = line.to_ascii_lowercase().find(KEY) else { continue };
        let rest = line.get(at + KEY.len()..).unwrap_or_default();
        let mut emails: Vec<String> = rest
            .split('<')
            .skip(1)
            .map(|part| part.split('>').next().unwrap_or_default().trim().to_owned())
            .collect();
        if emails.is_empty() {
            emails.push(rest.trim().to_owned());
        }
        found.push((line.trim().to_owned(), emails));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn co_author_lines_are_found_anywhere() {
        let message = "title\n\n* CO-AUTHORED-BY: Ada <ada@x>\n\n---------\n\nco-authored-by: cy@x\r\nCo-authored-by: A <a@x> <b@x\nNot-co: <c@x>";
        let emails: Vec<Vec<String>> = co_authors(message).into_iter().map(|(_, emails)| emails).collect();
        assert_eq!(emails, [vec!["ada@x"], vec!["cy@x"], vec!["a@x", "b@x"]]);
    }

    #[test]
    fn only_a_number_may_stand_before_a_login() {
        assert_eq!(after_number("12+ada", '+'), Some("ada"));
        assert_eq!(after_number("12-ada-l", '-'), Some("ada-l"));
        for local in ["ada", "x+ada", "+ada"] {
            assert_eq!(after_number(local, '+'), None, "{local}");
        }
    }
}
