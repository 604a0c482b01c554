//! `wechat/jsapi` and `wechat/app`: the parameters with which a client calls the payment up.

use serde_json::{Value, json};

use super::message::{KEY, Message, NONCE, OTHER_KEY, PREPAY_ID};
use crate::sign::Algorithm;
use crate::suite::{Group, Object, Suite, Test};

/// What both operations take.
#[derive(Clone)]
struct CallUp {
    appid: &'static str,
    prepay_id: String,
    timestamp: &'static str,
    nonce_str: String,
    key: &'static str,
}

impl CallUp {
    /// WX-JS-EX-1's input.
    fn example() -> Self {
        CallUp {
            appid: "wxd930ea5d5a258f4f",
            prepay_id: PREPAY_ID.into(),
            timestamp: "1414561699",
            nonce_str: NONCE.into(),
            key: KEY,
        }
    }

    fn input(&self) -> Value {
        json!({"appid": self.appid, "prepay_id": self.prepay_id, "timestamp": self.timestamp, "nonce_str": self.nonce_str, "key": self.key})
    }

    /// JSAPI's params (WX-JS-1, 2).
    fn jsapi(&self, algorithm: Algorithm) -> Value {
        let message = Message::new(&[
            ("appId", self.appid),
            ("timeStamp", self.timestamp),
            ("nonceStr", &self.nonce_str),
            ("package", &format!("prepay_id={}", self.prepay_id)),
            ("signType", algorithm.sign_type()),
        ]);
        message.with("paySign", algorithm.sign(&message.fields, self.key)).params()
    }

    /// APP's params (WX-APP-1, 2).
    fn app(&self, mch_id: &str, algorithm: Algorithm) -> Value {
        let message = Message::new(&[
            ("appid", self.appid),
            ("partnerid", mch_id),
            ("prepayid", &self.prepay_id),
            ("package", "Sign=WXPay"),
            ("noncestr", &self.nonce_str),
            ("timestamp", self.timestamp),
        ]);
        message.with("sign", algorithm.sign(&message.fields, self.key)).params()
    }
}

/// Inputs that show a mistake: name, what it shows, the input.
fn telling() -> Vec<(&'static str, &'static str, CallUp)> {
    let base = CallUp::example();
    let change = |f: &dyn Fn(&mut CallUp)| {
        let mut copy = base.clone();
        f(&mut copy);
        copy
    };
    vec![
        ("other-key", "Another merchant's key.", change(&|c| c.key = OTHER_KEY)),
        ("other-appid", "Another appid.", change(&|c| c.appid = "wx2421b1c4370ec43b")),
        (
            "other-timestamp",
            "Another time: it is the caller's, in seconds, not the clock's.",
            change(&|c| c.timestamp = "1700000000"),
        ),
        (
            "other-nonce",
            "Another nonce: it is the caller's, no new one.",
            change(&|c| c.nonce_str = "e61463f8efa94090b1f366cccfbbb444".into()),
        ),
        ("short-nonce", "A nonce of one character.", change(&|c| c.nonce_str = "7".into())),
        (
            "numeric-nonce",
            "A nonce of digits with leading zeros stays text.",
            change(&|c| c.nonce_str = "0001234567890123".into()),
        ),
        ("exponent-nonce", "A nonce that looks like a number stays text.", change(&|c| c.nonce_str = "1e5".into())),
        (
            "old-prepay-id",
            "A prepay_id of the form `u802345jgfjsdfgsdg888`.",
            change(&|c| c.prepay_id = "u802345jgfjsdfgsdg888".into()),
        ),
        (
            "long-prepay-id",
            "A prepay_id of 64 characters.",
            change(&|c| c.prepay_id = format!("wx{}", "0123456789".repeat(7))[..64].into()),
        ),
        (
            "prepay-id-equals",
            "A prepay_id that holds `=` and `&` is joined raw.",
            change(&|c| c.prepay_id = "wx2014=a&b".into()),
        ),
        ("timestamp-late", "The last second of ten digits.", change(&|c| c.timestamp = "9999999999")),
    ]
}

pub(super) fn jsapi() -> Suite {
    let group = |algorithm: Algorithm| {
        let (suffix, number, flag) = match algorithm {
            Algorithm::Md5 => ("md5", "1", "sign-type-dropped"),
            Algorithm::HmacSha256 => ("hmac", "2", "algorithm-by-default"),
        };
        let case = |id: &str, about: &str, input: &CallUp, flags: &[&str]| {
            Test::valid(format!("wx-jsapi-{id}"), about)
                .clauses(["WX-JS-1", "WX-JS-2", "WX-JS-3", "WX-JS-6"])
                .flags(flags)
                .input(input.input())
                .expect(json!({"params": input.jsapi(algorithm)}))
        };
        let about = format!(
            "WX-JS-EX-{number}: signType is signed, `timeStamp` and the other names are in camel case, package holds a raw `=`."
        );
        let mut group = Group::new(
            &format!("paySign with {}.", algorithm.sign_type()),
            json!({"sign_type": algorithm.sign_type()}),
        )
        .test(case(&format!("ex-{number}"), &about, &CallUp::example(), &[flag, "call-up-names"]).clauses([
            "WX-JS-4",
            "WX-NAT-5",
            "WX-SIGN-12",
        ]));
        for (id, what, input) in telling() {
            group = group.test(
                case(&format!("{id}-{suffix}"), what, &input, &["call-up-value-changed"])
                    .clauses(["WX-UO-55", "WX-SIGN-12"]),
            );
        }
        group
    };
    Suite::new(
        "wechat/jsapi",
        "wechat.jsapi",
        "The parameters of getBrandWCPayRequest: five values and paySign over them, in camel case, with the order's algorithm (section 6).",
    )
    .group(group(Algorithm::Md5))
    .group(group(Algorithm::HmacSha256))
}

pub(super) fn app() -> Suite {
    const MCH_ID: &str = "10000100";
    let example = CallUp { timestamp: "1412000000", ..CallUp::example() };
    let clauses = ["WX-APP-1", "WX-APP-2", "WX-APP-3", "WX-SIGN-12"];
    let group = |algorithm: Algorithm| {
        let suffix = if algorithm == Algorithm::Md5 { "md5" } else { "hmac" };
        let case = |id: &str, about: &str, input: &CallUp, mch_id: &str, flag: &str| {
            let mut members: Object = crate::suite::object(input.input());
            members.insert("mch_id".into(), mch_id.into());
            Test::valid(format!("wx-app-{id}-{suffix}"), about)
                .clauses(clauses)
                .flags([flag])
                .input(Value::Object(members))
                .expect(json!({"params": input.app(mch_id, algorithm)}))
        };
        let about = "WX-APP-EX-1: six values in lower case, package `Sign=WXPay`; no sign type is signed.";
        let mut group =
            Group::new(&format!("sign with {}.", algorithm.sign_type()), json!({"sign_type": algorithm.sign_type()}))
                .test(case("ex-1", about, &example, MCH_ID, "call-up-names").clauses(["WX-NAT-5"]))
                .test(case(
                    "other-partner",
                    "Another mch_id goes into partnerid.",
                    &example,
                    "1900000109",
                    "call-up-value-changed",
                ))
                .test(case(
                    "partner-zero",
                    "A mch_id with a leading zero stays text.",
                    &example,
                    "0190000010",
                    "call-up-value-changed",
                ));
        for (id, what, input) in telling() {
            group =
                group.test(case(id, what, &input, MCH_ID, "call-up-value-changed").clauses(["WX-CHR-12", "WX-UO-55"]));
        }
        group
    };
    let defaulted = Group::new("No sign_type means MD5.", json!({})).test({
        let mut members = crate::suite::object(example.input());
        members.insert("mch_id".into(), MCH_ID.into());
        Test::valid("wx-app-ex-1-default", "WX-APP-EX-1 without a sign_type: MD5 is the default.")
            .clauses(["WX-APP-1", "WX-SIGN-12"])
            .flags(["algorithm-by-default"])
            .input(Value::Object(members))
            .expect(json!({"params": example.app(MCH_ID, Algorithm::Md5)}))
    });
    Suite::new(
        "wechat/app",
        "wechat.app",
        "The parameters with which an app calls the payment up: six values in lower case and sign over them (section 6).",
    )
    .group(group(Algorithm::Md5))
    .group(group(Algorithm::HmacSha256))
    .group(defaulted)
}
