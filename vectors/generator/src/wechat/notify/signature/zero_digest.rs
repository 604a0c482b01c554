//! A payment whose true MD5 signature is `0E` and thirty decimal digits: a number, zero, to a loose comparison.

use super::super::{genuine, md5_group, refuse};
use crate::canonical;
use crate::suite::Group;
use crate::wechat::message::{KEY, Message};

/// Found once by `examples/zero_digest.rs`, which counts: one candidate in 3.4 × 10^8 fits.
const TRANSACTION_ID: &str = "1217752501201407000418699937";

/// The payment with that transaction_id.
fn payment() -> Message {
    Message::payment().with("transaction_id", TRANSACTION_ID)
}

/// What is hashed before the counter and after it: transaction_id is the last field, so that a search hashes little.
pub(in crate::wechat) fn around_counter() -> (String, String) {
    let string = canonical::wechat(&payment().fields);
    (string[..string.len() - 12].to_owned(), format!("&key={KEY}"))
}

pub(super) fn group() -> Group {
    let payment = payment();
    let case = |id: &str, about: &str, sign: &str| {
        refuse(&format!("zero-digest-{id}"), "signature", about, payment.with("sign", sign).xml())
            .clauses(["WX-SIGN-17", "WX-SIGN-6"])
            .flags(["signature-compared-loosely"])
            .attacks(["S07"])
    };
    md5_group("The right signature is `0E` and thirty digits. Where texts that look like numbers are compared as numbers, it equals every zero.")
        .test(genuine("zero-digest-right", "The right signature itself.", &payment).clauses(["WX-SIGN-6"]))
        .test(case("zero", "`0` equals it for PHP's `==`.", "0"))
        .test(case("zero-e", "`0E1` equals it for PHP's `==`.", "0E1"))
        .test(case("zero-e-lower", "`0e0` equals it for PHP's `==`.", "0e0"))
        .test(case("same-length", "Another `0E` and thirty digits: the right length, equal as a number.", "0E000000000000000000000000000000"))
        .test(case("one-digit-off", "The right signature with another last digit: equal as a number.", &other_last(&payment)))
        .test(case("decimal", "`0.0` is a zero as well.", "0.0"))
        .test(case("minus", "`-0` is a zero as well.", "-0"))
}

/// The right signature with its last digit changed.
fn other_last(payment: &Message) -> String {
    let mut sign = payment.md5().value("sign").to_owned();
    let last = if sign.pop() == Some('1') { '2' } else { '1' };
    sign + &last.to_string()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_digest_is_zero_to_a_loose_comparison() {
        let sign = super::payment().md5().value("sign").to_owned();
        assert_eq!(sign.len(), 32);
        assert!(sign.starts_with("0E") && sign[2..].bytes().all(|b| b.is_ascii_digit()), "{sign}");
    }
}
