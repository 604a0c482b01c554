//! What careless code does to text: pure functions on bytes or text, one for each habit. They know nothing of
//! payments.

mod json;
mod number;

use encoding_rs::GBK;
use unicode_normalization::UnicodeNormalization;

pub(crate) use json::{JsonStyle, json_rewrite, json_unquote_numbers};
pub(crate) use number::{fen_to_yuan, float, reformat_time, yuan_to_fen};

/// How percent-encoders differ: what they leave bare, what they make of a space, and the case of the digits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Percent {
    pub(crate) bare: &'static [u8],
    pub(crate) plus: bool,
    pub(crate) lower: bool,
}

/// RFC 3986: Go's `PathEscape` nearly, PHP's `rawurlencode`, Python's `quote(safe='')`.
pub(crate) const RFC3986: Percent = Percent { bare: b"-._~", plus: false, lower: false };
/// Java's URLEncoder.
pub(crate) const JAVA: Percent = Percent { bare: b"-._*", plus: true, lower: false };
/// PHP's `urlencode`.
pub(crate) const PHP: Percent = Percent { bare: b"-._", plus: true, lower: false };
/// Go's `QueryEscape`, Python's `quote_plus`.
pub(crate) const QUERY: Percent = Percent { bare: b"-._~", plus: true, lower: false };
/// JavaScript's `encodeURIComponent`.
pub(crate) const COMPONENT: Percent = Percent { bare: b"-._~!*'()", plus: false, lower: false };
/// JavaScript's `encodeURI`.
pub(crate) const URI: Percent = Percent { bare: b"-._~!*'();/?:@&=+$,#", plus: false, lower: false };
/// Python's `quote`, which leaves `/` bare.
pub(crate) const PATH: Percent = Percent { bare: b"-._~/", plus: false, lower: false };
/// .NET's `HttpUtility.UrlEncode`: lower-case digits.
pub(crate) const DOTNET: Percent = Percent { bare: b"-._!*()", plus: true, lower: true };

pub(crate) fn percent_encode(bytes: &[u8], style: Percent) -> Vec<u8> {
    let digits: &[u8; 16] = if style.lower { b"0123456789abcdef" } else { b"0123456789ABCDEF" };
    let mut out = Vec::with_capacity(bytes.len() + 16);
    for &byte in bytes {
        match byte {
            _ if byte.is_ascii_alphanumeric() || style.bare.contains(&byte) => out.push(byte),
            b' ' if style.plus => out.push(b'+'),
            _ => out.extend([b'%', digits[usize::from(byte >> 4)], digits[usize::from(byte & 15)]]),
        }
    }
    out
}

/// Undoes `%XX`; what is no such escape stays.
pub(crate) fn percent_decode(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digit = |n: usize| bytes.get(at + n).and_then(|byte| char::from(*byte).to_digit(16));
        match (bytes[at], digit(1), digit(2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            (byte, ..) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    out
}

pub(crate) fn replace(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = find(rest, from) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(to);
        rest = &rest[at + from.len()..];
    }
    out.extend_from_slice(rest);
    out
}

pub(crate) fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    if what.len() == 1 {
        return bytes.iter().position(|byte| *byte == what[0]);
    }
    bytes.windows(what.len()).position(|window| window == what)
}

/// Several replacements, one after the other.
pub(crate) fn replace_all(bytes: &[u8], pairs: &[(&str, &str)]) -> Vec<u8> {
    pairs.iter().fold(bytes.to_vec(), |text, (from, to)| replace(&text, from.as_bytes(), to.as_bytes()))
}

/// Entities back into characters: the named five, `&nbsp;`, decimal and hexadecimal references.
pub(crate) fn html_unescape(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = find(rest, b"&") {
        out.extend_from_slice(&rest[..at]);
        rest = &rest[at..];
        let end = rest.iter().take(10).position(|byte| *byte == b';');
        match end.and_then(|end| Some((end, entity(&rest[1..end])?))) {
            Some((end, character)) => {
                out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                rest = &rest[end + 1..];
            }
            None => {
                out.push(b'&');
                rest = &rest[1..];
            }
        }
    }
    out.extend_from_slice(rest);
    out
}

fn entity(name: &[u8]) -> Option<char> {
    let name = std::str::from_utf8(name).ok()?;
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => {
            let digits = name.strip_prefix('#')?;
            let number = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(number)?
        }
    })
}

/// Non-ASCII characters as `\uXXXX`, astral ones as two.
pub(crate) fn unicode_escape(text: &str, upper: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii() {
            out.push(character);
            continue;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            out.push_str(&if upper { format!("\\u{unit:04X}") } else { format!("\\u{unit:04x}") });
        }
    }
    out
}

/// `\uXXXX` back into characters; half a pair stays as it is.
pub(crate) fn unicode_unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\\u") {
        out.push_str(&rest[..at]);
        let mut units = Vec::new();
        let mut tail = &rest[at..];
        while let Some(unit) =
            tail.strip_prefix("\\u").and_then(|hex| hex.get(..4)).and_then(|hex| u16::from_str_radix(hex, 16).ok())
        {
            units.push(unit);
            tail = &tail[6..];
        }
        match String::from_utf16(&units) {
            Ok(decoded) if !units.is_empty() => {
                out.push_str(&decoded);
                rest = tail;
            }
            _ => {
                out.push_str("\\u");
                rest = &rest[at + 2..];
            }
        }
    }
    out.push_str(rest);
    out
}

pub(crate) fn nfc(text: &str) -> String {
    text.nfc().collect()
}

pub(crate) fn nfd(text: &str) -> String {
    text.nfd().collect()
}

pub(crate) fn nfkc(text: &str) -> String {
    text.nfkc().collect()
}

/// UTF-8 bytes taken for GBK and written out as UTF-8 again, as a console or an editor does.
pub(crate) fn read_as_gbk(bytes: &[u8]) -> Vec<u8> {
    GBK.decode_without_bom_handling(bytes).0.into_owned().into_bytes()
}

/// UTF-8 bytes taken for Latin-1 and written out as UTF-8 again.
pub(crate) fn read_as_latin1(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().map(|byte| char::from(*byte)).collect::<String>().into_bytes()
}

/// GBK bytes taken for UTF-8: each broken one becomes U+FFFD.
pub(crate) fn read_as_utf8(bytes: &[u8]) -> Vec<u8> {
    String::from_utf8_lossy(bytes).into_owned().into_bytes()
}

pub(crate) fn to_gbk(text: &str) -> Option<Vec<u8>> {
    let (bytes, _, replaced) = GBK.encode(text);
    (!replaced).then(|| bytes.into_owned())
}

/// One byte a character; what has none becomes `?`.
pub(crate) fn to_latin1(text: &str) -> Vec<u8> {
    text.chars().map(|character| u8::try_from(u32::from(character)).unwrap_or(b'?')).collect()
}

/// ASCII, `?` for the rest.
pub(crate) fn to_ascii(text: &str) -> Vec<u8> {
    text.chars().map(|character| if character.is_ascii() { character as u8 } else { b'?' }).collect()
}

/// Runs of white space become one space.
pub(crate) fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut white = false;
    for character in text.chars() {
        if character.is_whitespace() {
            if !white {
                out.push(' ');
            }
            white = true;
        } else {
            out.push(character);
            white = false;
        }
    }
    out
}

/// Characters of no width: BOM, zero-width space, joiners, word joiner, soft hyphen, direction marks.
pub(crate) fn is_zero_width(character: char) -> bool {
    matches!(
        character,
        '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

/// Spaces that are not the ASCII one.
pub(crate) fn is_odd_space(character: char) -> bool {
    character == '\u{a0}'
        || character == '\u{3000}'
        || character == '\u{202f}'
        || ('\u{2000}'..='\u{200a}').contains(&character)
}

pub(crate) fn hex(bytes: &[u8], upper: bool) -> Vec<u8> {
    let digits: &[u8; 16] = if upper { b"0123456789ABCDEF" } else { b"0123456789abcdef" };
    bytes.iter().flat_map(|byte| [digits[usize::from(byte >> 4)], digits[usize::from(byte & 15)]]).collect()
}

pub(crate) fn unhex(text: &[u8]) -> Option<Vec<u8>> {
    if text.is_empty() || text.len() % 2 != 0 {
        return None;
    }
    let digit = |byte: u8| char::from(byte).to_digit(16);
    text.chunks_exact(2).map(|two| Some((digit(two[0])? * 16 + digit(two[1])?) as u8)).collect()
}

/// `out_trade_no` → `outTradeNo`.
pub(crate) fn camel(name: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(name.len());
    let mut raise = false;
    for &byte in name {
        if byte == b'_' && !out.is_empty() {
            raise = true;
        } else {
            out.push(if raise { byte.to_ascii_uppercase() } else { byte });
            raise = false;
        }
    }
    out
}

/// `outTradeNo` → `out_trade_no`.
pub(crate) fn snake(name: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(name.len() + 4);
    for &byte in name {
        if byte.is_ascii_uppercase() {
            out.push(b'_');
        }
        out.push(byte.to_ascii_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent() {
        let text = "a b+/~*'测".as_bytes();
        let encode = |style| String::from_utf8(percent_encode(text, style)).unwrap();
        assert_eq!(encode(RFC3986), "a%20b%2B%2F~%2A%27%E6%B5%8B");
        assert_eq!(encode(JAVA), "a+b%2B%2F%7E*%27%E6%B5%8B");
        assert_eq!(encode(COMPONENT), "a%20b%2B%2F~*'%E6%B5%8B");
        assert_eq!(encode(DOTNET), "a+b%2b%2f%7e*%27%e6%b5%8b");
        assert_eq!(percent_decode(&percent_encode(text, RFC3986)), text);
        assert_eq!(percent_decode(b"50% off %4"), b"50% off %4");
    }

    #[test]
    fn entities_and_escapes() {
        assert_eq!(html_unescape(b"a&quot;b&#39;&amp;&x; &#x4f;&"), b"a\"b'&&x; O&");
        assert_eq!(unicode_escape("a测🏠", false), "a\\u6d4b\\ud83c\\udfe0");
        assert_eq!(unicode_unescape("a\\u6d4b\\ud83c\\udfe0\\u12"), "a测🏠\\u12");
    }

    #[test]
    fn names() {
        assert_eq!(camel(b"out_trade_no"), b"outTradeNo");
        assert_eq!(snake(b"timeStamp"), b"time_stamp");
        assert_eq!(unhex(b"0aFf"), Some(vec![10, 255]));
        assert_eq!(unhex(b"0a0"), None);
    }
}
