//! How `alipay.page_pay` is judged, on the worked examples of the protocol sheet.

use payspec::adapter::Reply;
use payspec::judge::judge;
use payspec::outcome::Problem;
use serde_json::{Map, Value, json};

const GATEWAY: &str = "https://openapi.alipay.com/gateway.do";

/// One worked example: its params, its signature and its private key.
struct Example {
    params: Vec<(String, String)>,
    sign: String,
    key: Value,
    charset: &'static encoding_rs::Encoding,
}

fn example(id: &str, key: &str) -> Example {
    let data: Value = serde_json::from_str(include_str!("data/alipay-examples.json")).unwrap();
    let one = &data["examples"][id];
    let params: Vec<(String, String)> = one["canonical"]
        .as_str()
        .unwrap()
        .split('&')
        .map(|pair| pair.split_once('=').unwrap())
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let charset = if params.iter().any(|(_, v)| v == "gbk") { encoding_rs::GBK } else { encoding_rs::UTF_8 };
    let key = json!({"format": "pkcs8-bare", "text": data["keys"][key]});
    Example { params, sign: one["sign"].as_str().unwrap().to_owned(), key, charset }
}

impl Example {
    fn param(&self, name: &str) -> &str {
        &self.params.iter().find(|(n, _)| n == name).unwrap().1
    }

    fn set(&mut self, name: &str, value: &str) {
        self.params.iter_mut().find(|(n, _)| n == name).unwrap().1 = value.to_owned();
    }

    /// A query string as a browser sends it, over the bytes of the charset.
    fn query(&self, pairs: &[(&str, &str)]) -> String {
        let escape = |text: &str| -> String {
            let (bytes, _, _) = self.charset.encode(text);
            form_urlencoded::byte_serialize(&bytes).collect()
        };
        let pairs: Vec<String> = pairs.iter().map(|(n, v)| format!("{}={}", escape(n), escape(v))).collect();
        pairs.join("&")
    }

    /// All params and the signature, `skip` left out.
    fn pairs(&self, skip: &[&str]) -> Vec<(&str, &str)> {
        let params = self.params.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let all = params.chain([("sign", self.sign.as_str())]);
        all.filter(|(name, _)| !skip.contains(name)).collect()
    }

    fn judge(&self, method: &str, output: Value) -> Vec<Problem> {
        let params: Map<String, Value> = self.params.iter().map(|(n, v)| (n.clone(), Value::from(v.clone()))).collect();
        let input = json!({"params": params, "private_key": self.key, "sign_type": self.param("sign_type"),
                           "gateway": GATEWAY, "http_method": method});
        let suite = json!({"payspec": 1, "suite": "alipay/x", "op": "alipay.page_pay", "about": "", "groups": [{"tests":
            [{"id": "x", "about": "a", "clauses": ["ALI-TR-5"], "in": input, "result": "valid"}]}]});
        let vector = payspec_vectors::parse("x.json", &suite.to_string()).unwrap().vectors.remove(0);
        let Value::Object(output) = output else { panic!("{output}") };
        judge(&vector, &vector.request_input(""), &Reply::Ok(output)).problems
    }

    fn url(&self, query: &str) -> Vec<Problem> {
        self.judge("GET", json!({"url": format!("{GATEWAY}?{query}")}))
    }

    fn form(&self, action: &str, inputs: &[(&str, &str)]) -> Vec<Problem> {
        let escape = |text: &str| text.replace('&', "&amp;").replace('"', "&quot;");
        let inputs: String = inputs
            .iter()
            .map(|(n, v)| format!("<input type=\"hidden\" name=\"{}\" value=\"{}\">", escape(n), escape(v)))
            .collect();
        let action = escape(&format!("{GATEWAY}?{action}"));
        let html =
            format!("<form action=\"{action}\" method=\"POST\">{inputs}<input type=\"submit\" name=\"go\"></form>");
        self.judge("POST", json!({"html": html}))
    }
}

#[test]
fn every_worked_example_verifies_as_url_and_as_form() {
    for (id, key) in [("ALI-EX-1", "A"), ("ALI-EX-2", "A"), ("ALI-EX-3a", "A"), ("ALI-EX-3b", "L")] {
        let example = example(id, key);
        assert_eq!(example.url(&example.query(&example.pairs(&[]))), [], "{id}");
        // Common params in the action, biz_content in a hidden field (ALI-TR-5).
        let action = example.query(&example.pairs(&["biz_content"]));
        let hidden = [("biz_content", example.param("biz_content"))];
        assert_eq!(example.form(&action, &hidden), [], "{id}");
        // Everything in hidden fields, charset in both (ALI-TR-6).
        let action = example.query(&[("charset", example.param("charset"))]);
        assert_eq!(example.form(&action, &example.pairs(&[])), [], "{id}");
    }
}

#[test]
fn charset_has_to_be_in_the_query() {
    let example = example("ALI-EX-1", "A");
    let action = example.query(&example.pairs(&["charset", "biz_content"]));
    let hidden = [("charset", "utf-8"), ("biz_content", example.param("biz_content"))];
    assert_eq!(example.form(&action, &hidden), [Problem::CharsetNotInQuery]);
}

#[test]
fn a_changed_or_missing_param_is_told_and_breaks_the_signature() {
    let example = example("ALI-EX-1", "A");
    let query = example.query(&example.pairs(&["version"]));
    let problems = example.url(&query);
    let missing = Problem::Differs { what: "params.version".into(), expected: "1.0".into(), got: None };
    assert_eq!(problems[0], missing);
    assert!(matches!(&problems[1], Problem::BadSignature { expected: None, .. }), "{problems:?}");
}

/// ALI-AMB-20: how biz_content is written is free as long as what is signed is what is sent.
#[test]
fn biz_content_is_compared_as_a_json_value() {
    let mut example = example("ALI-EX-1", "A");
    let query = example.query(&example.pairs(&[]));
    let given = example.param("biz_content").to_owned();
    let pretty = format!(" {}", given.replace(',', ", "));
    assert_ne!(pretty, given);
    example.set("biz_content", &pretty);
    assert_eq!(example.url(&query), []);
    example.set("biz_content", &given.replace("88.88", "88.89"));
    let problems = example.url(&query);
    assert!(matches!(&problems[..], [Problem::Differs { what, .. }] if what == "params.biz_content"), "{problems:?}");
}

#[test]
fn an_addition_has_to_be_signed() {
    let example = example("ALI-EX-1", "A");
    let mut pairs = example.pairs(&[]);
    pairs.push(("alipay_sdk", "x"));
    let problems = example.url(&example.query(&pairs));
    let [Problem::BadSignature { canonical, .. }] = problems.as_slice() else { panic!("{problems:?}") };
    assert!(canonical.starts_with("alipay_sdk=x&app_id="), "{canonical}");
}

#[test]
fn a_repeat_may_only_have_the_same_value() {
    let example = example("ALI-EX-1", "A");
    let query = example.query(&example.pairs(&[]));
    assert_eq!(example.url(&format!("{query}&charset=utf-8")), []);
    assert_eq!(example.url(&format!("{query}&charset=gbk")), [Problem::Repeated { field: "charset".into() }]);
}

#[test]
fn another_gateway_or_method_is_told() {
    let example = example("ALI-EX-1", "A");
    let query = example.query(&example.pairs(&[]));
    let elsewhere = example.judge("GET", json!({"url": format!("https://example.com/gateway.do?{query}")}));
    assert!(matches!(&elsewhere[..], [Problem::Differs { what, .. }] if what == "url.action"), "{elsewhere:?}");
    let get_form = example.judge("POST", json!({"html": format!("<form action=\"{GATEWAY}?{query}\"></form>")}));
    assert!(matches!(&get_form[..], [Problem::Differs { what, .. }] if what == "html.method"), "{get_form:?}");
    let wrong_output = example.judge("GET", json!({"html": "<form></form>"}));
    assert_eq!(wrong_output, [Problem::MissingOutput { output: "url".into() }]);
}

#[test]
fn unsigned_and_unreadable_ones_are_told() {
    let example = example("ALI-EX-1", "A");
    assert_eq!(example.url(&example.query(&example.pairs(&["sign"]))), [Problem::Unsigned]);
    let raw_space = example.url("timestamp=2026-01-01 12:00:00");
    assert!(matches!(&raw_space[..], [Problem::Unreadable { .. }]), "{raw_space:?}");
    let no_form = example.judge("POST", json!({"html": "<p>sorry</p>"}));
    assert!(matches!(&no_form[..], [Problem::Unreadable { .. }]), "{no_form:?}");
}
