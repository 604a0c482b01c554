//! `wechat/notify-fields`: the worked notification, and the same with each field changed, removed or added under its
//! signature. Derived: the row and the edge stand in each vector's text.

use std::collections::BTreeSet;

use serde_json::json;

use super::{refuse, rows};
use crate::sign::Algorithm;
use crate::suite::{Group, Suite, Test};
use crate::wechat::message::{KEY, Message};

pub(in crate::wechat) fn suite() -> Suite {
    Suite::new(
        "wechat/notify-fields",
        "wechat.notify",
        "Every field is covered by the signature: the worked notification of section 4.5, and the same with one field changed, \
         removed or added.",
    )
    .group(worked(Algorithm::Md5))
    .group(worked(Algorithm::HmacSha256))
    .group(touched(Algorithm::Md5))
    .group(touched(Algorithm::HmacSha256))
    .group(rare())
}

fn group(algorithm: Algorithm, about: &str) -> Group {
    Group::new(&format!("{about} {}.", algorithm.sign_type()), json!({"key": KEY, "sign_type": algorithm.sign_type()}))
}

fn worked(algorithm: Algorithm) -> Group {
    let message = Message::worked_payment();
    let typed = message.with("sign_type", algorithm.sign_type());
    let (bare, with_type) = if algorithm == Algorithm::Md5 { ("1", "3") } else { ("2", "4") };
    let example = |number: &str, about: &str, message: &Message| {
        Test::valid(format!("wx-notify-ex-{number}"), format!("WX-NTF-EX-{number}: {about}"))
            .clauses(["WX-NTF-51", "WX-SIGN-3", "WX-SIGN-14"])
            .clauses(message.fields.iter().flat_map(|(name, _)| rows::clauses(name)).collect::<BTreeSet<_>>())
            .flags(["empty-value-signed"])
            .body(message.sealed(algorithm).xml())
            .expect(message.expect(&[
                "out_trade_no",
                "total_fee",
                "transaction_id",
                "cash_fee",
                "coupon_fee_0",
                "coupon_id_0",
            ]))
            .expect(json!({"paid": true}))
    };
    group(algorithm, "The sheet's worked notification.").test(example(bare, "no sign_type.", &message)).test(
        example(with_type, "with sign_type.", &typed)
            .clauses(["WX-SIGN-4", "WX-SIGN-15"])
            .flags(["sign-type-dropped"])
            .attacks(["C07"]),
    )
}

/// Another value of the same kind: the last character is another one.
fn other(value: &str) -> String {
    let mut chars: Vec<char> = value.chars().collect();
    match chars.last_mut() {
        Some(last) => *last = if *last == '1' { '2' } else { '1' },
        None => chars.push('x'),
    }
    chars.into_iter().collect()
}

fn touched(algorithm: Algorithm) -> Group {
    let sealed = Message::worked_payment().sealed(algorithm);
    let suffix = if algorithm == Algorithm::Md5 { "md5" } else { "hmac" };
    let mut group = group(algorithm, "One field of the worked notification is not what was signed.");
    let forged = |id: &str, about: &str, message: Message| {
        refuse(&format!("touched-{id}-{suffix}"), "signature", about, message.xml())
            .clauses(["WX-SIGN-1", "WX-NTF-51"])
            .flags(["field-not-covered"])
    };
    let all: Vec<String> = sealed.fields.iter().map(|(name, _)| name.clone()).filter(|name| name != "sign").collect();
    for name in &all {
        // HMAC repeats the mutations only where money hangs on them: the string is the same one.
        let money = ["out_trade_no", "total_fee", "transaction_id", "result_code", "mch_id", "cash_fee"]
            .contains(&name.as_str());
        if algorithm == Algorithm::HmacSha256 && !money {
            continue;
        }
        let dashed = name.replace('_', "-");
        let about = format!("{name} is `{}`, which was not signed.", other(sealed.value(name)));
        let changed = sealed.with(name, other(sealed.value(name)));
        group = group.test(forged(&format!("{dashed}-changed"), &about, changed).clauses(rows::clauses(name)));
        if !sealed.value(name).is_empty() {
            let about = format!("{name} was signed and is missing.");
            group = group
                .test(forged(&format!("{dashed}-removed"), &about, sealed.without(name)).clauses(rows::clauses(name)));
            let about = format!("{name} was signed and is empty.");
            let emptied = forged(&format!("{dashed}-emptied"), &about, sealed.with(name, ""));
            group = group.test(emptied.clauses(rows::clauses(name)).clauses(["WX-SIGN-3"]));
        }
    }
    let bare = sealed.without("sign");
    let added = |id: &str, name: &str, value: &str| {
        let about =
            format!("{name} was added after signing. Every field received takes part, so the signature is wrong.");
        forged(&format!("added-{id}"), &about, bare.with(name, value).with("sign", sealed.value("sign")))
    };
    group
        .test({
            let about = "The empty attach is missing. Empty fields take no part, so that the signature still holds.";
            Test::valid(format!("wx-notify-touched-empty-attach-removed-{suffix}"), about)
                .clauses(["WX-SIGN-3"])
                .flags(["empty-value-signed"])
                .body(sealed.without("attach").xml())
                .expect(sealed.expect(super::MONEY))
                .expect(json!({"paid": true}))
        })
        .test({
            let about = "An empty detail was added. Empty fields take no part, so that the signature still holds.";
            Test::valid(format!("wx-notify-touched-empty-added-{suffix}"), about)
                .clauses(["WX-SIGN-3"])
                .flags(["empty-value-signed"])
                .body(bare.with("detail", "").with("sign", sealed.value("sign")).xml())
                .expect(sealed.expect(super::MONEY))
                .expect(json!({"paid": true}))
        })
        .test(added("unknown", "new_field_2030", "v").flags(["unknown-field-dropped"]))
        .test(added("known", "device_info", "1000"))
        .test(
            added("sign-type", "sign_type", algorithm.sign_type())
                .clauses(["WX-SIGN-4", "WX-SIGN-15"])
                .flags(["sign-type-dropped"])
                .attacks(["C07"]),
        )
        .test(added("trade-state", "trade_state", "SUCCESS"))
        .test(added("coupon", "coupon_fee_1", "100").flags(["unknown-field-dropped"]))
        .test(added("zero", "settlement_total_fee", "0").clauses(["WX-SIGN-32"]).flags(["zero-dropped"]))
        .test(forged(
            "values-swapped",
            "total_fee and coupon_fee have changed places.",
            sealed.with("total_fee", "58").with("coupon_fee", "1000"),
        ))
        .test(forged(
            "names-swapped",
            "total_fee and cash_fee have changed names.",
            sealed.renamed("total_fee", "x").renamed("cash_fee", "total_fee").renamed("x", "cash_fee"),
        ))
        .test(
            forged(
                "number-reformatted",
                "total_fee is `01000`; `1000` was signed. A verifier that signs numbers anew accepts it.",
                sealed.with("total_fee", "01000"),
            )
            .clauses(["WX-XML-6"])
            .attacks(["C12"])
            .flags(["value-coerced"]),
        )
        .test(
            forged("number-plus", "total_fee is `+1000`; `1000` was signed.", sealed.with("total_fee", "+1000"))
                .clauses(["WX-XML-6"])
                .attacks(["C12"])
                .flags(["value-coerced"]),
        )
        .test(
            forged("number-decimal", "total_fee is `1000.0`; `1000` was signed.", sealed.with("total_fee", "1000.0"))
                .clauses(["WX-XML-6"])
                .attacks(["C12"])
                .flags(["value-coerced"]),
        )
        .test(forged(
            "case-folded",
            "result_code is `Success`; SUCCESS was signed.",
            sealed.with("result_code", "Success"),
        ))
}

/// Fields that the worked notification does not have, each sent, changed and removed.
fn rare() -> Group {
    let whole = Message::payment()
        .with("return_msg", "OK")
        .with("device_info", "013467007045764")
        .with("err_code", "SUCCESS")
        .with("err_code_des", "ok")
        .with("settlement_total_fee", "95")
        .with("cash_fee_type", "CNY")
        .with("coupon_fee", "5")
        .with("coupon_count", "1")
        .with("coupon_type_0", "NO_CASH")
        .with("coupon_id_0", "2000000000000000001")
        .with("coupon_fee_0", "5")
        .with("sub_appid", "wx8888888888888888")
        .with("sub_mch_id", "1900000109")
        .with("sub_openid", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6p")
        .with("sub_is_subscribe", "Y")
        .with("promotion_detail", "{\"promotion_detail\":[]}");
    let base: Vec<String> = Message::payment().fields.iter().map(|(name, _)| name.clone()).collect();
    let added: Vec<String> =
        whole.fields.iter().map(|(name, _)| name.clone()).filter(|name| !base.contains(name)).collect();
    let sealed = whole.md5();
    let mut group = group(Algorithm::Md5, "Every optional field of section 4.1, and one of them not what was signed.")
        .test({
            let names: Vec<&str> = added.iter().map(String::as_str).chain(super::MONEY.iter().copied()).collect();
            super::genuine("rare-whole", "All of them: signed, verified and read back.", &whole)
                .expect(whole.expect(&names))
                .clauses(added.iter().flat_map(|name| rows::clauses(name)).collect::<BTreeSet<_>>())
                .flags(["unknown-field-dropped"])
        });
    for name in &added {
        let dashed = name.replace('_', "-");
        let forged = |id: &str, about: &str, message: &Message| {
            refuse(&format!("rare-{dashed}-{id}"), "signature", about, message.xml())
                .clauses(["WX-SIGN-1"])
                .clauses(rows::clauses(name))
                .flags(["field-not-covered"])
        };
        let changed = other(sealed.value(name));
        group = group
            .test(forged(
                "changed",
                &format!("{name} is `{changed}`, which was not signed."),
                &sealed.with(name, changed.clone()),
            ))
            .test(forged("removed", &format!("{name} was signed and is missing."), &sealed.without(name)));
    }
    group.test({
        let message = Message::payment().with("attach", "0");
        let sign = Message::payment().without("attach").md5().value("sign").to_owned();
        let about = "attach is `0` and was left out of the signed string, as a signer that asks for truth does.";
        refuse("rare-zero-left-out", "signature", about, message.with("sign", sign).xml())
            .clauses(["WX-SIGN-32"])
            .flags(["zero-dropped"])
    })
}
