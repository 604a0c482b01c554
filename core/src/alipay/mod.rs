//! mod.

pub mod tables;
