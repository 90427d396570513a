//! What: what law asks of the data of a system on a day, and the schedule of every case.
//! From: [`crate::model`], its facts and those of the library, and a day.
//! No longer knows: where law was read from; a fact is a value like any other.
//! Used by: lowering of schedules, the gate, lints, registers.
//!
//! A case is one category of data of one system in one place. A fact binds it if the fact is in
//! force on the day, its place holds the case's, the organization acts as the one whom it is for, and
//! the questions on which it turns are answered so; what is not said is never taken for a no. Nothing here says that anything is
//! lawful: only which numbers of which facts a schedule was held against.

mod addresses;
mod compare;
mod length;
mod lineage;
mod places;
mod reach;
pub mod regions;
mod schedules;

pub use addresses::{Address, Link, addresses, links};
pub use compare::{Compared, Kept, ceiling, condition, floor};
pub use length::{Length, Sure};
pub use lineage::Lineage;
pub use places::Places;
pub use reach::{Binding, Bound, Law, Question, acts_as, binds, open_questions};
pub use schedules::{Case, Covering, Schedules};
