//! Alipay: how the page or URL is built.

use super::super::{Fault, fault};
use super::{sorted_json, with_content};
use crate::alipay::page::{attribute, in_query, percent, to_send};
use crate::pairs::{pair, with_values, without};
use crate::wechat::signing::join_sorted;

const PAGE: &[&str] = &["alipay.page_pay"];

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
    fault(
        "al-page-charset-in-body",
        "Of the form's parameters all stand in hidden fields, `charset` too.",
        "ALI-TR-7: charset must be readable from the query; github dedemao/alipay issue 7",
        PAGE,
        |s| s.alipay.page.in_query = |_| false,
    ),
    fault(
        "al-page-charset-missing-in-query",
        "`charset` alone stands in a hidden field.",
        "ALI-TR-7: github yansongda/pay issues 247 and 249",
        PAGE,
        |s| s.alipay.page.in_query = |pair| pair.0 != b"charset" && in_query(pair),
    ),
    fault(
        "al-page-quotes-raw",
        "A quote in a hidden field ends its value.",
        "ALI-TR-9: quotes are escaped as `&quot;`",
        PAGE,
        |s| {
            s.alipay.page.attribute = |text| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        },
    ),
    fault(
        "al-page-quotes-only",
        "Only quotes are escaped; a browser reads `&quot;` and `&lt;` typed by a user as markup.",
        "ALI-TR-9, ALI-AMB-21: an `&` in a value is left to the browser",
        PAGE,
        |s| s.alipay.page.attribute = |text| text.replace('"', "&quot;"),
    ),
    fault(
        "al-page-escaped-twice",
        "Values are escaped twice.",
        "ALI-TR-9: the signature is over the unescaped text",
        PAGE,
        |s| s.alipay.page.attribute = |text| attribute(&attribute(text)),
    ),
    fault(
        "al-page-escaped-signed",
        "Values are escaped as HTML and then signed.",
        "ALI-TR-9: the signature is over the unescaped text",
        PAGE,
        |s| {
            s.alipay.page.to_sign =
                |pairs| with_values(pairs, |value| String::from_utf8_lossy(value).replace('"', "&quot;").into_bytes());
        },
    ),
    fault(
        "al-page-url-not-encoded",
        "Values are put into the query as they are.",
        "ALI-SIGN-8: URL-encode every name and value",
        PAGE,
        |s| s.alipay.page.percent = |bytes| String::from_utf8_lossy(bytes).into_owned(),
    ),
    fault("al-page-url-encoded-twice", "Values are URL-encoded twice.", "ALI-SIGN-8, ALI-PAR-3: once", PAGE, |s| {
        s.alipay.page.percent = |bytes| percent(percent(bytes).as_bytes())
    }),
    fault(
        "al-page-plus-not-encoded",
        "A plus is not encoded; the gateway reads a space.",
        "ALI-NTF-2, E10: a literal plus is `%2B`",
        PAGE,
        |s| s.alipay.page.percent = |bytes| percent(bytes).replace("%2B", "+"),
    ),
    fault(
        "al-page-query-utf8",
        "The query is encoded in UTF-8 and signed in the charset that the request names.",
        "ALI-SIGN-6, ALI-TR-7",
        PAGE,
        |s| s.alipay.page.encode = |text, _| Ok(text.to_vec()),
    ),
    fault(
        "al-page-biz-content-rewritten",
        "`biz_content` is written anew after signing.",
        "ALI-SIGN-5, R09: what is signed is what is sent",
        PAGE,
        |s| s.alipay.page.written = |pairs| with_content(pairs, sorted_json),
    ),
    fault(
        "al-page-sign-type-after",
        "`sign_type` is added after signing.",
        "ALI-SIGN-2: sign_type is part of the string",
        PAGE,
        |s| s.alipay.page.to_sign = |pairs| without(pairs, &["sign_type"]),
    ),
    fault(
        "al-page-biz-content-only-signed",
        "The form's hidden fields are left out of the signature.",
        "ALI-SIGN-1: all parameters, common ones and biz_content",
        PAGE,
        |s| s.alipay.page.to_sign = |pairs| without(pairs, &["biz_content"]),
    ),
    fault(
        "al-page-empty-sent",
        "An empty parameter is signed and sent.",
        "ALI-SIGN-12: the gateway drops it and reports a bad signature; github fzlee/alipay issue 41",
        PAGE,
        |s| {
            s.alipay.page.to_send = |params, scheme| {
                let mut pairs = to_send(params, scheme)?;
                pairs.extend(params.iter().filter(|pair| pair.1.is_empty()).cloned());
                Ok(pairs)
            };
            s.alipay.request_string = |pairs| Ok(join_sorted(without(pairs, &["sign"])));
        },
    ),
    fault(
        "al-page-unsigned-addition",
        "The SDK's name is added after signing.",
        "section 3: additions are signed when sent",
        PAGE,
        |s| {
            s.alipay.page.written = |pairs| {
                let mut pairs = pairs.to_vec();
                pairs.push(pair("alipay_sdk", "payspec-faults"));
                pairs
            };
        },
    ),
    fault("al-page-unsigned", "The request has no `sign`.", "ALI-SIGN-8; isv.missing-signature", PAGE, |s| {
        s.alipay.page.written = |pairs| without(pairs, &["sign"])
    }),
    fault(
        "al-page-trimmed",
        "Values are written without the white space around them.",
        "ALI-SIGN-5: no trimming",
        PAGE,
        |s| s.alipay.page.written = |pairs| with_values(pairs, |value| value.trim_ascii().to_vec()),
    ),
];
