//! What: data as text for people and machines.
//! From: diagnostics, changes, judgements, records, registers.
//! No longer knows: any rule; nothing is decided here.
//! Used by: cli. Everything that comes from a repository is escaped.

pub mod changes;
pub mod diagnostics;
pub mod escape;
pub mod human;
pub mod json;
mod page;
pub mod paint;
pub mod policy_tests;
pub mod record;
pub mod register;
pub mod relief;
pub mod text_diff;
pub mod verified;
mod words;
