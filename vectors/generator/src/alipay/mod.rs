//! Alipay's suites, one module a topic.

mod accept;
pub mod charset;
mod collisions;
pub mod fixtures;
pub mod form;
mod notify;
pub mod padding;
mod page_pay;
mod reply;
mod response;
mod returned;
mod sign;
mod validate;

use crate::suite::Suite;

/// All suites under `vectors/alipay/`.
pub fn suites() -> Vec<Suite> {
    [
        sign::suites(),
        page_pay::suites(),
        notify::suites(),
        accept::suites(),
        returned::suites(),
        response::suites(),
        reply::suites(),
        validate::suites(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
