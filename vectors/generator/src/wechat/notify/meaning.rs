//! `wechat/notify-meaning`: genuine messages that are no payment, or not quite one.

use serde_json::{Value, json};

use super::{MONEY, genuine, md5_group};
use crate::suite::{Group, Suite, Test};
use crate::wechat::message::{Message, NONCE, PREPAY_ID};

pub(in crate::wechat) fn suite() -> Suite {
    Suite::new(
        "wechat/notify-meaning",
        "wechat.notify",
        "Genuine messages: what `paid` says. Three layers say it, return_code, result_code and trade_state where it is present, and there \
         is a transaction_id.",
    )
    .group(codes())
    .group(missing())
    .group(other_kinds())
    .group(collisions())
}

/// Genuine and complete, but no payment: must be read, and is not paid.
fn unpaid(id: &str, about: &str, message: &Message) -> Test {
    Test::valid(format!("wx-notify-{id}"), about)
        .body(message.md5().xml())
        .expect(message.expect(&["out_trade_no", "result_code", "return_code"]))
        .expect(json!({"paid": false}))
}

/// Genuine, with required fields missing: may be refused.
fn partial(id: &str, about: &str, message: &Message, expect: Value) -> Test {
    let about = format!("{about} It is genuine, and fields that the table requires are missing: read or refused.");
    Test::acceptable(format!("wx-notify-{id}"), about).body(message.md5().xml()).expect(expect)
}

fn codes() -> Group {
    let payment = Message::payment();
    let result = |id: &str, value: &str, about: &str| {
        unpaid(&format!("result-{id}"), about, &payment.with("result_code", value))
            .clauses(["WX-NTF-9", "WX-XML-17", "WX-NTF-51"])
            .flags(["only-return-code-checked"])
            .attacks(["V10"])
    };
    let exact = |id: &str, field: &str, value: &str| {
        let about = format!("{field} is `{value}`. Only SUCCESS, exactly, is success.");
        unpaid(id, &about, &payment.with(field, value))
            .clauses(["WX-XML-17"])
            .flags(["code-compared-loosely"])
            .attacks(["V11"])
    };
    let transport = |id: &str, about: &str, code: &str, message: &Message| {
        let about = format!(
            "{about} The transport failed and nothing is paid. return_code is looked at before the signature \
            (WX-NTF-52), so that one may stop there."
        );
        Test::acceptable(format!("wx-notify-{id}"), about)
            .body(message.with("return_code", code).md5().xml())
            .expect(json!({"fields": {"return_code": code}, "paid": false}))
            .clauses(["WX-NTF-1", "WX-XML-17", "WX-NTF-52"])
            .flags(["only-result-code-checked"])
    };
    let state = |id: &str, value: &str| {
        let about = format!("trade_state is {value} under two SUCCESS codes: no payment that stands.");
        unpaid(&format!("state-{id}"), &about, &payment.with("trade_state", value))
            .clauses(["WX-QRY-3", "WX-XML-17"])
            .flags(["trade-state-ignored"])
            .attacks(["V14", "S25"])
    };
    md5_group("The codes, all signed.")
        .test(genuine("paid", "Both codes SUCCESS and a transaction_id: paid.", &payment).clauses([
            "WX-NTF-1",
            "WX-NTF-9",
            "WX-XML-17",
        ]))
        .test(
            genuine(
                "paid-trade-state",
                "trade_state SUCCESS beside them: paid.",
                &payment.with("trade_state", "SUCCESS"),
            )
            .clauses(["WX-QRY-3"]),
        )
        .test(result("fail", "FAIL", "result_code FAIL under return_code SUCCESS: received, not paid."))
        .test(
            unpaid(
                "result-fail-with-error",
                "result_code FAIL with its err_code.",
                &payment.with("result_code", "FAIL").with("err_code", "SYSTEMERROR").with("err_code_des", "系统错误"),
            )
            .clauses(["WX-NTF-9", "WX-NTF-10", "WX-NTF-11"])
            .flags(["only-return-code-checked"])
            .attacks(["V10"]),
        )
        .test(result("unknown", "UNKNOWN", "A result_code that nobody knows is no success."))
        .test(transport("return-fail", "A signed return_code FAIL beside a result_code SUCCESS.", "FAIL", &payment))
        .test(transport("both-fail", "Both codes FAIL, signed.", "FAIL", &payment.with("result_code", "FAIL")))
        .test(exact("result-lower", "result_code", "success"))
        .test(exact("result-title", "result_code", "Success"))
        .test(exact("result-longer", "result_code", "SUCCESSFUL"))
        .test(exact("result-inside", "result_code", "NOSUCCESS"))
        .test(exact("result-full-width", "result_code", "ＳＵＣＣＥＳＳ"))
        .test(exact("result-ok", "result_code", "OK"))
        .test(exact("result-true", "result_code", "true"))
        .test(
            transport(
                "return-lower",
                "return_code is `success`; only SUCCESS, exactly, is success.",
                "success",
                &payment,
            )
            .attacks(["V11"]),
        )
        .test(transport("return-longer", "return_code is `SUCCESS1`.", "SUCCESS1", &payment).attacks(["V11"]))
        .test(state("notpay", "NOTPAY"))
        .test(state("refund", "REFUND"))
        .test(state("closed", "CLOSED"))
        .test(state("revoked", "REVOKED"))
        .test(state("userpaying", "USERPAYING"))
        .test(state("payerror", "PAYERROR"))
        .test(state("accept", "ACCEPT"))
        .test(state("lower", "success"))
        .test(
            genuine(
                "return-msg",
                "return_msg of a success says OK and decides nothing.",
                &payment.with("return_msg", "OK"),
            )
            .clauses(["WX-NTF-2"])
            .flags(["return-msg-decides"]),
        )
        .test(
            genuine(
                "return-msg-error",
                "return_msg has a reason under SUCCESS codes: the codes decide.",
                &payment.with("return_msg", "签名失败"),
            )
            .clauses(["WX-NTF-2"])
            .flags(["return-msg-decides"]),
        )
        .test(
            genuine(
                "err-code-on-success",
                "err_code stands beside SUCCESS codes: the codes decide.",
                &payment.with("err_code", "SYSTEMERROR"),
            )
            .clauses(["WX-NTF-10"])
            .flags(["return-msg-decides"]),
        )
}

fn missing() -> Group {
    let payment = Message::payment();
    let row = |field: &str, clause: &str| {
        let about = format!("The required {field} is missing from a payment.");
        let read: Vec<&str> = MONEY.iter().copied().filter(|name| *name != field).collect();
        let message = payment.without(field);
        let expect = message.expect(&read);
        partial(&format!("lacks-{}", field.replace('_', "-")), &about, &message, expect)
            .clauses([clause])
            .flags(["required-field-missing"])
    };
    let unpaid = |field: &str, clause: &str| {
        let about = format!("{field} is missing, so that the message is no payment.");
        let message = payment.without(field);
        partial(&format!("lacks-{}", field.replace('_', "-")), &about, &message, json!({"paid": false}))
            .clauses([clause, "WX-XML-17"])
            .flags(["required-field-missing"])
    };
    let emptied = |field: &str, clause: &str| {
        let about = format!("{field} is empty, so that the message is no payment.");
        let message = payment.with(field, "");
        partial(&format!("empty-{}", field.replace('_', "-")), &about, &message, json!({"paid": false}))
            .clauses([clause, "WX-XML-17", "WX-SIGN-3"])
            .flags(["required-field-missing"])
    };
    md5_group("Genuine messages without a field that the table of section 4.1 requires.")
        .test(unpaid("return_code", "WX-NTF-1"))
        .test(unpaid("result_code", "WX-NTF-9"))
        .test(unpaid("transaction_id", "WX-NTF-26"))
        .test(emptied("return_code", "WX-NTF-1"))
        .test(emptied("result_code", "WX-NTF-9"))
        .test(emptied("transaction_id", "WX-NTF-26"))
        .test(row("appid", "WX-NTF-3"))
        .test(row("mch_id", "WX-NTF-4"))
        .test(row("nonce_str", "WX-NTF-6"))
        .test(row("openid", "WX-NTF-12"))
        .test(row("trade_type", "WX-NTF-14"))
        .test(row("bank_type", "WX-NTF-15"))
        .test(row("total_fee", "WX-NTF-16"))
        .test(row("cash_fee", "WX-NTF-19"))
        .test(row("out_trade_no", "WX-NTF-27"))
        .test(row("time_end", "WX-NTF-29"))
        .test(row("is_subscribe", "WX-NTF-13"))
}

fn other_kinds() -> Group {
    let kind = |id: &str, about: &str, message: &Message| {
        let about = format!("{about} The same key signs it; it is no payment.");
        partial(&format!("kind-{id}"), &about, message, json!({"paid": false}))
            .clauses(["WX-NTF-9", "WX-XML-17"])
            .flags(["other-message-kind"])
    };
    let package = format!("prepay_id={PREPAY_ID}");
    let call_up = Message::new(&[
        ("appId", "wxd930ea5d5a258f4f"),
        ("timeStamp", "1414561699"),
        ("nonceStr", NONCE),
        ("package", &package),
        ("signType", "MD5"),
    ]);
    let head = Message::new(&[
        ("return_code", "SUCCESS"),
        ("return_msg", "OK"),
        ("appid", "wxd930ea5d5a258f4f"),
        ("mch_id", "10000100"),
        ("nonce_str", NONCE),
        ("result_code", "SUCCESS"),
    ]);
    md5_group("Genuine messages of another kind, posted to the notification's address.")
        .test(kind("unifiedorder-request", "The merchant's own unified order.", &Message::unified_order()).attacks(["C14"]))
        .test(kind("unifiedorder-request-codes", "The merchant's own unified order, whose attach spells the codes.",
            &Message::unified_order().with("attach", "return_code=SUCCESS")).attacks(["C14"]))
        .test(kind("unifiedorder-response", "The answer to a unified order.",
            &head.with("trade_type", "JSAPI").with("prepay_id", PREPAY_ID)).attacks(["S25"]))
        .test(kind("closeorder-response", "The answer to a close.", &head.with("result_msg", "OK")).attacks(["S25"]))
        .test(kind("query-notpay", "The answer to a query: not paid.",
            &head.with("out_trade_no", "20150806125346").with("trade_state", "NOTPAY").with("trade_state_desc", "订单未支付")).attacks(["S25"]))
        .test(kind("native-callback", "The callback of Native mode 1.", &Message::new(&[("appid", "wxd930ea5d5a258f4f"),
            ("openid", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"), ("mch_id", "10000100"), ("is_subscribe", "Y"), ("nonce_str", NONCE),
            ("product_id", "88888")])).attacks(["S25"]))
        .test(kind("order-query-request", "The merchant's own query.", &Message::order_query()).attacks(["C14"]))
        .test({
            let about = "The call-up's parameters, which the payer's client sees, with paySign as `sign`. The same key signs it; it is no payment.";
            partial("kind-jsapi", about, &call_up, json!({"paid": false})).clauses(["WX-JS-2", "WX-XML-17"]).flags(["other-message-kind"]).attacks(["C15"])
        })
}

/// Two field sets with one canonical string (WX-SIGN-33): nobody who verifies the signature alone can tell them apart.
fn collisions() -> Group {
    let case = |id: &str, about: &str, genuine: &Message, sent: &Message| {
        let sign = genuine.md5().value("sign").to_owned();
        let about = format!(
            "{about} The canonical string is that of a genuine payment, so that the signature cannot show it (WX-SIGN-33): \
            read or refused."
        );
        Test::acceptable(format!("wx-notify-collision-{id}"), about)
            .body(sent.with("sign", sign).xml())
            .clauses(["WX-SIGN-33"])
            .flags(["canonical-collision"])
            .attacks(["C02"])
    };
    let payment = Message::payment();
    let collision = super::collision::amount();
    md5_group("Canonical strings that collide. `accept` must refuse these; here only the signature is asked.")
        .test(case(
            "added-field",
            "attach `x&b=1` was signed; attach `x` and a field b are sent.",
            &payment.with("attach", "x&b=1"),
            &payment.with("attach", "x").with("b", "1"),
        ))
        .test(case(
            "swallowed-field",
            "attach and bank_type were signed; attach `shop-7&bank_type=OTHERS` alone is sent.",
            &payment,
            &payment.with("attach", "shop-7&bank_type=OTHERS").without("bank_type"),
        ))
        .test(case(
            "amount",
            "A payer's attach text brings its own amount, order number and codes; the real ones are swallowed.",
            &collision.signed,
            &collision.sent,
        ))
        .test({
            let sealed = payment.with("attach", "x&b=1").md5();
            let body = sealed.with("attach", "x").with("c", "1").xml();
            Test::invalid(
                "wx-notify-collision-wrong-name",
                "attach `x&b=1` was signed; attach `x` and a field c are sent: no collision.",
            )
            .body(body)
            .class("signature")
            .clauses(["WX-SIGN-33"])
            .flags(["canonical-collision"])
        })
        .test({
            let message = payment.with("attach", "x&b=1");
            let test =
                genuine("collision-genuine", "attach `x&b=1` as the provider sends it: an ordinary value.", &message);
            super::and_field(test, "attach", "x&b=1").clauses(["WX-SIGN-33"]).flags(["canonical-collision"])
        })
}
