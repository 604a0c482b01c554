//! mod.
