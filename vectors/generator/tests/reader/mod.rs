//! A small second reader of the written files: JSON, bodies, XML by roxmltree, digests by `md5` and `ring`. It shares
//! nothing with the generator, so that a mistake of the generator's own canonical string shows.

use std::path::Path;

use serde_json::{Map, Value};

/// One vector as the file has it, group input merged in.
pub(crate) struct Vector {
    /// Its id.
    pub(crate) id: String,
    /// The suite's operation.
    pub(crate) op: String,
    /// `valid`, `invalid` or `acceptable`.
    pub(crate) result: String,
    /// `given` and `in`.
    pub(crate) input: Map<String, Value>,
    /// `expect`, empty where absent.
    pub(crate) expect: Map<String, Value>,
    /// `any_of`, empty where absent.
    pub(crate) any_of: Vec<Value>,
    /// Bug classes.
    pub(crate) flags: Vec<String>,
}

impl Vector {
    /// A text member of the input.
    pub(crate) fn text(&self, member: &str) -> &str {
        self.input.get(member).and_then(Value::as_str).unwrap_or("")
    }

    /// A text member of `expect`.
    pub(crate) fn expected(&self, member: &str) -> Option<&str> {
        self.expect.get(member).and_then(Value::as_str)
    }

    /// Whether the vector carries one of these flags.
    pub(crate) fn flagged(&self, flags: &[&str]) -> bool {
        self.flags.iter().any(|flag| flags.contains(&flag.as_str()))
    }

    /// The body's bytes, from whichever short form the file has.
    pub(crate) fn body(&self) -> Vec<u8> {
        if let Some(text) = self.input.get("body").and_then(Value::as_str) {
            return text.as_bytes().to_vec();
        }
        if let Some(hex) = self.input.get("body_hex").and_then(Value::as_str) {
            return (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).expect("hex")).collect();
        }
        let repeat = self.input.get("body_repeat").expect("a body in one of its forms");
        let part = |name: &str| repeat[name].as_str().expect("text").to_owned();
        let times = repeat["times"].as_u64().expect("a number") as usize;
        format!("{}{}{}", part("head"), part("unit").repeat(times), part("tail")).into_bytes()
    }
}

/// Every vector of a provider's folder.
pub(crate) fn vectors(provider: &str) -> Vec<Vector> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(provider);
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("the folder").map(|e| e.expect("an entry").path()).collect();
    paths.sort();
    let mut all = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).expect("a file");
        let suite: Value = serde_json::from_str(&text).expect("JSON");
        for group in suite["groups"].as_array().expect("groups") {
            for test in group["tests"].as_array().expect("tests") {
                all.push(vector(&suite, group, test));
            }
        }
    }
    all
}

fn vector(suite: &Value, group: &Value, test: &Value) -> Vector {
    let mut input = group["given"].as_object().cloned().unwrap_or_default();
    input.extend(test["in"].as_object().cloned().unwrap_or_default());
    let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
    Vector {
        id: text(&test["id"]),
        op: text(&suite["op"]),
        result: text(&test["result"]),
        input,
        expect: test["expect"].as_object().cloned().unwrap_or_default(),
        any_of: test["any_of"].as_array().cloned().unwrap_or_default(),
        flags: test["flags"].as_array().map(|list| list.iter().map(text).collect()).unwrap_or_default(),
    }
}

/// Name and value of the root's element children, or nothing where an XML parser refuses the body.
pub(crate) fn fields(body: &[u8]) -> Option<Vec<(String, String)>> {
    let text = std::str::from_utf8(body).ok()?;
    let document = roxmltree::Document::parse(text).ok()?;
    let elements = document.root_element().children().filter(|node| node.is_element());
    let read = |node: roxmltree::Node<'_, '_>| {
        let text: String = node.children().filter_map(|child| child.text().filter(|_| child.is_text())).collect();
        (node.tag_name().name().to_owned(), text)
    };
    Some(elements.map(read).collect())
}

/// WeChat's string before the key, from an object of texts or a list of pairs.
pub(crate) fn wechat_string<'a>(fields: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut taken: Vec<_> = fields.filter(|(name, value)| *name != "sign" && !value.is_empty()).collect();
    taken.sort_by(|a, b| a.0.bytes().cmp(b.0.bytes()));
    let mut string = String::new();
    for (i, (name, value)) in taken.iter().enumerate() {
        string += if i == 0 { "" } else { "&" };
        string += name;
        string += "=";
        string += value;
    }
    string
}

/// WeChat's signature of that string.
pub(crate) fn wechat_sign(string: &str, key: &str, sign_type: &str) -> String {
    let sealed = format!("{string}&key={key}");
    if sign_type == "HMAC-SHA256" {
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, key.as_bytes());
        let tag = ring::hmac::sign(&key, sealed.as_bytes());
        tag.as_ref().iter().map(|byte| format!("{byte:02X}")).collect()
    } else {
        format!("{:X}", second_md5::compute(sealed))
    }
}

/// The pairs of an object of texts.
pub(crate) fn pairs(value: &Value) -> Vec<(&str, &str)> {
    let object = value.as_object().expect("an object");
    object.iter().map(|(name, value)| (name.as_str(), value.as_str().expect("a text"))).collect()
}
