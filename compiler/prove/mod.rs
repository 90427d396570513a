//! What: every kind of change that a policy can meet, the rules on each, and who could sign for it.
//! From: [`crate::policy`], at an instant, through the same guards as [`crate::verdict`].
//! No longer knows: values, files, statements: one change stands for all that no rule can tell apart.
//! Used by: lint, policy tests.
//!
//! A policy has no loops and finitely many constants, so it cuts all changes into finitely many
//! cells. By the laws of the kernel one change per cell decides, and approvals need only be tried
//! at the sets that matter: plain enumeration, no solver.

mod cells;
mod people;
mod strength;
mod survey;

pub use cells::{Cell, Part, Place};
pub use people::{Demand, People};
pub use strength::evidence_of;
pub use survey::{Judged, Shared, Survey};
