//! The adapter protocol's messages (`PROTOCOL.md`, version 1): what goes over the two pipes, read and written.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The protocol version that `hello` states.
pub const VERSION: u64 = 1;

/// The longest line that either side may write, in bytes, the line feed included.
pub const MAX_LINE: usize = 16 * 1024 * 1024;

/// The closed list of features that an adapter may say it lacks.
pub const FEATURES: [&str; 9] = [
    "hmac-sha256",
    "rsa-sha1",
    "gbk",
    "rsa-1024",
    "pkcs1-private",
    "pkcs8-private",
    "pkcs1-public",
    "bare-keys",
    "pem-keys",
];

/// What an implementation says of itself in the handshake.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// Its name, such as `wechatpy`.
    pub name: String,
    /// Its version, as its publisher writes it; empty when it did not say.
    #[serde(default)]
    pub version: String,
    /// The programming language; empty when it did not say.
    #[serde(default)]
    pub language: String,
    /// The operations that it has.
    pub ops: Vec<String>,
    /// Features of [`FEATURES`] that it has no notion of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lacks: Vec<String>,
    /// Where it lives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub homepage: Option<String>,
    /// Whatever a reader of the report should know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
}

impl Hello {
    /// Reads the output of the `hello` operation.
    ///
    /// # Errors
    /// What is missing or of a wrong type, in one sentence.
    pub fn from_output(output: &Map<String, Value>) -> Result<Self, String> {
        serde_json::from_value(Value::Object(output.clone()))
            .map_err(|e| format!("its answer to hello is not as the protocol asks: {e}"))
    }
}

/// A field that a validator complains of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplyFinding {
    /// The field, or the path of a member of JSON text.
    pub field: String,
    /// The broken rule, for the reader.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
}

/// How an implementation refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reject {
    /// In its own words.
    #[serde(default)]
    pub reason: String,
    /// `malformed`, `signature`, `field` or `unsupported`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// For `*.validate`: the fields it complains of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub findings: Option<Vec<ReplyFinding>>,
}

/// What came back for one request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reply {
    /// The operation's output.
    Ok(Map<String, Value>),
    /// It refused the input.
    Reject(Reject),
    /// It has no such feature, and why.
    Skip(String),
    /// It broke, and how.
    Fault(String),
}

#[derive(Deserialize)]
struct ReplyLine {
    id: u64,
    ok: Option<Map<String, Value>>,
    reject: Option<Reject>,
    skip: Option<String>,
    fault: Option<String>,
}

/// Reads one line of an adapter's standard output, its line feed taken off.
///
/// # Errors
/// Why the line is no reply, in words that follow "because".
pub fn read_reply(line: &[u8]) -> Result<(u64, Reply), String> {
    let read: ReplyLine = serde_json::from_slice(line).map_err(|e| format!("it is no reply object: {e}"))?;
    let mut found = [
        read.ok.map(Reply::Ok),
        read.reject.map(Reply::Reject),
        read.skip.map(Reply::Skip),
        read.fault.map(Reply::Fault),
    ]
    .into_iter()
    .flatten();
    match (found.next(), found.next()) {
        (Some(reply), None) => Ok((read.id, reply)),
        (None, _) => Err("it holds none of `ok`, `reject`, `skip` and `fault`".into()),
        (Some(_), Some(_)) => Err("it holds more than one of `ok`, `reject`, `skip` and `fault`".into()),
    }
}

/// Writes a reply as one line, its line feed included.
#[must_use]
pub fn reply_line(id: u64, reply: &Reply) -> Vec<u8> {
    #[derive(Serialize)]
    struct Line<'a> {
        id: u64,
        #[serde(flatten)]
        reply: &'a Reply,
    }
    let mut line = serde_json::to_vec(&Line { id, reply }).unwrap_or_else(|e| {
        format!(r#"{{"id":{id},"fault":"the reply cannot be written as JSON: {e}"}}"#).into_bytes()
    });
    line.push(b'\n');
    line
}

/// The handshake's line.
#[must_use]
pub fn hello_line() -> Vec<u8> {
    format!("{{\"payspec\":{VERSION},\"id\":0,\"op\":\"hello\"}}\n").into_bytes()
}

/// The part of a request's line that does not change when it is asked again: everything after its id.
#[must_use]
pub fn request_tail(op: &str, input: &Map<String, Value>) -> Vec<u8> {
    #[derive(Serialize)]
    struct Tail<'a> {
        op: &'a str,
        r#in: &'a Map<String, Value>,
    }
    // Strings and maps of strings always serialise; an empty tail would be answered as a bad line.
    let mut tail = serde_json::to_vec(&Tail { op, r#in: input }).unwrap_or_default();
    if let Some(brace) = tail.first_mut() {
        *brace = b',';
    }
    tail.push(b'\n');
    tail
}

/// Appends the line of the request `id` to `buffer`; `tail` is from [`request_tail`].
pub fn push_request(buffer: &mut Vec<u8>, id: u64, tail: &[u8]) {
    buffer.extend_from_slice(b"{\"id\":");
    buffer.extend_from_slice(id.to_string().as_bytes());
    buffer.extend_from_slice(tail);
}

/// A request, as an adapter reads it.
#[derive(Debug, Deserialize)]
pub struct Request {
    /// To be repeated in the reply.
    pub id: u64,
    /// The operation, or `hello`.
    pub op: String,
    /// The operation's input; empty for `hello`.
    #[serde(default, rename = "in")]
    pub input: Map<String, Value>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn object(value: Value) -> Map<String, Value> {
        match value {
            Value::Object(map) => map,
            other => panic!("{other} is no object"),
        }
    }

    #[test]
    fn a_request_is_written_as_the_protocol_page_shows_it() {
        let input = object(json!({"params": {"appid": "wx1"}, "key": "k", "sign_type": "MD5"}));
        let mut line = Vec::new();
        push_request(&mut line, 17, &request_tail("wechat.sign", &input));
        assert_eq!(
            String::from_utf8(line).unwrap(),
            "{\"id\":17,\"op\":\"wechat.sign\",\"in\":{\"params\":{\"appid\":\"wx1\"},\"key\":\"k\",\"sign_type\":\"MD5\"}}\n"
        );
        assert_eq!(hello_line(), b"{\"payspec\":1,\"id\":0,\"op\":\"hello\"}\n");
    }

    #[test]
    fn every_kind_of_reply_survives_the_pipe() {
        for reply in [
            Reply::Ok(object(json!({"paid": true}))),
            Reply::Reject(Reject {
                reason: "bad".into(),
                class: Some("field".into()),
                findings: Some(vec![ReplyFinding { field: "body".into(), rule: None }]),
            }),
            Reply::Skip("no".into()),
            Reply::Fault("boom".into()),
        ] {
            let line = reply_line(7, &reply);
            assert_eq!(read_reply(&line), Ok((7, reply)));
        }
    }

    #[test]
    fn what_is_no_reply_is_said_to_be_none() {
        let why = |line: &str| read_reply(line.as_bytes()).unwrap_err();
        assert!(why("hello world").starts_with("it is no reply object"));
        assert!(why("{\"ok\":{}}").contains("missing field `id`"));
        assert!(why("{\"id\":1,\"ok\":[]}").starts_with("it is no reply object"));
        assert_eq!(why("{\"id\":1}"), "it holds none of `ok`, `reject`, `skip` and `fault`");
        assert_eq!(
            why("{\"id\":1,\"ok\":{},\"skip\":\"x\"}"),
            "it holds more than one of `ok`, `reject`, `skip` and `fault`"
        );
    }

    #[test]
    fn members_that_say_null_are_taken_as_absent() {
        let line = br#"{"id":1,"ok":null,"reject":{"reason":"no","class":null},"skip":null,"fault":null}"#;
        let reject = Reject { reason: "no".into(), ..Reject::default() };
        assert_eq!(read_reply(line), Ok((1, Reply::Reject(reject))));
    }

    #[test]
    fn hello_needs_a_name_and_ops() {
        let hello = Hello::from_output(&object(json!({"name": "x", "ops": ["wechat.sign"], "extra": 1}))).unwrap();
        assert_eq!(hello.ops, ["wechat.sign"]);
        let error = Hello::from_output(&object(json!({"name": "x"}))).unwrap_err();
        assert_eq!(error, "its answer to hello is not as the protocol asks: missing field `ops`");
    }
}
