//! The catalogue: implementations with one fault each. Every entry replaces one step of the sound pipelines and
//! says for which public bug, paper or sentence of a document it stands.

mod alipay_forms;
mod alipay_meaning;
mod alipay_requests;
mod alipay_responses;
mod alipay_verifying;
mod validating;
mod wechat_meaning;
mod wechat_outbound;
mod wechat_refund;
mod wechat_signing;
mod wechat_verifying;
mod wechat_xml;

use crate::Steps;

/// One faulty implementation.
#[derive(Debug)]
pub struct Fault {
    /// Permanent, kebab-case.
    pub name: &'static str,
    /// What it does wrong.
    pub about: &'static str,
    /// The public bug, the paper, or the clause of the specification that it stands for.
    pub stands_for: &'static str,
    /// The operations on whose answers it shows; it has no others.
    pub ops: &'static [&'static str],
    /// Puts the wrong step in.
    pub break_it: fn(&mut Steps),
}

impl Fault {
    /// The heading under which it stands in the table.
    pub fn group(&self) -> &'static str {
        let list = LISTS.iter().find(|(_, list)| list.iter().any(|fault| std::ptr::eq(fault, self)));
        list.map_or("", |(title, _)| title)
    }
}

const fn fault(
    name: &'static str,
    about: &'static str,
    stands_for: &'static str,
    ops: &'static [&'static str],
    break_it: fn(&mut Steps),
) -> Fault {
    Fault { name, about, stands_for, ops, break_it }
}

/// The lists, in the order of the table.
const LISTS: &[(&str, &[Fault])] = &[
    ("WeChat Pay: signing", wechat_signing::FAULTS),
    ("WeChat Pay: reading XML", wechat_xml::FAULTS),
    ("WeChat Pay: verifying", wechat_verifying::FAULTS),
    ("WeChat Pay: what a message means", wechat_meaning::FAULTS),
    ("WeChat Pay: what is sent", wechat_outbound::FAULTS),
    ("WeChat Pay: refund notifications", wechat_refund::FAULTS),
    ("Alipay: what is sent", alipay_requests::FAULTS),
    ("Alipay: reading forms", alipay_forms::FAULTS),
    ("Alipay: verifying", alipay_verifying::FAULTS),
    ("Alipay: what a message means", alipay_meaning::FAULTS),
    ("Alipay: responses", alipay_responses::FAULTS),
    ("Field rules", validating::FAULTS),
];

/// Every fault.
pub fn all() -> impl Iterator<Item = &'static Fault> {
    LISTS.iter().flat_map(|(_, list)| list.iter())
}

/// The fault of that name.
pub fn find(name: &str) -> Option<&'static Fault> {
    all().find(|fault| fault.name == name)
}

/// WeChat's operations that verify.
const WX_VERIFYING: &[&str] = &["wechat.notify", "wechat.accept", "wechat.response", "wechat.native_callback"];

/// WeChat's operations that sign or verify.
const WX_SIGNATURE: &[&str] = &[
    "wechat.sign",
    "wechat.request",
    "wechat.native_url",
    "wechat.native_reply",
    "wechat.jsapi",
    "wechat.app",
    "wechat.notify",
    "wechat.accept",
    "wechat.response",
    "wechat.native_callback",
];

/// WeChat's operations that read XML.
const WX_READING: &[&str] =
    &["wechat.notify", "wechat.accept", "wechat.response", "wechat.native_callback", "wechat.refund_notify"];

/// WeChat's operations that say `paid`.
const WX_PAID: &[&str] = &["wechat.notify", "wechat.accept", "wechat.response"];

/// Alipay's operations that verify a form.
const AL_FORMS: &[&str] = &["alipay.notify", "alipay.accept", "alipay.return"];

/// Alipay's operations that verify.
const AL_VERIFYING: &[&str] = &["alipay.notify", "alipay.accept", "alipay.return", "alipay.response"];
