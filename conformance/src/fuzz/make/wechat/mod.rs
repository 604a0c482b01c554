//! WeChat Pay's cases.

mod forge;
mod inbound;
mod layout;
mod message;
mod outbound;
mod refund;
mod structure;

pub(super) use inbound::{accept, native_callback, notify, response};
pub(super) use outbound::{app, jsapi, native_reply, native_url, reply, request, sign};
pub(super) use refund::refund_notify;
