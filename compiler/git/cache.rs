//! What an open repository keeps of the objects that it has read.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use super::Oid;
use super::raw_commit::RawHeader;

/// How much of trees and small blobs is kept.
const CACHE_BYTES: usize = 64 << 20;

/// A commit as far as walks need it; `None` where the clone does not have it.
pub(super) type Header = Option<Rc<RawHeader>>;

/// Bytes of trees and small blobs by id, up to a total size.
#[derive(Default)]
pub(super) struct Cache {
    pub bytes: HashMap<Oid, Arc<[u8]>>,
    size: usize,
}

impl Cache {
    /// Keeps bytes; what was kept before goes when it would be too much.
    pub fn keep(&mut self, id: Oid, bytes: &Arc<[u8]>) {
        if self.size + bytes.len() > CACHE_BYTES {
            *self = Cache::default();
        }
        self.size += bytes.len();
        self.bytes.insert(id, Arc::clone(bytes));
    }
}
