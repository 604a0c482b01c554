//! `payspec verify`: forged, genuine, or genuine but not this order.

use std::path::Path;

use payspec_core::alipay;
use payspec_core::crypto::digest::ApiKey;
use payspec_core::crypto::rsa::Scheme;
use payspec_core::finding::{Code, Refusal};
use payspec_core::money::Yuan;
use payspec_core::order::{Accepted, Order};
use payspec_core::wechat::message::Received;
use serde_json::{Map, Value, json};

use super::args::{Format, VerifyArgs};
use super::check::{decrypted, unreadable};
use super::input;
use super::show;
use super::words::Word;
use super::{Screen, of_core};
use crate::exit::Exit;
use crate::explain::kind::{Family, Provider};
use crate::explain::read::Material;
use crate::explain::{Answer, Keys, right};
use crate::program::Failure;

/// What verification comes to.
enum Verdict {
    Genuine(&'static str),
    Pays(&'static str, Accepted),
    Forged(Code),
    NotThisOrder(Code),
}

pub(super) fn run(args: &VerifyArgs, screen: &mut Screen<'_>) -> Result<Exit, Failure> {
    let input = input::message(&args.message)?;
    let keys = input::keys(input.kind.provider, &args.key, &[], screen.lang)?;
    if keys.api.is_none() && keys.verifier().is_none() {
        return Err(Failure::usage(
            "no key to verify with; give --key-file, --key-env, or --key-file - for standard input",
        ));
    }
    let material = match Material::read(input.kind, &input.body, args.message.method.as_deref()) {
        Ok(material) => material,
        Err(refusal) => return unreadable(&input, &refusal, args.format, screen),
    };
    let order = args.order.as_deref().map(|path| order(path, input.kind.provider)).transpose()?;
    let judged =
        right::judge(&material, &keys, material.given.as_deref()).map_err(|e| Failure::usage(e.to_string()))?;
    let verdict = match (judged.answer, &order) {
        (Answer::Wrong { code, .. }, _) => Verdict::Forged(code),
        (Answer::Unsigned | Answer::NoKey, _) => Verdict::Forged(payspec_core::finding::code::SIGN_MISSING),
        (Answer::Right { algorithm }, None) => Verdict::Genuine(algorithm),
        (Answer::Right { algorithm }, Some(order)) => match accept(&material, &keys, order)? {
            Ok(accepted) => Verdict::Pays(algorithm, accepted),
            Err(refusal) => Verdict::NotThisOrder(refusal.code),
        },
    };
    tell(&verdict, &material, &keys, args.format, screen)?;
    Ok(match verdict {
        Verdict::Genuine(_) | Verdict::Pays(..) => Exit::AsExpected,
        Verdict::Forged(_) | Verdict::NotThisOrder(_) => Exit::Failures,
    })
}

/// Reads the order of the adapter protocol.
fn order(path: &Path, provider: Provider) -> Result<Order, Failure> {
    let wrong = |what: &str| Failure::usage(format!("the order {}: {what}", path.display()));
    let text = std::fs::read_to_string(path).map_err(|error| wrong(&error.to_string()))?;
    let order: Map<String, Value> = serde_json::from_str(&text).map_err(|error| wrong(&error.to_string()))?;
    let member = |name: &str| {
        let value = order.get(name).and_then(Value::as_str).filter(|value| !value.is_empty());
        value.map(str::to_owned).ok_or_else(|| wrong(&format!("`{name}` should be there, as a string")))
    };
    let (fen, application, merchant) = match provider {
        Provider::Wechat => {
            let fen = member("amount_fen")?;
            let digits = fen.bytes().all(|byte| byte.is_ascii_digit());
            let fen = fen.parse().ok().filter(|_| digits);
            (fen.ok_or_else(|| wrong("`amount_fen` should be digits"))?, "appid", "mch_id")
        }
        Provider::Alipay => {
            let yuan = member("total_amount")?;
            let yuan = Yuan::read(yuan.as_bytes()).ok_or_else(|| wrong("`total_amount` should be yuan, as 88.80"))?;
            (yuan.0.to_fen().get(), "app_id", "seller_id")
        }
    };
    Ok(Order {
        number: member("out_trade_no")?,
        fen,
        currency: order.get("fee_type").and_then(Value::as_str).unwrap_or("CNY").to_owned(),
        application: member(application)?,
        merchant: member(merchant)?,
    })
}

/// Holds a genuine payment against the order; core decides.
fn accept(material: &Material, keys: &Keys, order: &Order) -> Result<Result<Accepted, Refusal>, Failure> {
    let name = material.kind.name;
    let cannot = || Failure::usage(format!("a message of kind {name} pays no order; leave --order out"));
    let body = material.body.trim_ascii();
    match material.kind.family {
        Family::WechatInbound if matches!(name, "notification" | "orderquery-response") => {
            let key = ApiKey::new(keys.api.as_deref().unwrap_or_default());
            let read = |key: ApiKey| Received::response(body)?.parse()?.verify(&key)?.accept(order);
            Ok(key.and_then(read))
        }
        Family::AlipayInbound if name == "notification" => {
            let Some(key) = keys.verifier() else { return Err(cannot()) };
            let scheme = material.sign_type().and_then(|name| Scheme::parse(name).ok());
            let scheme = keys.scheme.or(scheme).unwrap_or_default();
            Ok(alipay::notification::read(None, body, key, scheme).and_then(|message| message.accept(order)))
        }
        Family::AlipayResponse if material.node_name == "alipay_trade_query_response" => {
            let Some(key) = keys.verifier() else { return Err(cannot()) };
            let scheme = keys.scheme.unwrap_or_default();
            let read = alipay::response::read(body, alipay::trade_query::METHOD, key, scheme, material.charset);
            Ok(read
                .and_then(|response| alipay::trade_query::Answer::read(&response))
                .and_then(|answer| answer.accept(order)))
        }
        _ => Err(cannot()),
    }
}

fn tell(
    verdict: &Verdict,
    material: &Material,
    keys: &Keys,
    format: Format,
    screen: &mut Screen<'_>,
) -> Result<(), Failure> {
    let lang = of_core(screen.lang);
    let (word, name, code) = match verdict {
        Verdict::Genuine(_) if material.kind.family == Family::WechatRefund => (Word::Decrypts, "decrypts", None),
        Verdict::Genuine(_) => (Word::Genuine, "genuine", None),
        Verdict::Pays(..) => (Word::PaysOrder, "pays-order", None),
        Verdict::Forged(code) => (Word::Forged, "forged", Some(*code)),
        Verdict::NotThisOrder(code) => (Word::NotThisOrder, "not-this-order", Some(*code)),
    };
    if format == Format::Json {
        let mut value =
            json!({ "provider": material.kind.provider.name(), "message": material.kind.name, "verdict": name });
        match verdict {
            Verdict::Genuine(algorithm) => value["algorithm"] = json!(algorithm),
            Verdict::Pays(algorithm, accepted) => {
                value["algorithm"] = json!(algorithm);
                value["order"] =
                    json!({ "out_trade_no": accepted.number(), "fen": accepted.fen(), "payment": accepted.payment() });
            }
            Verdict::Forged(code) | Verdict::NotThisOrder(code) => {
                value["code"] = json!(code.id());
                value["text"] = json!(code.text(lang));
                value["mend"] = json!(code.mend(lang));
            }
        }
        return super::json(&value, screen.out);
    }
    let refund = material.kind.family == Family::WechatRefund;
    show::verdict(word, code.is_none(), screen)?;
    match verdict {
        Verdict::Genuine(algorithm) => writeln!(screen.out, "  {algorithm}")?,
        Verdict::Pays(algorithm, accepted) => {
            writeln!(
                screen.out,
                "  {algorithm}, {} {} fen, {}",
                accepted.number(),
                accepted.fen(),
                accepted.payment()
            )?;
        }
        Verdict::Forged(code) | Verdict::NotThisOrder(code) => {
            let clause =
                material.kind.provider.own(code.clause()).map_or_else(String::new, |clause| format!(" ({clause})"));
            writeln!(screen.out, "  {}: {}{clause}", code.id(), code.text(lang))?;
            writeln!(screen.out, "  {}: {}", Word::Mend.text(screen.lang), code.mend(lang))?;
        }
    }
    if refund && code.is_none() {
        writeln!(screen.out, "  {}", Word::RefundHint.text(screen.lang))?;
        for (name, value) in decrypted(material, keys).unwrap_or_default() {
            let value = crate::explain::without_keys(&value, keys);
            writeln!(screen.out, "  {}={}", show::plain(&name), show::plain(&value))?;
        }
    }
    Ok(())
}
