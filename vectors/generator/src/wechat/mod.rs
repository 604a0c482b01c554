//! WeChat Pay's suites, one module a topic.

use crate::suite::Suite;

/// All suites under `vectors/wechat/`.
pub fn suites() -> Vec<Suite> {
    Vec::new()
}
