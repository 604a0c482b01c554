//! Alipay's cases.

mod answer;
mod emsa;
mod forge;
mod form;
mod inbound;
mod node;
mod notification;
mod order;
mod outbound;
mod response;
mod rewrite;
mod tamper;

pub(super) use inbound::{browser_return, notify};
pub(super) use order::accept;
pub(super) use outbound::{page_pay, reply, sign};
pub(super) use response::response;
