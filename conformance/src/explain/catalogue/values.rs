//! What happens to the values between the message and the string.

use super::Act::{OneValue, Value};
use super::{On, mistakes};
use crate::explain::draft::Item;
use crate::explain::edit::{self, Percent};
use crate::explain::read::Material;

/// The value in bytes, if `change` changes it.
fn bytes(item: &Item<'_>, change: impl Fn(&[u8]) -> Vec<u8>) -> Option<Vec<u8>> {
    Some(change(&item.value)).filter(|changed| **changed != *item.value)
}

/// The value as text in the message's charset, changed and encoded again.
fn text(material: &Material, item: &Item<'_>, change: impl Fn(&str) -> String) -> Option<Vec<u8>> {
    let decoded = material.charset.decode(&item.value).ok()?;
    let changed = change(&decoded);
    if *changed == *decoded {
        return None;
    }
    material.charset.encode(&changed).ok().map(|bytes| bytes.into_owned())
}

/// The value as text, turned into other bytes.
fn recode(material: &Material, item: &Item<'_>, change: impl Fn(&str) -> Option<Vec<u8>>) -> Option<Vec<u8>> {
    if item.value.is_ascii() {
        return None;
    }
    change(&material.charset.decode(&item.value).ok()?)
}

fn url(item: &Item<'_>, style: Percent) -> Option<Vec<u8>> {
    bytes(item, |value| edit::percent_encode(value, style))
}

fn url_twice(item: &Item<'_>, style: Percent) -> Option<Vec<u8>> {
    bytes(item, |value| edit::percent_encode(&edit::percent_encode(value, style), style))
}

fn html(item: &Item<'_>, pairs: &[(&str, &str)]) -> Option<Vec<u8>> {
    bytes(item, |value| edit::replace_all(value, pairs))
}

fn raw(material: &Material, item: &Item<'_>) -> Option<Vec<u8>> {
    item.part.map(|part| material.parts[part].raw.clone()).filter(|raw| **raw != *item.value)
}

/// The value with that space as a plus.
fn nth_space(item: &Item<'_>, n: usize) -> Option<Vec<u8>> {
    let at = item.value.iter().enumerate().filter(|(_, byte)| **byte == b' ').nth(n)?.0;
    let mut value = item.value.to_vec();
    value[at] = b'+';
    Some(value)
}

/// The value as a decoder has it that knows no `+`.
fn plus_literal(material: &Material, item: &Item<'_>) -> Option<Vec<u8>> {
    let value = edit::percent_decode(&material.parts[item.part?].raw);
    Some(value).filter(|value| **value != *item.value)
}

fn is_name(item: &Item<'_>, names: &[&str]) -> bool {
    names.iter().any(|name| name.as_bytes() == &*item.name)
}

fn is_amount(item: &Item<'_>) -> bool {
    item.name.ends_with(b"_fee") || item.name.ends_with(b"_amount") || is_name(item, &["total_fee", "price"])
}

/// The amounts within `biz_content` and other JSON text too.
fn amounts(item: &Item<'_>, change: fn(&[u8]) -> Option<Vec<u8>>) -> Option<Vec<u8>> {
    if is_amount(item) {
        return change(&item.value);
    }
    let text = &*item.value;
    let before = b"_amount\":\"";
    let at = edit::find(text, before).filter(|_| text.starts_with(b"{"))? + before.len();
    let end = at + edit::find(&text[at..], b"\"")?;
    let changed = change(&text[at..end])?;
    Some([&text[..at], &changed, &text[end..]].concat())
}

fn words(item: &Item<'_>, pairs: &[(&str, &str)]) -> Option<Vec<u8>> {
    pairs.iter().find(|(from, _)| from.as_bytes() == &*item.value).map(|(_, to)| to.as_bytes().to_vec())
}

/// Cut at a length in bytes, at a character's boundary.
fn cut(material: &Material, item: &Item<'_>, length: usize) -> Option<Vec<u8>> {
    if item.value.len() <= length {
        return None;
    }
    text(material, item, |value| {
        let end = (0..=length.min(value.len())).rev().find(|end| value.is_char_boundary(*end)).unwrap_or(0);
        value[..end].to_owned()
    })
}

fn php_quotes(value: &[u8]) -> Vec<u8> {
    edit::replace_all(value, &[("\\", "\\\\"), ("\"", "\\\""), ("'", "\\'")])
}

fn quotes(value: &[u8]) -> Vec<u8> {
    edit::replace(value, b"\"", b"\\\"")
}

fn no_quotes(value: &[u8]) -> Vec<u8> {
    edit::replace_all(value, &[("\\\"", "\""), ("\\'", "'")])
}

mistakes! {
    "values-url-encoded" 3 On::FIELDS, "WX-SIGN-8 ALI-SIGN-5 ALI-PAR-3"
        [Value(|_, item| url(item, edit::COMPONENT)), "as JavaScript's encodeURIComponent does", "JavaScript encodeURIComponent";
         Value(|_, item| url(item, edit::JAVA)), "as Java's URLEncoder does", "Java URLEncoder";
         Value(|_, item| url(item, edit::PHP)), "as PHP's urlencode does", "PHP urlencode";
         Value(|_, item| url(item, edit::QUERY)), "as Go's QueryEscape or Python's quote_plus do", "Go QueryEscape、Python quote_plus";
         Value(|_, item| url(item, edit::RFC3986)), "by RFC 3986, with `%20`", "RFC 3986（空格为 %20）";
         Value(|_, item| url(item, edit::PATH)), "as Python's quote does, `/` left bare", "Python quote（保留 /）";
         Value(|_, item| url(item, edit::URI)), "as JavaScript's encodeURI does", "JavaScript encodeURI";
         Value(|_, item| url(item, edit::DOTNET)), "with lower-case digits, as .NET does", "十六进制小写（.NET UrlEncode）"]
        en "values were URL-encoded before signing"
        zh "参数值在签名前做了 URL 编码"
        mend "sign the raw values; URL-encode once, for transport only" zh "对原始值签名；只在传输时做一次 URL 编码";
    "values-url-encoded-twice" 22 On::FIELDS, "WX-SIGN-8 ALI-SIGN-5 ALI-PAR-3"
        [Value(|_, item| url_twice(item, edit::COMPONENT)), "by encodeURIComponent", "encodeURIComponent";
         Value(|_, item| url_twice(item, edit::JAVA)), "by URLEncoder", "URLEncoder";
         Value(|_, item| url_twice(item, edit::QUERY)), "by QueryEscape or quote_plus", "QueryEscape、quote_plus";
         Value(|_, item| url_twice(item, edit::PHP)), "by PHP's urlencode", "PHP urlencode";
         Value(|_, item| url_twice(item, edit::RFC3986)), "by RFC 3986", "RFC 3986"]
        en "values were URL-encoded twice before signing"
        zh "参数值在签名前做了两次 URL 编码"
        mend "sign the raw values; URL-encode once, for transport only" zh "对原始值签名；只在传输时做一次 URL 编码";
    "values-url-decoded" 6 On::FIELDS, "WX-SIGN-8 ALI-VER-2 ALI-NTF-2"
        [Value(|_, item| bytes(item, edit::percent_decode)), "`%XX` only", "仅 %XX";
         Value(|_, item| bytes(item, |value| edit::percent_decode(&edit::replace(value, b"+", b" ")))), "with `+` as a space", "+ 视为空格"]
        en "values were URL-decoded once more than the message has them"
        zh "参数值比报文多做了一次 URL 解码"
        mend "decode exactly once, when the form is read; frameworks have done it already" zh "只解码一次；Web 框架通常已经解码过了";
    "values-not-decoded" 5 On::ALI_FORM.and(On::WX_LINK), "ALI-VER-2 WX-NAT-4"
        [Value(raw)]
        en "values were taken as they stand on the wire, not decoded"
        zh "参数值没有解码，直接使用了传输中的编码形式"
        mend "split the form, decode each value once, then join" zh "先拆分表单，每个值解码一次，再拼接";
    "plus-as-space" 9 On::FIELDS, "ALI-NTF-2 ALI-AMB-1"
        [Value(|_, item| bytes(item, |value| edit::replace(value, b"+", b" ")))]
        en "a `+` in a value was taken for a space"
        zh "值中的 + 被当成了空格"
        mend "decode the form once: `%2B` is a plus, `+` a space" zh "表单只解码一次：%2B 是加号，+ 是空格";
    "space-as-plus" 10 On::FIELDS, "ALI-NTF-2 ALI-RET-6"
        [Value(|_, item| bytes(item, |value| edit::replace(value, b" ", b"+"))), "as `+`", "变为 +";
         Value(|_, item| bytes(item, |value| edit::replace(value, b" ", b"%20"))), "as `%20`", "变为 %20"]
        en "a space in a value stayed as it is written in a form"
        zh "值中的空格保留了表单中的写法"
        mend "decode the form before joining" zh "拼接之前应先解码表单";
    "plus-lost" 9 On::ALI_FORM.and(On::WX_LINK), "ALI-NTF-2 ALI-AMB-1 WX-NAT-4"
        [Value(plus_literal), "each `+` on the wire", "传输中的每个 +";
         OneValue(|_, item| nth_space(item, 0)), "the first space", "第一个空格";
         OneValue(|_, item| nth_space(item, 1)), "the second space", "第二个空格";
         OneValue(|_, item| nth_space(item, 2)), "the third space", "第三个空格";
         OneValue(|_, item| nth_space(item, 3)), "the fourth space", "第四个空格"]
        en "a `+` of the signed string stands as a space in the message: it was sent unencoded, or decoded twice"
        zh "签名时的 + 在报文中变成了空格：发送时没有编码，或被解码了两次"
        mend "encode `+` as `%2B` when sending, and decode the form exactly once" zh "发送时 + 应编码为 %2B，表单只解码一次";
    "values-html-escaped" 8 On::FIELDS, "WX-SIGN-8 ALI-AMB-9 ALI-TR-9"
        [Value(|_, item| html(item, &[("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&#39;")])), "with `&quot;` and `&#39;`", "含 &quot; 和 &#39;";
         Value(|_, item| html(item, &[("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&#039;")])), "as PHP's htmlspecialchars does", "PHP htmlspecialchars";
         Value(|_, item| html(item, &[("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;")])), "with `&quot;`", "含 &quot;";
         Value(|_, item| html(item, &[("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&#34;"), ("'", "&#39;")])), "as Go's html.EscapeString does", "Go html.EscapeString";
         Value(|_, item| html(item, &[("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&apos;")])), "with `&apos;`", "含 &apos;";
         Value(|_, item| html(item, &[("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")])), "`&`, `<` and `>` only", "仅 &、<、>";
         Value(|_, item| html(item, &[("\"", "&quot;")])), "quotes only", "仅双引号"]
        en "values were escaped for HTML or XML before signing"
        zh "参数值在签名前做了 HTML/XML 转义"
        mend "sign the plain values; escape only what is written into HTML or XML" zh "对未转义的值签名；只在输出 HTML/XML 时转义";
    "values-html-unescaped" 7 On::FIELDS, "ALI-AMB-9 WX-SIGN-8"
        [Value(|_, item| bytes(item, edit::html_unescape))]
        en "the message has HTML entities where the signed string has plain characters: a filter escaped the values"
        zh "报文中的值含有 HTML 实体（如 &quot;），而签名时是普通字符：值被过滤器转义过"
        mend "verify the values as they came, before any HTML filter sees them" zh "请在任何 HTML 过滤之前，用收到的原始值验签";
    "values-trimmed" 4 On::FIELDS, "WX-SIGN-30 ALI-VER-6"
        [Value(|material, item| text(material, item, |value| value.trim().to_owned()));
         Value(|material, item| text(material, item, |value| value.trim_end().to_owned())), "at the end", "末尾";
         Value(|material, item| text(material, item, |value| value.trim_start().to_owned())), "at the beginning", "开头";
         Value(|_, item| bytes(item, |value| value.trim_ascii().to_vec())), "ASCII white space only", "仅 ASCII 空白"]
        en "white space at the ends of values was cut off"
        zh "参数值首尾的空白被去掉了"
        mend "sign exactly what is sent; trim, if at all, before the message is made" zh "签名与发送的值必须完全一致；如需去空格，请在组装报文之前";
    "white-space-collapsed" 23 On::FIELDS, "WX-SIGN-30 ALI-SIGN-5"
        [Value(|material, item| text(material, item, edit::collapse)), "to one space", "合并为一个空格";
         Value(|material, item| text(material, item, |value| value.split_whitespace().collect::<Vec<_>>().join(" "))), "to one space, and trimmed", "合并为一个空格并去首尾";
         Value(|material, item| text(material, item, |value| value.split_whitespace().collect())), "removed everywhere", "全部去掉"]
        en "white space within values was collapsed or removed"
        zh "参数值中的空白被合并或去掉了"
        mend "leave values as they are" zh "请保留参数值原样";
    "unicode-nfc" 24 On::FIELDS, "WX-SIGN-8 ALI-SIGN-5"
        [Value(|material, item| text(material, item, edit::nfc)), "NFC", "NFC";
         Value(|material, item| text(material, item, edit::nfd)), "NFD", "NFD"]
        en "the text was normalised: the same characters, other bytes"
        zh "文本做了 Unicode 规范化：字符相同，字节不同"
        mend "sign the bytes that are sent" zh "请对实际发送的字节签名";
    "unicode-nfkc" 25 On::FIELDS, "WX-SIGN-8 ALI-SIGN-5"
        [Value(|material, item| text(material, item, edit::nfkc))]
        en "the text was normalised by compatibility (NFKC): full-width characters became ASCII"
        zh "文本做了 NFKC 规范化：全角字符变成了半角"
        mend "sign the bytes that are sent" zh "请对实际发送的字节签名";
    "invisible-characters" 11 On::FIELDS, "WX-SIGN-8 ALI-SIGN-5"
        [Value(|material, item| text(material, item, |value| value.chars().filter(|c| !edit::is_zero_width(*c)).collect())), "characters of no width removed", "去掉了零宽字符";
         Value(|material, item| text(material, item, |value| value.chars().map(|c| if edit::is_odd_space(c) { ' ' } else { c }).collect())), "odd spaces as plain ones", "特殊空格变为普通空格";
         Value(|material, item| text(material, item, |value| value.chars().filter(|c| !c.is_control()).collect())), "control characters removed", "去掉了控制字符"]
        en "the message has characters that cannot be seen, and the signed string has not"
        zh "报文中含有不可见字符，而签名时没有"
        mend "remove them where the value comes from, before signing" zh "请在值的来源处去掉不可见字符，再签名和发送";
    "line-ends" 12 On::FIELDS, "WX-AMB-8 ALI-SIGN-5"
        [Value(|_, item| bytes(item, |value| edit::replace(&edit::replace(value, b"\r\n", b"\n"), b"\n", b"\r\n"))), "CR LF for LF", "LF 变为 CRLF";
         Value(|_, item| bytes(item, |value| edit::replace(value, b"\r\n", b"\n"))), "LF for CR LF", "CRLF 变为 LF";
         Value(|_, item| bytes(item, |value| value.iter().copied().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect())), "none", "去掉";
         Value(|_, item| bytes(item, |value| edit::replace(value, b"\n", b" "))), "a space for LF", "LF 变为空格";
         Value(|_, item| bytes(item, |value| edit::replace(value, b"\n", b"\\n"))), "`\\n` as two characters", "\\n 两个字符"]
        en "line ends within values were other ones"
        zh "参数值中的换行符不同"
        mend "keep line ends out of values, or the same in both places; XML turns CR LF into LF" zh "值中不要有换行，或签名与发送保持一致；XML 解析会把 CRLF 变为 LF";
    "slashes-escaped" 13 On::ALL, "ALI-RSP-5 ALI-SIGN-5"
        [Value(|_, item| bytes(item, |value| edit::replace(&edit::replace(value, b"\\/", b"/"), b"/", b"\\/")))]
        en "each `/` stood as `\\/` in the signed string"
        zh "签名时 / 写成了 \\/"
        mend "sign the text that is sent; PHP's json_encode escapes slashes unless told not to" zh "对实际发送的文本签名；PHP json_encode 默认会转义 /";
    "slashes-unescaped" 13 On::ALL, "ALI-RSP-5 ALI-SIGN-5"
        [Value(|_, item| bytes(item, |value| edit::replace(value, b"\\/", b"/")))]
        en "`\\/` of the message stood as `/` in the signed string"
        zh "报文中的 \\/ 在签名时是 /"
        mend "take the text exactly as it is on the wire" zh "请使用与传输完全一致的文本";
    "quotes-escaped" 21 On::FIELDS, "ALI-AMB-10 WX-SIGN-41"
        [Value(|_, item| bytes(item, quotes)), "double quotes", "双引号";
         Value(|_, item| bytes(item, php_quotes)), "as PHP's addslashes does", "PHP addslashes";
         Value(|_, item| bytes(item, |value| edit::replace(value, b"\"", b"\\x22"))), "as `\\x22`, as nginx logs it", "写成 \\x22（nginx 日志）"]
        en "quotes stood behind a backslash in the signed string"
        zh "签名时引号前多了反斜杠"
        mend "sign the plain text; do not copy values from a log" zh "对原文签名；不要从日志中复制参数值";
    "quotes-unescaped" 19 On::FIELDS, "ALI-AMB-10 WX-SIGN-41"
        [Value(|_, item| bytes(item, no_quotes));
         Value(|_, item| bytes(item, |value| edit::replace(value, b"\\x22", b"\""))), "from `\\x22`", "由 \\x22"]
        en "the message has a backslash before its quotes, and the signed string has not"
        zh "报文中的引号带反斜杠，而签名时没有"
        mend "verify what came over the wire, not a copy from a log or a filter" zh "请对传输中的原始内容验签，不要使用日志或过滤后的内容";
    "unicode-escaped" 14 On::ALL, "ALI-AMB-20 WX-SIGN-8"
        [Value(|material, item| text(material, item, |value| edit::unicode_escape(value, false))), "lower-case digits", "小写";
         Value(|material, item| text(material, item, |value| edit::unicode_escape(value, true))), "upper-case digits", "大写"]
        en "characters beyond ASCII stood as `\\uXXXX` in the signed string"
        zh "签名时中文写成了 \\uXXXX"
        mend "sign the text that is sent" zh "请对实际发送的文本签名";
    "unicode-unescaped" 14 On::ALL, "ALI-AMB-20 WX-SIGN-8"
        [Value(|material, item| text(material, item, edit::unicode_unescape))]
        en "`\\uXXXX` of the message stood as characters in the signed string"
        zh "报文中的 \\uXXXX 在签名时是中文字符"
        mend "take the text exactly as it is on the wire" zh "请使用与传输完全一致的文本";
    "gbk-for-utf8" 4 On::ALL, "WX-SIGN-8 WX-SIGN-EX-5d ALI-SIGN-6 ALI-VER-4"
        [Value(|material, item| recode(material, item, edit::to_gbk).filter(|bytes| **bytes != *item.value))]
        en "the string was hashed as GBK where UTF-8 is meant"
        zh "字符串按 GBK 编码做了哈希，应为 UTF-8"
        mend "name the encoding where text becomes bytes: getBytes(\"UTF-8\"); Alipay: the message's `charset`" zh "转为字节时请指明编码：getBytes(\"UTF-8\")；支付宝以报文的 charset 为准";
    "utf8-for-gbk" 4 On::ALI, "ALI-SIGN-6 ALI-VER-4 ALI-TR-7"
        [Value(|material, item| recode(material, item, |value| Some(value.as_bytes().to_vec())).filter(|bytes| **bytes != *item.value))]
        en "the string was hashed as UTF-8 although `charset` says GBK"
        zh "报文的 charset 为 GBK，字符串却按 UTF-8 编码做了哈希"
        mend "encode in the message's charset, or keep the bytes as they came" zh "请按报文的 charset 编码，或保留收到的原始字节";
    "latin1-for-utf8" 9 On::ALL, "WX-SIGN-8 ALI-SIGN-6"
        [Value(|material, item| recode(material, item, |value| Some(edit::to_latin1(value)))), "Latin-1", "ISO-8859-1";
         Value(|material, item| recode(material, item, |value| Some(edit::to_ascii(value)))), "ASCII", "ASCII"]
        en "the string was hashed in Latin-1 or ASCII: characters that it lacks became `?`"
        zh "字符串按 ISO-8859-1/ASCII 编码做了哈希：中文变成了 ?"
        mend "name the encoding where text becomes bytes: UTF-8" zh "转为字节时请指明 UTF-8 编码";
    "read-in-wrong-charset" 8 On::ALL, "WX-SIGN-8 ALI-VER-4 ALI-AMB-2"
        [Value(|_, item| bytes(item, |value| if value.is_ascii() { value.to_vec() } else { edit::read_as_latin1(value) })), "as Latin-1", "当作 ISO-8859-1";
         Value(|_, item| bytes(item, |value| if value.is_ascii() { value.to_vec() } else { edit::read_as_gbk(value) })), "as GBK", "当作 GBK";
         Value(|_, item| bytes(item, edit::read_as_utf8)), "as UTF-8, with U+FFFD for what is none", "当作 UTF-8（无效字节变为 U+FFFD）"]
        en "the bytes were read in a wrong charset and written out as UTF-8 (mojibake)"
        zh "字节按错误的编码读入后又以 UTF-8 写出（乱码）"
        mend "read the body as bytes, and verify before anything is decoded" zh "请按字节读取请求体，先验签再解码";
    "astral-characters-lost" 26 On::ALL, "WX-SIGN-8 ALI-SIGN-5"
        [Value(|material, item| text(material, item, |value| value.chars().filter(|c| u32::from(*c) <= 0xffff).collect())), "removed", "被去掉";
         Value(|material, item| text(material, item, |value| value.chars().map(|c| if u32::from(c) <= 0xffff { c } else { '?' }).collect())), "as `?`", "变为 ?";
         Value(|material, item| text(material, item, |value| value.chars().map(|c| if u32::from(c) <= 0xffff { c.to_string() } else { "??".to_owned() }).collect())), "as `??`", "变为 ??";
         Value(|material, item| text(material, item, |value| value.chars().map(|c| if u32::from(c) <= 0xffff { c.to_string() } else { "????".to_owned() }).collect())), "as `????`", "变为 ????"]
        en "emoji and other characters above U+FFFF were lost, as in a database with three-byte UTF-8"
        zh "表情等 U+FFFF 以上的字符丢失了（如数据库使用三字节 utf8）"
        mend "sign what is sent; use utf8mb4 where values are stored" zh "对实际发送的内容签名；存储请使用 utf8mb4";
    "cdata-marks-kept" 6 On::XML, "WX-XML-3 WX-SIGN-8"
        [Value(|material, item| raw(material, item).filter(|raw| edit::find(raw, b"<![CDATA[").is_some()));
         Value(|_, item| bytes(item, |value| [b"<![CDATA[", value, b"]]>"].concat())), "on every value", "每个值"]
        en "`<![CDATA[` and `]]>` were taken as part of the value"
        zh "<![CDATA[ 和 ]]> 被当成了值的一部分"
        mend "sign the text that the XML parser gives; CDATA is only a marker" zh "请对 XML 解析后的文本签名；CDATA 只是标记";
    "entities-left-in" 7 On::XML, "WX-SIGN-8 WX-XML-3"
        [Value(|material, item| raw(material, item).filter(|raw| edit::find(raw, b"<![CDATA[").is_none()))]
        en "entities such as `&amp;` were left in the value"
        zh "值中的 &amp; 等实体没有还原"
        mend "sign the text that the XML parser gives" zh "请对 XML 解析后的文本签名";
    "amount-in-yuan" 9 On::WX, "WX-UO-7 WX-UO-40"
        [Value(|_, item| if is_amount(item) { edit::fen_to_yuan(&item.value) } else { None }), "with two decimals", "两位小数";
         Value(|_, item| if is_amount(item) { edit::fen_to_yuan(&item.value).and_then(|yuan| edit::float(&yuan, false)) } else { None }), "without trailing zeros", "不带末尾的 0"]
        en "the amount was signed in yuan and sent in fen"
        zh "金额签名时以元为单位，发送时以分为单位"
        mend "turn it into fen once, before signing" zh "请在签名之前把金额统一换算为分";
    "amount-in-fen" 12 On::ALI_FORM, "ALI-PAY-1"
        [Value(|_, item| amounts(item, edit::yuan_to_fen))]
        en "the amount was signed in fen and sent in yuan"
        zh "金额签名时以分为单位，发送时以元为单位"
        mend "Alipay's amounts are yuan with two decimals, in both places" zh "支付宝金额单位为元，保留两位小数，签名与发送一致";
    "amount-as-float" 16 On::FIELDS, "WX-UO-40 ALI-BIZ-2"
        [Value(|_, item| amounts(item, |value| edit::float(value, false)).filter(|changed| **changed != *item.value)), "`88.80` as `88.8`", "88.80 变为 88.8";
         Value(|_, item| amounts(item, |value| edit::float(value, true)).filter(|changed| **changed != *item.value)), "`88` as `88.0`", "88 变为 88.0";
         Value(|_, item| if is_amount(item) { bytes(item, |value| [value, b".00"].concat()) } else { None }), "`88` as `88.00`", "88 变为 88.00"]
        en "the amount was signed as a float prints it"
        zh "金额签名时是浮点数的文本形式"
        mend "amounts are text: WeChat Pay whole fen, Alipay two decimals" zh "金额按文本处理：微信支付为整数分，支付宝保留两位小数";
    "number-reformatted" 27 On::FIELDS, "WX-UO-43 WX-XML-6"
        [Value(|_, item| { let value = &item.value; (value.len() > 1 && value.starts_with(b"0") && value.iter().all(u8::is_ascii_digit)).then(|| {
            let zeros = value.iter().take_while(|byte| **byte == b'0').count().min(value.len() - 1); value[zeros..].to_vec() }) }), "without leading zeros", "去掉了前导 0";
         Value(|_, item| { let value = std::str::from_utf8(&item.value).ok()?; let number: f64 = (value.len() > 15 && value.bytes().all(|byte| byte.is_ascii_digit())).then(|| value.parse().ok())??;
            Some(format!("{number:.0}").into_bytes()).filter(|changed| **changed != *item.value) }), "through a double", "经过双精度浮点数";
         OneValue(|_, item| { let value = &item.value; (!value.is_empty() && value.len() < 12 && value.iter().all(u8::is_ascii_digit)).then(|| [b"0", &**value].concat()) }), "with a leading zero", "加了前导 0"]
        en "a value of digits went through a number type and came out otherwise"
        zh "数字形式的值经过数值类型后发生了变化"
        mend "keep numbers and ids as text" zh "数字和编号请按文本处理";
    "booleans-as-text" 28 On::FIELDS, "WX-SIGN-1 ALI-SIGN-5"
        [Value(|_, item| words(item, &[("true", "True"), ("false", "False"), ("True", "true"), ("False", "false")])), "with another first letter", "首字母大小写不同";
         Value(|_, item| words(item, &[("true", "1"), ("false", "0"), ("1", "true"), ("0", "false")])), "`1` and `true`", "1 与 true";
         Value(|_, item| words(item, &[("false", ""), ("true", "1")])), "`false` as nothing, as PHP has it", "false 变为空（PHP）"]
        en "a truth value was signed as other text"
        zh "布尔值签名时是另一种文本"
        mend "turn it into text once, before signing" zh "请在签名前统一转为文本";
    "time-reformatted" 20 On::FIELDS, "WX-UO-50 ALI-AMB-14"
        [Value(|_, item| edit::reformat_time(&item.value, false)), "with or without marks", "带或不带分隔符";
         Value(|_, item| edit::reformat_time(&item.value, true)), "with a `T`", "带 T"]
        en "a time was signed in another format than it is sent in"
        zh "时间签名时与发送时的格式不同"
        mend "format it once: WeChat Pay yyyyMMddHHmmss, Alipay yyyy-MM-dd HH:mm:ss" zh "只格式化一次：微信支付 yyyyMMddHHmmss，支付宝 yyyy-MM-dd HH:mm:ss";
    "value-cut-at-equals" 11 On::FIELDS, "ALI-NTF-3 WX-SIGN-33"
        [Value(|_, item| edit::find(&item.value, b"=").map(|at| item.value[..at].to_vec())), "at the first `=`", "在第一个 = 处";
         Value(|_, item| edit::find(&item.value, b"&").map(|at| item.value[..at].to_vec())), "at the first `&`", "在第一个 & 处"]
        en "a value was cut where it has a `=` or `&` itself: pairs were split everywhere"
        zh "值中含有 = 或 & 时被截断：按分隔符拆分时没有限制次数"
        mend "split at `&`, then at the first `=` only, and decode after that" zh "先按 & 拆分，再只在第一个 = 处拆分，然后解码";
    "value-cut" 29 On::FIELDS, "WX-UO-0"
        [Value(|material, item| cut(material, item, 32)), "at 32 bytes", "32 字节";
         Value(|material, item| cut(material, item, 64)), "at 64 bytes", "64 字节";
         Value(|material, item| cut(material, item, 127)), "at 127 bytes", "127 字节";
         Value(|material, item| cut(material, item, 128)), "at 128 bytes", "128 字节";
         Value(|material, item| cut(material, item, 255)), "at 255 bytes", "255 字节";
         Value(|material, item| cut(material, item, 256)), "at 256 bytes", "256 字节";
         OneValue(|material, item| text(material, item, |value| { let mut characters = value.chars(); characters.next_back(); characters.as_str().to_owned() })), "by its last character", "缺少最后一个字符"]
        en "a value was cut, as a database column does it"
        zh "值被截断了（如数据库字段长度不足）"
        mend "sign what is sent" zh "签名与发送的值必须一致";
    "value-in-other-case" 17 On::FIELDS, "ALI-AMB-3 WX-SIGN-12"
        [OneValue(|_, item| bytes(item, |value| value.to_ascii_lowercase())), "lower", "小写";
         OneValue(|_, item| bytes(item, |value| value.to_ascii_uppercase())), "upper", "大写";
         OneValue(|_, item| words(item, &[("utf-8", "utf8"), ("UTF-8", "utf8"), ("utf8", "utf-8"), ("UTF8", "utf-8")])), "`utf8` and `utf-8`", "utf8 与 utf-8";
         OneValue(|_, item| words(item, &[("utf-8", "GBK"), ("UTF-8", "GBK"), ("GBK", "utf-8"), ("gbk", "utf-8")])), "the other charset's name", "另一种字符集的名称"]
        en "a value was signed in other spelling than it is sent in"
        zh "值签名时与发送时的写法（大小写）不同"
        mend "the literal text is signed: `utf-8` and `UTF-8` are two values" zh "签名按字面文本计算：utf-8 与 UTF-8 是两个不同的值";
    "url-changed" 18 On::FIELDS, "ALI-PAR-2 WX-UO-9"
        [OneValue(|_, item| item.value.strip_prefix(b"https://").map(|rest| [b"http://", rest].concat())), "`http` for `https`", "https 变为 http";
         OneValue(|_, item| item.value.strip_prefix(b"http://").map(|rest| [b"https://", rest].concat())), "`https` for `http`", "http 变为 https";
         OneValue(|_, item| (edit::find(&item.value, b"://").is_some() && !item.value.ends_with(b"/")).then(|| [&*item.value, b"/"].concat())), "with a `/` at the end", "末尾多了 /";
         OneValue(|_, item| edit::find(&item.value, b"://").and(item.value.strip_suffix(b"/").map(<[u8]>::to_vec))), "without the `/` at the end", "末尾少了 /";
         OneValue(|_, item| edit::find(&item.value, b"://").and(edit::find(&item.value, b"?")).map(|at| item.value[..at].to_vec())), "without its query", "去掉了查询参数"]
        en "an address was signed in another form than it is sent in"
        zh "URL 签名时与发送时不同"
        mend "set the address once; a proxy or framework may have changed it in between" zh "URL 只设置一次；代理或框架可能在中途修改了它";
}
