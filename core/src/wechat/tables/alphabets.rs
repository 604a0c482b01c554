//! The alphabets and the URL rules of WeChat Pay's tables.

use crate::finding::Severity;
use crate::spec::{Alphabet, Text, Url};

const ALNUM: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Free text: what XML 1.0 can hold.
pub(super) static FREE: Alphabet =
    Alphabet::any(Text { en: "any text without control characters", zh: "除控制字符外的任意文本" })
        .without_xml_controls();

/// Identifiers and random strings: the documents give no alphabet, all samples are visible ASCII.
pub(super) static VISIBLE: Alphabet =
    Alphabet::any(Text { en: "visible ASCII characters", zh: "可见的 ASCII 字符" })
        .doubtful_beyond_ascii()
        .doubtful(b" ")
        .without_xml_controls();

/// WX-CHR-1: `_` and `-` in every edition; `|` and `*` in later ones, `@` for some years.
pub(super) static ORDER_NUMBER: Alphabet =
    Alphabet::only(Text { en: "digits, letters, `_` and `-`", zh: "数字、大小写字母、_-" }, ALNUM.as_bytes())
        .plain(b"_-")
        .doubtful(b"|*@");

const WARNING: Option<Severity> = Some(Severity::Warning);
const ERROR: Option<Severity> = Some(Severity::Error);

/// WX-UO-9, WX-CHR-8, WX-AMB-17.
pub(super) static NOTIFY_URL: Url = Url {
    http: WARNING,
    query: ERROR,
    no_path: WARNING,
    private: ERROR,
    unusual: WARNING,
    title: Text {
        en: "absolute, reachable from the internet, without query parameters; newer pages: https, with a path",
        zh: "外网可访问的完整 URL，不能携带参数；新版文档要求 https 且带路径",
    },
};

/// A page of the merchant's or a picture: any absolute URL.
pub(super) static PAGE_URL: Url = Url {
    http: None,
    query: None,
    no_path: None,
    private: None,
    unusual: None,
    title: Text { en: "an absolute http or https URL", zh: "以 http:// 或 https:// 开头的完整 URL" },
};
