//! WeChat Pay's cases.

mod call_up;
mod doctype;
mod encoding;
mod envelope;
mod forge;
mod inbound;
mod layout;
mod message;
mod order;
mod outbound;
mod refund;
mod strings;
mod structure;
mod tamper;

pub(super) use call_up::{app, jsapi};
pub(super) use inbound::{native_callback, notify, response};
pub(super) use order::accept;
pub(super) use outbound::{native_reply, native_url, reply, request, sign};
pub(super) use refund::refund_notify;
