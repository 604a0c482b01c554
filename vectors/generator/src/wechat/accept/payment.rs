//! Payments of the order, and genuine messages that pay nothing.

use serde_json::json;

use super::{group, may_pay, order_with, pays, refuse, refuse_body};
use crate::suite::{Group, Test};
use crate::wechat::message::{Message, NONCE, PREPAY_ID};

fn order_in(currency: &str) -> serde_json::Value {
    order_with("fee_type", currency)
}

pub(super) fn of_the_order() -> Group {
    let payment = Message::payment();
    let amount = |fen: &str| {
        let about = format!("{fen} fen for {fen} fen. A detour over yuan in a float loses one.");
        pays(&format!("amount-{fen}"), &about, &payment.with("total_fee", fen).with("cash_fee", fen))
            .input(json!({"order": order_with("amount_fen", fen)}))
            .clauses(["WX-NTF-51", "WX-UO-7"])
            .flags(["money-in-floats"])
            .attacks(["V01"])
    };
    let coupons = payment
        .with("total_fee", "1000")
        .with("cash_fee", "700")
        .with("coupon_fee", "300")
        .with("coupon_count", "1")
        .with("coupon_id_0", "2000000000000000001")
        .with("coupon_fee_0", "300");
    let thousand = json!({"order": order_with("amount_fen", "1000")});
    let with_coupons = |id: &str, about: &str, message: &Message| {
        pays(id, about, message)
            .input(thousand.clone())
            .clauses(["WX-NTF-51", "WX-NTF-19"])
            .flags(["wrong-amount-field"])
            .attacks(["V06"])
    };
    let number = |id: &str, value: &str, about: &str| {
        pays(&format!("number-{id}"), about, &payment.with("out_trade_no", value))
            .input(json!({"order": order_with("out_trade_no", value)}))
            .clauses(["WX-NTF-27"])
            .flags(["value-coerced"])
            .attacks(["V17"])
    };
    let lacks = |field: &str, clause: &str| {
        let about = format!(
            "The required {field} is missing; order number, amount and parties are there and right. Taken or refused."
        );
        may_pay(&format!("lacks-{}", field.replace('_', "-")), &about, &payment.without(field))
            .clauses([clause])
            .flags(["required-field-missing"])
    };
    let mut group = group("Payments of the order. Refusing one loses it.")
        .test(pays("exact", "Number, amount and parties are the order's.", &payment).clauses(["WX-NTF-51", "WX-NTF-27"]))
        .test(pays("sign-type", "With a signed sign_type.", &payment.with("sign_type", "MD5")).clauses(["WX-SIGN-15"]))
        .test({
            let body = payment.sealed(crate::sign::Algorithm::HmacSha256).xml();
            Test::valid("wx-accept-hmac", "HMAC-SHA256, configured, and no sign_type in the message.").body(body)
                .input(json!({"sign_type": "HMAC-SHA256"})).expect(json!({"paid": true})).clauses(["WX-SIGN-14", "WX-NTF-51"])
        })
        .test({
            let body = payment.sealed(crate::sign::Algorithm::HmacSha256).xml();
            let about = "HMAC-SHA256 in a message for a merchant who is configured for MD5: genuine by the other algorithm, seen in real traffic, \
                taken or refused (WX-AMB-2).";
            Test::acceptable("wx-accept-hmac-for-md5", about).body(body).expect(json!({"paid": true}))
                .clauses(["WX-SIGN-14"]).flags(["algorithm-downgrade"]).attacks(["S12"])
        })
        .test({
            let about = "MD5 in a message for a merchant who is configured for HMAC-SHA256: genuine by the other algorithm, seen in real traffic, \
                taken or refused (WX-AMB-2).";
            may_pay("md5-for-hmac", about, &payment).input(json!({"sign_type": "HMAC-SHA256"}))
                .clauses(["WX-SIGN-14"]).flags(["algorithm-downgrade"]).attacks(["S12"])
        })
        .test(with_coupons("coupon", "With a coupon cash_fee is less than total_fee; total_fee is the order's amount.", &coupons))
        .test(with_coupons("coupon-settlement-full", "The same with settlement_total_fee of the full amount.", &coupons.with("settlement_total_fee", "1000")))
        .test(with_coupons("coupon-settlement-less", "The same with a settlement_total_fee less the coupon: total_fee still counts.",
            &coupons.with("settlement_total_fee", "700")).clauses(["WX-NTF-17"]))
        .test(with_coupons("coupon-all", "Coupons pay everything: cash_fee is 0.",
            &coupons.with("cash_fee", "0").with("coupon_fee", "1000").with("coupon_fee_0", "1000")))
        .test({
            let about = "settlement_total_fee is half of total_fee and no coupon is named. total_fee is the order's amount; a merchant's policy \
                may ask for more.";
            may_pay("settlement-half", about, &payment.with("total_fee", "1000").with("cash_fee", "1000").with("settlement_total_fee", "500"))
                .input(thousand.clone()).clauses(["WX-NTF-17", "WX-NTF-51"]).flags(["wrong-amount-field"]).attacks(["V08"])
        })
        .test(pays("no-fee-type", "No fee_type means CNY; so does an order without one.", &payment.without("fee_type")).clauses(["WX-NTF-18"]).attacks(["V09"]))
        .test(pays("cny-named", "fee_type CNY and an order in CNY.", &payment).input(json!({"order": order_in("CNY")})).clauses(["WX-NTF-18"]).attacks(["V09"]))
        .test(pays("cny-in-order-only", "No fee_type, and an order in CNY.", &payment.without("fee_type")).input(json!({"order": order_in("CNY")}))
            .clauses(["WX-NTF-18"]).attacks(["V09"]))
        .test(pays("usd-both", "fee_type USD and an order in USD.", &payment.with("fee_type", "USD")).input(json!({"order": order_in("USD")}))
            .clauses(["WX-NTF-18"]).attacks(["V09"]))
        .test(pays("unknown-field", "A new signed field.", &payment.with("new_field_2030", "v")).clauses(["WX-SIGN-9"]).flags(["unknown-field-dropped"]))
        .test(pays("trade-state", "trade_state SUCCESS beside the codes.", &payment.with("trade_state", "SUCCESS")).clauses(["WX-QRY-3"]))
        .test(pays("attach-admin", "attach claims to be an administrator's: it is data and changes nothing.", &payment.with("attach", "user=admin&paid=0"))
            .clauses(["WX-NTF-28"]).attacks(["V19"]))
        .test(pays("other-payer", "Another openid paid: anyone may pay an order.", &payment.with("openid", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6p")).clauses(["WX-NTF-12"])
            .attacks(["V22"]))
        .test(number("leading-zeros", "00123456", "Leading zeros on both sides."))
        .test(number("twenty-digits", "12345678901234567890", "20 digits on both sides."))
        .test(number("zero-exponent", "0e123456", "Text that looks like zero on both sides."))
        .test(number("signs", "ABC-123_xyz", "A hyphen and an underscore on both sides."))
        .test(may_pay("leading-zero-amount", "total_fee is `0100`: equal as a number, signed as written; whether an amount may have leading \
            zeros is not documented (WX-AMB-14).", &payment.with("total_fee", "0100")).clauses(["WX-UO-43"]).flags(["odd-value"]).attacks(["V04", "C12"]))
        .test(may_pay("amount-beyond-bound", "2147483648 fen for as many: above the amount that the provider was seen to take (WX-AMB-14).",
            &payment.with("total_fee", "2147483648").with("cash_fee", "2147483648")).input(json!({"order": order_with("amount_fen", "2147483648")}))
            .clauses(["WX-UO-42"]).flags(["amount-overflow"]).attacks(["V04"]))
        .test(may_pay("fee-type-lower", "fee_type `cny` for an order in CNY: no document says whether case counts (WX-AMB-25).",
            &payment.with("fee_type", "cny")).clauses(["WX-NTF-18"]).flags(["currency-ignored"]).attacks(["V09"]))
        .test(may_pay("query-answer", "The answer to a query, paid, with every field of a notification: the same key vouches for the same \
            payment. Taken or refused as another kind of message.",
            &payment.with("trade_state", "SUCCESS").with("trade_state_desc", "支付成功").with("return_msg", "OK"))
            .clauses(["WX-QRY-6"]).flags(["other-message-kind"]).attacks(["S25"]));
    for fen in ["1", "29", "110", "435", "1990", "1999", "6410", "10001", "99999999", "1000000000"] {
        group = group.test(amount(fen));
    }
    for (field, clause) in [
        ("appid", "WX-NTF-3"),
        ("mch_id", "WX-NTF-4"),
        ("nonce_str", "WX-NTF-6"),
        ("openid", "WX-NTF-12"),
        ("trade_type", "WX-NTF-14"),
        ("bank_type", "WX-NTF-15"),
        ("cash_fee", "WX-NTF-19"),
        ("time_end", "WX-NTF-29"),
        ("is_subscribe", "WX-NTF-13"),
    ] {
        group = group.test(lacks(field, clause));
    }
    group
}

pub(super) fn no_payment() -> Group {
    let payment = Message::payment();
    let code = |id: &str, field: &str, value: &str, flag: &str, attack: &str| {
        let about = format!("{field} is `{value}`: number, amount and parties fit, and nothing was paid.");
        refuse(id, &about, &payment.with(field, value))
            .clauses(["WX-XML-17", "WX-NTF-51"])
            .flags([flag])
            .attacks([attack])
    };
    let state = |value: &str| {
        let id = format!("state-{}", value.to_lowercase());
        code(&id, "trade_state", value, "trade-state-ignored", "V14").clauses(["WX-QRY-3"])
    };
    let lacks = |field: &str, clause: &str| {
        let about = format!("{field} is missing: the message does not say what accepting it needs.");
        refuse(&format!("lacks-{}", field.replace('_', "-")), &about, &payment.without(field))
            .clauses([clause, "WX-NTF-51"])
            .flags(["required-field-missing"])
    };
    let kind = |id: &str, about: &str, message: &Message| {
        refuse(&format!("kind-{id}"), about, message).clauses(["WX-NTF-9", "WX-NTF-51"]).flags(["other-message-kind"])
    };
    let package = format!("prepay_id={PREPAY_ID}");
    group("Genuine messages that fit the order and pay nothing.")
        .test(code("result-fail", "result_code", "FAIL", "only-return-code-checked", "V10"))
        .test(code("result-lower", "result_code", "success", "code-compared-loosely", "V11"))
        .test(code("result-unknown", "result_code", "UNKNOWN", "only-return-code-checked", "V10"))
        .test(code("result-longer", "result_code", "SUCCESSFUL", "code-compared-loosely", "V11"))
        .test(code("return-fail", "return_code", "FAIL", "only-result-code-checked", "V10"))
        .test(code("return-lower", "return_code", "success", "code-compared-loosely", "V11"))
        .test(state("NOTPAY"))
        .test(state("REFUND"))
        .test(state("CLOSED"))
        .test(state("REVOKED"))
        .test(state("USERPAYING"))
        .test(state("PAYERROR"))
        .test(state("ACCEPT"))
        .test(state("UNKNOWN"))
        .test(lacks("return_code", "WX-NTF-1"))
        .test(lacks("result_code", "WX-NTF-9"))
        .test(lacks("transaction_id", "WX-NTF-26"))
        .test(lacks("out_trade_no", "WX-NTF-27"))
        .test(lacks("total_fee", "WX-NTF-16"))
        .test(refuse("empty-transaction-id", "transaction_id is empty, which is as good as missing.", &payment.with("transaction_id", ""))
            .clauses(["WX-NTF-26", "WX-SIGN-3"]).flags(["required-field-missing"]))
        .test(refuse("empty-total-fee", "total_fee is empty; a lax conversion makes it zero or skips the comparison.", &payment.with("total_fee", ""))
            .clauses(["WX-NTF-16", "WX-SIGN-3"]).flags(["required-field-missing"]))
        .test(refuse("unpaid-no-state", "The answer to a query for an unpaid order: number and parties, no amount.",
            &payment.without("total_fee").without("cash_fee").without("transaction_id").with("trade_state", "NOTPAY"))
            .clauses(["WX-QRY-5"]).flags(["trade-state-ignored"]).attacks(["S25"]))
        .test(kind("unifiedorder-request", "The merchant's own unified order for this order, posted back as its payment.",
            &Message::unified_order().with("total_fee", "100")).attacks(["C14"]))
        .test(kind("jsapi", "The call-up's parameters with paySign as `sign`: what the payer's client sees.", &Message::new(&[
            ("appId", "wxd930ea5d5a258f4f"), ("timeStamp", "1414561699"), ("nonceStr", NONCE), ("package", &package), ("signType", "MD5")])).attacks(["C15"]))
        .test(kind("unifiedorder-response", "The answer to the unified order.", &Message::new(&[
            ("return_code", "SUCCESS"), ("return_msg", "OK"), ("appid", "wxd930ea5d5a258f4f"), ("mch_id", "10000100"), ("nonce_str", NONCE),
            ("result_code", "SUCCESS"), ("trade_type", "JSAPI"), ("prepay_id", PREPAY_ID)])).attacks(["S25"]))
        .test(kind("native-callback", "The callback of Native mode 1 for a product of the order's number.", &Message::new(&[
            ("appid", "wxd930ea5d5a258f4f"), ("openid", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"), ("mch_id", "10000100"), ("is_subscribe", "Y"),
            ("nonce_str", NONCE), ("product_id", "20150806125346")])).attacks(["S25"]))
        .test(kind("refund-response", "The answer to a refund of the whole order: its number, its amount, both codes SUCCESS, a transaction_id. \
            It has refund_id and no time_end; it takes money away.", &refund_answer().with("refund_fee", "100")).attacks(["S25"]))
        .test(kind("refund-response-part", "The answer to a refund of a part.", &refund_answer().with("refund_fee", "1")).attacks(["S25"]))
        .test({
            let body = Message::new(&[("return_code", "FAIL"), ("return_msg", "签名失败")]).xml();
            refuse_body("fail-unsigned", "field", "An unsigned return_code FAIL may be read, but it pays nothing.", body).any_class()
                .clauses(["WX-SIGN-16", "WX-NTF-1"]).flags(["unsigned-values-read"]).attacks(["S03"])
        })
        .test({
            let body = payment.with("return_code", "FAIL").xml();
            refuse_body("fail-unsigned-payment", "signature", "The whole payment beside an unsigned return_code FAIL.", body)
                .clauses(["WX-SIGN-16", "WX-NTF-51"]).flags(["unsigned-values-read"]).attacks(["S03"])
        })
        .test({
            refuse("both-codes-swapped", "The words SUCCESS and FAIL stand in the wrong fields: return_code FAIL, result_code SUCCESS, err_code SUCCESS.",
                &payment.with("return_code", "FAIL").with("err_code", "SUCCESS")).clauses(["WX-XML-17"]).flags(["only-result-code-checked"])
        })
}

/// The answer to a refund of the order (WX-RFD-4), without `refund_fee`.
fn refund_answer() -> Message {
    Message::new(&[
        ("return_code", "SUCCESS"),
        ("return_msg", "OK"),
        ("appid", "wxd930ea5d5a258f4f"),
        ("mch_id", "10000100"),
        ("nonce_str", NONCE),
        ("result_code", "SUCCESS"),
        ("transaction_id", "1217752501201407033233368018"),
        ("out_trade_no", "20150806125346"),
        ("out_refund_no", "1217752501201407033233368018"),
        ("refund_id", "2008450740201411110000174436"),
        ("total_fee", "100"),
        ("cash_fee", "100"),
    ])
}
