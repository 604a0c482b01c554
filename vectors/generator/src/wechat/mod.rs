//! WeChat Pay's suites, one module a topic.

use serde_json::Value;

use crate::suite::Suite;

mod accept;
mod call_up;
mod message;
mod native;
mod notify;
mod refund;
mod reply;
mod request;
mod response;
mod sign;
mod validate;

/// All suites under `vectors/wechat/`.
pub fn suites() -> Vec<Suite> {
    let mut suites = vec![
        sign::rules::suite(),
        sign::values::suite(),
        notify::xml::suite(),
        notify::doctype::suite(),
        notify::charset::suite(),
        notify::repeats::suite(),
        notify::limits::suite(),
        notify::signature::suite(),
        notify::fields::suite(),
        notify::algorithm::suite(),
        notify::meaning::suite(),
        notify::values::suite(),
    ];
    suites.extend(accept::suites());
    suites.extend(response::suites());
    suites.extend([
        request::suite(),
        reply::suite(),
        native::url(),
        native::callback::suite(),
        native::reply(),
        call_up::jsapi(),
        call_up::app(),
        refund::suite(),
    ]);
    suites.extend(validate::suites());
    suites.iter_mut().for_each(name_features);
    suites
}

/// Adds the feature `hmac-sha256` to every vector that says nothing to an implementation without it: the merchant is
/// configured for it, or it stands in the params.
fn name_features(suite: &mut Suite) {
    for group in &mut suite.groups {
        for test in &mut group.tests {
            let configured = test.input.get("sign_type").or_else(|| group.given.get("sign_type"));
            let params = test.input.get("params").or_else(|| group.given.get("params"));
            let sent = params.and_then(|params| params.get("sign_type"));
            let hmac = |value: Option<&Value>| value.is_some_and(|v| v == "HMAC-SHA256");
            if hmac(configured) || hmac(sent) {
                *test = test.clone().needs("hmac-sha256");
            }
        }
    }
}

/// For `examples/zero_digest.rs`: what is hashed before and after the counter of twelve digits.
pub fn zero_digest_string() -> (String, String) {
    notify::signature::zero_digest::around_counter()
}
