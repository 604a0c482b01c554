//! The alphabets and the URL rules of Alipay's tables.

use crate::finding::Severity;
use crate::spec::{Alphabet, Text, Url};

const ALNUM: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Free text. The documents say nothing of control characters.
pub(super) static FREE: Alphabet =
    Alphabet::any(Text { en: "any text without control characters", zh: "除控制字符外的任意文本" }).doubtful_controls();

/// Identifiers: no alphabet is given, all samples are visible ASCII.
pub(super) static VISIBLE: Alphabet =
    Alphabet::any(Text { en: "visible ASCII characters", zh: "可见的 ASCII 字符" })
        .doubtful_beyond_ascii()
        .doubtful(b" ")
        .doubtful_controls();

/// The merchant's numbers: letters, digits and `_` by the page; hyphens occur in the field (ALI-AMB-15).
pub(super) static ORDER_NUMBER: Alphabet =
    Alphabet::only(Text { en: "letters, digits and `_`", zh: "字母、数字、下划线" }, ALNUM.as_bytes())
        .plain(b"_")
        .doubtful(b"-.")
        .doubtful_beyond_ascii();

/// `subject`: newer tables ban special characters such as `/`, `=` and `&`; older ones do not (section 7).
pub(super) static SUBJECT: Alphabet = Alphabet::any(Text {
    en: "text without special characters such as `/`, `=` and `&`",
    zh: "不含 /、=、& 等特殊字符的文本",
})
.doubtful_controls()
.doubtful(b"/=&");

/// Serial numbers of certificates (ALI-KEY-5, 6).
pub(super) static LOWER_HEX: Alphabet = Alphabet::only(
    Text {
        en: "lower-case hexadecimal digits, and `_` between two numbers", zh: "小写十六进制，多个之间用 _ 连接"
    },
    b"0123456789abcdef_",
);

/// `app_id`: digits, 16 as a rule (section 3).
pub(super) static APP_ID: Alphabet = Alphabet::only(Text { en: "digits", zh: "数字" }, b"0123456789");

const WARNING: Option<Severity> = Some(Severity::Warning);
const ERROR: Option<Severity> = Some(Severity::Error);

/// `notify_url` and `return_url` (ALI-PAR-2, ALI-SEED-10).
pub(super) static CALLBACK_URL: Url = Url {
    http: None,
    query: ERROR,
    no_path: None,
    private: WARNING,
    unusual: None,
    title: Text {
        en: "absolute, http or https, without own query parameters, reachable from the internet",
        zh: "http/https 开头的完整 URL，不带自定义参数，外网可访问",
    },
};

/// A page of the merchant's.
pub(super) static PAGE_URL: Url = Url {
    http: None,
    query: None,
    no_path: None,
    private: None,
    unusual: None,
    title: Text { en: "an absolute http or https URL", zh: "以 http:// 或 https:// 开头的完整 URL" },
};
