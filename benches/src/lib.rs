//! The messages that the benchmarks work on. Each benchmark stands beside its floor: the bare hash, the bare RSA
//! operation or quick-xml's bare event loop over the same bytes, in the same criterion group. `./ratios` in this
//! folder prints the quotients.

pub mod alipay;
pub mod operations;
pub mod wechat;
