use super::chosen;
use super::draw::Draw;
use super::keys::{API_KEY, API_KEY_TEXT};
use super::naive::{Pairs, sign};
use crate::fields::Pair as _;
use crate::limits;
use crate::wechat::native;

/// The parameters of a mode 1 link.
pub(super) const NAMES: &[&str] = &["appid", "mch_id", "product_id", "time_stamp", "nonce_str", "sign", "sign_type"];

/// Link → read → the same parameters; a changed byte loses the signature; and text that is no link of ours is read only
/// if its naively decoded parameters are signed with the key.
pub fn native_link(data: &[u8]) {
    if let Some(text) = data.strip_prefix(b"weixin:").and_then(|_| std::str::from_utf8(data).ok()) {
        return any_text(text);
    }
    let mut draw = Draw::short(data);
    let flip = usize::from(draw.byte());
    let params = draw.pairs(NAMES);
    let Ok(link) = native::link(&params, &API_KEY) else { return };
    if chosen(data, 4) {
        any_text(&link);
    }
    if params.iter().any(|(name, value)| name == "sign_type" && !value.is_empty() && value != "MD5")
        || params.len() > 254
        || link.len() > limits::NOTIFICATION_BYTES
    {
        return;
    }
    let fields = native::read_link(&link, &API_KEY).expect("our own link is genuine");
    let read: Vec<(&[u8], &[u8])> = fields.iter().skip(1).map(|field| (field.name(), field.value())).collect();
    let given: Vec<(&[u8], &[u8])> = params.iter().map(|(n, v)| (n.as_bytes(), v.as_bytes())).collect();
    assert_eq!(read, given);
    if !chosen(data, 2) {
        return;
    }
    // One letter or digit of the query becomes another.
    let mut changed = link.clone().into_bytes();
    let at = native::LINK.len() + flip % (changed.len() - native::LINK.len());
    if changed[at].is_ascii_alphanumeric() {
        changed[at] = if changed[at] == b'0' { b'1' } else { b'0' };
        any_text(std::str::from_utf8(&changed).expect("still ASCII"));
    }
}

fn any_text(link: &str) {
    let read = native::read_link(link, &API_KEY);
    let pairs =
        parameters(link).filter(|pairs| pairs.len() <= limits::FIELDS && link.len() <= limits::NOTIFICATION_BYTES);
    let genuine = pairs.and_then(|pairs| sign::wechat_genuine(&pairs, API_KEY_TEXT));
    assert_eq!(read.is_ok(), genuine.is_some(), "{read:?}: {link}");
}

/// Split first, then decoded byte by byte. A `+` is a plus.
fn parameters(link: &str) -> Option<Pairs> {
    let decode = |text: &str| {
        let mut parts = text.split('%');
        let mut bytes = parts.next().unwrap_or("").as_bytes().to_vec();
        for part in parts {
            let code = part.get(..2).filter(|two| two.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
            bytes.push(u8::from_str_radix(code, 16).ok()?);
            bytes.extend_from_slice(&part.as_bytes()[2..]);
        }
        String::from_utf8(bytes).ok().map(String::into_bytes)
    };
    let pair = |part: &str| part.split_once('=').and_then(|(name, value)| Some((decode(name)?, decode(value)?)));
    link.strip_prefix(native::LINK)?.split('&').map(pair).collect()
}
