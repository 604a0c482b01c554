//! Implementations with one fault each, to measure which of them the vectors catch.
//!
//! Every operation of the adapter protocol is a small pipeline whose steps are functions in a table, [`Steps`].
//! The sound table does what the documents ask, by payspec-core's code where a step of it can be called; a
//! [`catalogue::Fault`] puts one other step in. What survives is a vector that nobody has written yet.

pub mod alipay;
pub mod catalogue;
pub mod cheats;
pub mod emsa;
pub mod faulty;
pub mod form_reader;
pub mod input;
pub mod pairs;
pub mod score;
pub mod stop;
pub mod validate;
pub mod views;
mod watched;
pub mod wechat;

/// The steps of all operations.
#[derive(Clone, Copy)]
pub struct Steps {
    /// WeChat Pay.
    pub wechat: wechat::Steps,
    /// Alipay.
    pub alipay: alipay::Steps,
    /// Field rules of both.
    pub validate: validate::Steps,
}

/// As the documents ask.
pub const SOUND: Steps = Steps { wechat: wechat::SOUND, alipay: alipay::SOUND, validate: validate::SOUND };
