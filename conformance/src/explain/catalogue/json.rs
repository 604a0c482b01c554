//! JSON text that was written anew between signing and sending.

use super::Act::Value;
use super::{On, mistakes};
use crate::explain::draft::Item;
use crate::explain::edit::{JsonStyle, json_rewrite, json_unquote_numbers};
use crate::explain::read::Material;

const COMPACT: JsonStyle =
    JsonStyle { space: "", indent: "", sorted: false, ascii: false, slashes: false, html: false };
const SPACED: JsonStyle = JsonStyle { space: " ", ..COMPACT };

fn rewrite(material: &Material, item: &Item<'_>, style: JsonStyle) -> Option<Vec<u8>> {
    if !item.value.starts_with(b"{") && !item.value.starts_with(b"[") {
        return None;
    }
    let text = material.charset.decode(&item.value).ok()?;
    material.charset.encode(&json_rewrite(&text, style)?).ok().map(|bytes| bytes.into_owned())
}

fn unquote(material: &Material, item: &Item<'_>) -> Option<Vec<u8>> {
    let text = material.charset.decode(&item.value).ok()?;
    material.charset.encode(&json_unquote_numbers(&text)?).ok().map(|bytes| bytes.into_owned())
}

mistakes! {
    "json-spaces" 7 On::FIELDS, "ALI-SIGN-5 ALI-AMB-20 WX-XML-2"
        [Value(|material, item| rewrite(material, item, COMPACT)), "without spaces", "不带空格";
         Value(|material, item| rewrite(material, item, SPACED)), "with a space after `,` and `:`, as Python's json.dumps does", "逗号和冒号后有空格（Python json.dumps）";
         Value(|material, item| rewrite(material, item, JsonStyle { indent: "  ", ..COMPACT })), "indented by two spaces", "缩进 2 个空格";
         Value(|material, item| rewrite(material, item, JsonStyle { indent: "    ", ..COMPACT })), "indented by four spaces", "缩进 4 个空格";
         Value(|material, item| rewrite(material, item, JsonStyle { indent: "\t", ..COMPACT })), "indented by tabs", "以制表符缩进"]
        en "the JSON text was signed with other white space than it is sent with"
        zh "JSON 文本签名时与发送时的空白不同"
        mend "turn it into text once, sign that text and send that text" zh "JSON 只序列化一次，签名与发送用同一个字符串";
    "json-key-order" 9 On::FIELDS, "ALI-SIGN-5 ALI-AMB-20 WX-XML-2"
        [Value(|material, item| rewrite(material, item, JsonStyle { sorted: true, ..COMPACT })), "sorted by name", "按键名排序";
         Value(|material, item| rewrite(material, item, JsonStyle { sorted: true, ..SPACED })), "sorted by name, with spaces", "按键名排序并带空格"]
        en "the JSON text was signed with its members in another order"
        zh "JSON 文本签名时的键顺序与发送时不同"
        mend "turn it into text once, sign that text and send that text" zh "JSON 只序列化一次，签名与发送用同一个字符串";
    "json-unicode-escapes" 8 On::FIELDS, "ALI-SIGN-5 ALI-AMB-20 WX-XML-2"
        [Value(|material, item| rewrite(material, item, JsonStyle { ascii: true, ..COMPACT })), "compact", "紧凑";
         Value(|material, item| rewrite(material, item, JsonStyle { ascii: true, ..SPACED })), "with spaces, as Python's json.dumps does", "带空格（Python json.dumps 默认）";
         Value(|material, item| rewrite(material, item, JsonStyle { ascii: true, slashes: true, ..COMPACT })), "and `\\/`, as PHP's json_encode does", "且 / 转义为 \\/（PHP json_encode 默认）";
         Value(|material, item| rewrite(material, item, JsonStyle { ascii: true, sorted: true, ..COMPACT })), "sorted by name", "按键名排序";
         Value(|material, item| rewrite(material, item, JsonStyle { ascii: true, sorted: true, ..SPACED })), "sorted by name, with spaces", "按键名排序并带空格"]
        en "the JSON text was signed with `\\uXXXX` for characters that are sent as they are"
        zh "JSON 文本签名时中文被转成了 \\uXXXX，发送时没有"
        mend "turn it into text once, sign that text and send that text" zh "JSON 只序列化一次，签名与发送用同一个字符串";
    "json-html-escapes" 18 On::FIELDS, "ALI-SIGN-5 WX-XML-2"
        [Value(|material, item| rewrite(material, item, JsonStyle { html: true, ..COMPACT }));
         Value(|material, item| rewrite(material, item, JsonStyle { html: true, sorted: true, ..COMPACT })), "sorted by name, as Go's maps are", "按键名排序（Go 的 map）"]
        en "the JSON text was signed with `\\u003c`, `\\u003e`, `\\u0026`, as Go's encoding/json writes them"
        zh "JSON 文本签名时 <、>、& 被转成了 \\u003c、\\u003e、\\u0026（Go encoding/json 默认）"
        mend "turn it into text once; SetEscapeHTML(false) keeps them plain" zh "JSON 只序列化一次；Go 可用 SetEscapeHTML(false)";
    "json-slashes-escaped" 10 On::FIELDS, "ALI-SIGN-5 ALI-AMB-20"
        [Value(|material, item| rewrite(material, item, JsonStyle { slashes: true, ..COMPACT }))]
        en "the JSON text was signed with `\\/` for `/`"
        zh "JSON 文本签名时 / 被转义为 \\/"
        mend "turn it into text once; in PHP use JSON_UNESCAPED_SLASHES for both or neither" zh "JSON 只序列化一次；PHP 的 JSON_UNESCAPED_SLASHES 前后要一致";
    "json-numbers-unquoted" 20 On::FIELDS, "ALI-PAY-2 ALI-SIGN-5"
        [Value(unquote)]
        en "the JSON text was signed with bare numbers where it is sent with texts"
        zh "JSON 文本签名时数值没有加引号，发送时加了引号"
        mend "make amounts texts before the JSON is written, once" zh "金额请先转为字符串，再序列化一次";
}
