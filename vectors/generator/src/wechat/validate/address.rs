//! `wechat/validate-unifiedorder-ip`: spbill_create_ip, IPv4 or IPv6.

use super::ORDER;
use crate::suite::{Group, Suite, Test};
use crate::wechat::message::Message;

pub(super) fn suite() -> Suite {
    Suite::new(
        "wechat/validate-unifiedorder-ip",
        "wechat.validate",
        "spbill_create_ip: one IPv4 or IPv6 address in text.",
    )
    .group(v4())
    .group(v6())
    .group(neither())
}

fn with(value: &str) -> Message {
    Message::unified_order().with("spbill_create_ip", value)
}

fn good(id: &str, value: &str, about: &str) -> Test {
    ORDER.good(&format!("ip-{id}"), about, &with(value)).clauses(["WX-UO-8", "WX-CHR-7"]).flags(["ip-form"])
}

fn lax(id: &str, value: &str, about: &str) -> Test {
    ORDER.lax(&format!("ip-{id}"), about, &with(value)).clauses(["WX-UO-8", "WX-CHR-7"]).flags(["ip-form"])
}

fn bad(id: &str, value: &str, about: &str) -> Test {
    ORDER
        .bad(&format!("ip-{id}"), about, &with(value), "spbill_create_ip")
        .clauses(["WX-UO-8", "WX-CHR-7"])
        .flags(["ip-form"])
}

fn v4() -> Group {
    let special = "no document says whether a special address may be sent (WX-AMB-26).";
    ORDER
        .group("IPv4.")
        .test(good("v4-sample", "123.12.12.123", "The seed's sample."))
        .test(good("v4-short", "8.8.8.8", "One digit a part."))
        .test(good("v4-long", "223.255.254.254", "Three digits a part."))
        .test(lax("v4-private", "192.168.1.1", &format!("A private address: {special}")))
        .test(lax("v4-loopback", "127.0.0.1", &format!("The loopback address, which examples send: {special}")))
        .test(lax("v4-zero", "0.0.0.0", &format!("No address at all: {special}")))
        .test(lax("v4-broadcast", "255.255.255.255", &format!("The broadcast address: {special}")))
        .test(lax(
            "v4-leading-zero",
            "123.012.12.123",
            "A part with a leading zero: octal to some readers, decimal to others.",
        ))
        .test(bad("v4-256", "256.12.12.123", "The first part is 256."))
        .test(bad("v4-last-256", "123.12.12.256", "The last part is 256."))
        .test(bad("v4-999", "999.999.999.999", "A pattern of three digits a part passes it."))
        .test(bad("v4-three-parts", "123.12.12", "Three parts."))
        .test(bad("v4-five-parts", "123.12.12.123.1", "Five parts."))
        .test(bad("v4-empty-part", "123..12.123", "An empty part."))
        .test(bad("v4-trailing-dot", "123.12.12.123.", "A dot at the end."))
        .test(bad("v4-leading-dot", ".123.12.12.123", "A dot at the beginning."))
        .test(bad("v4-negative", "123.12.12.-1", "A negative part."))
        .test(bad("v4-port", "123.12.12.123:80", "With a port."))
        .test(bad("v4-prefix", "123.12.12.0/24", "A network."))
        .test(bad("v4-list", "123.12.12.123, 8.8.8.8", "A list, as X-Forwarded-For has it."))
        .test(bad("v4-list-bare", "123.12.12.123,8.8.8.8", "A list without a space."))
        .test(bad("v4-integer", "2063338619", "The address as one number."))
        .test(bad("v4-hex", "0x7b.0x0c.0x0c.0x7b", "Parts in hex."))
        .test(bad("v4-space", " 123.12.12.123", "A space before."))
        .test(bad("v4-newline", "123.12.12.123\n", "A line feed behind: `$` in a pattern matches before it."))
        .test(bad("v4-full-width", "１２３.12.12.123", "Full-width digits."))
        .test(bad("v4-comma", "123,12,12,123", "Commas for dots: a pattern whose dot is not escaped passes it."))
        .test(bad("v4-letters", "123.12.12.12a", "A letter."))
}

fn v6() -> Group {
    let special = "no document says whether a special address may be sent (WX-AMB-26).";
    ORDER
        .group("IPv6.")
        .test(good("v6-short", "2400:cb00:2048::1", "With `::`."))
        .test(good("v6-full", "2400:cb00:2048:0001:0000:0000:0000:6811", "Eight groups of four digits."))
        .test(good("v6-upper", "2400:CB00:2048::ABCD", "In upper case."))
        .test(good("v6-seven-groups", "2400:cb00:2048:1:2:3:4:6811", "Eight groups without zeros."))
        .test(good("v6-trailing", "2400:cb00::", "`::` at the end."))
        .test(lax("v6-mapped", "::ffff:123.12.12.123", "An IPv4-mapped address (WX-AMB-26)."))
        .test(lax("v6-zone", "fe80::1%eth0", "With a zone (WX-AMB-26)."))
        .test(lax("v6-loopback", "::1", &format!("The loopback address: {special}")))
        .test(lax("v6-unspecified", "::", &format!("No address at all: {special}")))
        .test(lax("v6-link-local", "fe80::1", &format!("A link-local address: {special}")))
        .test(lax("v6-unique-local", "fd00::1", &format!("A private address: {special}")))
        .test(bad("v6-brackets", "[2400:cb00:2048::1]", "In brackets, as a URL has it."))
        .test(bad("v6-triple-colon", "2400:cb00:::1", "Three colons."))
        .test(bad("v6-two-gaps", "2400::cb00::1", "Two gaps."))
        .test(bad("v6-nine-groups", "1:2:3:4:5:6:7:8:9", "Nine groups."))
        .test(bad("v6-seven", "1:2:3:4:5:6:7", "Seven groups and no gap."))
        .test(bad("v6-five-digits", "24000:cb00::1", "A group of five digits."))
        .test(bad("v6-letter", "2400:cg00::1", "A letter that is no hexadecimal digit."))
        .test(bad("v6-leading-colon", ":2400:cb00::1", "One colon at the beginning."))
        .test(bad("v6-trailing-colon", "2400:cb00::1:", "One colon at the end."))
        .test(bad("v6-prefix", "2400:cb00::/32", "A network."))
        .test(bad("v6-port", "[2400:cb00::1]:80", "With a port."))
        .test(bad("v6-v4-tail-256", "::ffff:123.12.12.256", "An embedded IPv4 address with a part of 256."))
        .test(bad("v6-space", "2400:cb00::1 ", "A space behind."))
}

fn neither() -> Group {
    ORDER
        .group("Neither.")
        .test(bad("name", "localhost", "A name."))
        .test(bad("domain", "pay.merchant.example", "A domain."))
        .test(bad("unknown", "unknown", "What a proxy writes when it does not know."))
        .test(bad("null", "null", "The word null."))
        .test(bad("url", "http://123.12.12.123", "A URL."))
        .test(bad("two-lines", "123.12.12.123\r\n8.8.8.8", "Two lines."))
        .test(bad("long", &format!("123.12.12.123{}", "0".repeat(60)), "73 characters."))
        .test(bad("colon", ":", "A colon."))
        .test(bad("dots", "...", "Dots alone."))
        .test(bad("mac", "00:1A:2B:3C:4D:5E", "A hardware address."))
}
