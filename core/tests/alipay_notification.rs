//! Notifications: what is refused, by which code, and which genuine ones do not pay the order.

mod alipay_data;

use std::sync::LazyLock;

use alipay_data::examples::*;
use alipay_data::*;
use payspec_core::alipay::notification;
use payspec_core::alipay::sign::Scheme;
use payspec_core::canonical::{ALIPAY_NOTIFICATION, ALIPAY_NOTIFICATION_NO_EMPTY, ALIPAY_REQUEST};
use payspec_core::crypto::keys::{PrivateKey, PublicKey};
use payspec_core::limits;
use payspec_core::order::{Event, Order, State};
use proptest::prelude::*;

static KEY: LazyLock<PrivateKey> = LazyLock::new(alipay);

fn order() -> Order {
    Order {
        number: "T20260101_0001".into(),
        fen: 8888,
        currency: "CNY".into(),
        application: "2014072300007148".into(),
        merchant: "2088000000000009".into(),
    }
}

/// The genuine fields with changes, `sign_type` among them.
fn pairs(changes: &[(&str, Option<&str>)]) -> Vec<(String, Vec<u8>)> {
    let genuine = with(fields(EX_4_STRING), &[("sign_type", Some("RSA2"))]);
    with(genuine, changes)
}

fn genuine(changes: &[(&str, Option<&str>)]) -> String {
    signed(&pairs(changes), &ALIPAY_NOTIFICATION, &KEY, Scheme::Rsa2)
}

/// `ok`, or the code of the refusal.
fn read(body: &[u8]) -> &'static str {
    notification::read(None, body, KEY.public(), Scheme::Rsa2).err().map_or("ok", |refusal| refusal.code.id())
}

/// `ok`, or why the message does not pay the order.
fn accept(body: &str) -> &'static str {
    let verified = notification::read(None, body.as_bytes(), KEY.public(), Scheme::Rsa2).unwrap();
    verified.accept(&order()).err().map_or("ok", |refusal| refusal.code.id())
}

#[test]
fn bytes_that_are_no_such_message() {
    assert_eq!(read(b""), "body-empty");
    assert_eq!(read(b"&&"), "sign-missing");
    assert_eq!(read(&vec![b'a'; limits::NOTIFICATION_BYTES + 1]), "body-too-large");
    assert_eq!(read(&vec![b'a'; limits::NOTIFICATION_BYTES]), "form-pair");
    assert_eq!(read(b"{\"sign\":true}"), "form-pair");
    let body = genuine(&[]);
    for (change, code) in [
        (body.replace("&version=1.0", "&version"), "form-pair"),
        (body.replace("&version=1.0", "&version=%zz"), "form-percent"),
        (body.replace("&version=1.0", "&version=1.0%00"), "control-character"),
        (format!("{body}&out[]=1"), "form-name"),
        (format!("{body}&total_amount=88.88"), "field-repeated"),
        (format!("total_amount=0.01&{body}"), "field-repeated"),
        (format!("{body}&sign=x"), "field-repeated"),
        (format!("{body}&sign_type=RSA2"), "field-repeated"),
        (format!("{body}{}", "&x=1".repeat(limits::FIELDS)), "too-many-fields"),
    ] {
        assert_eq!(read(change.as_bytes()), code, "{change}");
    }
    assert_eq!(read(format!("&{}&&", body.replace("&charset", "&&charset")).as_bytes()), "ok");
}

#[test]
fn content_types() {
    let body = genuine(&[]);
    let read = |content_type: &str| {
        let read = notification::read(Some(content_type), body.as_bytes(), KEY.public(), Scheme::Rsa2);
        read.err().map_or("ok", |refusal| refusal.code.id())
    };
    for form in ["application/x-www-form-urlencoded", "Application/X-WWW-Form-Urlencoded ;charset=GBK;x", ""] {
        assert_eq!(read(form), "ok", "{form}");
    }
    for other in
        ["application/json", "multipart/form-data; boundary=x", "text/plain", "application/x-www-form-urlencoded2"]
    {
        assert_eq!(read(other), "form-content-type", "{other}");
    }
}

#[test]
fn signatures_that_are_none() {
    let pairs = pairs(&[]);
    for (sign, code) in [
        ("", "sign-missing"),
        ("null", "sign-wrong"),
        (" ", "sign-format"),
        ("undefined", "sign-format"),
        ("true", "sign-wrong"),
        (&EX_4_SIGN.replace('+', " "), "sign-format"),
        (&EX_4_SIGN.replace(['+', '/'], "_"), "sign-format"),
        (EX_4_SIGN.trim_end_matches('='), "sign-format"),
        (&EX_4_SIGN.to_lowercase(), "sign-wrong"),
        (EX_4V2_SIGN, "sign-wrong"),
        (EX_4_SIGN, "ok"),
    ] {
        assert_eq!(read(with_sign(&pairs, sign).as_bytes()), code, "{sign}");
    }
    assert_eq!(read(payspec_core::wire::form::write(&pairs).as_bytes()), "sign-missing");
    // Signed with the application's key: what an insider of the merchant could do (K03).
    let own = signed(&pairs, &ALIPAY_NOTIFICATION, &app(), Scheme::Rsa2);
    assert_eq!(read(own.as_bytes()), "sign-wrong");
}

#[test]
fn the_algorithm_is_pinned() {
    let by = |sign_type: Option<&str>, scheme| {
        signed(&pairs(&[("sign_type", sign_type)]), &ALIPAY_NOTIFICATION, &KEY, scheme)
    };
    assert_eq!(read(by(Some("RSA"), Scheme::Rsa).as_bytes()), "sign-type-other");
    assert_eq!(read(by(Some("RSA2"), Scheme::Rsa).as_bytes()), "sign-wrong");
    for unknown in ["RSA3", "rsa2", "", "none", "constructor", "MD5"] {
        assert_eq!(read(by(Some(unknown), Scheme::Rsa2).as_bytes()), "sign-type-unknown", "{unknown}");
    }
    assert_eq!(read(by(None, Scheme::Rsa2).as_bytes()), "ok");
    assert_eq!(read(by(None, Scheme::Rsa).as_bytes()), "sign-wrong");
    let body = by(Some("RSA"), Scheme::Rsa);
    assert!(notification::read(None, body.as_bytes(), KEY.public(), Scheme::Rsa).is_ok());
    let small = PrivateKey::read(LEGACY_PRIVATE).unwrap();
    let body = signed(&pairs(&[("sign_type", Some("RSA"))]), &ALIPAY_NOTIFICATION, &small, Scheme::Rsa);
    assert!(notification::read(None, body.as_bytes(), small.public(), Scheme::Rsa).is_ok());
}

#[test]
fn charsets() {
    let with_bytes = |label: Option<&str>, subject: &[u8]| {
        let mut pairs = pairs(&[("charset", label), ("subject", None)]);
        pairs.push(("subject".into(), subject.to_vec()));
        signed(&pairs, &ALIPAY_NOTIFICATION, &KEY, Scheme::Rsa2)
    };
    // 0x5C, the backslash, is the second byte of the first character.
    let gbk = [0x81, 0x5c, 0xb2, 0xe2];
    for (label, subject, code) in [
        (Some("UTF-8"), "测试".as_bytes(), "ok"),
        (Some("utf8"), "🏠".as_bytes(), "ok"),
        (None, "测试".as_bytes(), "ok"),
        (Some("gbk"), &gbk, "ok"),
        (Some("GB2312"), &gbk, "ok"),
        (Some("utf-8"), &gbk, "text-not-in-charset"),
        (None, &gbk, "text-not-in-charset"),
        (Some("utf-8"), b"\xc0\xb1", "text-not-in-charset"),
        (Some("gbk"), b"x\xb2", "text-not-in-charset"),
        (Some("latin1"), b"x", "charset-unknown"),
        (Some(""), b"x", "charset-unknown"),
    ] {
        assert_eq!(read(with_bytes(label, subject).as_bytes()), code, "{label:?} {subject:?}");
    }
}

/// Found by fuzzing: the string without empty values says nothing of their names.
#[test]
fn the_name_of_an_empty_value_is_text_too() {
    let signed_without_empty = signed(&pairs(&[]), &ALIPAY_NOTIFICATION_NO_EMPTY, &KEY, Scheme::Rsa2);
    assert_eq!(read(format!("{signed_without_empty}&%E6%B5%8B=").as_bytes()), "ok");
    assert_eq!(read(format!("{signed_without_empty}&%E6=").as_bytes()), "text-not-in-charset");
}

#[test]
fn unknown_fields_count_and_spelling_is_kept() {
    assert_eq!(read(genuine(&[("hb_fq_pay_info", Some("x")), ("constructor", Some("1"))]).as_bytes()), "ok");
    assert_eq!(read(genuine(&[("subject", Some(" 50% off <&amp;> \" ' + "))]).as_bytes()), "ok");
    let body = genuine(&[]);
    for addition in ["x=1", "TOTAL_AMOUNT=1000", "total_amountz=1", "constructor=x", "out.trade.no=V"] {
        assert_eq!(read(format!("{body}&{addition}").as_bytes()), "sign-wrong", "{addition}");
    }
    let amount = |text: &str| body.replace("total_amount=88.88", text);
    for change in ["total_amount=88.880", "total_amount=88.88+", "total_amount=88.88&x=1", "Total_amount=88.88"] {
        assert_eq!(read(amount(change).as_bytes()), "sign-wrong", "{change}");
    }
    // The same decoded bytes in another encoding are the same message.
    assert_eq!(read(amount("total%5Famount=%38%38.%38%38").as_bytes()), "ok");
}

#[test]
fn both_readings_of_empty_values() {
    let pairs = pairs(&[("body", Some("")), ("buyer_id", Some(""))]);
    for rule in [ALIPAY_NOTIFICATION, ALIPAY_NOTIFICATION_NO_EMPTY] {
        let body = signed(&pairs, &rule, &KEY, Scheme::Rsa2);
        assert_eq!(read(body.as_bytes()), "ok", "{rule:?}");
        assert_eq!(accept(&body), "ok");
    }
    assert_eq!(read(signed(&pairs, &ALIPAY_REQUEST, &KEY, Scheme::Rsa2).as_bytes()), "sign-wrong");
}

#[test]
fn what_the_message_alone_says() {
    for (changes, paid, event) in [
        (vec![], true, Some(Event::Reports(State::Paid))),
        (vec![("trade_status", Some("TRADE_FINISHED"))], true, Some(Event::Reports(State::Finished))),
        (vec![("trade_status", Some("WAIT_BUYER_PAY"))], false, Some(Event::Reports(State::Waiting))),
        (vec![("trade_status", Some("TRADE_CLOSED"))], false, Some(Event::Reports(State::Closed))),
        (
            vec![("trade_status", Some("TRADE_CLOSED")), ("refund_fee", Some("88.88"))],
            false,
            Some(Event::Reports(State::Refunded)),
        ),
        (vec![("trade_status", Some("trade_success"))], false, None),
        (vec![("trade_status", Some("TRADE_SUCCESS "))], false, None),
        (vec![("trade_status", Some(""))], false, None),
        (vec![("trade_status", None)], false, None),
        (vec![("notify_type", Some("refund_status_sync"))], false, None),
        (vec![("notify_type", None)], true, Some(Event::Reports(State::Paid))),
        (vec![("refund_fee", Some("5.00"))], true, Some(Event::PartRefund)),
    ] {
        let body = genuine(&changes);
        let verified = notification::read(None, body.as_bytes(), KEY.public(), Scheme::Rsa2).unwrap();
        assert_eq!((verified.says_paid(), verified.event()), (paid, event), "{changes:?}");
        assert!(paid || accept(&body) == "not-a-payment", "{changes:?}");
    }
}

#[test]
fn only_this_order_is_paid() {
    for (name, value, code) in [
        ("out_trade_no", Some("T20260101_0002"), "order-number"),
        ("out_trade_no", Some("t20260101_0001"), "order-number"),
        ("out_trade_no", Some("T20260101_0001 "), "order-number"),
        ("out_trade_no", Some("Ｔ20260101_0001"), "order-number"),
        ("out_trade_no", None, "order-number"),
        ("app_id", Some("2014072300007149"), "order-application"),
        ("app_id", None, "order-application"),
        ("seller_id", Some("2088000000000001"), "order-merchant"),
        ("seller_id", None, "order-merchant"),
        ("trans_currency", Some("JPY"), "order-currency"),
        ("trans_currency", Some("CNY"), "ok"),
        ("trade_no", Some(""), "not-a-payment"),
        ("trade_no", None, "not-a-payment"),
        ("method", Some("alipay.trade.page.pay.return"), "not-a-payment"),
        ("refund_fee", Some("0.01"), "order-refunded"),
        ("refund_fee", Some("x"), "order-refunded"),
        ("gmt_refund", Some("2026-01-02 00:00:00.123"), "order-refunded"),
        ("refund_fee", Some("0.00"), "ok"),
        ("refund_fee", Some("0"), "ok"),
        ("refund_fee", Some(""), "ok"),
        ("receipt_amount", Some("80.00"), "ok"),
        ("buyer_pay_amount", Some("0.01"), "ok"),
    ] {
        assert_eq!(accept(&genuine(&[(name, value)])), code, "{name} {value:?}");
    }
}

#[test]
fn amounts_are_compared_as_decimals() {
    for (amount, code) in [
        ("88.88", "ok"),
        ("088.88", "ok"),
        ("88.8", "order-amount"),
        ("88.880", "order-amount"),
        ("8888", "order-amount"),
        ("88.87", "order-amount"),
        ("+88.88", "order-amount"),
        (" 88.88", "order-amount"),
        ("8.888e1", "order-amount"),
        ("88,88", "order-amount"),
        ("８８.88", "order-amount"),
        ("", "order-amount"),
        ("99999999999999999999999", "order-amount"),
    ] {
        assert_eq!(accept(&genuine(&[("total_amount", Some(amount))])), code, "{amount}");
    }
    assert_eq!(accept(&genuine(&[("total_amount", None)])), "order-amount");
    for (amount, fen) in [("1", 100), ("1.0", 100), ("1.00", 100), ("0.29", 29), ("64.1", 6410), ("19.99", 1999)] {
        let body = genuine(&[("total_amount", Some(amount))]);
        let verified = notification::read(None, body.as_bytes(), KEY.public(), Scheme::Rsa2).unwrap();
        assert_eq!(verified.accept(&Order { fen, ..order() }).unwrap().fen(), fen);
        assert!(verified.accept(&Order { fen: fen + 1, ..order() }).is_err());
    }
    let body = genuine(&[("total_amount", Some(".88"))]);
    let verified = notification::read(None, body.as_bytes(), KEY.public(), Scheme::Rsa2).unwrap();
    assert!(verified.accept(&Order { fen: 88, ..order() }).is_err());
}

/// C01: nothing in the canonical string is escaped. A payer whose text stands in `subject` pays 0.01, then sends
/// the message cut in another way, in which the amount of his choice is a field.
#[test]
fn a_message_that_was_cut_anew_verifies_and_is_not_accepted() {
    let paid = pairs(&[("subject", Some("a&total_amount=88.88&total_amountz=")), ("total_amount", Some("0.01"))]);
    let body = signed(&paid, &ALIPAY_NOTIFICATION, &KEY, Scheme::Rsa2);
    assert_eq!(accept(&body), "order-ambiguous");
    let sign = notification::read(None, body.as_bytes(), KEY.public(), Scheme::Rsa2).unwrap();
    let sign = sign.text("sign").unwrap().into_owned();
    let cut = pairs(&[
        ("subject", Some("a")),
        ("total_amount", Some("88.88")),
        ("total_amountz", Some("&total_amount=0.01")),
    ]);
    let body = with_sign(&cut, &sign);
    assert_eq!(read(body.as_bytes()), "ok");
    assert_eq!(accept(&body), "order-ambiguous");
    assert_eq!(accept(&genuine(&[("subject", Some("a&b=1 & total_amount=2"))])), "ok");
}

/// A message that was signed with `sign_type` in the string (object E), cut so that it stands inside a value.
#[test]
fn a_message_of_the_other_rule_that_was_cut_anew_is_not_accepted() {
    let cut = pairs(&[("seller_id", Some("2088000000000009&sign_type=RSA2"))]);
    let body = with_sign(&cut, EX_4V2_SIGN);
    assert_eq!(read(body.as_bytes()), "ok");
    assert_eq!(accept(&body), "order-ambiguous");
}

#[test]
fn order_numbers_beyond_ascii_are_compared_as_text() {
    let number = "订单-1";
    let changes = [("out_trade_no", Some(number)), ("charset", Some("gbk"))];
    let gbk: Vec<(String, Vec<u8>)> = pairs(&changes)
        .into_iter()
        .map(|(name, value)| {
            let text = String::from_utf8(value).unwrap();
            (name, payspec_core::wire::charset::Charset::Gbk.encode(&text).unwrap().into_owned())
        })
        .collect();
    let body = signed(&gbk, &ALIPAY_NOTIFICATION, &KEY, Scheme::Rsa2);
    let verified = notification::read(None, body.as_bytes(), KEY.public(), Scheme::Rsa2).unwrap();
    assert_eq!(verified.accept(&Order { number: number.into(), ..order() }).unwrap().number(), number);
}

fn any_pairs() -> impl Strategy<Value = Vec<(String, Vec<u8>)>> {
    let value = prop_oneof!["[ -~]{0,20}", "[测试商品A+%&=]{0,8}", Just(String::new())];
    prop::collection::btree_map("[A-Za-z0-9_.-]{1,12}", value, 1..30).prop_map(|map| {
        let fields = map.into_iter().filter(|(name, _)| !["sign", "sign_type", "charset"].contains(&name.as_str()));
        fields.map(|(name, value)| (name, value.into_bytes())).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_field_set_verifies_in_any_order(mut pairs in any_pairs(), turn in 0..30_usize, kept: bool) {
        let rule = if kept { ALIPAY_NOTIFICATION } else { ALIPAY_NOTIFICATION_NO_EMPTY };
        let body = signed(&pairs, &rule, &KEY, Scheme::Rsa2);
        prop_assert_eq!(read(body.as_bytes()), "ok");
        let turn = turn % pairs.len().max(1);
        pairs.rotate_left(turn);
        pairs.reverse();
        prop_assert_eq!(signed(&pairs, &rule, &KEY, Scheme::Rsa2).len(), body.len());
        let sign = body.rsplit_once("sign=").unwrap().1;
        let turned = format!("sign={sign}&{}", payspec_core::wire::form::write(&pairs));
        prop_assert_eq!(read(turned.as_bytes()), "ok");
    }

    #[test]
    fn any_changed_byte_of_a_value_fails(pairs in any_pairs(), which in any::<prop::sample::Index>(), to: u8) {
        let mut pairs = pairs;
        let sign = {
            let body = signed(&pairs, &ALIPAY_NOTIFICATION, &KEY, Scheme::Rsa2);
            let fields = payspec_core::wire::form::parse(body.as_bytes()).unwrap();
            fields.text("sign").unwrap().to_owned()
        };
        let filled: Vec<usize> = (0..pairs.len()).filter(|n| !pairs[*n].1.is_empty()).collect();
        prop_assume!(!filled.is_empty());
        let value = &mut pairs[filled[which.index(filled.len())]].1;
        let at = which.index(value.len());
        prop_assume!(value[at] != to);
        value[at] = to;
        let answer = read(with_sign(&pairs, &sign).as_bytes());
        prop_assert!(answer == "sign-wrong" || answer == "control-character", "{}", answer);
    }

    #[test]
    fn arbitrary_bytes_are_refused(body in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert_ne!(read(&body), "ok");
    }
}

#[test]
fn a_key_of_the_application_is_told_apart_from_alipays() {
    assert_ne!(PublicKey::read(APP_PUBLIC).unwrap(), alipay_public());
    assert_eq!(PublicKey::read(APP_PUBLIC).unwrap(), *app().public());
}

/// Found by fuzzing: names are in the message's charset as values are.
#[test]
fn a_chinese_name_is_found_in_gbk() {
    let gbk = |text: &str| payspec_core::wire::charset::Charset::Gbk.encode(text).unwrap().into_owned();
    let name = gbk("测试");
    let mut pairs: Vec<(Vec<u8>, Vec<u8>)> = vec![(b"charset".to_vec(), b"gbk".to_vec()), (name, gbk("值"))];
    let string = payspec_core::canonical::sort(&pairs, &ALIPAY_NOTIFICATION).unwrap().to_vec();
    pairs.push((b"sign".to_vec(), KEY.sign(Scheme::Rsa2, &string).unwrap().into_bytes()));
    let body = payspec_core::wire::form::write(&pairs);
    let message = notification::read(None, body.as_bytes(), KEY.public(), Scheme::Rsa2).unwrap();
    assert_eq!(message.text("测试").as_deref(), Some("值"));
}
