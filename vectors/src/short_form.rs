//! Short forms: a suite file may hold `body` (text), `body_hex` or `body_repeat` where the protocol has `body_b64`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

/// Stands in a text body for the URL at which the runner listens.
pub(crate) const CANARY: &str = "{{canary}}";

/// The members of the protocol that end in `_b64`, without that ending. A text form is known by the bare name,
/// so the list is closed: `fields` or `sign` are never short forms of anything.
const BYTE_MEMBERS: [&str; 1] = ["body"];

/// How large a `…_repeat` may grow, in bytes. The protocol's lines end at 16 MiB, and base64 adds a third.
const REPEAT_LIMIT: usize = 12 * 1024 * 1024;

/// The four spellings of a byte member.
fn forms(name: &str) -> [String; 4] {
    ["", "_hex", "_repeat", "_b64"].map(|ending| format!("{name}{ending}"))
}

/// Lays `over` on `under`, shallowly. A byte member in any of its forms replaces it in every other form.
pub(crate) fn lay_over(under: &Map<String, Value>, over: &Map<String, Value>) -> Result<Map<String, Value>, String> {
    for (name, map) in BYTE_MEMBERS.iter().flat_map(|n| [(n, under), (n, over)]) {
        let present: Vec<_> = forms(name).into_iter().filter(|f| map.contains_key(f)).collect();
        if present.len() > 1 {
            return Err(format!("holds `{}` at once; keep one form of `{name}`", present.join("` and `")));
        }
    }
    let mut merged = under.clone();
    for name in BYTE_MEMBERS {
        if forms(name).iter().any(|form| over.contains_key(form)) {
            forms(name).iter().for_each(|form| {
                merged.shift_remove(form);
            });
        }
    }
    for (name, value) in over {
        merged.insert(name.clone(), value.clone());
    }
    Ok(merged)
}

/// Replaces every short form by its `…_b64`. With `canary`, `{{canary}}` in a text body becomes that URL.
pub(crate) fn expand(map: &Map<String, Value>, canary: Option<&str>) -> Result<Map<String, Value>, String> {
    let mut out = Map::new();
    for (name, value) in map {
        let Some(member) = BYTE_MEMBERS.iter().find(|m| {
            let [text, hex, repeat, _] = forms(m);
            [text, hex, repeat].contains(name)
        }) else {
            out.insert(name.clone(), value.clone());
            continue;
        };
        let bytes = match (name.strip_prefix(member), value) {
            (Some(""), Value::String(text)) => match canary {
                Some(url) => text.replace(CANARY, url).into_bytes(),
                None => text.clone().into_bytes(),
            },
            (Some("_hex"), Value::String(digits)) => {
                from_hex(digits).ok_or_else(|| format!("`{name}` is no hex of whole bytes"))?
            }
            (Some("_repeat"), Value::Object(repeat)) => from_repeat(repeat).map_err(|e| format!("`{name}`: {e}"))?,
            _ => return Err(format!("`{name}` has a wrong type")),
        };
        let full = format!("{member}_b64");
        if out.insert(full.clone(), Value::String(STANDARD.encode(bytes))).is_some() || map.contains_key(&full) {
            return Err(format!("holds more than one form of `{member}`; keep one"));
        }
    }
    for member in BYTE_MEMBERS {
        if let Some(value) = map.get(&format!("{member}_b64"))
            && value.as_str().is_none_or(|text| STANDARD.decode(text).is_err())
        {
            return Err(format!("`{member}_b64` is no standard padded base64"));
        }
    }
    Ok(out)
}

fn from_hex(digits: &str) -> Option<Vec<u8>> {
    let value = |digit: u8| char::from(digit).to_digit(16);
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs.iter().map(|&[high, low]| u8::try_from(value(high)? * 16 + value(low)?).ok()).collect()
}

fn from_repeat(repeat: &Map<String, Value>) -> Result<Vec<u8>, String> {
    if let Some(unknown) = repeat.keys().find(|k| !["head", "unit", "times", "tail"].contains(&k.as_str())) {
        return Err(format!("unknown member `{unknown}`; it has `head`, `unit`, `times`, `tail`"));
    }
    let text = |name: &str| match repeat.get(name) {
        None => Ok(""),
        Some(Value::String(text)) => Ok(text.as_str()),
        Some(_) => Err(format!("`{name}` must be text")),
    };
    let times = repeat.get("times").and_then(Value::as_u64).ok_or("`times` must be a whole number")?;
    let (head, unit, tail) = (text("head")?, text("unit")?, text("tail")?);
    let size = usize::try_from(times)
        .ok()
        .and_then(|times| unit.len().checked_mul(times))
        .and_then(|middle| middle.checked_add(head.len() + tail.len()))
        .filter(|size| *size <= REPEAT_LIMIT)
        .ok_or("grows past 12 MiB, more than a line of the protocol holds")?;
    let mut bytes = Vec::with_capacity(size);
    bytes.extend_from_slice(head.as_bytes());
    for _ in 0..times {
        bytes.extend_from_slice(unit.as_bytes());
    }
    bytes.extend_from_slice(tail.as_bytes());
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn map(value: Value) -> Map<String, Value> {
        value.as_object().expect("an object").clone()
    }

    #[test]
    fn every_form_becomes_the_same_base64() {
        for input in [
            json!({"body": "aab"}),
            json!({"body_hex": "616162"}),
            json!({"body_hex": "616162".to_uppercase()}),
            json!({"body_repeat": {"head": "", "unit": "a", "times": 2, "tail": "b"}}),
            json!({"body_b64": "YWFi"}),
        ] {
            let out = expand(&map(input.clone()), None).unwrap();
            assert_eq!(Value::Object(out), json!({"body_b64": "YWFi"}), "{input}");
        }
    }

    #[test]
    fn what_is_no_byte_member_stays_as_it_is() {
        let input = json!({"sign": "x", "fields": {"body": "text"}, "params": {"body_hex": "zz"}});
        assert_eq!(Value::Object(expand(&map(input.clone()), None).unwrap()), input);
    }

    #[test]
    fn the_canary_is_replaced_in_text_only() {
        let out = expand(&map(json!({"body": "<{{canary}}>"})), Some("http://h/")).unwrap();
        assert_eq!(out["body_b64"], STANDARD.encode("<http://h/>"));
        let out = expand(&map(json!({"body": "<{{canary}}>"})), None).unwrap();
        assert_eq!(out["body_b64"], STANDARD.encode("<{{canary}}>"));
    }

    #[test]
    fn faults_are_named() {
        for (input, message) in [
            (json!({"body_hex": "616"}), "`body_hex` is no hex of whole bytes"),
            (json!({"body_hex": "+1"}), "`body_hex` is no hex of whole bytes"),
            (json!({"body": 1}), "`body` has a wrong type"),
            (json!({"body": "a", "body_hex": "61"}), "holds more than one form of `body`; keep one"),
            (json!({"body": "a", "body_b64": "YQ=="}), "holds more than one form of `body`; keep one"),
            (json!({"body_b64": "YQ"}), "`body_b64` is no standard padded base64"),
            (json!({"body_repeat": {"unit": "a"}}), "`body_repeat`: `times` must be a whole number"),
            (
                json!({"body_repeat": {"unit": "a", "times": 1, "n": 1}}),
                "`body_repeat`: unknown member `n`; it has `head`, `unit`, `times`, `tail`",
            ),
            (
                json!({"body_repeat": {"unit": "ab", "times": u64::MAX}}),
                "`body_repeat`: grows past 12 MiB, more than a line of the protocol holds",
            ),
        ] {
            assert_eq!(expand(&map(input.clone()), None).unwrap_err(), message, "{input}");
        }
    }

    #[test]
    fn laying_over_is_shallow_and_replaces_every_form() {
        let given = map(json!({"key": "k", "params": {"a": "1", "b": "2"}, "body": "x"}));
        let own = map(json!({"params": {"a": "3"}, "body_hex": "79"}));
        let merged = lay_over(&given, &own).unwrap();
        assert_eq!(Value::Object(merged), json!({"key": "k", "params": {"a": "3"}, "body_hex": "79"}));
        let twice = map(json!({"body": "x", "body_hex": "79"}));
        assert_eq!(
            lay_over(&Map::new(), &twice).unwrap_err(),
            "holds `body` and `body_hex` at once; keep one form of `body`"
        );
    }
}
