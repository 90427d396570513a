//! Statements as a whole: the fixed test vector, round trips, hostile input.

mod vector;
