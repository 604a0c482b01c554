//! The tables of `PROTOCOL.md`: what is judged, and how.

use payspec::adapter::{Reject, Reply, ReplyFinding};
use payspec::judge::judge;
use payspec::outcome::{Handling, Judgement, Note, Outcome, Problem};
use payspec_vectors::Vector;
use serde_json::{Map, Value, json};

/// The documentation's own key (WX-SIGN-EX-1); a test key.
const KEY: &str = "192006250b4c09247ec02edce69f6a2d";

fn vector(op: &str, result: &str, input: Value, more: Value) -> Vector {
    let mut test = json!({"id": "x", "about": "a", "clauses": ["WX-SIGN-1"], "in": input, "result": result});
    for (name, value) in object(more) {
        test[name] = value;
    }
    let suite = json!({"payspec": 1, "suite": "wechat/x", "op": op, "about": "", "groups": [{"tests": [test]}]});
    let parsed = payspec_vectors::parse("x.json", &suite.to_string()).unwrap();
    parsed.vectors.into_iter().next().unwrap()
}

fn object(value: Value) -> Map<String, Value> {
    let Value::Object(object) = value else { panic!("{value} is no object") };
    object
}

fn weigh(vector: &Vector, reply: &Reply) -> Judgement {
    judge(vector, &vector.request_input(""), reply)
}

fn ok(output: Value) -> Reply {
    Reply::Ok(object(output))
}

fn reject() -> Reply {
    Reply::Reject(Reject { reason: "no".into(), ..Reject::default() })
}

/// Base64 of a text.
fn b64(text: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(text)
}

/// The problems of an output of a valid vector.
fn problems(op: &str, input: Value, expect: Value, output: Value) -> Vec<Problem> {
    let vector = vector(op, "valid", input, json!({"expect": expect}));
    weigh(&vector, &ok(output)).problems
}

fn differs(what: &str, expected: &str, got: Option<&str>) -> Problem {
    Problem::Differs { what: what.into(), expected: expected.into(), got: got.map(str::to_owned) }
}

/// The table "Outcome of a vector", whole.
#[test]
fn every_reply_has_its_outcome() {
    use Outcome::{Failed, Fault, Passed, Skipped};
    let right = ok(json!({"sign": "AA"}));
    let wrong = ok(json!({"sign": "BB"}));
    let skip = Reply::Skip("x".into());
    let fault = Reply::Fault("x".into());
    let rows = [
        (&right, [Passed, Failed, Passed]),
        (&wrong, [Failed, Failed, Failed]),
        (&reject(), [Failed, Passed, Passed]),
        (&skip, [Skipped, Skipped, Skipped]),
        (&fault, [Fault, Fault, Fault]),
    ];
    for (reply, outcomes) in rows {
        for (result, expected) in ["valid", "invalid", "acceptable"].into_iter().zip(outcomes) {
            let expect = if result == "invalid" { json!({}) } else { json!({"expect": {"sign": "AA"}}) };
            let vector = vector("wechat.sign", result, json!({"params": {}}), expect);
            assert_eq!(weigh(&vector, reply).outcome, expected, "{result} {reply:?}");
        }
    }
}

#[test]
fn what_was_done_with_an_acceptable_vector_is_recorded() {
    let vector = vector("wechat.sign", "acceptable", json!({}), json!({"expect": {"sign": "AA"}}));
    assert_eq!(weigh(&vector, &ok(json!({"sign": "AA"}))).handling, Some(Handling::Accepted));
    assert_eq!(weigh(&vector, &reject()).handling, Some(Handling::Refused));
}

#[test]
fn another_class_is_a_note_and_no_failure() {
    let vector = vector("wechat.notify", "invalid", json!({}), json!({"expect": {"class": "signature"}}));
    let refuse = |class: Option<&str>| {
        let class = class.map(str::to_owned);
        weigh(&vector, &Reply::Reject(Reject { reason: "no".into(), class, findings: None }))
    };
    let (expected, got) = ("signature".to_owned(), "field".to_owned());
    assert_eq!(refuse(Some("field")).notes, [Note::ClassDiffers { expected, got }]);
    assert_eq!(refuse(Some("field")).outcome, Outcome::Passed);
    assert_eq!(refuse(Some("signature")).notes, []);
    assert_eq!(refuse(None).notes, []);
}

#[test]
fn a_validator_has_to_name_each_expected_field() {
    let expect = json!({"expect": {"findings": ["body", {"field": "biz_content.subject", "rule": "length"}]}});
    let vector = vector("wechat.validate", "invalid", json!({}), expect);
    let findings = |fields: &[&str]| {
        let findings = fields.iter().map(|field| ReplyFinding { field: (*field).into(), rule: None });
        let findings = Some(findings.collect());
        weigh(&vector, &Reply::Reject(Reject { reason: "no".into(), class: None, findings }))
    };
    let all = findings(&["openid", "biz_content.subject", "body"]);
    assert_eq!(all.outcome, Outcome::Passed);
    let one = findings(&["body"]);
    let (fields, named) = (vec!["biz_content.subject".to_owned()], vec!["body".to_owned()]);
    assert_eq!(one.problems, [Problem::FindingsMissing { fields, named }]);
    assert_eq!(one.outcome, Outcome::Failed);
    assert_eq!(weigh(&vector, &reject()).outcome, Outcome::Failed);
    assert_eq!(weigh(&vector, &ok(json!({}))).problems, [Problem::Accepted]);
}

#[test]
fn a_missing_required_output_is_a_fault_and_a_missing_optional_one_is_not_judged() {
    let expect = json!({"fields": {"a": "1"}, "paid": true});
    let vector = vector("wechat.notify", "valid", json!({}), json!({"expect": expect}));
    assert_eq!(weigh(&vector, &ok(json!({"fields": {"a": "1"}}))).outcome, Outcome::Passed);
    assert_eq!(weigh(&vector, &ok(json!({"fields": {"a": "1"}, "paid": null}))).outcome, Outcome::Passed);
    let missing = weigh(&vector, &ok(json!({"paid": true})));
    assert_eq!(missing.outcome, Outcome::Fault);
    assert_eq!(missing.problems, [Problem::MissingOutput { output: "fields".into() }]);
    let unpaid = weigh(&vector, &ok(json!({"fields": {"a": "1"}, "paid": false})));
    assert_eq!(unpaid.problems, [differs("paid", "true", Some("false"))]);
    let wrong_type = weigh(&vector, &ok(json!({"fields": [], "paid": "true"})));
    assert_eq!(wrong_type.outcome, Outcome::Fault);
    assert_eq!(wrong_type.problems.len(), 2);
}

#[test]
fn fields_are_compared_as_strings_and_absent_ones_must_not_be_there() {
    let expect = json!({"fields": {"total_fee": "100", "attach": ""}, "absent": ["out_trade_no", "x"]});
    let got = json!({"fields": {"total_fee": 100, "attach": "", "out_trade_no": "", "free": "y"}});
    assert_eq!(
        problems("wechat.notify", json!({}), expect, got),
        [
            differs("fields.total_fee", "100", Some("100")),
            Problem::MustBeAbsent { field: "out_trade_no".into(), got: String::new() },
        ]
    );
}

#[test]
fn one_of_several_outputs_is_enough_and_the_closest_is_told() {
    let any_of = json!({"any_of": [{"sign": "AA", "canonical": "a"}, {"sign": "BB"}]});
    let vector = vector("wechat.sign", "valid", json!({}), any_of);
    assert_eq!(weigh(&vector, &ok(json!({"sign": "BB"}))).outcome, Outcome::Passed);
    assert_eq!(weigh(&vector, &ok(json!({"sign": "AA"}))).outcome, Outcome::Passed);
    let neither = weigh(&vector, &ok(json!({"sign": "CC", "canonical": "b"})));
    assert_eq!(neither.problems, [differs("sign", "BB", Some("CC"))]);
}

#[test]
fn accept_has_to_say_paid() {
    assert_eq!(problems("wechat.accept", json!({}), json!({}), json!({"paid": true})), []);
    let unpaid = problems("alipay.accept", json!({}), json!({"paid": true}), json!({"paid": false}));
    assert_eq!(unpaid, [differs("paid", "true", Some("false"))]);
    let missing = problems("wechat.accept", json!({}), json!({}), json!({}));
    assert_eq!(missing, [Problem::MissingOutput { output: "paid".into() }]);
}

#[test]
fn a_response_node_is_the_same_text_or_the_same_value() {
    let expect = json!({"node": "{\"code\":\"10000\",\"n\":1,\"u\":\"https:\\/\\/x\"}"});
    let node = |output: Value| problems("alipay.response", json!({}), expect.clone(), output);
    assert_eq!(node(json!({"node": expect["node"]})), []);
    assert_eq!(node(json!({"json": {"n": 1.0, "u": "https://x", "code": "10000"}})), []);
    assert_eq!(node(json!({"node": "{\"code\":\"10000\",\"n\":1,\"u\":\"https://x\"}"})).len(), 1);
    assert_eq!(node(json!({"json": {"n": 2, "u": "https://x", "code": "10000"}})).len(), 1);
    assert_eq!(node(json!({})), [Problem::MissingOutput { output: "node or json".into() }]);
}

#[test]
fn replies_to_notifications_are_judged_by_one_thing() {
    let wechat = |outcome: &str, body: &str| {
        problems("wechat.reply", json!({"outcome": outcome}), json!({}), json!({"body_b64": b64(body)}))
    };
    assert_eq!(wechat("success", "<xml><return_code><![CDATA[SUCCESS]]></return_code></xml>"), []);
    assert_eq!(wechat("fail", "<xml>\n <return_code>FAIL</return_code>\n <a/></xml>\n"), []);
    assert_eq!(
        wechat("success", "<xml><return_code>success</return_code></xml>"),
        [differs("fields.return_code", "SUCCESS", Some("success"))]
    );
    assert_eq!(wechat("fail", "<xml/>"), [differs("fields.return_code", "FAIL", None)]);
    assert!(matches!(wechat("success", "success")[..], [Problem::Unreadable { .. }]));

    let alipay = |outcome: &str, body: &str| {
        problems("alipay.reply", json!({"outcome": outcome}), json!({}), json!({"body_b64": b64(body)}))
    };
    assert_eq!(alipay("success", "success"), []);
    assert_eq!(alipay("fail", "failure"), []);
    assert_eq!(alipay("fail", ""), []);
    assert_eq!(alipay("success", "success\n"), [differs("body_b64", "success", Some("success\n"))]);
    assert_eq!(alipay("fail", "success"), [differs("body_b64", "anything but success", Some("success"))]);
    let not_base64 = problems("alipay.reply", json!({}), json!({}), json!({"body_b64": "success"}));
    let wanted = "standard padded base64".to_owned();
    assert_eq!(not_base64, [Problem::WrongType { output: "body_b64".into(), wanted }]);
}

fn request(sign_type: &str, body: &str) -> Vec<Problem> {
    let params = json!({"appid": "wxd930ea5d5a258f4f", "mch_id": "10000100", "device_info": "1000", "body": "test",
                        "nonce_str": "ibuaiVcKdpRxkhJA", "attach": ""});
    let input = json!({"message": "unifiedorder", "params": params, "key": KEY, "sign_type": sign_type});
    problems("wechat.request", input, json!({}), json!({"body_b64": b64(body)}))
}

/// The fields of WX-SIGN-EX-1 as XML.
const FIELDS: &str = "<appid>wxd930ea5d5a258f4f</appid><mch_id>10000100</mch_id><device_info>1000</device_info>\
                      <body><![CDATA[test]]></body><nonce_str>ibuaiVcKdpRxkhJA</nonce_str>";

#[test]
fn a_request_holds_what_was_given_and_a_right_signature() {
    let signed = |more: &str, sign: &str| format!("<xml>{FIELDS}{more}<sign>{sign}</sign></xml>");
    // WX-SIGN-EX-1, -2 and -3.
    assert_eq!(request("MD5", &signed("", "9A0A8659F005D6984697E2CA0A9CF3B7")), []);
    assert_eq!(request("MD5", &signed("<attach/>", "9A0A8659F005D6984697E2CA0A9CF3B7")), []);
    let stated = "<sign_type>MD5</sign_type>";
    assert_eq!(request("MD5", &signed(stated, "6B4978B16793D0C2604CD59C47425A27")), []);
    let hmac = "<sign_type>HMAC-SHA256</sign_type>";
    let right = "2C9DF1156522C0B2B03B4DBF3BCA5CACB602CBD5CA0F9E112458CF3E9855303B";
    assert_eq!(request("HMAC-SHA256", &signed(hmac, right)), []);

    let silent = "6A9AE1657590FD6257D693A078E1C3E4BB6BA4DC30B23E0EE2496E54170DACD6";
    assert_eq!(request("HMAC-SHA256", &signed("", silent)), [differs("params.sign_type", "HMAC-SHA256", None)]);
    let added = request("MD5", &signed("<x>1</x>", "9A0A8659F005D6984697E2CA0A9CF3B7"));
    assert_eq!(added[0], Problem::Added { field: "x".into(), value: "1".into() });
    assert!(matches!(&added[1], Problem::BadSignature { canonical, .. } if canonical.ends_with("&x=1")));
    assert_eq!(request("MD5", &format!("<xml>{FIELDS}</xml>")), [Problem::Unsigned]);
    let twice = request("MD5", &signed("<body>test</body>", "9A0A8659F005D6984697E2CA0A9CF3B7"));
    assert_eq!(twice, [Problem::Repeated { field: "body".into() }]);
}

#[test]
fn a_request_that_changes_a_param_is_told_which() {
    let changed = FIELDS.replace("test", "Test").replace("<mch_id>10000100</mch_id>", "");
    let got = request("MD5", &format!("<xml>{changed}<sign>X</sign></xml>"));
    assert_eq!(got[0], differs("params.mch_id", "10000100", None));
    assert_eq!(got[1], differs("params.body", "test", Some("Test")));
}

#[test]
fn a_native_link_is_percent_decoded_and_its_signature_recomputed() {
    let params = json!({"appid": "wxd930ea5d5a258f4f", "mch_id": "10000100", "product_id": "88888",
                        "time_stamp": "1414488825", "nonce_str": "5K8264ILTKCH16CQ2502SI8ZNMTM67VS"});
    let input = json!({"params": params, "key": KEY});
    let link = |url: &str| problems("wechat.native_url", input.clone(), json!({}), json!({"url": url}));
    // WX-NAT-EX-1.
    let query = "sign=9D1D490CBBF322C6C570375718106149&appid=wxd930ea5d5a258f4f&mch_id=10000100\
                 &product_id=8888%38&time_stamp=1414488825&nonce_str=5K8264ILTKCH16CQ2502SI8ZNMTM67VS";
    assert_eq!(link(&format!("weixin://wxpay/bizpayurl?{query}")), []);
    let elsewhere = link(&format!("https://wxpay/bizpayurl?{query}"));
    assert_eq!(elsewhere, [differs("url", "weixin://wxpay/bizpayurl", Some("https://wxpay/bizpayurl"))]);
    let repeated = link(&format!("weixin://wxpay/bizpayurl?{query}&appid=wxd930ea5d5a258f4f"));
    assert_eq!(repeated, [Problem::Repeated { field: "appid".into() }]);
    let plus = link(&format!("weixin://wxpay/bizpayurl?{}", query.replace("8888%38", "8888+8")));
    assert_eq!(plus[0], differs("params.product_id", "88888", Some("8888+8")));
}

#[test]
fn a_native_reply_may_add_return_msg_and_nothing_else() {
    let params = json!({"appid": "wxd930ea5d5a258f4f", "mch_id": "10000100", "nonce_str": "5K8264ILTKCH16CQ2502SI8ZNMTM67VS",
        "prepay_id": "wx201410272009395522657a690389285100", "result_code": "SUCCESS", "return_code": "SUCCESS"});
    let fields: String = object(params.clone())
        .iter()
        .map(|(name, value)| format!("<{name}>{}</{name}>", value.as_str().unwrap()))
        .collect();
    let reply = |more: &str| {
        let input = json!({"params": params.clone(), "key": KEY});
        let body = b64(&format!("<xml>{fields}{more}</xml>"));
        problems("wechat.native_reply", input, json!({}), json!({"body_b64": body}))
    };
    // WX-NAT-EX-3.
    assert_eq!(reply("<sign>CF0C5ADA673EC01BCDC74A96277B7F5C</sign>"), []);
    let unsigned = reply("<return_msg>OK</return_msg><sign>CF0C5ADA673EC01BCDC74A96277B7F5C</sign>");
    assert!(matches!(unsigned[..], [Problem::BadSignature { .. }]), "return_msg is signed as well: {unsigned:?}");
}

/// The vectors of this version never hold such things; a user's file may.
#[test]
fn what_cannot_be_judged_is_said_and_never_passed() {
    let unknown = problems("wechat.sign", json!({}), json!({"colour": "red"}), json!({"sign": "AA"}));
    let what = "`expect` has an unknown member `colour`".to_owned();
    assert_eq!(unknown, [Problem::VectorFault { what }]);
    let no_operation = problems("wechat.refund", json!({}), json!({}), json!({}));
    assert_eq!(no_operation, [Problem::VectorFault { what: "there is no operation `wechat.refund`".into() }]);
}
