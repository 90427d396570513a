//! A list that nearly always holds one thing and then needs no memory of its own: a large policy has
//! several in each of its many rules.

/// A list with room for one thing beside its length.
pub type Few<T> = smallvec::SmallVec<[T; 1]>;

pub(crate) use smallvec::smallvec as few;
