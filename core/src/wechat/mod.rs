//! WeChat Pay, API v2.

pub mod app;
pub mod jsapi;
pub mod message;
pub mod native;
pub mod notification;
pub mod order_query;
pub mod refund_notification;
pub mod reply;
pub mod request;
pub mod schedule;
pub mod sign;
pub mod tables;
pub mod unified_order;
