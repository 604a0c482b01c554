//! The bodies of the fuzz targets: each asserts a property of what it is given, not only that nothing panics. Called
//! by the one-line targets of `fuzz/` and, on stable, by `tests/fuzz_replay.rs` with the seeds and regressions.
//!
//! Expected values come from [`naive`], second implementations that share no code with what they judge. Targets whose
//! messages are signed have a mutator in [`resign`], so that the code behind the signature check is reached.

mod alipay_form;
mod alipay_keys;
mod alipay_message;
mod alipay_request;
mod alipay_response;
mod biz_content;
pub mod dictionary;
pub mod draw;
pub mod keys;
mod message_table;
pub mod naive;
mod native_link;
mod req_info;
pub mod resign;
pub mod seeds;
mod time_money;
mod transition;
mod wechat_message;
mod wechat_sign;
mod wechat_xml;

pub use alipay_form::alipay_form;
pub use alipay_keys::alipay_keys;
pub use alipay_message::{alipay_notification, alipay_return};
pub use alipay_request::alipay_request;
pub use alipay_response::alipay_response;
pub use biz_content::biz_content;
pub use message_table::validate;
pub use native_link::native_link;
pub use req_info::refund_req_info;
pub use time_money::time_money;
pub use transition::transition;
pub use wechat_message::wechat_notification;
pub use wechat_sign::wechat_sign;
pub use wechat_xml::wechat_xml;

use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;

/// What a target does with most of its time, and so how fast it has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Reads text.
    Parsing,
    /// Walks over tables, or hashes, what it has drawn. The number of executions has no bar.
    Drawing,
    /// Verifies or makes RSA signatures.
    Rsa,
    /// Its mutator signs or encrypts what it has changed.
    Resigning,
}

/// One target.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// As `cargo fuzz run` takes it.
    pub name: &'static str,
    /// Its body.
    pub body: fn(&[u8]),
    /// The longest input worth trying, in bytes: twice the longest genuine message, or what the reader's limits ask.
    pub max_len: usize,
    /// How fast it has to be.
    pub class: Class,
}

/// Every target whose body stands here.
pub const TARGETS: &[Target] = &[
    target("wechat_xml", wechat_xml, 4096, Class::Parsing),
    target("wechat_notification", wechat_notification, 4096, Class::Resigning),
    target("wechat_sign", wechat_sign, 4096, Class::Drawing),
    target("native_link", native_link, 1024, Class::Drawing),
    target("refund_req_info", refund_req_info, 4096, Class::Resigning),
    target("alipay_form", alipay_form, 4096, Class::Parsing),
    target("alipay_notification", alipay_notification, 4096, Class::Resigning),
    target("alipay_response", alipay_response, 4096, Class::Resigning),
    target("alipay_return", alipay_return, 2048, Class::Resigning),
    target("alipay_request", alipay_request, 2048, Class::Rsa),
    target("alipay_keys", alipay_keys, 3072, Class::Rsa),
    target("biz_content", biz_content, 4096, Class::Parsing),
    target("validate", validate, 4096, Class::Drawing),
    target("time_money", time_money, 64, Class::Parsing),
    target("transition", transition, 64, Class::Parsing),
];

const fn target(name: &'static str, body: fn(&[u8]), max_len: usize, class: Class) -> Target {
    Target { name, body, max_len, class }
}

/// Whether this input is one of those, one in `times`, on which a slow comparison is made. The input alone decides, so
/// that a crash comes again.
pub fn chosen(data: &[u8], times: u32) -> bool {
    EVERYTHING.load(Relaxed) || hash(data).is_multiple_of(times)
}

/// The same for several choices by one input.
fn chooser(data: &[u8]) -> impl Fn(u32) -> bool {
    let hash = hash(data);
    move |times| EVERYTHING.load(Relaxed) || hash.is_multiple_of(times)
}

static EVERYTHING: AtomicBool = AtomicBool::new(false);

/// From now on every comparison is made on every input: for replays, where time does not count.
pub fn choose_everything() {
    EVERYTHING.store(true, Relaxed);
}

/// A number made of the input, to choose by. Eight bytes at a time: under coverage every step of a loop is counted.
fn hash(data: &[u8]) -> u32 {
    let mix = |hash: u64, word: u64| (hash.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let (words, rest) = data.as_chunks::<8>();
    let hash = words.iter().fold(data.len() as u64, |hash, word| mix(hash, u64::from_le_bytes(*word)));
    (rest.iter().fold(hash, |hash, byte| mix(hash, u64::from(*byte))) >> 40) as u32
}
