//! `wechat/notify-values`: genuine payments of every kind that the sheet describes; refusing one loses an order.

use super::{MONEY, and_field, genuine, md5_group};
use crate::suite::{Group, Suite, Test};
use crate::wechat::message::Message;
use serde_json::json;

pub(in crate::wechat) fn suite() -> Suite {
    Suite::new(
        "wechat/notify-values",
        "wechat.notify",
        "Genuine payments as real traffic has them: coupons, new fields, odd nonces, text that looks like something else. Refusing one \
         loses an order.",
    )
    .group(extra())
    .group(verbatim())
    .group(odd())
}

fn extra() -> Group {
    let payment = Message::payment();
    let coupons = payment
        .with("total_fee", "1000")
        .with("cash_fee", "700")
        .with("coupon_fee", "300")
        .with("coupon_count", "2")
        .with("coupon_id_0", "2000000000000000001")
        .with("coupon_fee_0", "100")
        .with("coupon_id_1", "2000000000000000002")
        .with("coupon_fee_1", "200");
    let case = |id: &str, about: &str, message: &Message, clauses: &[&str]| {
        genuine(&format!("extra-{id}"), about, message).clauses(clauses).flags(["unknown-field-dropped"])
    };
    let mut eleven =
        payment.with("total_fee", "1100").with("cash_fee", "0").with("coupon_fee", "1100").with("coupon_count", "11");
    for i in 0..11 {
        eleven =
            eleven.with(&format!("coupon_id_{i}"), format!("{}", 1000 + i)).with(&format!("coupon_fee_{i}"), "100");
    }
    md5_group("Fields that a struct does not have are signed and must be kept (WX-SIGN-9).")
        .test(case("unknown", "A field that no table names.", &payment.with("new_field_2030", "v"), &["WX-SIGN-9"]))
        .test(case(
            "unknown-many",
            "Five fields that no table names, before and after the known ones.",
            &payment
                .with("a_new", "1")
                .with("zz_new", "2")
                .with("n1", "3")
                .with("Upper", "4")
                .with("under_score_", "5"),
            &["WX-SIGN-9", "WX-SIGN-2"],
        ))
        .test(
            case(
                "coupons",
                "Two coupons with index fields.",
                &coupons,
                &["WX-SIGN-9", "WX-XML-7", "WX-NTF-24", "WX-NTF-25"],
            )
            .attacks(["C10"]),
        )
        .test(
            case(
                "coupons-typed",
                "Two coupons with their types.",
                &coupons.with("coupon_type_0", "CASH").with("coupon_type_1", "NO_CASH"),
                &["WX-NTF-23", "WX-XML-8"],
            )
            .attacks(["C10"]),
        )
        .test(
            case(
                "coupons-eleven",
                "Eleven coupons: index 10 sorts before index 2.",
                &eleven,
                &["WX-SIGN-37", "WX-XML-7"],
            )
            .flags(["sort-order"])
            .attacks(["C10"]),
        )
        .test(
            case(
                "coupons-unindexed",
                "coupon_type and coupon_id without an index, as old samples have them.",
                &payment.with("coupon_type", "CASH").with("coupon_id", "1000"),
                &["WX-XML-8"],
            )
            .attacks(["C10"]),
        )
        .test(case(
            "settlement",
            "settlement_total_fee below total_fee.",
            &coupons.with("settlement_total_fee", "700"),
            &["WX-NTF-17"],
        ))
        .test(
            case(
                "provider-mode",
                "The fields of provider mode.",
                &payment
                    .with("sub_appid", "wx8888888888888888")
                    .with("sub_mch_id", "1900000109")
                    .with("sub_openid", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6p")
                    .with("sub_is_subscribe", "Y"),
                &["WX-NTF-30"],
            )
            .attacks(["V23"]),
        )
        .test(
            case(
                "promotion-detail",
                "JSON in promotion_detail is hashed byte for byte.",
                &payment.with(
                    "promotion_detail",
                    "{\"promotion_detail\":[{\"promotion_id\":\"109519\",\"amount\":5, \"type\":\"DISCOUNT\"}]}",
                ),
                &["WX-NTF-30", "WX-XML-2", "WX-SIGN-39"],
            )
            .flags(["value-coerced"]),
        )
        .test(case("device-info", "device_info.", &payment.with("device_info", "013467007045764"), &["WX-NTF-5"]))
        .test(case("no-attach", "No attach.", &payment.without("attach"), &["WX-NTF-28"]))
        .test(case("no-fee-type", "No fee_type: CNY.", &payment.without("fee_type"), &["WX-NTF-18"]))
        .test(case(
            "fee-type-other",
            "Another currency: the message is genuine; whether it fits the order is another question.",
            &payment.with("fee_type", "HKD"),
            &["WX-NTF-18"],
        ))
        .test(case("cash-fee-type", "cash_fee_type.", &payment.with("cash_fee_type", "CNY"), &["WX-NTF-20"]))
        .test(case("native", "trade_type NATIVE.", &payment.with("trade_type", "NATIVE"), &["WX-NTF-14"]))
        .test(case("app", "trade_type APP.", &payment.with("trade_type", "APP"), &["WX-NTF-14"]))
        .test(case("mweb", "trade_type MWEB.", &payment.with("trade_type", "MWEB"), &["WX-NTF-14"]))
        .test(case("subscribed", "is_subscribe Y.", &payment.with("is_subscribe", "Y"), &["WX-NTF-13"]))
}

fn verbatim() -> Group {
    let payment = Message::payment();
    let attach = |id: &str, value: &str, about: &str| {
        let message = payment.with("attach", value);
        and_field(genuine(&format!("verbatim-{id}"), about, &message), "attach", value)
            .clauses(["WX-NTF-28", "WX-SIGN-8"])
            .flags(["value-coerced"])
    };
    let number = |id: &str, value: &str, about: &str| {
        genuine(&format!("number-{id}"), about, &payment.with("out_trade_no", value))
            .clauses(["WX-NTF-27", "WX-XML-6"])
            .flags(["value-coerced"])
            .attacks(["X22", "V17"])
    };
    let nonce = |id: &str, value: &str| {
        let about = format!("A nonce of {} characters, as real notifications have.", value.len());
        let message = payment.with("nonce_str", value);
        and_field(genuine(&format!("nonce-{id}"), &about, &message), "nonce_str", value)
            .clauses(["WX-SIGN-11", "WX-NTF-6"])
            .flags(["value-coerced"])
            .attacks(["I09"])
    };
    let bank = |value: &str| {
        let about = format!("bank_type {value}: the list is open.");
        genuine(&format!("bank-{}", value.to_lowercase().replace('_', "-")), &about, &payment.with("bank_type", value))
            .clauses(["WX-NTF-15", "WX-CHR-13"])
            .flags(["closed-list"])
    };
    md5_group("Values come back as they were sent.")
        .test(number("leading-zeros", "00123456", "Leading zeros stay: a number type loses them."))
        .test(number("twenty-digits", "12345678901234567890", "20 digits stay exact: a double rounds them."))
        .test(number("thirty-two-digits", "12345678901234567890123456789012", "32 digits stay exact."))
        .test(number("exponent", "1234e567", "A number that looks like an exponent is text."))
        .test(number("zero-exponent", "0e123456", "`0e123456` is text, not zero."))
        .test(number("hex", "0x123456", "`0x123456` is text."))
        .test(
            number("signs", "ABC-123_xyz", "A hyphen and an underscore, which the seed allows.").clauses(["WX-CHR-1"]),
        )
        .test(number("underscores", "1_000_000", "Underscores between digits are text."))
        .test(number("word-true", "true01", "A word that begins like a truth value."))
        .test(number("word-null", "null00", "A word that begins like nothing."))
        .test(number("date", "2015-08-06", "An order number that looks like a date."))
        .test(attach("json", "{\"user\": 7, \"b\":[1,2]}", "JSON stays as it was, spaces and order."))
        .test(
            attach("zero", "0", "`0` is a value and takes part in the signature.")
                .clauses(["WX-SIGN-32"])
                .flags(["zero-dropped"]),
        )
        .test(attach("false", "false", "The word false is a value."))
        .test(attach("null", "null", "The word null is a value."))
        .test(attach("ampersand", "a=1&b=2", "`&` and `=` are raw in the signed string.").clauses(["WX-SIGN-33"]))
        .test(attach("percent", "%7B%22a%22%3A1%7D", "Percent-encoded text is not decoded."))
        .test(attach("plus", "1+1=2", "A plus stays a plus."))
        .test(attach("script", "<script>alert(1)</script>", "Markup in a value is text.").attacks(["V21"]))
        .test(attach("sql", "' OR '1'='1", "A quote in a value is text.").attacks(["V18"]))
        .test(attach("object", "{\"$ne\":1}", "An operator in a value is text.").attacks(["V18"]))
        .test(attach("long", &"a".repeat(127), "127 bytes, the request's limit."))
        .test(attach("longer", &"a".repeat(128), "128 bytes, the reply's limit.").clauses(["WX-CHR-6"]))
        .test(nonce("13", "1414488825000"))
        .test(nonce("16", "ibuaiVcKdpRxkhJA"))
        .test(nonce("30", "5d2b6c2a8db53831f7eda20af46e53"))
        .test(nonce("32", "5K8264ILTKCH16CQ2502SI8ZNMTM67VS"))
        .test(nonce("1", "7"))
        .test(bank("CFT"))
        .test(bank("ICBC_DEBIT"))
        .test(bank("NEWBANK_2030"))
        .test(bank("A_BANK_NAME_OF_MORE_THAN_16"))
}

fn odd() -> Group {
    let payment = Message::payment();
    let case = |id: &str, about: &str, message: &Message, clauses: &[&str]| -> Test {
        let about = format!("{about} Genuine, and odd by the table: read or refused.");
        Test::acceptable(format!("wx-notify-odd-{id}"), about)
            .body(message.md5().xml())
            .expect(message.expect(MONEY))
            .clauses(clauses)
            .flags(["odd-value"])
    };
    let amount = |id: &str, value: &str, clauses: &[&str]| {
        let about = format!("total_fee is `{value}`.");
        case(&format!("total-fee-{id}"), &about, &payment.with("total_fee", value), clauses).attacks(["V04"])
    };
    md5_group("Genuine messages whose values do not fit the tables. What is read is what was signed.")
        .test(case("coupon-over-total", "coupon_fee exceeds total_fee, as in the page's own sample (WX-AMB-19).",
            &payment.with("total_fee", "1").with("coupon_fee", "10"), &["WX-NTF-21"]))
        .test(case("coupon-count-huge", "coupon_count is 2147483647 and there is no coupon (WX-AMB-20). A loop over it hangs.",
            &payment.with("coupon_count", "2147483647"), &["WX-NTF-22"]).attacks(["C11"]))
        .test(case("coupon-count-less", "coupon_count is 1 and there are two coupons (WX-AMB-20).",
            &payment.with("coupon_count", "1").with("coupon_id_0", "1").with("coupon_id_1", "2"), &["WX-NTF-22"]))
        .test(case("coupon-count-word", "coupon_count is no number.", &payment.with("coupon_count", "x"), &["WX-NTF-22"]).attacks(["C11"]))
        .test(case("cash-fee-sum", "cash_fee and coupon_fee do not add up to total_fee.", &payment.with("cash_fee", "1").with("coupon_fee", "1"), &["WX-NTF-19"]))
        .test(case("settlement-over-total", "settlement_total_fee exceeds total_fee.", &payment.with("settlement_total_fee", "101"), &["WX-NTF-17"]))
        .test(case("time-end-month", "time_end has month 13.", &payment.with("time_end", "20241301000000"), &["WX-NTF-29"]).attacks(["V15"]))
        .test(case("time-end-format", "time_end has separators.", &payment.with("time_end", "2014-10-30 13:35:25"), &["WX-NTF-29"]).attacks(["V15"]))
        .test(case("order-number-33", "out_trade_no has 33 characters.", &payment.with("out_trade_no", "1".repeat(33)), &["WX-NTF-27", "WX-CHR-2"]))
        .test(case("order-number-bar", "out_trade_no has `|` and `*` (WX-AMB-13).", &payment.with("out_trade_no", "a|b*123"), &["WX-CHR-1"]))
        .test(case("order-number-full-width", "out_trade_no is full-width; it is not the plain one.", &payment.with("out_trade_no", "ＶＩＣＴＩＭ"), &["WX-CHR-1"])
            .attacks(["E14"]))
        .test(case("order-number-quote", "out_trade_no has quotes.", &payment.with("out_trade_no", "V' or '1'='1"), &["WX-CHR-1"]).attacks(["V18", "E13"]))
        .test(case("trade-type-micropay", "trade_type MICROPAY, which this product never has.", &payment.with("trade_type", "MICROPAY"), &["WX-NTF-14"])
            .attacks(["V23"]))
        .test(case("is-subscribe-word", "is_subscribe is a word.", &payment.with("is_subscribe", "yes"), &["WX-NTF-13"]))
        .test(case("transaction-id-letters", "transaction_id has letters.", &payment.with("transaction_id", "T20150806abc"), &["WX-NTF-26"]))
        .test(amount("leading-zero", "0100", &["WX-UO-43"]))
        .test(amount("plus", "+100", &["WX-UO-43"]))
        .test(amount("decimal", "100.0", &["WX-UO-40"]))
        .test(amount("negative", "-1", &["WX-UO-41"]))
        .test(amount("zero", "0", &["WX-UO-41"]))
        .test(amount("exponent", "1e2", &["WX-UO-43"]))
        .test(amount("full-width", "１００", &["WX-UO-43"]))
        .test(amount("word", "free", &["WX-NTF-16"]))
        .test(amount("beyond-64-bits", "18446744073709551616", &["WX-UO-42"]))
        .test(case("space-around", "out_trade_no was signed with a space at each side; one SDK trims before it verifies (WX-AMB-1).",
            &payment.with("out_trade_no", " 20150806125346 "), &["WX-SIGN-30"]).attacks(["X21"]))
        .test({
            let about = "out_trade_no has a space at each side; the signature covers it without. One SDK trims before it verifies (WX-AMB-1): \
                refused, or read as signed.";
            let sign = payment.md5().value("sign").to_owned();
            let body = payment.with("out_trade_no", " 20150806125346 ").with("sign", sign).xml();
            Test::acceptable("wx-notify-odd-space-trimmed", about).body(body).expect(payment.expect(MONEY)).expect(json!({"paid": true}))
                .clauses(["WX-SIGN-30"]).flags(["odd-value"]).attacks(["X21"])
        })
        .test({
            let about = "attach is white space alone; the signature leaves it out, as one SDK does (WX-AMB-1): read or refused.";
            let sign = payment.without("attach").md5().value("sign").to_owned();
            let body = payment.with("attach", "  ").with("sign", sign).xml();
            Test::acceptable("wx-notify-odd-blank-left-out", about).body(body).expect(payment.expect(MONEY)).expect(json!({"paid": true}))
                .clauses(["WX-SIGN-31"]).flags(["odd-value"])
        })
        .test(case("blank-signed", "attach is white space alone and was signed (WX-AMB-1).", &payment.with("attach", "  "), &["WX-SIGN-31"]))
}
