//! Forms: `application/x-www-form-urlencoded`, as Alipay's notifications and returns come and its requests go.
//!
//! A form is split at `&` and at the first `=` before anything is decoded (ALI-NTF-3), and decoded once, to bytes:
//! which charset they are in, a signed field says (ALI-VER-4).

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr2, memchr3};

use crate::fields::{Field, Fields, Pair};
use crate::finding::{Refusal, code};
use crate::limits;

/// Reads a form. Values are bytes; a field that has nothing to decode borrows from `body`. Stray `&` are skipped,
/// an empty value is kept, a repeated name is kept as well, for [`crate::canonical::sort`] to refuse.
///
/// # Errors
/// `form-pair` (no `=`, or nothing before it), `form-name` (a name with ASCII bytes other than letters, digits, `_`,
/// `-`, `.`), `form-percent`, `control-character` (all but tab, CR and LF), `too-many-fields`.
pub fn parse(body: &[u8]) -> Result<Fields<'_>, Refusal> {
    let parts = memchr_iter(b'&', body).count() + 1;
    let mut fields = Fields::with_capacity(parts.min(limits::FIELDS));
    let mut at = 0;
    while let Some(&byte) = body.get(at) {
        if byte == b'&' {
            at += 1;
            continue;
        }
        if fields.len() == limits::FIELDS {
            return Err(Refusal::at(code::TOO_MANY_FIELDS, at));
        }
        let field = field(body, at)?;
        at = field.at.end + 1;
        fields.push(field);
    }
    Ok(fields)
}

/// The field that begins at `start`. Most names and values have nothing to decode, and are walked over once.
fn field(body: &[u8], start: usize) -> Result<Field<'_>, Refusal> {
    let plain = body[start..].iter().take_while(|byte| in_name(**byte)).count();
    let (name, equals) = match body.get(start + plain) {
        Some(b'=') if plain > 0 => (Cow::Borrowed(&body[start..start + plain]), start + plain),
        _ => encoded_name(body, start)?,
    };
    let at = equals + 1;
    let (value, end) = match memchr3(b'&', b'%', b'+', &body[at..]) {
        None => (Cow::Borrowed(&body[at..]), body.len()),
        Some(length) if body[at + length] == b'&' => (Cow::Borrowed(&body[at..at + length]), at + length),
        Some(first) => {
            let end = part_end(body, at + first);
            (Cow::Owned(decode(body, at..end, first)?), end)
        }
    };
    // A minimum over all bytes is computed many at a time; only a suspect value is looked at byte by byte.
    if value.iter().fold(u8::MAX, |least, byte| least.min(*byte)) < b' ' && value.iter().copied().any(control) {
        return Err(Refusal::at(code::CONTROL_CHARACTER, at));
    }
    Ok(Field { name, value, at: at..end })
}

/// A name that is not plain, and where its `=` stands.
fn encoded_name(body: &[u8], start: usize) -> Result<(Cow<'_, [u8]>, usize), Refusal> {
    let equals = match memchr(b'=', &body[start..part_end(body, start)]) {
        Some(0) | None => return Err(Refusal::at(code::FORM_PAIR, start)),
        Some(length) => start + length,
    };
    let name = decode(body, start..equals, 0)?;
    if name.iter().copied().all(in_name) {
        Ok((Cow::Owned(name), equals))
    } else {
        Err(Refusal::at(code::FORM_NAME, start))
    }
}

fn part_end(body: &[u8], from: usize) -> usize {
    memchr(b'&', &body[from..]).map_or(body.len(), |length| from + length)
}

/// Names of this kind never hold `&` or `=`, so a name cannot swallow its neighbours in the canonical string. Fields
/// that are yet to come may have names in Chinese (ALI-NTF-1); brackets would be a framework's arrays (F03).
fn in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.') || !byte.is_ascii()
}

fn control(byte: u8) -> bool {
    byte < b' ' && !matches!(byte, b'\t' | b'\r' | b'\n')
}

/// Undoes `+` and `%XX`, once; the first `first` bytes have none.
fn decode(body: &[u8], span: Range<usize>, first: usize) -> Result<Vec<u8>, Refusal> {
    let raw = &body[span.clone()];
    let mut decoded = Vec::with_capacity(raw.len());
    decoded.extend_from_slice(&raw[..first]);
    let mut at = first;
    while let Some(&byte) = raw.get(at) {
        match byte {
            b'+' => {
                decoded.push(b' ');
                at += 1;
            }
            b'%' => {
                let digit = |n: usize| raw.get(at + n).and_then(|digit| char::from(*digit).to_digit(16));
                let (Some(high), Some(low)) = (digit(1), digit(2)) else {
                    return Err(Refusal::at(code::FORM_PERCENT, span.start + at));
                };
                decoded.push((high * 16 + low) as u8);
                at += 3;
            }
            _ => {
                let plain = &raw[at..];
                let plain = &plain[..memchr2(b'%', b'+', plain).unwrap_or(plain.len())];
                decoded.extend_from_slice(plain);
                at += plain.len();
            }
        }
    }
    Ok(decoded)
}

/// Appends `bytes` percent-encoded as Java's URLEncoder does, which is how Alipay encodes (ALI-NTF-2): letters,
/// digits, `*`, `-`, `_` and `.` bare, a space as `+`, all else as `%XX` in upper case.
pub fn encode(bytes: &[u8], out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for &byte in bytes {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'*' | b'-' | b'_' | b'.' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            _ => {
                out.push('%');
                out.push(char::from(DIGITS[usize::from(byte >> 4)]));
                out.push(char::from(DIGITS[usize::from(byte & 15)]));
            }
        }
    }
}

/// Writes a form, in the order given.
pub fn write<'p, P: Pair + 'p>(pairs: impl IntoIterator<Item = &'p P>) -> String {
    let mut form = String::new();
    for pair in pairs {
        if !form.is_empty() {
            form.push('&');
        }
        encode(pair.name(), &mut form);
        form.push('=');
        encode(pair.value(), &mut form);
    }
    form
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pairs(body: &[u8]) -> Vec<(String, Vec<u8>)> {
        let fields = parse(body).unwrap();
        fields.iter().map(|f| (String::from_utf8(f.name.to_vec()).unwrap(), f.value.to_vec())).collect()
    }

    fn refused(body: &[u8]) -> (&'static str, Option<usize>) {
        let refusal = parse(body).unwrap_err();
        (refusal.code.id(), refusal.at)
    }

    #[test]
    fn splits_before_it_decodes_and_decodes_once() {
        let read = pairs(b"passback_params=a%253D1%2526b%253D2&subject=A+%2B%20B&x=1=2&empty=");
        let expected: [(&str, &[u8]); 4] =
            [("passback_params", b"a%3D1%26b%3D2"), ("subject", b"A + B"), ("x", b"1=2"), ("empty", b"")];
        assert_eq!(read, expected.map(|(name, value)| (name.to_owned(), value.to_vec())));
    }

    #[test]
    fn spans_are_those_of_the_undecoded_values_and_plain_values_are_borrowed() {
        let body = b"&a=1%20&&b=%E6%B5&c=&";
        let fields = parse(body).unwrap();
        let raw: Vec<&[u8]> = fields.iter().map(|field| &body[field.span()]).collect();
        assert_eq!(raw, [b"1%20".as_slice(), b"%E6%B5", b""]);
        assert_eq!(fields.get("b"), Some([0xe6, 0xb5].as_slice()));
        let plain = parse(b"app_id=2014072300007148").unwrap();
        assert!(matches!(&plain.as_slice()[0].value, Cow::Borrowed(b"2014072300007148")));
    }

    #[test]
    fn each_defect_has_its_own_code_and_place() {
        assert_eq!(refused(b"a=1&b"), ("form-pair", Some(4)));
        assert_eq!(refused(b"a=1&=v"), ("form-pair", Some(4)));
        for value in ["%", "%4", "%zz", "%%41", "%+1"] {
            assert_eq!(refused(format!("a=x{value}").as_bytes()), ("form-percent", Some(3)), "{value}");
        }
        assert_eq!(refused(b"a%20b=1"), ("form-name", Some(0)));
        assert_eq!(refused(b"x=1&a%26b=1"), ("form-name", Some(4)));
        assert_eq!(refused(b"a%5B%5D=1"), ("form-name", Some(0)));
        assert_eq!(refused(b"a=%00"), ("control-character", Some(2)));
        assert_eq!(refused(b"a=x\x1b[2J"), ("control-character", Some(2)));
        assert_eq!(pairs(b"a=%09%0D%0A%7F")[0].1, b"\t\r\n\x7f");
    }

    #[test]
    fn the_number_of_fields_has_a_bound_and_stray_separators_do_not_count() {
        let body = "a=&&".repeat(limits::FIELDS);
        assert_eq!(parse(body.as_bytes()).unwrap().len(), limits::FIELDS);
        let more = format!("{body}b=1");
        assert_eq!(refused(more.as_bytes()), ("too-many-fields", Some(4 * limits::FIELDS)));
        assert!(parse(b"&&&").unwrap().is_empty());
        assert!(parse(b"").unwrap().is_empty());
    }

    #[test]
    fn writes_as_java_does() {
        let fields = Fields::from_pairs([("a", "A+B *-_.~测"), ("sign", "x/y=")]);
        assert_eq!(write(&fields), "a=A%2BB+*-_.%7E%E6%B5%8B&sign=x%2Fy%3D");
    }

    fn any_pairs() -> impl Strategy<Value = Vec<(String, Vec<u8>)>> {
        let value = prop::collection::vec(prop_oneof![b' '..=b'~', 0x80..=0xff_u8, Just(b'\n')], 0..40);
        prop::collection::vec(("[A-Za-z0-9_.-]{1,12}", value), 0..20)
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(given in any_pairs()) {
            prop_assert_eq!(pairs(write(&given).as_bytes()), given);
        }

        #[test]
        fn agrees_with_form_urlencoded_where_both_accept(body in "[a-c%0-9A-F+=&_ ;\u{4f60}]{0,60}") {
            if let Ok(fields) = parse(body.as_bytes()) {
                let ours: Vec<(String, String)> = fields
                    .iter()
                    .map(|f| [&f.name, &f.value].map(|bytes| String::from_utf8_lossy(bytes).into_owned()))
                    .map(|[name, value]| (name, value))
                    .collect();
                let theirs: Vec<(String, String)> = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
                prop_assert_eq!(ours, theirs);
            }
        }

        #[test]
        fn any_bytes_are_read_or_refused_within_the_input(body in prop::collection::vec(any::<u8>(), 0..200)) {
            match parse(&body) {
                Ok(fields) => prop_assert!(fields.iter().all(|field| body.get(field.span()).is_some())),
                Err(refusal) => prop_assert!(refusal.at.is_some_and(|at| at < body.len())),
            }
        }
    }
}
