//! The field tables of WeChat Pay API v2, one file per page of the provider's.

mod alphabets;
mod call_up;
mod close;
mod native;
mod notification;
mod query;
mod refund_notification;
mod rows;
mod scene;
mod unified_order;

pub use call_up::{APP, JSAPI};
pub use close::{CLOSE_ORDER, CLOSE_ORDER_RESPONSE};
pub use native::{NATIVE_CALLBACK, NATIVE_REPLY, NATIVE_URL};
pub use notification::{NOTIFICATION, NOTIFICATION_REPLY};
pub use query::{ORDER_QUERY, ORDER_QUERY_RESPONSE};
pub use refund_notification::{REFUND_NOTIFICATION, REQ_INFO};
pub use unified_order::{UNIFIED_ORDER, UNIFIED_ORDER_RESPONSE};

use crate::spec::{Direction, Message, Provider, Table, Text};

/// Every message that has a table.
pub const ALL: &[&Message] = &[
    &UNIFIED_ORDER,
    &UNIFIED_ORDER_RESPONSE,
    &ORDER_QUERY,
    &ORDER_QUERY_RESPONSE,
    &CLOSE_ORDER,
    &CLOSE_ORDER_RESPONSE,
    &NOTIFICATION,
    &NOTIFICATION_REPLY,
    &REFUND_NOTIFICATION,
    &REQ_INFO,
    &NATIVE_URL,
    &NATIVE_CALLBACK,
    &NATIVE_REPLY,
    &JSAPI,
    &APP,
];

const fn sent(
    id: &'static str,
    en: &'static str,
    zh: &'static str,
    place: &'static str,
    clause: &'static str,
    table: Table,
) -> Message {
    let title = Text { en, zh };
    Message { id, provider: Provider::WeChatPay, direction: Direction::Sent, title, place, clause, table }
}

const fn received(
    id: &'static str,
    en: &'static str,
    zh: &'static str,
    place: &'static str,
    clause: &'static str,
    table: Table,
) -> Message {
    Message { direction: Direction::Received, ..sent(id, en, zh, place, clause, table.open()) }
}
