//! The Terraform files of one folder, which Terraform reads as one: what they say of a bucket or an account.
//!
//! Source: developer.hashicorp.com/terraform/language/files; seen 2026-06. Calls of other modules are not followed.

use std::collections::HashMap;
use std::sync::Arc;

use super::file::File;
use super::files::Content;
use super::lifecycle::{as_seq, is_reference, items, literal, reference};
use crate::format::{Data, Node};

/// Resources that say how long a storage keeps its objects, with what names the storage; none where they are it.
const KINDS: &[(&str, Option<&str>)] = &[
    ("aws_s3_bucket_lifecycle_configuration", Some("bucket")),
    ("aws_s3_bucket_versioning", Some("bucket")),
    ("aws_s3_bucket_object_lock_configuration", Some("bucket")),
    ("aws_s3_bucket", None),
    ("azurerm_storage_management_policy", Some("storage_account_id")),
    ("azurerm_storage_account", None),
];

/// The files of a folder.
#[derive(Default)]
pub(super) struct Module {
    files: Vec<(String, Arc<Content>)>,
    found: Vec<Found>,
    /// Numbers of `found`, by the storage.
    by_store: HashMap<String, Vec<usize>>,
    /// Those of which nobody can tell what they are about.
    untold: Vec<usize>,
    /// The resource that makes a bucket, by the bucket's name, and the name by the resource.
    makers: HashMap<String, String>,
    names: HashMap<String, String>,
    /// Storages that are written as a resource whose own name nobody knows, and those written as a name.
    open: Vec<String>,
    named: Vec<String>,
}

/// A resource, as the way to it.
struct Found {
    file: usize,
    kind: &'static str,
    name: String,
    /// Which of the items of `resource`, where that is a list.
    part: usize,
}

/// A resource of a folder.
#[derive(Clone, Copy)]
pub(super) struct Resource<'m> {
    /// The file.
    pub(super) path: &'m str,
    /// The same, as it was read.
    pub(super) file: &'m File,
    /// The type.
    pub(super) kind: &'static str,
    /// What stands in it.
    pub(super) body: &'m Node,
    /// Whether it is surely about the storage that was asked for.
    pub(super) told: bool,
}

/// What a resource says that it is about.
enum Store<'n> {
    /// A name, or a resource as `TYPE.NAME`.
    Named(&'n str),
    Untold,
}

impl Module {
    /// Looks through the files of a folder.
    pub(super) fn new(files: Vec<(String, Arc<Content>)>) -> Module {
        let mut module = Module { files, ..Module::default() };
        let mut stores: Vec<Option<String>> = Vec::new();
        for (at, (_, content)) in module.files.iter().enumerate() {
            let Content::File(file) = content.as_ref() else { continue };
            for (kind, attribute) in KINDS {
                for (part, name, body) in resources(file, kind) {
                    if body.get("count").and_then(literal).is_some_and(|count| count == "0") {
                        continue;
                    }
                    let own = format!("{kind}.{name}");
                    let store = match attribute {
                        Some(attribute) => match store(body, attribute) {
                            Store::Named(store) => Some(store.to_owned()),
                            Store::Untold => None,
                        },
                        None => {
                            if let Some(Node { data: Data::String(text), .. }) = body.get("bucket") {
                                module.makers.insert(text.clone(), own.clone());
                                module.names.insert(own.clone(), text.clone());
                            }
                            Some(own)
                        }
                    };
                    module.found.push(Found { file: at, kind, name: name.to_owned(), part });
                    stores.push(store);
                }
            }
        }
        for (at, store) in stores.into_iter().enumerate() {
            match store {
                Some(store) => {
                    let store = module.canonical(&store).to_owned();
                    module.by_store.entry(store).or_default().push(at);
                }
                None => module.untold.push(at),
            }
        }
        let all: Vec<&String> = module.by_store.keys().collect();
        let open = all.iter().filter(|store| module.is_open(store)).map(|store| (*store).clone()).collect();
        let named = all.iter().filter(|store| !is_reference(store)).map(|store| (*store).clone()).collect();
        (module.open, module.named) = (open, named);
        module
    }

    /// Returns the resource that makes a bucket, if one of the folder does.
    fn canonical<'s>(&'s self, store: &'s str) -> &'s str {
        self.makers.get(store).map_or(store, String::as_str)
    }

    fn is_open(&self, store: &str) -> bool {
        is_reference(store) && !self.names.contains_key(store)
    }

    /// Lists the resources about a storage, then those that may be about it.
    pub(super) fn about(&self, store: &str) -> Vec<Resource<'_>> {
        let store = self.canonical(store);
        let surely = self.by_store.get(store).into_iter().flatten().filter_map(|at| self.resource(*at, true));
        // A name and a resource whose name nobody knows may be one.
        let may_be = match is_reference(store) {
            true if self.is_open(store) => self.named.as_slice(),
            true => &[],
            false => &self.open,
        };
        let loose = may_be.iter().filter_map(|other| self.by_store.get(other)).flatten();
        let mut loose: Vec<usize> = loose.chain(&self.untold).copied().collect();
        loose.sort_unstable();
        surely.chain(loose.into_iter().filter_map(|at| self.resource(at, false))).collect()
    }

    /// Finds a file of the folder that cannot be read, and says why.
    pub(super) fn unread(&self) -> Option<(&str, &str)> {
        self.files.iter().find_map(|(path, content)| match content.as_ref() {
            Content::Not(cause, _) => Some((path.as_str(), cause.message.as_str())),
            Content::File(File { document: Err(cause), .. }) => Some((path, &cause.message)),
            Content::File(_) => None,
        })
    }

    fn resource(&self, at: usize, told: bool) -> Option<Resource<'_>> {
        let Found { file, kind, name, part } = self.found.get(at)?;
        let (path, content) = self.files.get(*file)?;
        let Content::File(file) = content.as_ref() else { return None };
        let root = file.document.as_ref().ok()?.root.as_ref()?;
        let body = items(root.get("resource")?).get(*part)?.get(kind)?.get(name)?;
        Some(Resource { path, file, kind, body: one(body), told })
    }
}

/// Lists the resources of a type.
fn resources<'f>(file: &'f File, kind: &str) -> Vec<(usize, &'f str, &'f Node)> {
    let root = file.document.as_ref().ok().and_then(|document| document.root.as_ref());
    let parts = root.and_then(|root| root.get("resource")).map(items).unwrap_or_default();
    let mut found = Vec::new();
    for (part, all) in parts.iter().enumerate() {
        if let Some(Node { data: Data::Map(entries), .. }) = all.get(kind) {
            found.extend(entries.iter().map(|entry| (part, entry.key.as_str(), one(&entry.value))));
        }
    }
    found
}

/// In the JSON spelling a resource may be a list of one.
fn one(body: &Node) -> &Node {
    as_seq(body).and_then(<[Node]>::first).unwrap_or(body)
}

fn store<'n>(body: &'n Node, attribute: &str) -> Store<'n> {
    match body.get(attribute).map(|node| &node.data) {
        Some(Data::String(text)) if !text.contains("${") => Store::Named(text),
        Some(Data::String(text) | Data::Opaque(text)) if is_reference(reference(text)) => {
            Store::Named(reference(text))
        }
        _ => Store::Untold,
    }
}
