//! Divergences as files in the vector format, which `payspec run --vectors FILE` replays.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use payspec_vectors::{Expected, Vector};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::divergence::Divergence;
use crate::lang::Lang;

/// The divergence as a vector with an id and a text of its own.
pub(super) fn vector(found: &Divergence) -> Vector {
    let mut vector = found.case.vector.clone();
    let digest = Sha256::new().chain_update(&vector.op).chain_update(format!("{:?}", found.case.choices)).finalize();
    let hash: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    let flag = vector.flags.first().map(|flag| format!("{flag}-")).unwrap_or_default();
    vector.id = format!("fuzz-{}-{}-{flag}{hash}", vector.op.replace(['.', '_'], "-"), found.kind.id());
    vector.about = format!("{} An implementation {}.", vector.about, found.kind.text(Lang::En));
    vector
}

/// Writes the vectors into `folder`, one file an operation; gives the files.
///
/// # Errors
/// The folder or a file cannot be written.
pub(super) fn write(folder: &Path, vectors: &[Vector]) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    if vectors.is_empty() {
        return Ok(files);
    }
    fs::create_dir_all(folder)?;
    let mut ops: Vec<&str> = vectors.iter().map(|vector| &*vector.op).collect();
    ops.sort_unstable();
    ops.dedup();
    for op in ops {
        let tests: Vec<Value> = vectors.iter().filter(|vector| vector.op == op).map(test).collect();
        let (provider, name) = op.split_once('.').unwrap_or(("wechat", op));
        let name = name.replace('_', "-");
        let suite = json!({
            "payspec": 1,
            "suite": format!("{provider}/fuzz-{name}"),
            "op": op,
            "about": "Found by `payspec fuzz`: on each of these an implementation did otherwise than the documents say.",
            "groups": [{ "about": "What `payspec fuzz` found.", "given": {}, "tests": tests }],
        });
        let path = folder.join(format!("{provider}-{name}.json"));
        let text = serde_json::to_string_pretty(&suite).map_err(io::Error::other)?;
        fs::write(&path, text + "\n")?;
        files.push(path);
    }
    Ok(files)
}

/// One vector as a test of a suite file.
pub(crate) fn test(vector: &Vector) -> Value {
    let mut test = Map::new();
    test.insert("id".into(), vector.id.clone().into());
    test.insert("about".into(), vector.about.clone().into());
    test.insert("clauses".into(), json!(vector.clauses));
    test.insert("flags".into(), json!(vector.flags));
    for (name, list) in [("attacks", &vector.attacks), ("needs", &vector.needs)] {
        if !list.is_empty() {
            test.insert(name.into(), json!(list));
        }
    }
    test.insert("in".into(), Value::Object(readable(&vector.input)));
    test.insert("result".into(), vector.result.as_str().into());
    match &*vector.expect {
        [] => {}
        [one] => {
            if !one.is_empty() || vector.result == Expected::Valid {
                test.insert("expect".into(), Value::Object(one.clone()));
            }
        }
        several => {
            test.insert("any_of".into(), json!(several));
        }
    }
    Value::Object(test)
}

/// A body as text where it is text, else in hex.
fn readable(input: &Map<String, Value>) -> Map<String, Value> {
    let mut out = Map::new();
    for (name, value) in input {
        let bytes = (name == "body_b64").then(|| value.as_str().and_then(|text| STANDARD.decode(text).ok())).flatten();
        match bytes.map(String::from_utf8) {
            Some(Ok(text)) => _ = out.insert("body".into(), text.into()),
            Some(Err(error)) => {
                let hex: String = error.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
                out.insert("body_hex".into(), hex.into());
            }
            None => _ = out.insert(name.clone(), value.clone()),
        }
    }
    out
}
