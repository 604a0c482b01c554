//! Computer-website payment (电脑网站支付), `alipay.trade.page.pay`: the server signs, the buyer's browser sends
//! (ALI-TR-3..5).

use crate::alipay::request::{Request, in_query, sign};
use crate::alipay::sign::{Encoded, Scheme};
use crate::crypto::keys::PrivateKey;
use crate::fields::Pair;
use crate::finding::Refusal;

/// The method of the call.
pub const METHOD: &str = "alipay.trade.page.pay";

/// The production gateway (ALI-TR-1).
pub const GATEWAY: &str = "https://openapi.alipay.com/gateway.do";

/// The sandbox's gateway (ALI-TR-1). Its applications and keys are others than those of production.
pub const SANDBOX: &str = "https://openapi-sandbox.dl.alipaydev.com/gateway.do";

/// The URL to send the browser to: everything in the query (GET).
///
/// # Errors
/// Those of [`sign`].
pub fn url<P: Pair>(params: &[P], key: &PrivateKey, scheme: Scheme, gateway: &str) -> Result<String, Refusal> {
    Ok(sign(params, key, scheme)?.url(gateway))
}

/// A page whose form posts itself: common parameters and `sign` in the query of its action, the rest as hidden
/// fields (POST). The page is to be sent in UTF-8; the form is submitted in the request's charset all the same.
///
/// # Errors
/// Those of [`sign`].
pub fn form<P: Pair>(params: &[P], key: &PrivateKey, scheme: Scheme, gateway: &str) -> Result<String, Refusal> {
    Ok(page(&sign(params, key, scheme)?, gateway))
}

fn page(request: &Request<'_>, gateway: &str) -> String {
    let mut html = String::from("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"></head><body>\n<form action=\"");
    escape(&request.with_query(gateway, |pair| in_query(pair) || browser_changes(pair)), &mut html);
    html.push_str("\" method=\"post\" accept-charset=\"");
    html.push_str(request.charset().label());
    html.push_str("\">\n");
    for (pair, (name, value)) in request.params() {
        if !in_query(pair) && !browser_changes(pair) {
            html.push_str("<input type=\"hidden\" name=\"");
            escape(name, &mut html);
            html.push_str("\" value=\"");
            escape(value, &mut html);
            html.push_str("\">\n");
        }
    }
    // A field named `submit` would hide the form's own method.
    html.push_str(
        "</form>\n<script>HTMLFormElement.prototype.submit.call(document.forms[0])</script>\n</body></html>\n",
    );
    html
}

/// Whether a browser submits a hidden field otherwise than it is signed: it writes every line break as CR LF, a NUL
/// as U+FFFD, and its own value into `_charset_`. In the query such a parameter passes untouched.
fn browser_changes((name, value): &Encoded<'_>) -> bool {
    **name == *b"_charset_" || name.iter().chain(value.iter()).any(|byte| matches!(byte, b'\r' | b'\n' | 0))
}

/// Escapes everything that a browser would read as markup or as a reference (ALI-TR-9).
fn escape(text: &str, html: &mut String) {
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
}
