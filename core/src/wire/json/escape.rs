//! Undoes the escapes of a string that the scanner has let through.

use std::borrow::Cow;

use crate::finding::{Refusal, code};
use crate::wire::charset::Charset;

/// The text between the quotes in `charset`, unescaped. `at` is where it stands, for the error.
pub(super) fn bytes(raw: &[u8], at: usize, charset: Charset) -> Result<Cow<'_, [u8]>, Refusal> {
    if memchr::memchr(b'\\', raw).is_none() {
        return Ok(Cow::Borrowed(raw));
    }
    let mut plain = Vec::with_capacity(raw.len());
    let mut index = 0;
    while let Some(&byte) = raw.get(index) {
        if byte == b'\\' {
            let (character, length) = one(&raw[index..]).ok_or(Refusal::at(code::JSON_SYNTAX, at + index))?;
            let mut buffer = [0; 4];
            let encoded = charset
                .encode(character.encode_utf8(&mut buffer))
                .map_err(|refusal| Refusal::at(refusal.code, at + index))?;
            plain.extend_from_slice(&encoded);
            index += length;
        } else {
            // The second byte of a pair of GBK may be that of a backslash.
            let length = if charset == Charset::Gbk && byte > 0x80 { 2 } else { 1 };
            let piece = raw.get(index..index + length).ok_or(Refusal::at(code::TEXT_NOT_IN_CHARSET, at + index))?;
            plain.extend_from_slice(piece);
            index += length;
        }
    }
    Ok(Cow::Owned(plain))
}

/// The text between the quotes, unescaped. The text is UTF-8, as the scanner has checked.
pub(super) fn text(raw: &str, at: usize) -> Result<Cow<'_, str>, Refusal> {
    let Some(first) = memchr::memchr(b'\\', raw.as_bytes()) else {
        return Ok(Cow::Borrowed(raw));
    };
    let mut plain = String::with_capacity(raw.len());
    let (mut index, mut next) = (0, Some(first));
    while let Some(slash) = next {
        plain.push_str(&raw[index..slash]);
        let (character, length) = one(&raw.as_bytes()[slash..]).ok_or(Refusal::at(code::JSON_SYNTAX, at + slash))?;
        plain.push(character);
        index = slash + length;
        next = memchr::memchr(b'\\', &raw.as_bytes()[index..]).map(|found| index + found);
    }
    plain.push_str(&raw[index..]);
    Ok(Cow::Owned(plain))
}

/// The character of the escape at the beginning of `raw` and its length; `None` for half a surrogate pair.
fn one(raw: &[u8]) -> Option<(char, usize)> {
    let character = match raw.get(1)? {
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return unicode(raw),
        other => char::from(*other),
    };
    Some((character, 2))
}

fn unicode(raw: &[u8]) -> Option<(char, usize)> {
    let unit = |at: usize| {
        let digits = std::str::from_utf8(raw.get(at..at + 4)?).ok()?;
        u16::from_str_radix(digits, 16).ok()
    };
    let first = unit(2)?;
    if let Some(character) = char::from_u32(u32::from(first)) {
        return Some((character, 6));
    }
    if raw.get(6..8)? != b"\\u" {
        return None;
    }
    let character = char::decode_utf16([first, unit(8)?]).next()?.ok()?;
    Some((character, 12))
}
