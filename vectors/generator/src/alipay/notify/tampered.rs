//! Authenticity, field by field: a genuine notification with one change after it was signed.

use super::super::fixtures::{NOTIFICATION, notification, verifier};
use super::{Form, refused};
use crate::keys::A;
use crate::sign::RsaScheme;
use crate::suite::{Group, Suite, Test};

/// A value that passes every rule of its field and is another one.
fn other_value(name: &str, value: &str) -> String {
    match name {
        "charset" => "utf8".to_owned(),
        "trade_status" => "TRADE_FINISHED".to_owned(),
        "notify_type" => "trade_status_sync2".to_owned(),
        "total_amount" => "0.01".to_owned(),
        _ => {
            let mut chars: Vec<char> = value.chars().collect();
            let last = chars.pop().expect("no field of the example is empty");
            chars.push(if last == '1' { '2' } else { '1' });
            chars.into_iter().collect()
        }
    }
}

fn clauses(test: Test, name: &str) -> Test {
    let test = test.clauses(["ALI-VER-1", "ALI-VER-3"]).attacks(["S21", "S22"]);
    match name {
        "notify_id" | "auth_app_id" | "version" => test.clauses(["ALI-NTF-1"]),
        _ => test,
    }
}

pub(super) fn suite() -> Suite {
    let signed = notification().signed();
    let mut changed = Vec::new();
    let mut removed = Vec::new();
    let mut emptied = Vec::new();
    for (name, value) in NOTIFICATION {
        let id = name.replace('_', "-");
        let form = signed.clone().set(name, other_value(name, value));
        changed.push(
            clauses(
                refused(&format!("tampered-{id}-changed"), &format!("{name} was changed after signing."), &form),
                name,
            )
            .flags(["field-not-covered"]),
        );
        let form = signed.clone().without(name);
        removed.push(
            clauses(
                refused(&format!("tampered-{id}-removed"), &format!("{name} was taken away after signing."), &form),
                name,
            )
            .flags(["field-not-covered"]),
        );
        let form = signed.clone().set(name, "");
        emptied.push(
            clauses(
                refused(
                    &format!("tampered-{id}-emptied"),
                    &format!(
                        "{name} was emptied after signing; neither reading of empty values gives the signed string."
                    ),
                    &form,
                ),
                name,
            )
            .flags(["field-not-covered"]),
        );
    }
    Suite::new(
        "alipay/notify-tampered",
        "alipay.notify",
        "One change to a genuine notification, and its signature is void.",
    )
    .group(Group::new("One value changed.", verifier()).all(changed))
    .group(Group::new("One field removed.", verifier()).all(removed))
    .group(Group::new("One value emptied.", verifier()).all(emptied))
    .group(Group::new("Whole messages.", verifier()).all(whole(&signed)))
}

fn whole(signed: &Form) -> Vec<Test> {
    let swapped =
        signed.clone().set("out_trade_no", signed.text("trade_no")).set("trade_no", signed.text("out_trade_no"));
    let other = notification().set("notify_id", "2026010100222120104012345678909999").signed();
    let upper = signed.clone().without("trade_status").push("TRADE_STATUS", "TRADE_SUCCESS");
    vec![
        refused("tampered-swapped", "out_trade_no and trade_no changed places.", &swapped)
            .clauses(["ALI-VER-2", "ALI-VER-3"])
            .flags(["field-not-covered"]),
        refused(
            "tampered-other-sign",
            "The signature is that of another genuine notification.",
            &signed.clone().set("sign", other.text("sign")),
        )
        .clauses(["ALI-VER-3"])
        .attacks(["S21", "T02"])
        .flags(["signature-not-checked"]),
        refused("tampered-name-case", "trade_status was renamed TRADE_STATUS; names are matched exactly.", &upper)
            .clauses(["ALI-VER-1"])
            .attacks(["F06"])
            .flags(["name-case-folded"]),
        refused(
            "tampered-app-key",
            "Signed with the merchant's own application key, which its server holds and its staff may know.",
            &notification().signed_by(&A, RsaScheme::Rsa2),
        )
        .clauses(["ALI-KEY-1", "ALI-VER-3"])
        .attacks(["K03"])
        .flags(["wrong-key-accepted"]),
        refused(
            "tampered-random-sign",
            "A success that anybody can write, with 256 bytes of nothing as signature.",
            &signed.clone().set("sign", format!("{}==", "A".repeat(342))),
        )
        .clauses(["ALI-VER-3", "ALI-VER-7"])
        .attacks(["T02", "S21"])
        .flags(["signature-not-checked"]),
        refused(
            "tampered-trailing-space",
            "A space was put at the end of out_trade_no; a verifier that trims values does not see it.",
            &signed.clone().set("out_trade_no", "T20260101_0001 "),
        )
        .clauses(["ALI-VER-6"])
        .flags(["value-trimmed"]),
        refused(
            "tampered-leading-space",
            "A space was put before total_amount; a verifier that trims values does not see it.",
            &signed.clone().set("total_amount", " 88.88"),
        )
        .clauses(["ALI-VER-6"])
        .flags(["value-trimmed"]),
        refused(
            "tampered-amount-form",
            "88.88 became 88.880: the same number, another text.",
            &signed.clone().set("total_amount", "88.880"),
        )
        .clauses(["ALI-VER-2"])
        .flags(["value-coerced"]),
        refused(
            "tampered-json-spaces",
            "A space was put into fund_bill_list; a verifier that re-serialises JSON does not see it.",
            &signed.clone().set("fund_bill_list", r#"[{"amount": "88.88","fundChannel":"ALIPAYACCOUNT"}]"#),
        )
        .clauses(["ALI-VER-2"])
        .flags(["value-coerced"]),
        refused(
            "tampered-json-backslashes",
            "Backslashes before the quotes of fund_bill_list, as magic quotes and log copies put them.",
            &signed.clone().set("fund_bill_list", r#"[{\"amount\":\"88.88\",\"fundChannel\":\"ALIPAYACCOUNT\"}]"#),
        )
        .clauses(["ALI-AMB-10"])
        .flags(["backslashes-stripped"]),
    ]
}
