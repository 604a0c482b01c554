//! Reads query strings as bytes, so that the charset is applied after the splitting and the decoding.

use encoding_rs::Encoding;
use percent_encoding::percent_decode;

use super::canonical::Fields;

/// What a `+` stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plus {
    /// Itself, as in a URI (`wechat.native_url`).
    Plus,
    /// A space, as in a form (ALI-NTF-2).
    Space,
}

/// A URL in its two parts: everything before `?`, and the query, empty if there is none. A fragment is cut off.
pub(super) fn split_url(url: &str) -> (&str, &str) {
    let url = url.split_once('#').map_or(url, |(before, _)| before);
    url.split_once('?').unwrap_or((url, ""))
}

/// The pairs of a query string or form body, split first and decoded then (ALI-NTF-3). Repeats are kept.
///
/// # Errors
/// Why it is no such text: raw spaces or control characters, a `%` that starts no escape, bytes outside the charset.
pub(super) fn pairs(query: &str, plus: Plus, charset: &'static Encoding) -> Result<Fields, String> {
    if let Some(raw) = query.chars().find(|c| c.is_ascii_control() || *c == ' ') {
        return Err(format!("{raw:?} stands in it unencoded"));
    }
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((decode(name, plus, charset)?, decode(value, plus, charset)?))
        })
        .collect()
}

fn decode(text: &str, plus: Plus, charset: &'static Encoding) -> Result<String, String> {
    let escapes = text.split('%').skip(1);
    for after in escapes {
        let digits = after.as_bytes().iter().take(2).filter(|b| b.is_ascii_hexdigit());
        if digits.count() != 2 {
            return Err(format!("a `%` in `{text}` starts no escape"));
        }
    }
    let spaced = if plus == Plus::Space { text.replace('+', " ") } else { text.to_owned() };
    let bytes: Vec<u8> = percent_decode(spaced.as_bytes()).collect();
    charset
        .decode_without_bom_handling_and_without_replacement(&bytes)
        .map(std::borrow::Cow::into_owned)
        .ok_or_else(|| format!("`{text}` is not {}", charset.name()))
}

/// The encoding of an Alipay `charset`, letter case aside; `None` for what the gateway refuses (ALI-PAR-4).
pub(super) fn charset(label: &str) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label(label.as_bytes())?;
    let known = [encoding_rs::UTF_8, encoding_rs::GBK, encoding_rs::GB18030];
    known.contains(&encoding).then_some(encoding)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str, plus: Plus) -> Result<Fields, String> {
        pairs(query, plus, encoding_rs::UTF_8)
    }

    #[test]
    fn agrees_with_form_urlencoded_on_what_both_read() {
        for query in ["a=1&b=%E6%B5%8B+x&c&=d&a=2&&e=f=g", "x=%2B+%20", ""] {
            let other: Fields = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
            assert_eq!(read(query, Plus::Space), Ok(other), "{query}");
        }
    }

    #[test]
    fn in_a_uri_a_plus_is_a_plus() {
        assert_eq!(read("a=1+1%2B", Plus::Plus).unwrap()[0].1, "1+1+");
    }

    #[test]
    fn gbk_is_decoded_after_the_splitting() {
        let read = pairs("subject=%B2%E2%CA%D4&x=%81%26", Plus::Space, encoding_rs::GBK);
        assert_eq!(read, Err("`%81%26` is not GBK".into()));
        let read = pairs("subject=%B2%E2%CA%D4", Plus::Space, encoding_rs::GBK).unwrap();
        assert_eq!(read[0].1, "测试");
    }

    #[test]
    fn broken_escapes_and_raw_spaces_are_refused() {
        assert_eq!(read("a=50%+off", Plus::Space), Err("a `%` in `50%+off` starts no escape".into()));
        assert_eq!(read("a=%4", Plus::Space), Err("a `%` in `%4` starts no escape".into()));
        assert_eq!(read("t=12 00", Plus::Space), Err("' ' stands in it unencoded".into()));
        assert_eq!(read("t=%FF", Plus::Space), Err("`%FF` is not UTF-8".into()));
    }

    #[test]
    fn a_url_is_cut_at_its_query_and_fragment() {
        assert_eq!(split_url("https://x/y?a=1?#b?c"), ("https://x/y", "a=1?"));
        assert_eq!(split_url("https://x/y"), ("https://x/y", ""));
    }

    #[test]
    fn only_the_gateways_charsets_are_known() {
        assert_eq!(charset("UTF-8"), Some(encoding_rs::UTF_8));
        assert_eq!(charset("gb2312"), Some(encoding_rs::GBK));
        assert_eq!(charset("big5"), None);
    }
}
