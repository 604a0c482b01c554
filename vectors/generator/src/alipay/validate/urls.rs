//! `notify_url` and `return_url`, 256 characters each.

use super::{blames_if_invalid, common, given};
use crate::suite::Verdict::{self, Acceptable, Invalid, Valid};
use crate::suite::{Group, Suite, Test};

const MAX: usize = 256;

fn long(n: usize) -> String {
    let head = "https://merchant.example/";
    format!("{head}{}", "n".repeat(n - head.len()))
}

pub(super) fn suite() -> Suite {
    let mut suite = Suite::new(
        "alipay/validate-page-pay-url",
        "alipay.validate",
        "Section 3: absolute http or https URLs without a query.",
    );
    for name in ["notify_url", "return_url"] {
        suite = suite.group(Group::new(&format!("{name}."), given()).all(cases(name)));
    }
    suite
}

fn cases(name: &'static str) -> Vec<Test> {
    let id = name.replace('_', "-");
    let url = |verdict: Verdict, case: &str, value: &str, about: &str| {
        let about = format!("Section 3, {name}: {about}");
        let test = common(verdict, &format!("page-pay-{id}-{case}"), &about, name, Some(value));
        blames_if_invalid(test, name).clauses(["ALI-PAR-1"]).flags(["notify-url"])
    };
    let query = |case: &str, value: &str, about: &str| url(Invalid, case, value, about).clauses(["ALI-PAR-2"]);
    vec![
        url(Valid, "https", "https://merchant.example/pay/notify", "https with a path."),
        url(Valid, "http", "http://merchant.example/pay/notify", "http is allowed by the table."),
        url(Valid, "port", "https://merchant.example:8443/notify", "a port is part of an absolute URL."),
        url(Valid, "percent", "https://merchant.example/%E6%B5%8B", "a path with percent escapes.")
            .clauses(["ALI-PAR-3"]),
        url(Valid, "length-256", &long(MAX), "256 characters, the most that fit.").flags(["length-limit"]),
        url(Invalid, "length-257", &long(MAX + 1), "257 characters, one too many.").flags(["length-limit"]),
        url(Invalid, "relative", "/notify", "a path alone is no absolute URL."),
        url(Invalid, "no-scheme", "merchant.example/notify", "no scheme."),
        url(Invalid, "scheme-relative", "//merchant.example/notify", "no scheme before the slashes."),
        url(Invalid, "ftp", "ftp://merchant.example/notify", "neither http nor https."),
        url(Invalid, "javascript", "javascript:alert(1)", "neither http nor https."),
        url(Invalid, "no-host", "https:///notify", "no host."),
        url(Invalid, "space", "https://merchant.example/no tify", "a space, which no URL holds."),
        url(
            Invalid,
            "encoded",
            "https%3A%2F%2Fmerchant.example%2Fnotify",
            "encoded before it was put among the parameters: it is encoded once, on the wire.",
        )
        .clauses(["ALI-PAR-3"]),
        url(
            Invalid,
            "encoded-twice",
            "https%253A%252F%252Fmerchant.example%252Fnotify",
            "encoded twice before it was put among the parameters.",
        )
        .clauses(["ALI-PAR-3"]),
        url(Valid, "no-query", "https://merchant.example/notify/x=1", "an equals sign in the path is no query.")
            .clauses(["ALI-PAR-2"]),
        query(
            "query",
            "https://merchant.example/notify?shop=7",
            "a query of its own comes back mixed with Alipay's parameters and breaks their signature.",
        ),
        query("query-two", "https://merchant.example/notify?a=1&b=2", "two parameters of its own."),
        query(
            "query-method",
            "https://merchant.example/notify?method=done",
            "a parameter that has the name of one of Alipay's.",
        ),
        url(Acceptable, "fragment", "https://merchant.example/notify#x", "a fragment. Acceptable: no page names it."),
        url(
            Acceptable,
            "upper-scheme",
            "HTTPS://merchant.example/notify",
            "a scheme in upper case. Acceptable: the same scheme by the rules of URLs, and unusual.",
        ),
        url(
            Acceptable,
            "chinese",
            "https://merchant.example/通知",
            "a path in Chinese characters. Acceptable: no URL by the letter, and usual.",
        ),
        url(
            Acceptable,
            "localhost",
            "http://localhost/notify",
            "a host that Alipay cannot reach. Acceptable: a validator may know it, a test set-up uses it.",
        )
        .clauses(["ALI-SEED-10"]),
        url(
            Acceptable,
            "loopback",
            "http://127.0.0.1:8080/notify",
            "a loopback address. Acceptable: a validator may know it, a test set-up uses it.",
        )
        .clauses(["ALI-SEED-10"]),
        url(
            Acceptable,
            "private",
            "http://192.168.1.2/notify",
            "a private address. Acceptable: a validator may know it, a test set-up uses it.",
        )
        .clauses(["ALI-SEED-10"]),
    ]
}
