use super::draw::Draw;
use super::keys::APPLICATION;
use super::naive::cipher;
use super::{chosen, hash};
use crate::alipay::encryption::ContentKey;
use crate::alipay::request::{self, IN_QUERY};
use crate::alipay::sign::{self, Scheme};
use crate::alipay::{page_pay, reply, trade_query};
use crate::fields::Fields;
use crate::finding::code;
use crate::wire::charset::Charset;

/// Names that the drawn parameters mostly have.
pub(super) const NAMES: &[&str] = &[
    "app_id",
    "method",
    "format",
    "charset",
    "sign_type",
    "timestamp",
    "version",
    "notify_url",
    "return_url",
    "biz_content",
    "app_auth_token",
    "_charset_",
    "a",
    "a b",
    "sign",
];

const CONTENT_KEY: &[u8; 16] = b"0123456789abcdef";
const CONTENT_KEY_TEXT: &str = "MDEyMzQ1Njc4OWFiY2RlZg==";

/// A signed request's URL, read by `form_urlencoded`, holds what was given and verifies; the form holds the same;
/// encrypted content is what aws-lc makes, and decrypts.
pub fn alipay_request(data: &[u8]) {
    let mut draw = Draw::short(data);
    let scheme = *draw.pick(&[Scheme::Rsa2, Scheme::Rsa2, Scheme::Rsa2, Scheme::Rsa]);
    let status = u16::from(draw.byte()) * 4;
    let params = draw.pairs(NAMES);
    contents(&params);
    call(&params, scheme);
    let body: Vec<u8> = params.iter().flat_map(|pair| pair.1.bytes()).collect();
    let judged = reply::judge(status, &body);
    assert_eq!(judged == reply::Judgement::Acknowledged, status == 200 && body == reply::Reply::Success.body());
    let done = reply::judge(200, &body);
    let nearly = [&b"success\n"[..], b"success\r\n"].contains(&&*body);
    assert_eq!(matches!(done, reply::Judgement::SentAgain(_)), body != b"success" && !nearly);
    // An RSA signature costs ten times what all else here does, and one over SHA-1, by the slow library, 500 times.
    if !chosen(data, if scheme == Scheme::Rsa { 120 } else { 12 }) {
        return;
    }
    let signed = match request::sign(&params, &APPLICATION, scheme) {
        Ok(signed) => signed,
        Err(refusal) => return assert_ne!(refusal.code, code::SIGN_WRONG),
    };
    if scheme == Scheme::Rsa2 && chosen(data, 48) {
        page(&params, scheme, &signed);
    }
    // The slow library signs SHA-1; that it signs the same is `alipay_keys`' task.
    let given: Vec<(&str, &str)> = params.iter().filter(|pair| !pair.1.is_empty()).map(|(n, v)| (&**n, &**v)).collect();
    let url = signed.url(page_pay::GATEWAY);
    let query =
        url.strip_prefix(page_pay::GATEWAY).and_then(|rest| rest.strip_prefix('?')).expect("the gateway's query");
    if signed.charset() == Charset::Utf8 {
        let read: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        check(&read, &given, scheme, data);
        let post = signed.post(page_pay::GATEWAY);
        let in_body: Vec<_> = form_urlencoded::parse(post.body.as_bytes()).into_owned().collect();
        let count = given.iter().filter(|pair| !IN_QUERY.contains(&pair.0)).count();
        assert_eq!(in_body.len(), count);
    } else {
        let label = given.iter().find(|pair| pair.0 == "charset").map(|pair| pair.1.to_ascii_lowercase());
        assert!(label.is_some_and(|label| label.starts_with("gb")));
    }
}

fn check(read: &[(String, String)], given: &[(&str, &str)], scheme: Scheme, data: &[u8]) {
    for (name, value) in given {
        assert!(read.iter().any(|pair| pair.0 == *name && pair.1 == *value), "{name} was lost");
    }
    let added = read.iter().filter(|pair| !given.iter().any(|own| own.0 == pair.0));
    assert!(added.into_iter().all(|pair| ["sign", "sign_type", "charset"].contains(&&*pair.0)));
    let verify = |pairs: &[(String, String)]| {
        let fields = Fields::from_pairs(pairs.iter().map(|(name, value)| (&**name, &**value)));
        sign::verify(&fields, APPLICATION.public(), scheme)
    };
    assert_eq!(verify(read), Ok(()), "what the gateway reads is not what was signed");
    let mut changed = read.to_vec();
    let which = hash(data) as usize % changed.len();
    if !changed[which].0.starts_with("sign") {
        changed[which].1.push('0');
        assert_eq!(verify(&changed).map_err(|refusal| refusal.code), Err(code::SIGN_WRONG));
    }
}

/// The page's hidden fields and its action's query, read as a browser reads them, are what was given and the signature.
fn page(params: &[(String, String)], scheme: Scheme, signed: &request::Request<'_>) {
    let html = page_pay::form(params, &APPLICATION, scheme, page_pay::GATEWAY).expect("it was signed before");
    let unescape = |text: &str| {
        let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
        plain.replace("&amp;", "&")
    };
    let between = |text: &str, from: &str, to: &str| {
        let start = text.find(from).expect("part of the page") + from.len();
        unescape(&text[start..start + text[start..].find(to).expect("it ends")])
    };
    let action = between(&html, "action=\"", "\"");
    let query = action.split_once('?').expect("the signature is in the query").1;
    let mut read: Vec<(String, String)> = match signed.charset() {
        Charset::Utf8 => form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
        Charset::Gbk => return,
    };
    let hidden = html.split("<input type=\"hidden\" ").skip(1);
    read.extend(hidden.map(|tag| (between(tag, "name=\"", "\""), between(tag, "value=\"", "\">"))));
    let given = params.iter().filter(|pair| !pair.1.is_empty());
    assert!(given.clone().all(|pair| read.contains(pair)), "{read:?}");
    let sign = &signed.signature().sign;
    assert!(read.iter().any(|pair| pair.0 == "sign" && pair.1 == *sign));
    assert_eq!(page_pay::url(params, &APPLICATION, scheme, page_pay::GATEWAY), Ok(signed.url(page_pay::GATEWAY)));
    let alone: Vec<&(String, String)> = read.iter().filter(|pair| pair.0 != "sign").collect();
    let again = sign::sign(&alone.into_iter().cloned().collect::<Vec<_>>(), &APPLICATION, scheme, Charset::Utf8);
    assert_eq!(again.map(|signature| signature.sign).as_ref(), Ok(sign));
}

/// A call's parameters are signed with its own algorithm, and the query by number names the trade.
fn call(params: &[(String, String)], scheme: Scheme) {
    let value = |at: usize| params.get(at).map_or("", |pair| &*pair.1);
    let biz_content = trade_query::biz_content(Some(value(0)), None);
    assert_eq!(biz_content, serde_json::json!({ "out_trade_no": value(0) }).to_string());
    let call = request::Call {
        application: value(1),
        method: trade_query::METHOD,
        charset: Charset::Utf8,
        scheme,
        timestamp: value(2),
        notify_url: None,
        return_url: Some(value(3)),
        certificates: None,
        biz_content: &biz_content,
    };
    let names: Vec<&str> = call.params().iter().map(|pair| pair.0).collect();
    let common = ["app_id", "method", "format", "charset", "sign_type", "timestamp", "version", "return_url"];
    assert_eq!(names, [&common[..], &["biz_content"]].concat());
}

fn contents(params: &[(String, String)]) {
    let key = ContentKey::read(CONTENT_KEY_TEXT).expect("a test key");
    for (_, text) in params.iter().take(2) {
        let encrypted = key.encrypt(text, Charset::Utf8).expect("UTF-8 holds all text");
        assert_eq!(encrypted, cipher::encrypt_content(text.as_bytes(), CONTENT_KEY));
        assert_eq!(key.decrypt(&encrypted, Charset::Utf8).as_ref(), Ok(text));
        let refused = key.decrypt(text, Charset::Utf8).err().map(|refusal| refusal.code);
        assert!(refused.is_none_or(|code| [code::CONTENT_UNREADABLE, code::TEXT_NOT_IN_CHARSET].contains(&code)));
    }
}
