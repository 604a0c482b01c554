//! Alipay's suites, one module a topic.

use crate::suite::Suite;

/// All suites under `vectors/alipay/`.
pub fn suites() -> Vec<Suite> {
    Vec::new()
}
