//! Which text of an Alipay response is taken for the signed one.

use std::borrow::Cow;

use super::Act::Recipe;
use super::{On, mistakes};
use crate::explain::draft::Draft;
use crate::explain::edit::{self, JsonStyle, json_rewrite};

const COMPACT: JsonStyle =
    JsonStyle { space: "", indent: "", sorted: false, ascii: false, slashes: false, html: false };
const SPACED: JsonStyle = JsonStyle { space: " ", ..COMPACT };

fn node(draft: &mut Draft<'_>, change: impl Fn(&[u8]) -> Option<Vec<u8>>) {
    let changed = draft.node.as_deref().and_then(change);
    if let Some(changed) = changed {
        draft.node = Some(Cow::Owned(changed));
    }
}

fn rewrite(draft: &mut Draft<'_>, style: JsonStyle) {
    let charset = draft.material.charset;
    node(draft, |text| {
        let text = charset.decode(text).ok()?;
        charset.encode(&json_rewrite(&text, style)?).ok().map(|bytes| bytes.into_owned())
    });
}

/// The node with something of what stands around it.
fn around(draft: &mut Draft<'_>, take: impl Fn(&[u8], usize, usize) -> Option<Vec<u8>>) {
    let material = draft.material;
    if let Some(span) = &material.node
        && let Some(text) = take(&material.body, span.start, span.end)
    {
        draft.node = Some(Cow::Owned(text));
    }
}

/// By braces, without a look at strings.
fn braces(text: &[u8]) -> Option<Vec<u8>> {
    let mut depth = 0;
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(text[..=at].to_vec());
        }
    }
    None
}

mistakes! {
    "response-whole-body" 6 On::ALI_RESPONSE, "ALI-RSP-2"
        [Recipe(|draft| around(draft, |body, _, _| Some(body.trim_ascii().to_vec())));
         Recipe(|draft| { let name = draft.material.node_name.clone(); node(draft, |text| Some([b"{\"", name.as_bytes(), b"\":", text, b"}"].concat())) }), "without `sign`", "去掉 sign"]
        en "the whole body was taken for the signed text"
        zh "把整个响应体当成了待验签内容"
        mend "the signed text is the value of the `…_response` node, braces included" zh "待验签内容是 …_response 节点的值（含大括号）";
    "response-with-name" 8 On::ALI_RESPONSE, "ALI-RSP-2"
        [Recipe(|draft| { let name = draft.material.node_name.clone(); node(draft, |text| Some([b"\"", name.as_bytes(), b"\":", text].concat())) })]
        en "the node's name was taken with its value"
        zh "节点名和值一起参与了验签"
        mend "take the value alone" zh "只取节点的值";
    "response-braces-missing" 9 On::ALI_RESPONSE, "ALI-RSP-2 ALI-ENC-3"
        [Recipe(|draft| node(draft, |text| (text.len() > 1).then(|| text[1..text.len() - 1].to_vec())))]
        en "the node's braces (or, when encrypted, its quotes) were left off"
        zh "去掉了节点值两端的大括号（加密时为引号）"
        mend "both braces, or both quotes of an encrypted value, are signed" zh "两端的大括号（加密时的引号）都参与签名";
    "response-reserialised" 2 On::ALI_RESPONSE, "ALI-RSP-2"
        [Recipe(|draft| rewrite(draft, COMPACT)), "compact", "紧凑";
         Recipe(|draft| rewrite(draft, SPACED)), "with spaces, as Python does", "带空格（Python）";
         Recipe(|draft| rewrite(draft, JsonStyle { ascii: true, ..SPACED })), "with spaces and `\\uXXXX`, as Python does", "带空格并转义中文（Python 默认）";
         Recipe(|draft| rewrite(draft, JsonStyle { ascii: true, slashes: true, ..COMPACT })), "with `\\uXXXX` and `\\/`, as PHP does", "转义中文和 /（PHP 默认）";
         Recipe(|draft| rewrite(draft, JsonStyle { slashes: true, ..COMPACT })), "with `\\/`", "转义 /";
         Recipe(|draft| rewrite(draft, JsonStyle { ascii: true, ..COMPACT })), "with `\\uXXXX`", "转义中文";
         Recipe(|draft| rewrite(draft, JsonStyle { sorted: true, html: true, ..COMPACT })), "sorted, as Go's maps are", "按键名排序（Go map）";
         Recipe(|draft| rewrite(draft, JsonStyle { sorted: true, ..COMPACT })), "sorted by name", "按键名排序";
         Recipe(|draft| rewrite(draft, JsonStyle { indent: "  ", ..COMPACT })), "indented", "缩进"]
        en "the node was parsed and written anew"
        zh "节点解析后又重新序列化"
        mend "cut the node's exact text out of the body as it was received" zh "请从收到的原始响应体中截取节点的原文";
    "response-as-notification" 10 On::ALI_RESPONSE, "ALI-RSP-2 ALI-VER-1"
        [Recipe(|draft| draft.node = None)]
        en "the node's members were sorted and joined, as a notification's fields are"
        zh "节点内的字段按异步通知的规则排序拼接"
        mend "a response is signed over its JSON text" zh "同步响应签名的是 JSON 原文";
    "response-cut-at-sign" 12 On::ALI_RESPONSE, "ALI-RSP-4"
        [Recipe(|draft| node(draft, |text| edit::find(text, b",\"sign\":").map(|at| text[..at].to_vec())))]
        en "the node was cut at an inner member named `sign`"
        zh "节点在内部的 sign 字段处被截断"
        mend "find the end of the value by depth, not by the next `sign`" zh "请按括号层级确定结尾，而不是查找 sign";
    "response-cut-at-brace" 13 On::ALI_RESPONSE, "ALI-RSP-3 ALI-RSP-4"
        [Recipe(|draft| node(draft, braces));
         Recipe(|draft| node(draft, |text| edit::find(text, b"}").map(|at| text[..=at].to_vec()))), "at the first `}`", "在第一个 } 处"]
        en "the node was cut at a brace that stands within a text or an inner object"
        zh "节点在字符串内或内层对象的大括号处被截断"
        mend "count braces outside of strings only, and mind escaped quotes" zh "只统计字符串之外的大括号，并注意转义的引号";
    "response-white-space" 7 On::ALI_RESPONSE, "ALI-RSP-6"
        [Recipe(|draft| node(draft, |text| Some(text.iter().copied().filter(|byte| !matches!(byte, b'\r' | b'\n' | b'\t')).collect()))), "line ends removed", "去掉换行";
         Recipe(|draft| node(draft, |text| Some(edit::replace(text, b"\r\n", b"\n")))), "CR LF as LF", "CRLF 变为 LF";
         Recipe(|draft| node(draft, |text| Some(text.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect()))), "all removed", "全部去掉"]
        en "white space within the node was changed"
        zh "节点内的空白被改动了"
        mend "white space within the value is signed" zh "节点值内的空白也参与签名";
    "response-slashes" 4 On::ALI_RESPONSE, "ALI-RSP-5"
        [Recipe(|draft| node(draft, |text| Some(edit::replace(text, b"\\/", b"/")))), "`\\/` as `/`", "\\/ 变为 /";
         Recipe(|draft| node(draft, |text| Some(edit::replace(&edit::replace(text, b"\\/", b"/"), b"/", b"\\/")))), "`/` as `\\/`", "/ 变为 \\/"]
        en "slashes of the node were escaped or unescaped"
        zh "节点中的 / 被转义或反转义"
        mend "take the text exactly as it is on the wire" zh "请使用与传输完全一致的原文";
    "response-charset" 5 On::ALI_RESPONSE, "ALI-RSP-9"
        [Recipe(|draft| { let charset = draft.material.charset; node(draft, |text| edit::to_gbk(&charset.decode(text).ok()?)) }), "GBK for UTF-8", "UTF-8 变为 GBK";
         Recipe(|draft| { let charset = draft.material.charset; node(draft, |text| Some(charset.decode(text).ok()?.into_owned().into_bytes())) }), "UTF-8 for GBK", "GBK 变为 UTF-8";
         Recipe(|draft| node(draft, |text| Some(edit::read_as_latin1(text)))), "read as Latin-1", "当作 ISO-8859-1";
         Recipe(|draft| node(draft, |text| Some(edit::read_as_utf8(text)))), "read as UTF-8", "当作 UTF-8"]
        en "the body was decoded in another charset and encoded again"
        zh "响应体按其他字符集解码后又重新编码"
        mend "verify on the bytes as received; decode afterwards" zh "请先用原始字节验签，再解码";
    "response-unescaped" 11 On::ALI_RESPONSE, "ALI-RSP-2"
        [Recipe(|draft| { let charset = draft.material.charset; node(draft, |text| Some(edit::unicode_unescape(&charset.decode(text).ok()?).into_bytes())) }), "`\\uXXXX` as characters", "\\uXXXX 变为字符";
         Recipe(|draft| node(draft, |text| Some(edit::html_unescape(text)))), "HTML entities as characters", "HTML 实体变为字符";
         Recipe(|draft| node(draft, |text| Some(edit::replace(text, b"\\\"", b"\"")))), "escaped quotes as plain ones", "转义的引号变为普通引号"]
        en "escapes of the node were undone"
        zh "节点中的转义被还原了"
        mend "take the text exactly as it is on the wire" zh "请使用与传输完全一致的原文";
}
