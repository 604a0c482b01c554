//! The test keys and the orders that the targets' messages are about: those of the vectors.

use std::sync::LazyLock;

use crate::crypto::digest::ApiKey;
use crate::crypto::keys::{PrivateKey, PublicKey};
use crate::order::Order;

/// The WeChat Pay documentation's API key.
pub const API_KEY_TEXT: &str = "192006250b4c09247ec02edce69f6a2d";

/// The same, prepared.
pub static API_KEY: LazyLock<ApiKey> = LazyLock::new(|| ApiKey::new(API_KEY_TEXT).expect("a test key"));

/// Plays Alipay's private key: key P of the Alipay sheet.
pub static PLATFORM_PRIVATE: LazyLock<PrivateKey> =
    LazyLock::new(|| PrivateKey::read(include_str!("../../tests/alipay_data/alipay-private.txt")).expect("a test key"));

/// Its public half.
pub static PLATFORM: LazyLock<PublicKey> =
    LazyLock::new(|| PublicKey::read(include_str!("../../tests/alipay_data/alipay-public.txt")).expect("a test key"));

/// The application's key: key A of the Alipay sheet.
pub static APPLICATION: LazyLock<PrivateKey> =
    LazyLock::new(|| PrivateKey::read(include_str!("../../tests/alipay_data/app-private.txt")).expect("a test key"));

/// The order that the vectors' WeChat Pay notification pays.
pub static WECHAT_ORDER: LazyLock<Order> =
    LazyLock::new(|| order("20150806125346", 100, "wxd930ea5d5a258f4f", "10000100"));

/// The order that the vectors' Alipay notification pays.
pub static ALIPAY_ORDER: LazyLock<Order> =
    LazyLock::new(|| order("T20260101_0001", 8888, "2014072300007148", "2088000000000009"));

fn order(number: &str, fen: u64, application: &str, merchant: &str) -> Order {
    Order {
        number: number.to_owned(),
        fen,
        currency: "CNY".to_owned(),
        application: application.to_owned(),
        merchant: merchant.to_owned(),
    }
}
