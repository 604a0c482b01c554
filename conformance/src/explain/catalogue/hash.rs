//! What the string goes through on its way into the hash, and by which hash.

use super::Act::Recipe;
use super::{On, mistakes};
use crate::explain::draft::again;
use crate::explain::edit;

fn append_lf(text: &[u8]) -> Vec<u8> {
    [text, b"\n"].concat()
}
fn append_crlf(text: &[u8]) -> Vec<u8> {
    [text, b"\r\n"].concat()
}
fn append_space(text: &[u8]) -> Vec<u8> {
    [text, b" "].concat()
}
fn prepend_space(text: &[u8]) -> Vec<u8> {
    [b" ", text].concat()
}
fn append_nul(text: &[u8]) -> Vec<u8> {
    [text, b"\0"].concat()
}
fn bom(text: &[u8]) -> Vec<u8> {
    [b"\xef\xbb\xbf", text].concat()
}
fn lower(text: &[u8]) -> Vec<u8> {
    text.to_ascii_lowercase()
}
fn upper(text: &[u8]) -> Vec<u8> {
    text.to_ascii_uppercase()
}
fn url_java(text: &[u8]) -> Vec<u8> {
    edit::percent_encode(text, edit::JAVA)
}
fn url_component(text: &[u8]) -> Vec<u8> {
    edit::percent_encode(text, edit::COMPONENT)
}
fn url_uri(text: &[u8]) -> Vec<u8> {
    edit::percent_encode(text, edit::URI)
}
fn url_rfc(text: &[u8]) -> Vec<u8> {
    edit::percent_encode(text, edit::RFC3986)
}
fn url_decode(text: &[u8]) -> Vec<u8> {
    edit::percent_decode(text)
}
fn url_decode_plus(text: &[u8]) -> Vec<u8> {
    edit::percent_decode(&edit::replace(text, b"+", b" "))
}
fn base64(text: &[u8]) -> Vec<u8> {
    again::base64(text)
}
fn trim(text: &[u8]) -> Vec<u8> {
    text.trim_ascii().to_vec()
}
fn no_space(text: &[u8]) -> Vec<u8> {
    text.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect()
}
fn utf16_le(text: &[u8]) -> Vec<u8> {
    String::from_utf8_lossy(text).encode_utf16().flat_map(u16::to_le_bytes).collect()
}
fn utf16_be(text: &[u8]) -> Vec<u8> {
    String::from_utf8_lossy(text).encode_utf16().flat_map(u16::to_be_bytes).collect()
}
fn quoted(text: &[u8]) -> Vec<u8> {
    [b"\"", text, b"\""].concat()
}

mistakes! {
    "md5-for-hmac" 1 On::WX, "WX-SIGN-12 WX-JS-6" []
        en "MD5 was used although the message says HMAC-SHA256"
        zh "报文声明 HMAC-SHA256，却用 MD5 签名"
        mend "sign with the algorithm that `sign_type` (`signType`) names" zh "请使用 sign_type（signType）声明的算法签名";
    "hmac-for-md5" 1 On::WX, "WX-SIGN-12 WX-JS-6 WX-NAT-4" []
        en "HMAC-SHA256 was used where MD5 is meant: `sign_type` says so, or is not there"
        zh "应使用 MD5（sign_type 为 MD5 或未发送），却用了 HMAC-SHA256"
        mend "send `sign_type` as HMAC-SHA256, or sign with MD5" zh "请发送 sign_type=HMAC-SHA256，或改用 MD5 签名";
    "sha256-for-hmac" 2 On::WX, "WX-SIGN-7" []
        en "plain SHA-256 was used in place of HMAC-SHA256"
        zh "使用了普通 SHA-256 而不是 HMAC-SHA256"
        mend "HMAC-SHA256 takes the API key as its key" zh "HMAC-SHA256 需要以 API 密钥作为密钥";
    "other-hash" 8 On::ALL, "WX-SIGN-6 WX-SIGN-7 ALI-SIGN-7" []
        en "a hash was used that this signature does not know"
        zh "使用了该签名方式不支持的哈希算法"
        mend "WeChat Pay: MD5 or HMAC-SHA256; Alipay: SHA-256 (RSA2) or SHA-1 (RSA)" zh "微信支付：MD5 或 HMAC-SHA256；支付宝：SHA-256（RSA2）或 SHA-1(RSA)";
    "sha1-for-sha256" 1 On::ALI, "ALI-SIGN-7" []
        en "SHA-1 was signed although the signature type is RSA2"
        zh "签名类型为 RSA2，却使用了 SHA-1(SHA1WithRSA)"
        mend "RSA2 is SHA256WithRSA" zh "RSA2 应使用 SHA256WithRSA";
    "sha256-for-sha1" 1 On::ALI, "ALI-SIGN-7" []
        en "SHA-256 was signed although the signature type is RSA"
        zh "签名类型为 RSA，却使用了 SHA-256(SHA256WithRSA)"
        mend "send `sign_type` as RSA2, or sign by SHA-1" zh "请将 sign_type 设为 RSA2，或使用 SHA1WithRSA";
    "hashed-twice" 12 On::ALL, "WX-SIGN-6 ALI-SIGN-7"
        [Recipe(|draft| draft.again = Some(again::hex_lower)), "over lower-case hexadecimal", "对小写十六进制结果";
         Recipe(|draft| draft.again = Some(again::hex_upper)), "over upper-case hexadecimal", "对大写十六进制结果";
         Recipe(|draft| draft.again = Some(again::raw)), "over the raw hash", "对原始哈希值";
         Recipe(|draft| draft.again = Some(again::base64)), "over Base64", "对 Base64 结果"]
        en "the string was hashed, and the hash was hashed again"
        zh "对字符串做了两次哈希"
        mend "hash once: with RSA the signing function hashes by itself" zh "只哈希一次；RSA 签名函数内部已包含哈希";
    "line-end-appended" 6 On::ALL, "WX-SIGN-5 ALI-SIGN-5"
        [Recipe(|draft| draft.final_edits.push(append_lf)), "LF", "换行（LF）";
         Recipe(|draft| draft.final_edits.push(append_crlf)), "CR LF", "回车换行（CRLF）";
         Recipe(|draft| draft.final_edits.push(append_space)), "a space", "空格";
         Recipe(|draft| draft.final_edits.push(append_nul)), "a NUL", "NUL 字节";
         Recipe(|draft| draft.final_edits.push(prepend_space)), "a space in front", "开头的空格"]
        en "white space at the end of the string was hashed too, as `echo` adds it"
        zh "待签名字符串末尾多了空白（例如 echo 自动添加的换行）"
        mend "hash the exact string; use `printf` or `echo -n`" zh "请对精确的字符串做哈希；命令行用 printf 或 echo -n";
    "bom-prepended" 15 On::ALL, "WX-SIGN-8 ALI-SIGN-6"
        [Recipe(|draft| draft.final_edits.push(bom))]
        en "a byte order mark stood before the string"
        zh "待签名字符串前有 BOM(EF BB BF)"
        mend "encode as UTF-8 without BOM" zh "请使用无 BOM 的 UTF-8 编码";
    "string-lower-cased" 14 On::ALL, "WX-SIGN-2 ALI-SIGN-5"
        [Recipe(|draft| draft.text_edits.push(lower)), "before the key", "拼接密钥之前";
         Recipe(|draft| draft.final_edits.push(lower)), "with the key", "包括密钥"]
        en "the whole string was turned into lower case before it was hashed"
        zh "哈希之前整个字符串被转成了小写"
        mend "hash it as it is; only the result is upper case" zh "请直接哈希；只有签名结果才转为大写";
    "string-upper-cased" 13 On::ALL, "WX-SIGN-2 WX-SIGN-6 ALI-SIGN-5"
        [Recipe(|draft| draft.text_edits.push(upper)), "before the key", "拼接密钥之前";
         Recipe(|draft| draft.final_edits.push(upper)), "with the key", "包括密钥"]
        en "the whole string was turned into upper case before it was hashed"
        zh "哈希之前整个字符串被转成了大写"
        mend "hash first, then turn the result into upper case" zh "先哈希，再把结果转为大写";
    "string-url-encoded" 11 On::FIELDS, "WX-SIGN-8 ALI-SIGN-5"
        [Recipe(|draft| draft.text_edits.push(url_java)), "with `+` for a space", "空格编码为 +";
         Recipe(|draft| draft.text_edits.push(url_component)), "as encodeURIComponent does", "encodeURIComponent";
         Recipe(|draft| draft.text_edits.push(url_uri)), "as encodeURI does", "encodeURI";
         Recipe(|draft| draft.final_edits.push(url_java)), "with the key, `+` for a space", "包括密钥，空格编码为 +";
         Recipe(|draft| draft.final_edits.push(url_component)), "with the key, as encodeURIComponent does", "包括密钥，encodeURIComponent";
         Recipe(|draft| draft.text_edits.push(url_rfc)), "with `%20` for a space", "空格编码为 %20"]
        en "the joined string as a whole was URL-encoded"
        zh "拼接后的整个字符串做了 URL 编码"
        mend "sign the plain string; encode the values only for transport" zh "对未编码的字符串签名；只在传输时编码";
    "string-url-decoded" 17 On::FIELDS, "WX-SIGN-8 ALI-VER-2"
        [Recipe(|draft| draft.text_edits.push(url_decode));
         Recipe(|draft| draft.text_edits.push(url_decode_plus)), "with `+` as a space", "+ 视为空格"]
        en "the joined string as a whole was URL-decoded once more"
        zh "拼接后的整个字符串又做了一次 URL 解码"
        mend "decode each value once, before joining" zh "每个值只解码一次，且在拼接之前";
    "string-base64" 27 On::ALL, "WX-SIGN-6 ALI-SIGN-5"
        [Recipe(|draft| draft.final_edits.push(base64))]
        en "the Base64 of the string was hashed"
        zh "哈希的是字符串的 Base64"
        mend "hash the string itself" zh "请直接对字符串做哈希";
    "string-trimmed" 19 On::ALL, "WX-SIGN-30 ALI-VER-6"
        [Recipe(|draft| draft.text_edits.push(trim)), "at both ends", "首尾";
         Recipe(|draft| draft.text_edits.push(no_space)), "everywhere", "全部"]
        en "white space was removed from the joined string"
        zh "去掉了待签名字符串中的空白"
        mend "leave values as they are" zh "请保留参数值原样";
    "string-utf16" 30 On::ALL, "WX-SIGN-8 ALI-SIGN-6"
        [Recipe(|draft| draft.final_edits.push(utf16_le)), "little-endian (.NET's `Encoding.Unicode`)", "小端（.NET 的 Encoding.Unicode）";
         Recipe(|draft| draft.final_edits.push(utf16_be)), "big-endian", "大端"]
        en "the string was encoded in UTF-16"
        zh "字符串按 UTF-16 编码后做了哈希"
        mend "encode in UTF-8 (Alipay: in the message's charset)" zh "请使用 UTF-8 编码（支付宝：使用报文的 charset）";
    "string-quoted" 31 On::ALL, "WX-SIGN-5 ALI-SIGN-5"
        [Recipe(|draft| draft.final_edits.push(quoted))]
        en "quotes stood around the string, as when it is turned into JSON"
        zh "待签名字符串两端多了引号（如 JSON 序列化后的字符串）"
        mend "hash the string without quotes" zh "请对不带引号的字符串做哈希";
}
