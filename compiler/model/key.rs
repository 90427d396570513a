//! Reads SSH public keys as people paste them, and keeps what identifies the key.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The fewest bits an RSA key may have.
const MIN_RSA_BITS: usize = 3072;

/// The longest key text that is read, in bytes.
const MAX_KEY: usize = 4096;

/// Reads `ALGORITHM BASE64 [comment]` and returns it without the comment.
///
/// # Errors
/// Returns one line on what is wrong, for people.
pub(super) fn read(text: &str) -> Result<String, String> {
    let mut words = text.split_ascii_whitespace();
    let (Some(algorithm), Some(encoded)) = (words.next(), words.next()) else {
        return Err("it is not an algorithm and a key with a space between".into());
    };
    if text.len() > MAX_KEY {
        return Err(format!("it is longer than {MAX_KEY} bytes"));
    }
    if algorithm.starts_with("-----") {
        return Err("it is not the one-line form of a public key".into());
    }
    let check = checker(algorithm)
        .ok_or_else(|| format!("keys of the algorithm `{}` are not accepted", shown(algorithm)))?;
    let blob =
        STANDARD.decode(encoded).map_err(|_| "the key after the algorithm is not base64".to_owned())?;
    let mut fields = Fields { rest: &blob };
    if fields.next() != Some(algorithm.as_bytes()) {
        return Err(format!("the key is cut short, or is not an `{algorithm}` key"));
    }
    check(&mut fields).filter(|()| fields.rest.is_empty()).ok_or_else(|| match algorithm {
        "ssh-rsa" => format!("the key is cut short, or has fewer than {MIN_RSA_BITS} bits"),
        _ => format!("the key is cut short, or is not an `{algorithm}` key"),
    })?;
    Ok(format!("{algorithm} {encoded}"))
}

type Check = fn(&mut Fields<'_>) -> Option<()>;

fn checker(algorithm: &str) -> Option<Check> {
    Some(match algorithm {
        "ssh-ed25519" => ed25519,
        "sk-ssh-ed25519@openssh.com" => |f| ed25519(f).and_then(|()| application(f)),
        "ecdsa-sha2-nistp256" => |f| point(f, "nistp256", 65),
        "ecdsa-sha2-nistp384" => |f| point(f, "nistp384", 97),
        "ecdsa-sha2-nistp521" => |f| point(f, "nistp521", 133),
        "sk-ecdsa-sha2-nistp256@openssh.com" => |f| point(f, "nistp256", 65).and_then(|()| application(f)),
        "ssh-rsa" => rsa,
        _ => return None,
    })
}

fn ed25519(fields: &mut Fields<'_>) -> Option<()> {
    fields.next().filter(|key| key.len() == 32).map(|_| ())
}

fn point(fields: &mut Fields<'_>, curve: &str, len: usize) -> Option<()> {
    fields.next().filter(|name| *name == curve.as_bytes())?;
    fields.next().filter(|point| point.len() == len && point.first() == Some(&4)).map(|_| ())
}

fn application(fields: &mut Fields<'_>) -> Option<()> {
    fields.next().filter(|name| !name.is_empty()).map(|_| ())
}

fn rsa(fields: &mut Fields<'_>) -> Option<()> {
    fields.next().filter(|exponent| !exponent.is_empty())?;
    let modulus = fields.next()?;
    let significant = modulus.iter().position(|byte| *byte != 0).and_then(|at| modulus.get(at..))?;
    let top = significant.first()?;
    let bits = significant.len() * 8 - top.leading_zeros() as usize;
    (bits >= MIN_RSA_BITS).then_some(())
}

/// The length-prefixed fields of a key blob.
struct Fields<'a> {
    rest: &'a [u8],
}

impl<'a> Fields<'a> {
    fn next(&mut self) -> Option<&'a [u8]> {
        let (length, rest) = self.rest.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (field, rest) = rest.split_at_checked(length)?;
        self.rest = rest;
        Some(field)
    }
}

fn shown(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blob(fields: &[&[u8]]) -> String {
        let mut bytes = Vec::new();
        for field in fields {
            bytes.extend(u32::try_from(field.len()).unwrap().to_be_bytes());
            bytes.extend(*field);
        }
        STANDARD.encode(bytes)
    }

    #[test]
    fn the_comment_is_dropped() {
        let key = format!("ssh-ed25519 {}", blob(&[b"ssh-ed25519", &[7; 32]]));
        assert_eq!(read(&format!("  {key}   ada@laptop (new)\n")).as_deref(), Ok(key.as_str()));
    }

    #[test]
    fn every_accepted_algorithm_is_read() {
        let p = |n: usize| [vec![4], vec![1; n]].concat();
        let cases: [(&str, Vec<Vec<u8>>); 6] = [
            ("ecdsa-sha2-nistp256", vec![b"nistp256".to_vec(), p(64)]),
            ("ecdsa-sha2-nistp384", vec![b"nistp384".to_vec(), p(96)]),
            ("ecdsa-sha2-nistp521", vec![b"nistp521".to_vec(), p(132)]),
            ("sk-ssh-ed25519@openssh.com", vec![vec![7; 32], b"ssh:".to_vec()]),
            ("sk-ecdsa-sha2-nistp256@openssh.com", vec![b"nistp256".to_vec(), p(64), b"ssh:".to_vec()]),
            ("ssh-rsa", vec![vec![1, 0, 1], [vec![0], vec![0x80], vec![1; 383]].concat()]),
        ];
        for (algorithm, fields) in cases {
            let fields: Vec<&[u8]> =
                std::iter::once(algorithm.as_bytes()).chain(fields.iter().map(Vec::as_slice)).collect();
            let key = format!("{algorithm} {}", blob(&fields));
            assert_eq!(read(&key).as_deref(), Ok(key.as_str()));
        }
    }

    #[test]
    fn what_is_no_key_of_that_algorithm_is_refused() {
        let ed = |len: usize| blob(&[b"ssh-ed25519", &vec![7; len]]);
        let trailing = blob(&[b"ssh-ed25519", &[7; 32], b"x"]);
        let small_rsa = blob(&[b"ssh-rsa", &[1, 0, 1], &[0x7f; 384]]);
        for bad in [
            String::new(),
            "ssh-ed25519".into(),
            "ssh-ed25519 !!!".into(),
            format!("ssh-ed25519 {}", ed(31)),
            format!("ssh-ed25519 {}", ed(33)),
            format!("ssh-ed25519 {trailing}"),
            format!("ecdsa-sha2-nistp256 {}", ed(32)),
            format!("ssh-dss {}", ed(32)),
            format!("ssh-rsa {small_rsa}"),
            "-----BEGIN OPENSSH PRIVATE KEY-----".into(),
            "ssh-ed25519-cert-v01@openssh.com AAAA".into(),
        ] {
            assert!(read(&bad).is_err(), "{bad}");
        }
    }
}
