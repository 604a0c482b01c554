//! `alipay.return`: the parameters with which the buyer's browser comes back (object C).

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::charset::Charset;
use super::fixtures::{RETURN, browser_return, notification, verifier};
use super::form::{Form, encode};
use super::padding::{exponentiate, padded};
use crate::canonical::EmptyValues;
use crate::keys::{A, P};
use crate::sign::RsaScheme;
use crate::suite::{Group, Suite, Test};

fn read(test: Test, form: &Form) -> Test {
    query(test, &form.wire()).expect(json!({"fields": {
        "out_trade_no": form.text("out_trade_no"), "total_amount": form.text("total_amount"), "trade_no": form.text("trade_no")
    }}))
}

fn query(test: Test, query: &str) -> Test {
    test.input(json!({"query": query}))
}

fn valid(id: &str, about: &str, form: &Form) -> Test {
    read(Test::valid(format!("ali-return-{id}"), about), form).clauses(["ALI-RET-3"])
}

fn policy(id: &str, about: &str, form: &Form) -> Test {
    read(Test::acceptable(format!("ali-return-{id}"), about), form)
}

fn refused(id: &str, about: &str, form: &Form) -> Test {
    query(Test::invalid(format!("ali-return-{id}"), about), &form.wire()).class("signature").clauses(["ALI-RET-3"])
}

/// The suites.
pub(super) fn suites() -> Vec<Suite> {
    vec![reading(), forged()]
}

fn reading() -> Suite {
    let signed = browser_return().signed();
    let sign = |bytes: &[u8]| RsaScheme::Rsa2.sign(&P, bytes);
    let v2 = browser_return().set("sign_type", "RSA2");
    let v2 = v2.clone().with_sign(&sign(&v2.v2_string()), "RSA2");
    let gbk = Form::new(RETURN, Charset::Gbk).set("charset", "GBK");
    let gbk_text = gbk.clone().set("out_trade_no", "订单");
    let gbk_bytes = gbk.set("out_trade_no", Charset::Gbk.encode("订单")).signed();
    let with_empty = browser_return().set("fund_bill_list", "");
    let dropped = sign(&with_empty.message_string(EmptyValues::Dropped));
    let extra = |id: &str, about: &str, name: &str, form: Form| {
        policy(&format!("extra-{id}"), about, &signed)
            .input(json!({"query": form.wire()}))
            .expect(json!({"absent": [name]}))
            .clauses(["ALI-RET-7", "ALI-PAR-2"])
            .flags(["unsigned-field-accepted"])
    };
    let missing = |name: &str| {
        let form = browser_return().without(name).signed();
        let mut fields =
            json!({"app_id": "2014072300007148", "out_trade_no": "T20260101_0001", "total_amount": "88.88"});
        fields.as_object_mut().expect("an object").remove(name);
        query(
            Test::acceptable(
                format!("ali-return-without-{}", name.replace('_', "-")),
                format!("A genuine return without {name}. Acceptable: the list of a return's parameters has it."),
            ),
            &form.wire(),
        )
        .expect(json!({"fields": fields, "absent": [name]}))
        .clauses(["ALI-RET-1"])
        .flags(["required-field-missing"])
    };
    Suite::new("alipay/return", "alipay.return", "A return is verified like a notification.")
        .group(
            Group::new("Genuine returns.", verifier())
                .test(valid("ex-6", "ALI-EX-6: twelve parameters, sign and sign_type left out of the string.", &signed).expect(json!({"fields": {"method": "alipay.trade.page.pay.return", "timestamp": "2026-01-01 12:01:10", "seller_id": "2088000000000009", "app_id": "2014072300007148"}})).clauses(["ALI-EX-6", "ALI-RET-1", "ALI-RET-5", "ALI-RET-6"]).attacks(["C08"]).flags(["sign-type-kept"]))
                .test(query(valid("space-20", "The space of the timestamp spelt %20.", &signed), &signed.wire_with("timestamp", "2026-01-01%2012%3A01%3A10")).clauses(["ALI-RET-6", "ALI-AMB-1"]).attacks(["E10"]).flags(["plus-not-space"]))
                .test(query(valid("colons-bare", "The timestamp's colons stand bare, as browsers leave them.", &signed), &signed.wire_with("timestamp", "2026-01-01+12:01:10")).clauses(["ALI-RET-6"]).flags(["escape-case-matters"]))
                .test(query(valid("lower-case", "Escapes in lower case, as a proxy rewrites them.", &signed), &signed.wire_with("timestamp", "2026-01-01+12%3a01%3a10")).clauses(["ALI-RET-6"]).flags(["escape-case-matters"]))
                .test(valid("reversed", "The parameters come in reverse order.", &signed.clone().reversed()).clauses(["ALI-VER-2"]).flags(["sort-order"]))
                .test(valid("new-field", "A new signed parameter takes part.", &browser_return().set("zz_new_2030", "a b&c").signed()).expect(json!({"fields": {"zz_new_2030": "a b&c"}})).clauses(["ALI-NTF-1"]).attacks(["F07"]).flags(["unknown-field-dropped"]))
                .test(valid("order-separators", "An order number with & and = arrives escaped.", &browser_return().set("out_trade_no", "a&total_amount=1").signed()).clauses(["ALI-NTF-3"]).flags(["decoded-before-splitting"]))
                .test(valid("order-plus", "An order number with a plus arrives as %2B.", &browser_return().set("out_trade_no", "a+b c").signed()).clauses(["ALI-NTF-2"]).attacks(["E10"]).flags(["plus-not-space"]))
                .test(valid("order-percent", "An order number with a percent escape of its own is decoded once.", &browser_return().set("out_trade_no", "a%2Bb").signed()).clauses(["ALI-AMB-1"]).attacks(["E11", "E12"]).flags(["decoded-twice"]))
                .test(query(valid("gbk", "A return in GBK.", &gbk_text), &gbk_bytes.wire()).clauses(["ALI-VER-4", "ALI-AMB-2"]).attacks(["E01"]).flags(["wrong-charset"]).needs("gbk"))
                .test(valid("upper-charset", "The label UTF-8 in upper case.", &browser_return().set("charset", "UTF-8").signed()).clauses(["ALI-AMB-3"]).flags(["charset-label-rewritten"]))
                .test(valid("key-bare", "Alipay's key as one line of base64.", &signed).input(json!({"public_key": P.public_bare()})).clauses(["ALI-KEY-2", "ALI-KEY-4"]).attacks(["K11"]).flags(["key-container-refused"]).needs("bare-keys")),
        )
        .group(
            Group::new("On which implementations may differ.", verifier())
                .test(policy("sign-type-kept", "Signed by the rule that keeps sign_type. Acceptable: some report it for returns, and only Alipay can have signed it.", &v2).clauses(["ALI-VER-9"]).attacks(["C08", "C09"]).flags(["sign-type-kept"]))
                .test(extra("custom", "The merchant's own parameter, unsigned, after the others. Acceptable to refuse or to strip; it must not be among what was verified.", "shop", signed.clone().push("shop", "7")))
                .test(extra("underscore", "A parameter with a leading underscore, as one framework adds it. Acceptable to refuse or to strip.", "_config", signed.clone().push("_config", "default")))
                .test(extra("first", "The merchant's own parameter before the others. Acceptable to refuse or to strip.", "aaa", signed.clone().unshift("aaa", "1")))
                .test(extra("status", "trade_status=TRADE_SUCCESS appended by the buyer. Acceptable to refuse or to strip; read, it is a forgery.", "trade_status", signed.clone().push("trade_status", "TRADE_SUCCESS")).attacks(["F08"]))
                .test(policy("repeated-amount", "total_amount stands twice, the unsigned value last. Acceptable to refuse, or to take the signed value.", &signed).input(json!({"query": signed.clone().push("total_amount", "8888.00").wire()})).clauses(["ALI-AMB-4"]).attacks(["F01"]).flags(["duplicate-field"]))
                .test(policy("repeated-amount-first", "total_amount stands twice, the unsigned value first. Acceptable to refuse, or to take the signed value.", &signed).input(json!({"query": signed.clone().unshift("total_amount", "8888.00").wire()})).clauses(["ALI-AMB-4"]).attacks(["F01"]).flags(["duplicate-field"]))
                .test(policy("method-collision", "A second method of the merchant's own. Acceptable to refuse, or to take the signed value.", &signed).input(json!({"query": signed.clone().push("method", "shop.done").wire()})).expect(json!({"fields": {"method": "alipay.trade.page.pay.return"}})).clauses(["ALI-RET-7", "ALI-AMB-4"]).attacks(["F01"]).flags(["duplicate-field"]))
                .test(policy("empty-kept", "An empty parameter, signed. Acceptable: the documents contradict each other about empty values.", &with_empty.clone().signed()).clauses(["ALI-VER-5", "ALI-AMB-5"]).attacks(["F10"]).flags(["empty-value-reading"]))
                .test(policy("empty-dropped", "An empty parameter that the signature leaves out. Acceptable: the documents contradict each other about empty values.", &with_empty.with_sign(&dropped, "RSA2")).clauses(["ALI-VER-5", "ALI-AMB-5"]).attacks(["F10"]).flags(["empty-value-reading"]))
                .test(policy("downgrade", "A SHA-1 signature where RSA2 is configured. Acceptable: Alipay can have signed it.", &browser_return().signed_by(&P, RsaScheme::Rsa)).clauses(["ALI-VER-8", "ALI-AMB-12"]).attacks(["S09"]).flags(["algorithm-downgrade"]).needs("rsa-sha1"))
                .test(policy("sign-type-absent", "No sign_type. Acceptable: the configuration says which.", &signed.clone().without("sign_type")).clauses(["ALI-AMB-8"]).attacks(["S11"]).flags(["sign-type-confusion"]))
                .test(policy("notification", "A genuine notification in the query. Acceptable: of another kind, and genuine.", &notification().signed()).clauses(["ALI-RET-8"]).attacks(["C17"]).flags(["other-message-kind"]))
                .test(policy("method-other", "The method of another interface's return. Acceptable: of another kind, and genuine.", &browser_return().set("method", "alipay.trade.wap.pay.return").signed()).clauses(["ALI-RET-8"]).attacks(["C08", "C17"]).flags(["other-message-kind"]))
                .all(["app_id", "auth_app_id", "charset", "method", "seller_id", "timestamp", "version"].map(missing)),
        )
}

fn forged() -> Suite {
    let signed = browser_return().signed();
    let sign = signed.text("sign");
    let edited = |name: &str, value: &str| {
        refused(
            &format!("edited-{}", name.replace('_', "-")),
            &format!("The buyer edited {name} in the address bar."),
            &signed.clone().set(name, value),
        )
        .clauses(["ALI-RET-5", "ALI-VER-1"])
        .attacks(["S21", "S22"])
        .flags(["field-not-covered"])
    };
    let removed = |name: &str| {
        refused(
            &format!("removed-{}", name.replace('_', "-")),
            &format!("{name} was taken out of the address."),
            &signed.clone().without(name),
        )
        .clauses(["ALI-RET-5", "ALI-RET-1"])
        .attacks(["S22"])
        .flags(["field-not-covered"])
    };
    let bad_sign = |id: &str, about: &str, text: &str| {
        refused(&format!("sign-{id}"), about, &signed.clone().set("sign", text))
            .clauses(["ALI-VER-7"])
            .attacks(["S04"])
            .flags(["missing-signature-accepted"])
    };
    let misspelt = |id: &str, about: &str, text: &str| {
        refused(&format!("sign-{id}"), about, &signed.clone().set("sign", text)).clauses(["ALI-VER-7"])
    };
    let encoded = |name: &str, raw: &str| query(refused("", "", &signed), &signed.wire_with(name, raw));
    let renamed = |mut test: Test, id: &str, about: &str| {
        test.id = format!("ali-return-{id}");
        test.about = about.to_owned();
        test
    };
    Suite::new("alipay/return-forged", "alipay.return", "What a buyer can do to the address bar.").group(
        Group::new("Forged returns.", verifier())
            .all([
                edited("total_amount", "8888.00"),
                edited("out_trade_no", "T20260101_0002"),
                edited("trade_no", "2026010122001400000000000002"),
                edited("app_id", "2014072300009999"),
                edited("auth_app_id", "2014072300009999"),
                edited("seller_id", "2088000000000001"),
                edited("timestamp", "2026-01-02 12:01:10"),
                edited("method", "alipay.trade.wap.pay.return"),
                edited("version", "2.0"),
                edited("charset", "UTF-8"),
            ])
            .all(RETURN.iter().map(|(name, _)| removed(name)))
            .test(
                refused("sign-absent", "No sign at all.", &signed.clone().without("sign"))
                    .clauses(["ALI-VER-7"])
                    .attacks(["S04"])
                    .flags(["missing-signature-accepted"]),
            )
            .test(bad_sign("empty", "An empty sign.", ""))
            .test(bad_sign("null", "The text null as sign.", "null"))
            .test(misspelt("cut", "The first half of the signature.", &sign[..172]).attacks(["S04"]).flags(["signature-length"]))
            .test(
                policy(
                    "sign-junk",
                    "The signature and `!!!`. Acceptable: most decoders skip it, and it only gives one signature several spellings (S14); the string they spell is right.",
                    &signed.clone().set("sign", format!("{sign}!!!")),
                )
                .clauses(["ALI-RET-3", "ALI-VER-7", "ALI-AMB-19"])
                .attacks(["S15", "S14"])
                .flags(["base64-lenient"]),
            )
            .test(
                misspelt(
                    "url-safe",
                    "The url-safe alphabet.",
                    &URL_SAFE.encode(STANDARD.decode(&sign).expect("the generator wrote it")),
                )
                .clauses(["ALI-AMB-19"])
                .attacks(["S14"])
                .flags(["base64-junk-ignored"]),
            )
            .test(
                misspelt("spaces", "The signature's pluses arrived as spaces.", &sign.replace('+', " "))
                    .clauses(["ALI-AMB-19"])
                    .attacks(["E10"])
                    .flags(["sign-repaired"]),
            )
            .test(
                refused(
                    "app-key",
                    "Signed with the merchant's own application key.",
                    &browser_return().signed_by(&A, RsaScheme::Rsa2),
                )
                .clauses(["ALI-KEY-1"])
                .attacks(["K03"])
                .flags(["wrong-key-accepted"]),
            )
            .test(
                refused("unknown-type", "sign_type RSA3.", &signed.clone().set("sign_type", "RSA3"))
                    .clauses(["ALI-AMB-7"])
                    .attacks(["S11"])
                    .flags(["sign-type-confusion"]),
            )
            .test(
                refused(
                    "none-type",
                    "sign_type none and no signature.",
                    &signed.clone().set("sign_type", "none").set("sign", ""),
                )
                .clauses(["ALI-AMB-7"])
                .attacks(["S11", "S04"])
                .flags(["sign-type-confusion"]),
            )
            .test(
                refused("bare-hash", "A signature whose block holds the hash without a DigestInfo.", &bare_hash())
                    .clauses(["ALI-VER-3"])
                    .attacks(["S10", "S16"])
                    .flags(["padding-not-compared"]),
            )
            .test(
                refused(
                    "sha1-as-rsa2",
                    "A SHA-1 signature under sign_type RSA2.",
                    &browser_return().signed_by(&P, RsaScheme::Rsa).set("sign_type", "RSA2"),
                )
                .clauses(["ALI-VER-3"])
                .attacks(["S10"])
                .flags(["wrong-digest"]),
            )
            .test(
                refused(
                    "amount-upper",
                    "TOTAL_AMOUNT took the place of total_amount.",
                    &signed.clone().without("total_amount").push("TOTAL_AMOUNT", "88.88"),
                )
                .clauses(["ALI-VER-1"])
                .attacks(["F06"])
                .flags(["name-case-folded"]),
            )
            .test(
                renamed(
                    encoded("total_amount", "%2538%2538.88"),
                    "double-encoded",
                    "total_amount is encoded twice: decoded twice it is the signed value.",
                )
                .clauses(["ALI-AMB-1"])
                .attacks(["E11"])
                .flags(["decoded-twice"]),
            )
            .test(
                renamed(
                    encoded("timestamp", "2026-01-01%2B12%3A01%3A10"),
                    "plus-for-space",
                    "The timestamp's space was sent as %2B.",
                )
                .clauses(["ALI-RET-6"])
                .attacks(["E10"])
                .flags(["plus-not-space"]),
            )
            .test(
                renamed(
                    query(refused("", "", &signed), &encode(signed.wire().as_bytes())),
                    "encoded-whole",
                    "The whole query was encoded once more.",
                )
                .clauses(["ALI-VER-2"])
                .attacks(["E11"])
                .flags(["decoded-twice"]),
            )
            .test(
                renamed(query(refused("", "", &signed), ""), "empty", "An empty query.")
                    .clauses(["ALI-VER-7"])
                    .flags(["empty-body-accepted"]),
            ),
    )
}

/// The return under a signature over its bare hash.
fn bare_hash() -> Form {
    let string = browser_return().message_string(EmptyValues::Kept);
    let block = padded(&Sha256::digest(&string), 256);
    browser_return().with_sign(&STANDARD.encode(exponentiate(&P, &block)), "RSA2")
}
