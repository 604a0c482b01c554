//! Field rules: URLs, IP addresses and currencies.

use payspec_core::finding::code;

use super::super::{Fault, fault};
use super::{BOTH, WECHAT, none_of, value};
use crate::pairs::get;

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
    fault(
        "va-url-query-allowed",
        "`notify_url` may carry parameters.",
        "WX-UO-9: 不能携带参数; ALI-PAR-2",
        BOTH,
        |s| s.validate.sees = |finding, _| finding.code != code::URL_QUERY,
    ),
    fault(
        "va-url-private-allowed",
        "`notify_url` may be localhost or a private address.",
        "WX-UO-9: no localhost, 127.0.0.1 or private address; ALI-SEED-10",
        BOTH,
        |s| s.validate.sees = |finding, _| finding.code != code::URL_PRIVATE,
    ),
    fault(
        "va-url-localhost-only",
        "Of the addresses that cannot be reached only `localhost` in lower case is refused.",
        "WX-UO-9: private address",
        WECHAT,
        |s| {
            s.validate.sees =
                |finding, pairs| finding.code != code::URL_PRIVATE || value(finding, pairs).contains("localhost");
        },
    ),
    fault(
        "va-url-172-unknown",
        "172.16 to 172.31 are not known as private.",
        "WX-UO-9: private address",
        WECHAT,
        |s| {
            s.validate.sees =
                |finding, pairs| finding.code != code::URL_PRIVATE || !value(finding, pairs).contains("//172.");
        },
    ),
    fault("va-url-any-text", "A URL is any text.", "WX-UO-9: absolute; ALI-PAR-1", BOTH, |s| {
        s.validate.sees = |finding, _| finding.code != code::URL_SHAPE
    }),
    fault("va-url-any-scheme", "Any scheme will do.", "WX-UO-9: http or https", WECHAT, |s| {
        s.validate.sees = |finding, pairs| {
            let value = value(finding, pairs);
            finding.code != code::URL_SHAPE || !value.contains("://") || value.starts_with("http")
        };
    }),
    fault("va-url-scheme-by-prefix", "Whatever begins with `http` is a URL.", "WX-UO-9: absolute URL", WECHAT, |s| {
        s.validate.sees =
            |finding, pairs| finding.code != code::URL_SHAPE || !value(finding, pairs).starts_with("http");
    }),
    fault("va-ip-any-text", "An address is any text.", "WX-UO-8: IPv4 or IPv6", WECHAT, |s| {
        s.validate.sees = |finding, _| finding.code != code::IP_SHAPE
    }),
    fault(
        "va-ip-four-numbers",
        "Four numbers with dots are an address, however large.",
        "WX-UO-8: a pattern of three digits a part",
        WECHAT,
        |s| {
            s.validate.sees = |finding, pairs| {
                let value = value(finding, pairs);
                let number = |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
                let four = value.split('.').count() == 4 && value.split('.').all(number);
                finding.code != code::IP_SHAPE || !four
            };
        },
    ),
    fault(
        "va-ip-v4-only",
        "An IPv6 address is refused.",
        "WX-UO-8, WX-CHR-7: IPv6 is valid by the seed",
        WECHAT,
        |s| {
            s.validate.invents = |_, pairs| match get(pairs, "spbill_create_ip") {
                Some(ip) if ip.contains(&b':') => vec![("spbill_create_ip", "ip")],
                _ => Vec::new(),
            };
        },
    ),
    fault("va-currency-any-text", "A currency is any text.", "WX-UO-15: three letters", WECHAT, |s| {
        s.validate.sees = |finding, _| none_of(finding, &[code::CURRENCY_SHAPE, code::LENGTH_EXCEEDED])
    }),
    fault("va-currency-three-characters", "Any three characters are a currency.", "WX-UO-15: ISO 4217", WECHAT, |s| {
        s.validate.sees =
            |finding, pairs| finding.code != code::CURRENCY_SHAPE || value(finding, pairs).chars().count() != 3;
    }),
];
