//! `wechat/validate-orderquery` and `wechat/validate-closeorder`.

use super::{CLOSE, QUERY, Subject};
use crate::suite::{Suite, Test};
use crate::wechat::message::Message;

/// Field, clause, the most characters, a character to fill it with, a value within the rules.
type Row = (&'static str, &'static str, usize, &'static str);

const COMMON: [Row; 3] =
    [("appid", "WX-UO-1", 32, "w"), ("mch_id", "WX-UO-2", 32, "1"), ("nonce_str", "WX-UO-3", 32, "N")];

/// Presence and length of the fields that both messages have.
fn common(subject: Subject, base: &Message, clause: &str) -> Vec<Test> {
    let mut tests = Vec::new();
    for (field, row, limit, fill) in COMMON {
        let dashed = field.replace('_', "-");
        let tag = |test: Test, flag: &str| test.clauses([clause, row]).flags([flag]);
        let missing = "required-field-missing";
        let length = "length-limit";
        tests.extend([
            tag(
                subject.bad(
                    &format!("{dashed}-absent"),
                    &format!("The required {field} is absent."),
                    &base.without(field),
                    field,
                ),
                missing,
            ),
            tag(
                subject.bad(
                    &format!("{dashed}-empty"),
                    &format!("The required {field} is empty."),
                    &base.with(field, ""),
                    field,
                ),
                missing,
            ),
            tag(
                subject.good(
                    &format!("{dashed}-length-{limit}"),
                    &format!("{field} of {limit} characters, the most that fits."),
                    &base.with(field, fill.repeat(limit)),
                ),
                length,
            ),
            tag(
                subject.bad(
                    &format!("{dashed}-length-{}", limit + 1),
                    &format!("{field} of {} characters, one too many.", limit + 1),
                    &base.with(field, fill.repeat(limit + 1)),
                    field,
                ),
                length,
            ),
        ]);
    }
    let signed = base.md5();
    let mut absent = subject.bad("sign-absent", "The required sign is absent.", &signed, "sign");
    absent.input.insert("params".into(), base.params());
    let sign = |test: Test| test.clauses([clause, "WX-UO-4"]).flags(["sign-length"]);
    tests.extend([
        sign(absent),
        sign(subject.bad("sign-empty", "The required sign is empty.", &base.with("sign", ""), "sign")),
        sign(subject.bad(
            "sign-length-65",
            "A sign of 65 characters: too long by every edition.",
            &base.with("sign", "A".repeat(65)),
            "sign",
        ))
        .clauses(["WX-SIGN-13"]),
    ]);
    let kind = |test: Test| test.clauses([clause, "WX-SIGN-12"]).flags(["word-list"]);
    let hmac = base.with("sign_type", "HMAC-SHA256").sealed(crate::sign::Algorithm::HmacSha256);
    tests.extend([
        kind(subject.good("sign-type-md5", "sign_type MD5.", &base.with("sign_type", "MD5"))),
        kind(subject.good("sign-type-hmac", "sign_type HMAC-SHA256, with its sign of 64 characters.", &hmac)),
        kind(subject.bad(
            "sign-type-lower",
            "sign_type in lower case: the spelling is exact.",
            &base.with("sign_type", "md5"),
            "sign_type",
        )),
        kind(subject.bad("sign-type-unknown", "An unknown sign_type.", &base.with("sign_type", "RSA"), "sign_type")),
        kind(subject.lax(
            "sign-type-empty",
            "An empty sign_type: no document says whether one may send it.",
            &base.with("sign_type", ""),
        )),
        subject
            .lax(
                "other-field",
                "A field that the table does not have: refused today by the unified order, ignored before (WX-AMB-10).",
                &base.with("total_fee", "88"),
            )
            .clauses(["WX-XML-12"])
            .flags(["unknown-request-field"]),
    ]);
    tests
}

/// out_trade_no's alphabet and length.
fn number(subject: Subject, base: &Message, clause: &str) -> Vec<Test> {
    let tag = |test: Test| test.clauses([clause, "WX-CHR-1", "WX-CHR-2"]).flags(["order-number-alphabet"]);
    let with = |value: &str| base.with("out_trade_no", value);
    let bad = |id: &str, about: &str, value: &str| {
        tag(subject.bad(&format!("number-{id}"), about, &with(value), "out_trade_no"))
    };
    let good = |id: &str, about: &str, value: &str| tag(subject.good(&format!("number-{id}"), about, &with(value)));
    let lax = |id: &str, about: &str, value: &str| tag(subject.lax(&format!("number-{id}"), about, &with(value)));
    vec![
        good("length-6", "Six characters.", "123456"),
        good("length-32", "32 characters, the most that fits.", &"1".repeat(32)),
        bad("length-33", "33 characters, one too many.", &"1".repeat(33)),
        lax("length-1", "One character: six are the least in pages of 2025 (WX-CHR-2).", "1"),
        good("signs", "A hyphen and an underscore.", "ABC-123_xyz"),
        lax("bar", "`|`: not in the seed's list, in later pages (WX-AMB-13).", "ORDER|01"),
        lax("asterisk", "`*`: not in the seed's list, in later pages (WX-AMB-13).", "ORDER*01"),
        lax("at", "`@`: in editions of 2017 to 2020 only (WX-AMB-13).", "ORDER@01"),
        bad("hash", "`#` is in no edition's list.", "ORDER#01"),
        bad("space", "A space.", "ORDER 01"),
        bad("dot", "A dot.", "ORDER.01"),
        bad("chinese", "Chinese characters.", "订单123456"),
        bad("full-width", "Full-width digits.", "１２３４５６"),
        bad("newline", "A line feed at the end.", "ORDER01\n"),
        bad("quote", "A condition of SQL.", "V' or '1'='1").attacks(["V18"]),
        bad("percent", "A pattern that matches every number.", "%").attacks(["V18"]),
    ]
}

pub(super) fn orderquery() -> Suite {
    let base = Message::order_query();
    let transaction = base.without("out_trade_no").with("transaction_id", "1217752501201407033233368018");
    let tag = |test: Test| test.clauses(["WX-QRY-1"]).flags(["condition-between-fields"]);
    let id = |id: &str, about: &str, value: &str| {
        tag(QUERY.bad(
            &format!("transaction-{id}"),
            about,
            &transaction.with("transaction_id", value),
            "transaction_id",
        ))
        .flags(["length-limit"])
    };
    Suite::new(
        "wechat/validate-orderquery",
        "wechat.validate",
        "The order query: one of transaction_id and out_trade_no.",
    )
    .group(
        QUERY
            .group("Which order.")
            .test(tag(QUERY.good("by-number", "By out_trade_no.", &base)))
            .test(tag(QUERY.good("by-transaction", "By transaction_id.", &transaction)))
            .test(tag(QUERY.lax(
                "by-both",
                "By both: transaction_id wins, and one may refuse it (WX-AMB-21).",
                &base.with("transaction_id", "1217752501201407033233368018"),
            )))
            .test(tag(QUERY.bad("by-neither", "By neither.", &base.without("out_trade_no"), "out_trade_no")))
            .test(tag(QUERY.bad(
                "by-empty-number",
                "out_trade_no is empty and there is no transaction_id.",
                &base.with("out_trade_no", ""),
                "out_trade_no",
            )))
            .test(tag(QUERY.bad(
                "by-two-empty",
                "Both are empty.",
                &base.with("out_trade_no", "").with("transaction_id", ""),
                "out_trade_no",
            )))
            .test(
                tag(QUERY.bad(
                    "by-other-case",
                    "`outTradeNo` is another name.",
                    &base.renamed("out_trade_no", "outTradeNo"),
                    "out_trade_no",
                ))
                .clauses(["WX-SIGN-2"]),
            )
            .test(tag(QUERY.bad(
                "by-refund-number",
                "out_refund_no is another call's.",
                &base.renamed("out_trade_no", "out_refund_no"),
                "out_trade_no",
            )))
            .test(
                tag(QUERY.lax(
                    "by-number-empty-transaction",
                    "By out_trade_no, with an empty transaction_id: no document says whether one may send it.",
                    &base.with("transaction_id", ""),
                ))
                .clauses(["WX-SIGN-3"]),
            ),
    )
    .group(
        QUERY
            .group("transaction_id.")
            .test(
                tag(QUERY.good(
                    "transaction-length-32",
                    "32 digits, the most that fits.",
                    &transaction.with("transaction_id", "1".repeat(32)),
                ))
                .flags(["length-limit"]),
            )
            .test(tag(QUERY.good("transaction-length-28", "28 digits, as real ones have.", &transaction)))
            .test(id("length-33", "33 digits, one too many.", &"1".repeat(33)))
            .test(id("length-64", "64 digits.", &"1".repeat(64)))
            .test(tag(QUERY.lax(
                "transaction-letters",
                "Letters: digits are what samples show, no rule says so.",
                &transaction.with("transaction_id", "T20150806abc"),
            )))
            .test(tag(QUERY.lax(
                "transaction-short",
                "One digit: no rule gives a minimum, no real one is so short.",
                &transaction.with("transaction_id", "1"),
            ))),
    )
    .group(QUERY.group("The fields that every request has.").all(common(QUERY, &base, "WX-QRY-1")))
    .group(QUERY.group("out_trade_no.").all(number(QUERY, &base, "WX-QRY-1")))
}

pub(super) fn closeorder() -> Suite {
    let base = Message::order_query();
    let tag = |test: Test| test.clauses(["WX-CLS-1"]).flags(["required-field-missing"]);
    Suite::new(
        "wechat/validate-closeorder",
        "wechat.validate",
        "The close: appid, mch_id, out_trade_no, nonce_str, sign, and sign_type if need be.",
    )
    .group(
        CLOSE
            .group("Which order.")
            .test(tag(CLOSE.good("by-number", "By out_trade_no.", &base)))
            .test(tag(CLOSE.bad(
                "number-absent",
                "out_trade_no is absent.",
                &base.without("out_trade_no"),
                "out_trade_no",
            )))
            .test(tag(CLOSE.bad(
                "number-empty",
                "out_trade_no is empty.",
                &base.with("out_trade_no", ""),
                "out_trade_no",
            )))
            .test(tag(CLOSE.bad(
                "by-transaction",
                "transaction_id in its place: a close goes by out_trade_no only.",
                &base.without("out_trade_no").with("transaction_id", "1217752501201407033233368018"),
                "out_trade_no",
            )))
            .test(
                tag(CLOSE.lax(
                    "with-transaction",
                    "transaction_id beside it: not in the table (WX-AMB-10).",
                    &base.with("transaction_id", "1217752501201407033233368018"),
                ))
                .clauses(["WX-XML-12"]),
            ),
    )
    .group(CLOSE.group("The fields that every request has.").all(common(CLOSE, &base, "WX-CLS-1")))
    .group(CLOSE.group("out_trade_no.").all(number(CLOSE, &base, "WX-CLS-1")))
}
