//! Messages whose canonical string is that of a genuine payment (WX-SIGN-33, C02).

use serde_json::json;

use super::{group, order_with};
use crate::suite::{Group, Test};
use crate::wechat::message::Message;
use crate::wechat::notify::collision;

pub(super) fn collisions() -> Group {
    let payment = Message::payment();
    let case = |id: &str, about: &str, genuine: &Message, sent: &Message| {
        let sign = genuine.md5().value("sign").to_owned();
        Test::invalid(format!("wx-accept-collision-{id}"), about)
            .body(sent.with("sign", sign).xml())
            .class("field")
            .clauses(["WX-SIGN-33", "WX-NTF-51"])
            .flags(["canonical-collision"])
            .attacks(["C02"])
    };
    let forged = collision::amount();
    group(
        "Two messages with one canonical string. The signature holds, so that what the message says must give it away: it lacks fields that \
         every payment has, and an attach of 127 bytes has no room for all of them.",
    )
    .test(case("whole-payment", "A payer's attach text brings number, amount and codes of another order and a last field swallows the real ones. \
        openid, trade_type, bank_type, cash_fee and time_end are missing.", &forged.signed, &forged.sent)
        .input(json!({"order": super::order_with("amount_fen", collision::VICTIM_AMOUNT).as_object().map(|order| {
            let mut order = order.clone();
            order.insert("out_trade_no".into(), collision::VICTIM.into());
            order
        })})))
    .test(case("swallowed-number", "out_trade_no and all before it were swallowed by openid: the message names no order.",
        &payment, &payment.without("out_trade_no").with("openid", format!("{}&out_trade_no=20150806125346", payment.value("openid")))))
    .test(case("swallowed-amount", "total_fee was swallowed by time_end: the message names no amount.",
        &payment, &payment.without("total_fee").with("time_end", "20141030133525&total_fee=100")))
    .test(case("swallowed-result", "result_code was swallowed by out_trade_no.",
        &payment.with("result_code", "FAIL"), &payment.without("result_code").with("out_trade_no", "20150806125346&result_code=FAIL")))
    .test(case("amount-from-attach", "attach `x&cash_fee=100&total_fee=100&z=` was paid with one fen; what follows is swallowed by `z`, \
        the order number with it.", &cheap_with_attach(), &split_cheap()).input(json!({"order": order_with("amount_fen", "100")})))
}

/// One fen, paid with an attach that spells an amount.
fn cheap_with_attach() -> Message {
    Message::payment().with("total_fee", "1").with("cash_fee", "1").with("attach", "x&cash_fee=100&total_fee=100&z=")
}

/// The same canonical string, split at the attach's own `&`.
fn split_cheap() -> Message {
    let string = crate::canonical::wechat(&cheap_with_attach().fields);
    let (_, swallowed) = string.split_once("&z=").expect("the text stands in the string");
    Message::new(&[
        ("appid", "wxd930ea5d5a258f4f"),
        ("attach", "x"),
        ("cash_fee", "100"),
        ("total_fee", "100"),
        ("z", swallowed),
    ])
}
