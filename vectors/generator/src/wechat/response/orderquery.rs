//! `wechat/response-orderquery`.

use serde_json::json;

use super::{Answer, head};
use crate::suite::{Group, Suite, Test};
use crate::wechat::message::Message;

/// A query's answer for a paid order: the notification's fields and the state (WX-QRY-6).
fn paid() -> Message {
    head()
        .with("openid", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o")
        .with("is_subscribe", "N")
        .with("trade_type", "JSAPI")
        .with("bank_type", "OTHERS")
        .with("total_fee", "100")
        .with("fee_type", "CNY")
        .with("cash_fee", "100")
        .with("transaction_id", "1217752501201407033233368018")
        .with("out_trade_no", "20150806125346")
        .with("attach", "shop-7")
        .with("time_end", "20141030133525")
        .with("trade_state", "SUCCESS")
        .with("trade_state_desc", "支付成功")
}

/// For a state that is not SUCCESS (WX-QRY-5).
fn state(state: &str) -> Message {
    head()
        .with("out_trade_no", "20150806125346")
        .with("attach", "")
        .with("trade_state", state)
        .with("trade_state_desc", "x")
}

pub(super) fn suite() -> Suite {
    let answer = Answer {
        name: "orderquery",
        id: "query",
        genuine: paid(),
        reads: &["out_trade_no", "total_fee", "transaction_id", "trade_state"],
        clause: "WX-QRY-6",
    };
    Suite::new(
        "wechat/response-orderquery",
        "wechat.response",
        "The answer to a query. Paid only when return_code, result_code and trade_state are all SUCCESS (WX-QRY-3).",
    )
    .group(answer.clothing())
    .group(states(&answer))
    .group(answer.failures())
    .group(answer.partial(&[
        "appid",
        "mch_id",
        "nonce_str",
        "result_code",
        "return_code",
        "trade_state",
        "out_trade_no",
        "total_fee",
        "transaction_id",
        "openid",
    ]))
    .group(answer.forged())
    .group(answer.wire("transaction_id"))
}

fn states(answer: &Answer) -> Group {
    let unpaid = |id: &str, about: &str, message: &Message| -> Test {
        answer
            .test(Test::valid, &format!("state-{id}"), about)
            .body(message.md5().xml())
            .expect(message.expect(&["out_trade_no", "trade_state"]))
            .expect(json!({"paid": false}))
            .clauses(["WX-QRY-2", "WX-QRY-3", "WX-QRY-5"])
            .flags(["trade-state-ignored"])
            .attacks(["V14"])
    };
    let odd = |id: &str, value: &str| {
        let about = format!("trade_state is `{value}`, with every field of a payment. Only SUCCESS, exactly, is paid.");
        unpaid(id, &about, &paid().with("trade_state", value)).flags(["code-compared-loosely"])
    };
    let forged = |id: &str, from: &str, about: &str| {
        let message = paid().with("trade_state", from).md5().with("trade_state", "SUCCESS");
        answer
            .refuse(&format!("state-{id}"), "signature", about, message.xml())
            .clauses(["WX-QRY-2", "WX-QRY-3", "WX-UOR-7"])
            .flags(["signature-not-checked"])
            .attacks(["T15"])
    };
    let mut group = answer
        .group("The state of the order.")
        .test(
            answer
                .read("state-success", "SUCCESS on all three layers: paid.", &paid())
                .expect(json!({"paid": true}))
                .clauses(["WX-QRY-2", "WX-QRY-3"]),
        )
        .test(
            answer
                .read(
                    "state-success-coupon",
                    "Paid with a coupon.",
                    &paid()
                        .with("cash_fee", "58")
                        .with("coupon_fee", "42")
                        .with("coupon_count", "1")
                        .with("coupon_id_0", "1000")
                        .with("coupon_fee_0", "42"),
                )
                .expect(json!({"paid": true}))
                .clauses(["WX-XML-7", "WX-SIGN-9"])
                .flags(["unknown-field-dropped"])
                .attacks(["C10"]),
        );
    for value in ["NOTPAY", "CLOSED", "REVOKED", "USERPAYING", "PAYERROR", "ACCEPT"] {
        let about = format!("{value}: no amount comes back, and nothing is paid.");
        group = group.test(unpaid(&value.to_lowercase(), &about, &state(value)));
    }
    group
        .test(unpaid("refund", "REFUND with every field of the payment: it was paid and is being given back.", &paid().with("trade_state", "REFUND")))
        .test(unpaid("notpay-full", "NOTPAY with every field of a payment.", &paid().with("trade_state", "NOTPAY")))
        .test(unpaid("closed-full", "CLOSED with every field of a payment.", &paid().with("trade_state", "CLOSED")))
        .test(odd("lower", "success"))
        .test(odd("title", "Success"))
        .test(odd("longer", "SUCCESSFUL"))
        .test(odd("unknown", "NEW_STATE_2030"))
        .test({
            let message = paid().with("result_code", "FAIL").with("err_code", "SYSTEMERROR");
            let about = "trade_state SUCCESS under result_code FAIL: the layer above decides. Acceptable: most SDKs raise a failure as an error.";
            let expect = message.expect(&["out_trade_no", "trade_state"]);
            answer
                .either("state-result-fail", about, message.md5().xml(), expect)
                .expect(json!({"paid": false}))
                .clauses(["WX-QRY-2", "WX-QRY-3", "WX-QRY-5", "WX-XML-17"])
                .flags(["only-trade-state-checked", "trade-state-ignored"])
                .attacks(["V14"])
        })
        .test({
            let message = paid().with("return_code", "FAIL");
            let about = "trade_state SUCCESS under a signed return_code FAIL: the layer above decides; return_code is looked at before the \
                signature, so that one may stop there (WX-SIGN-16).";
            answer.either("state-return-fail", about, message.md5().xml(), json!({"fields": {"return_code": "FAIL"}, "paid": false}))
                .clauses(["WX-XML-17", "WX-QRY-3"]).flags(["only-trade-state-checked"])
        })
        .test(forged("notpay-forged", "NOTPAY", "trade_state SUCCESS where NOTPAY was signed."))
        .test(forged("closed-forged", "CLOSED", "trade_state SUCCESS where CLOSED was signed."))
        .test(forged("refund-forged", "REFUND", "trade_state SUCCESS where REFUND was signed."))
        .test({
            let message = state("NOTPAY").md5();
            let body = crate::wechat::message::swap(&message.xml(), "</xml>", "<trade_state>SUCCESS</trade_state></xml>");
            let about = "trade_state NOTPAY, signed, then SUCCESS: refused, or NOTPAY is read (WX-AMB-6).";
            answer.either("state-repeat", about, body, json!({"fields": {"trade_state": "NOTPAY"}, "paid": false}))
                .clauses(["WX-SIGN-38", "WX-QRY-3"]).flags(["duplicate-field"]).attacks(["X07"])
        })
        .test({
            let message = state("NOTPAY").md5();
            let body = crate::wechat::message::swap(&message.xml(), "<xml>", "<xml><trade_state>SUCCESS</trade_state>");
            let about = "trade_state SUCCESS, then NOTPAY, signed: refused, or NOTPAY is read (WX-AMB-6).";
            answer.either("state-repeat-first", about, body, json!({"fields": {"trade_state": "NOTPAY"}, "paid": false}))
                .clauses(["WX-SIGN-38", "WX-QRY-3"]).flags(["duplicate-field"]).attacks(["X07"])
        })
}
