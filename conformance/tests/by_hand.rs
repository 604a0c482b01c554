//! `check`, `sign`, `verify`, `explain` and `spec`, as a user sees them.

use std::path::PathBuf;

use clap::Parser as _;
use payspec::cli::{Cli, Command};
use payspec::exit::Exit;
use payspec::manual::{self, Manual, Screen};

/// The documentation's key, and one that nobody has.
const KEY: &str = "192006250b4c09247ec02edce69f6a2d";
const OTHER: &str = "00112233445566778899aabbccddeeff";

/// A folder of its own for each test.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Desk(tempfile::tempdir().unwrap());
        desk.put("api.key", &format!("{KEY}\n"));
        desk.put("other.key", OTHER);
        desk.put("app.key", include_str!("bars/key-a.txt"));
        desk.put("alipay.key", include_str!("bars/key-p.txt"));
        desk
    }

    fn put(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Exit code and output of a command line, in which `@name` stands for a file of the desk. Colours and the
    /// folder's name are taken out.
    fn run(&self, line: &str) -> (u8, String) {
        let folder = self.0.path().display().to_string();
        let words = shlex::split(line).unwrap();
        let words =
            words.iter().map(|word| word.strip_prefix('@').map_or(word.clone(), |name| format!("{folder}/{name}")));
        let cli = Cli::try_parse_from(std::iter::once("payspec".to_owned()).chain(words)).unwrap();
        let command = match &cli.command {
            Command::Check(args) => Manual::Check(args),
            Command::Sign(args) => Manual::Sign(args),
            Command::Verify(args) => Manual::Verify(args),
            Command::Explain(args) => Manual::Explain(args),
            Command::Spec(args) => Manual::Spec(args),
            other => panic!("{other:?}"),
        };
        let mut out = Vec::new();
        let lang = cli.lang.unwrap_or(payspec::lang::Lang::En);
        let exit = manual::run(command, &mut Screen { out: &mut out, lang, width: Some(100) });
        let text = String::from_utf8(out).unwrap();
        let text = anstream::adapter::strip_str(&text).to_string().replace(&format!("{folder}/"), "");
        match exit {
            Ok(exit) => (exit.code(), text),
            Err(failure) => (failure.exit.code(), format!("{text}payspec: {}\n", failure.message.replace(&folder, ""))),
        }
    }
}

const ORDER: &str = "<xml>
  <appid>wxd930ea5d5a258f4f</appid>
  <mch_id>10000100</mch_id>
  <nonce_str>ibuaiVcKdpRxkhJA</nonce_str>
  <body><![CDATA[腾讯充值中心-QQ会员充值 ]]></body>
  <attach></attach>
  <out_trade_no>2015\u{a0}0806</out_trade_no>
  <total_fee>0.88</total_fee>
  <spbill_create_ip>123.12.12.123</spbill_create_ip>
  <notify_url>https://example.com/pay?x=1</notify_url>
  <trade_type>JSAPI</trade_type>
  <sign>9f2c8a1e0b7d4c6f5a3e2d1c0b9a8f7e</sign>
</xml>
";

#[test]
fn check_shows_findings_under_the_bytes() {
    let desk = Desk::new();
    desk.put("order.xml", ORDER);
    let (exit, text) = desk.run("check wechat unifiedorder @order.xml");
    assert_eq!(exit, 1);
    insta::assert_snapshot!("check", text);
    let (exit, text) = desk.run("check wechat unifiedorder @order.xml --lang zh --key-file @api.key");
    assert_eq!(exit, 1);
    insta::assert_snapshot!("check_zh", text);
    let (exit, text) = desk.run("check wechat unifiedorder @order.xml --format json");
    assert_eq!(exit, 1);
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let fee = value["findings"].as_array().unwrap().iter().find(|one| one["field"] == "total_fee").unwrap();
    let span = |n: usize| fee["span"][n].as_u64().unwrap() as usize;
    assert_eq!((&ORDER[span(0)..span(1)], &fee["clause"]), ("0.88", &"WX-UO-40".into()));
}

#[test]
fn warnings_fail_only_when_strict() {
    let desk = Desk::new();
    let reply = "<xml><return_code>SUCCESS</return_code><appid>wxd930ea5d5a258f4f</appid></xml>";
    desk.put("x.xml", reply);
    let close = "<xml><appid>wxd930ea5d5a258f4f</appid><mch_id>10000100</mch_id><out_trade_no>20150806125346</out_trade_no>\
        <nonce_str>ibuaiVcKdpRxkhJA</nonce_str><extra>1</extra><sign>9F2C8A1E0B7D4C6F5A3E2D1C0B9A8F7E</sign></xml>";
    desk.put("close.xml", close);
    assert_eq!(desk.run("check wechat closeorder @close.xml").0, 0);
    assert_eq!(desk.run("check wechat closeorder @close.xml --strict").0, 1);
}

#[test]
fn what_cannot_be_read_is_shown_at_its_byte() {
    let desk = Desk::new();
    desk.put("order.xml", "<xml>\n  <a>1</a>\n  <b>&evil;</b>\n</xml>\n");
    let (exit, text) = desk.run("check wechat unifiedorder @order.xml");
    assert_eq!(exit, 2);
    insta::assert_snapshot!("unreadable", text);
    for line in [
        "check wechat unifiedorder @missing.xml",
        "check wechat nonsense @order.xml",
        "verify wechat unifiedorder @order.xml",
        "explain alipay",
        "explain sgin-wrong",
        "spec nonsense",
        "explain alipay notification @order.xml --key-file @api.key",
    ] {
        let (exit, text) = desk.run(line);
        assert!(exit == 2 && text.starts_with("payspec: "), "{line}: {exit} {text}");
        assert!(!text.contains(KEY), "{text}");
    }
}

#[test]
fn what_is_signed_verifies_and_a_change_is_forged() {
    let desk = Desk::new();
    let notification = "<xml><appid>wxd930ea5d5a258f4f</appid><mch_id>10000100</mch_id><attach/><out_trade_no>20150806125346</out_trade_no>\
        <total_fee>1000</total_fee><result_code>SUCCESS</result_code><return_code>SUCCESS</return_code>\
        <transaction_id>1217752501201407033233368018</transaction_id><time_end>20141030133525</time_end><sign/></xml>\n";
    desk.put("n.xml", notification);
    let (exit, signed) = desk.run("sign wechat notification @n.xml --key-file @api.key");
    assert_eq!(exit, 0);
    assert!(signed.starts_with(&notification[..notification.len() - "<sign/></xml>\n".len()]), "{signed}");
    desk.put("s.xml", &signed);
    desk.put(
        "order.json",
        r#"{"out_trade_no":"20150806125346","amount_fen":"1000","appid":"wxd930ea5d5a258f4f","mch_id":"10000100"}"#,
    );
    desk.put(
        "other.json",
        r#"{"out_trade_no":"20150806125346","amount_fen":"10000","appid":"wxd930ea5d5a258f4f","mch_id":"10000100"}"#,
    );
    desk.put("f.xml", &signed.replace(">1000<", ">9999<"));
    let verify =
        |file: &str, more: &str| desk.run(&format!("verify wechat notification @{file} --key-file @api.key {more}"));
    assert_eq!(verify("s.xml", "").0, 0);
    assert_eq!(verify("s.xml", "--order @order.json").0, 0);
    let (exit, text) = verify("s.xml", "--order @other.json");
    assert_eq!(exit, 1);
    insta::assert_snapshot!(text, @r"
    genuine, but it does not pay this order
      order-amount: the message pays another amount than the order asks
      mend: compare total_fee (fen) or total_amount (yuan) with the order, exactly
    ");
    let (exit, text) = verify("f.xml", "--lang zh");
    assert_eq!(exit, 1);
    insta::assert_snapshot!(text, @r"
    验签失败：报文不可信
      sign-wrong: 签名与字段或密钥不符（验签失败） (WX-SIGN-17)
      改法: 可用 payspec explain 查找能重现该签名的错误
    ");
}

#[test]
fn every_message_can_be_signed_and_then_verifies() {
    let desk = Desk::new();
    let form = "app_id=2014072300007148&method=alipay.trade.query&charset=gbk&sign_type=RSA2&biz_content=%B2%E2";
    for (provider, kind, text, key, more) in [
        ("wechat", "unifiedorder", "<xml><a>1</a><sign_type>HMAC-SHA256</sign_type></xml>", "api.key", ""),
        ("wechat", "closeorder", "<xml><a>1</a></xml>", "api.key", "--sign-type HMAC-SHA256"),
        ("wechat", "native-link", "weixin://wxpay/bizpayurl?appid=1&product_id=a%20b+c", "api.key", ""),
        ("wechat", "native-reply", "<xml><a>1</a></xml>", "api.key", ""),
        ("wechat", "jsapi", r#"{"appId":"wx1","signType":"MD5","timeStamp":"1"}"#, "api.key", ""),
        ("wechat", "app", "{\n  \"appid\": \"wx1\"\n}", "api.key", ""),
        (
            "alipay",
            "page.pay",
            "https://openapi.example/gateway.do?app_id=1&charset=utf-8&sign_type=RSA2\nbiz_content=%7B%7D",
            "app.key",
            "",
        ),
        ("alipay", "query", form, "app.key", ""),
        ("alipay", "return", "?a=1+2&charset=utf-8&sign_type=RSA2", "alipay.key", ""),
        ("alipay", "response", r#"{"alipay_trade_query_response":{"code":"10000"}}"#, "alipay.key", ""),
    ] {
        desk.put("m", text);
        let (exit, signed) = desk.run(&format!("sign {provider} {kind} @m --key-file @{key} {more}"));
        assert_eq!(exit, 0, "{kind}: {signed}");
        desk.put("s", &signed);
        let verify = format!("verify {provider} {kind} @s --key-file @{key}");
        assert_eq!(desk.run(&verify).0, 0, "{kind}: {signed}");
        // Signing again changes nothing.
        assert_eq!(desk.run(&format!("sign {provider} {kind} @s --key-file @{key} {more}")).1, signed, "{kind}");
        let (exit, text) = desk.run(&format!("explain {provider} {kind} @s --key-file @{key}"));
        assert!(exit == 0 && text.contains("the signature is right"), "{kind}: {text}");
    }
}

#[test]
fn explain_names_the_mistake_that_reproduces_the_signature() {
    let desk = Desk::new();
    desk.put("order.xml", ORDER);
    let signed = desk.run("sign wechat unifiedorder @order.xml --key-file @other.key").1;
    desk.put("signed.xml", &signed);
    let (exit, text) = desk.run("explain wechat unifiedorder @signed.xml --key-file @api.key --also-key @other.key");
    assert_eq!(exit, 1);
    insta::assert_snapshot!("explain", text);
    let (exit, text) = desk.run("explain wechat unifiedorder @order.xml --key-file @api.key --lang zh");
    assert_eq!(exit, 1);
    insta::assert_snapshot!("explain_nothing_fits_zh", text);
    for text in [desk.run("explain wechat unifiedorder @signed.xml --key-file @api.key --format json").1, text] {
        assert!(!text.contains(KEY) && !text.contains(OTHER), "{text}");
    }
}

/// The key stands in the message too, as a careless signer leaves it there.
#[test]
fn a_key_is_never_shown() {
    let desk = Desk::new();
    desk.put("m.xml", &format!("<xml><a>1</a><key>{KEY}</key><sign>00</sign></xml>"));
    for format in ["terminal", "json"] {
        let text = desk.run(&format!("explain wechat unifiedorder @m.xml --key-file @api.key --format {format}")).1;
        assert!(text.contains("key=…") && !text.contains(KEY), "{text}");
    }
}

/// ALI-EX-4, whose subject has lost its plus on the way, then with the application's key in place of Alipay's.
#[test]
fn explain_opens_an_alipay_signature() {
    let desk = Desk::new();
    let body = "app_id=2014072300007148&charset=utf-8&out_trade_no=T1&subject=%E6%B5%8B+A%2BB&total_amount=88.88&sign_type=RSA2";
    desk.put("n", body);
    let signed = desk.run("sign alipay notification @n --key-file @alipay.key").1;
    desk.put("s", &signed.replace("A%2BB", "A+B"));
    let (exit, text) = desk.run("explain alipay notification @s --key-file @alipay.key");
    assert_eq!(exit, 1);
    insta::assert_snapshot!("explain_alipay", text);
    desk.put("s", &signed);
    let (exit, text) = desk.run("explain alipay notification @s --key-file @app.key --also-key @alipay.key");
    assert!(exit == 1 && text.contains("another-key"), "{text}");
    let (exit, text) = desk.run("explain alipay notification @s --key-file @app.key");
    assert!(exit == 1 && text.contains("does not open with the keys"), "{text}");
}

/// WX-RFN-EX-1.
#[test]
fn a_refund_notification_is_decrypted() {
    let desk = Desk::new();
    let req_info = "WBzGpzQuNpcFxIlFjUUD9FKo0rHFKIn0kRJVv7PAhPDSCjWAzcyQtBNpSb92FQg9FKQ3UKchg9ThtBc2nKj5Y+xx4F4MTCKR8dFndPaGDOyNkOIffPQ/2ZWyBW8LCf/CJCQhrWzHgzBAaiCJX5wsCKk536YX/dQ+yd2McPLw+jmEDhgGIKulWDAjHBZRUiATENQlDVl4YcM6G2ZaZT1fpulBrlkMHiq14Dmt/DMtLqI=";
    desk.put("r.xml", &format!("<xml><return_code>SUCCESS</return_code><req_info>{req_info}</req_info></xml>"));
    let (exit, text) = desk.run("verify wechat refund-notification @r.xml --key-file @api.key");
    assert_eq!(exit, 0);
    insta::assert_snapshot!("refund", text);
    let (exit, text) = desk.run("explain wechat refund-notification @r.xml --key-file @other.key");
    assert_eq!(exit, 1);
    insta::assert_snapshot!("refund_other_key", text);
}

#[test]
fn names_are_explained() {
    let desk = Desk::new();
    for name in ["sign-wrong", "hex-lower-case", "WX-SIGN-3"] {
        let (exit, text) = desk.run(&format!("explain {name}"));
        assert!(exit == 0 && text.starts_with(name) && text.contains("WX-SIGN-"), "{text}");
    }
    insta::assert_snapshot!("explain_mistake_zh", desk.run("explain key-missing --lang zh").1);
    let vector = payspec_vectors::load("wechat/sign-rules").unwrap().vectors.remove(0);
    let (exit, text) = desk.run(&format!("explain {}", vector.id));
    assert!(exit == 0 && text.contains(&vector.about) && text.contains("&key=…"), "{text}");
    let flag = payspec_vectors::flags().keys().next().unwrap();
    assert!(desk.run(&format!("explain {flag} --lang zh")).1.contains("后果"));
}

#[test]
fn tables_are_printed_in_both_forms_and_languages() {
    let desk = Desk::new();
    insta::assert_snapshot!("spec_list", desk.run("spec --lang zh").1);
    insta::assert_snapshot!("spec_close_zh", desk.run("spec closeorder --format markdown --lang zh").1);
    insta::assert_snapshot!("spec_jsapi", desk.run("spec wechat.jsapi").1);
    for message in payspec_core::spec::messages() {
        let (exit, text) = desk.run(&format!("spec {} --format markdown", message.id));
        assert_eq!(exit, Exit::AsExpected.code());
        for field in message.table.fields {
            assert!(text.contains(&format!("| {} |", field.name)), "{}: {}", message.id, field.name);
        }
    }
}
