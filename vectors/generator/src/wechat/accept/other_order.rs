//! Genuine payments of something else: another amount, another currency, another party.

use serde_json::json;

use super::{group, order_with, refuse};
use crate::suite::Group;
use crate::wechat::message::Message;

pub(super) fn amount() -> Group {
    let payment = Message::payment();
    let fen = |id: &str, sent: &str, ours: &str, about: &str| {
        refuse(&format!("other-amount-{id}"), about, &payment.with("total_fee", sent).with("cash_fee", sent))
            .input(json!({"order": order_with("amount_fen", ours)}))
            .clauses(["WX-NTF-51", "WX-NTF-16"])
            .flags(["amount-not-compared"])
            .attacks(["B01"])
    };
    let form = |id: &str, sent: &str, clause: &str| {
        let about = format!(
            "total_fee is `{sent}` for an order of 100 fen: no amount in fen, whatever a conversion makes of it."
        );
        refuse(&format!("amount-form-{id}"), &about, &payment.with("total_fee", sent))
            .clauses([clause, "WX-NTF-51"])
            .flags(["amount-parsed-loosely"])
            .attacks(["V04"])
    };
    let field = |id: &str, about: &str, message: &Message| {
        refuse(&format!("amount-field-{id}"), about, message)
            .clauses(["WX-NTF-51"])
            .flags(["wrong-amount-field"])
            .attacks(["V06"])
    };
    let currency = |id: &str, sent: &str, ours: Option<&str>, about: &str| {
        let test = refuse(&format!("currency-{id}"), about, &payment.with("fee_type", sent))
            .clauses(["WX-NTF-51", "WX-NTF-18"])
            .flags(["currency-ignored"])
            .attacks(["V09"]);
        match ours {
            Some(ours) => test.input(json!({"order": order_with("fee_type", ours)})),
            None => test,
        }
    };
    group("The payment is of another amount. total_fee in fen equals the order's, exactly.")
        .test(fen("one-fen", "1", "10000", "One fen for an order of 100 yuan.").attacks(["B07"]))
        .test(fen("one-less", "9999", "10000", "One fen less.").attacks(["V05"]))
        .test(fen("one-more", "10001", "10000", "One fen more: an amount that was never ordered.").attacks(["V05"]))
        .test(
            fen("small-one-less", "1", "2", "One fen for two: half the price, within any tolerance of a cent.")
                .attacks(["V05"]),
        )
        .test(fen("yuan-for-fen", "100", "10000", "100 fen for 100 yuan: the units are confused.").attacks(["V02"]))
        .test(
            fen("fen-for-yuan", "10000", "100", "100 yuan for 100 fen: the units are confused the other way.")
                .attacks(["V02"]),
        )
        .test(fen("prefix", "100", "1000", "The amount is the beginning of the order's."))
        .test(fen("suffix", "00", "100", "`00` is the end of the order's amount and zero as a number."))
        .test(fen("zero", "0", "100", "Zero fen.").attacks(["B09"]))
        .test(fen("negative", "-100", "100", "A negative amount: equal without its sign."))
        .test(
            fen("wrap-32", "4294967396", "100", "2^32 + 100: equal in 32 bits.")
                .flags(["amount-overflow"])
                .attacks(["V04"]),
        )
        .test(
            fen("wrap-32-twice", "8589934692", "100", "2 × 2^32 + 100: equal in 32 bits.")
                .flags(["amount-overflow"])
                .attacks(["V04"]),
        )
        .test(
            fen("wrap-64", "18446744073709551716", "100", "2^64 + 100: equal in 64 bits.")
                .flags(["amount-overflow"])
                .attacks(["V04"]),
        )
        .test(
            fen("double", "9007199254740993", "9007199254740992", "Beyond 2^53 both are one double.")
                .flags(["money-in-floats"])
                .attacks(["V05"]),
        )
        .test(form("decimal", "100.0", "WX-UO-40"))
        .test(form("decimal-more", "100.99", "WX-UO-40"))
        .test(form("yuan", "1.00", "WX-UO-40"))
        .test(form("plus", "+100", "WX-UO-43"))
        .test(form("underscore", "1_00", "WX-UO-43"))
        .test(form("exponent", "1e2", "WX-UO-43"))
        .test(form("hex", "0x64", "WX-UO-43"))
        .test(form("full-width", "１００", "WX-UO-43"))
        .test(form("arabic-indic", "١٠٠", "WX-UO-43"))
        .test(form("trailing-text", "100abc", "WX-UO-43"))
        .test(form("unit", "100分", "WX-UO-43"))
        .test(form("comma", "1,00", "WX-UO-43"))
        .test(form("list", "100,1", "WX-UO-43"))
        .test(form("word", "true", "WX-UO-43"))
        .test(form("infinite", "Infinity", "WX-UO-43"))
        .test(form("nan", "NaN", "WX-UO-43"))
        .test(field(
            "cash",
            "cash_fee is the order's amount, total_fee is not.",
            &payment.with("total_fee", "1").with("cash_fee", "100"),
        ))
        .test(field(
            "settlement",
            "settlement_total_fee is the order's amount, total_fee is not.",
            &payment.with("total_fee", "1").with("settlement_total_fee", "100"),
        ))
        .test(field(
            "coupon",
            "coupon_fee is the order's amount, total_fee is not.",
            &payment.with("total_fee", "1").with("coupon_fee", "100"),
        ))
        .test(field(
            "sum",
            "cash_fee and coupon_fee add up to the order's amount, total_fee does not.",
            &payment.with("total_fee", "50").with("cash_fee", "60").with("coupon_fee", "40"),
        ))
        .test(field(
            "other-case",
            "`Total_Fee` is the order's amount, total_fee is not.",
            &payment.with("total_fee", "1").with("Total_Fee", "100"),
        ))
        .test(field(
            "refund",
            "refund_fee is the order's amount, total_fee is not.",
            &payment.with("total_fee", "1").with("refund_fee", "100"),
        ))
        .test(currency("jpy", "JPY", None, "100 yen for an order in yuan that names no currency."))
        .test(currency("jpy-cny", "JPY", Some("CNY"), "100 yen for an order in CNY."))
        .test(currency("cny-usd", "CNY", Some("USD"), "100 fen for an order of 100 cents in USD."))
        .test(currency("hkd-usd", "HKD", Some("USD"), "Neither is CNY, and they differ."))
        .test(currency("prefix", "CN", Some("CNY"), "The beginning of the order's currency."))
        .test({
            let about = "An empty fee_type is as good as none and means CNY; the order is in HKD.";
            refuse("currency-empty-hkd", about, &payment.with("fee_type", ""))
                .input(json!({"order": order_with("fee_type", "HKD")}))
                .clauses(["WX-NTF-18", "WX-SIGN-3", "WX-NTF-51"])
                .flags(["currency-ignored"])
                .attacks(["V09"])
        })
        .test({
            let about = "No fee_type means CNY, and the order is in USD.";
            refuse("currency-absent-usd", about, &payment.without("fee_type"))
                .input(json!({"order": order_with("fee_type", "USD")}))
                .clauses(["WX-NTF-18", "WX-NTF-51"])
                .flags(["currency-ignored"])
                .attacks(["V09"])
        })
}

pub(super) fn party() -> Group {
    let payment = Message::payment();
    let case = |id: &str, field: &str, value: &str, about: &str| {
        refuse(&format!("other-party-{id}"), about, &payment.with(field, value))
            .clauses(["WX-NTF-51"])
            .flags(["party-not-compared"])
            .attacks(["B02"])
    };
    group("The payment is somebody else's: a genuine message of another application or merchant, under the same key.")
        .test(case("appid", "appid", "wx2421b1c4370ec43b", "Another appid."))
        .test(case("appid-case", "appid", "WXD930EA5D5A258F4F", "The appid in another case is another one."))
        .test(case("appid-prefix", "appid", "wxd930ea5d5a258f4", "The beginning of the appid."))
        .test(case("appid-is-mch-id", "appid", "10000100", "mch_id in the appid's place."))
        .test(case("mch-id", "mch_id", "1900000109", "Another merchant.").attacks(["K06"]))
        .test(case("mch-id-zero", "mch_id", "010000100", "mch_id with a leading zero: equal as a number only."))
        .test(case("mch-id-longer", "mch_id", "100001000", "mch_id with a digit behind it."))
        .test(case("mch-id-exponent", "mch_id", "10000100e0", "mch_id as a number with an exponent."))
        .test(
            refuse(
                "other-party-swapped",
                "appid and mch_id have changed places.",
                &payment.with("appid", "10000100").with("mch_id", "wxd930ea5d5a258f4f"),
            )
            .clauses(["WX-NTF-51"])
            .flags(["party-not-compared"])
            .attacks(["B02"]),
        )
        .test(
            refuse(
                "other-party-sub",
                "The order's merchant stands in sub_mch_id, mch_id is another's.",
                &payment.with("mch_id", "1900000109").with("sub_mch_id", "10000100"),
            )
            .clauses(["WX-NTF-51", "WX-NTF-30"])
            .flags(["party-not-compared"])
            .attacks(["V23"]),
        )
        .test(
            refuse(
                "other-party-sub-appid",
                "The order's appid stands in sub_appid, appid is another's.",
                &payment.with("appid", "wx2421b1c4370ec43b").with("sub_appid", "wxd930ea5d5a258f4f"),
            )
            .clauses(["WX-NTF-51", "WX-NTF-30"])
            .flags(["party-not-compared"])
            .attacks(["V23"]),
        )
}
