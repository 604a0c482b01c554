//! `payspec vectors promote`: a vector that was found goes into the suite, with a person's verdict.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use payspec_vectors::{Expected, Suite, Vector, lint, parse};
use serde_json::{Value, json};

use crate::exit::Exit;
use crate::fuzz::file::test;
use crate::program::Failure;

/// What is promoted, and how.
pub(super) struct Promotion<'p> {
    /// The file that `payspec fuzz` wrote.
    pub(super) file: &'p Path,
    /// Which vector.
    pub(super) id: &'p str,
    /// The person's verdict.
    pub(super) verdict: &'p str,
    /// The permanent id.
    pub(super) new_id: &'p str,
    /// A better text.
    pub(super) about: Option<&'p str>,
    /// The folder of the suites.
    pub(super) into: &'p Path,
}

pub(super) fn run(promotion: &Promotion<'_>, out: &mut dyn Write) -> Result<Exit, Failure> {
    let found = read(promotion.file)?;
    let mut vector = found.vectors.iter().find(|vector| vector.id == promotion.id).cloned().ok_or_else(|| {
        let ids: Vec<&str> = found.vectors.iter().map(|vector| &*vector.id).collect();
        Failure::usage(format!(
            "{} has no vector `{}`; it has: {}",
            promotion.file.display(),
            promotion.id,
            ids.join(" ")
        ))
    })?;
    vector.id = promotion.new_id.to_owned();
    if let Some(about) = promotion.about {
        vector.about = about.to_owned();
    }
    judge(&mut vector, promotion.verdict)?;
    let (provider, name) = vector.op.split_once('.').unwrap_or(("wechat", &vector.op));
    // `found-` marks what no generator writes.
    let suite = format!("{provider}/found-{}", name.replace('_', "-"));
    let path = promotion.into.join(format!("{suite}.json"));
    let mut vectors = if path.exists() { read(&path)?.vectors } else { Vec::new() };
    vectors.push(vector.clone());
    let text = file(&suite, &vectors)?;
    let parsed = parse(&path.display().to_string(), &text).map_err(|e| Failure::usage(e.to_string()))?;
    let mut all = payspec_vectors::load_all().map_err(|e| Failure::usage(e.to_string()))?;
    all.retain(|embedded| embedded.name != suite);
    all.push(parsed);
    let faults: Vec<String> =
        lint(&all).into_iter().filter(|fault| fault.contains(&format!("`{}`", vector.id))).collect();
    if !faults.is_empty() {
        return Err(Failure::usage(faults.join("\n")));
    }
    let unwritable = |e: io::Error| {
        Failure::usage(format!("{} cannot be written: {e}; --into names another folder", path.display()))
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(unwritable)?;
    }
    fs::write(&path, text).map_err(unwritable)?;
    writeln!(out, "{} → {} as {} ({})", promotion.id, path.display(), vector.id, promotion.verdict)?;
    Ok(Exit::AsExpected)
}

fn read(path: &Path) -> Result<Suite, Failure> {
    let text =
        fs::read_to_string(path).map_err(|e| Failure::usage(format!("{} cannot be read: {e}", path.display())))?;
    parse(&path.display().to_string(), &text).map_err(|e| Failure::usage(e.to_string()))
}

/// Gives the vector the person's verdict. What an output has to hold is known only if the fuzzer knew it.
fn judge(vector: &mut Vector, verdict: &str) -> Result<(), Failure> {
    let result = match verdict {
        "valid" => Expected::Valid,
        "acceptable" => Expected::Acceptable,
        _ => Expected::Invalid,
    };
    match (vector.result, result) {
        (Expected::Invalid, Expected::Valid | Expected::Acceptable) if !vector.op.ends_with(".validate") => {
            return Err(Failure::usage(format!(
                "the fuzzer holds it for invalid and so knows no right output; give it an `expect` by hand and call it {verdict} then"
            )));
        }
        (_, Expected::Invalid) if vector.result != Expected::Invalid => vector.expect.clear(),
        (_, Expected::Valid | Expected::Acceptable) if vector.op.ends_with(".validate") => vector.expect.clear(),
        _ => {}
    }
    vector.result = result;
    Ok(())
}

fn file(suite: &str, vectors: &[Vector]) -> Result<String, Failure> {
    let tests: Vec<Value> = vectors.iter().map(test).collect();
    let op = vectors.first().map_or("", |vector| &*vector.op);
    let about = "Found by fuzzing an implementation, and judged by a person.";
    let suite = json!({
        "payspec": 1, "suite": suite, "op": op, "about": about,
        "groups": [{ "about": "What `payspec fuzz` found.", "given": {}, "tests": tests }],
    });
    let text = serde_json::to_string_pretty(&suite).map_err(|e| Failure::usage(e.to_string()))?;
    Ok(text + "\n")
}
