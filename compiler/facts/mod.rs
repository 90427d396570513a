//! What: the governed values of each system, as rows that hash to one digest.
//! From: [`crate::git::Snapshot`] × [`crate::policy::Policy`].
//! No longer knows: file formats, spelling, which commit.
//! Used by: change, history, record.

mod beside;
mod carried;
mod file;
mod files;
mod follow;
mod found;
mod fragment;
mod from_snapshot;
mod identity;
mod in_file;
mod lifecycle;
mod link;
pub mod model_id;
mod module;
mod outlive;
mod recognise;
mod rest;
mod setting;
mod value;
mod variable;
mod walk;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::canonical::{self, Part, TextDigest};
use crate::format::Unreadable;
use crate::kind::Kind;
use crate::source::{LineColumn, Span};

pub use files::{Files, Parsed};
pub use fragment::Fragment;
pub use from_snapshot::{read, read_parsed};
pub use identity::scalar_text;
pub use recognise::recognise;
pub use value::duration;
pub use value::{is_invisible, split_commas, value_of_prompt};

/// The governed values of one system on one side.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The system's id.
    pub system: String,
    /// Sorted by path, pointer, kind, artifact.
    pub rows: Vec<Row>,
}

/// One governed value.
#[derive(Clone, Debug)]
pub struct Row {
    /// The file's path.
    pub path: String,
    /// The resolved JSON Pointer (items with a declared identity as `/[key=value]`), heading or
    /// JSONPath; `""` for a whole file.
    pub pointer: String,
    /// What sort of value.
    pub kind: Kind,
    /// The artifact's name; `""` for the rest of a file.
    pub artifact: String,
    /// The value; the digest is over this and the four fields above, nothing else.
    pub value: Value,
    /// What is shown to people and read by predicates.
    pub detail: Detail,
}

/// A canonical value, exactly as hashed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "t", rename_all = "lowercase", deny_unknown_fields)]
pub enum Value {
    /// A prompt.
    Text {
        /// SHA-256 of the normalised text, hex.
        sha256: TextDigest,
        /// Lines of the normalised text; 0 if empty.
        lines: u64,
        /// For assembled prompts, each part's path and SHA-256, in order.
        parts: Vec<(String, String)>,
    },
    /// A model or voice id.
    Id {
        /// The id.
        v: String,
    },
    /// A threshold.
    Decimal {
        /// The canonical number.
        v: String,
        /// The unit or `""`.
        unit: String,
    },
    /// A parameter.
    Scalar {
        /// `number`, `string`, `bool` or `null`.
        r#type: String,
        /// The canonical text.
        v: String,
    },
    /// Tools or regions: unique, sorted by bytes.
    Set {
        /// The items.
        v: Vec<String>,
    },
    /// A switch.
    Switch {
        /// `on` or `off`.
        v: String,
    },
    /// A period.
    Duration {
        /// The number, `""` for `forever`.
        n: String,
        /// `seconds`, `days`, `months` or `forever`.
        unit: String,
    },
    /// Knowledge files.
    Files {
        /// Path, mode (octal text) and SHA-256 of each, sorted.
        v: Vec<(String, String, String)>,
    },
    /// The rest of a governed file.
    Rest {
        /// SHA-256 of the typed tree without governed values, or of the text.
        sha256: String,
    },
    /// The policy.
    Policy {
        /// Digest of the kernel.
        kernel: String,
        /// Digest of the notes.
        notes: String,
    },
    /// Nothing there.
    Absent,
    /// Cannot be read.
    Unknown {
        /// The reason's name.
        why: String,
        /// SHA-256 of the file's bytes; `""` without a blob.
        sha256: String,
    },
}

/// What stands behind a value: never hashed.
#[derive(Clone, Debug, Default)]
pub struct Detail {
    /// The normalised text of a prompt.
    pub text: Option<Part>,
    /// The bytes of the value in its file.
    pub span: Option<Span>,
    /// The place of the span's start.
    pub at: Option<LineColumn>,
    /// Why it is unknown; of a setting, why what stands there does not carry its schedule out.
    pub unreadable: Option<Unreadable>,
    /// Places of a set's items, in the order of the set.
    pub items: Vec<LineColumn>,
    /// The text of the file that it stands in, which may be that of the origin.
    pub file: Option<Arc<str>>,
    /// Where it stands, if the governed place only names that.
    pub origin: Option<Origin>,
}

/// Where a value stands that its place only names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// The other file; `""` for the same one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub path: String,
    /// The anchor of the file that it came by, or `""`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub anchor: String,
    /// Where the value, or the anchor, is written.
    pub span: LineColumn,
}

/// The fact table as hashed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactTable {
    /// `countersign/facts/1`.
    pub schema: String,
    /// The system's id.
    pub system: String,
    /// `[path, pointer, kind, artifact, value]`.
    pub rows: Vec<(String, String, Kind, String, Value)>,
}

impl Facts {
    /// Makes the table of the policy itself, the system [`crate::policy::POLICY_SYSTEM`]; the
    /// value is [`Value::Policy`], [`Value::Absent`] or, for one that does not compile,
    /// [`Value::Unknown`]. `path` is where the policy is.
    pub fn of_policy(path: &str, value: Value) -> Facts {
        let row = Row {
            path: path.to_owned(),
            pointer: String::new(),
            kind: Kind::Policy,
            artifact: String::new(),
            value,
            detail: Detail::default(),
        };
        Facts { system: crate::policy::POLICY_SYSTEM.to_owned(), rows: vec![row] }
    }

    /// Returns the table that is hashed and kept in records.
    pub fn table(&self) -> FactTable {
        let row = |r: &Row| (r.path.clone(), r.pointer.clone(), r.kind, r.artifact.clone(), r.value.clone());
        let mut rows: Vec<_> = self.rows.iter().map(row).collect();
        rows.sort_by(|a, b| (&a.0, &a.1, a.2.word(), &a.3).cmp(&(&b.0, &b.1, b.2.word(), &b.3)));
        FactTable { schema: "countersign/facts/1".into(), system: self.system.clone(), rows }
    }

    /// Digests the table.
    pub fn digest(&self) -> String {
        canonical::digest(&self.table())
    }
}
