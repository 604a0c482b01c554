//! What `validate` says of Alipay's requests, value by value.

use payspec_core::fields::Fields;
use payspec_core::finding::Severity;
use payspec_core::spec;
use payspec_core::time::Time;
use payspec_core::validate::{rule, validate};
use serde_json::{Value, json};

fn request(method: &str, biz: &str) -> Vec<(String, String)> {
    let sign = "A".repeat(342) + "==";
    [
        ("app_id", "2014072300007148"),
        ("method", method),
        ("format", "JSON"),
        ("return_url", "https://merchant.example/return"),
        ("charset", "utf-8"),
        ("sign_type", "RSA2"),
        ("sign", &sign),
        ("timestamp", "2026-01-01 12:00:00"),
        ("version", "1.0"),
        ("notify_url", "https://merchant.example/notify"),
        ("biz_content", biz),
    ]
    .into_iter()
    .filter(|(name, _)| method == "alipay.trade.page.pay" || *name != "return_url")
    .map(|(name, value)| (name.to_string(), value.to_string()))
    .collect()
}

fn found(message: &str, pairs: Vec<(String, String)>, now: Option<&str>) -> String {
    let now = now.map(|now| Time::read_compact(now.as_bytes()).unwrap());
    let found = validate(spec::message(message).unwrap(), &Fields::from_pairs(pairs), now);
    let lines: Vec<String> = found
        .iter()
        .map(|finding| {
            assert!(rule(finding.code).is_some(), "{}", finding.code);
            let severity = if finding.severity == Severity::Error { "E" } else { "W" };
            format!("{severity} {} {} {}", finding.code, finding.path, finding.clause)
        })
        .collect();
    lines.join(", ")
}

fn biz() -> Value {
    json!({"out_trade_no": "T20260101_0001", "product_code": "FAST_INSTANT_TRADE_PAY", "total_amount": "88.88", "subject": "测试商品 A+B"})
}

/// One common field changed; `-` takes it away.
fn common(name: &str, cases: &[(&str, &str)]) {
    for (value, expected) in cases {
        let mut pairs = request("alipay.trade.page.pay", &biz().to_string());
        pairs.retain(|pair| pair.0 != name);
        if *value != "-" {
            pairs.push((name.to_string(), value.to_string()));
        }
        let found = found("alipay.trade.page.pay", pairs, None).replace(&format!(" {name} "), " ");
        assert_eq!(found, *expected, "{name} = {value:?}");
    }
}

/// One member of `biz_content` changed; `Null` takes it away.
fn member(name: &str, value: Value) -> String {
    at(name, value, None)
}

fn at(name: &str, value: Value, now: Option<&str>) -> String {
    let mut biz = biz();
    biz[name] = value;
    biz.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    let pairs = request("alipay.trade.page.pay", &biz.to_string());
    found("alipay.trade.page.pay", pairs, now).replace("biz_content.", "")
}

fn members(name: &str, cases: &[(&str, &str)]) {
    for (value, expected) in cases {
        assert_eq!(member(name, json!(value)).replace(&format!(" {name} "), " "), *expected, "{name} = {value:?}");
    }
}

#[test]
fn the_worked_example_has_no_finding() {
    assert_eq!(
        found("alipay.trade.page.pay", request("alipay.trade.page.pay", &biz().to_string()), Some("20260101120000")),
        ""
    );
    let query = request("alipay.trade.query", r#"{"out_trade_no":"T20260101_0001"}"#);
    assert_eq!(found("alipay.trade.query", query, None), "");
}

#[test]
fn what_is_required() {
    for (name, clause) in [
        ("app_id", "ALI-PAR-1"),
        ("method", "ALI-TR-2"),
        ("charset", "ALI-PAR-1"),
        ("sign_type", "ALI-SIGN-10"),
        ("sign", "ALI-PAR-1"),
        ("timestamp", "ALI-PAR-1"),
        ("version", "ALI-PAR-1"),
        ("biz_content", "ALI-TR-2"),
    ] {
        common(name, &[("-", &format!("E field-required {clause}")), ("", &format!("E field-required {clause}"))]);
    }
    for name in ["format", "return_url", "notify_url"] {
        common(name, &[("-", ""), ("", "W field-empty ALI-SIGN-3")]);
    }
    for name in ["out_trade_no", "product_code", "total_amount", "subject"] {
        let expected = format!("E field-required {name} ALI-PAY-1");
        assert_eq!(member(name, Value::Null), expected);
        assert_eq!(member(name, json!("")), expected);
    }
    let null = found(
        "alipay.trade.page.pay",
        request("alipay.trade.page.pay", &biz().to_string().replace("\"88.88\"", "null")),
        None,
    );
    assert_eq!(null, "E field-required biz_content.total_amount ALI-PAY-1");
}

#[test]
fn common_parameters() {
    common(
        "charset",
        &[
            ("UTF-8", ""),
            ("GBK", ""),
            ("gb2312", "W choice-doubtful ALI-AMB-3"),
            ("utf8", "W choice-doubtful ALI-AMB-3"),
            ("latin1", "E choice-unknown ALI-PAR-4"),
            ("gb18030", "E choice-unknown ALI-PAR-4"),
        ],
    );
    common(
        "sign_type",
        &[
            ("RSA", "W choice-doubtful ALI-AMB-12"),
            ("rsa2", "W choice-doubtful ALI-AMB-12"),
            ("RSA3", "E choice-unknown ALI-AMB-7"),
            ("MD5", "E choice-unknown ALI-AMB-7"),
        ],
    );
    common("format", &[("json", "W choice-doubtful ALI-PAR-1"), ("xml", "E choice-unknown ALI-PAR-1")]);
    common("version", &[("2.0", "E choice-unknown ALI-PAR-1"), ("1", "E choice-unknown ALI-PAR-1")]);
    common(
        "method",
        &[("alipay.trade.query", "E choice-unknown ALI-TR-2"), ("alipay.trade.page.Pay", "E choice-unknown ALI-TR-2")],
    );
    common(
        "app_id",
        &[
            (&"1".repeat(32), ""),
            (&"1".repeat(33), "E length-exceeded ALI-PAR-1"),
            ("wx1", "E character-forbidden ALI-PAR-1"),
        ],
    );
    for wrong in [
        "2026-01-01T12:00:00",
        "2026-01-01 12:00",
        "2026-01-01 12:00:00.5",
        "20260101120000",
        "2026-02-29 12:00:00",
        "1767240000",
    ] {
        let code = if wrong.contains("02-29") { "time-calendar" } else { "time-shape" };
        common("timestamp", &[(wrong, &format!("E {code} ALI-PAR-4"))]);
    }
    common(
        "sign",
        &[
            (&("A".repeat(170) + "=="), ""),
            (&"A".repeat(348), "W length-editions ALI-PAR-1"),
            (&"A".repeat(688), "E length-exceeded ALI-PAR-1"),
            ("AAA", "E base64-shape ALI-SIGN-8"),
            ("AAA-", "E base64-shape ALI-SIGN-8"),
            ("A===", "E base64-shape ALI-SIGN-8"),
            ("AA=A", "E base64-shape ALI-SIGN-8"),
            ("AAAA\nAAA", "E base64-shape ALI-SIGN-8"),
        ],
    );
    for name in ["notify_url", "return_url"] {
        common(
            name,
            &[
                ("http://merchant.example/x", ""),
                ("http://merchant.example", ""),
                ("https://merchant.example:8443/x", ""),
                ("/x", "E url-shape ALI-SEED-10"),
                ("https%3A%2F%2Fmerchant.example", "E url-shape ALI-SEED-10"),
                ("http://localhost:8080/x", "W url-private ALI-SEED-10"),
                ("http://192.168.0.5/x", "W url-private ALI-SEED-10"),
                ("https://merchant.example/x?a=1", "E url-query ALI-PAR-2"),
            ],
        );
    }
    common("seller", &[("1", "W field-unknown ALI-PAY-3")]);
    common("alipay_sdk", &[("alipay-sdk-java-4.40", "")]);
    common("app_cert_sn", &[("e90dd23a37c5c7b616e003970817ff82", ""), ("E90DD23A", "E character-forbidden ALI-KEY-5")]);
}

#[test]
fn total_amount_is_in_yuan() {
    let (shape, range, spelling) =
        ("E amount-yuan-shape ALI-PAY-6", "E amount-range ALI-PAY-6", "W amount-spelling ALI-AMB-13");
    members(
        "total_amount",
        &[
            ("0.01", ""),
            ("100000000", ""),
            ("100000000.00", ""),
            ("0", &format!("{range}, {spelling}")),
            ("0.00", range),
            ("100000000.01", range),
            ("88.8", spelling),
            ("88", spelling),
            ("088.80", spelling),
            (".5", spelling),
        ],
    );
    for wrong in ["0.001", "-1", "1e2", "1,000.00", "+1.00", " 1.00", "1.00 ", "abc", "１.00", "1.", "."] {
        members("total_amount", &[(wrong, shape)]);
    }
    assert_eq!(member("total_amount", json!(88.88)), "W json-number total_amount ALI-PAY-2");
    assert_eq!(
        member("total_amount", json!(0)),
        format!(
            "W json-number total_amount ALI-PAY-2, E amount-range total_amount ALI-PAY-6, W amount-spelling total_amount ALI-AMB-13"
        )
    );
    assert_eq!(member("total_amount", json!(true)), "E json-type total_amount ALI-PAY-1");
    assert_eq!(member("total_amount", json!(["1.00"])), "E json-type total_amount ALI-PAY-1");
}

#[test]
fn text_of_biz_content() {
    members(
        "out_trade_no",
        &[
            (&"a".repeat(64), ""),
            (&"a".repeat(65), "E length-exceeded ALI-PAY-6"),
            ("T-1", "W character-doubtful ALI-AMB-15"),
            ("T.1", "W character-doubtful ALI-AMB-15"),
            ("订单1", "W character-doubtful ALI-AMB-15"),
            ("T 1", "E character-forbidden ALI-PAY-1"),
            ("T/1", "E character-forbidden ALI-PAY-1"),
        ],
    );
    assert_eq!(member("out_trade_no", json!(20260101)), "E json-type out_trade_no ALI-PAY-1");
    members(
        "subject",
        &[
            (&"a".repeat(256), ""),
            (&"a".repeat(257), "E length-exceeded ALI-PAY-6"),
            (&"测".repeat(85), ""),
            (&"测".repeat(86), "W length-in-bytes ALI-PAY-6"),
            (&"测".repeat(256), "W length-in-bytes ALI-PAY-6"),
            (&"测".repeat(257), "E length-exceeded ALI-PAY-6"),
            ("a/b", "W character-doubtful ALI-PAY-1"),
            ("a=b&c", "W character-doubtful ALI-PAY-1"),
        ],
    );
    members("product_code", &[("QUICK_WAP_WAY", "E choice-unknown ALI-PAY-1")]);
    members("body", &[(&"a".repeat(128), ""), (&"a".repeat(129), "E length-exceeded ALI-PAY-1")]);
    members("goods_type", &[("0", ""), ("1", ""), ("2", "E choice-unknown ALI-PAY-1")]);
    members("qr_pay_mode", &[("4", ""), ("2", "W choice-doubtful ALI-PAY-1"), ("5", "E choice-unknown ALI-PAY-1")]);
    members("integration_type", &[("PCWEB", ""), ("pcweb", "E choice-unknown ALI-PAY-1")]);
    members(
        "passback_params",
        &[
            ("a%3D1%26b%3D2", ""),
            ("a=1&b=2", "E percent-shape ALI-PAY-1"),
            ("%", "E percent-shape ALI-PAY-1"),
            ("%zz", "E percent-shape ALI-PAY-1"),
            ("测", "E percent-shape ALI-PAY-1"),
        ],
    );
    assert_eq!(member("price", json!("1")), "W field-unknown price ALI-PAY-3");
}

#[test]
fn times_of_biz_content() {
    members(
        "time_expire",
        &[
            ("2026-01-01 12:05:00", ""),
            ("2026-01-01 12:05", "W time-spelling ALI-AMB-14"),
            ("2026-01-01T12:05:00", "W time-spelling ALI-AMB-14"),
            ("2026-02-30 12:05:00", "E time-calendar ALI-PAY-1"),
            ("20260101120500", "E time-shape ALI-PAY-1"),
        ],
    );
    let gap = |expire: &str| at("time_expire", json!(expire), Some("20260101120000"));
    assert_eq!(gap("2026-01-01 12:00:00"), "E time-past time_expire ALI-PAY-1");
    assert_eq!(gap("2026-01-01 12:00:59"), "E time-gap-short time_expire ALI-PAY-1");
    assert_eq!(gap("2026-01-01 12:01:00"), "");
    assert_eq!(gap("2026-01-16 12:00:00"), "");
    assert_eq!(gap("2026-01-16 12:00:01"), "E time-far time_expire ALI-PAY-1");
    members("timeout_express", &[("1m", ""), ("90m", ""), ("15d", ""), ("360h", ""), ("21600m", ""), ("1c", "")]);
    for wrong in [
        "1.5h",
        "0m",
        "16d",
        "361h",
        "21601m",
        "2c",
        "m",
        "90",
        "90s",
        "01m",
        "-1m",
        "90M",
        "1 m",
        "99999999999999999999m",
    ] {
        members("timeout_express", &[(wrong, "E period-shape ALI-PAY-1")]);
    }
}

#[test]
fn nested_members_have_paths() {
    let goods = |item: Value| member("goods_detail", json!([item]));
    assert_eq!(goods(json!({"goods_id": "apple-01", "goods_name": "ipad", "quantity": 1, "price": "2000.00"})), "");
    assert_eq!(
        goods(json!({"goods_id": "apple-01", "goods_name": "ipad", "quantity": "1", "price": "2000"})),
        "W amount-spelling goods_detail[0].price ALI-AMB-13"
    );
    assert_eq!(
        goods(json!({"goods_id": "", "quantity": 0, "price": "1.001"})),
        "E number-shape goods_detail[0].quantity ALI-PAY-1, E amount-yuan-shape goods_detail[0].price ALI-PAY-6, \
         E field-required goods_detail[0].goods_id ALI-PAY-1, E field-required goods_detail[0].goods_name ALI-PAY-1"
    );
    assert_eq!(goods(json!("apple")), "E json-type goods_detail[0] ALI-PAY-1");
    assert_eq!(member("goods_detail", json!({})), "E json-type goods_detail ALI-PAY-1");
    assert_eq!(member("goods_detail", json!([])), "");
    assert_eq!(member("extend_params", json!("x")), "E json-type extend_params ALI-PAY-1");
    assert_eq!(member("extend_params", json!({"hb_fq_num": "3", "other": 1})), "");
    assert_eq!(member("extend_params", json!({"hb_fq_num": 3})), "E json-type extend_params.hb_fq_num ALI-PAY-1");
    assert_eq!(member("business_params", json!(["anything"])), "");
}

#[test]
fn members_that_belong_together() {
    let with = |extra: &str| {
        let text = biz().to_string();
        found(
            "alipay.trade.page.pay",
            request("alipay.trade.page.pay", &text.replacen('{', &format!("{{{extra},"), 1)),
            None,
        )
        .replace("biz_content.", "")
    };
    assert_eq!(
        with(r#""enable_pay_channels":"balance","disable_pay_channels":"pcredit""#),
        "E field-excludes disable_pay_channels ALI-PAY-1"
    );
    assert_eq!(with(r#""qrcode_width":100"#), "W field-without-effect qrcode_width ALI-PAY-1");
    assert_eq!(with(r#""qrcode_width":100,"qr_pay_mode":"4""#), "");
    assert_eq!(
        with(r#""time_expire":"2026-01-01 12:05:00","timeout_express":"5m""#),
        "W field-ignored timeout_express ALI-PAY-1"
    );
}

#[test]
fn biz_content_is_one_json_object() {
    let of = |text: &str| found("alipay.trade.page.pay", request("alipay.trade.page.pay", text), None);
    assert_eq!(of("{"), "E json-syntax biz_content ALI-PAY-2");
    assert_eq!(of("[]"), "E json-type biz_content ALI-PAY-2");
    assert_eq!(of("\"{}\""), "E json-type biz_content ALI-PAY-2");
    assert_eq!(of(&"[".repeat(100)), "E json-depth biz_content ALI-TR-2");
    assert_eq!(of(&biz().to_string().replacen('{', r#"{"subject":"x","#, 1)), "E json-repeated biz_content ALI-PAY-2");
    assert_eq!(of("{}").matches("field-required").count(), 4);
    // Free spelling of the JSON (ALI-AMB-20).
    assert_eq!(of(&format!(" {:#} ", biz()).replace("88.88", "\\u0038\\u0038.88")), "");
    // Encrypted content cannot be read (ALI-ENC-1).
    let mut encrypted = request("alipay.trade.page.pay", "v9xEJGtFY9vW2Ge//P1+YDhG");
    encrypted.push(("encrypt_type".to_string(), "AES".to_string()));
    assert_eq!(found("alipay.trade.page.pay", encrypted.clone(), None), "");
    encrypted[10].1 = biz().to_string();
    assert_eq!(found("alipay.trade.page.pay", encrypted, None), "E base64-shape biz_content ALI-TR-2");
}

#[test]
fn a_query_needs_one_of_two_ids() {
    let query =
        |text: &str| found("alipay.trade.query", request("alipay.trade.query", text), None).replace("biz_content.", "");
    assert_eq!(query("{}"), "E field-one-of out_trade_no ALI-QRY-1");
    assert_eq!(query(r#"{"trade_no":"2026010122001400000000000001"}"#), "");
    assert_eq!(query(r#"{"trade_no":"1","out_trade_no":"1"}"#), "W field-ignored out_trade_no ALI-QRY-1");
    assert_eq!(query(r#"{"trade_no":"1","query_options":["fund_bill_list"]}"#), "");
    assert_eq!(
        query(r#"{"trade_no":"1","query_options":["x",1]}"#),
        "W choice-undocumented query_options[0] ALI-QRY-1, E json-type query_options[1] ALI-QRY-1"
    );
    assert_eq!(query(r#"{"trade_no":"1","query_options":"fund_bill_list"}"#), "E json-type query_options ALI-QRY-1");
}
