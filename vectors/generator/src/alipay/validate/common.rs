//! Section 3: the common parameters.

use serde_json::json;

use super::{blames_if_invalid, common, given, params, test};
use crate::suite::Verdict::{self, Acceptable, Invalid, Valid};
use crate::suite::{Group, Suite, Test};

/// A common parameter with a limit on its length, and nothing else that its text must be.
struct Row {
    name: &'static str,
    max: usize,
    required: bool,
    /// What its characters are made of.
    fill: &'static str,
}

const ROWS: [Row; 3] = [
    Row { name: "app_id", max: 32, required: true, fill: "2" },
    Row { name: "app_auth_token", max: 40, required: false, fill: "a" },
    Row { name: "app_cert_sn", max: 32, required: false, fill: "0" },
];

/// Parameters that must be there.
const REQUIRED: [&str; 8] = ["app_id", "method", "charset", "sign_type", "sign", "timestamp", "version", "biz_content"];

/// Parameters of the example that may be left out.
const OPTIONAL: [&str; 3] = ["format", "return_url", "notify_url"];

pub(super) fn suite() -> Suite {
    Suite::new(
        "alipay/validate-page-pay-common",
        "alipay.validate",
        "Section 3: the parameters that every request has.",
    )
    .group(Group::new("Presence.", given()).all(presence()))
    .group(Group::new("Lengths.", given()).all(lengths()))
    .group(Group::new("Words.", given()).all(words()))
    .group(Group::new("The signature's text.", given()).all(signature()))
    .group(Group::new("Other parameters.", given()).all(others()))
}

fn finish(test: Test, name: &str, flag: &str) -> Test {
    blames_if_invalid(test, name).clauses(["ALI-PAR-1"]).flags([flag])
}

fn kebab(name: &str) -> String {
    name.replace(['_', '.'], "-")
}

fn presence() -> Vec<Test> {
    let mut tests = vec![
        test(Valid, "page-pay-ex-1", "The request of ALI-EX-1 breaks no rule.", &params(&[]))
            .clauses(["ALI-PAR-1", "ALI-PAY-1", "ALI-TR-2", "ALI-SIGN-10"])
            .flags(["genuine-refused"]),
    ];
    for name in REQUIRED {
        let id = kebab(name);
        let absent = format!("Section 3, {name}: required, and absent.");
        let empty = format!("Section 3, {name}: required, and empty, which is as good as absent.");
        let clause = match name {
            "biz_content" | "method" => "ALI-TR-2",
            "sign_type" => "ALI-SIGN-10",
            _ => "ALI-PAR-1",
        };
        for (kind, about, value) in [("absent", absent, None), ("empty", empty, Some(""))] {
            let test = common(Invalid, &format!("page-pay-{id}-{kind}"), &about, name, value);
            let test = blames_if_invalid(test, name).flags(["required-field-missing"]);
            tests.push(if clause == "ALI-PAR-1" {
                test.clauses([clause])
            } else {
                test.clauses([clause, "ALI-PAR-1"])
            });
        }
    }
    for name in OPTIONAL {
        let id = kebab(name);
        tests.push(finish(
            common(
                Valid,
                &format!("page-pay-{id}-absent"),
                &format!("Section 3, {name}: optional, and absent."),
                name,
                None,
            ),
            name,
            "genuine-refused",
        ));
        tests.push(finish(common(Acceptable, &format!("page-pay-{id}-empty"), &format!("Section 3, {name}: optional, and empty. Acceptable: it takes no part in the signature, and should not be sent."), name, Some("")), name, "empty-value-signed").clauses(["ALI-SIGN-12"]));
    }
    tests
}

fn lengths() -> Vec<Test> {
    let mut tests = Vec::new();
    for row in &ROWS {
        let id = kebab(row.name);
        let filled = |n: usize| row.fill.repeat(n);
        let at = |verdict: Verdict, n: usize, what: &str| {
            let about = format!("Section 3, {}: {n} characters, {what}.", row.name);
            finish(
                common(verdict, &format!("page-pay-{id}-length-{n}"), &about, row.name, Some(&filled(n))),
                row.name,
                "length-limit",
            )
        };
        // Certificate mode has two numbers, and here is one: a validator may ask for the other.
        let fits = if row.name == "app_cert_sn" { Acceptable } else { Valid };
        let about_fits = if fits == Valid {
            "the most that fit"
        } else {
            "the most that fit. Acceptable: alipay_root_cert_sn is missing beside it"
        };
        tests.push(at(fits, row.max, about_fits));
        tests.push(at(Invalid, row.max + 1, "one too many"));
        if row.required {
            tests.push(at(Valid, 16, "the usual number"));
        }
    }
    let certificates =
        |app: &str, root: &str| params(&[("app_cert_sn", Some(app)), ("alipay_root_cert_sn", Some(root))]);
    let sn = "0123456789abcdef0123456789abcdef";
    tests.extend([
        test(Valid, "page-pay-certificates", "Section 3: app_cert_sn of 32 lower-case hex digits, alipay_root_cert_sn of two such numbers.", &certificates(sn, &format!("{sn}_{sn}"))).clauses(["ALI-PAR-1"]).flags(["length-limit"]),
        test(Valid, "page-pay-certificates-one-root", "Section 3: alipay_root_cert_sn of one number.", &certificates(sn, sn)).clauses(["ALI-PAR-1"]).flags(["length-limit"]),
        test(Acceptable, "page-pay-certificates-upper", "Section 3: app_cert_sn in upper case. Acceptable: the rule makes lower case, the table does not say what else is refused.", &certificates(&sn.to_uppercase(), sn)).clauses(["ALI-PAR-1"]).flags(["odd-value"]),
    ]);
    tests
}

fn words() -> Vec<Test> {
    let word = |verdict: Verdict, name: &str, id: &str, value: &str, about: &str| {
        let about = format!("Section 3, {name} `{value}`: {about}");
        finish(common(verdict, &format!("page-pay-{}-{id}", kebab(name)), &about, name, Some(value)), name, "word-list")
    };
    vec![
        word(Invalid, "method", "other", "alipay.trade.wap.pay", "another interface's name.").clauses(["ALI-TR-2"]),
        word(Invalid, "method", "upper", "ALIPAY.TRADE.PAGE.PAY", "the name has lower case only."),
        word(Invalid, "method", "query", "alipay.trade.query", "the message is a page payment."),
        word(Invalid, "method", "long", &"m".repeat(129), "129 characters, and no interface's name."),
        word(
            Acceptable,
            "format",
            "json-lower",
            "json",
            "acceptable: the table prints upper case, clients in the field send lower.",
        ),
        word(Invalid, "format", "xml", "XML", "JSON is the only format."),
        word(Valid, "charset", "gbk", "gbk", "the table's word."),
        word(Valid, "charset", "utf-8-upper", "UTF-8", "its case is free.").clauses(["ALI-AMB-3"]),
        word(Valid, "charset", "gbk-upper", "GBK", "its case is free.").clauses(["ALI-AMB-3"]),
        word(Acceptable, "charset", "gb2312", "gb2312", "acceptable: older tables have it."),
        word(
            Acceptable,
            "charset",
            "utf8",
            "utf8",
            "acceptable: no table has it, and there is no doubt what is meant.",
        )
        .clauses(["ALI-AMB-3"]),
        word(Invalid, "charset", "latin1", "iso-8859-1", "the gateway refuses other charsets.").clauses(["ALI-PAR-4"]),
        word(Invalid, "charset", "big5", "big5", "the gateway refuses other charsets.").clauses(["ALI-PAR-4"]),
        word(Invalid, "charset", "utf-16", "utf-16", "the gateway refuses other charsets.").clauses(["ALI-PAR-4"]),
        word(Acceptable, "sign_type", "rsa", "RSA", "acceptable: for old applications only.").clauses(["ALI-AMB-12"]),
        word(
            Acceptable,
            "sign_type",
            "lower",
            "rsa2",
            "acceptable: no table writes it so, and there is no doubt what is meant.",
        )
        .clauses(["ALI-AMB-7"]),
        word(Acceptable, "sign_type", "sm2", "SM2", "acceptable: it exists besides; the table does not name it.")
            .clauses(["ALI-SIGN-9"]),
        word(Invalid, "sign_type", "rsa3", "RSA3", "no algorithm has that name.")
            .clauses(["ALI-AMB-7", "ALI-SIGN-10"])
            .attacks(["S11"]),
        word(Invalid, "sign_type", "md5", "MD5", "an algorithm of another gateway.")
            .clauses(["ALI-AMB-7", "ALI-SIGN-10"])
            .attacks(["S11"]),
        word(Invalid, "sign_type", "none", "none", "no algorithm has that name.")
            .clauses(["ALI-AMB-7"])
            .attacks(["S11"]),
        word(Invalid, "version", "1", "1", "the version is 1.0, with its zero."),
        word(Invalid, "version", "2-0", "2.0", "there is no such version."),
        word(Invalid, "version", "1-0-0", "1.0.0", "five characters, where three fit."),
        word(Acceptable, "app_id", "letters", "wxd930ea5d5a258f4f", "acceptable: the table says digits are typical."),
    ]
}

fn signature() -> Vec<Test> {
    let sign = |verdict: Verdict, id: &str, value: &str, about: &str| {
        finish(common(verdict, &format!("page-pay-sign-{id}"), about, "sign", Some(value)), "sign", "length-limit")
    };
    let of = |bytes: usize| {
        use base64::Engine as _;
        base64::engine::general_purpose::STANDARD.encode(vec![0xa5; bytes])
    };
    vec![
        sign(Valid, "344", &of(256), "Section 3, sign: 344 characters, of 2048 bits; the 256 of older tables cannot hold it.").clauses(["ALI-SIGN-8"]),
        sign(Valid, "172", &of(128), "Section 3, sign: 172 characters, of 1024 bits.").clauses(["ALI-SIGN-8"]),
        sign(Acceptable, "684", &of(512), "Section 3, sign: 684 characters, of 4096 bits. Acceptable: the table ends at 344, the algorithm asks for at least 2048 bits.").clauses(["ALI-SIGN-9"]),
        sign(Invalid, "345", &"A".repeat(345), "Section 3, sign: 345 characters, one too many, and no base64 has that length.").clauses(["ALI-SIGN-8"]),
        sign(Invalid, "no-base64", &format!("{}!!!!", &of(256)[..340]), "Section 3, sign: 344 characters that are no base64.").clauses(["ALI-SIGN-8"]),
    ]
}

fn others() -> Vec<Test> {
    let other = |verdict: Verdict, name: &str, value: &str, about: &str| {
        finish(
            common(
                verdict,
                &format!("page-pay-other-{}", kebab(name).to_lowercase()),
                &format!("Section 3, {name}: {about}"),
                name,
                Some(value),
            ),
            name,
            "unknown-request-field",
        )
    };
    let encrypted = finish(
        test(
            Invalid,
            "page-pay-encrypt-type-des",
            "Section 8b, encrypt_type DES: AES is the only one.",
            &params(&[("biz_content", Some("v9xEJGtFY9vW2Ge//P1+YA==")), ("encrypt_type", Some("DES"))]),
        ),
        "encrypt_type",
        "word-list",
    )
    .clauses(["ALI-ENC-1"]);
    let unclocked = common(
        Valid,
        "page-pay-timestamp-old",
        "timestamp is no clock: an old one breaks no rule, with or without now.",
        "timestamp",
        Some("2010-01-01 00:00:00"),
    )
    .input(json!({"now": "20260101120000"}))
    .clauses(["ALI-PAR-1"])
    .flags(["time-gap"]);
    vec![
        other(Valid, "alipay_sdk", "alipay-sdk-java-4.40", "clients add it."),
        other(
            Acceptable,
            "new_param_2030",
            "v",
            "no table names it. Acceptable: the table is not closed in so many words.",
        ),
        other(
            Acceptable,
            "Version",
            "1.0",
            "a name that differs in case only. Acceptable: another parameter, that no table names.",
        ),
        other(Acceptable, "prod_code", "x", "clients add it. Acceptable: inferred, no page says so."),
        unclocked,
        encrypted,
    ]
}
