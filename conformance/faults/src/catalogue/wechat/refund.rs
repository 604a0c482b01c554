//! WeChat Pay: refund notifications.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::super::{Fault, fault};
use crate::pairs::{Pairs, filled, pair};
use crate::wechat::doctype::Doctype;
use crate::wechat::lenient::{Allow, Element, STRICT};
use crate::wechat::refund::{merge, unpad};
use crate::wechat::signing::md5_hex;
use crate::wechat::xml::{lax, sound};

const REFUND: &[&str] = &["wechat.refund_notify"];

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
    fault(
        "wx-refund-padding-kept",
        "The padding stays at the end of the text.",
        "WX-RFN-2, WX-RFN-6: PKCS#7",
        REFUND,
        |s| s.wechat.refund.unpad = Some,
    ),
    fault(
        "wx-refund-full-block-not-removed",
        "A whole block of padding is taken for text.",
        "WX-RFN-6, WX-RFN-EX-2: a plain text of a multiple of 16 bytes",
        REFUND,
        |s| {
            s.wechat.refund.unpad = |text| match text.last() {
                Some(16) => Some(text),
                _ => unpad(text),
            };
        },
    ),
    fault(
        "wx-refund-key-upper-case",
        "The cipher's key is the MD5 in upper case.",
        "WX-RFN-2: lower-case hex",
        REFUND,
        |s| s.wechat.refund.cipher_key = |key| md5_hex(key.as_bytes()).into_bytes(),
    ),
    fault(
        "wx-refund-key-raw",
        "The API key itself is the cipher's key.",
        "WX-RFN-2: key* is the MD5 of the API key",
        REFUND,
        |s| s.wechat.refund.cipher_key = |key| key.as_bytes().to_vec(),
    ),
    fault(
        "wx-refund-key-halved",
        "The 16 bytes of the MD5, twice, are the cipher's key.",
        "WX-RFN-2: its 32 ASCII characters are the 256-bit key",
        REFUND,
        |s| {
            s.wechat.refund.cipher_key = |key| {
                use md5::Digest as _;
                let digest = md5::Md5::digest(key.as_bytes());
                [digest.as_slice(), digest.as_slice()].concat()
            };
        },
    ),
    fault("wx-refund-cbc", "The blocks are chained, with an IV of zeros.", "WX-RFN-2: ECB", REFUND, |s| {
        s.wechat.refund.decrypt = |key, bytes| {
            let mut text = crate::wechat::refund::ecb(key, bytes);
            for at in 16..text.len() {
                text[at] ^= bytes[at - 16];
            }
            text
        };
    }),
    fault(
        "wx-refund-outer-wins",
        "Where a name stands outside and inside, the outer value is handed out.",
        "WX-RFN-1: req_info is the only protection",
        REFUND,
        |s| {
            s.wechat.refund.merge = |outer, inner| {
                let mut all = merge(inner, outer);
                all.retain(|pair| pair.0 != b"req_info");
                all
            };
        },
    ),
    fault(
        "wx-refund-inner-not-merged",
        "Only the outer fields are handed out.",
        "WX-RFN-3: the result stands in req_info",
        REFUND,
        |s| s.wechat.refund.merge = |outer, _| outer.to_vec(),
    ),
    fault(
        "wx-refund-inner-root-xml",
        "The text within must have the root `xml`.",
        "WX-RFN-3: root `root`, not `xml`",
        REFUND,
        |s| s.wechat.refund.root = "xml",
    ),
    fault(
        "wx-refund-missing-req-info",
        "A message without `req_info` is handed out as it is.",
        "WX-RFN-7: github binarywang/weixin-java-pay-demo 54",
        REFUND,
        |s| {
            s.wechat.refund.req_info = |outer| Ok(filled(outer, "req_info").map(<[u8]>::to_vec));
        },
    ),
    fault(
        "wx-refund-undecryptable-handed-out",
        "Where `req_info` does not decrypt, its text is skipped and the outer fields are handed out.",
        "S20: an error within the check; WX-RFN-1",
        REFUND,
        |s| {
            s.wechat.refund.base64 = |text| STANDARD.decode(text).ok().or(Some(vec![0; 16]));
            s.wechat.refund.unpad = |text| Some(unpad(text).unwrap_or_default());
            s.wechat.refund.inner =
                |text, root| Ok(sound(text, root).unwrap_or_else(|_| crate::views::Views::same(Vec::new())));
        },
    ),
    fault(
        "wx-refund-inner-doctype-ignored",
        "A document type within `req_info` is passed over.",
        "X03: XXE in every XML sink; WX-RFN-5",
        REFUND,
        |s| {
            s.wechat.refund.inner =
                |text, root| lax(text, root, Allow { doctype: Doctype::Ignore, ..STRICT }, Element::text)
        },
    ),
    fault(
        "wx-refund-inner-external-entities",
        "External entities within `req_info` are fetched and expanded.",
        "X03: CVE-2018-13439 in the other sink",
        REFUND,
        |s| {
            s.wechat.refund.inner =
                |text, root| lax(text, root, Allow { doctype: Doctype::External, ..STRICT }, Element::text);
        },
    ),
    fault(
        "wx-refund-account-spelt-right",
        "`refund_recv_accout` is handed out under the name that it should have.",
        "WX-RFN-3: the misspelling is the wire name",
        REFUND,
        |s| {
            s.wechat.refund.merge = |outer, inner| {
                let renamed: Pairs = merge(outer, inner)
                    .into_iter()
                    .map(|(name, value)| match name.as_slice() {
                        b"refund_recv_accout" => pair("refund_recv_account", value),
                        _ => (name, value),
                    })
                    .collect();
                renamed
            };
        },
    ),
    fault(
        "wx-refund-cut-blocks-tolerated",
        "A cipher text that is no multiple of 16 bytes loses its end.",
        "WX-RFN-2, S15: partial bytes used",
        REFUND,
        |s| {
            s.wechat.refund.base64 = |text| {
                let mut bytes = STANDARD.decode(text).ok()?;
                bytes.truncate(bytes.len() / 16 * 16);
                Some(bytes)
            };
            s.wechat.refund.unpad = |text| Some(unpad(text.clone()).unwrap_or(text));
        },
    ),
];
