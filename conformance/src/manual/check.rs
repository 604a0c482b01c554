//! `payspec check`: everything that is wrong with a message, under the very bytes.

use std::ops::Range;

use payspec_core::fields::Fields;
use payspec_core::finding::{Finding, Refusal, Severity};
use payspec_core::spec;
use payspec_core::time::Time;
use payspec_core::validate::validate;
use payspec_core::wechat::refund_notification;
use payspec_core::wire::xml;
use serde_json::{Value, json};

use super::args::{CheckArgs, Format};
use super::input::{self, Input};
use super::source::{Note, Source, Weight};
use super::words::Word;
use super::{Screen, of_core};
use crate::exit::Exit;
use crate::explain::kind::{Family, Kind, Provider};
use crate::explain::read::Material;
use crate::explain::{Answer, Keys, right};
use crate::program::Failure;

/// One thing that is wrong, in the words of the result.
struct Found {
    weight: Weight,
    code: &'static str,
    clause: &'static str,
    path: String,
    text: String,
    mend: String,
    span: Option<Range<usize>>,
}

pub(super) fn run(args: &CheckArgs, screen: &mut Screen<'_>) -> Result<Exit, Failure> {
    let input = input::message(&args.message)?;
    let keys = input::keys(input.kind.provider, &args.key, &[], screen.lang)?;
    let now = args.now.as_deref().map(now).transpose()?;
    let material = match Material::read(input.kind, &input.body, args.message.method.as_deref()) {
        Ok(material) => material,
        Err(refusal) => return unreadable(&input, &refusal, args.format, screen),
    };
    let mut found = findings(&material, now, screen);
    found.extend(signature(&material, &keys, screen)?);
    let errors = found.iter().filter(|one| one.weight == Weight::Error).count();
    let warnings = found.len() - errors;
    match args.format {
        Format::Json => super::json(&as_json(&input, &found, errors, warnings), screen.out)?,
        Format::Terminal => {
            let source = Source::new(&input.name, &input.body, material.charset);
            for one in &found {
                let note = Note {
                    weight: one.weight,
                    code: one.code,
                    title: &one.text,
                    label: one.clause,
                    mend: &one.mend,
                    span: one.span.clone(),
                };
                source.report(&note, screen)?;
            }
            writeln!(
                screen.out,
                "{}",
                Word::Counted
                    .text(screen.lang)
                    .replace("{e}", &errors.to_string())
                    .replace("{w}", &warnings.to_string())
            )?;
        }
    }
    let bad = errors > 0 || (args.strict && warnings > 0);
    Ok(if bad { Exit::Failures } else { Exit::AsExpected })
}

fn now(text: &str) -> Result<Time, Failure> {
    let wrong = || Failure::usage(format!("--now {text}: give 14 digits, yyyyMMddHHmmss"));
    Time::read_compact(text.as_bytes()).map_err(|_| wrong())
}

/// Tells why the input is no such message.
pub(super) fn unreadable(
    input: &Input,
    refusal: &Refusal,
    format: Format,
    screen: &mut Screen<'_>,
) -> Result<Exit, Failure> {
    let lang = of_core(screen.lang);
    match format {
        Format::Json => {
            let value = json!({
                "message": input.kind.name,
                "unreadable": { "code": refusal.code.id(), "at": refusal.at, "text": refusal.code.text(lang), "mend": refusal.code.mend(lang) },
            });
            super::json(&value, screen.out)?;
        }
        Format::Terminal => {
            let source = Source::new(&input.name, &input.body, payspec_core::wire::charset::Charset::Utf8);
            super::source::refusal(&source, refusal, screen, screen.lang)?;
        }
    }
    Ok(Exit::Usage)
}

/// The table of a message, if it has one.
pub(super) fn table(kind: &Kind) -> Option<&'static spec::Message> {
    let name = match (kind.provider, kind.name) {
        (Provider::Wechat, "native-link") => "wechat.native-url".to_owned(),
        (Provider::Alipay, "page.pay") => "alipay.trade.page.pay".to_owned(),
        (Provider::Alipay, "query") => "alipay.trade.query".to_owned(),
        (provider, name) => format!("{}.{name}", provider.name()),
    };
    spec::message(&name)
}

fn findings(material: &Material, now: Option<Time>, screen: &Screen<'_>) -> Vec<Found> {
    let Some(table) = table(material.kind) else { return Vec::new() };
    let (fields, exact) = fields(material);
    let lang = of_core(screen.lang);
    validate(table, &fields, now)
        .into_iter()
        .map(|finding| {
            let span = if exact { finding.span.clone() } else { None };
            let span = span.filter(|span| !span.is_empty()).or_else(|| field_span(material, &finding));
            Found {
                weight: if finding.severity == Severity::Error { Weight::Error } else { Weight::Warning },
                code: finding.code.id(),
                clause: finding.clause,
                text: finding.text(lang),
                mend: finding.mend(lang),
                path: finding.path,
                span,
            }
        })
        .collect()
}

/// The fields for the validator, as text; and whether they know their places in the input.
fn fields(material: &Material) -> (Fields<'_>, bool) {
    if material.kind.provider == Provider::Wechat
        && let Ok(fields) = xml::parse(&material.body, xml::ROOT)
    {
        return (fields, true);
    }
    let text = |bytes: &[u8]| {
        material
            .charset
            .decode(bytes)
            .map_or_else(|_| String::from_utf8_lossy(bytes).into_owned(), |text| text.into_owned())
    };
    let pairs = material.parts.iter().map(|part| (text(&part.name), text(&part.value)));
    (Fields::from_pairs(pairs), false)
}

/// The whole value of the field that a finding is about, or within.
fn field_span(material: &Material, finding: &Finding) -> Option<Range<usize>> {
    let name = finding.path.split(['.', '[']).next().unwrap_or_default();
    let part = material.parts.iter().find(|part| part.name == name.as_bytes())?;
    let span = part.span.clone()?;
    // Within JSON text the member's own value, where it stands as it is.
    let member = finding.path.rsplit('.').next().filter(|member| *member != finding.path);
    let inner = member.and_then(|member| {
        let member = member.split('[').next().unwrap_or(member);
        let text = &material.body[span.clone()];
        let needle = format!("\"{member}\"");
        let at = text.windows(needle.len()).position(|window| window == needle.as_bytes())?;
        Some(span.start + at..span.start + at + needle.len())
    });
    Some(inner.unwrap_or(span))
}

/// What is wrong with the signature, if there is a key to judge it by.
fn signature(material: &Material, keys: &Keys, screen: &Screen<'_>) -> Result<Option<Found>, Failure> {
    if keys.api.is_none() && keys.verifier().is_none() {
        return Ok(None);
    }
    let judged = right::judge(material, keys, material.given.as_deref())
        .map_err(|refusal| Failure::usage(refusal.to_string()))?;
    let Answer::Wrong { code, .. } = judged.answer else { return Ok(None) };
    let lang = of_core(screen.lang);
    let name = if material.kind.family == Family::WechatRefund { "req_info" } else { material.kind.sign_field() };
    let span = material.parts.iter().find(|part| part.name == name.as_bytes()).and_then(|part| part.span.clone());
    Ok(Some(Found {
        weight: Weight::Error,
        code: code.id(),
        clause: material.kind.provider.own(code.clause()).unwrap_or_default(),
        path: name.to_owned(),
        text: code.text(lang).to_owned(),
        mend: code.mend(lang).to_owned(),
        span,
    }))
}

fn as_json(input: &Input, found: &[Found], errors: usize, warnings: usize) -> Value {
    let findings: Vec<Value> = found
        .iter()
        .map(|one| {
            json!({
                "code": one.code,
                "severity": if one.weight == Weight::Error { "error" } else { "warning" },
                "field": one.path,
                "clause": one.clause,
                "text": one.text,
                "mend": one.mend,
                "span": one.span.as_ref().map(|span| [span.start, span.end]),
            })
        })
        .collect();
    json!({ "provider": input.kind.provider.name(), "message": input.kind.name, "errors": errors, "warnings": warnings, "findings": findings })
}

/// A refund notification's inner fields, decrypted, so that they can be looked at.
pub(super) fn decrypted(material: &Material, keys: &Keys) -> Option<Vec<(String, String)>> {
    let key = payspec_core::crypto::digest::ApiKey::new(keys.api.as_deref()?).ok()?;
    let decrypted = refund_notification::read(&material.body, &key).ok()?;
    let fields = decrypted.fields().ok()?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    use payspec_core::fields::Pair;
    Some(fields.iter().map(|field| (text(field.name()), text(field.value()))).collect())
}
