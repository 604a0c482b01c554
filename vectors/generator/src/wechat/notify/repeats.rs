//! `wechat/notify-repeats`: repeated names, names in another case, names that a language gives a meaning.

use serde_json::json;

use super::{and_field, either, genuine, md5_group, refuse};
use crate::suite::{Group, Suite, Test};
use crate::wechat::message::{Message, element, swap};

pub(in crate::wechat) fn suite() -> Suite {
    Suite::new(
        "wechat/notify-repeats",
        "wechat.notify",
        "Repeated names: refused, or read with the value that was signed; never the other one. Names that mean something to a \
         language are names.",
    )
    .group(signed_value())
    .group(unsigned())
    .group(case())
    .group(prototypes())
}

/// The genuine field and another one of its name, in both orders, side by side and far apart.
fn signed_value() -> Group {
    let payment = Message::payment();
    let wire = payment.md5().xml();
    let mut group = md5_group(
        "A field twice with two values, one of them signed. First, last or list is each SDK's choice, so that refusing is right \
         and so is the signed value (WX-SIGN-38, WX-AMB-6).",
    );
    let fields = [
        ("total_fee", "1"),
        ("out_trade_no", "VICTIM1"),
        ("transaction_id", "4200000000000000000000000000"),
        ("mch_id", "1900000109"),
    ];
    for (field, other) in fields {
        let value = payment.value(field);
        let (real, fake) = (element(field, value), element(field, other));
        let dashed = field.replace('_', "-");
        for (place, body) in [
            ("first", swap(&wire, &real, &format!("{real}{fake}"))),
            ("last", swap(&wire, &real, &format!("{fake}{real}"))),
            ("first-far", swap(&wire, "</xml>", &format!("{fake}</xml>"))),
            ("last-far", swap(&wire, "<xml>", &format!("<xml>{fake}"))),
        ] {
            let about = format!(
                "{field} stands twice, {value} (signed) {} {other}. Refused, or {value} is read (WX-AMB-6).",
                if place.starts_with("first") { "before" } else { "after" }
            );
            let test = and_field(either(&format!("repeat-{dashed}-{place}"), &about, &payment, body), field, value);
            group = group.test(test.clauses(["WX-SIGN-38"]).flags(["duplicate-field"]).attacks(["X07"]));
        }
    }
    let failed = payment.with("result_code", "FAIL");
    let results = |id: &str, body: String| {
        let about = "result_code stands twice; FAIL was signed. Refused, or FAIL is read (WX-AMB-6).";
        Test::acceptable(format!("wx-notify-repeat-{id}"), about)
            .body(body)
            .expect(json!({"fields": {"result_code": "FAIL"}, "paid": false}))
            .clauses(["WX-SIGN-38", "WX-NTF-9"])
            .flags(["duplicate-field"])
            .attacks(["X07"])
    };
    let (fail, success) = (element("result_code", "FAIL"), element("result_code", "SUCCESS"));
    let same = |id: &str, about: &str, field: &str| {
        let real = element(field, payment.md5().value(field));
        let about = format!("{about} Refused or read (WX-AMB-6).");
        either(&format!("repeat-{id}"), &about, &payment, swap(&wire, &real, &format!("{real}{real}")))
            .clauses(["WX-SIGN-38"])
            .flags(["duplicate-field"])
            .attacks(["X07"])
    };
    let sign = element("sign", payment.md5().value("sign"));
    let bad_sign = element("sign", "C380BEC2BFD727A4B6845133519F3AD6");
    let two_signs = |id: &str, about: &str, body: String| {
        let about = format!("{about} Refused, or the message is read (WX-AMB-6).");
        either(&format!("repeat-sign-{id}"), &about, &payment, body)
            .clauses(["WX-SIGN-38", "WX-SIGN-4"])
            .flags(["duplicate-field"])
            .attacks(["X07"])
    };
    group
        .test(results("result-code-fail-first", swap(&failed.md5().xml(), &fail, &format!("{fail}{success}"))))
        .test(results("result-code-fail-last", swap(&failed.md5().xml(), &fail, &format!("{success}{fail}"))))
        .test(same("same-value", "total_fee stands twice with the same value.", "total_fee"))
        .test(same("same-attach", "attach stands twice with the same value.", "attach"))
        .test(same("same-sign", "`sign` stands twice with the same value.", "sign"))
        .test(two_signs(
            "good-first",
            "A right `sign` before a wrong one.",
            swap(&wire, &sign, &format!("{sign}{bad_sign}")),
        ))
        .test(two_signs(
            "good-last",
            "A right `sign` after a wrong one.",
            swap(&wire, &sign, &format!("{bad_sign}{sign}")),
        ))
        .test(two_signs(
            "empty-first",
            "An empty `sign` before the right one.",
            swap(&wire, &sign, &format!("<sign></sign>{sign}")),
        ))
        .test({
            let real = element("total_fee", "100");
            let body = swap(&wire, &real, &format!("<total_fee>1</total_fee>{real}<total_fee>2</total_fee>"));
            either(
                "repeat-total-fee-middle",
                "total_fee stands three times; the second was signed. Refused, or 100 (WX-AMB-6).",
                &payment,
                body,
            )
            .clauses(["WX-SIGN-38"])
            .flags(["duplicate-field"])
            .attacks(["X07"])
        })
}

fn unsigned() -> Group {
    let case = |field: &str, values: [&str; 2]| {
        let rest = Message::payment().without(field).md5();
        let [a, b] = values.map(|value| element(field, value));
        let body = swap(&rest.xml(), "</xml>", &format!("{a}{b}</xml>"));
        let id = format!("repeat-unsigned-{}", field.replace('_', "-"));
        let about = format!("{field} stands twice and neither value was signed. A signer that skips lists accepts it.");
        refuse(&id, "signature", &about, body)
            .any_class()
            .clauses(["WX-SIGN-1", "WX-SIGN-38"])
            .flags(["list-skipped-by-signer"])
            .attacks(["X18"])
    };
    md5_group("A field twice, both outside the signature: a signer that skips lists, as the official PHP demo does, accepts any value.")
        .test(case("total_fee", ["100", "100"]))
        .test(case("out_trade_no", ["VICTIM1", "VICTIM1"]))
        .test(case("attach", ["user=admin", "user=admin"]))
        .test(case("transaction_id", ["1", "2"]))
        .test(case("coupon_fee", ["0", "1"]))
}

fn case() -> Group {
    let payment = Message::payment();
    let wire = payment.md5().xml();
    let extra = |id: &str, name: &str, value: &str| {
        let about = format!(
            "`{name}` is no field of the message but one more, and it was not signed. A reader that folds case \
            takes it for the field."
        );
        refuse(
            &format!("case-{id}"),
            "signature",
            &about,
            swap(&wire, "</xml>", &format!("{}</xml>", element(name, value))),
        )
        .clauses(["WX-SIGN-2", "WX-SIGN-1"])
        .flags(["name-case-folded"])
    };
    let signed = |id: &str, name: &str, value: &str| {
        let about = format!("`{name}` is a signed field of its own; the lower-case field keeps its value (WX-SIGN-2).");
        genuine(&format!("case-{id}-signed"), &about, &payment.with(name, value))
            .clauses(["WX-SIGN-2", "WX-SIGN-9", "WX-SIGN-38"])
            .flags(["name-case-folded"])
    };
    let sign_as = |name: &str| {
        let body = payment.md5().renamed("sign", name).xml();
        let about = format!("The signature stands in `{name}`, which is not `sign`: the message has none.");
        refuse(&format!("case-{}-for-sign", if name == "SIGN" { "upper" } else { "title" }), "signature", &about, body)
            .clauses(["WX-SIGN-40", "WX-SIGN-2"])
            .flags(["name-case-folded"])
    };
    md5_group("Names are case-sensitive (WX-SIGN-2).")
        .test(extra("total-fee", "Total_Fee", "1"))
        .test(extra("out-trade-no", "OUT_TRADE_NO", "VICTIM1"))
        .test(extra("sign", "Sign", "C380BEC2BFD727A4B6845133519F3AD6"))
        .test(signed("total-fee", "Total_Fee", "1"))
        .test(signed("out-trade-no", "OUT_TRADE_NO", "VICTIM1"))
        .test(signed("sign", "Sign", "x"))
        .test(sign_as("Sign"))
        .test(sign_as("SIGN"))
}

fn prototypes() -> Group {
    let payment = Message::payment();
    let wire = payment.md5().xml();
    let names = [
        ("proto", "__proto__"),
        ("constructor", "constructor"),
        ("to-string", "toString"),
        ("has-own", "hasOwnProperty"),
        ("prototype", "prototype"),
        ("length", "length"),
    ];
    let mut group = md5_group(
        "Names that mean something to JavaScript. Unsigned they break the signature like any other; a map that loses them accepts.",
    );
    for (id, name) in names {
        let flat = element(name, "x");
        let about = format!("An unsigned `{name}`. A map that cannot hold it drops it from the signed string.");
        group = group.test(
            refuse(&format!("{id}-unsigned"), "signature", &about, swap(&wire, "</xml>", &format!("{flat}</xml>")))
                .clauses(["WX-SIGN-1"])
                .flags(["prototype-name"])
                .attacks(["X23"]),
        );
        let about = format!(
            "A signed `{name}`: a field like any other by WX-SIGN-9, though no table will ever have it, so that one \
            may refuse it."
        );
        let signed = payment.with(name, "x");
        group = group.test(
            either(&format!("{id}-signed"), &about, &signed, signed.md5().xml())
                .clauses(["WX-SIGN-9"])
                .flags(["prototype-name"])
                .attacks(["X23"]),
        );
    }
    let nested = |id: &str, about: &str, body: String| {
        refuse(&format!("proto-{id}"), "malformed", about, body)
            .clauses(["WX-SIGN-39"])
            .flags(["prototype-name"])
            .attacks(["X23"])
    };
    let bare = payment.md5().without("sign").xml();
    let sign = payment.md5().value("sign").to_owned();
    group
        .test(nested(
            "sign",
            "`sign` stands in a nested __proto__; the root has none. A merged map inherits it.",
            swap(&bare, "</xml>", &format!("<__proto__><sign>{sign}</sign></__proto__></xml>")),
        ))
        .test(nested(
            "field",
            "A nested __proto__ holds attach, which the signature leaves out.",
            swap(
                &payment.without("attach").md5().xml(),
                "</xml>",
                "<__proto__><attach>admin</attach></__proto__></xml>",
            ),
        ))
        .test(nested(
            "constructor",
            "A nested constructor.prototype.",
            swap(&wire, "</xml>", "<constructor><prototype><polluted>1</polluted></prototype></constructor></xml>"),
        ))
}
