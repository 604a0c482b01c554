//! Canonical-string collisions (C01): `k=v&k=v` escapes nothing, so a text that a buyer chooses can hold fields.
//!
//! Alipay signs the buyer's text in one value; the forger sends the same string cut at other places. The signature is
//! good, and no verifier can tell. Only the order can: its number, its amount.

use serde_json::Value;

use super::charset::Charset;
use super::fixtures::{NOTIFICATION, notification};
use super::form::Form;
use crate::canonical::EmptyValues;
use crate::suite::{Group, Suite, Test};

/// What a forger makes of a genuine notification: a name for ids, the story, and the form with the genuine signature.
pub(super) struct Collision {
    id: &'static str,
    about: &'static str,
    form: Form,
}

/// A form with other fields and the same signed string as `genuine`, under its signature.
fn recut(genuine: &Form, fields: &[(&str, &str)]) -> Form {
    let form = Form::new(fields, Charset::Utf8);
    let strings = [genuine, &form].map(|form| form.message_string(EmptyValues::Kept));
    assert_eq!(strings[0], strings[1], "a collision has the same signed string");
    form.with_sign(&genuine.text("sign"), "RSA2")
}

/// The example's fields with some replaced, left out, or put in.
fn fields<'a>(without: &[&str], with: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut all: Vec<(&str, &str)> = NOTIFICATION.iter().copied().filter(|(name, _)| !without.contains(name)).collect();
    all.extend(with);
    all
}

/// The subject of a paid cent holds a larger amount.
fn amount() -> Collision {
    let genuine =
        notification().set("total_amount", "0.01").set("subject", "x&total_amount=8888.00&total_amountz=y").signed();
    let form = recut(
        &genuine,
        &fields(
            &["total_amount", "subject"],
            &[("subject", "x"), ("total_amount", "8888.00"), ("total_amountz", "y&total_amount=0.01")],
        ),
    );
    Collision {
        id: "amount",
        about: "The buyer's subject `x&total_amount=8888.00&total_amountz=y` was signed with the 0.01 that he paid; cut at other places the same string says 8888.00.",
        form,
    }
}

/// The body of a paid cent holds a whole other payment.
fn whole() -> Collision {
    let after: Vec<(&str, &str)> = NOTIFICATION.iter().copied().filter(|(name, _)| *name > "body").collect();
    let tail = |amount: &str, number: &str| -> String {
        let values = after.iter().map(|(name, value)| {
            let value = match *name {
                "total_amount" => amount,
                "out_trade_no" => number,
                _ => value,
            };
            format!("{name}={value}")
        });
        values.collect::<Vec<_>>().join("&")
    };
    let injected = format!("x&{}&z=", tail("8888.00", "T20260101_9999"));
    let paid = tail("0.01", "T20260101_0001");
    let genuine = notification().set("total_amount", "0.01").set("body", &injected).signed();
    let z = format!("&{paid}");
    let form = recut(
        &genuine,
        &fields(
            &["total_amount", "out_trade_no"],
            &[("body", "x"), ("total_amount", "8888.00"), ("out_trade_no", "T20260101_9999"), ("z", &z)],
        ),
    );
    Collision {
        id: "order",
        about: "The buyer's body held a whole other payment, of order T20260101_9999 for 8888.00; cut at other places the signed string is that payment and a field z.",
        form,
    }
}

/// passback_params of a paid order holds another status.
fn status() -> Collision {
    let genuine = notification()
        .set("trade_status", "WAIT_BUYER_PAY")
        .set(
            "subject",
            "x&total_amount=88.88&trade_no=2026010122001400000000000001&trade_status=TRADE_SUCCESS&trade_statusz=y",
        )
        .signed();
    let form = recut(
        &genuine,
        &fields(
            &["subject", "trade_status", "version"],
            &[
                ("subject", "x"),
                ("trade_status", "TRADE_SUCCESS"),
                (
                    "trade_statusz",
                    "y&total_amount=88.88&trade_no=2026010122001400000000000001&trade_status=WAIT_BUYER_PAY",
                ),
                ("version", "1.0"),
            ],
        ),
    );
    Collision {
        id: "status",
        about: "The subject of an unpaid trade held TRADE_SUCCESS; cut at other places the signed string says paid.",
        form,
    }
}

/// For `alipay.notify`: no verifier can see it.
pub(super) fn notify(given: Value) -> Suite {
    let tests = [amount(), whole(), status()].map(|collision| {
        Test::acceptable(
            format!("ali-notify-collision-{}", collision.id),
            format!("{} Acceptable: nothing in the message tells, only the order can.", collision.about),
        )
        .body(collision.form.wire())
        .expect(serde_json::json!({"fields": super::fixtures::fields_of(&collision.form), "paid": true}))
        .clauses(["ALI-VER-2"])
        .attacks(["C01"])
        .flags(["canonical-collision"])
    });
    let genuine = notification().set("subject", "x&total_amount=8888.00&total_amountz=y").signed();
    let text = Test::valid(
        "ali-notify-collision-none",
        "The genuine message whose subject holds fields: they are text of the subject.",
    )
    .body(genuine.wire())
    .expect(serde_json::json!({"fields": {
            "subject": "x&total_amount=8888.00&total_amountz=y", "total_amount": "88.88"
        }, "paid": true}))
    .clauses(["ALI-VER-2", "ALI-NTF-3"])
    .attacks(["C01"])
    .flags(["decoded-before-splitting"]);
    Suite::new("alipay/notify-collisions", "alipay.notify", "Two sets of fields with one signed string.")
        .group(Group::new("Key P signed the string, of other fields.", given).test(text).all(tests))
}

/// For `alipay.accept`: the order tells wherever it differs from what the forger chose.
pub(super) fn accept(given: Value, order: impl Fn(&str, &str) -> Value) -> Suite {
    let invalid = |id: &str, collision: Collision, amount: &str, number: &str| {
        Test::invalid(
            format!("ali-accept-collision-{id}"),
            format!("{} The order is number {number} for {amount}.", collision.about),
        )
        .body(collision.form.wire())
        .input(order(amount, number))
        .class("field")
        .clauses(["ALI-BIZ-1", "ALI-BIZ-2"])
        .attacks(["C01", "B01"])
        .flags(["canonical-collision"])
    };
    let matching = |collision: Collision, amount: &str, number: &str| {
        Test::acceptable(
            format!("ali-accept-collision-{}-matching", collision.id),
            format!("{} The order is the one that the forger chose. Acceptable: all four checks hold; only a receiver that distrusts unknown names or asks Alipay sees it, so keep buyers' text away from & and =.", collision.about),
        )
        .body(collision.form.wire())
        .input(order(amount, number))
        .expect(serde_json::json!({"paid": true}))
        .clauses(["ALI-VER-2"])
        .attacks(["C01"])
        .flags(["canonical-collision"])
    };
    Suite::new(
        "alipay/accept-collisions",
        "alipay.accept",
        "Two sets of fields with one signed string, against the merchant's order.",
    )
    .group(
        Group::new("Key P signed the string, of other fields.", given)
            .test(invalid("amount-paid", amount(), "0.01", "T20260101_0001"))
            .test(invalid("amount-other", amount(), "88.88", "T20260101_0001"))
            .test(invalid("order-number", whole(), "8888.00", "T20260101_0001"))
            .test(invalid("order-amount", whole(), "88.88", "T20260101_9999"))
            .test(invalid("status-number", status(), "88.88", "T20260101_9999"))
            .test(matching(amount(), "8888.00", "T20260101_0001"))
            .test(matching(whole(), "8888.00", "T20260101_9999"))
            .test(matching(status(), "88.88", "T20260101_0001")),
    )
}
