//! `alipay.trade.query`.

use serde_json::{Value, json};

use super::super::fixtures::object;
use super::{blames_if_invalid, params};
use crate::suite::Verdict::{self, Acceptable, Invalid, Valid};
use crate::suite::{Group, Suite, Test};

const METHOD: &str = "alipay.trade.query";
const TRADE_NO: &str = "2026010122001400000000000001";

fn query(verdict: Verdict, id: &str, about: &str, content: &str, changes: &[(&str, Option<&str>)]) -> Test {
    let mut all =
        vec![("method", Some(METHOD)), ("biz_content", Some(content)), ("notify_url", None), ("return_url", None)];
    all.extend(changes);
    Test::new(verdict, format!("ali-validate-query-{id}"), about.to_owned())
        .input(json!({"params": object(&params(&all))}))
}

fn content(verdict: Verdict, id: &str, about: &str, content: Value) -> Test {
    query(verdict, id, about, &content.to_string(), &[]).clauses(["ALI-QRY-1"])
}

pub(super) fn suite() -> Suite {
    let number = |verdict: Verdict, name: &str, n: usize, about: &str| {
        let test = content(
            verdict,
            &format!("{}-length-{n}", name.replace('_', "-")),
            &format!("alipay.trade.query, {name}: {n} characters, {about}"),
            json!({name: "1".repeat(n)}),
        );
        blames_if_invalid(test, &format!("biz_content.{name}")).flags(["length-limit"])
    };
    let neither = |id: &str, about: &str, value: Value| {
        let test = content(Invalid, id, about, value);
        blames_if_invalid(test, "biz_content.out_trade_no").flags(["condition-between-fields"])
    };
    let options = |verdict: Verdict, id: &str, about: &str, value: Value, path: &str| {
        let test =
            content(verdict, &format!("options-{id}"), about, json!({"out_trade_no": "T1", "query_options": value}));
        blames_if_invalid(test, &format!("biz_content.query_options{path}")).flags(["wrong-json-type"])
    };
    let common = |verdict: Verdict, id: &str, about: &str, name: &'static str, value: Option<&'static str>| {
        let content = r#"{"out_trade_no":"T1"}"#;
        let test = if name == "method" || name == "biz_content" {
            let mut all = vec![
                ("method", Some(METHOD)),
                ("biz_content", Some(content)),
                ("notify_url", None),
                ("return_url", None),
            ];
            for change in &mut all {
                if change.0 == name {
                    change.1 = value;
                }
            }
            Test::new(verdict, format!("ali-validate-query-{id}"), about.to_owned())
                .input(json!({"params": object(&params(&all))}))
        } else {
            query(verdict, id, about, content, &[(name, value)])
        };
        blames_if_invalid(test, name).clauses(["ALI-PAR-1"])
    };
    let all_options = [
        "trade_settle_info",
        "fund_bill_list",
        "voucher_detail_list",
        "discount_goods_detail",
        "mdiscount_amount",
        "medical_insurance_info",
    ];
    Suite::new("alipay/validate-query", "alipay.validate", "alipay.trade.query: one of two numbers.")
        .group(
            Group::new("biz_content.", json!({"message": METHOD}))
                .test(
                    content(Valid, "by-order", "By the merchant's number.", json!({"out_trade_no": "T20260101_0001"}))
                        .flags(["genuine-refused"]),
                )
                .test(
                    content(Valid, "by-trade", "By Alipay's number.", json!({"trade_no": TRADE_NO}))
                        .flags(["genuine-refused"]),
                )
                .test(
                    content(
                        Valid,
                        "by-both",
                        "By both; Alipay's number wins.",
                        json!({"out_trade_no": "T20260101_0001", "trade_no": TRADE_NO}),
                    )
                    .flags(["genuine-refused"]),
                )
                .test(neither("neither", "Neither number.", json!({})))
                .test(neither(
                    "neither-other-member",
                    "Another member and neither number.",
                    json!({"query_options": ["fund_bill_list"]}),
                ))
                .test(neither(
                    "both-empty",
                    "Both numbers are empty, which is as good as absent.",
                    json!({"out_trade_no": "", "trade_no": ""}),
                ))
                .test(neither(
                    "upper-case",
                    "OUT_TRADE_NO is another member.",
                    json!({"OUT_TRADE_NO": "T20260101_0001"}),
                ))
                .test(number(Valid, "out_trade_no", 64, "the most that fit."))
                .test(number(Invalid, "out_trade_no", 65, "one too many."))
                .test(number(Valid, "trade_no", 64, "the most that fit."))
                .test(number(Invalid, "trade_no", 65, "one too many."))
                .test(options(Valid, "all", "All options that the page names.", json!(all_options), ""))
                .test(options(Valid, "one", "One option.", json!(["fund_bill_list"]), ""))
                .test(options(
                    Acceptable,
                    "unknown",
                    "An option that the page does not name. Acceptable: the list grows.",
                    json!(["new_option_2030"]),
                    "",
                ))
                .test(options(
                    Acceptable,
                    "none",
                    "An empty list. Acceptable: no page says whether it may be.",
                    json!([]),
                    "",
                ))
                .test(options(Invalid, "text", "Text, where a list must be.", json!("fund_bill_list"), ""))
                .test(options(
                    Invalid,
                    "object",
                    "An object, where a list must be.",
                    json!({"fund_bill_list": true}),
                    "",
                ))
                .test(options(Invalid, "number-item", "A number within the list.", json!([1]), "[0]"))
                .test(
                    content(
                        Valid,
                        "org-pid",
                        "With org_pid.",
                        json!({"out_trade_no": "T1", "org_pid": "2088101117952222"}),
                    )
                    .flags(["genuine-refused"]),
                )
                .test(
                    content(
                        Acceptable,
                        "unknown-member",
                        "A member that the page does not name. Acceptable: it may be intercepted, says the page.",
                        json!({"out_trade_no": "T1", "new_member_2030": "v"}),
                    )
                    .clauses(["ALI-PAY-3"])
                    .flags(["unknown-request-field"]),
                )
                .test(
                    blames_if_invalid(
                        query(Invalid, "not-json", "Text that is no JSON.", "out_trade_no=T1", &[]),
                        "biz_content",
                    )
                    .clauses(["ALI-PAY-2", "ALI-QRY-1"])
                    .flags(["biz-content-json"]),
                )
                .test(
                    blames_if_invalid(
                        query(Invalid, "array", "A list, where an object must be.", r#"[{"out_trade_no":"T1"}]"#, &[]),
                        "biz_content",
                    )
                    .clauses(["ALI-PAY-2", "ALI-QRY-1"])
                    .flags(["biz-content-json"]),
                ),
        )
        .group(
            Group::new("Common parameters.", json!({"message": METHOD}))
                .test(
                    common(
                        Invalid,
                        "method-page-pay",
                        "The method of a page payment.",
                        "method",
                        Some("alipay.trade.page.pay"),
                    )
                    .flags(["word-list"]),
                )
                .test(common(Invalid, "method-absent", "No method.", "method", None).flags(["required-field-missing"]))
                .test(
                    common(Invalid, "biz-content-absent", "No biz_content.", "biz_content", None)
                        .flags(["required-field-missing"]),
                )
                .test(common(Invalid, "app-id-absent", "No app_id.", "app_id", None).flags(["required-field-missing"]))
                .test(
                    common(Invalid, "version-other", "A version that does not exist.", "version", Some("2.0"))
                        .flags(["word-list"]),
                )
                .test(
                    common(
                        Invalid,
                        "timestamp-calendar",
                        "A timestamp on 30 February.",
                        "timestamp",
                        Some("2026-02-30 12:00:00"),
                    )
                    .flags(["calendar"]),
                )
                .test(
                    common(Invalid, "sign-type-unknown", "sign_type RSA3.", "sign_type", Some("RSA3"))
                        .flags(["word-list"]),
                )
                .test(
                    common(
                        Acceptable,
                        "return-url",
                        "A return_url. Acceptable: it belongs to page and wap interfaces, and means nothing here.",
                        "return_url",
                        Some("https://merchant.example/return"),
                    )
                    .flags(["unknown-request-field"]),
                ),
        )
        .group(Group::new("The common parameters' table, row by row.", json!({"message": METHOD})).all(table()))
}

/// Section 3 holds for a query as for a page payment.
fn table() -> Vec<Test> {
    let with = |verdict: Verdict, id: &str, about: &str, name: &str, value: Option<&str>| {
        let test = query(verdict, id, about, r#"{"out_trade_no":"T1"}"#, &[(name, value)]);
        blames_if_invalid(test, name).clauses(["ALI-PAR-1"])
    };
    let mut tests = Vec::new();
    for name in ["charset", "sign_type", "timestamp", "version"] {
        let id = format!("{}-absent", name.replace('_', "-"));
        let about = format!("Section 3, {name}: required, and absent.");
        tests.push(with(Invalid, &id, &about, name, None).flags(["required-field-missing"]));
    }
    let mut unsigned = params(&[
        ("method", Some(METHOD)),
        ("biz_content", Some(r#"{"out_trade_no":"T1"}"#)),
        ("notify_url", None),
        ("return_url", None),
    ]);
    unsigned.retain(|(name, _)| name != "sign");
    tests.push(
        blames_if_invalid(
            Test::new(
                Invalid,
                "ali-validate-query-sign-absent".into(),
                "Section 3, sign: required, and absent.".into(),
            )
            .input(json!({"params": object(&unsigned)})),
            "sign",
        )
        .clauses(["ALI-PAR-1"])
        .flags(["required-field-missing"]),
    );
    for (name, most, fill) in [("app_id", 32, "2"), ("app_auth_token", 40, "a"), ("app_cert_sn", 32, "0")] {
        let id = name.replace('_', "-");
        let (fits, long) = (fill.repeat(most), fill.repeat(most + 1));
        let about = |n: usize, what: &str| format!("Section 3, {name}: {n} characters, {what}");
        tests.push(
            with(Valid, &format!("{id}-length-{most}"), &about(most, "the most that fit."), name, Some(&fits))
                .flags(["length-limit"]),
        );
        let test =
            with(Invalid, &format!("{id}-length-{}", most + 1), &about(most + 1, "one too many."), name, Some(&long));
        tests.push(test.flags(["length-limit"]));
    }
    let url = |length: usize| {
        let start = "https://merchant.example/";
        format!("{start}{}", "n".repeat(length - start.len()))
    };
    tests.extend([
        with(
            Valid,
            "notify-url-length-256",
            "Section 3, notify_url: 256 characters, the most that fit.",
            "notify_url",
            Some(&url(256)),
        )
        .flags(["length-limit"]),
        with(
            Invalid,
            "notify-url-length-257",
            "Section 3, notify_url: 257 characters, one too many.",
            "notify_url",
            Some(&url(257)),
        )
        .flags(["length-limit"]),
        with(Invalid, "format-xml", "Section 3, format: XML; JSON only.", "format", Some("XML")).flags(["word-list"]),
        with(Invalid, "charset-big5", "Section 3, charset: big5, which the gateway refuses.", "charset", Some("big5"))
            .clauses(["ALI-PAR-4"])
            .flags(["word-list"]),
        blames_if_invalid(
            query(
                Invalid,
                "encrypt-type-des",
                "encrypt_type DES: AES is the only one.",
                "v9xEJGtFY9vW2Ge//P1+YA==",
                &[("encrypt_type", Some("DES"))],
            ),
            "encrypt_type",
        )
        .clauses(["ALI-ENC-1"])
        .flags(["word-list"]),
    ]);
    tests
}
