//! Keys that are not the configured one.

use super::super::{either, genuine, md5_group, refuse};
use super::{bytes_of, with_sign};
use crate::canonical;
use crate::sign::Algorithm;
use crate::suite::Group;
use crate::wechat::message::{KEY, Message, OTHER_KEY};

pub(super) fn keys() -> Group {
    let payment = Message::payment();
    let case = |id: &str, about: &str, sign: String| {
        refuse(&format!("key-{id}"), "signature", about, with_sign(&sign))
            .clauses(["WX-SIGN-5", "WX-SIGN-10"])
            .flags(["wrong-key-accepted"])
            .attacks(["K02"])
    };
    let with = |key: &str| Algorithm::Md5.sign(&payment.fields, key);
    let tenant = payment.with("mch_id", "1900000109");
    let key_bytes = bytes_of(KEY);
    let decoded = [canonical::wechat(&payment.fields).as_bytes(), b"&key=", &key_bytes].concat();
    let named = |id: &str, about: &str, value: &str, key: &str| {
        let message = payment.with("key", value);
        let sign = Algorithm::Md5.sign(&payment.fields, key);
        refuse(&format!("key-{id}"), "signature", about, message.with("sign", sign).xml())
            .clauses(["WX-SIGN-5"])
            .flags(["key-from-message"])
            .attacks(["C04", "K01"])
    };
    md5_group("The key is the configured one, as text.")
        .test(
            case("other", "Signed with another merchant's key, or the sandbox's.", with(OTHER_KEY))
                .attacks(["K04", "K05"]),
        )
        .test(case("empty", "Signed with an empty key: `…&key=`.", with("")))
        .test(case("zero", "Signed with the key `0`.", with("0")))
        .test(case("null", "Signed with the key `null`.", with("null")))
        .test(case("undefined", "Signed with the key `undefined`.", with("undefined")))
        .test(case("test", "Signed with the key `test`.", with("test")))
        .test(case("appid", "Signed with the appid as key.", with("wxd930ea5d5a258f4f")))
        .test(case("mch-id", "Signed with mch_id as key.", with("10000100")))
        .test(case("upper", "Signed with the key in upper case.", with(&KEY.to_uppercase())))
        .test(case("cut", "Signed with the key's first 16 characters.", with(&KEY[..16])))
        .test(case(
            "hex-decoded",
            "Signed with the 16 bytes that the key's digits spell.",
            Algorithm::Md5.hash(KEY, &decoded),
        ))
        .test(case(
            "digest-of-key",
            "Signed with the MD5 of the key, which is the key of refund notifications.",
            with("d96eb16afdd491fa1e705096edbc2205"),
        ))
        .test(
            refuse(
                "key-other-tenant",
                "signature",
                "Another merchant's message, signed with that merchant's key: a verifier that \
            picks the key by the message's mch_id accepts it.",
                tenant.with("sign", Algorithm::Md5.sign(&tenant.fields, OTHER_KEY)).xml(),
            )
            .clauses(["WX-SIGN-5", "WX-NTF-51"])
            .flags(["wrong-key-accepted"])
            .attacks(["K06"]),
        )
        .test(named(
            "field-attacker",
            "A field named `key` and a signature with its value as the key.",
            "attacker",
            "attacker",
        ))
        .test(named(
            "field-unsigned",
            "A field named `key` was added to a genuine message: the signature covers every field but `sign`.",
            "x",
            KEY,
        ))
        .test(named("field-empty", "An empty field named `key` and a signature with an empty key.", "", ""))
        .test({
            let message = payment.with("key", "attacker");
            let string = canonical::wechat(&message.fields);
            let sign = Algorithm::Md5.hash(KEY, string.as_bytes());
            refuse(
                "key-field-in-place",
                "signature",
                "A field named `key` takes the key's place: nothing is put at the end.",
                message.with("sign", sign).xml(),
            )
            .clauses(["WX-SIGN-5"])
            .flags(["key-from-message"])
            .attacks(["C04"])
        })
        .test({
            let message = payment.with("key", "x");
            let sign = Algorithm::Md5.sign(&message.fields, KEY);
            either(
                "key-field-signed",
                "A signed field named `key`, among the others. A field like any other by WX-SIGN-9; no \
                message has it, so that one may refuse it.",
                &message,
                message.with("sign", sign).xml(),
            )
            .clauses(["WX-SIGN-9", "WX-SIGN-5"])
            .flags(["key-from-message"])
            .attacks(["C04"])
        })
        .test(
            genuine(
                "key-in-attach",
                "attach ends in `&key=` and the key's look-alike. It is a value.",
                &payment.with("attach", format!("x&key={OTHER_KEY}")),
            )
            .clauses(["WX-SIGN-33"])
            .flags(["key-from-message"])
            .attacks(["C05"]),
        )
}
