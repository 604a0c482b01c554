//! The field tables of Alipay's gateway, one file per page of the provider's.

mod alphabets;
mod common;
mod goods;
mod notification;
mod page_pay;
mod return_url;
mod trade_query;

pub use notification::NOTIFICATION;
pub use page_pay::PAGE_PAY;
pub use return_url::RETURN_URL;
pub use trade_query::TRADE_QUERY;

use crate::spec::Message;

/// Every message that has a table.
pub const ALL: &[&Message] = &[&PAGE_PAY, &TRADE_QUERY, &NOTIFICATION, &RETURN_URL];
