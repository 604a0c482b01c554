//! Mutators that sign what they have changed, so that a changed message passes the signature check and what lies behind
//! it is fuzzed as well. Each gives `None` where the fuzzer's own mutation of the bytes is to be used: for some inputs
//! always, so that the check itself is not forgotten.

mod alipay;
mod wechat;

pub use alipay::{notification as alipay_notification, response as alipay_response};
pub use wechat::{notification as wechat_notification, req_info};

/// The fuzzer's own mutation of some bytes, which may grow up to the given length.
pub type Mutate<'m> = &'m mut dyn FnMut(&mut Vec<u8>, usize);

/// Choices made from the seed that the fuzzer gives.
struct Dice(u64);

impl Dice {
    fn new(seed: u32) -> Self {
        Dice(u64::from(seed) << 1 | 1)
    }

    /// A number below `bound`, which is not 0.
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    /// True once in `times`.
    fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn pick<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[self.below(list.len())]
    }
}

/// A value at or beyond a limit, or one that readers take differently.
const VALUES: &[&str] = &[
    "",
    "0",
    "1",
    "100",
    "99",
    "-1",
    "+100",
    "0100",
    "100.0",
    "100 ",
    " 100",
    "1e2",
    "1000000001",
    "2147483648",
    "18446744073709551616",
    "88.88",
    "88.880",
    "88.8",
    "088.88",
    ".88",
    "SUCCESS",
    "success",
    "SUCCESS ",
    "FAIL",
    "NOTPAY",
    "TRADE_SUCCESS",
    "TRADE_FINISHED",
    "TRADE_CLOSED",
    "WAIT_BUYER_PAY",
    "a&total_fee=100",
    "a&trade_status=TRADE_SUCCESS",
    "]]>",
    "<b/>",
    "&amp;",
    "%41",
    "a+b",
    "测试",
    "🏠",
    "\u{fffe}",
    "a\r\nb",
    "CNY",
    "USD",
    "MD5",
    "HMAC-SHA256",
    "RSA",
    "RSA2",
    "gbk",
    "utf-8",
    "trade_status_sync",
    "alipay.trade.page.pay.return",
];

/// Changes one field, or the list of them. `names` are those a new field may have.
fn change(pairs: &mut Vec<(Vec<u8>, Vec<u8>)>, names: &[&str], dice: &mut Dice, mutate: Mutate<'_>) {
    if pairs.is_empty() || dice.once_in(8) {
        let value = dice.pick(VALUES).as_bytes().to_vec();
        let at = dice.below(pairs.len() + 1);
        return pairs.insert(at, (dice.pick(names).as_bytes().to_vec(), value));
    }
    let at = dice.below(pairs.len());
    match dice.below(10) {
        0 => _ = pairs.remove(at),
        1 => {
            let other = dice.below(pairs.len());
            pairs.swap(at, other);
        }
        2 => {
            let mut copy = pairs[at].clone();
            if dice.once_in(2) {
                copy.1 = dice.pick(VALUES).as_bytes().to_vec();
            }
            pairs.push(copy);
        }
        3 => pairs[at].0 = dice.pick(names).as_bytes().to_vec(),
        4 => mutate(&mut pairs[at].0, 40),
        5..=7 => pairs[at].1 = dice.pick(VALUES).as_bytes().to_vec(),
        _ => {
            let room = pairs[at].1.len() + 40;
            mutate(&mut pairs[at].1, room);
        }
    }
}
