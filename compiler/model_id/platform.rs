//! Companies by the hosts that their requests go to and the names that settings call them.

/// A platform, as one `models` item with `hosts` tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Platform {
    /// The name of the item: `vertex`.
    pub name: String,
    /// The company behind it: `google`; `""` where the item names none.
    pub maker: String,
    /// Its hosts, in lower case; one `*` stands for any text.
    pub hosts: Vec<String>,
}

impl Platform {
    /// Tells whether a host is one of its own.
    pub fn answers_at(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        self.hosts.iter().any(|pattern| fits(pattern, &host))
    }

    /// Tells whether a setting that says `Azure-OpenAI` or `eleven_labs` names it: all of what is
    /// written, or its first word.
    pub fn is_called(&self, said: &str) -> bool {
        let (whole, first) = (letters(said), letters(said.split(is_between).next().unwrap_or_default()));
        self.names().any(|name| whole == letters(name) || first == letters(name))
    }

    /// Tells whether a supplier of a policy stands for it, by a word of the supplier's name.
    pub fn is_supplied_by(&self, supplier: &str) -> bool {
        self.names().any(|name| is_word_of(name, supplier))
    }

    /// Returns the name that people know: that of the company.
    pub fn shown(&self) -> &str {
        if self.maker.is_empty() { &self.name } else { &self.maker }
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        [self.name.as_str(), self.maker.as_str()].into_iter().filter(|name| !name.is_empty())
    }
}

/// Tells whether a name is another one, or some whole words of it: `openai` of `openai_ireland`.
pub fn is_word_of(name: &str, longer: &str) -> bool {
    let words =
        |text: &str| text.to_ascii_lowercase().split(is_between).map(str::to_owned).collect::<Vec<_>>();
    let (few, many) = (words(name), words(longer));
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

fn fits(pattern: &str, host: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == host,
        Some((head, tail)) => {
            host.len() > head.len() + tail.len() && host.starts_with(head) && host.ends_with(tail)
        }
    }
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
        };
        assert!(azure.answers_at("claims.OpenAI.azure.com") && azure.answers_at("api.azure.example"));
        for other in [".openai.azure.com", "openai.azure.com", "a.openai.azure.com.evil.example", ""] {
            assert!(!azure.answers_at(other), "{other}");
        }
        assert!(
            azure.is_called("Azure-OpenAI") && azure.is_called("Microsoft") && !azure.is_called("azurite")
        );
        assert!(azure.is_supplied_by("microsoft_ireland") && !azure.is_supplied_by("microsofter"));
        assert!(is_host("*-aiplatform.googleapis.com"));
        for bad in ["localhost", "api.*", "*.*.example", "https://api.openai.com", "API.example", ""] {
            assert!(!is_host(bad), "{bad}");
        }
    }
}
