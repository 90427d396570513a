//! Ids of models where no policy says who serves them.

pub use crate::model_id::ModelId;
use crate::policy::standard;

/// Takes an id apart. Total: an id that nothing knows is its own family.
pub fn parse(id: &str) -> ModelId {
    standard().model(id, "")
}

/// Tells whether an id starts as those of a known scheme do.
pub fn is_known_maker(id: &str) -> bool {
    standard().knows(id)
}
