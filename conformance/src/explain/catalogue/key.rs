//! WeChat Pay's API key: which, in what spelling, and where in the string.

use std::borrow::Cow;

use super::Act::{OtherKey, Recipe};
use super::{On, mistakes};
use crate::explain::draft::{Draft, Hash, Tail};
use crate::explain::edit;

/// The key of the documentation's own example (WX-SIGN-EX-1).
const DOCUMENTATION: &str = "192006250b4c09247ec02edce69f6a2d";

fn key(draft: &mut Draft<'_>, change: impl Fn(&[u8]) -> Vec<u8>) {
    draft.key = Cow::Owned(change(&draft.key));
}

fn hmac_key(draft: &mut Draft<'_>, change: impl Fn(&[u8]) -> Option<Vec<u8>>) {
    if draft.hash.keyed()
        && let Some(key) = change(&draft.key)
    {
        draft.hmac_key = Some(key);
    }
}

fn only(draft: &mut Draft<'_>, keyed: bool, tail: Tail) {
    if draft.hash.keyed() == keyed {
        draft.tail = tail;
    }
}

mistakes! {
    "key-missing" 4 On::WX, "WX-SIGN-5"
        [Recipe(|draft| only(draft, false, Tail::None))]
        en "the key was not appended: anybody can make such a signature"
        zh "没有拼接 API 密钥：任何人都能算出这样的签名"
        mend "append `&key=` and the API key, then hash" zh "在字符串末尾拼接 &key=API密钥 后再做 MD5";
    "hmac-without-key-suffix" 3 On::WX, "WX-SIGN-7 WX-SIGN-EX-7"
        [Recipe(|draft| only(draft, true, Tail::None))]
        en "the HMAC was taken over the string without `&key=…`"
        zh "HMAC-SHA256 计算时没有拼接 &key=…"
        mend "the key is used twice: as the HMAC's key and in the string's tail" zh "密钥要用两次：既是 HMAC 的密钥，也要拼接在字符串末尾";
    "key-first" 12 On::WX, "WX-SIGN-5"
        [Recipe(|draft| draft.tail = Tail::Prefix { before: "key=", between: "&" }), "as `key=…&`", "以 key=…& 的形式";
         Recipe(|draft| draft.tail = Tail::Prefix { before: "", between: "" }), "bare", "仅密钥";
         Recipe(|draft| draft.tail = Tail::Prefix { before: "", between: "&" }), "bare, then `&`", "仅密钥，后接 &"]
        en "the key stood in front of the fields"
        zh "密钥拼接在了最前面"
        mend "the key is always last" zh "密钥总在最后";
    "key-sorted-in" 9 On::WX, "WX-SIGN-5"
        [Recipe(|draft| draft.tail = Tail::Sorted)]
        en "`key` was sorted in among the fields"
        zh "key 与其他参数一起排序了"
        mend "append it after sorting; it is always last" zh "排序之后再拼接 key，它总在最后";
    "key-without-name" 11 On::WX, "WX-SIGN-5"
        [Recipe(|draft| draft.tail = Tail::Suffix("")), "bare", "仅密钥";
         Recipe(|draft| draft.tail = Tail::Suffix("&")), "as `&…`", "以 &… 的形式";
         Recipe(|draft| draft.tail = Tail::Suffix("=")), "as `=…`", "以 =… 的形式"]
        en "the key was appended without `&key=`"
        zh "密钥直接拼接，缺少 &key="
        mend "append `&key=` and then the key" zh "应拼接 &key= 再加密钥";
    "key-without-ampersand" 13 On::WX, "WX-SIGN-5"
        [Recipe(|draft| draft.tail = Tail::Suffix("key="))]
        en "the key was appended as `key=…`, without the `&` in front"
        zh "拼接密钥时缺少 &（写成了 …key=…）"
        mend "append `&key=…`" zh "应拼接 &key=…";
    "key-name-other" 15 On::WX, "WX-SIGN-5"
        [Recipe(|draft| draft.tail = Tail::Suffix("&KEY=")), "`KEY`", "KEY";
         Recipe(|draft| draft.tail = Tail::Suffix("&Key=")), "`Key`", "Key";
         Recipe(|draft| draft.tail = Tail::Suffix("&secret=")), "`secret`", "secret";
         Recipe(|draft| draft.tail = Tail::Suffix("&appkey=")), "`appkey`", "appkey";
         Recipe(|draft| draft.tail = Tail::Suffix("&app_key=")), "`app_key`", "app_key";
         Recipe(|draft| draft.tail = Tail::Suffix("&apiKey=")), "`apiKey`", "apiKey";
         Recipe(|draft| draft.tail = Tail::Suffix("&api_key=")), "`api_key`", "api_key";
         Recipe(|draft| draft.tail = Tail::Suffix("&apikey=")), "`apikey`", "apikey";
         Recipe(|draft| draft.tail = Tail::Suffix("&appsecret=")), "`appsecret`", "appsecret";
         Recipe(|draft| draft.tail = Tail::Suffix("&paySignKey=")), "`paySignKey`", "paySignKey";
         Recipe(|draft| draft.tail = Tail::Suffix("&partnerKey=")), "`partnerKey`", "partnerKey";
         Recipe(|draft| draft.tail = Tail::Suffix("&mch_key=")), "`mch_key`", "mch_key";
         Recipe(|draft| draft.tail = Tail::Suffix("&sign_key=")), "`sign_key`", "sign_key"]
        en "the key was appended under another name than `key`"
        zh "拼接密钥时参数名不是 key"
        mend "the name is `key`, in lower case" zh "参数名应为小写的 key";
    "key-twice" 29 On::WX, "WX-SIGN-5"
        [Recipe(|draft| draft.tail = Tail::Twice), "both at the end", "都在末尾";
         Recipe(|draft| draft.tail = Tail::Both), "in front and behind, bare", "首尾各一次"]
        en "the key took part twice"
        zh "密钥拼接了两次"
        mend "append `&key=…` once" zh "只拼接一次 &key=…";
    "key-white-space" 5 On::WX, "WX-SIGN-10"
        [Recipe(|draft| key(draft, |key| [key, b"\n"].concat())), "a line feed behind it", "末尾有换行";
         Recipe(|draft| key(draft, |key| [key, b" "].concat())), "a space behind it", "末尾有空格";
         Recipe(|draft| key(draft, |key| [key, b"\r\n"].concat())), "CR LF behind it", "末尾有回车换行";
         Recipe(|draft| key(draft, |key| [key, b"\r"].concat())), "a CR behind it", "末尾有回车";
         Recipe(|draft| key(draft, |key| [key, b"\t"].concat())), "a tab behind it", "末尾有制表符";
         Recipe(|draft| key(draft, |key| [b" ", key].concat())), "a space in front", "开头有空格";
         Recipe(|draft| key(draft, |key| ["\u{feff}".as_bytes(), key].concat())), "a BOM in front", "开头有 BOM";
         Recipe(|draft| key(draft, |key| [key, "\u{200b}".as_bytes()].concat())), "a zero-width space behind it", "末尾有零宽空格";
         Recipe(|draft| key(draft, |key| key.trim_ascii().to_vec())), "trimmed, while the given key has white space", "签名用的密钥去掉了空白"]
        en "the key was used with white space that does not belong to it"
        zh "使用的密钥带有多余的空白字符"
        mend "trim the key where it is read from file or environment" zh "从文件或环境变量读取密钥后请去掉首尾空白";
    "key-lower-cased" 10 On::WX, "WX-SIGN-10"
        [Recipe(|draft| key(draft, |key| key.to_ascii_lowercase()))]
        en "the key was turned into lower case"
        zh "密钥被转成了小写"
        mend "use the key exactly as it is set in the merchant platform" zh "请按商户平台设置的原样使用密钥";
    "key-upper-cased" 12 On::WX, "WX-SIGN-10"
        [Recipe(|draft| key(draft, |key| key.to_ascii_uppercase()))]
        en "the key was turned into upper case"
        zh "密钥被转成了大写"
        mend "use the key exactly as it is set in the merchant platform" zh "请按商户平台设置的原样使用密钥";
    "key-cut" 25 On::WX, "WX-SIGN-10"
        [Recipe(|draft| key(draft, |key| key[..key.len().saturating_sub(1)].to_vec())), "its last character is missing", "缺少最后一个字符";
         Recipe(|draft| key(draft, |key| key.get(1..).unwrap_or_default().to_vec())), "its first character is missing", "缺少第一个字符";
         Recipe(|draft| key(draft, |key| key[..key.len().min(16)].to_vec())), "only its first 16 characters", "只有前 16 个字符"]
        en "the key was not copied whole"
        zh "密钥没有复制完整"
        mend "the API key has 32 characters" zh "API 密钥为 32 个字符";
    "key-unset" 7 On::WX, "WX-SIGN-5 WX-SIGN-10"
        [Recipe(|draft| key(draft, |_| Vec::new())), "nothing behind `&key=`", "&key= 之后为空";
         Recipe(|draft| key(draft, |_| b"null".to_vec())), "`null`", "null";
         Recipe(|draft| key(draft, |_| b"undefined".to_vec())), "`undefined`", "undefined";
         Recipe(|draft| key(draft, |_| b"None".to_vec())), "`None`", "None";
         Recipe(|draft| key(draft, |_| b"<nil>".to_vec())), "`<nil>`", "<nil>";
         Recipe(|draft| key(draft, |_| b"key".to_vec())), "`key`", "key";
         Recipe(|draft| key(draft, |_| b"test".to_vec())), "`test`", "test"]
        en "no key was set: anybody can make such a signature"
        zh "没有配置密钥：任何人都能算出这样的签名"
        mend "set the key, and refuse to start without one" zh "请配置密钥；没有密钥时应拒绝启动";
    "key-of-the-documentation" 14 On::WX, "WX-SIGN-10 WX-SIGN-EX-1"
        [Recipe(|draft| key(draft, |_| DOCUMENTATION.as_bytes().to_vec()))]
        en "the key of the documentation's example was used: anybody knows it"
        zh "使用了文档示例中的密钥：人人都知道它"
        mend "use your own API key" zh "请使用自己的 API 密钥";
    "key-other" 1 On::WX, "WX-SIGN-10 WX-SIGN-21"
        [OtherKey(|draft, other| key(draft, |_| other.to_vec()))]
        en "another of the keys that you gave was used"
        zh "使用了您提供的另一个密钥"
        mend "use the API v2 key of the merchant number in the message; the sandbox has a key of its own, and the API v3 key and the AppSecret are others" zh "请使用该商户号的 API v2 密钥；沙箱有单独的密钥，APIv3 密钥和 AppSecret 都不是它";
    "key-hashed" 28 On::WX, "WX-SIGN-10 WX-RFN-2"
        [Recipe(|draft| key(draft, |key| edit::hex(&Hash::Md5.of(key, b""), false))), "lower-case MD5", "小写 MD5";
         Recipe(|draft| key(draft, |key| edit::hex(&Hash::Md5.of(key, b""), true))), "upper-case MD5", "大写 MD5"]
        en "the MD5 of the key was used in place of the key"
        zh "使用了密钥的 MD5 而不是密钥本身"
        mend "use the key as text; its MD5 is for decrypting `req_info` only" zh "请直接使用密钥文本；其 MD5 只用于解密 req_info";
    "hmac-key-hex-decoded" 9 On::WX, "WX-SIGN-10"
        [Recipe(|draft| hmac_key(draft, edit::unhex))]
        en "the HMAC's key was the key decoded from hexadecimal"
        zh "HMAC 使用了十六进制解码后的密钥"
        mend "the 32 characters are text: use them as they are" zh "32 位密钥是文本，请按原样使用";
    "hmac-key-other-form" 26 On::WX, "WX-SIGN-7 WX-SIGN-10"
        [Recipe(|draft| hmac_key(draft, |_| Some(Vec::new()))), "empty", "空";
         Recipe(|draft| hmac_key(draft, |key| { use base64::Engine; base64::engine::general_purpose::STANDARD.decode(key).ok() })), "decoded from Base64", "Base64 解码后";
         Recipe(|draft| hmac_key(draft, |key| Some(Hash::Md5.of(key, b"")))), "its MD5", "密钥的 MD5";
         Recipe(|draft| hmac_key(draft, |key| Some(edit::hex(&Hash::Md5.of(key, b""), false)))), "its MD5 in hexadecimal", "密钥的 MD5（十六进制）"]
        en "the HMAC's key was not the key's text"
        zh "HMAC 的密钥不是密钥文本"
        mend "HMAC-SHA256 takes the API key's text as its key" zh "HMAC-SHA256 的密钥就是 API 密钥文本";
    "hmac-arguments-swapped" 11 On::WX, "WX-SIGN-7"
        [Recipe(|draft| if draft.hash.keyed() { draft.swapped = true });
         Recipe(|draft| if draft.hash.keyed() { (draft.swapped, draft.tail) = (true, Tail::None) }), "and without `&key=…`", "且没有 &key=…"]
        en "the HMAC's arguments were swapped: the string as the key, the key as the text"
        zh "HMAC 的两个参数颠倒了：字符串当成了密钥，密钥当成了内容"
        mend "HMAC-SHA256(key = API key, message = the string)" zh "HMAC-SHA256（密钥 = API 密钥，内容 = 待签名字符串）";
}
