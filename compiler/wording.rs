//! What: words that make a duty or a prohibition weaker, as one language has them.
//! From: `wording` items of the library.
//! No longer knows: the language of policies.
//! Used by: change, which tells people; no verdict reads it.

/// The words of one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wording {
    /// The language: `english`.
    pub name: String,
    /// Words of a duty, each with those that ask for less.
    pub weaker: Vec<(String, Vec<String>)>,
    /// Words of a prohibition: without them the rest still reads well and says the opposite.
    pub lost: Vec<String>,
    /// Words that leave it to the reader.
    pub hedges: Vec<String>,
}

impl Wording {
    /// Lists what became weaker from one version of a line to the next: the words before and
    /// after; `""` where there are none. What one phrase tells, no part of it tells again.
    pub fn weakened(&self, line: &Reworded) -> Vec<(String, String)> {
        let (before, after) = (line.before.as_str(), line.after.as_str());
        let mut words: Vec<&str> = before.split(' ').chain(after.split(' ')).collect();
        words.sort_unstable();
        // Most phrases are in neither version, and their first word tells.
        let there = |phrase: &str| words.binary_search(&first_word(phrase)).is_ok();
        let lost = |phrase: &str| match there(phrase) {
            true => count(before, phrase).saturating_sub(count(after, phrase)),
            false => 0,
        };
        let more = |phrase: &str| there(phrase) && count(after, phrase) > count(before, phrase);
        let mut replaced = Vec::new();
        for (strong, weak) in &self.weaker {
            let times = lost(strong);
            // The longest words say best what is there now.
            let now = weak.iter().filter(|weak| times > 0 && more(weak)).max_by_key(|weak| weak.len());
            replaced.extend(now.map(|now| (strong, now, times)));
        }
        let told = |(strong, _, times): &(&String, &String, usize)| {
            let wider = replaced.iter().filter(|(other, ..)| other.len() > strong.len());
            let around = wider.filter(|(other, ..)| count(&format!(" {other} "), strong) > 0);
            around.map(|(_, _, times)| times).sum::<usize>() >= *times
        };
        let once = replaced.iter().filter(|one| !told(one));
        let mut found: Vec<_> = once.map(|(strong, now, _)| ((*strong).clone(), (*now).clone())).collect();
        let total = |text: &str| prohibitions(text, &self.lost);
        if self.lost.iter().any(|phrase| there(phrase)) && total(before) > total(after) {
            let gone = self.lost.iter().filter(|phrase| lost(phrase) > 0).max_by_key(|phrase| phrase.len());
            let told = |gone: &String| found.iter().any(|(strong, _)| strong == gone);
            if let Some(gone) = gone.filter(|gone| !told(gone)) {
                found.push((gone.clone(), String::new()));
            }
        }
        for hedge in self.hedges.iter().filter(|hedge| more(hedge)) {
            if !found.iter().any(|(_, now)| now.contains(hedge.as_str())) {
                found.push((String::new(), hedge.clone()));
            }
        }
        found
    }
}

/// Two versions of a line in small letters, cut to where phrases of both can differ.
pub struct Reworded {
    before: String,
    after: String,
}

impl Reworded {
    /// Folds two versions of a line.
    pub fn of(before: &str, after: &str) -> Reworded {
        let (before, after) = (fold(before), fold(after));
        let (before, after) = around_change(&before, &after);
        Reworded { before: before.to_owned(), after: after.to_owned() }
    }
}

/// Lower case, words apart by one space, and one at each end.
fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(' ');
    for c in text.chars() {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            'A'..='Z' => out.push(c.to_ascii_lowercase()),
            '’' | '\'' => out.push('\''),
            _ if c.is_alphanumeric() => out.extend(c.to_lowercase()),
            _ if out.ends_with(' ') => {}
            _ => out.push(' '),
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

fn first_word(phrase: &str) -> &str {
    phrase.split(' ').next().unwrap_or_default()
}

/// The most words of a phrase.
const MAX_PHRASE: usize = 8;

/// Cuts two folded texts to where they differ, with as many words on both sides as a phrase may
/// have: what stands further away is the same in both.
fn around_change<'t>(before: &'t str, after: &'t str) -> (&'t str, &'t str) {
    let pairs = before.bytes().zip(after.bytes());
    let head = pairs.take_while(|(a, b)| a == b).count();
    let most = before.len().min(after.len()) - head;
    let pairs = before.bytes().rev().zip(after.bytes().rev());
    let tail = pairs.take(most).take_while(|(a, b)| a == b).count();
    let blank = |(at, byte): (usize, u8)| (byte == b' ').then_some(at);
    let bytes = before.as_bytes();
    let mut spaces = bytes[..head].iter().copied().enumerate().rev().filter_map(blank);
    let from = spaces.nth(MAX_PHRASE).unwrap_or(0);
    let mut spaces = bytes[before.len() - tail..].iter().copied().enumerate().filter_map(blank);
    let kept = spaces.nth(MAX_PHRASE).map_or(tail, |at| at + 1);
    let cut = |text: &'t str| &text[from..text.len() - (tail - kept)];
    (cut(before), cut(after))
}

/// Counts the prohibitions of a folded text; of phrases in each other the longest counts.
fn prohibitions(folded: &str, phrases: &[String]) -> usize {
    let mut longest: Vec<&String> = phrases.iter().collect();
    longest.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
    let (mut rest, mut found) = (folded.to_owned(), 0);
    for phrase in longest {
        let here = count(&rest, phrase);
        if here > 0 {
            found += here;
            rest = rest.replace(&format!(" {phrase} "), " | ");
        }
    }
    found
}

/// Counts a phrase of whole words in folded text.
fn count(folded: &str, phrase: &str) -> usize {
    let (mut found, mut at) = (0, 0);
    while let Some(next) = folded.get(at..).and_then(|rest| rest.find(phrase)) {
        let (start, end) = (at + next, at + next + phrase.len());
        if folded[..start].ends_with(' ') && folded[end..].starts_with(' ') {
            found += 1;
        }
        at = end;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weaker_words_are_found_and_stronger_ones_are_not() {
        let some = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
        let wording = Wording {
            name: "english".into(),
            weaker: vec![
                ("must".into(), some(&["should", "may"])),
                ("must not".into(), some(&["should not"])),
                ("never".into(), some(&["avoid"])),
            ],
            lost: some(&["not", "do not", "never"]),
            hedges: some(&["try to"]),
        };
        let found =
            |before, after| -> Vec<(String, String)> { wording.weakened(&Reworded::of(before, after)) };
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(found("You MUST call.", "You should call."), [pair("must", "should")]);
        assert_eq!(found("Never give advice.", "Avoid giving advice."), [pair("never", "avoid")]);
        assert_eq!(found("Do not quote.", "Quote."), [pair("do not", "")]);
        assert_eq!(found("Call at once.", "Try to call at once."), [pair("", "try to")]);
        assert_eq!(found("You must not pay.", "You should not pay."), [pair("must not", "should not")]);
        let both = found("You must not pay. You must call.", "You should not pay. You should call.");
        assert_eq!(both, [pair("must", "should"), pair("must not", "should not")]);
        assert_eq!(found("You should call.", "You must call."), []);
        assert_eq!(found("Do not call.", "Never call."), []);
        assert_eq!(found("musty", "should"), []);
        assert_eq!(found("", ""), []);
        let far = "they say what we would like to hear from them at all times, and must not pay. ".repeat(3);
        let within = |word: &str| format!("{far}You {word} call. {far}");
        let (must, may, not, none) = (within("must"), within("may"), within("do not"), within(""));
        assert_eq!(found(&must, &may), [pair("must", "may")]);
        assert_eq!(found(&not, &none), [pair("do not", "")]);
    }
}
