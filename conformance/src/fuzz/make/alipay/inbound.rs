//! What Alipay sends: notifications and browser returns.

use super::forge;
use super::form::{self, Pairs, set};
use super::notification::{meaning, notification, pairs, says_paid, vary};
use super::rewrite::attack;
use crate::fuzz::choices::Choices;
use crate::fuzz::make::words::{self, NEW_NAMES};
use crate::fuzz::make::{Asks, Made};

/// A notification.
pub(in crate::fuzz) fn notify(choices: &mut Choices) -> Made {
    let mut made = Made::new(&["ALI-VER-1"]);
    let mut fields = notification();
    let gbk = vary(&mut fields, &mut made, choices);
    if choices.percent(25) {
        meaning(&mut fields, &mut made, choices);
    }
    let paid = says_paid(&fields);
    finish(fields, gbk, "body", &mut made, choices);
    made.expect.insert("paid".to_owned(), paid.into());
    content_type(&mut made, gbk, choices);
    made
}

fn content_type(made: &mut Made, gbk: bool, choices: &mut Choices) {
    if !choices.percent(15) {
        return;
    }
    match choices.below(3) {
        0 | 1 => {
            let other = if gbk { "utf-8" } else { "gbk" };
            let value = choices.word(&[
                "application/x-www-form-urlencoded",
                "application/x-www-form-urlencoded; charset=",
                "APPLICATION/X-WWW-FORM-URLENCODED",
            ]);
            let value = if value.ends_with('=') { format!("{value}{other}") } else { value.to_owned() };
            made.did(Asks::Done, "header-charset-wins", "ALI-VER-4", format!("The Content-Type is {value}."));
            made.put("content_type", value);
        }
        _ => {
            made.put("content_type", choices.word(&["text/plain", "application/json"]));
            made.did(Asks::Open, "body-format-guessed", "ALI-AMB-23", "The form is labelled otherwise.");
        }
    }
}

/// A browser return.
pub(in crate::fuzz) fn browser_return(choices: &mut Choices) -> Made {
    let mut made = Made::new(&["ALI-RET-3"]);
    let mut fields = pairs(&[
        ("app_id", "2014072300007148"),
        ("auth_app_id", "2014072300007148"),
        ("charset", "utf-8"),
        ("method", "alipay.trade.page.pay.return"),
        ("out_trade_no", "T20260101_0001"),
        ("seller_id", "2088000000000009"),
        ("timestamp", "2026-01-01 12:01:10"),
        ("total_amount", "88.88"),
        ("trade_no", "2026010122001400000000000001"),
        ("version", "1.0"),
    ]);
    if choices.percent(50) {
        let (name, value) = match choices.below(3) {
            0 => ("out_trade_no", (choices.word(&["a&b=c", "a+b", "100%", "%41", "007", "T-1", "测试"])).to_owned()),
            1 => (*choices.pick(NEW_NAMES), words::text(choices)),
            _ => ("total_amount", (choices.word(&["0.01", "1.10", "100.00"])).to_owned()),
        };
        made.did(Asks::Done, "decoded-twice", "ALI-RET-3", format!("{name} is {value:?}."));
        set(&mut fields, name, value);
    }
    if choices.percent(10) {
        let name = choices.word(&["charset", "method", "timestamp", "version"]);
        fields.retain(|pair| pair.0 != name);
        made.did(Asks::Open, "required-field-missing", "ALI-RET-1", format!("{name} is missing."));
    }
    finish(fields, false, "query", &mut made, choices);
    made
}

/// Signs, writes, and attacks the form.
pub(super) fn finish(mut fields: Pairs, gbk: bool, member: &str, made: &mut Made, choices: &mut Choices) {
    let mut wire = forge::sign(&mut fields, gbk, made, choices);
    made.fields(&forge::told(&fields));
    if member == "query" && made.flags.contains(&"unsigned-field-accepted") {
        // A parameter of the merchant's own: it may be stripped or make it fail (ALI-RET-7).
        made.asks = Asks::Open;
    }
    if choices.percent(35) {
        choices.shuffle(&mut wire);
        made.did(Asks::Done, "sort-order", "ALI-VER-2", "The fields come in another order.");
    }
    let spelling = form::spelling(made, choices);
    let mut text = form::write(&wire, gbk, spelling);
    if made.asks != Asks::Refused && choices.percent(30) {
        text = attack(text, &fields, &wire, gbk, made, choices);
    }
    text = form::separators(text, made, choices);
    if member == "query" {
        made.put("query", text);
    } else {
        made.body(text.as_bytes());
    }
}
