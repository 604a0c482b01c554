//! What `validate` says of WeChat Pay's requests, value by value.

use payspec_core::fields::Fields;
use payspec_core::finding::Severity;
use payspec_core::spec;
use payspec_core::time::Time;
use payspec_core::validate::{passes, rule, validate};

const SIGN: &str = "C380BEC2BFD727A4B6845133519F3AD6";

const ORDER: &[(&str, &str)] = &[
    ("appid", "wxd678efh567hg6787"),
    ("mch_id", "1230000109"),
    ("nonce_str", "5K8264ILTKCH16CQ2502SI8ZNMTM67VS"),
    ("sign", SIGN),
    ("body", "腾讯充值中心-QQ会员充值"),
    ("out_trade_no", "20150806125346"),
    ("total_fee", "88"),
    ("spbill_create_ip", "123.12.12.123"),
    ("notify_url", "https://www.weixin.qq.com/wxpay/pay.php"),
    ("trade_type", "APP"),
];

/// The findings as `E code path clause`, errors and warnings alike, of `base` with `changes` laid over it. A change to
/// `-` takes the field away.
fn judged(message: &str, base: &[(&str, &str)], changes: &[(&str, &str)], now: Option<&str>) -> Vec<String> {
    let mut pairs: Vec<(String, String)> = base.iter().map(|(n, v)| (n.to_string(), v.to_string())).collect();
    for (name, value) in changes {
        pairs.retain(|pair| pair.0 != *name);
        if *value != "-" {
            pairs.push((name.to_string(), value.to_string()));
        }
    }
    let now = now.map(|now| Time::read_compact(now.as_bytes()).unwrap());
    let found = validate(spec::message(message).unwrap(), &Fields::from_pairs(pairs), now);
    let errors = found.iter().any(|finding| finding.severity == Severity::Error);
    assert_eq!(passes(&found), !errors);
    found
        .iter()
        .map(|finding| {
            assert!(rule(finding.code).is_some(), "{}", finding.code);
            let severity = if finding.severity == Severity::Error { "E" } else { "W" };
            format!("{severity} {} {} {}", finding.code, finding.path, finding.clause)
        })
        .collect()
}

fn order(changes: &[(&str, &str)]) -> Vec<String> {
    judged("unifiedorder", ORDER, changes, None)
}

/// One field of the order at a time: the value, and what is found, or nothing.
fn each(name: &str, cases: &[(&str, &str)]) {
    for (value, expected) in cases {
        let found = order(&[(name, value)]);
        let short: Vec<String> = found.iter().map(|one| one.replacen(&format!(" {name} "), " ", 1)).collect();
        assert_eq!(short.join(", "), *expected, "{name} = {value:?}");
    }
}

#[test]
fn a_full_order_has_no_finding() {
    assert!(order(&[]).is_empty());
    let full = [
        ("device_info", "WEB"),
        ("sign_type", "HMAC-SHA256"),
        ("sign", "6A9AE1657590FD6257D693A078E1C3E4BB6BA4DC30B23E0EE2496E54170DACD6"),
        (
            "detail",
            r#"{"cost_price":608800,"receipt_id":"wx123","goods_detail":[{"goods_id":"商品编码","quantity":1,"price":1}]}"#,
        ),
        ("attach", "深圳分店"),
        ("fee_type", "CNY"),
        ("time_start", "20091225091010"),
        ("time_expire", "20091227091010"),
        ("goods_tag", "WXG"),
        ("product_id", "12235413214070356458058"),
        ("limit_pay", "no_credit"),
        ("openid", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"),
        ("receipt", "Y"),
        (
            "scene_info",
            r#"{"store_info":{"id":"SZTX001","name":"腾大餐厅","area_code":"440305","address":"科技园中一路腾讯大厦"}}"#,
        ),
        ("profit_sharing", "N"),
        ("version", "1.0"),
    ];
    assert!(order(&full).is_empty());
}

#[test]
fn what_is_required() {
    for name in ORDER.iter().map(|field| field.0) {
        let expected = |clause: &str| vec![format!("E field-required {name} {clause}")];
        let missing = order(&[(name, "-")]);
        assert_eq!(missing.len(), 1, "{name}");
        assert!(missing[0].starts_with(&format!("E field-required {name} WX-UO-")));
        assert_eq!(order(&[(name, "")]), missing);
        let clause = missing[0].rsplit(' ').next().unwrap();
        assert_eq!(missing, expected(clause));
    }
    assert_eq!(judged("unifiedorder", &[], &[], None).len(), 10);
}

#[test]
fn what_the_trade_type_requires() {
    assert_eq!(order(&[("trade_type", "NATIVE")]), ["E field-required-when product_id WX-UO-19"]);
    assert_eq!(order(&[("trade_type", "NATIVE"), ("product_id", "")]), ["E field-required-when product_id WX-UO-19"]);
    assert!(order(&[("trade_type", "NATIVE"), ("product_id", "1")]).is_empty());
    assert_eq!(order(&[("trade_type", "JSAPI")]), ["E field-required-when openid WX-UO-21"]);
    assert!(order(&[("trade_type", "JSAPI"), ("openid", "o")]).is_empty());
    assert!(order(&[("trade_type", "JSAPI"), ("sub_openid", "o")]).is_empty());
    assert_eq!(order(&[("trade_type", "MWEB")]), ["E field-required-when scene_info WX-UO-23"]);
    each(
        "trade_type",
        &[
            ("MICROPAY", "E choice-unknown WX-UO-10"),
            ("app", "E choice-unknown WX-UO-10"),
            ("APP ", "E choice-unknown WX-UO-10"),
        ],
    );
}

#[test]
fn lengths_count_bytes_or_characters() {
    let (a, han) = (|n| "a".repeat(n), |n| "测".repeat(n));
    for (value, expected) in [
        (a(127), ""),
        (a(128), "W length-editions WX-UO-5"),
        (a(129), "E length-exceeded WX-UO-5"),
        (han(42), ""),
        (han(42) + "ab", "W length-editions WX-UO-5"),
        (han(43), "W length-in-bytes WX-UO-5"),
        (han(128), "W length-in-bytes WX-UO-5"),
        (han(129), "E length-exceeded WX-UO-5"),
        ("😀".repeat(128), "W length-in-bytes WX-UO-5"),
    ] {
        each("body", &[(&value, expected)]);
    }
    each("attach", &[(&a(127), ""), (&a(128), "W length-editions WX-CHR-6"), (&a(129), "E length-exceeded WX-UO-14")]);
    each(
        "out_trade_no",
        &[(&a(32), ""), (&a(33), "E length-exceeded WX-UO-6"), ("abcdef", ""), ("abcde", "W length-short WX-CHR-2")],
    );
    let detail = |n: usize| format!("{{\"goods_detail\":[]{}}}", " ".repeat(n - 19));
    each(
        "detail",
        &[
            (&detail(6000), ""),
            (&detail(6001), "W length-editions WX-CHR-5"),
            (&detail(8192), "W length-editions WX-CHR-5"),
            (&detail(8193), "E length-exceeded WX-CHR-5"),
        ],
    );
    for (name, most) in [("appid", 32), ("mch_id", 32), ("nonce_str", 32), ("device_info", 32), ("goods_tag", 32)] {
        assert!(order(&[(name, &a(most))]).is_empty());
        assert_eq!(order(&[(name, &a(most + 1))]).len(), 1, "{name}");
    }
    each("openid", &[(&a(128), ""), (&a(129), "E length-exceeded WX-UO-21")]);
    let url = |n: usize| format!("https://a.example/{}", a(n - 18));
    each("notify_url", &[(&url(256), ""), (&url(257), "E length-exceeded WX-UO-9")]);
}

#[test]
fn order_numbers_have_an_alphabet() {
    each(
        "out_trade_no",
        &[
            ("0123456789ABCxyz_-", ""),
            ("201508|06", "W character-doubtful WX-CHR-1"),
            ("201508*06", "W character-doubtful WX-CHR-1"),
            ("201508@06", "W character-doubtful WX-CHR-1"),
            ("201508.06", "E character-forbidden WX-CHR-1"),
            ("201508 06", "E character-forbidden WX-CHR-1"),
            ("２０１５０８", "E character-forbidden WX-CHR-1"),
            ("订单201508", "E character-forbidden WX-CHR-1"),
            ("201508@06.", "E character-forbidden WX-CHR-1"),
        ],
    );
}

#[test]
fn text_has_no_control_characters_and_no_space_around() {
    each(
        "body",
        &[
            ("a\u{1}b", "E character-forbidden WX-UO-5"),
            ("a\u{0}", "E character-forbidden WX-UO-5"),
            ("a\u{ffff}", "E character-forbidden WX-UO-5"),
            ("a\nb\tc", ""),
            (" a", "W space-around WX-UO-5"),
            ("a\n", "W space-around WX-UO-5"),
            ("a&b<c>\"d'", ""),
        ],
    );
    each("appid", &[("wx测试", "W character-doubtful WX-UO-1"), ("wx 1", "W character-doubtful WX-UO-1")]);
}

#[test]
fn amounts_are_whole_fen() {
    let shape = "E amount-fen-shape WX-UO-40";
    for value in ["0.01", "3.01", "1.0", "-1", "+88", "88 ", " 88", "8.8e1", "８８", "1,000", "0x1", "1_0", "abc"] {
        each("total_fee", &[(value, shape)]);
    }
    each(
        "total_fee",
        &[
            ("1", ""),
            ("0", "E amount-range WX-UO-41"),
            ("088", "W amount-spelling WX-UO-43"),
            ("00", "E amount-range WX-UO-41, W amount-spelling WX-UO-43"),
            ("1000000000", ""),
            ("1000000001", "W amount-large WX-UO-42"),
            ("9223372036854775808", "W amount-large WX-UO-42"),
            ("99999999999999999999", shape),
        ],
    );
}

#[test]
fn signatures_are_hexadecimal() {
    each(
        "sign",
        &[
            (&SIGN.repeat(2), ""),
            (&SIGN.to_lowercase(), "W signature-case WX-AMB-3"),
            (&SIGN[1..], "E signature-shape WX-SIGN-13"),
            (&SIGN.replace('C', "G"), "E signature-shape WX-SIGN-13"),
            (&format!("{SIGN}0"), "E signature-shape WX-SIGN-13"),
        ],
    );
    each(
        "sign_type",
        &[("MD5", ""), ("md5", "E choice-unknown WX-SIGN-12"), ("SHA256", "E choice-unknown WX-SIGN-12")],
    );
}

#[test]
fn values_of_a_list() {
    each("limit_pay", &[("no_credit", ""), ("no_debit", "W choice-undocumented WX-AMB-24")]);
    each("receipt", &[("Y", ""), ("N", "W choice-undocumented WX-AMB-24")]);
    each("profit_sharing", &[("Y", ""), ("y", "E choice-unknown WX-UO-24")]);
    each(
        "fee_type",
        &[
            ("USD", "W currency-other WX-AMB-25"),
            ("cny", "W currency-other WX-AMB-25"),
            ("XXX", "W currency-other WX-AMB-25"),
            ("CN", "E currency-shape WX-UO-15"),
            ("CNYY", "E currency-shape WX-UO-15"),
            ("人民币", "E currency-shape WX-UO-15"),
        ],
    );
}

#[test]
fn addresses() {
    each(
        "spbill_create_ip",
        &[
            ("2001:db8::1", ""),
            ("fe80::1%eth0", "W ip-unusual WX-AMB-26"),
            ("::ffff:1.2.3.4", "W ip-unusual WX-AMB-26"),
            ("127.0.0.1", "W ip-unusual WX-AMB-26"),
            ("192.168.1.1", "W ip-unusual WX-AMB-26"),
            ("172.32.0.1", ""),
            ("256.1.1.1", "E ip-shape WX-UO-8"),
            ("1.2.3", "E ip-shape WX-UO-8"),
            ("01.2.3.4", "E ip-shape WX-UO-8"),
            ("1.2.3.4:80", "E ip-shape WX-UO-8"),
            ("1.2.3.4%a", "E ip-shape WX-UO-8"),
            ("[::1]", "E ip-shape WX-UO-8"),
            ("localhost", "E ip-shape WX-UO-8"),
            ("1.2.3.4,5.6.7.8", "E ip-shape WX-UO-8"),
        ],
    );
    each(
        "notify_url",
        &[
            ("http://www.weixin.qq.com/wxpay/pay.php", "W url-http WX-CHR-8"),
            ("https://a.example/pay?x=1", "E url-query WX-UO-9"),
            ("https://a.example/pay?", "E url-query WX-UO-9"),
            ("https://a.example/pay#?x", "W url-unusual WX-AMB-17"),
            ("https://a.example:8443/pay", "W url-unusual WX-AMB-17"),
            ("HTTPS://a.example/pay", "W url-unusual WX-AMB-17"),
            ("https://203.0.113.5/pay", "W url-unusual WX-AMB-17"),
            ("https://[2001:db8::5]/pay", "W url-unusual WX-AMB-17"),
            ("https://支付.example/pay", "W url-unusual WX-AMB-17"),
            ("https://a.example", "W url-no-path WX-UO-9"),
            ("https://a.example/", "W url-no-path WX-UO-9"),
            ("https://localhost/pay", "E url-private WX-UO-9"),
            ("https://pay.localhost/pay", "E url-private WX-UO-9"),
            ("https://intranet/pay", "E url-private WX-UO-9"),
            ("https://127.0.0.1/pay", "E url-private WX-UO-9, W url-unusual WX-AMB-17"),
            ("https://[::1]/pay", "E url-private WX-UO-9, W url-unusual WX-AMB-17"),
            ("https://10.0.0.5:80/pay", "E url-private WX-UO-9, W url-unusual WX-AMB-17, W url-unusual WX-AMB-17"),
        ],
    );
    for wrong in [
        "/pay",
        "a.example/pay",
        "//a.example/pay",
        "ftp://a.example/pay",
        "https:/a.example",
        "https://",
        "https:///pay",
        "https://a b/pay",
        "https://a.example/p ay",
        "https://u@a.example/pay",
        "https://u:p@a.example/pay",
        "https://a..b/pay",
        "https://a.example:0/pay",
        "https://a.example:65536/pay",
        "https://a.example:/pay",
        "https://a.example:8a/pay",
        "https://[::1/pay",
        "https://[::1]x/pay",
        "https://127.1/pay",
        "https://2130706433/pay",
        "https://0x7f.0x1/pay",
        "https%3A%2F%2Fa.example%2Fpay",
        "https://a.example\\pay",
        "javascript:alert(1)",
        "https://a.example/\u{0}",
    ] {
        each("notify_url", &[(wrong, "E url-shape WX-UO-9")]);
    }
}

#[test]
fn times_and_gaps() {
    each(
        "time_start",
        &[
            ("20240229235959", ""),
            ("20230229000000", "E time-calendar WX-UO-54"),
            ("20240101240000", "E time-calendar WX-UO-54"),
            ("20240101000060", "E time-calendar WX-UO-54"),
            ("2024-01-01 00:00:00", "E time-shape WX-UO-50"),
            ("202401010000", "E time-shape WX-UO-50"),
            ("1704067200", "E time-shape WX-UO-50"),
        ],
    );
    let gap = |expire: &str, now: Option<&str>| {
        judged("unifiedorder", ORDER, &[("time_start", "20240101000000"), ("time_expire", expire)], now).join(", ")
    };
    for (expire, expected) in [
        ("20231231235959", "E time-not-after time_expire WX-UO-51"),
        ("20240101000000", "E time-not-after time_expire WX-UO-51"),
        ("20240101000001", "E time-gap-short time_expire WX-UO-51"),
        ("20240101000100", "E time-gap-short time_expire WX-UO-51"),
        ("20240101000101", "W time-gap-advised time_expire WX-UO-51"),
        ("20240101000500", "W time-gap-advised time_expire WX-UO-51"),
        ("20240101000501", ""),
    ] {
        assert_eq!(gap(expire, None), expected, "{expire}");
    }
    assert_eq!(gap("20240101010000", Some("20240101010000")), "E time-past time_expire WX-UO-51");
    assert_eq!(gap("20240101010000", Some("20240101005901")), "E time-gap-short time_expire WX-UO-51");
    assert_eq!(gap("20240101010000", Some("20240101005859")), "W time-gap-advised time_expire WX-UO-51");
    assert_eq!(gap("20240101010000", Some("20240101005459")), "");
    let alone = judged("unifiedorder", ORDER, &[("time_expire", "20240101000000")], Some("20250101000000"));
    assert_eq!(alone, ["E time-past time_expire WX-UO-51"]);
    assert!(order(&[("time_expire", "20240101000000")]).is_empty());
}

#[test]
fn scene_info_is_json_with_conditions() {
    let h5 = |text: &str| order(&[("trade_type", "MWEB"), ("scene_info", text)]).join(", ");
    let ok = r#"{"h5_info":{"type":"Wap","wap_url":"https://pay.qq.com","wap_name":"腾讯充值"}}"#;
    for (text, expected) in [
        (ok, ""),
        (r#"{"h5_info":{"type":"IOS","app_name":"a","bundle_id":"b"}}"#, ""),
        (r#"{"h5_info":{"type":"Android","app_name":"a","package_name":"b"}}"#, ""),
        ("{}", "E field-required-when scene_info.h5_info WX-UO-23"),
        (r#"{"h5_info":{}}"#, "E field-required scene_info.h5_info.type WX-UO-23"),
        (r#"{"h5_info":{"type":"wap"}}"#, "E choice-unknown scene_info.h5_info.type WX-UO-23"),
        (r#"{"h5_info":{"type":"Wap","wap_name":"a"}}"#, "E field-required-when scene_info.h5_info.wap_url WX-UO-23"),
        (r#"{"h5_info":{"type":"IOS","app_name":"a"}}"#, "E field-required-when scene_info.h5_info.bundle_id WX-UO-23"),
        (
            r#"{"h5_info":{"type":"Android","package_name":""}}"#,
            "E field-required-when scene_info.h5_info.app_name WX-UO-23, E field-required-when scene_info.h5_info.package_name WX-UO-23",
        ),
        (r#"{"h5_info":[]}"#, "E json-type scene_info.h5_info WX-UO-23"),
        (
            r#"{"h5_info":null}"#,
            "W json-type scene_info.h5_info WX-UO-23, E field-required-when scene_info.h5_info WX-UO-23",
        ),
        (r#"{"h5_info":{"type":1}}"#, "E json-type scene_info.h5_info.type WX-UO-23"),
        (r#"{"h5_info":{"type":"Wap","type":"IOS"}}"#, "E json-repeated scene_info WX-UO-23"),
        (r#"{"h5_info":{"type":"Wap""#, "E json-syntax scene_info WX-UO-23"),
        ("[]", "E json-type scene_info WX-UO-23"),
        ("shop", "E json-syntax scene_info WX-UO-23"),
        (
            r#"{"h5_info":{"type":"Wap","wap_url":"pay.qq.com","wap_name":"a"},"x":1}"#,
            "E url-shape scene_info.h5_info.wap_url WX-UO-23, W field-unknown scene_info.x WX-XML-12",
        ),
    ] {
        assert_eq!(h5(text), expected, "{text}");
    }
    assert!(order(&[("scene_info", "{}")]).is_empty());
    let long = ok.replace("腾讯充值", &"a".repeat(256));
    assert!(h5(&long).starts_with("E length-exceeded scene_info WX-UO-23"));
}

#[test]
fn detail_may_be_plain_text() {
    each(
        "detail",
        &[("商品详细描述", "W json-plain WX-UO-13"), ("{", "E json-syntax WX-UO-13"), ("[]", "W json-type WX-UO-13")],
    );
    let goods = order(&[("detail", r#"{"goods_detail":[{"goods_id":"1","quantity":0,"price":"1.5"},2]}"#)]);
    assert_eq!(
        goods,
        [
            "W number-shape detail.goods_detail[0].quantity WX-UO-13",
            "W amount-fen-shape detail.goods_detail[0].price WX-UO-13",
            "W json-type detail.goods_detail[1] WX-UO-13",
        ]
    );
}

#[test]
fn unknown_and_repeated_fields() {
    assert_eq!(order(&[("timeStamp", "1")]), ["W field-unknown timeStamp WX-XML-12"]);
    assert_eq!(order(&[("Appid", "")]), ["W field-unknown Appid WX-XML-12"]);
    let mut pairs = ORDER.to_vec();
    pairs.push(("total_fee", "1"));
    assert_eq!(judged("unifiedorder", &pairs, &[], None), ["E field-repeated total_fee WX-UO-7"]);
}

#[test]
fn a_query_needs_one_of_two_ids() {
    let base = [("appid", "wx1"), ("mch_id", "1"), ("nonce_str", "n"), ("sign", SIGN)];
    let query = |changes: &[(&str, &str)]| judged("orderquery", &base, changes, None);
    assert_eq!(query(&[]), ["E field-one-of out_trade_no WX-QRY-1"]);
    assert_eq!(
        query(&[("out_trade_no", "")]),
        ["W field-empty out_trade_no WX-SIGN-3", "E field-one-of out_trade_no WX-QRY-1"]
    );
    assert!(query(&[("out_trade_no", "123456")]).is_empty());
    assert!(query(&[("transaction_id", "1")]).is_empty());
    let both = query(&[("out_trade_no", "123456"), ("transaction_id", "1")]);
    assert_eq!(both, ["W field-ignored out_trade_no WX-AMB-21"]);
    let close = judged("closeorder", &base, &[], None);
    assert_eq!(close, ["E field-required out_trade_no WX-CLS-1"]);
}

#[test]
fn a_notification_may_hold_more_than_the_table() {
    let base = [
        ("return_code", "SUCCESS"),
        ("appid", "wxd930ea5d5a258f4f"),
        ("mch_id", "10000100"),
        ("nonce_str", "n"),
        ("sign", SIGN),
        ("result_code", "SUCCESS"),
        ("openid", "o"),
        ("trade_type", "JSAPI"),
        ("bank_type", "OTHERS"),
        ("total_fee", "1000"),
        ("cash_fee", "942"),
        ("coupon_fee", "58"),
        ("coupon_count", "1"),
        ("coupon_id_0", "1"),
        ("coupon_fee_0", "58"),
        ("transaction_id", "1"),
        ("out_trade_no", "1"),
        ("time_end", "20141030133525"),
        ("attach", ""),
        ("new_2030", "v"),
    ];
    let told = |changes: &[(&str, &str)]| judged("notification", &base, changes, None);
    assert!(told(&[]).is_empty());
    assert_eq!(told(&[("cash_fee", "-")]), ["W field-expected cash_fee WX-AMB-19"]);
    assert_eq!(told(&[("coupon_fee", "1001")]), ["W amount-above coupon_fee WX-NTF-21"]);
    assert_eq!(told(&[("coupon_count", "2")]), ["W count-differs coupon_count WX-AMB-20"]);
    assert_eq!(told(&[("coupon_fee_0", "x")]), ["E amount-fen-shape coupon_fee_0 WX-NTF-25"]);
    assert_eq!(told(&[("openid", "-")]), ["E field-required-when openid WX-NTF-12"]);
    let failed = [("return_code", "FAIL"), ("return_msg", "签名失败")];
    assert!(judged("notification", &failed, &[], None).is_empty());
}
