//! Every bug class that a vector may carry. `vectors/flags.json` gives each its texts; a test holds the vectors and
//! this list to each other.

/// WeChat's bug classes, sorted.
pub const WECHAT: &[&str] = &[];

/// Alipay's bug classes, sorted; a class of both providers stands in both lists.
pub const ALIPAY: &[&str] = &[];

/// Whether a vector may carry this flag.
pub fn known(flag: &str) -> bool {
    WECHAT.contains(&flag) || ALIPAY.contains(&flag)
}
