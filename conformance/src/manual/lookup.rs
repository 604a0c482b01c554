//! `payspec explain NAME`: a finding's code, a mistake in signing, a bug class, a clause, a vector.

use payspec_core::finding::Code;
use payspec_vectors::{Vector, clauses, flags};

use super::show::{HEAD, LABEL, plain};
use super::words::Word;
use super::{Screen, of_core};
use crate::exit::Exit;
use crate::explain::catalogue::{self, Mistake};
use crate::program::Failure;
use crate::report::text;

/// At most so many vectors are named.
const VECTORS: usize = 6;

pub(super) fn run(name: &str, screen: &mut Screen<'_>) -> Result<Exit, Failure> {
    let mut found = false;
    // A name may mean several things: `sign-type-kept` is a mistake and could be a bug class.
    if let Some(code) = Code::find(name) {
        of_code(code, screen)?;
        found = true;
    }
    if let Some(mistake) = catalogue::find(name) {
        of_mistake(mistake, screen)?;
        found = true;
    }
    if flags().contains_key(name) {
        of_flag(name, screen)?;
        found = true;
    }
    if clauses().contains_key(name) {
        head(name, Word::Clause, screen)?;
        clause(name, screen)?;
        vectors(|vector| vector.clauses.iter().any(|own| own == name), screen)?;
        found = true;
    }
    let all = if found { Vec::new() } else { load()? };
    if let Some(vector) = all.iter().find(|vector| vector.id == name) {
        of_vector(vector, screen)?;
        found = true;
    }
    if found { Ok(Exit::AsExpected) } else { Err(Failure::usage(unknown(name, &all))) }
}

fn load() -> Result<Vec<Vector>, Failure> {
    let suites = payspec_vectors::load_all().map_err(Failure::usage)?;
    Ok(suites.into_iter().flat_map(|suite| suite.vectors).collect())
}

fn unknown(name: &str, all: &[Vector]) -> String {
    let mut names: Vec<&str> = Vec::new();
    all.iter().for_each(|vector| names.push(&vector.id));
    Code::all().for_each(|code| names.push(code.id()));
    catalogue::all().for_each(|mistake| names.push(mistake.id()));
    flags().keys().for_each(|flag| names.push(flag));
    clauses().keys().for_each(|clause| names.push(clause));
    let likeness = |other: &str| similar::TextDiff::from_chars(name, other).ratio();
    let best = names.into_iter().map(|other| (likeness(other), other)).max_by(|a, b| a.0.total_cmp(&b.0));
    let best = best.filter(|(ratio, _)| *ratio > 0.6);
    let hint = best.map_or_else(String::new, |(_, other)| format!("; did you mean `{other}`?"));
    format!("`{name}` is no finding, mistake, bug class, clause or vector{hint}")
}

fn head(name: &str, word: Word, screen: &mut Screen<'_>) -> std::io::Result<()> {
    writeln!(screen.out, "{HEAD}{name}{HEAD:#}  {LABEL}{}{LABEL:#}", word.text(screen.lang))
}

fn line(word: Word, value: &str, screen: &mut Screen<'_>) -> std::io::Result<()> {
    writeln!(screen.out, "{LABEL}{}{LABEL:#}: {value}", word.text(screen.lang))
}

fn of_code(code: Code, screen: &mut Screen<'_>) -> Result<(), Failure> {
    let lang = of_core(screen.lang);
    head(code.id(), Word::Code, screen)?;
    writeln!(screen.out, "{}", code.text(lang))?;
    line(Word::Mend, code.mend(lang), screen)?;
    clause(code.clause(), screen)?;
    vectors(|vector| vector.clauses.iter().any(|own| own == code.clause()), screen)?;
    Ok(writeln!(screen.out)?)
}

fn of_mistake(mistake: &Mistake, screen: &mut Screen<'_>) -> Result<(), Failure> {
    let lang = of_core(screen.lang);
    head(mistake.id(), Word::Mistake, screen)?;
    writeln!(screen.out, "{}", mistake.text(lang))?;
    line(Word::Mend, mistake.mend(lang), screen)?;
    let ways: Vec<&str> =
        mistake.ways.iter().map(|way| screen.lang.pick(way.en, way.zh)).filter(|way| !way.is_empty()).collect();
    if !ways.is_empty() {
        line(Word::AlsoSame, &ways.join(screen.lang.pick("; ", ";")), screen)?;
    }
    for id in mistake.clauses(None) {
        clause(id, screen)?;
    }
    for provider in mistake.providers() {
        line(Word::Repeat, &format!("payspec explain {} MESSAGE FILE --key-file KEY", provider.name()), screen)?;
    }
    Ok(writeln!(screen.out)?)
}

fn of_flag(name: &str, screen: &mut Screen<'_>) -> Result<(), Failure> {
    let Some(flag) = flags().get(name) else { return Ok(()) };
    head(name, Word::Flag, screen)?;
    writeln!(screen.out, "{} ({})", screen.lang.pick(&flag.en, &flag.zh), text::severity(&flag.severity, screen.lang))?;
    line(Word::Effect, screen.lang.pick(&flag.effect_en, &flag.effect_zh), screen)?;
    if !flag.references.is_empty() {
        line(Word::References, &flag.references.join(", "), screen)?;
    }
    vectors(|vector| vector.flags.iter().any(|own| own == name), screen)?;
    Ok(writeln!(screen.out)?)
}

/// A clause with its source and text.
fn clause(id: &str, screen: &mut Screen<'_>) -> std::io::Result<()> {
    match clauses().get(id) {
        Some(clause) => line(Word::Clause, &format!("{id}  {} ({})", clause.text, clause.source), screen),
        None => line(Word::Clause, id, screen),
    }
}

/// The first vectors of that kind, with a command that runs one.
fn vectors(which: impl Fn(&Vector) -> bool, screen: &mut Screen<'_>) -> Result<(), Failure> {
    let all = load()?;
    let shown: Vec<&Vector> = all.iter().filter(|vector| which(vector)).collect();
    let Some(first) = shown.first() else { return Ok(()) };
    let names: Vec<&str> = shown.iter().take(VECTORS).map(|vector| vector.id.as_str()).collect();
    let more = if shown.len() > VECTORS { format!(" … ({})", shown.len()) } else { String::new() };
    line(Word::Shown, &format!("{}{more}", names.join(", ")), screen)?;
    Ok(line(Word::Repeat, &format!("payspec run --filter {} --adapter CMD", first.id), screen)?)
}

fn of_vector(vector: &Vector, screen: &mut Screen<'_>) -> Result<(), Failure> {
    head(&vector.id, Word::Vector, screen)?;
    writeln!(screen.out, "{} {}", vector.op, text::result(vector.result.as_str(), screen.lang))?;
    writeln!(screen.out, "{}", plain(&vector.about))?;
    for name in &vector.flags {
        if let Some(flag) = flags().get(name) {
            line(Word::Flag, &format!("{name}: {}", screen.lang.pick(&flag.en, &flag.zh)), screen)?;
            line(Word::Effect, screen.lang.pick(&flag.effect_en, &flag.effect_zh), screen)?;
        }
    }
    for id in &vector.clauses {
        clause(id, screen)?;
    }
    if let Some(canonical) = canonical(vector) {
        line(Word::Canonical, &plain(&canonical), screen)?;
    }
    line(Word::Repeat, &format!("payspec run --filter {} --adapter CMD", vector.id), screen)?;
    Ok(writeln!(screen.out)?)
}

/// The string that the vector's message is signed over, if it has one that can be read.
fn canonical(vector: &Vector) -> Option<String> {
    use crate::explain::kind::{Kind, Provider};
    use crate::explain::read::Material;
    use crate::explain::{Keys, explain};
    let (provider, name) = match vector.op.as_str() {
        "wechat.sign" => (Provider::Wechat, "unifiedorder"),
        "wechat.notify" | "wechat.accept" => (Provider::Wechat, "notification"),
        "wechat.native_callback" => (Provider::Wechat, "native-callback"),
        "wechat.response" => (Provider::Wechat, "orderquery-response"),
        "alipay.sign" | "alipay.page_pay" => (Provider::Alipay, "page.pay"),
        "alipay.notify" | "alipay.accept" => (Provider::Alipay, "notification"),
        "alipay.return" => (Provider::Alipay, "return"),
        "alipay.response" => (Provider::Alipay, "response"),
        _ => return None,
    };
    let kind = Kind::find(provider, name)?;
    let input = vector.request_input("http://127.0.0.1/canary");
    let material = if let Some(params) = input.get("params").and_then(serde_json::Value::as_object) {
        let pairs = params.iter().map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())));
        Material::from_params(kind, pairs.collect::<Option<Vec<_>>>()?).ok()?
    } else if let Some(query) = input.get("query").and_then(serde_json::Value::as_str) {
        Material::read(kind, query.as_bytes(), None).ok()?
    } else {
        use base64::Engine;
        let body = input.get("body_b64")?.as_str()?;
        let body = base64::engine::general_purpose::STANDARD.decode(body).ok()?;
        Material::read(kind, &body, input.get("method").and_then(serde_json::Value::as_str)).ok()?
    };
    let found = explain(&material, &Keys::default(), None).ok()?;
    let tail = if found.with_key { "&key=…" } else { "" };
    Some(format!("{}{tail}", String::from_utf8_lossy(&found.canonical)))
}
