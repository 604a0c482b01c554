//! Implementations with one fault each, to measure which of them the vectors catch.
pub mod input;
pub mod pairs;
pub mod stop;
pub mod wechat;
