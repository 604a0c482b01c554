//! `wechat/notify-algorithm`: which algorithm a message has (WX-SIGN-12 to WX-SIGN-15).

use serde_json::json;

use super::MONEY;
use crate::sign::Algorithm;
use crate::suite::{Group, Suite, Test};
use crate::wechat::message::{KEY, Message};

pub(in crate::wechat) fn suite() -> Suite {
    Suite::new(
        "wechat/notify-algorithm",
        "wechat.notify",
        "Which algorithm a notification has: the configured one, whatever the message leaves out. Genuine by the other one is seen in \
         real traffic and may pass; an unknown sign_type never does.",
    )
    .group(configured(Algorithm::Md5))
    .group(configured(Algorithm::HmacSha256))
}

fn configured(ours: Algorithm) -> Group {
    let name = ours.sign_type();
    let suffix = if ours == Algorithm::Md5 { "md5" } else { "hmac" };
    let other = ours.other();
    let payment = Message::payment();
    let typed = |value: &str| payment.with("sign_type", value);
    let id = |id: &str| format!("wx-notify-algorithm-{id}-{suffix}");
    let output = |test: Test| test.expect(payment.expect(MONEY)).expect(json!({"paid": true}));
    let valid = |short: &str, about: &str, message: Message| {
        output(Test::valid(id(short), about))
            .body(message.xml())
            .clauses(["WX-SIGN-12", "WX-SIGN-14", "WX-NTF-8"])
            .flags(["algorithm-by-default"])
    };
    let crossed = |short: &str, about: &str, message: Message| {
        let about = format!(
            "{about} Only the key's holder can make it, and real traffic has it: accepted or refused (WX-AMB-2)."
        );
        output(Test::acceptable(id(short), about))
            .body(message.xml())
            .clauses(["WX-SIGN-12", "WX-SIGN-14"])
            .flags(["algorithm-downgrade"])
            .attacks(["S12"])
    };
    let unknown = |short: &str, value: &str, signed: Algorithm| {
        let about = format!(
            "sign_type is `{value}`, which is neither of the two spellings; the signature is a right {} one. A verifier \
            that falls back to a default accepts it.",
            signed.sign_type()
        );
        Test::invalid(id(short), about)
            .body(typed(value).sealed(signed).xml())
            .clauses(["WX-SIGN-12"])
            .flags(["unknown-sign-type-accepted"])
            .attacks(["S12"])
    };
    let forged = |short: &str, about: &str, message: Message| {
        Test::invalid(id(short), about)
            .body(message.xml())
            .class("signature")
            .clauses(["WX-SIGN-4", "WX-SIGN-12", "WX-SIGN-14", "WX-NTF-8"])
            .flags(["sign-type-dropped"])
    };
    let mut group =
        Group::new(&format!("The merchant is configured for {name}."), json!({"key": KEY, "sign_type": name}))
            .test(valid("absent", &format!("No sign_type, a {name} signature."), payment.sealed(ours)))
            .test(
                valid("named", &format!("sign_type {name}, signed with it."), typed(name).sealed(ours))
                    .clauses(["WX-SIGN-4"]),
            )
            .test(crossed(
                "other-named",
                &format!("sign_type {} and its signature.", other.sign_type()),
                typed(other.sign_type()).sealed(other),
            ))
            .test(crossed(
                "other-absent",
                &format!("No sign_type, a {} signature.", other.sign_type()),
                payment.sealed(other),
            ))
            .test(crossed(
                "named-but-other",
                &format!("sign_type {name}, yet a {} signature over it.", other.sign_type()),
                typed(name).sealed(other),
            ))
            .test(crossed(
                "other-named-but-ours",
                &format!("sign_type {}, yet a {name} signature over it.", other.sign_type()),
                typed(other.sign_type()).sealed(ours),
            ))
            .test(forged(
                "named-unsigned",
                &format!(
                    "sign_type {name} stands in the message and was left out of the string: a known bug of \
            verifiers, which refuse genuine messages for it."
                ),
                payment.sealed(ours).with("sign_type", name),
            ))
            .test(forged(
                "other-named-unsigned",
                &format!("sign_type {} was put into a {name} message after signing.", other.sign_type()),
                payment.sealed(ours).with("sign_type", other.sign_type()),
            ))
            .test(forged(
                "named-removed",
                &format!("sign_type {name} was signed and is missing."),
                typed(name).sealed(ours).without("sign_type"),
            ))
            .test({
                let about =
                    "An empty sign_type takes no part and means none (WX-SIGN-3); one may also call it unknown.";
                output(Test::acceptable(id("empty"), about))
                    .body(typed("").sealed(ours).xml())
                    .clauses(["WX-SIGN-3", "WX-SIGN-12"])
                    .flags(["empty-value-signed"])
            });
    for (short, value) in [
        ("md5-lower", "md5"),
        ("hmac-lower", "hmac-sha256"),
        ("hmac-underscore", "HMAC_SHA256"),
        ("sha256", "SHA256"),
        ("hmac", "HMAC"),
        ("sha1", "SHA1"),
        ("rsa", "RSA"),
        ("none", "NONE"),
        ("null", "null"),
        ("zero", "0"),
        ("constructor", "constructor"),
    ] {
        group = group.test(unknown(&format!("unknown-{short}"), value, ours));
    }
    for (short, value) in [("sha256", "SHA256"), ("none", "NONE"), ("rsa", "RSA")] {
        group = group.test(unknown(&format!("unknown-{short}-other"), value, other));
    }
    group
}
