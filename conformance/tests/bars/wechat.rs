//! Mistakes with WeChat Pay's names, key and hashes.

use super::common::rename;
use super::forward::*;
use super::message::Wire;

fn f(id: &'static str, step: Step) -> Forward {
    Forward { id, step }
}

fn named(from: &[&str], to: &str, signer: &Signer, pairs: &mut Pairs) {
    choose(signer, pairs);
    rename(pairs, from, to);
}

fn is_hmac(signer: &Signer) -> bool {
    signer.message.algorithm == "HMAC-SHA256"
}

fn sha1(text: &[u8]) -> Vec<u8> {
    ring::digest::digest(&ring::digest::SHA1_FOR_LEGACY_USE_ONLY, text).as_ref().to_vec()
}

fn md5_hex(text: &[u8]) -> String {
    format!("{:x}", md5_alone::compute(text))
}

fn from_hex(text: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(text).into_owned();
    (0..text.len() / 2).map(|n| u8::from_str_radix(&text[2 * n..2 * n + 2], 16).unwrap()).collect()
}

const TIME: &[&str] = &["timeStamp", "timestamp", "time_stamp"];

pub(crate) fn list() -> Vec<Forward> {
    use Step::*;
    vec![
        f(
            "sign-type-not-sent",
            Fields(|signer, pairs| {
                choose(signer, pairs);
                if !pairs.iter().any(|p| p.0 == b"sign_type" || p.0 == b"signType") && signer.message.kind != "app" {
                    pairs.push(("sign_type".into(), signer.message.algorithm.into()))
                }
            }),
        ),
        f(
            "sign-type-value-other",
            Value(|_, name, value| {
                if name == b"sign_type" || name == b"signType" {
                    if value == b"MD5" { b"HMAC-SHA256".to_vec() } else { b"MD5".to_vec() }
                } else {
                    value.to_vec()
                }
            }),
        ),
        f(
            "index-fields-dropped",
            Fields(|signer, pairs| {
                choose(signer, pairs);
                pairs.retain(|p| !(p.0.starts_with(b"coupon_") && p.0.last().unwrap().is_ascii_digit()))
            }),
        ),
        f(
            "index-fields-dropped",
            Fields(|signer, pairs| {
                choose(signer, pairs);
                pairs.retain(|p| !p.0.starts_with(b"coupon_"))
            }),
        ),
        f("time-stamp-name", Fields(|s, p| named(TIME, "timestamp", s, p))),
        f("time-stamp-name", Fields(|s, p| named(TIME, "timeStamp", s, p))),
        f("time-stamp-name", Fields(|s, p| named(TIME, "time_stamp", s, p))),
        f("nonce-name", Fields(|s, p| named(&["nonceStr", "noncestr"], "nonce_str", s, p))),
        f("nonce-name", Fields(|s, p| named(&["nonce_str", "noncestr"], "nonceStr", s, p))),
        f("sign-type-name", Fields(|s, p| named(&["signType"], "sign_type", s, p))),
        f("sign-type-name", Fields(|s, p| named(&["sign_type"], "signType", s, p))),
        f("merchant-name", Fields(|s, p| named(&["mch_id", "partnerid"], "mchid", s, p))),
        f("merchant-name", Fields(|s, p| named(&["partnerid"], "mch_id", s, p))),
        f("prepay-id-name", Fields(|s, p| named(&["prepayid"], "prepay_id", s, p))),
        f("prepay-id-name", Fields(|s, p| named(&["prepay_id"], "prepayid", s, p))),
        f("product-id-name", Fields(|s, p| named(&["product_id"], "productid", s, p))),
        f("package-name", Fields(|s, p| named(&["package"], "packageValue", s, p))),
        f("create-ip-name", Fields(|s, p| named(&["spbill_create_ip"], "spbillCreateIp", s, p))),
        f(
            "names-snake-case",
            Fields(|s, p| {
                choose(s, p);
                if s.message.kind == "jsapi" {
                    rename(p, &["appId"], "app_id");
                    rename(p, &["timeStamp"], "time_stamp");
                    rename(p, &["nonceStr"], "nonce_str");
                    rename(p, &["signType"], "sign_type")
                }
            }),
        ),
        f(
            "names-of-app",
            Fields(|s, p| {
                if s.message.kind == "jsapi" {
                    p.retain(|pair| pair.0 != b"signType");
                    p.iter_mut().for_each(|pair| pair.0.make_ascii_lowercase())
                } else {
                    choose(s, p)
                }
            }),
        ),
        f(
            "prepay-id-prefix-missing",
            Value(|_, name, value| {
                if name == b"package" {
                    String::from_utf8_lossy(value).trim_start_matches("prepay_id=").into()
                } else {
                    value.to_vec()
                }
            }),
        ),
        f(
            "prepay-id-prefix-added",
            Value(|s, name, value| {
                if name == b"package" && s.message.kind == "jsapi" {
                    [b"prepay_id=", value].concat()
                } else {
                    value.to_vec()
                }
            }),
        ),
        f(
            "package-of-other-call-up",
            Value(|_, name, value| if name == b"package" { b"Sign=WXPay".to_vec() } else { value.to_vec() }),
        ),
        f(
            "package-of-other-call-up",
            Value(|s, name, value| {
                if name == b"package" && s.message.kind == "app" {
                    b"prepay_id=wx201410272009395522657a690389285100".to_vec()
                } else {
                    value.to_vec()
                }
            }),
        ),
        f(
            "prepay-id-with-prefix",
            Value(|_, name, value| if name == b"prepayid" { [b"prepay_id=", value].concat() } else { value.to_vec() }),
        ),
        f(
            "time-in-milliseconds",
            Value(|_, name, value| {
                if TIME.iter().any(|time| time.as_bytes() == name) { [value, b"000"].concat() } else { value.to_vec() }
            }),
        ),
        f(
            "amount-in-yuan",
            Value(|_, name, value| {
                if name == b"total_fee" {
                    let fen: u32 = String::from_utf8_lossy(value).parse().unwrap();
                    format!("{}.{:02}", fen / 100, fen % 100).into_bytes()
                } else {
                    value.to_vec()
                }
            }),
        ),
        f(
            "cdata-marks-kept",
            Value(|s, _, value| {
                if s.message.wire == Wire::Cdata {
                    s.message.xml(std::str::from_utf8(value).unwrap()).into_bytes()
                } else {
                    value.to_vec()
                }
            }),
        ),
        f(
            "entities-left-in",
            Value(|s, _, value| {
                if s.message.wire == Wire::Escaped {
                    s.message.xml(std::str::from_utf8(value).unwrap()).into_bytes()
                } else {
                    value.to_vec()
                }
            }),
        ),
        f(
            "body-signed",
            Join(|pairs| {
                let fields: String = pairs
                    .iter()
                    .map(|(n, v)| {
                        let (n, v) = (String::from_utf8_lossy(n), String::from_utf8_lossy(v));
                        format!("<{n}>{v}</{n}>")
                    })
                    .collect();
                format!("<xml>{fields}</xml>").into_bytes()
            }),
        ),
        f(
            "values-not-decoded",
            Value(|s, _, value| {
                if s.message.wire == Wire::Link {
                    percent_encoding::percent_encode(value, percent_encoding::NON_ALPHANUMERIC).to_string().into_bytes()
                } else {
                    value.to_vec()
                }
            }),
        ),
        f("path-signed", Text(|string| [b"weixin://wxpay/bizpayurl?", string].concat())),
        f("key-missing", Tail(|string, _| string.to_vec())),
        f("hmac-without-key-suffix", Tail(|string, _| string.to_vec())),
        f("key-first", Tail(|string, key| [b"key=", key, b"&", string].concat())),
        f("key-first", Tail(|string, key| [key, string].concat())),
        f(
            "key-sorted-in",
            Tail(|string, key| {
                let mut parts: Vec<Vec<u8>> = string.split(|byte| *byte == b'&').map(<[u8]>::to_vec).collect();
                // A value may hold an `&` itself; what follows it is no field.
                let is_field = |part: &[u8]| {
                    part.iter().position(|byte| *byte == b'=').is_some_and(|at| {
                        at > 1 && part[..at].iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
                    })
                };
                let at =
                    parts.iter().position(|part| is_field(part) && &**part > b"key=".as_slice()).unwrap_or(parts.len());
                parts.insert(at, [b"key=", key].concat());
                parts.join(&b'&')
            }),
        ),
        f("key-without-name", Tail(|string, key| [string, key].concat())),
        f("key-without-name", Tail(|string, key| [string, b"&", key].concat())),
        f("key-without-ampersand", Tail(|string, key| [string, b"key=", key].concat())),
        f("key-name-other", Tail(|string, key| [string, b"&KEY=", key].concat())),
        f("key-name-other", Tail(|string, key| [string, b"&appkey=", key].concat())),
        f("key-twice", Tail(|string, key| [string, b"&key=", key, b"&key=", key].concat())),
        f("key-white-space", Key(|s| [&*s.key, b"\n"].concat())),
        f("key-white-space", Key(|s| [&*s.key, b" "].concat())),
        f("key-lower-cased", Key(|s| s.key.to_ascii_lowercase())),
        f("key-upper-cased", Key(|s| s.key.to_ascii_uppercase())),
        f("key-cut", Key(|s| s.key[..31].to_vec())),
        f("key-unset", Key(|_| Vec::new())),
        f("key-unset", Key(|_| b"null".to_vec())),
        f("key-of-the-documentation", Key(|_| b"192006250b4c09247ec02edce69f6a2d".to_vec())),
        f("key-other", Key(|s| s.other_key.clone())),
        f("key-hashed", Key(|s| md5_hex(&s.key).into_bytes())),
        f(
            "hmac-key-hex-decoded",
            Hash(|s, text, key| if is_hmac(s) { hmac(&from_hex(key), text) } else { right_hash("MD5", text, key) }),
        ),
        f(
            "hmac-key-other-form",
            Hash(|s, text, key| if is_hmac(s) { hmac(b"", text) } else { right_hash("MD5", text, key) }),
        ),
        f(
            "hmac-arguments-swapped",
            Hash(|s, text, key| if is_hmac(s) { hmac(text, key) } else { right_hash("MD5", text, key) }),
        ),
        f("md5-for-hmac", Hash(|_, text, key| right_hash("MD5", text, key))),
        f("hmac-for-md5", Hash(|_, text, key| hmac(key, text))),
        f("sha256-for-hmac", Hash(|s, text, key| if is_hmac(s) { sha256(text) } else { right_hash("MD5", text, key) })),
        f("other-hash", Hash(|_, text, _| sha1(text))),
        f(
            "hashed-twice",
            Hash(|s, text, key| {
                right_hash(s.message.algorithm, hex(&right_hash(s.message.algorithm, text, key)).as_bytes(), key)
            }),
        ),
        f(
            "hashed-twice",
            Hash(|s, text, key| {
                right_hash(
                    s.message.algorithm,
                    hex(&right_hash(s.message.algorithm, text, key)).to_uppercase().as_bytes(),
                    key,
                )
            }),
        ),
        f("hex-lower-case", Write(|_, hash| hex(hash))),
        f(
            "hex-mixed-case",
            Write(|_, hash| {
                let text = hex(hash);
                format!("{}{}", text[..16].to_uppercase(), &text[16..])
            }),
        ),
        f(
            "hex-with-separators",
            Write(|_, hash| hash.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join("-")),
        ),
        f("leading-zeros-lost", Write(|_, hash| hex(hash).to_uppercase().trim_start_matches('0').to_owned())),
        f("leading-zeros-lost", Write(|_, hash| hash.iter().map(|byte| format!("{byte:X}")).collect())),
        f(
            "sign-cut",
            Write(|s, hash| {
                let text = hex(hash).to_uppercase();
                if is_hmac(s) { text[..32].to_owned() } else { text[..24].to_owned() }
            }),
        ),
        f(
            "md5-of-16-digits",
            Write(|s, hash| {
                let text = hex(hash).to_uppercase();
                if is_hmac(s) { text } else { text[8..24].to_owned() }
            }),
        ),
        f("sign-base64", Write(|_, hash| base64(hash))),
        f("sign-white-space", Write(|_, hash| format!("{} ", hex(hash).to_uppercase()))),
    ]
}
