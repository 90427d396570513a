//! What `approve` is called with.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::time::Instant;

use super::super::io::{self, Output};

/// Arguments of `approve`.
#[derive(Args)]
pub struct Arguments {
    /// The change: TARGET..HEAD; without it, the target against HEAD
    pub range: Option<String>,
    /// The role you exercise
    #[arg(long = "as", value_name = "ROLE")]
    pub role: String,
    /// Your SSH key; a public key file means that the agent signs
    #[arg(long, value_name = "FILE")]
    pub key: PathBuf,
    /// The branch the decision is for, refs/heads/NAME; repeatable
    #[arg(long, value_name = "REF")]
    pub target: Vec<String>,
    /// Signs as of this instant instead of now
    #[arg(long, value_name = "TIME", value_parser = io::instant)]
    pub at: Option<Instant>,
    /// Adds the statement to a ref instead of the working tree (refs/countersign/approvals)
    #[arg(long, value_name = "REF")]
    pub store: Option<String>,
    /// Why, in a few words; becomes part of what is signed
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub say: String,
    /// Refuses the change; stands until you lift it
    #[arg(long, conflicts_with = "lift")]
    pub veto: bool,
    /// Takes back your veto, without approving
    #[arg(long)]
    pub lift: bool,
    /// Grants an exception of the policy at HEAD that names you
    #[arg(long, value_name = "NAME", conflicts_with_all = ["range", "veto", "lift", "emergency", "review"])]
    pub exception: Option<String>,
    /// Declares that the change brings back at once what was approved before; names the incident
    #[arg(long, value_name = "TEXT", requires = "restores", conflicts_with_all = ["veto", "lift", "review"])]
    pub emergency: Option<String>,
    /// The landed commit whose values an emergency brings back
    #[arg(long, value_name = "COMMIT", requires = "emergency")]
    pub restores: Option<String>,
    /// Reviews an emergency that landed: the digest of its declaration
    #[arg(long, value_name = "STATEMENT", conflicts_with_all = ["range", "veto", "lift"])]
    pub review: Option<String>,
    /// What the review found
    #[arg(long, value_name = "OUTCOME", value_enum, requires = "review", default_value = "accepted")]
    pub outcome: Outcome,
    #[command(flatten)]
    pub output: Output,
}

/// What a review can find.
#[derive(Clone, Copy, ValueEnum)]
pub enum Outcome {
    /// It was right to restore
    Accepted,
    /// It is to be reversed by an ordinary change
    ToReverse,
}
