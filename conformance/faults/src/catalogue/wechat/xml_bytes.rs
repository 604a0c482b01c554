//! WeChat Pay: a body's bytes.

use encoding_rs::{GBK, WINDOWS_1252};

use super::super::{Fault, fault};
use super::WX_READING;
use crate::pairs::with_values;
use crate::views::Views;
use crate::wechat::xml::sound;

/// The body with a private-use character for each control character, written or referred to, so that core's reader
/// takes it.
fn mark_controls(body: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(body).replace("&#0;", "\0").replace("&#1;", "\u{1}");
    let mark = |c: char| match u32::from(c) {
        code @ (0..=8 | 11 | 12 | 14..=31) => char::from_u32(0xe000 + code).unwrap_or(c),
        _ => c,
    };
    text.chars().map(mark).collect::<String>().into_bytes()
}

fn is_mark(c: char) -> bool {
    ('\u{e000}'..='\u{e01f}').contains(&c)
}

fn restore_controls(value: &[u8]) -> Vec<u8> {
    let restore = |c: char| if is_mark(c) { char::from_u32(u32::from(c) - 0xe000).unwrap_or(c) } else { c };
    String::from_utf8_lossy(value).chars().map(restore).collect::<String>().into_bytes()
}

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
    fault(
        "wx-xml-bytes-replaced",
        "Bytes that are no UTF-8 are replaced, for the verifier and the application.",
        "E03: two inputs, one value",
        WX_READING,
        |s| s.wechat.xml = |body, root| sound(String::from_utf8_lossy(body).as_bytes(), root),
    ),
    fault(
        "wx-xml-bytes-dropped",
        "Bytes that are no UTF-8 are dropped.",
        "E03: `iconv` with //IGNORE",
        WX_READING,
        |s| {
            s.wechat.xml = |body, root| {
                let text: String = body.utf8_chunks().map(|chunk| chunk.valid()).collect();
                sound(text.as_bytes(), root)
            };
        },
    ),
    fault("wx-xml-overlong", "Overlong UTF-8 is decoded.", "E04: `%C0%B1` for `1`", WX_READING, |s| {
        s.wechat.xml = |body, root| {
            let mut bytes = Vec::with_capacity(body.len());
            let mut rest = body;
            while let Some((&first, behind)) = rest.split_first() {
                let byte;
                (byte, rest) = match rest {
                    [lead @ (0xc0 | 0xc1), next @ 0x80..=0xbf, behind @ ..] => {
                        (((lead & 1) << 6) | (next & 0x3f), behind)
                    }
                    [0xe0, lead @ 0x80..=0x81, next @ 0x80..=0xbf, behind @ ..] => {
                        (((lead & 1) << 6) | (next & 0x3f), behind)
                    }
                    _ => (first, behind),
                };
                bytes.push(byte);
            }
            sound(&bytes, root)
        };
    }),
    fault(
        "wx-xml-latin1",
        "The body is read as ISO-8859-1.",
        "WX-XML-1, T08: UTF-8 everywhere, whatever the transport's default",
        WX_READING,
        |s| s.wechat.xml = |body, root| sound(WINDOWS_1252.decode(body).0.as_bytes(), root),
    ),
    fault("wx-xml-gbk", "The body is read as GBK.", "WX-XML-1: UTF-8 everywhere", WX_READING, |s| {
        s.wechat.xml = |body, root| sound(GBK.decode(body).0.as_bytes(), root)
    }),
    fault(
        "wx-xml-controls-dropped",
        "Control characters are signed and not handed out.",
        "E07: NUL and control characters; WX-XML-16",
        WX_READING,
        |s| {
            s.wechat.xml = |body, root| {
                let marked = sound(&mark_controls(body), root)?.signed;
                let without = |value: &[u8]| String::from_utf8_lossy(value).replace(is_mark, "").into_bytes();
                Ok(Views { signed: with_values(&marked, restore_controls), read: with_values(&marked, without) })
            };
        },
    ),
    fault("wx-xml-cut-at-nul", "A value ends at a NUL.", "E07: strings that end at a NUL", WX_READING, |s| {
        s.wechat.xml = |body, root| {
            let cut = |value: &[u8]| String::from_utf8_lossy(value).split(is_mark).next().unwrap_or_default().into();
            Ok(Views::same(with_values(&sound(&mark_controls(body), root)?.signed, cut)))
        };
    }),
    fault("wx-xml-astral-lost", "Characters above U+FFFF are lost.", "E09: emoji in `attach`", WX_READING, |s| {
        s.wechat.xml = |body, root| {
            let text: String = String::from_utf8_lossy(body).chars().filter(|c| *c <= '\u{ffff}').collect();
            sound(text.as_bytes(), root)
        };
    }),
];
