//! Companies by the hosts that their requests go to and the names that settings call them.

/// A platform, as one `models` item with `hosts` or `called` tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Platform {
    /// The name of the item: `vertex`.
    pub name: String,
    /// The company behind it: `google`; `""` where the item names none.
    pub maker: String,
    /// Its hosts, in lower case; one `*` stands for any text.
    pub hosts: Vec<String>,
    /// What settings call it, beside its name and the company's: `11labs`.
    pub called: Vec<String>,
}

impl Platform {
    /// Tells whether a host is one of its own.
    pub fn answers_at(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        self.hosts.iter().any(|pattern| fits(pattern, &host))
    }

    /// Lists the platforms that a setting names by all of what is written, or by the words that it
    /// begins with: `Azure-OpenAI`, `eleven_labs`, `deepgram/nova-3`. The most words tell the company:
    /// `anthropic-bedrock` is Amazon's. A format that is only like a platform's own names nobody:
    /// `openai-compatible`.
    pub fn called<'p>(all: &'p [Platform], said: &str) -> Vec<&'p Platform> {
        let words = split(said);
        if words.iter().any(|word| ALIKE.contains(&word.as_str())) {
            return Vec::new();
        }
        let begins: Vec<String> = runs(&words, 0).collect();
        let longest =
            |one: &Platform| begins.iter().rposition(|run| one.names().any(|name| letters(name) == *run));
        let found: Vec<_> = all.iter().filter_map(|one| Some((longest(one)?, one))).collect();
        let most = found.iter().map(|(words, _)| *words).max();
        let whose: Vec<&str> =
            found.iter().filter(|(words, _)| Some(*words) == most).map(|(_, one)| one.shown()).collect();
        found.into_iter().map(|(_, one)| one).filter(|one| whose.contains(&one.shown())).collect()
    }

    /// Tells whether a text is one of its names, and nothing else.
    pub fn is_named(&self, said: &str) -> bool {
        let said = letters(said);
        self.names().any(|name| letters(name) == said)
    }

    /// Tells whether a supplier of a policy stands for it, by words of the supplier's name:
    /// `aws_ireland` for `bedrock`, which settings call `aws`.
    pub fn is_supplied_by(&self, supplier: &str) -> bool {
        let words = split(supplier);
        let within =
            |name: &str| (0..words.len()).any(|from| runs(&words, from).any(|run| run == letters(name)));
        self.names().any(within)
    }

    /// Returns the name that people know: that of the company.
    pub fn shown(&self) -> &str {
        if self.maker.is_empty() { &self.name } else { &self.maker }
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        let own = [self.name.as_str(), self.maker.as_str()].into_iter().filter(|name| !name.is_empty());
        own.chain(self.called.iter().map(String::as_str))
    }
}

/// Tells whether a name is another one, or some whole words of it: `openai` of `openai_ireland`.
pub fn is_word_of(name: &str, longer: &str) -> bool {
    let (few, many) = (split(name), split(longer));
    !few.is_empty() && many.windows(few.len()).any(|some| *some == *few)
}

/// Tells whether a text can be the pattern of a host: letters, digits, dots, hyphens, one `*`.
pub fn is_host(pattern: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '*');
    pattern.contains('.')
        && pattern.chars().all(allowed)
        && pattern.matches('*').count() <= 1
        && !pattern.ends_with('*')
}

/// Tells whether a text can name a platform.
pub fn is_name(text: &str) -> bool {
    letters(text).len() >= 2
}

/// Words that make a name one of a format.
const ALIKE: &[&str] = &["compatible", "compat", "like", "style", "alike"];

/// The most words of a setting that can name a platform together.
const MAX_WORDS: usize = 4;

fn fits(pattern: &str, host: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == host,
        Some((head, tail)) => {
            host.len() > head.len() + tail.len() && host.starts_with(head) && host.ends_with(tail)
        }
    }
}

fn split(text: &str) -> Vec<String> {
    let words = text.split(is_between).filter(|word| !word.is_empty());
    words.map(str::to_ascii_lowercase).collect()
}

/// Joins the words from one on: the first, the first two, and so on.
fn runs(words: &[String], from: usize) -> impl Iterator<Item = String> {
    let words = &words[from.min(words.len())..];
    (1..=words.len().min(MAX_WORDS)).map(|count| words[..count].concat())
}

fn letters(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

fn is_between(c: char) -> bool {
    !c.is_ascii_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_something_and_never_for_the_end() {
        let azure = Platform {
            name: "azure".into(),
            maker: "microsoft".into(),
            hosts: vec!["*.openai.azure.com".into(), "api.azure.example".into()],
            called: vec!["az-ai".into()],
        };
        assert!(azure.answers_at("claims.OpenAI.azure.com") && azure.answers_at("api.azure.example"));
        for other in [".openai.azure.com", "openai.azure.com", "a.openai.azure.com.evil.example", ""] {
            assert!(!azure.answers_at(other), "{other}");
        }
        let is_called = |said: &str| !Platform::called(std::slice::from_ref(&azure), said).is_empty();
        assert!(is_called("Azure-OpenAI") && is_called("Microsoft") && !is_called("azurite"));
        assert!(azure.is_supplied_by("microsoft_ireland") && !azure.is_supplied_by("microsofter"));
        assert!(is_called("AZ_AI/gpt") && is_called("azai") && !is_called("ai-az"));
        assert!(!is_called("azure-compatible") && !is_called("my-azure") && !is_called("--"));
        assert!(
            azure.is_supplied_by("our_az_ai") && !azure.is_supplied_by("az") && !azure.is_supplied_by("")
        );
        assert!(is_name("11") && !is_name("-") && !is_name("x"));
        assert!(is_host("*-aiplatform.googleapis.com"));
        for bad in ["localhost", "api.*", "*.*.example", "https://api.openai.com", "API.example", ""] {
            assert!(!is_host(bad), "{bad}");
        }
    }
}
