//! `wechat/notify-signature`: messages that the provider did not sign.

use serde_json::json;

use super::{md5_group, read, refuse};
use crate::suite::{Group, Suite, Test};
use crate::wechat::message::Message;

mod keys;
mod wrong_string;
pub(in crate::wechat) mod zero_digest;

pub(in crate::wechat) fn suite() -> Suite {
    Suite::new(
        "wechat/notify-signature",
        "wechat.notify",
        "Is the notification the provider's? Missing signatures, signatures that are cut or compared loosely, wrong strings, wrong keys.",
    )
    .group(missing())
    .group(unsigned_failure())
    .group(compared())
    .group(zero_digest::group())
    .group(wrong_string::md5())
    .group(wrong_string::hmac())
    .group(keys::keys())
}

/// The payment with this `sign`.
fn with_sign(sign: &str) -> String {
    Message::payment().with("sign", sign).xml()
}

fn missing() -> Group {
    let payment = Message::payment();
    let case = |id: &str, about: &str, message: &Message| {
        refuse(&format!("unsigned-{id}"), "signature", about, message.xml())
            .clauses(["WX-NTF-7", "WX-NTF-51"])
            .flags(["missing-signature-accepted"])
            .attacks(["S01"])
    };
    let guard = |id: &str, about: &str, value: &str| {
        refuse(&format!("unsigned-code-{id}"), "signature", about, payment.with("return_code", value).xml())
            .clauses(["WX-NTF-7", "WX-NTF-51"])
            .flags(["missing-signature-accepted"])
            .attacks(["S02", "S03"])
    };
    md5_group("No signature: refused, whatever else the message says.")
        .test(case(
            "plain",
            "A payment without `sign`. A check that runs only when there is one lets it pass.",
            &payment,
        ))
        .test(case("no-ids", "Neither `sign`, nor appid, nor mch_id.", &payment.without("appid").without("mch_id")))
        .test(case("no-nonce", "Neither `sign` nor nonce_str.", &payment.without("nonce_str")))
        .test(case(
            "minimal",
            "Only what a careless handler reads.",
            &Message::new(&[
                ("return_code", "SUCCESS"),
                ("result_code", "SUCCESS"),
                ("out_trade_no", "20150806125346"),
                ("total_fee", "100"),
                ("transaction_id", "1217752501201407033233368018"),
            ]),
        ))
        .test(case("sign-type", "`sign_type` without `sign`.", &payment.with("sign_type", "MD5")))
        .test(case(
            "result-fail",
            "An unsigned result_code FAIL under return_code SUCCESS is no transport failure.",
            &payment.with("result_code", "FAIL"),
        ))
        .test(guard(
            "lower",
            "return_code `success` and no `sign`: a guard on exactly SUCCESS or FAIL skips the check.",
            "success",
        ))
        .test(guard("title", "return_code `Success` and no `sign`.", "Success"))
        .test(guard("space", "return_code with a leading space and no `sign`.", " SUCCESS"))
        .test(guard("empty", "An empty return_code and no `sign`.", ""))
        .test(guard("ok", "return_code `OK` and no `sign`.", "OK"))
        .test(
            refuse(
                "unsigned-code-absent",
                "signature",
                "Neither return_code nor `sign`.",
                payment.without("return_code").xml(),
            )
            .clauses(["WX-NTF-7", "WX-NTF-51"])
            .flags(["missing-signature-accepted"])
            .attacks(["S02"]),
        )
        .all(["", " ", "null", "undefined", "None", "0", "false", "[]", "NaN"].iter().enumerate().map(|(i, value)| {
            let name = ["empty", "space", "null", "undefined", "none", "zero", "false", "brackets", "nan"][i];
            let about = format!("`sign` is `{value}`. An empty or untyped signature is none.");
            refuse(&format!("sign-is-{name}"), "signature", &about, with_sign(value))
                .clauses(["WX-NTF-7", "WX-SIGN-6"])
                .flags(["missing-signature-accepted"])
                .attacks(["S04"])
        }))
}

fn unsigned_failure() -> Group {
    let failure = Message::new(&[("return_code", "FAIL"), ("return_msg", "签名失败")]);
    let absent = ["out_trade_no", "total_fee", "transaction_id", "result_code"];
    let case = |id: &str, about: &str, message: &Message| {
        let about = format!(
            "{about} A failure is usually unsigned (WX-SIGN-16): refused, or nothing but return_code and return_msg is read."
        );
        Test::acceptable(format!("wx-notify-fail-{id}"), about)
            .body(message.xml())
            .clauses(["WX-SIGN-16", "WX-NTF-1"])
            .flags(["unsigned-values-read"])
            .attacks(["S03"])
            .expect(json!({"fields": {"return_code": "FAIL"}, "absent": absent, "paid": false}))
    };
    md5_group("return_code FAIL without a signature.")
        .test(case("plain", "return_code and return_msg alone.", &failure))
        .test(case("no-message", "return_code alone.", &failure.without("return_msg")))
        .test(case(
            "with-payment",
            "A whole payment beside it, unsigned.",
            &Message::payment().with("return_code", "FAIL"),
        ))
        .test(case(
            "with-order",
            "An order number and an amount beside it.",
            &failure.with("result_code", "SUCCESS").with("out_trade_no", "VICTIM1").with("total_fee", "1"),
        ))
}

fn compared() -> Group {
    let payment = Message::payment();
    let right = payment.md5().value("sign").to_owned();
    let bad = |id: &str, about: &str, sign: String| {
        refuse(&format!("sign-{id}"), "signature", about, with_sign(&sign))
            .clauses(["WX-SIGN-6", "WX-SIGN-17"])
            .flags(["signature-compared-loosely"])
            .attacks(["S06"])
    };
    let lax = |id: &str, about: &str, sign: String| {
        super::either(&format!("sign-{id}"), about, &payment, with_sign(&sign))
            .clauses(["WX-SIGN-17"])
            .flags(["signature-compared-loosely"])
            .attacks(["S05"])
    };
    let flip = |at: usize| -> String {
        let flip = |c: char| if c == '0' { '1' } else { '0' };
        right.chars().enumerate().map(|(i, c)| if i == at { flip(c) } else { c }).collect()
    };
    let mixed: String =
        right.chars().enumerate().map(|(i, c)| if i % 2 == 0 { c.to_ascii_lowercase() } else { c }).collect();
    md5_group("The signature is compared whole, as text.")
        .test(
            read(
                "sign-exact",
                "The right signature, for comparison with its mutations below.",
                &payment,
                with_sign(&right),
            )
            .clauses(["WX-SIGN-6", "WX-SIGN-17", "WX-NTF-7"]),
        )
        .test(lax(
            "lower-case",
            "The right digest in lower case. The rule says upper case; whether the provider ever sends another \
            could not be confirmed (WX-AMB-3).",
            right.to_lowercase(),
        ))
        .test(lax("mixed-case", "The right digest in mixed case (WX-AMB-3).", mixed))
        .test(lax(
            "space-around",
            "The right digest between spaces, which one SDK trims from every value (WX-SIGN-30).",
            format!(" {right} "),
        ))
        .test(bad("first-digit", "The first digit is wrong.", flip(0)))
        .test(bad("middle-digit", "A digit in the middle is wrong.", flip(15)))
        .test(bad("last-digit", "The last digit is wrong.", flip(31)))
        .test(bad("prefix-8", "The first eight digits alone.", right[..8].into()))
        .test(bad("prefix-31", "All digits but the last.", right[..31].into()))
        .test(bad("suffix", "All digits but the first.", right[1..].into()))
        .test(bad("doubled", "The digest twice: 64 digits, the length of the other algorithm.", right.repeat(2)))
        .test(bad("extended", "The digest with a zero behind it.", format!("{right}0")))
        .test(bad("padded", "The digest filled up to 64 digits.", format!("{right}{}", "0".repeat(32))))
        .test(bad(
            "inside-text",
            "The digest inside other text, which a search for the substring finds.",
            format!("x{right}x"),
        ))
        .test(bad(
            "list",
            "The right digest after a wrong one and a comma.",
            format!("C380BEC2BFD727A4B6845133519F3AD6,{right}"),
        ))
        .test(bad("wildcard", "A pattern that matches every digest.", ".*".into()))
        .test(bad("percent", "A pattern of SQL that matches every digest.", "%".into()))
        .test(bad("base64", "The digest's bytes as base64.", base64_of(&right)))
        .test(bad(
            "bytes-reversed",
            "The digest's bytes in reverse order: printed as little-endian words.",
            reversed(&right),
        ))
        .test(
            bad("other-digits", "The decoration of the tables.", "C380BEC2BFD727A4B6845133519F3AD6".into())
                .attacks(["T02", "S21"]),
        )
        .test(bad("all-zeros", "32 zeros.", "0".repeat(32)))
        .test(bad("quoted", "The digest in quotes.", format!("\"{right}\"")))
        .test(bad("prefixed", "The algorithm's name before the digest.", format!("MD5:{right}")))
        .test(bad("true", "The word true: equal to any text for a loose comparison.", "true".into()).attacks(["S07"]))
        .test(bad("full-width", "The digest in full-width digits and letters.", full_width(&right)))
}

/// The bytes that hexadecimal digits spell.
fn bytes_of(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).filter_map(|i| u8::from_str_radix(&hex[i..i + 2], 16).ok()).collect()
}

/// The digits with the bytes' order reversed.
fn reversed(hex: &str) -> String {
    let bytes: Vec<u8> = bytes_of(hex).into_iter().rev().collect();
    crate::sign::hex_upper(&bytes)
}

fn base64_of(hex: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes_of(hex))
}

fn full_width(ascii: &str) -> String {
    ascii.chars().filter_map(|c| char::from_u32(u32::from(c) + 0xFEE0)).collect()
}
