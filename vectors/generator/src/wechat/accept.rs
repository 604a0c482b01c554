//! `wechat/accept`: does this message pay this order?

use serde_json::{Value, json};

use super::message::{KEY, Message};
use crate::suite::{Group, Suite, Test};

mod collisions;
mod forged;
mod other_number;
mod other_order;
mod payment;

pub(super) fn suites() -> [Suite; 2] {
    [
        Suite::new(
            "wechat/accept-order",
            "wechat.accept",
            "Does a genuine message pay this order? Number, amount, currency, appid and mch_id must be the order's own, exactly.",
        )
        .group(payment::of_the_order())
        .group(other_number::number())
        .group(other_order::amount())
        .group(other_order::party()),
        Suite::new(
            "wechat/accept-message",
            "wechat.accept",
            "Is the message a payment at all? Genuine messages that are none, and forged ones for the right order.",
        )
        .group(payment::no_payment())
        .group(forged::unsigned())
        .group(forged::read_otherwise())
        .group(collisions::collisions()),
    ]
}

/// The order that [`Message::payment`] pays.
fn order() -> Value {
    json!({"out_trade_no": "20150806125346", "amount_fen": "100", "appid": "wxd930ea5d5a258f4f", "mch_id": "10000100"})
}

/// The order with one member changed.
fn order_with(member: &str, value: &str) -> Value {
    let mut order = order();
    order[member] = value.into();
    order
}

fn group(about: &str) -> Group {
    Group::new(about, json!({"key": KEY, "sign_type": "MD5", "order": order()}))
}

/// Must be taken as the order's payment.
fn pays(id: &str, about: &str, message: &Message) -> Test {
    Test::valid(format!("wx-accept-{id}"), about).body(message.md5().xml()).expect(json!({"paid": true}))
}

/// May be taken as the order's payment.
fn may_pay(id: &str, about: &str, message: &Message) -> Test {
    Test::acceptable(format!("wx-accept-{id}"), about).body(message.md5().xml()).expect(json!({"paid": true}))
}

/// Genuine, and must be refused.
fn refuse(id: &str, about: &str, message: &Message) -> Test {
    refuse_body(id, "field", about, message.md5().xml())
}

/// Must be refused; `class` is a note.
fn refuse_body(id: &str, class: &str, about: &str, body: String) -> Test {
    Test::invalid(format!("wx-accept-{id}"), about).body(body).class(class)
}
