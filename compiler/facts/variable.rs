//! Texts that leave their value to somebody else: to the environment, or to what fills a template.

/// Finds the variable that a text takes its value from: `MODEL` in `${MODEL}`, `${MODEL:-m-1}`,
/// `${env:MODEL}`, `${oc.env:MODEL,m-1}`, `$MODEL`, `%MODEL%`, `os.environ/MODEL`, `{{ MODEL }}`, alone or
/// with other text around it.
pub fn variable(text: &str) -> Option<&str> {
    within(text, "${", "}").map(named).or_else(|| within(text, "{{", "}}")).or_else(|| whole(text))
}

fn within<'t>(text: &'t str, open: &str, close: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(open)?;
    let (inside, _) = rest.split_once(close)?;
    Some(inside.trim()).filter(|inside| !inside.is_empty())
}

/// Drops the resolver before a name and the default behind it.
fn named(inside: &str) -> &str {
    let resolvers = ["oc.env:", "env:", "env."];
    let name = resolvers.iter().find_map(|resolver| inside.strip_prefix(resolver)).unwrap_or(inside);
    name.split([':', ',', '-', '?']).next().unwrap_or(name).trim()
}

/// The forms that only a text as a whole has: within another a `$` or `%` is one.
fn whole(text: &str) -> Option<&str> {
    let is_name = |name: &&str| {
        name.starts_with(|c: char| c.is_ascii_uppercase() || c == '_')
            && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
    };
    let percent = || text.strip_prefix('%')?.strip_suffix('%').filter(is_name);
    let litellm = || text.strip_prefix("os.environ/").filter(|name| !name.is_empty());
    text.strip_prefix('$').filter(is_name).or_else(percent).or_else(litellm)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_is_found_in_every_spelling() {
        for text in [
            "${MODEL}",
            "${MODEL:-m-1}",
            "${MODEL:m-1}",
            "${env:MODEL}",
            "${oc.env:MODEL,m-1}",
            "azure/${MODEL}",
            "$MODEL",
            "%MODEL%",
            "os.environ/MODEL",
            "{{ MODEL }}",
        ] {
            assert_eq!(variable(text), Some("MODEL"), "{text}");
        }
        for text in ["aurora-3", "100%", "$5", "a$B", "us.amazon.nova-pro-v1:0", "{}", "${}", "$model", ""] {
            assert_eq!(variable(text), None, "{text}");
        }
    }
}
