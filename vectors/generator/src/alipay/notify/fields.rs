//! Which fields take part: new ones, foreign ones, empty ones, odd values.

use serde_json::json;

use super::super::fixtures::{notification, verifier};
use super::{genuine, policy, refused};
use crate::canonical::EmptyValues;
use crate::keys::P;
use crate::sign::RsaScheme;
use crate::suite::{Group, Suite, Test};

pub(super) fn suite() -> Suite {
    Suite::new(
        "alipay/notify-fields",
        "alipay.notify",
        "Every received field but sign and sign_type is signed, also one that nobody knows.",
    )
    .group(Group::new("Fields that no table names, signed.", verifier()).all(unknown_signed()))
    .group(Group::new("Fields that were added after signing.", verifier()).all(unsigned()))
    .group(Group::new("Values that must stay as they are.", verifier()).all(values()))
    .group(
        Group::new("Empty values: the documents contradict each other, both readings are acceptable.", verifier())
            .all(empty()),
    )
    .group(Group::new("Size: our own limits are no document's.", verifier()).all(large()))
}

fn unknown_signed() -> Vec<Test> {
    let new = |id: &str, about: &str, name: &str, value: &str| {
        genuine(&format!("fields-new-{id}"), about, &notification().set(name, value).signed())
            .expect(json!({"fields": {name: value}}))
            .clauses(["ALI-NTF-1"])
            .attacks(["F07", "F09"])
            .flags(["unknown-field-dropped"])
    };
    let inherited = |id: &str, name: &str| {
        let about = format!(
            "A signed field named {name}, which JavaScript objects inherit. Acceptable: form readers that guard against such names cannot give the signed string back."
        );
        policy(&format!("fields-new-{id}"), &about, &notification().set(name, "x").signed())
            .expect(json!({"fields": {name: "x"}}))
            .clauses(["ALI-NTF-1"])
            .attacks(["F12"])
            .flags(["prototype-name"])
    };
    vec![
        new("last", "A new field that sorts last; a verifier bound to a struct drops it and loses the order.", "zz_new_2030", "v"),
        new("first", "A new field that sorts first.", "aa_new_2030", "v"),
        new("buyer-open-id", "buyer_open_id, which newer merchants get in place of buyer_id.", "buyer_open_id", "01501o8f93I4nJAGB1jG4ONtyyQ0YPX5VmZyLeTo3Yc1234"),
        new("json", "A new field whose value is JSON with a sign of its own: it is text.", "hb_fq_pay_info", r#"{"sign":"x","user_install_num":"3"}"#),
        new("upper-case", "A name in upper case sorts before all others.", "Zeta", "1"),
        inherited("constructor", "constructor"),
        inherited("has-own-property", "hasOwnProperty"),
        policy("fields-new-digits", "A signed field whose name is a number. Acceptable: no real name is one, and sorting numbers as such differs here only.", &notification().set("2030", "x").signed())
            .clauses(["ALI-NTF-1", "ALI-AMB-16"])
            .attacks(["C06"])
            .flags(["sort-order"]),
        new("chinese-name", "A name in Chinese characters sorts by its bytes.", "字段", "值"),
        new("agreement", "agreement_no of a signed deduction.", "agreement_no", "20265301006666666001"),
        new("mdiscount", "mdiscount_amount, the merchant's discount.", "mdiscount_amount", "1.00"),
        policy("fields-new-proto", "A signed field named __proto__. Acceptable: no plain map of some languages can hold it, so it may be refused; it must not change any other value.", &notification().set("__proto__", "x").signed())
            .clauses(["ALI-NTF-1"])
            .attacks(["F12"])
            .flags(["prototype-name"]),
        policy("fields-new-brackets", "A signed field named a[b]. Acceptable: form readers that nest names cannot give the signed string back.", &notification().set("a[b]", "1").signed())
            .clauses(["ALI-NTF-1"])
            .attacks(["C13", "F03"])
            .flags(["names-nested"]),
        policy("fields-new-dot", "A signed field named a.b. Acceptable: form readers that rewrite names cannot give the signed string back.", &notification().set("a.b", "1").signed())
            .clauses(["ALI-NTF-1"])
            .attacks(["F04"])
            .flags(["names-nested"]),
        policy("fields-prefix-name", "total_amount1 beside total_amount. Acceptable: no real name is a prefix of another with a digit after it, and sorting joined pairs differs here only.", &notification().set("total_amount1", "2").signed())
            .clauses(["ALI-AMB-16"])
            .attacks(["C06"])
            .flags(["sort-order"]),
        policy("fields-prefix-name-hyphen", "subject-x beside subject. Acceptable: no real name is a prefix of another with a hyphen after it, and sorting joined pairs differs here only.", &notification().set("subject-x", "2").signed())
            .clauses(["ALI-AMB-16"])
            .attacks(["C06"])
            .flags(["sort-order"]),
        genuine("fields-order-case", "Names that differ in case only, both signed, are two names.", &notification().set("Subject", "x").signed())
            .expect(json!({"fields": {"subject": "测试商品 A+B", "Subject": "x"}}))
            .clauses(["ALI-NTF-1", "ALI-VER-2"])
            .attacks(["F06", "C06"])
            .flags(["name-case-folded"]),
    ]
}

fn unsigned() -> Vec<Test> {
    let added = |id: &str, about: &str, name: &str, value: &str| {
        refused(&format!("fields-added-{id}"), about, &notification().signed().push(name, value))
            .clauses(["ALI-VER-1"])
            .attacks(["F08"])
            .flags(["unsigned-field-accepted"])
    };
    vec![
        added(
            "x",
            "An unknown unsigned field: what takes no part in the signature must not reach the application.",
            "x",
            "1",
        )
        .clauses(["ALI-NTF-1"])
        .attacks(["F09"]),
        added("first", "An unsigned field before all others.", "aaa", "1").clauses(["ALI-NTF-1"]),
        added("refund-fee", "A known field that the message did not have: refund_fee.", "refund_fee", "0.00"),
        added(
            "gmt-close",
            "A known field that the message did not have: gmt_close.",
            "gmt_close",
            "2026-01-01 12:30:00",
        ),
        added("method", "method was added, as a router reads it.", "method", "alipay.trade.refund"),
        added(
            "amount-upper",
            "TOTAL_AMOUNT beside total_amount: a reader that ignores case takes the last.",
            "TOTAL_AMOUNT",
            "8888.00",
        )
        .attacks(["F06"])
        .flags(["name-case-folded"]),
        added("status-capital", "Trade_Status beside trade_status.", "Trade_Status", "TRADE_FINISHED")
            .attacks(["F06"])
            .flags(["name-case-folded"]),
        added("sign-upper", "SIGN beside sign: only the field sign is left out of the string.", "SIGN", "x")
            .attacks(["F06"])
            .flags(["name-case-folded"]),
        added("sign-type-capital", "Sign_Type beside sign_type is a field like any other.", "Sign_Type", "RSA2")
            .attacks(["F06"])
            .flags(["name-case-folded"]),
        added("dots", "out.trade.no: some form readers turn dots into underscores.", "out.trade.no", "V")
            .attacks(["F04"])
            .flags(["names-nested"]),
        added("dot-same", "total.amount with the signed total_amount's own value: a reader that turns dots into underscores sees nothing amiss.", "total.amount", "88.88").attacks(["F04"]).flags(["names-nested"]),
        added("space-same", "`trade status` with the signed trade_status's own value.", "trade status", "TRADE_SUCCESS").attacks(["F04"]).flags(["names-nested"]),
        added("spaces", "`out trade no`: some form readers turn spaces into underscores.", "out trade no", "V")
            .attacks(["F04"])
            .flags(["names-nested"]),
        added(
            "array",
            "total_amount[]: some form readers make a list of it, which replaces the signed value.",
            "total_amount[]",
            "1000",
        )
        .attacks(["F03"])
        .flags(["names-nested"]),
        added("nested", "out_trade_no[x]: some form readers make an object of it.", "out_trade_no[x]", "V")
            .attacks(["F03"])
            .flags(["names-nested"]),
        added("nested-boolean", "a[b]=1, which a canonicaliser of nested values may skip.", "a[b]", "1")
            .attacks(["C13"])
            .flags(["names-nested"]),
        added(
            "proto",
            "__proto__[sign_type]=RSA: some form readers write to the prototype of all objects.",
            "__proto__[sign_type]",
            "RSA",
        )
        .attacks(["F12"])
        .flags(["prototype-name"]),
        added("constructor", "constructor=x, unsigned.", "constructor", "x").attacks(["F12"]).flags(["prototype-name"]),
        added("space-name", "A name that is a space; trimmed, it is no name.", " ", "x"),
        added(
            "name-with-space",
            "`total_amount ` with a space at its end; trimmed, it is a second total_amount.",
            "total_amount ",
            "0.01",
        )
        .flags(["name-trimmed"]),
        added("semicolon", "A pair after a semicolon; only & separates.", "x;out_trade_no", "V")
            .attacks(["F05"])
            .flags(["semicolon-separates"]),
        Test::invalid(
            "ali-notify-fields-nested-sign-voucher",
            "The JSON of another value holds a sign, the message none: there is one place for a signature.",
        )
        .body({
            let form = notification().set("voucher_detail_list", r#"{"sign":"AAAA"}"#).signed();
            form.without("sign").wire()
        })
        .class("signature")
        .clauses(["ALI-VER-7"])
        .attacks(["F13"])
        .flags(["missing-signature-accepted"]),
        Test::invalid(
            "ali-notify-fields-nested-sign",
            "biz_content holds a sign of its own, the message none: there is one place for a signature.",
        )
        .body(
            notification()
                .set("biz_content", r#"{"sign":"x","trade_status":"TRADE_SUCCESS"}"#)
                .signed()
                .without("sign")
                .wire(),
        )
        .class("signature")
        .clauses(["ALI-VER-7"])
        .attacks(["F13"])
        .flags(["missing-signature-accepted"]),
    ]
}

fn values() -> Vec<Test> {
    let kept = |id: &str, about: &str, name: &str, value: &str| {
        genuine(&format!("fields-value-{id}"), about, &notification().set(name, value).signed())
            .expect(json!({"fields": {name: value}}))
            .clauses(["ALI-VER-2"])
    };
    vec![
        kept("trailing-space", "A subject that ends in a space; trimmed, its signature fails.", "subject", "测试 ").clauses(["ALI-VER-6", "ALI-AMB-18"]).flags(["value-trimmed"]),
        kept("leading-space", "A subject that begins with a space.", "subject", " 测试").clauses(["ALI-VER-6", "ALI-AMB-18"]).flags(["value-trimmed"]),
        kept("trailing-newline", "A body that ends in a line feed.", "body", "a\n").clauses(["ALI-VER-6"]).flags(["value-trimmed"]),
        kept("zero", "The value 0 is not empty.", "point_amount", "0").attacks(["F11"]).flags(["zero-dropped"]),
        kept("zero-body", "The value 0 in a text.", "body", "0").attacks(["F11"]).flags(["zero-dropped"]),
        kept("false", "The value false is not empty.", "refund_ind", "false").attacks(["F11"]).flags(["zero-dropped"]),
        kept("null", "The value null is text of four letters.", "body", "null").attacks(["F11"]).flags(["zero-dropped"]),
        kept("at", "A value that begins with @ is signed; leaving it out is a relic of file upload.", "body", "@home").clauses(["ALI-AMB-17"]).flags(["at-value-dropped"]),
        kept("at-subject", "A subject that begins with @.", "subject", "@测试").clauses(["ALI-AMB-17"]).flags(["at-value-dropped"]),
        kept("at-alone", "The value @ alone.", "body", "@").clauses(["ALI-AMB-17"]).flags(["at-value-dropped"]),
        kept("script", "Markup in a subject is text; escaping it before verification breaks the signature.", "subject", "<script>alert(1)</script>").attacks(["E13", "V21"]).flags(["input-filtered"]),
        kept("entities", "&quot; typed by a buyer stays as it is.", "subject", "say &quot;hi&quot; & 'bye'").attacks(["E13"]).flags(["input-filtered"]),
        kept("crlf", "CR and LF in a body: text, and no new line of anybody's log.", "body", "a\r\nFAKE log line").attacks(["V21"]).flags(["input-filtered"]),
        policy(
            "fields-value-terminal",
            "An escape sequence for terminals in a subject. Acceptable: text, that must reach no terminal as it is; a control character may be refused.",
            &notification().set("subject", "a\u{1b}[2Jb").signed(),
        )
        .expect(json!({"fields": {"subject": "a\u{1b}[2Jb"}}))
        .clauses(["ALI-VER-2"])
        .attacks(["V21", "E07"])
        .flags(["input-filtered"]),
        kept("sql", "A quote and a comment of SQL in a body are text.", "body", "x' OR '1'='1' --").attacks(["V18"]).flags(["input-filtered"]),
        kept("backslash", "Backslashes and quotes stay as they are.", "subject", r#"a\"b\\c"#).clauses(["ALI-AMB-10"]).flags(["backslashes-stripped"]),
        kept("backslash-end", "A backslash at the end of a value.", "subject", r"C:\").clauses(["ALI-AMB-10"]).flags(["backslashes-stripped"]),
        kept("full-width", "Full-width digits are other characters than digits.", "subject", "１２３ＡＢＣ").attacks(["E14"]).flags(["unicode-normalised"]),
        kept("decomposed", "An e with a combining accent is not one character.", "subject", "cafe\u{301}").attacks(["E14"]).flags(["unicode-normalised"]),
        kept("order-hyphens", "out_trade_no with hyphens, as real notifications carry.", "out_trade_no", "20190815155618536-564-57").clauses(["ALI-NTF-5", "ALI-AMB-15"]).flags(["order-number-refused"]),
        kept("order-dot", "out_trade_no with a dot.", "out_trade_no", "2026.0101.1").clauses(["ALI-NTF-5", "ALI-AMB-15"]).flags(["order-number-refused"]),
        kept("order-chinese", "out_trade_no in Chinese characters.", "out_trade_no", "订单一").clauses(["ALI-NTF-5", "ALI-AMB-15"]).flags(["order-number-refused"]),
        kept("order-zeros", "out_trade_no of digits with leading zeros is text.", "out_trade_no", "000123").attacks(["V17"]).flags(["value-coerced"]),
        kept("order-exponent", "out_trade_no that reads like a number with an exponent is text.", "out_trade_no", "0e12").attacks(["V17"]).flags(["value-coerced"]),
        kept("order-long-digits", "out_trade_no of 20 digits does not fit a double.", "out_trade_no", "20260101000000000001").attacks(["V17"]).flags(["value-coerced"]),
        kept("order-64", "out_trade_no of 64 characters, the most that the table allows.", "out_trade_no", &"A1".repeat(32)).clauses(["ALI-NTF-1"]).flags(["order-number-refused"]),
        kept("fraction", "gmt_refund carries a fraction of a second by rule.", "gmt_refund", "2026-01-02 10:00:00.123").clauses(["ALI-AMB-14", "ALI-NTF-1"]).flags(["time-refused"]),
        kept("fraction-zero", "gmt_refund with a fraction of one digit, as its pattern is printed.", "gmt_refund", "2026-01-02 10:00:00.0").clauses(["ALI-AMB-14", "ALI-NTF-1"]).flags(["time-refused"]),
        policy("fields-value-spaces", "A body of white space alone. Acceptable: some count it as empty.", &notification().set("body", "  ").signed()).clauses(["ALI-AMB-18"]).flags(["value-trimmed"]),
        policy("fields-value-time-month-14", "notify_time in month 14, as a sample of the documents has it. Acceptable: no rule reads that time, and no calendar has it.", &notification().set("notify_time", "2026-14-01 12:01:05").signed()).clauses(["ALI-AMB-14"]).attacks(["V15"]).flags(["time-refused"]),
        policy("fields-value-time-t", "gmt_payment with a T. Acceptable: no document writes it so, and no rule reads it.", &notification().set("gmt_payment", "2026-01-01T12:01:04").signed()).clauses(["ALI-AMB-14"]).attacks(["V15"]).flags(["time-refused"]),
        policy("fields-html-quotes", "fund_bill_list with &quot; under a signature over plain quotes: a filter of the framework escaped it. Acceptable where the receiver reverts that filter first.", &notification().signed().set("fund_bill_list", "[{&quot;amount&quot;:&quot;88.88&quot;,&quot;fundChannel&quot;:&quot;ALIPAYACCOUNT&quot;}]"))
            .expect(json!({"fields": {"fund_bill_list": r#"[{"amount":"88.88","fundChannel":"ALIPAYACCOUNT"}]"#}}))
            .clauses(["ALI-AMB-9"])
            .attacks(["E13"])
            .flags(["input-filtered"]),
        kept("json-quotes", "Plain quotes in fund_bill_list reach the verifier as quotes.", "fund_bill_list", r#"[{"amount":"80.00","fundChannel":"PCREDIT"},{"amount":"8.88","fundChannel":"COUPON"}]"#).clauses(["ALI-AMB-9"]).attacks(["E13"]).flags(["input-filtered"]),
        refused("fields-html-escaped-signed-plain", "voucher text with &amp;quot; in place of a quote: escaped twice, so that no single filter explains it.", &notification().signed().set("fund_bill_list", "[{&amp;quot;amount&amp;quot;:1}]")).clauses(["ALI-AMB-9"]).attacks(["E13"]).flags(["input-filtered"]),
    ]
}

fn empty() -> Vec<Test> {
    let both = |name: &str| {
        let form = notification().set(name, "");
        let dropped = RsaScheme::Rsa2.sign(&P, &form.message_string(EmptyValues::Dropped));
        let id = name.replace('_', "-");
        [
            policy(&format!("fields-empty-{id}-kept"), &format!("{name} is empty and signed as `{name}=`. Acceptable: the verification page says that all fields take part."), &form.clone().signed()),
            policy(&format!("fields-empty-{id}-dropped"), &format!("{name} is empty and left out of the signature. Acceptable: the troubleshooting page says so."), &form.with_sign(&dropped, "RSA2")),
        ]
        .map(|test| test.clauses(["ALI-VER-5", "ALI-AMB-5"]).attacks(["F10"]).flags(["empty-value-reading"]))
    };
    let mut tests: Vec<Test> =
        ["gmt_close", "voucher_detail_list", "zz_new_2030"].iter().flat_map(|n| both(n)).collect();
    let two = notification().set("body", "").set("gmt_close", "");
    let mixed = RsaScheme::Rsa2.sign(&P, &two.clone().without("gmt_close").message_string(EmptyValues::Kept));
    tests.push(
        refused(
            "fields-empty-mixed",
            "Two empty values, one signed and one not: neither reading gives the signed string.",
            &two.with_sign(&mixed, "RSA2"),
        )
        .clauses(["ALI-VER-5"])
        .attacks(["F10"])
        .flags(["empty-value-reading"]),
    );
    tests
}

fn large() -> Vec<Test> {
    let (unit, times) = ("0123456789abcdef", 6_250);
    let form = notification().set("zz_new_2030", unit.repeat(times)).signed();
    let wire = form.wire();
    let (head, tail) = wire.split_once(&unit.repeat(times)).expect("the value is plain letters");
    let big = Test::acceptable(
        "ali-notify-fields-large",
        "A genuine notification of 100 KB. Acceptable: no document limits its size, and a receiver has to.",
    )
    .input(json!({"body_repeat": {"head": head, "unit": unit, "times": times, "tail": tail}}))
    .expect(json!({"fields": super::fields_of(&form), "paid": true}))
    .clauses(["ALI-NTF-1"])
    .flags(["genuine-large-refused"]);
    let many = (0..300).fold(notification(), |form, n| form.set(&format!("x{n:03}"), "1"));
    let many = policy(
        "fields-many",
        "A genuine notification of 323 fields. Acceptable: no document limits their number, and a receiver may.",
        &many.signed(),
    )
    .clauses(["ALI-NTF-1"])
    .flags(["genuine-large-refused"]);
    let some = (0..100).fold(notification(), |form, n| form.set(&format!("x{n:03}"), "1"));
    let some = genuine("fields-123", "A genuine notification of 123 fields.", &some.signed())
        .clauses(["ALI-NTF-1"])
        .flags(["genuine-large-refused"]);
    vec![big, many, some]
}
