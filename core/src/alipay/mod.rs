//! Alipay, the v1 gateway (`gateway.do`): computer-website payment and what belongs to it.
//!
//! The gateway has several signed objects, and most defects are a rule of one that is applied to another
//! (section 1 of the sheet):
//!
//! | object | file | `sign_type` | what is signed |
//! | --- | --- | --- | --- |
//! | request | [`sign`], [`request`], [`page_pay`] | takes part | the sorted fields |
//! | notification, browser return | [`notification`], [`return_url`] | is left out | the sorted, decoded fields |
//! | synchronous response | [`response`] | is not in it | the exact bytes of the response node |

pub mod encryption;
mod message;
pub mod notification;
pub mod page_pay;
pub mod reply;
pub mod request;
pub mod response;
pub mod return_url;
pub mod schedule;
pub mod sign;
pub mod status;
pub mod tables;
pub mod trade_query;
