//! Signature schemes and keys. Keys print nothing in `Debug` and are wiped when they are dropped; comparison takes
//! the same time wherever the first difference is.

pub mod digest;
