//! Which person of the policy signed a commit.

use crate::git::Commit;
use crate::policy::{Kernel, Key, within};
use crate::statement::sshsig::verify_armoured;
use crate::statement::{PublicKey, public_key};
use crate::time::Instant;

/// The SSHSIG namespace in which git signs commits.
const NAMESPACE: &str = "git";

/// Finds the person or the bot's operator whose key, valid at an instant, signed a commit.
/// Signatures by GPG or by a forge's key name nobody.
///
/// # Errors
/// Returns one line on why nobody is named.
pub(super) fn signer(kernel: &Kernel, commit: &Commit, at: Instant) -> Result<String, String> {
    let armour = commit.signature.as_deref().ok_or("it has no signature")?;
    if !armour.starts_with("-----BEGIN SSH SIGNATURE-----") {
        return Err("it is not signed with an SSH key".into());
    }
    let key = verify_armoured(armour, NAMESPACE, &commit.signed_bytes).map_err(|refused| refused.message)?;
    let persons = kernel.persons.iter().map(|person| (&person.id, &person.keys, person.until));
    let bots = kernel.bots.iter().map(|bot| (&bot.operator, &bot.keys, None));
    let mut known = None;
    for (id, keys, until) in persons.chain(bots) {
        for held in keys.iter().filter(|held| is(held, &key)) {
            if within(held.from, held.until, at) && within(None, until, at) {
                return Ok(id.clone());
            }
            known = Some(id);
        }
    }
    Err(match known {
        Some(id) => format!("the key that signed it is no key of `{id}` at the instant of the verdict"),
        None => "the key that signed it belongs to nobody in the policy".into(),
    })
}

fn is(held: &Key, key: &PublicKey) -> bool {
    public_key(&held.key).is_ok_and(|held| held == *key)
}
