//! Countersign: who signed off this change to an AI agent? The answer is a file.
//!
//! ```text
//!  *.countersign ─source─▶ syntax::Tree ─▶ model::Model ─▶ policy::Policy ──┬──▶ lint ─▶ Diagnostics ──┐
//!                                                                           │                          │
//!  git ─▶ Snapshot(base) ─▶ Facts ─┐                                        ▼                          ▼
//!  git ─▶ Snapshot(head) ─▶ Facts ─┴─▶ Changes ──────────────────────▶ evaluate ─▶ Verdict ─▶ Record ─▶ render
//!  statements ──────────▶ Approvals ─┐                                      ▲
//!  reports ─────────────▶ Evidence ──┤                                      │
//!  landed commits ──────▶ History ───┴──────────────────────────────────────┘
//! ```
//!
//! A folder uses only folders above it in this list; the suite proves it. `evaluate` takes
//! values only, so that any verdict replays byte for byte. See `ARCHITECTURE.md`.

#![forbid(unsafe_op_in_unsafe_fn)]
#![warn(missing_docs)]

pub mod canonical;
pub mod character;
pub mod decimal;
pub mod few;
pub mod kind;
pub mod label;
pub mod source;
pub mod time;

pub mod diagnostic;
pub mod model_id;
pub mod names;
pub mod wording;

pub mod syntax;

pub mod law;
pub mod model;

pub mod policy;
pub mod stdlib;

pub mod format;
pub mod git;
pub mod target;
pub mod workspace;

pub mod facts;
pub mod statement;

pub mod approval;
pub mod change;
pub mod evidence;
pub mod history;
pub mod outside;

pub mod verdict;

pub mod prove;

pub mod policy_test;

pub mod lint;

pub mod gate;

pub mod record;

pub mod register;

pub mod render;

pub mod cli;
