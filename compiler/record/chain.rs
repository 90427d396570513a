//! The records of one target, in order, each naming the one before.

use std::sync::Arc;

use crate::git::{Files, GitError, Oid};
use crate::names;
use crate::statement::{InToto, open_record};

use super::{Record, digest};

/// The ref that holds records unless `--store` names another.
pub const RECORDS_REF: &str = "refs/countersign/records";

/// A record of the chain with its identity.
#[derive(Clone, Debug)]
pub struct Link {
    /// The record's digest.
    pub digest: String,
    /// The record.
    pub record: Record,
    /// The envelope's bytes.
    pub envelope: Arc<[u8]>,
}

/// Returns the folder of a target's records: `refs/heads/main` is `heads__main`.
pub fn folder(target: &str) -> String {
    target.strip_prefix("refs/").unwrap_or(target).replace('/', "__")
}

/// Returns the path of a record.
pub fn path(target: &str, sequence: u64) -> String {
    format!("{}/{sequence:08}.json", folder(target))
}

/// Reads the chain of a target out of the store's files, and checks that it is one.
///
/// Signatures are for `verify`; here a record only says where the last one ended.
///
/// # Errors
/// `chain-broken`: a record that cannot be read, a number missing, or a link that names another.
pub fn read(files: &Files, target: &str) -> Result<Vec<Link>, GitError> {
    let prefix = format!("{}/", folder(target));
    let own = files.iter().filter(|(path, _)| path.starts_with(prefix.as_bytes()));
    let mut links: Vec<Link> = Vec::new();
    for (path, bytes) in own {
        let shown = String::from_utf8_lossy(path).into_owned();
        let broken = |why: &str| {
            GitError::new(&names::CHAIN_BROKEN, format!("the record {shown} {why}"))
                .help("fetch the records again: git fetch origin '+refs/countersign/*:refs/countersign/*'")
                .help("if it stays, compare with a clone that has the whole chain: somebody changed it")
        };
        let (payload, _) =
            open_record(bytes).map_err(|e| broken(&format!("cannot be read: {}", e.message)))?;
        let statement: InToto<Record> =
            serde_json::from_slice(&payload).map_err(|e| broken(&format!("is not a record: {e}")))?;
        let record = statement.predicate;
        let number = links.len() as u64;
        let previous = links.last().map(|link| link.digest.clone());
        match &record.chain {
            Some(chain) if chain.sequence != number => {
                return Err(broken(&format!("has number {}, not {number}", chain.sequence)));
            }
            Some(chain) if chain.previous != previous => {
                return Err(broken("does not follow the one before it"));
            }
            None => return Err(broken("is a candidate, not a landed record")),
            Some(_) if record.target != target => return Err(broken("is about another target")),
            Some(_) if *path != self::path(target, number).into_bytes() => {
                return Err(broken("has the wrong file name"));
            }
            Some(_) => {}
        }
        links.push(Link { digest: digest(&payload), record, envelope: Arc::clone(bytes) });
    }
    Ok(links)
}

/// Returns where the chain ends: the commit that the next record starts after.
pub fn end(links: &[Link]) -> Option<Oid> {
    links.last().map(|link| link.record.landing.to)
}
