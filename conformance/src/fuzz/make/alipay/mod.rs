//! Alipay's cases.

mod emsa;
mod forge;
mod form;
mod inbound;
mod outbound;
mod response;

pub(super) use inbound::{accept, browser_return, notify};
pub(super) use outbound::{page_pay, reply, sign};
pub(super) use response::response;
