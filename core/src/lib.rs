//! Both of China's large payment protocols, from bytes to verdict: WeChat Pay API v2 (flat XML, MD5 or
//! HMAC-SHA256 with a shared key) and Alipay (forms and JSON, RSA signatures).
//!
//! The crate does no I/O, reads no clock and keeps no state: nonces, times and keys come from the caller.
//! Data flows in one direction, and the types keep the order of the checks:
//!
//! ```text
//! bytes ──parse──▶ Parsed ──verify(key)──▶ Verified ──accept(order)──▶ Accepted
//! ```
//!
//! Amounts and states can be read only from [`order::Accepted`], so that "look before you verify" does not
//! compile. Whatever is refused is refused with a [`finding::Code`]: permanent, in kebab-case, with its text in
//! English and Chinese and the clause that it comes from.
#![forbid(unsafe_code)]

pub mod alipay;
pub mod canonical;
pub mod crypto;
pub mod fields;
pub mod finding;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
pub mod limits;
pub mod money;
pub mod order;
pub mod spec;
pub mod time;
pub mod validate;
pub mod wechat;
pub mod wire;
