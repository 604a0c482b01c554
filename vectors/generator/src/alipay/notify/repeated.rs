//! A name that stands twice: the value that was signed, or a refusal, and never the other value.

use serde_json::json;

use super::super::fixtures::{notification, verifier};
use super::{genuine, policy, read, refused};
use crate::suite::{Group, Suite, Test};

/// Names whose second value buys something, and that value.
const PRIZES: [(&str, &str); 8] = [
    ("total_amount", "8888.00"),
    ("out_trade_no", "T20260101_9999"),
    ("trade_status", "TRADE_FINISHED"),
    ("app_id", "2014072300009999"),
    ("seller_id", "2088000000009999"),
    ("trade_no", "2026010122001400000000009999"),
    ("notify_type", "other"),
    ("passback_params", "uid%3D1"),
];

pub(super) fn suite() -> Suite {
    let signed = notification().signed();
    let mut tests = Vec::new();
    for (name, other) in PRIZES {
        let id = name.replace('_', "-");
        for (place, form) in
            [("after", signed.clone().push(name, other)), ("before", signed.clone().unshift(name, other))]
        {
            let about = format!(
                "{name} stands twice, the unsigned value {place} the signed one. Acceptable to refuse, or to take the signed value; reading the other is a forgery."
            );
            tests.push(
                read(Test::acceptable(format!("ali-notify-repeated-{id}-{place}"), about), &signed, true)
                    .body(form.wire())
                    .expect(json!({"fields": {
                        "out_trade_no": "T20260101_0001", "total_amount": "88.88", "trade_status": "TRADE_SUCCESS",
                        "trade_no": "2026010122001400000000000001", name: signed.text(name)
                    }}))
                    .clauses(["ALI-AMB-4"])
                    .attacks(["F01"])
                    .flags(["duplicate-field"]),
            );
        }
    }
    let unpaid = notification().set("trade_status", "WAIT_BUYER_PAY").signed();
    let odd = |id: &str, about: &str, form: &super::Form| {
        policy(&format!("repeated-{id}"), about, form)
            .clauses(["ALI-AMB-4"])
            .attacks(["F01"])
            .flags(["duplicate-field"])
    };
    Suite::new("alipay/notify-repeated", "alipay.notify", "Parameter pollution: what is verified is what is read.")
        .group(Group::new("A second, unsigned value.", verifier()).all(tests))
        .group(
            Group::new("Other repetitions.", verifier())
                .test(odd("same-value", "total_amount stands twice with the same value. Acceptable: a repeated name may be refused for itself.", &signed.clone().push("total_amount", "88.88")))
                .test(odd("sign-good-first", "sign stands twice, the good one first. Acceptable to refuse, or to use the good one.", &signed.clone().push("sign", "AAAA")))
                .test(odd("sign-good-last", "sign stands twice, the good one last. Acceptable to refuse, or to use the good one.", &signed.clone().unshift("sign", "AAAA")))
                .test(odd("sign-type", "sign_type stands twice. Acceptable to refuse: it is not signed at all.", &signed.clone().push("sign_type", "RSA2")))
                .test(odd("charset", "charset stands twice with the same value. Acceptable: a repeated name may be refused for itself.", &signed.clone().push("charset", "utf-8")))
                .test(odd("empty", "total_amount stands twice, the second time empty. Acceptable to refuse, or to take the signed value.", &signed.clone().push("total_amount", "")))
                .test(
                    policy("repeated-status-after", "A genuine notification of an unpaid trade with TRADE_SUCCESS appended. Acceptable to refuse; read, it is unpaid.", &unpaid.clone().push("trade_status", "TRADE_SUCCESS"))
                        .expect(json!({"paid": false}))
                        .clauses(["ALI-AMB-4", "ALI-STAT-5"])
                        .attacks(["F01", "V12"])
                        .flags(["duplicate-field"]),
                )
                .test(
                    policy("repeated-status-before", "A genuine notification of an unpaid trade with TRADE_SUCCESS in front. Acceptable to refuse; read, it is unpaid.", &unpaid)
                        .body(unpaid.clone().unshift("trade_status", "TRADE_SUCCESS").wire())
                        .expect(json!({"paid": false}))
                        .clauses(["ALI-AMB-4", "ALI-STAT-5"])
                        .attacks(["F01", "V12"])
                        .flags(["duplicate-field"]),
                )
                .test(
                    refused("repeated-unsigned", "A name that was not signed was appended twice: a list, which some leave out of the string and read all the same.", &signed.clone().push("refund_ind", "Y").push("refund_ind", "Y"))
                        .clauses(["ALI-AMB-4", "ALI-VER-1"])
                        .attacks(["F01", "F08"])
                        .flags(["unsigned-field-accepted"]),
                )
                .test(
                    refused("repeated-unsigned-status", "trade_status was not signed and was appended twice.", &notification().without("trade_status").signed().push("trade_status", "TRADE_CLOSED").push("trade_status", "TRADE_SUCCESS"))
                        .clauses(["ALI-AMB-4", "ALI-VER-1"])
                        .attacks(["F01", "F08"])
                        .flags(["unsigned-field-accepted"]),
                )
                .test(genuine("repeated-no-repeat", "A value that holds its own name and another's is no repetition.", &notification().set("passback_params", "total_amount=1&total_amount=2").signed()).clauses(["ALI-AMB-4", "ALI-NTF-3"]).flags(["decoded-before-splitting"])),
        )
}
