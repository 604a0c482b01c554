//! `payspec explain`: a message's signature, or what stands behind a name.

use payspec_core::canonical::Fate;
use serde_json::{Value, json};

use super::args::{ExplainArgs, Format};
use super::check::unreadable;
use super::words::Word;
use super::{Screen, input, lookup, of_core, show};
use crate::exit::Exit;
use crate::explain::kind::Provider;
use crate::explain::read::Material;
use crate::explain::{Answer, Cause, Explanation, Found, Keys, Opened, PAIRS, explain, without_keys};
use crate::lang::Lang;
use crate::program::Failure;

pub(super) fn run(args: &ExplainArgs, screen: &mut Screen<'_>) -> Result<Exit, Failure> {
    let provider = match args.what.as_str() {
        "wechat" => Provider::Wechat,
        "alipay" => Provider::Alipay,
        name if args.message.is_none() => return lookup::run(name, screen),
        other => return Err(Failure::usage(format!("`{other}` is no provider; there are wechat and alipay"))),
    };
    let Some(message) = &args.message else {
        let names: Vec<&str> = crate::explain::kind::Kind::names(provider).collect();
        return Err(Failure::usage(format!("which message? {} has: {}", args.what, names.join(", "))));
    };
    let kind = input::kind(provider, message)?;
    let input = input::read(kind, args.file.as_deref())?;
    let keys = input::keys(provider, &args.key, &args.also_key, screen.lang)?;
    let material = match Material::read(kind, &input.body, args.method.as_deref()) {
        Ok(material) => material,
        Err(refusal) => return unreadable(&input, &refusal, args.format, screen),
    };
    let found = explain(&material, &keys, args.sign.as_deref()).map_err(|refusal| {
        let text = refusal.code.text(of_core(screen.lang));
        Failure::usage(format!("{text} ({}); {}", refusal.code, refusal.code.mend(of_core(screen.lang))))
    })?;
    match args.format {
        Format::Terminal => show::explanation(&found, &keys, screen)?,
        Format::Json => super::json(&as_json(&found, &keys, screen.lang), screen.out)?,
    }
    Ok(match found.answer {
        Answer::Wrong { .. } => Exit::Failures,
        Answer::Right { .. } | Answer::Unsigned | Answer::NoKey => Exit::AsExpected,
    })
}

/// What is out of the question and what is not, when no known mistake fits.
pub(super) fn nothing_fits(
    found: &Explanation,
    search: &Found,
    opened: Option<Opened>,
    hash_is_known: bool,
    screen: &mut Screen<'_>,
) -> std::io::Result<()> {
    let lang = screen.lang;
    writeln!(screen.out, "\n{}", Word::NothingFits.text(lang))?;
    let (excluded, next) = reasons(found, opened, hash_is_known, lang);
    for (word, lines) in [(Word::Excluded, excluded), (Word::LookNext, next)] {
        if !lines.is_empty() {
            writeln!(screen.out, "{}", word.text(lang))?;
        }
        for line in lines {
            writeln!(screen.out, "  - {line}")?;
        }
    }
    show::tried(search, screen)
}

type Lines = Vec<&'static str>;

/// What is excluded, and what to look at next.
fn reasons(found: &Explanation, opened: Option<Opened>, hash_is_known: bool, lang: Lang) -> (Lines, Lines) {
    let mut excluded = Vec::new();
    let mut next = Vec::new();
    match opened {
        None => {
            excluded.push(lang.pick(
                "every mistake of the catalogue, alone or in the pairs that were tried, with the keys that were given",
                "目录中的每一种错误（单独或已尝试的两两组合），以所提供的密钥计算",
            ));
            next.push(lang.pick(
                "the key: compare it with the merchant platform's API v2 key; give others by --also-key",
                "密钥：请与商户平台的 API v2 密钥核对；其他密钥可用 --also-key 提供",
            ));
            next.push(lang.pick(
                "the values: print the exact string that your code hashes and compare it with the one above, byte by byte",
                "参数值：打印代码实际做哈希的字符串，与上面的字符串逐字节比较",
            ));
            next.push(lang.pick(
                "whether a field was changed or added after signing, such as a new nonce or time",
                "是否在签名之后又修改或新增了参数，例如重新生成了随机字符串或时间戳",
            ));
        }
        Some(Opened::NotBase64) => {
            next.push(lang.pick(
                "the signature itself: it is no Base64 in any known spelling; it was altered or cut",
                "签名本身：不是任何已知形式的 Base64，可能被改动或截断",
            ));
        }
        Some(Opened::Length(256 | 192)) | Some(Opened::Length(_)) => {
            excluded.push(lang.pick(
                "the keys that were given: the signature has another length than theirs",
                "所提供的密钥：签名长度与这些密钥不符",
            ));
            next.push(lang.pick(
                "whether the signature was cut: an RSA2 signature with 2048 bits has 344 characters, and columns of 256 cut it",
                "签名是否被截断：2048 位 RSA2 签名有 344 个字符，256 长度的字段会截断它",
            ));
            next.push(lang.pick(
                "a key of another size; give it by --also-key",
                "是否使用了其他长度的密钥；可用 --also-key 提供",
            ));
        }
        Some(Opened::Unpadded) => {
            excluded.push(lang.pick(
                "mistakes in the string: the signature does not open with the keys that were given, whatever the string is",
                "待签名字符串的问题：无论字符串是什么，该签名都无法用所提供的密钥解开",
            ));
            next.push(lang.pick(
                "the key: a notification, return or response opens with Alipay's public key (支付宝公钥), a request with the application's (应用公钥); give others by --also-key",
                "密钥：异步通知、同步返回和响应用支付宝公钥验签，请求用应用公钥验签；其他密钥可用 --also-key 提供",
            ));
            next.push(lang.pick(
                "whether sandbox and production were mixed up: each has its own keys",
                "是否混用了沙箱和正式环境：两者的密钥不同",
            ));
            next.push(lang.pick("whether the signature was altered on its way", "签名在传输过程中是否被改动"));
        }
        Some(Opened::With(_)) => {
            excluded.push(lang.pick(
                "the key and the spelling of the signature: it opens with the key that was given",
                "密钥和签名的书写形式：该签名可以用所提供的密钥解开",
            ));
            if hash_is_known {
                excluded.push(lang.pick(
                    "the algorithm: the hash within is known, and it is of another string",
                    "算法：签名内的哈希已知，它对应的是另一个字符串",
                ));
            }
            next.push(lang.pick(
                "the values: print the exact string that was signed, hash it, and compare with the hash within the signature",
                "参数值：打印实际签名的字符串并计算哈希，与签名内的哈希比较",
            ));
            next.push(lang.pick(
                "parameters that were added, removed or changed after signing",
                "签名之后新增、删除或修改的参数",
            ));
        }
    }
    if !found.invisible.is_empty() {
        next.push(lang.pick("the characters named above that cannot be seen", "上面列出的不可见字符"));
    }
    if found.kind.is_inbound() {
        next.push(lang.pick(
            "whether the message is the one that came: a copy from a log or a framework's parameters may differ",
            "报文是否为收到的原文：日志或框架参数中的副本可能不同",
        ));
    }
    (excluded, next)
}

fn as_json(found: &Explanation, keys: &Keys, lang: Lang) -> Value {
    let text = |bytes: &[u8]| without_keys(&String::from_utf8_lossy(bytes), keys);
    let steps: Vec<Value> = found
        .steps
        .iter()
        .map(|step| {
            let fate = match step.fate {
                Fate::Taken => "taken",
                Fate::LeftOutByName => "left-out-by-name",
                Fate::LeftOutEmpty => "left-out-empty",
            };
            json!({ "name": step.name, "value": without_keys(&step.value, keys), "fate": fate, "place": step.place })
        })
        .collect();
    let invisible: Vec<Value> = found
        .invisible
        .iter()
        .map(|one| {
            json!({
                "field": one.field, "character": format!("U+{:04X}", u32::from(one.character)),
                "what": one.what.text(of_core(lang)), "at": one.at, "offset": one.offset,
            })
        })
        .collect();
    let mut value = json!({
        "provider": found.kind.provider.name(),
        "message": found.kind.name,
        "canonical": text(&found.canonical),
        "key_appended": found.with_key,
        "bytes": found.canonical.len(),
        "fields": steps,
        "invisible": invisible,
        "algorithm": found.hash,
        "hash_of_string": found.digest,
        "expected": found.expected,
        "given": found.given,
    });
    match &found.answer {
        Answer::Unsigned => value["answer"] = json!("unsigned"),
        Answer::NoKey => value["answer"] = json!("no-key"),
        Answer::Right { .. } => value["answer"] = json!("right"),
        Answer::Wrong { code, found: search, opened, inside } => {
            value["answer"] = json!("wrong");
            value["code"] = json!(code.id());
            value["causes"] = search.causes.iter().map(|cause| cause_json(cause, found.kind.provider, lang)).collect();
            value["hash_within"] =
                inside.as_ref().map_or(Value::Null, |(name, hex)| json!({ "algorithm": name, "hash": hex }));
            value["tried"] = json!({ "singles": search.singles, "pairs": search.pairs, "pairs_possible": search.pairs_possible, "bound": PAIRS });
            if search.causes.is_empty() {
                let (excluded, next) = reasons(found, *opened, inside.is_some(), lang);
                value["excluded"] = json!(excluded);
                value["look_next"] = json!(next);
            }
        }
    }
    value
}

fn cause_json(cause: &Cause, provider: Provider, lang: Lang) -> Value {
    let mistakes: Vec<Value> = cause
        .made
        .iter()
        .map(|made| {
            json!({
                "mistake": made.mistake.id(),
                "text": made.mistake.text(of_core(lang)),
                "way": made.detail(of_core(lang)),
                "fields": made.fields,
                "mend": made.mistake.mend(of_core(lang)),
                "clauses": made.mistake.clauses(Some(provider)),
            })
        })
        .collect();
    json!(mistakes)
}
