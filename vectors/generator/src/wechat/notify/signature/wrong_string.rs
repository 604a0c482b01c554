//! Digests over other strings than the rule's: what a verifier that builds one of them would accept.

use serde_json::json;

use super::super::refuse;
use crate::canonical;
use crate::sign::Algorithm;
use crate::suite::{Group, Test};
use crate::wechat::message::{KEY, Message};

/// A payment whose values show encoding, escaping, trimming and the order of names.
fn telling() -> Message {
    Message::payment()
        .with("attach", "a b&c=d<e>")
        .with("Zeta", "1")
        .with("coupon_fee_0", "5")
        .with("coupon_fee_10", "3")
        .with("coupon_fee_2", "2")
        .with("device_info", "")
}

fn join(pairs: impl IntoIterator<Item = (String, String)>) -> String {
    pairs.into_iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

/// The fields that take part, sorted by the rule.
fn sorted() -> Vec<(String, String)> {
    let mut fields: Vec<_> = telling().fields.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    fields.sort();
    fields
}

fn mapped(change: impl Fn(&str, &str) -> String) -> String {
    join(sorted().into_iter().map(|(name, value)| {
        let value = change(&name, &value);
        (name, value)
    }))
}

fn sorted_by<K: Ord>(key: impl Fn(&(String, String)) -> K) -> String {
    let mut fields = sorted();
    fields.sort_by_key(|field| key(field));
    join(fields)
}

fn percent(value: &str) -> String {
    value
        .bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || b"-_.~".contains(&b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}

/// Name, what was done, the string before `&key=`, the clause that forbids it, the flag.
fn strings() -> Vec<(&'static str, &'static str, String, &'static str, &'static str)> {
    let unsorted = join(telling().fields.into_iter().filter(|(_, value)| !value.is_empty()));
    let mut with_empty = telling().fields;
    with_empty.sort();
    let known = [
        "appid",
        "attach",
        "bank_type",
        "cash_fee",
        "fee_type",
        "is_subscribe",
        "mch_id",
        "nonce_str",
        "openid",
        "out_trade_no",
        "result_code",
        "return_code",
        "time_end",
        "total_fee",
        "trade_type",
        "transaction_id",
    ];
    vec![
        ("unsorted", "Fields joined in wire order.", unsorted, "WX-SIGN-1 WX-XML-4", "sort-order"),
        ("by-value", "Fields sorted by value.", sorted_by(|(_, value)| value.clone()), "WX-SIGN-1", "sort-order"),
        (
            "descending",
            "Fields sorted in descending order.",
            sorted_by(|(name, _)| std::cmp::Reverse(name.clone())),
            "WX-SIGN-1",
            "sort-order",
        ),
        (
            "case-folded",
            "Fields sorted without regard to case.",
            sorted_by(|(name, _)| name.to_lowercase()),
            "WX-SIGN-2",
            "sort-order",
        ),
        (
            "natural-order",
            "Index fields in numeric order, 2 before 10.",
            sorted_by(|(name, _)| match name.rsplit_once('_') {
                Some((head, index)) => (head.to_owned(), index.parse::<u32>().map_or(0, |i| i + 1)),
                None => (name.clone(), 0),
            }),
            "WX-SIGN-37",
            "sort-order",
        ),
        (
            "percent-encoded",
            "Values percent-encoded.",
            mapped(|_, value| percent(value)),
            "WX-SIGN-8",
            "value-encoded-before-signing",
        ),
        (
            "form-encoded",
            "Values form-encoded, a space as `+`.",
            mapped(|_, value| percent(value).replace("%20", "+")),
            "WX-SIGN-8",
            "value-encoded-before-signing",
        ),
        (
            "xml-escaped",
            "Values XML-escaped.",
            mapped(|_, value| crate::wechat::message::escape(value)),
            "WX-SIGN-8",
            "references-not-decoded",
        ),
        (
            "cdata-marks",
            "Values with their CDATA marks.",
            mapped(|_, value| format!("<![CDATA[{value}]]>")),
            "WX-SIGN-8 WX-XML-3",
            "references-not-decoded",
        ),
        (
            "quoted",
            "Values in quotes.",
            mapped(|_, value| format!("\"{value}\"")),
            "WX-SIGN-1",
            "wrong-canonical-string",
        ),
        (
            "lower-names",
            "Names in lower case.",
            join(sorted().into_iter().map(|(name, value)| (name.to_lowercase(), value))),
            "WX-SIGN-2",
            "name-case-folded",
        ),
        (
            "upper-values",
            "Values in upper case.",
            mapped(|_, value| value.to_uppercase()),
            "WX-SIGN-8",
            "wrong-canonical-string",
        ),
        (
            "empty-kept",
            "The empty field kept as `device_info=`.",
            join(with_empty),
            "WX-SIGN-3 WX-XML-9",
            "empty-value-signed",
        ),
        (
            "values-only",
            "Values joined without names.",
            sorted().into_iter().map(|(_, value)| value).collect::<Vec<_>>().join("&"),
            "WX-SIGN-1",
            "wrong-canonical-string",
        ),
        (
            "no-separator",
            "Pairs joined without `&`.",
            mapped(|_, value| value.into()).replace('&', ""),
            "WX-SIGN-1",
            "wrong-canonical-string",
        ),
        (
            "trailing-separator",
            "A `&` left at the end.",
            format!("{}&", mapped(|_, v| v.into())),
            "WX-SIGN-5",
            "wrong-canonical-string",
        ),
        (
            "known-fields-only",
            "Only the fields of the table: what a struct keeps.",
            join(sorted().into_iter().filter(|(name, _)| known.contains(&name.as_str()))),
            "WX-SIGN-9",
            "unknown-field-dropped",
        ),
        (
            "return-code-out",
            "return_code left out.",
            join(sorted().into_iter().filter(|(name, _)| name != "return_code")),
            "WX-SIGN-4",
            "field-dropped",
        ),
        (
            "nonce-out",
            "nonce_str left out.",
            join(sorted().into_iter().filter(|(name, _)| name != "nonce_str")),
            "WX-SIGN-4",
            "field-dropped",
        ),
    ]
}

fn group(algorithm: Algorithm, suffix: &str) -> Group {
    let sealed = |string: &str| algorithm.seal(string, KEY);
    let case = |id: &str, about: &str, sign: String, clause: &str, flag: &str| {
        refuse(&format!("string-{id}-{suffix}"), "signature", about, telling().with("sign", sign).xml())
            .clauses(clause.split(' '))
            .flags([flag])
    };
    let right = canonical::wechat(&telling().fields);
    let tail = "WX-SIGN-5";
    let key_flag = "key-misplaced";
    let mut with_key = telling().with("key", KEY).fields;
    with_key.retain(|(_, value)| !value.is_empty());
    with_key.sort();
    let name = algorithm.sign_type();
    Group::new(
        &format!("The right key over a wrong string, {name}. Each is the mistake of a verifier that would refuse genuine messages too."),
        json!({"key": KEY, "sign_type": name}),
    )
    .test({
        let test = Test::valid(format!("wx-notify-string-right-{suffix}"), "The same fields over the right string.");
        test.clauses(["WX-SIGN-1"]).body(telling().sealed(algorithm).xml())
            .expect(telling().expect(super::super::MONEY)).expect(json!({"paid": true}))
    })
    .all(strings().into_iter().map(|(id, about, string, clause, flag)| case(id, about, sealed(&string), clause, flag)))
    .test(case("no-key", "Without `&key=` at the end.", algorithm.hash(KEY, right.as_bytes()), tail, key_flag).attacks(["S13"]))
    .test(case("key-bare", "The key at the end without `&key=`.", algorithm.hash(KEY, format!("{right}{KEY}").as_bytes()), tail, key_flag))
    .test(case("key-first", "`key=…&` before the fields.", algorithm.hash(KEY, format!("key={KEY}&{right}").as_bytes()), tail, key_flag))
    .test(case("key-sorted-in", "The key's pair sorted in among the fields.", algorithm.hash(KEY, join(with_key).as_bytes()), tail, key_flag))
    .test(case("key-name-upper", "`&KEY=` in place of `&key=`.", algorithm.hash(KEY, format!("{right}&KEY={KEY}").as_bytes()), tail, key_flag))
    .test(case("line-feed", "A line feed at the end of the string.", algorithm.hash(KEY, format!("{right}&key={KEY}\n").as_bytes()), tail,
        "wrong-canonical-string"))
    .test(case("hashed-twice", "The digest of the digest.", algorithm.hash(KEY, sealed(&right).as_bytes()), "WX-SIGN-6", "wrong-digest"))
}

pub(super) fn md5() -> Group {
    group(Algorithm::Md5, "md5")
}

pub(super) fn hmac() -> Group {
    let right = format!("{}&key={KEY}", canonical::wechat(&telling().fields));
    let case = |id: &str, about: &str, key: &str, flag: &str| {
        let sign = Algorithm::HmacSha256.hash(key, right.as_bytes());
        refuse(&format!("string-{id}-hmac"), "signature", about, telling().with("sign", sign).xml())
            .clauses(["WX-SIGN-7"])
            .flags([flag])
            .attacks(["S13"])
    };
    group(Algorithm::HmacSha256, "hmac")
        .test(case("keyed-empty", "HMAC with an empty key over the right string.", "", "wrong-digest"))
        .test(case(
            "keyed-other",
            "HMAC with another key over the right string.",
            crate::wechat::message::OTHER_KEY,
            "wrong-key-accepted",
        ))
        .test(case(
            "keyed-upper",
            "HMAC with the key in upper case over the right string.",
            &KEY.to_uppercase(),
            "wrong-key-accepted",
        ))
        .test({
            use sha2::Digest as _;
            let sign = crate::sign::hex_upper(&sha2::Sha256::digest(right.as_bytes()));
            refuse(
                "string-plain-sha256-hmac",
                "signature",
                "Plain SHA-256 of the right string: no HMAC.",
                telling().with("sign", sign).xml(),
            )
            .clauses(["WX-SIGN-7"])
            .flags(["wrong-digest"])
            .attacks(["S13"])
        })
        .test({
            let full = telling().sign(Algorithm::HmacSha256);
            refuse(
                "string-cut-hmac",
                "signature",
                "The first 32 digits of the right HMAC: what a column of 32 characters keeps.",
                telling().with("sign", &full[..32]).xml(),
            )
            .clauses(["WX-SIGN-7", "WX-SIGN-13"])
            .flags(["signature-compared-loosely"])
            .attacks(["S06"])
        })
}
