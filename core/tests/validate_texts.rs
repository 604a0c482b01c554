//! What people read: the findings in both languages, and the list of all codes, which are permanent.

use std::fmt::Write;

use payspec_core::fields::Fields;
use payspec_core::finding::{Code, Lang, Severity};
use payspec_core::spec;
use payspec_core::time::Time;
use payspec_core::validate::{rule, validate};

fn report(message: &str, pairs: &[(&str, &str)], lang: Lang) -> String {
    let now = Time::read_compact(b"20260101120000").ok();
    let mut text = String::new();
    for finding in validate(spec::message(message).unwrap(), &Fields::from_pairs(pairs.iter().copied()), now) {
        let severity = if finding.severity == Severity::Error { "error" } else { "warning" };
        let rule = rule(finding.code).unwrap();
        writeln!(
            text,
            "{severity} {} [{rule}, {}]\n  {}\n  → {}",
            finding.code,
            finding.clause,
            finding.text(lang),
            finding.mend(lang)
        )
        .unwrap();
    }
    text
}

const ORDER: &[(&str, &str)] = &[
    ("appid", "wx测试"),
    ("mch_id", "1230000109"),
    ("nonce_str", "5K8264ILTKCH16CQ2502SI8ZNMTM67VS-too-long"),
    ("sign", "c380bec2bfd727a4b6845133519f3ad6"),
    ("body", "腾讯充值中心-QQ会员充值,腾讯充值中心-QQ会员充值,腾讯充值中心-QQ会员充值,腾讯充值中心-QQ会员充值"),
    ("out_trade_no", "2015 0806"),
    ("total_fee", "0.01"),
    ("spbill_create_ip", "192.168.1.1"),
    ("notify_url", "http://127.0.0.1:8080/pay?a=1"),
    ("trade_type", "MWEB"),
    ("sign_type", "md5"),
    ("attach", " 深圳分店"),
    ("fee_type", "USD"),
    ("time_start", "20260101120000"),
    ("time_expire", "20260101120200"),
    ("limit_pay", "no_debit"),
    ("detail", "一本书"),
    ("scene_info", r#"{"h5_info":{"type":"Wap","wap_url":"pay.qq.com"}}"#),
    ("timeStamp", "1"),
];

const PAGE_PAY: &[(&str, &str)] = &[
    ("app_id", "2014072300007148"),
    ("method", "alipay.trade.page.pay"),
    ("format", "json"),
    ("charset", "latin1"),
    ("sign_type", "RSA"),
    ("sign", "AAA-"),
    ("timestamp", "2026-01-01T12:00:00"),
    ("version", "1.0"),
    (
        "biz_content",
        r#"{"out_trade_no":"T-1","product_code":"QUICK_WAP_WAY","total_amount":100000000.01,"subject":"a/b","time_expire":"2026-02-01 12:00","timeout_express":"1.5h","passback_params":"a=1","goods_detail":[{"goods_id":"1","goods_name":"b","quantity":0,"price":"1.5"},1],"enable_pay_channels":"balance","disable_pay_channels":"pcredit","qrcode_width":"x"}"#,
    ),
];

#[test]
fn findings_of_a_unified_order() {
    insta::assert_snapshot!("unified_order_en", report("unifiedorder", ORDER, Lang::En));
    insta::assert_snapshot!("unified_order_zh", report("unifiedorder", ORDER, Lang::Zh));
}

#[test]
fn findings_of_a_page_pay() {
    insta::assert_snapshot!("page_pay_en", report("alipay.trade.page.pay", PAGE_PAY, Lang::En));
    insta::assert_snapshot!("page_pay_zh", report("alipay.trade.page.pay", PAGE_PAY, Lang::Zh));
}

/// A code never changes its name and is never used for something else. A new one is added to this list.
#[test]
fn codes_are_permanent() {
    let mut text = String::new();
    for code in Code::all() {
        writeln!(
            text,
            "{} {:?} {}\n  {}\n  {}",
            code,
            code.blame(),
            code.clause(),
            code.text(Lang::En),
            code.text(Lang::Zh)
        )
        .unwrap();
        writeln!(text, "  → {}\n  → {}", code.mend(Lang::En), code.mend(Lang::Zh)).unwrap();
    }
    insta::assert_snapshot!("codes", text);
}

#[test]
fn codes_are_well_formed() {
    let all: Vec<Code> = Code::all().collect();
    for (index, code) in all.iter().enumerate() {
        let id = code.id();
        assert!(!all[..index].contains(code), "{id} occurs twice");
        assert!(
            id.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-'),
            "{id}"
        );
        for lang in [Lang::En, Lang::Zh] {
            assert!(!code.text(lang).is_empty() && !code.mend(lang).is_empty(), "{id}");
        }
        assert!(!code.text(Lang::Zh).is_ascii(), "{id}");
        assert_eq!(Code::find(id), Some(*code));
    }
}
