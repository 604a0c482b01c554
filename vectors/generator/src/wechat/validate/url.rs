//! `wechat/validate-unifiedorder-url`: notify_url.

use super::ORDER;
use crate::suite::{Group, Suite, Test};
use crate::wechat::message::Message;

pub(super) fn suite() -> Suite {
    Suite::new(
        "wechat/validate-unifiedorder-url",
        "wechat.validate",
        "notify_url: absolute, reachable from the internet, without parameters, at most 256.",
    )
    .group(plain())
    .group(private())
    .group(broken())
}

fn with(value: &str) -> Message {
    Message::unified_order().with("notify_url", value)
}

fn good(id: &str, value: &str, about: &str) -> Test {
    ORDER.good(&format!("url-{id}"), about, &with(value)).clauses(["WX-UO-9"]).flags(["notify-url"])
}

fn lax(id: &str, value: &str, about: &str) -> Test {
    ORDER.lax(&format!("url-{id}"), about, &with(value)).clauses(["WX-UO-9"]).flags(["notify-url"])
}

fn bad(id: &str, value: &str, about: &str) -> Test {
    ORDER.bad(&format!("url-{id}"), about, &with(value), "notify_url").clauses(["WX-UO-9"]).flags(["notify-url"])
}

/// An https URL of this many bytes.
fn long(length: usize) -> String {
    let head = "https://pay.merchant.example/";
    format!("{head}{}", "n".repeat(length - head.len()))
}

fn plain() -> Group {
    ORDER
        .group("Addresses that a notification can reach.")
        .test(
            good("plain", "https://pay.merchant.example/wechat/notify", "https, a name and a path.")
                .clauses(["WX-CHR-8"]),
        )
        .test(good("extension", "https://www.weixin.qq.com/wxpay/pay.php", "The seed's sample over https."))
        .test(good("deep", "https://pay.merchant.example/a/b/c/d/notify", "A deep path."))
        .test(good("trailing-slash", "https://pay.merchant.example/notify/", "A slash at the end."))
        .test(good(
            "path-id",
            "https://pay.merchant.example/notify/20150806125346",
            "An id in the path, where a parameter is not allowed.",
        ))
        .test(good("percent", "https://pay.merchant.example/%E9%80%9A%E7%9F%A5", "A percent-encoded path."))
        .test(good("encoded-question", "https://pay.merchant.example/a%3Fb=1", "An encoded `?` is no query."))
        .test(good("length-256", &long(256), "256 bytes, the most that fits.").flags(["length-limit"]))
        .test(bad("length-257", &long(257), "257 bytes, one too many.").flags(["length-limit"]))
        .test(
            lax(
                "http",
                "http://pay.merchant.example/notify",
                "Plain http: the seed's sample has it, pages since 2024 forbid it for public names (WX-CHR-8).",
            )
            .clauses(["WX-CHR-8"]),
        )
        .test(lax("port", "https://pay.merchant.example:8443/notify", "A port: not described (WX-AMB-17)."))
        .test(lax(
            "fragment",
            "https://pay.merchant.example/notify#x",
            "A fragment, which is never sent: not described (WX-AMB-17).",
        ))
        .test(lax(
            "scheme-upper",
            "HTTPS://pay.merchant.example/notify",
            "The scheme in upper case: equal by the URL standard, not described (WX-AMB-17).",
        ))
        .test(lax(
            "ip-literal",
            "https://123.12.12.123/notify",
            "A public address in place of a name: not described (WX-AMB-17).",
        ))
        .test(lax(
            "ip-literal-172-32",
            "https://172.32.0.1/notify",
            "172.32.0.1 lies just outside the private range: a public address, not described (WX-AMB-17).",
        ))
        .test(lax(
            "userinfo",
            "https://user:secret@pay.merchant.example/notify",
            "A name and a password: not described.",
        ))
        .test(lax(
            "chinese-path",
            "https://pay.merchant.example/通知",
            "Chinese text in the path that is not encoded: not described.",
        ))
        .test(lax(
            "chinese-host",
            "https://支付.example/notify",
            "A Chinese host name that is not encoded: not described.",
        ))
        .test(lax(
            "single-label",
            "https://intranet/notify",
            "A name of one label is reachable in a company's network only, and may exist outside.",
        ))
        .test(lax(
            "bare-host",
            "https://pay.merchant.example",
            "No path: allowed by the seed's words, listed as an error by a later page.",
        ))
        .test(lax(
            "bare-slash",
            "https://pay.merchant.example/",
            "An empty path: allowed by the seed's words, a later page wants a path.",
        ))
        .test(lax(
            "empty-query",
            "https://pay.merchant.example/notify?",
            "A `?` without parameters: none is carried, and a later check may refuse the sign.",
        ))
        .test(lax("dot-segments", "https://pay.merchant.example/a/../notify", "Dot segments: not described."))
        .test(lax(
            "trailing-dot",
            "https://pay.merchant.example./notify",
            "A host name with a dot at the end: not described.",
        ))
}

fn private() -> Group {
    ORDER
        .group("Addresses that the internet cannot reach.")
        .test(bad("localhost", "https://localhost/notify", "localhost."))
        .test(bad("localhost-upper", "https://LOCALHOST/notify", "localhost in upper case: host names have no case."))
        .test(bad(
            "localhost-port",
            "http://localhost:8080/notify",
            "localhost with a port, as a development set-up has it.",
        ))
        .test(bad("loopback", "https://127.0.0.1/notify", "The loopback address.").attacks(["B10"]))
        .test(
            bad("loopback-other", "https://127.1.2.3/notify", "Another address of the loopback network.")
                .attacks(["B10"]),
        )
        .test(bad("loopback-v6", "https://[::1]/notify", "The loopback address of IPv6.").attacks(["B10"]))
        .test(bad("private-10", "https://10.0.0.1/notify", "The private network 10.").attacks(["B10"]))
        .test(
            bad("private-10-last", "https://10.255.255.255/notify", "The last address of the private network 10.")
                .attacks(["B10"]),
        )
        .test(bad("private-172-16", "https://172.16.0.1/notify", "The first private network of 172.").attacks(["B10"]))
        .test(
            bad("private-172-31", "https://172.31.255.254/notify", "The last private network of 172.").attacks(["B10"]),
        )
        .test(bad("private-192", "https://192.168.1.1/notify", "The private network 192.168.").attacks(["B10"]))
        .test(bad("private-port", "http://192.168.1.1:8080/notify", "A private address with a port.").attacks(["B10"]))
}

fn broken() -> Group {
    ORDER
        .group("Parameters, and texts that are no absolute http address.")
        .test(bad("query", "https://pay.merchant.example/notify?a=1", "A parameter."))
        .test(bad("query-name", "https://pay.merchant.example/notify?order", "A parameter without a value."))
        .test(bad("query-many", "https://pay.merchant.example/notify?a=1&b=2", "Two parameters."))
        .test(bad("query-bare-host", "https://pay.merchant.example?a=1", "A parameter behind the host."))
        .test(bad("query-fragment", "https://pay.merchant.example/notify?a=1#x", "A parameter and a fragment."))
        .test(bad("relative", "/wechat/notify", "A path alone."))
        .test(bad("no-scheme", "pay.merchant.example/notify", "No scheme."))
        .test(bad("no-scheme-slashes", "//pay.merchant.example/notify", "No scheme, but slashes."))
        .test(bad("ftp", "ftp://pay.merchant.example/notify", "The scheme ftp.").clauses(["WX-CHR-8"]))
        .test(bad("file", "file:///etc/passwd", "A file."))
        .test(bad("javascript", "javascript:alert(1)", "A script."))
        .test(bad("weixin", "weixin://wxpay/bizpayurl", "A scheme of the payer's client."))
        .test(
            bad("httpss", "httpss://pay.merchant.example/notify", "A scheme that only begins like https.")
                .clauses(["WX-CHR-8"]),
        )
        .test(bad("one-slash", "https:/pay.merchant.example/notify", "One slash."))
        .test(bad("no-host", "https:///notify", "No host."))
        .test(bad("no-host-port", "https://:443/notify", "A port and no host."))
        .test(bad("space-inside", "https://pay.merchant.example/a b", "A space inside."))
        .test(bad("space-leading", " https://pay.merchant.example/notify", "A space before."))
        .test(bad("newline", "https://pay.merchant.example/notify\n", "A line feed behind."))
        .test(bad("two", "https://a.merchant.example/n,https://b.merchant.example/n https://c", "A list."))
        .test(bad("port-word", "https://pay.merchant.example:port/notify", "A port that is no number."))
        .test(bad("port-big", "https://pay.merchant.example:65536/notify", "A port beyond 65535."))
        .test(bad("word", "notify", "A word."))
        .test(bad("scheme-only", "https://", "A scheme alone."))
}
