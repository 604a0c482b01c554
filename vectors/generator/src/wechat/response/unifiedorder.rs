//! `wechat/response-unifiedorder`.

use super::{Answer, head};
use crate::suite::{Group, Suite};
use crate::wechat::message::PREPAY_ID;

pub(super) fn suite() -> Suite {
    let answer = Answer {
        name: "unifiedorder",
        id: "order",
        genuine: head().with("trade_type", "JSAPI").with("prepay_id", PREPAY_ID),
        reads: &["return_code", "result_code", "prepay_id"],
        clause: "WX-UOR-4",
    };
    Suite::new(
        "wechat/response-unifiedorder",
        "wechat.response",
        "The answer to a unified order. Its prepay_id is worth a payment only if the provider signed it.",
    )
    .group(answer.clothing())
    .group(urls(&answer))
    .group(answer.failures())
    .group(answer.partial(&["appid", "mch_id", "nonce_str", "trade_type", "prepay_id", "result_code", "return_code"]))
    .group(answer.forged())
    .group(answer.wire("prepay_id"))
}

/// code_url and mweb_url are opaque and come back unchanged.
fn urls(answer: &Answer) -> Group {
    let native = answer.genuine.with("trade_type", "NATIVE");
    let url = |id: &str, field: &str, value: &str, clause: &str| {
        let message = native.with(field, value);
        let about = format!("{field} `{value}` comes back unchanged; nobody takes it apart.");
        let test = answer.read(&format!("url-{id}"), &about, &message).clauses([clause]).flags(["url-rewritten"]);
        test.expect(message.expect(&["prepay_id", field]))
    };
    let tampered = |id: &str, field: &str, signed: &str, sent: &str, clause: &str| {
        let message = native.with(field, signed).md5().with(field, sent);
        let about = format!("{field} points elsewhere than the signed one.");
        answer
            .refuse(&format!("url-{id}"), "signature", &about, message.xml())
            .clauses([clause, "WX-UOR-7"])
            .flags(["signature-not-checked"])
            .attacks(["T15"])
    };
    answer
        .group("code_url and mweb_url.")
        .test(url("code", "code_url", "weixin://wxpay/bizpayurl?pr=NwY5Mz9", "WX-UOR-5").clauses(["WX-NAT-20", "WX-NAT-22"]))
        .test(url("code-new", "code_url", "weixin://wxpay/bizpayurl/up?pr=NwY5Mz9&groupid=00", "WX-UOR-5").clauses(["WX-NAT-22"]))
        .test(url("code-old", "code_url", "weixin://wxpay/s/An4baqw", "WX-UOR-5").clauses(["WX-NAT-22"]))
        .test(url("code-long", "code_url", &format!("weixin://wxpay/bizpayurl?pr={}", "A".repeat(100)), "WX-UOR-5").clauses(["WX-NAT-22"]))
        .test(url("mweb", "mweb_url", "https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx2016121516420242444321ca0631331346&package=1405458241",
            "WX-UOR-6"))
        .test(tampered("code-changed", "code_url", "weixin://wxpay/bizpayurl?pr=NwY5Mz9", "weixin://wxpay/bizpayurl?pr=EvilEv1", "WX-UOR-5"))
        .test(tampered("mweb-changed", "mweb_url", "https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=1",
            "https://wx.tenpay.example/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=1", "WX-UOR-6"))
        .test(tampered("mweb-redirect", "mweb_url", "https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=1",
            "https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=1&redirect_url=https%3A%2F%2Fevil.example", "WX-UOR-6"))
        .test(tampered("code-decoded", "code_url", "weixin://wxpay/bizpayurl?pr=a%2Bb", "weixin://wxpay/bizpayurl?pr=a+b", "WX-UOR-5"))
}
