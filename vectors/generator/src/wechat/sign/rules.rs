//! `wechat/sign-rules`: which fields take part, in which order, and where the key goes.

use serde_json::json;

use super::{Pair, groups, keys, open, order, pair};
use crate::sign::Algorithm;
use crate::suite::{Group, Suite, Test};
use crate::wechat::message::{KEY, Message};

pub(in crate::wechat) fn suite() -> Suite {
    let mut suite = Suite::new(
        "wechat/sign-rules",
        "wechat.sign",
        "Which fields are signed, in which order, and where the key goes (section 1 of the WeChat sheet).",
    );
    for group in groups("The sheet's worked examples.", worked()) {
        suite = suite.group(group);
    }
    for group in groups("Which fields take part.", taking_part()) {
        suite = suite.group(group);
    }
    for group in groups("The order of the names is that of their bytes.", order::order()) {
        suite = suite.group(group);
    }
    suite
        .group(sign_type_md5())
        .group(sign_type_hmac())
        .group(keys::keys(Algorithm::Md5))
        .group(keys::keys(Algorithm::HmacSha256))
}

fn worked() -> Vec<Pair> {
    let base = Message::documentation();
    vec![
        pair("ex-1", "WX-SIGN-EX-1, the official example.", &base).clauses(&[
            "WX-SIGN-1",
            "WX-SIGN-5",
            "WX-SIGN-6",
            "WX-SIGN-7",
        ]),
        pair(
            "ex-4",
            "WX-SIGN-EX-4: an empty field changes nothing. Kept as `attach=` it gives another signature.",
            &base.with("attach", ""),
        )
        .clauses(&["WX-SIGN-3"])
        .flags(&["empty-value-signed"]),
        pair("ex-5a", "WX-SIGN-EX-5a: 0 is a value. A test for truth drops it.", &base.with("coupon_fee", "0"))
            .clauses(&["WX-SIGN-32"])
            .flags(&["zero-dropped"]),
        pair(
            "ex-5b",
            "WX-SIGN-EX-5b: `&` and `=` in a value are joined raw, not percent-encoded.",
            &base.with("attach", "a&b=c"),
        )
        .clauses(&["WX-SIGN-33", "WX-SIGN-8"])
        .flags(&["value-encoded-before-signing"]),
        pair(
            "ex-5d",
            "WX-SIGN-EX-5d: Chinese text is hashed as UTF-8. GBK gives another signature.",
            &base.with("body", "腾讯充值中心-QQ会员充值"),
        )
        .clauses(&["WX-SIGN-8"])
        .flags(&["wrong-charset"]),
        pair(
            "ex-5e",
            "WX-SIGN-EX-5e: an upper-case name sorts before every lower-case one.",
            &base.with("Zeta", "1").with("alpha", "2"),
        )
        .clauses(&["WX-SIGN-2"])
        .flags(&["sort-order"]),
        pair(
            "ex-5f",
            "WX-SIGN-EX-5f: index fields sort as text, 10 before 2.",
            &base
                .with("coupon_fee", "6")
                .with("coupon_fee_0", "1")
                .with("coupon_fee_2", "2")
                .with("coupon_fee_10", "3"),
        )
        .clauses(&["WX-SIGN-37"])
        .flags(&["sort-order"]),
        pair("ex-5g", "WX-SIGN-EX-5g: a field that no table names is signed too.", &base.with("new_field_2030", "v"))
            .clauses(&["WX-SIGN-9"])
            .flags(&["unknown-field-dropped"]),
    ]
}

fn taking_part() -> Vec<Pair> {
    let base = Message::documentation();
    let mut many = Message::new(&[]);
    for i in 0..100 {
        many = many.with(&format!("field_{i}"), format!("{}", 1000 - i));
    }
    vec![
        pair(
            "sign-left-out",
            "`sign` itself takes no part, whatever it holds.",
            &base.with("sign", "C380BEC2BFD727A4B6845133519F3AD6"),
        )
        .clauses(&["WX-SIGN-4"])
        .flags(&["sign-signed"]),
        pair(
            "sign-first",
            "`sign` as the first of the params takes no part either.",
            &Message::new(&[("sign", "x"), ("appid", "wxd930ea5d5a258f4f"), ("nonce_str", "1")]),
        )
        .clauses(&["WX-SIGN-4"])
        .flags(&["sign-signed"]),
        pair(
            "sign-upper-case-name",
            "`SIGN` is not `sign`: names are case-sensitive, so it takes part.",
            &base.with("SIGN", "x"),
        )
        .clauses(&["WX-SIGN-40", "WX-SIGN-2"])
        .flags(&["name-case-folded"]),
        pair(
            "key-name",
            "A field named `key` takes part like any other; the API key stands last all the same.",
            &base.with("key", "x"),
        )
        .clauses(&["WX-SIGN-4", "WX-SIGN-5"])
        .flags(&["field-dropped"]),
        pair("sign-title-case-name", "`Sign` is not `sign` and takes part.", &base.with("Sign", "x"))
            .clauses(&["WX-SIGN-40", "WX-SIGN-2"])
            .flags(&["name-case-folded"]),
        pair("sign-prefix", "`signature` only begins with `sign` and takes part.", &base.with("signature", "x"))
            .clauses(&["WX-SIGN-4"])
            .flags(&["field-dropped"]),
        pair("sign-suffix", "`paySign` only ends in the word and takes part.", &base.with("paySign", "x"))
            .clauses(&["WX-SIGN-4"])
            .flags(&["field-dropped"]),
        pair("sign-type-like", "`signType` is an ordinary field here and takes part.", &base.with("signType", "MD5"))
            .clauses(&["WX-SIGN-4"])
            .flags(&["sign-type-dropped"]),
        pair("empty-first", "An empty field that would sort first leaves no stray `&`.", &base.with("a", ""))
            .clauses(&["WX-SIGN-3"])
            .flags(&["empty-value-signed"]),
        pair(
            "empty-last",
            "An empty field that would sort last leaves no stray `&` before the key.",
            &base.with("zz", ""),
        )
        .clauses(&["WX-SIGN-3"])
        .flags(&["empty-value-signed"]),
        pair(
            "empty-many",
            "Several empty fields in a row all drop out.",
            &base.with("attach", "").with("detail", "").with("goods_tag", "").with("openid", ""),
        )
        .clauses(&["WX-SIGN-3"])
        .flags(&["empty-value-signed"]),
        pair("one-field", "One field alone: `a=1&key=…`.", &Message::new(&[("a", "1")]))
            .clauses(&["WX-SIGN-1", "WX-SIGN-5"]),
        pair(
            "one-left",
            "One field is left when the empty ones have gone.",
            &Message::new(&[("a", ""), ("b", "1"), ("c", "")]),
        )
        .clauses(&["WX-SIGN-3", "WX-SIGN-5"])
        .flags(&["empty-value-signed"]),
        pair("hundred-fields", "A hundred fields, in an order that is not theirs.", &many).clauses(&["WX-SIGN-1"]),
        pair(
            "name-with-digits",
            "Digits in a name are part of it.",
            &base.with("new_field_2030", "v").with("field2", "w"),
        )
        .clauses(&["WX-SIGN-9"])
        .flags(&["unknown-field-dropped"]),
        pair(
            "coupon-indices",
            "Two coupons' index fields are signed though no struct has them.",
            &base
                .with("coupon_fee_0", "5")
                .with("coupon_id_0", "1000")
                .with("coupon_fee_1", "7")
                .with("coupon_id_1", "1001"),
        )
        .clauses(&["WX-SIGN-9", "WX-XML-7"])
        .flags(&["unknown-field-dropped"])
        .attacks(&["C10"]),
        pair(
            "name-brackets",
            "Brackets in a name are part of it: no nested list is built and flattened.",
            &base.with("a[b]", "1").with("a[]", "2"),
        )
        .clauses(&["WX-SIGN-1"])
        .flags(&["sort-order"])
        .attacks(&["C13"]),
        open(
            "nothing",
            "No field at all. SDKs disagree: `&key=K` or `key=K` (WX-AMB-7), so both are right; one may refuse.",
            &Message::new(&[]),
            &["", KEY_ALONE],
        )
        .clauses(&["WX-SIGN-5"]),
        open(
            "nothing-but-empty",
            "Only empty fields, so that nothing is left: as with no field at all (WX-AMB-7).",
            &Message::new(&[("a", ""), ("b", "")]),
            &["", KEY_ALONE],
        )
        .clauses(&["WX-SIGN-5", "WX-SIGN-3"]),
    ]
    .into_iter()
    .map(without_marker)
    .collect()
}

/// Stands for "no `&` before `key=`", a string that [`Algorithm::seal`] cannot make.
const KEY_ALONE: &str = "\u{0}";

/// Replaces the marker by the signature over `key=K` alone.
fn without_marker(mut pair: Pair) -> Pair {
    for (test, algorithm) in [(&mut pair.md5, Algorithm::Md5), (&mut pair.hmac, Algorithm::HmacSha256)] {
        for output in test.any_of.iter_mut().filter(|output| output["canonical"] == KEY_ALONE) {
            output.insert("sign".into(), algorithm.hash(KEY, format!("key={KEY}").as_bytes()).into());
            output.insert("canonical".into(), "".into());
        }
    }
    pair
}

fn sign_type_md5() -> Group {
    let message = Message::documentation().with("sign_type", "MD5");
    Group::new("`sign_type` is signed when it is sent.", json!({"key": KEY, "sign_type": "MD5"})).test(
        Test::valid("wx-sign-ex-2", "WX-SIGN-EX-2: `sign_type` takes part. Left out, the signature is that of EX-1.")
            .clauses(["WX-SIGN-4", "WX-SIGN-12"])
            .flags(["sign-type-dropped"])
            .attacks(["C07"])
            .input(json!({"params": message.params()}))
            .expect(json!({"sign": message.sign(Algorithm::Md5)})),
    )
}

fn sign_type_hmac() -> Group {
    let message = Message::documentation().with("sign_type", "HMAC-SHA256");
    Group::new(
        "`sign_type` is signed when it is sent, also for HMAC-SHA256.",
        json!({"key": KEY, "sign_type": "HMAC-SHA256"}),
    )
    .test(
        Test::valid("wx-sign-ex-3", "WX-SIGN-EX-3: `sign_type` takes part. Left out, the signature is that of EX-1.")
            .clauses(["WX-SIGN-4", "WX-SIGN-12"])
            .flags(["sign-type-dropped"])
            .attacks(["C07"])
            .input(json!({"params": message.params()}))
            .expect(json!({"sign": message.sign(Algorithm::HmacSha256)})),
    )
}
