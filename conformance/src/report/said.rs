//! What was sent, what came and what had to come, in words that every format shares.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use payspec_core::finding;
use serde_json::{Map, Value};

use super::VectorReport;
use super::text::{Word, printable};
use crate::adapter::Reply;
use crate::explain::of_vector::mistake_of;
use crate::lang::Lang;
use crate::outcome::Problem;

/// How many characters of a long text are shown; the JSON report has all of it.
pub const SHOWN: usize = 1200;

/// How many characters of a key are shown: enough to tell two apart.
const KEY_SHOWN: usize = 32;

/// The reply.
#[must_use]
pub fn came(reply: Option<&Reply>, lang: Lang) -> String {
    match reply {
        None => Word::NoReply.text(lang).to_owned(),
        Some(Reply::Ok(output)) => format!("ok {}", shown(&Value::Object(output.clone()))),
        Some(Reply::Reject(reject)) => {
            let value = serde_json::to_value(reject).unwrap_or_default();
            format!("reject {}", shown(&value))
        }
        Some(Reply::Skip(why)) => format!("skip {}", shorten(&printable(why), SHOWN)),
        Some(Reply::Fault(what)) => format!("fault {}", shorten(&printable(what), SHOWN)),
    }
}

/// The known mistake in signing that reproduces the signature that came; none if there is no signature, or nothing known
/// reproduces it.
#[must_use]
pub fn known_mistake(vector: &VectorReport, lang: Lang) -> Option<String> {
    let got = vector.problems.iter().find_map(|problem| match problem {
        Problem::Differs { what, got: Some(got), .. }
            if matches!(what.rsplit('.').next(), Some("sign" | "paySign")) =>
        {
            Some(got)
        }
        _ => None,
    })?;
    let causes = mistake_of(&vector.op, vector.exchange.as_ref()?.sent.as_object()?, got)?;
    let core = lang.pick(finding::Lang::En, finding::Lang::Zh);
    let made = causes.first()?.made.iter();
    Some(made.map(|made| format!("{}: {}", made.mistake.id(), made.mistake.text(core))).collect::<Vec<_>>().join("; "))
}

/// What had to come for a vector of this `result`.
#[must_use]
pub fn expected(result: &str, expected: &[Value], lang: Lang) -> String {
    if result == "invalid" {
        return match expected.first() {
            Some(expect) => format!("{} {}", Word::Refusal.text(lang), shown(expect)),
            None => Word::Refusal.text(lang).to_owned(),
        };
    }
    let outputs: Vec<String> = expected.iter().map(shown).collect();
    let mut text = match outputs.as_slice() {
        [] => Word::AsProtocolSays.text(lang).to_owned(),
        [one] => one.clone(),
        several => format!("{} {}", Word::OneOf.text(lang), several.join(" | ")),
    };
    if result == "acceptable" {
        text = format!("{text} {}", Word::OrRefusal.text(lang));
    }
    text
}

/// JSON on one line as a person wants to read it: bodies decoded where they are text, long texts and keys shortened.
#[must_use]
pub fn shown(value: &Value) -> String {
    shorten(&printable(&readable("", value).to_string()), SHOWN)
}

fn readable(name: &str, value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| {
                let decoded = name.strip_suffix("_b64").zip(decode(value));
                match decoded {
                    Some((short, text)) => (short.to_owned(), Value::String(text)),
                    None => (name.clone(), readable(name, value)),
                }
            });
            Value::Object(members.collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.iter().map(|item| readable(name, item)).collect()),
        // The text of a key object, see PROTOCOL.md.
        Value::String(text) if name == "text" => Value::String(shorten(text, KEY_SHOWN)),
        other => other.clone(),
    }
}

/// The text of padded base64.
pub(super) fn decode(value: &Value) -> Option<String> {
    let bytes = STANDARD.decode(value.as_str()?).ok()?;
    String::from_utf8(bytes).ok()
}

/// The beginning of `text`, and how many characters are missing.
#[must_use]
pub fn shorten(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        None => text.to_owned(),
        Some((cut, _)) => format!("{}… (+{})", &text[..cut], text[cut..].chars().count()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn bodies_are_decoded_and_keys_shortened() {
        let value =
            json!({"body_b64": "PHhtbC8+", "blob_b64": "/w==", "private_key": {"format": "x", "text": "k".repeat(40)}});
        assert_eq!(
            shown(&value),
            format!(
                r#"{{"body":"<xml/>","blob_b64":"/w==","private_key":{{"format":"x","text":"{}… (+8)"}}}}"#,
                "k".repeat(32)
            )
        );
    }
}
