//! Synchronous responses: the node's exact bytes, whatever stands around it, and nothing that is not signed.

mod alipay_data;

use std::sync::LazyLock;

use alipay_data::examples::*;
use alipay_data::*;
use payspec_core::alipay::response::{self, Received, Response};
use payspec_core::alipay::sign::Scheme;
use payspec_core::alipay::status::TradeStatus;
use payspec_core::alipay::trade_query::{self, Answer, METHOD, Outcome};
use payspec_core::crypto::keys::PrivateKey;
use payspec_core::limits;
use payspec_core::order::{Event, Order, State};
use payspec_core::wire::charset::Charset;
use proptest::prelude::*;

static KEY: LazyLock<PrivateKey> = LazyLock::new(alipay);

const PAID: &str = r#"{"code":"10000","msg":"Success","out_trade_no":"T1","trade_no":"2026","trade_status":"TRADE_SUCCESS","total_amount":"88.88"}"#;

fn sign(node: impl AsRef<[u8]>) -> String {
    KEY.sign(Scheme::Rsa2, node.as_ref()).unwrap()
}

fn body(node: &str) -> String {
    format!(r#"{{"alipay_trade_query_response":{node},"sign":"{}"}}"#, sign(node))
}

/// What is read, or the code of the refusal.
#[derive(Debug, PartialEq)]
enum Read {
    Signed(String),
    Failed(String, Option<String>),
    Refused(&'static str),
}

fn read(body: impl AsRef<[u8]>) -> Read {
    match response::read(body.as_ref(), METHOD, KEY.public(), Scheme::Rsa2, Charset::Utf8) {
        Ok(Response::Signed(verified)) => Read::Signed(verified.text().unwrap().into_owned()),
        Ok(Response::Failed(failure)) => Read::Failed(failure.code, failure.sub_code),
        Err(refusal) => Read::Refused(refusal.code.id()),
    }
}

fn signed(node: &str) -> Read {
    Read::Signed(node.to_owned())
}

fn answer(body: &str) -> Answer {
    Answer::read(&response::read(body.as_bytes(), METHOD, KEY.public(), Scheme::Rsa2, Charset::Utf8).unwrap()).unwrap()
}

#[test]
fn what_stands_around_the_node_does_not_matter() {
    let node = r#"{ "subject":"a}b{ \" ,\"sign\":\"x\" \\", "url":"https:\/\/x", "sign":"inner", "n":[{"a":"]"}] }"#;
    let name = r#""alipay_trade_query_response""#;
    let sign = sign(node);
    for body in [
        format!(r#"{{{name}:{node},"sign":"{sign}"}}"#),
        format!("\r\n{{ {name} :\t{node} , \"sign\"\n:\"{sign}\" }} \n"),
        format!(r#"{{"sign":"{sign}",{name}:{node}}}"#),
        format!(r#"{{{name}:{node},"alipay_cert_sn":"ab","sign":"{sign}"}}"#),
        format!(r#"{{"alipay_cert_sn":"ab","sign":"{sign}",{name}:{node}}}"#),
        format!(r#"{{"note":"alipay_trade_query_response",{name}:{node},"sign":"{sign}"}}"#),
        format!(r#"{{"note":{{"alipay_trade_query_response":{{}},"sign":"y"}},{name}:{node},"sign":"{sign}"}}"#),
        format!(r#"{{"alipay_trade_query_respons\u0065":{node},"sign":"{}"}}"#, sign.replace('/', "\\/")),
    ] {
        assert_eq!(read(&body), signed(node), "{body}");
    }
    assert_eq!(read(EX_7_BODY), signed(EX_7_NODE));
    // The same object written anew is not what was signed.
    for change in [node.replace(r"\/", "/"), node.replace(": ", ":").replace("{ ", "{"), node.replace("inner", "other")]
    {
        assert_eq!(read(format!(r#"{{{name}:{change},"sign":"{sign}"}}"#)), Read::Refused("sign-wrong"), "{change}");
    }
}

#[test]
fn where_the_node_stands() {
    let body = format!(r#"{{"alipay_cert_sn":"abc",{}"#, &body(PAID)[1..]);
    let parsed = Received::new(body.as_bytes()).unwrap().parse(METHOD, Charset::Utf8).unwrap();
    assert_eq!(&body[parsed.span()], PAID);
    assert_eq!(parsed.certificate_number(), Some(&b"abc"[..]));
}

#[test]
fn a_second_node_or_a_second_sign_is_refused() {
    let forged = r#"{"code":"10000","trade_status":"TRADE_SUCCESS"}"#;
    let real = body(r#"{"code":"10000","trade_status":"WAIT_BUYER_PAY"}"#);
    let inner = &real[1..real.len() - 1];
    for (member, code) in [
        ("alipay_trade_query_response", "json-repeated"),
        (r"alipay_trade_query_respons\u0065", "json-repeated"),
        (r"\u0061lipay_trade_query_response", "json-repeated"),
        ("ALIPAY_TRADE_QUERY_RESPONSE", "response-second-node"),
        ("Alipay_Trade_Query_Response", "response-second-node"),
        ("error_response", "response-second-node"),
        ("alipay_trade_refund_response", "response-second-node"),
    ] {
        for body in [format!(r#"{{{inner},"{member}":{forged}}}"#), format!(r#"{{"{member}":{forged},{inner}}}"#)] {
            assert_eq!(read(&body), Read::Refused(code), "{body}");
        }
    }
    assert_eq!(read(format!(r#"{{{inner},"sign":"x"}}"#)), Read::Refused("json-repeated"));
}

#[test]
fn a_success_needs_a_signature() {
    let node = |code: &str| format!(r#"{{"code":{code},"sub_code":"isv.x","trade_status":"TRADE_SUCCESS"}}"#);
    let name = "alipay_trade_query_response";
    for sign in ["", r#","sign":"""#, r#","sign":null"#] {
        for code in [r#""10000""#, r#""10003""#, "10000", r#""1""#, r#""""#, r#"" 40004""#, "null", "[]"] {
            let body = format!(r#"{{"{name}":{}{sign}}}"#, node(code));
            assert_eq!(read(&body), Read::Refused("sign-missing"), "{body}");
        }
        for (name, code) in [(name, r#""40004""#), ("error_response", r#""20000""#), ("error_response", "40002")] {
            let body = format!(r#"{{"{name}":{}{sign}}}"#, node(code));
            let failed = Read::Failed(code.trim_matches('"').into(), Some("isv.x".into()));
            assert_eq!(read(&body), failed, "{body}");
            assert!(!answer(&body).says_paid());
            assert_eq!(answer(&body).event(), None);
        }
    }
    for node in [r#"{"msg":"x"}"#, r#""b64""#, r#"{"code":"40004","code":"10000"}"#] {
        assert_eq!(read(format!(r#"{{"{name}":{node}}}"#)), Read::Refused("sign-missing"), "{node}");
    }
    for sign in ["true", "0", "[]", "{}"] {
        assert_eq!(read(format!(r#"{{"{name}":{PAID},"sign":{sign}}}"#)), Read::Refused("sign-format"), "{sign}");
    }
    for (sign, code) in [("x", "sign-format"), ("AAAA", "sign-wrong"), (" ", "sign-format")] {
        assert_eq!(read(format!(r#"{{"{name}":{PAID},"sign":"{sign}"}}"#)), Read::Refused(code), "{sign}");
    }
    // A bad signature on an error is no "unsigned error".
    let body = format!(r#"{{"{name}":{},"sign":"AAAA"}}"#, node(r#""40004""#));
    assert_eq!(read(&body), Read::Refused("sign-wrong"));
}

#[test]
fn bytes_that_are_no_such_answer() {
    let body = body(PAID);
    for (text, code) in [
        ("", "body-empty"),
        ("<html>", "json-syntax"),
        ("[]", "json-syntax"),
        ("{}", "response-node"),
        (r#"{"sign":"x"}"#, "response-node"),
        (r#"{"alipay_trade_refund_response":{},"sign":"x"}"#, "response-node"),
        (r#"{"alipay.trade.query_response":{},"sign":"x"}"#, "response-node"),
        (r#"{"alipay_trade_query_response":[1],"sign":"x"}"#, "response-node"),
        (r#"{"alipay_trade_query_response":null,"sign":"x"}"#, "response-node"),
        (&format!("{body}x"), "json-syntax"),
        (&format!("{body}{body}"), "json-syntax"),
        (&format!("\u{feff}{body}"), "json-syntax"),
        (&body[..body.len() - 1], "json-syntax"),
        (&body.replace(r#"{"code""#, r#"{"code":1 "#), "json-syntax"),
        (
            &body.replace(r#"{"code":"#, &format!(r#"{{"a":{}1{},"code":"#, "[".repeat(99), "]".repeat(99))),
            "json-depth",
        ),
    ] {
        assert_eq!(read(text), Read::Refused(code), "{text}");
    }
    assert_eq!(read(vec![b' '; limits::RESPONSE_BYTES + 1]), Read::Refused("body-too-large"));
    let padded = format!("{body}{}", " ".repeat(limits::RESPONSE_BYTES - body.len()));
    assert_eq!(read(padded), signed(PAID));
}

#[test]
fn encrypted_nodes_are_verified_with_their_quotes() {
    let node = r#""ILpoMowjIQjfYMR847rnFQ\/=""#;
    assert_eq!(read(body(node)), signed(node));
    let without = format!(r#"{{"alipay_trade_query_response":{node},"sign":"{}"}}"#, sign(node.trim_matches('"')));
    assert_eq!(read(without), Read::Refused("sign-wrong"));
    let refusal = Answer::read(
        &response::read(body(node).as_bytes(), METHOD, KEY.public(), Scheme::Rsa2, Charset::Utf8).unwrap(),
    );
    assert_eq!(refusal.unwrap_err().code.id(), "response-node");
}

#[test]
fn bodies_in_gbk() {
    // The first character ends in the byte of a backslash, right before the quote.
    let node =
        [br#"{"code":"40004","sub_msg":"\""#, &b"\xb2\xe2\x81\x5c"[..], br#"","sub_code":"ACQ.TRADE_NOT_EXIST"}"#]
            .concat();
    let body =
        [br#"{"alipay_trade_query_response":"#, &node[..], br#","sign":""#, sign(&node).as_bytes(), b"\"}"].concat();
    for charset in [Charset::Gbk, Charset::Utf8] {
        let response = response::read(&body, METHOD, KEY.public(), Scheme::Rsa2, charset).unwrap();
        let Response::Signed(verified) = &response else { panic!("it is signed") };
        assert_eq!((verified.raw(), verified.charset()), (&node[..], Charset::Gbk));
        assert!(verified.text().unwrap().contains("测"));
        assert_eq!(Answer::read(&response).unwrap().event(), Some(Event::Reports(State::Waiting)));
    }
    assert_eq!(read(b"{\"a\":\"\xff\xff\"}"), Read::Refused("text-not-in-charset"));
}

#[test]
fn the_algorithm_is_the_configured_one() {
    let sha1 = KEY.sign(Scheme::Rsa, PAID.as_bytes()).unwrap();
    let body = format!(r#"{{"alipay_trade_query_response":{PAID},"sign":"{sha1}"}}"#);
    assert_eq!(read(&body), Read::Refused("sign-wrong"));
    assert!(response::read(body.as_bytes(), METHOD, KEY.public(), Scheme::Rsa, Charset::Utf8).is_ok());
}

fn order() -> Order {
    Order {
        number: "T1".into(),
        fen: 8888,
        currency: "CNY".into(),
        application: "2014072300007148".into(),
        merchant: "2088000000000009".into(),
    }
}

#[test]
fn what_a_query_says() {
    let paid = answer(&body(PAID));
    assert_eq!((paid.outcome(), paid.status(), paid.says_paid()), (Outcome::Success, Some(TradeStatus::Success), true));
    assert_eq!(paid.accept(&order()).unwrap().payment(), "2026");
    assert_eq!(paid.event(), Some(Event::Reports(State::Paid)));
    for (from, to, code) in [
        ("T1", "T2", "order-number"),
        ("88.88", "88.8", "order-amount"),
        ("TRADE_SUCCESS", "WAIT_BUYER_PAY", "not-a-payment"),
        ("TRADE_SUCCESS", "TRADE_CLOSED", "not-a-payment"),
        ("TRADE_SUCCESS", "SUCCESS", "not-a-payment"),
        (r#""2026""#, r#""""#, "not-a-payment"),
        ("10000", "40004", "not-a-payment"),
        ("10000", "10003", "not-a-payment"),
        (r#""T1""#, r#""T1","trans_currency":"USD""#, "order-currency"),
    ] {
        let node = PAID.replace(from, to);
        assert_eq!(answer(&body(&node)).accept(&order()).unwrap_err().code.id(), code, "{node}");
    }
    let numbers = PAID.replace(r#""88.88""#, "88.88").replace(r#""10000""#, "10000");
    assert!(answer(&body(&numbers)).accept(&order()).is_ok());
    // A genuine node under the wrong name, and one with a repeated name.
    let moved = body(PAID).replace("alipay_trade_query_response", "error_response");
    assert!(!answer(&moved).says_paid());
    let repeated = PAID.replace("}", r#","trade_status":"WAIT_BUYER_PAY"}"#);
    let response = response::read(body(&repeated).as_bytes(), METHOD, KEY.public(), Scheme::Rsa2, Charset::Utf8)
        .map(|r| Answer::read(&r));
    assert_eq!(response.unwrap().unwrap_err().code.id(), "json-repeated");
}

#[test]
fn how_a_call_ended() {
    for (code, sub_code, outcome) in [
        ("10000", None, Outcome::Success),
        ("10003", None, Outcome::Pending),
        ("20000", Some("isp.unknow-error"), Outcome::Unknown),
        ("40004", Some("ACQ.SYSTEM_ERROR"), Outcome::Unknown),
        ("40004", Some("AQC.SYSTEM_ERROR"), Outcome::Unknown),
        ("40004", Some("aop.unknow-error"), Outcome::Unknown),
        ("40004", Some("ACQ.TRADE_NOT_EXIST"), Outcome::Failed),
        ("40002", Some("isv.invalid-signature"), Outcome::Failed),
        ("", None, Outcome::Failed),
    ] {
        assert_eq!(Outcome::of(code, sub_code), outcome, "{code} {sub_code:?}");
    }
}

#[test]
fn what_is_asked() {
    assert_eq!(trade_query::biz_content(Some("T\"1"), None), r#"{"out_trade_no":"T\"1"}"#);
    assert_eq!(trade_query::biz_content(Some("T1"), Some("2026")), r#"{"out_trade_no":"T1","trade_no":"2026"}"#);
}

/// The end of the value that begins at `at`, by counting braces outside strings: what a careful reader
/// does, written without looking at the one under test.
fn naive_end(text: &[u8], at: usize) -> usize {
    let (mut depth, mut inside, mut escaped) = (0, false, false);
    for (n, byte) in text.iter().enumerate().skip(at) {
        match (inside, byte) {
            (true, _) if escaped => escaped = false,
            (true, b'\\') => escaped = true,
            (_, b'"') => inside = !inside,
            (false, b'{' | b'[') => depth += 1,
            (false, b'}' | b']') => depth -= 1,
            _ => {}
        }
        if depth == 0 && !inside {
            return n + 1;
        }
    }
    text.len()
}

fn any_json() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::Value;
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "[ -~测试\n]{0,12}".prop_map(Value::from),
        Just(Value::Null),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z_{}\"\\\\]{1,8}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_node_is_the_substring_that_a_naive_scanner_finds(
        map in prop::collection::btree_map("[a-z_{}\"]{1,8}", any_json(), 0..5),
        pretty: bool,
    ) {
        let value = serde_json::Value::Object(map.into_iter().collect());
        let node = if pretty { format!("{value:#}") } else { value.to_string() };
        let body = body(&node);
        let parsed = Received::new(body.as_bytes()).unwrap().parse(METHOD, Charset::Utf8).unwrap();
        let start = body.find(":{").unwrap() + 1;
        prop_assert_eq!(parsed.span(), start..naive_end(body.as_bytes(), start));
        prop_assert_eq!(read(&body), signed(&node));
    }

    #[test]
    fn any_changed_byte_of_the_node_fails(at in any::<prop::sample::Index>(), to in 0x20..0x7f_u8) {
        let genuine = body(PAID);
        let mut changed = genuine.clone().into_bytes();
        let start = genuine.find(":{").unwrap() + 1;
        let at = start + at.index(PAID.len());
        prop_assume!(changed[at] != to);
        changed[at] = to;
        prop_assert!(matches!(read(&changed), Read::Refused(_)));
    }

    #[test]
    fn arbitrary_bytes_are_refused(body in prop::collection::vec(any::<u8>(), 0..300), json in "[{}\\[\\]\":,a-z_0-9\\\\ ]{0,80}") {
        prop_assert!(!matches!(read(&body), Read::Signed(_)));
        prop_assert!(!matches!(read(json.as_bytes()), Read::Signed(_)));
    }
}
