//! Which fields take part.

use std::borrow::Cow;

use super::Act::{Each, Recipe, Select};
use super::{On, mistakes};
use crate::explain::draft::Draft;

fn is_sign(name: &[u8]) -> bool {
    matches!(name, b"sign" | b"paySign")
}

fn is_sign_type(name: &[u8]) -> bool {
    matches!(name, b"sign_type" | b"signType")
}

fn drop_where(draft: &mut Draft<'_>, which: impl Fn(&[u8], &[u8]) -> bool) {
    draft.taken().filter(|item| which(&item.name, &item.value)).for_each(|item| item.taken = false);
}

fn keep_empty(draft: &mut Draft<'_>) {
    let items = draft.items.iter_mut();
    items.filter(|item| item.value.is_empty() && !is_sign(&item.name)).for_each(|item| item.taken = true);
}

fn sign_type(draft: &mut Draft<'_>, taken: bool) {
    draft.items.iter_mut().filter(|item| is_sign_type(&item.name)).for_each(|item| item.taken = taken);
}

/// The signature field takes part with the value that it had before there was a signature.
fn keep_sign(draft: &mut Draft<'_>, value: &'static str) {
    let name = draft.material.kind.sign_field();
    match draft.item(name) {
        Some(item) => (item.value, item.taken) = (Cow::Borrowed(value.as_bytes()), true),
        None => draft.add(name, value),
    }
}

/// Adds a field unless there is one of that name that takes part.
fn add(draft: &mut Draft<'_>, name: &'static str, value: &'static str) {
    match draft.item(name) {
        Some(item) if item.taken && !item.value.is_empty() => {}
        Some(item) => (item.value, item.taken) = (Cow::Borrowed(value.as_bytes()), true),
        None => draft.add(name, value),
    }
}

/// Empty values of the message become `text`.
fn empty_as(draft: &mut Draft<'_>, text: &'static str) {
    let empty = draft.items.iter_mut().filter(|item| item.value.is_empty() && !is_sign(&item.name));
    empty.for_each(|item| (item.value, item.taken) = (Cow::Borrowed(text.as_bytes()), true));
}

/// The members of `biz_content` stand among the parameters, in its place.
fn flatten(draft: &mut Draft<'_>) {
    let Some(item) = draft.item("biz_content").filter(|item| item.taken) else { return };
    let Ok(serde_json::Value::Object(members)) = serde_json::from_slice(&item.value) else { return };
    item.taken = false;
    for (name, value) in members {
        let text = match value {
            serde_json::Value::String(text) => text,
            other => other.to_string(),
        };
        draft.items.push(crate::explain::draft::Item {
            part: None,
            name: Cow::Owned(name.into_bytes()),
            value: Cow::Owned(text.into_bytes()),
            taken: true,
        });
    }
}

/// Of a repeated name, only the first or the last takes part, or the values are joined.
fn repeats(draft: &mut Draft<'_>, last: bool, join: Option<&[u8]>) {
    for at in 0..draft.items.len() {
        if !draft.items[at].taken {
            continue;
        }
        let later: Vec<usize> =
            (at + 1..draft.items.len()).filter(|n| draft.items[*n].name == draft.items[at].name).collect();
        for &n in &later {
            let value = draft.items[n].value.clone();
            draft.items[n].taken = false;
            match join {
                Some(mark) => draft.items[at].value = Cow::Owned([&draft.items[at].value, mark, &value].concat()),
                None if last => draft.items[at].value = value,
                None => {}
            }
        }
    }
}

fn has_index(name: &[u8]) -> bool {
    name.iter()
        .rposition(|byte| *byte == b'_')
        .is_some_and(|at| at + 1 < name.len() && name[at + 1..].iter().all(u8::is_ascii_digit))
}

mistakes! {
    "empty-values-kept" 5 On::WX.and(On::ALI_REQUEST), "WX-SIGN-3 ALI-SIGN-3"
        [Select(keep_empty)]
        en "fields with an empty value took part, as `name=`"
        zh "空值字段参与了签名（以 name= 的形式）"
        mend "leave out every field whose value is empty before joining" zh "拼接前请去掉值为空的参数";
    "empty-values-dropped" 8 On::ALI_INBOUND, "ALI-VER-5"
        [Select(|draft| drop_where(draft, |_, value| value.is_empty()))]
        en "fields with an empty value were left out; most official code keeps them in a notification"
        zh "空值字段没有参与签名；官方 SDK 验证异步通知时大多保留空值"
        mend "accept both readings of an empty value, each as a whole" zh "空值保留与去除两种方式都应尝试验签";
    "sign-kept" 6 On::FIELDS, "WX-SIGN-4 ALI-SIGN-2 ALI-VER-1"
        [Recipe(|draft| keep_sign(draft, "")), "as `sign=`", "以 sign= 的形式";
         Recipe(|draft| keep_sign(draft, "null")), "as `sign=null`", "以 sign=null 的形式"]
        en "the signature field itself took part, before it had a value"
        zh "签名字段 sign 本身参与了签名（当时还没有值）"
        mend "leave `sign` out of the string, whatever its value" zh "待签名字符串中不应包含 sign";
    "sign-type-dropped" 3 On::XML.and(On::WX_JSAPI).and(On::ALI_REQUEST), "WX-SIGN-4 WX-JS-2 ALI-SIGN-2"
        [Select(|draft| sign_type(draft, false))]
        en "the field that names the algorithm was sent but did not take part"
        zh "sign_type（signType）已发送但没有参与签名"
        mend "sign it like every other field; only `sign` is left out" zh "它和其他参数一样参与签名，只有 sign 不参与";
    "sign-type-kept" 3 On::ALI_INBOUND, "ALI-VER-1 ALI-VER-9"
        [Select(|draft| sign_type(draft, true))]
        en "`sign_type` took part, as it does in a request; a notification and a return leave it out"
        zh "sign_type 参与了签名（请求的规则）；验证异步通知和同步返回时应去掉 sign_type"
        mend "remove `sign` and `sign_type` before verifying a notification" zh "验签前请去掉 sign 和 sign_type 两个参数";
    "sign-type-not-sent" 7 On::XML.and(On::WX_LINK).and(On::WX_JSAPI).and(On::ALI_FORM), "WX-SIGN-4 WX-SIGN-12 ALI-SIGN-2"
        [Recipe(|draft| { let name = sign_type_name(draft); add(draft, name, "MD5") }), "MD5", "MD5";
         Recipe(|draft| { let name = sign_type_name(draft); add(draft, name, "HMAC-SHA256") }), "HMAC-SHA256", "HMAC-SHA256";
         Recipe(|draft| { let name = sign_type_name(draft); add(draft, name, "RSA2") }), "RSA2", "RSA2";
         Recipe(|draft| { let name = sign_type_name(draft); add(draft, name, "RSA") }), "RSA", "RSA"]
        en "the field that names the algorithm took part but is not in the message"
        zh "sign_type（signType）参与了签名，但报文中没有发送"
        mend "send exactly the fields that were signed" zh "参与签名的参数必须与发送的参数一致";
    "sign-type-value-other" 12 On::XML.and(On::WX_JSAPI).and(On::ALI_REQUEST), "WX-SIGN-12 ALI-SIGN-2 ALI-AMB-7"
        [Recipe(|draft| set_sign_type(draft, "MD5")), "MD5", "MD5";
         Recipe(|draft| set_sign_type(draft, "md5")), "md5", "md5";
         Recipe(|draft| set_sign_type(draft, "HMAC-SHA256")), "HMAC-SHA256", "HMAC-SHA256";
         Recipe(|draft| set_sign_type(draft, "HMACSHA256")), "HMACSHA256", "HMACSHA256";
         Recipe(|draft| set_sign_type(draft, "RSA2")), "RSA2", "RSA2";
         Recipe(|draft| set_sign_type(draft, "RSA")), "RSA", "RSA";
         Recipe(|draft| set_sign_type(draft, "rsa2")), "rsa2", "rsa2";
         Recipe(|draft| set_sign_type(draft, "RSA256")), "RSA256", "RSA256"]
        en "the field that names the algorithm had another value when it was signed than it has in the message"
        zh "签名时 sign_type（signType）的值与报文中的值不同"
        mend "set it once, before signing, and send it unchanged" zh "请在签名前确定其值，之后不要再改";
    "field-left-out" 30 On::FIELDS, "WX-SIGN-1 WX-SIGN-9 ALI-SIGN-1 ALI-NTF-1"
        [Each(|draft, at| draft.items[at].taken = false)]
        en "a field did not take part: it was added after signing, or the signer did not know it"
        zh "有参数没有参与签名：签名之后才加入，或签名程序不认识该参数"
        mend "sign all fields that are sent, and verify over all fields that came, unknown ones too" zh "发送的全部参数都要参与签名；验签时收到的全部参数（包括未知参数）都要参与";
    "zero-dropped" 20 On::FIELDS, "WX-SIGN-32 ALI-SIGN-3"
        [Select(|draft| drop_where(draft, |_, value| value == b"0")), "only `0`", "仅 0";
         Select(|draft| drop_where(draft, |_, value| !value.is_empty() && value.iter().all(|byte| matches!(byte, b'0' | b'.')))), "`0` and `0.00`", "0 及 0.00";
         Select(|draft| drop_where(draft, |_, value| value == b"0" || value == b"false")), "`0` and `false`", "0 及 false";
         Select(|draft| drop_where(draft, |_, value| value == b"0" || value.is_empty())), "`0` and empty ones", "0 及空值"]
        en "a value of zero was taken for empty and left out"
        zh "值为 0 的参数被当作空值去掉了"
        mend "only the empty text is empty; test for it, not for truth" zh "只有空字符串才算空值，不要用真假判断";
    "white-space-dropped" 24 On::FIELDS, "WX-SIGN-31 ALI-SIGN-11"
        [Select(|draft| drop_where(draft, |_, value| value.trim_ascii().is_empty()))]
        en "a value of white space alone was taken for empty and left out"
        zh "只含空白的值被当作空值去掉了"
        mend "do not trim before testing for emptiness" zh "判断空值前不要去空格";
    "at-values-dropped" 34 On::FIELDS, "ALI-SIGN-13"
        [Select(|draft| drop_where(draft, |_, value| value.starts_with(b"@")))]
        en "values that begin with `@` were left out, as for a file upload of old PHP"
        zh "以 @ 开头的值被去掉了（旧版 PHP 文件上传的遗留判断）"
        mend "sign every value; update the SDK" zh "所有值都应参与签名；请升级 SDK";
    "structured-values-dropped" 22 On::FIELDS, "WX-SIGN-39 WX-XML-2 ALI-SIGN-5"
        [Select(|draft| drop_where(draft, |_, value| value.starts_with(b"{") || value.starts_with(b"[")));
         Select(|draft| drop_where(draft, |_, value| value.starts_with(b"["))), "lists only", "仅列表"]
        en "values that are JSON were left out, as an array is skipped that was not yet text"
        zh "JSON 值没有参与签名（当时还是数组/对象，被跳过了）"
        mend "turn structured values into text first, then sign exactly that text" zh "先把结构化的值转成字符串，再对该字符串签名";
    "biz-content-flattened" 21 On::ALI_REQUEST, "ALI-SIGN-5 ALI-TR-2"
        [Recipe(flatten)]
        en "the members of `biz_content` were sorted in among the parameters"
        zh "biz_content 内的字段被拆开，与公共参数一起排序"
        mend "`biz_content` takes part as one parameter: its JSON text" zh "biz_content 应作为一个参数（JSON 字符串）参与签名";
    "index-fields-dropped" 18 On::WX_INBOUND, "WX-SIGN-9 WX-XML-7"
        [Select(|draft| drop_where(draft, |name, _| has_index(name))), "those with an index", "带下标的字段";
         Select(|draft| drop_where(draft, |name, _| name.starts_with(b"coupon_"))), "all coupon fields", "全部代金券字段"]
        en "coupon fields did not take part: the verifier knows only a fixed list of fields"
        zh "代金券字段（coupon_…）没有参与签名：验签程序只认识固定字段"
        mend "verify over all fields that came, not over those of a class" zh "请对收到的全部字段验签，而不是实体类里的字段";
    "cert-sn-dropped" 19 On::ALI_REQUEST, "ALI-KEY-5"
        [Select(|draft| drop_where(draft, |name, _| name.ends_with(b"_cert_sn")))]
        en "`app_cert_sn` and `alipay_root_cert_sn` were sent but did not take part"
        zh "app_cert_sn、alipay_root_cert_sn 已发送但没有参与签名"
        mend "add them before signing" zh "请在签名前加入这两个参数";
    "transport-fields-dropped" 28 On::ALI_REQUEST, "ALI-SIGN-1 ALI-PAR-1"
        [Select(|draft| drop_where(draft, |name, _| matches!(name, b"notify_url" | b"return_url"))), "`notify_url` and `return_url`", "notify_url 和 return_url";
         Select(|draft| drop_where(draft, |name, _| matches!(name, b"charset" | b"format" | b"version"))), "`charset`, `format` and `version`", "charset、format 和 version";
         Select(|draft| drop_where(draft, |name, _| name == b"sign_type" || name == b"charset")), "`sign_type` and `charset`", "sign_type 和 charset"]
        en "common parameters did not take part"
        zh "部分公共参数没有参与签名"
        mend "every parameter that is sent takes part, but `sign`" zh "除 sign 外，发送的所有参数都要参与签名";
    "notification-rule-for-request" 11 On::ALI_REQUEST, "ALI-SIGN-2 ALI-VER-1"
        [Select(|draft| { keep_empty(draft); sign_type(draft, false) })]
        en "the request was signed by the rule for notifications: without `sign_type`, with empty values"
        zh "请求按异步通知的规则签名：去掉了 sign_type，保留了空值"
        mend "a request keeps `sign_type` and drops empty values" zh "请求应保留 sign_type，去掉空值";
    "request-rule-for-notification" 11 On::ALI_INBOUND, "ALI-VER-1 ALI-VER-5"
        [Select(|draft| { sign_type(draft, true); drop_where(draft, |_, value| value.is_empty()) })]
        en "the notification was taken by the rule for requests: with `sign_type`, without empty values"
        zh "异步通知按请求的规则处理：保留了 sign_type，去掉了空值"
        mend "remove `sign` and `sign_type`, and keep the rest" zh "应去掉 sign 和 sign_type，保留其余参数";
    "null-as-text" 23 On::FIELDS, "WX-SIGN-3 ALI-SIGN-3"
        [Select(|draft| empty_as(draft, "null")), "`null`", "null";
         Select(|draft| empty_as(draft, "undefined")), "`undefined`", "undefined";
         Select(|draft| empty_as(draft, "None")), "`None`", "None";
         Select(|draft| empty_as(draft, "nil")), "`nil`", "nil";
         Select(|draft| empty_as(draft, "<nil>")), "`<nil>`", "<nil>";
         Select(|draft| empty_as(draft, "NULL")), "`NULL`", "NULL";
         Select(|draft| empty_as(draft, "false")), "`false`", "false";
         Select(|draft| empty_as(draft, "[]")), "`[]`", "[]"]
        en "a value that was not set took part as the name of nothing"
        zh "未赋值的参数以 null 之类的文本参与了签名"
        mend "leave out what is not set, before values become text" zh "请在转为文本之前去掉未赋值的参数";
    "repeat-resolved" 4 On::FIELDS, "WX-SIGN-38 ALI-AMB-4"
        [Select(|draft| repeats(draft, false, None)), "the first value signed", "取第一个值";
         Select(|draft| repeats(draft, true, None)), "the last value signed", "取最后一个值";
         Select(|draft| repeats(draft, false, Some(b","))), "values joined by a comma", "以逗号连接"]
        en "a name occurs twice in the message, and only one reading of it was signed"
        zh "报文中有重复的参数名，签名只覆盖了其中一种读法"
        mend "send each name once; refuse a message that repeats one" zh "每个参数名只发送一次；收到重复的应拒绝";
    "path-signed" 36 On::WX.and(On::ALI_FORM), "WX-SIGN-1 ALI-SIGN-5"
        [Recipe(|draft| draft.leading = "?"), "a `?` in front", "以 ? 开头";
         Recipe(|draft| draft.leading = "/pay/unifiedorder?"), "the path in front", "以路径开头";
         Recipe(|draft| draft.leading = "https://openapi.alipay.com/gateway.do?"), "the gateway's address in front", "以网关地址开头";
         Recipe(|draft| draft.leading = "weixin://wxpay/bizpayurl?"), "the link's beginning in front", "以链接前缀开头"]
        en "what stands before the parameters in a URL took part"
        zh "URL 中参数之前的部分也参与了签名"
        mend "sign the parameters alone" zh "只对参数签名";
}

fn sign_type_name(draft: &Draft<'_>) -> &'static str {
    draft.material.kind.sign_type_field().unwrap_or("sign_type")
}

fn set_sign_type(draft: &mut Draft<'_>, value: &'static str) {
    let item = draft.items.iter_mut().find(|item| is_sign_type(&item.name) && item.taken);
    if let Some(item) = item {
        item.value = Cow::Borrowed(value.as_bytes());
    }
}
