//! URLs and IP addresses.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::{Judge, Severity, Spot, code};
use crate::spec::Url;

impl Judge<'_> {
    /// WX-UO-9, WX-AMB-17, ALI-PAR-2, ALI-SEED-10.
    pub(super) fn url(&mut self, spot: &Spot<'_>, rules: &Url, value: &[u8]) {
        let Ok(text) = std::str::from_utf8(value) else {
            return self.report(spot, code::TEXT_NOT_UTF8, Severity::Error, &[]);
        };
        let Some(parts) = Parts::of(text) else {
            return self.report(spot, code::URL_SHAPE, Severity::Error, &[]);
        };
        if let (Some(severity), true) = (rules.http, !parts.secure) {
            self.report(spot, code::URL_HTTP, severity, &[]);
        }
        if let (Some(severity), Some(query)) = (rules.query, parts.query) {
            let at = crate::wire::offset(value, query.as_bytes());
            self.report(&spot.part(value, at - 1..at + query.len()), code::URL_QUERY, severity, &[]);
        }
        if let (Some(severity), "" | "/") = (rules.no_path, parts.path) {
            self.report(spot, code::URL_NO_PATH, severity, &[]);
        }
        if let (Some(severity), true) = (rules.private, parts.host.is_private()) {
            self.report(spot, code::URL_PRIVATE, severity, &[]);
        }
        if let Some(severity) = rules.unusual {
            for part in parts.unusual(text) {
                self.report(spot, code::URL_UNUSUAL, severity, &[("part", part)]);
            }
        }
    }

    /// WX-UO-8, WX-AMB-26.
    pub(super) fn ip(&mut self, spot: &Spot<'_>, value: &[u8]) {
        let text = std::str::from_utf8(value).unwrap_or_default();
        let (address, zone) = match text.find('%') {
            Some(at) if at + 1 < text.len() => (&text[..at], Some(&text[at..])),
            _ => (text, None),
        };
        let part = match (address.parse::<IpAddr>(), zone) {
            (Ok(IpAddr::V6(_)), Some(zone)) => Some(zone),
            (Ok(address), None) => special(address),
            _ => return self.report(spot, code::IP_SHAPE, Severity::Error, &[]),
        };
        if let Some(part) = part {
            self.report(spot, code::IP_UNUSUAL, Severity::Warning, &[("part", part)]);
        }
    }
}

/// An absolute http or https URL, taken apart.
struct Parts<'u> {
    scheme: &'u str,
    secure: bool,
    host: Host<'u>,
    /// Where the host was written, without the port.
    host_text: &'u str,
    /// With its colon.
    port: Option<&'u str>,
    path: &'u str,
    query: Option<&'u str>,
    /// With its `#`.
    fragment: Option<&'u str>,
}

enum Host<'u> {
    Name(&'u str),
    Address(IpAddr),
}

impl<'u> Parts<'u> {
    /// `None` if it is no such URL: another scheme, no host, a user, an impossible port, a space.
    fn of(text: &'u str) -> Option<Parts<'u>> {
        let impossible = |byte: u8| matches!(byte, 0..=b' ' | 0x7f | b'\\' | b'"' | b'<' | b'>');
        if text.bytes().any(impossible) {
            return None;
        }
        let (scheme, rest) = text.split_once("://")?;
        let secure = scheme.eq_ignore_ascii_case("https");
        if !secure && !scheme.eq_ignore_ascii_case("http") {
            return None;
        }
        let (authority, tail) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        let (tail, fragment) = tail.find('#').map_or((tail, None), |at| (&tail[..at], Some(&tail[at..])));
        let (path, query) = tail.split_once('?').map_or((tail, None), |(path, query)| (path, Some(query)));
        let colon = match authority.strip_prefix('[') {
            Some(rest) => rest.find(']').map(|end| end + 2)?,
            None => authority.find(':').unwrap_or(authority.len()),
        };
        let (host_text, port) = authority.split_at_checked(colon)?;
        let port = (!port.is_empty()).then_some(port);
        if let Some(port) = port {
            let digits = port.strip_prefix(':')?;
            let right =
                digits.bytes().all(|byte| byte.is_ascii_digit()) && digits.parse().is_ok_and(|port: u16| port > 0);
            if !right {
                return None;
            }
        }
        let host = Host::of(host_text)?;
        Some(Parts { scheme, secure, host, host_text, port, path, query, fragment })
    }

    /// What the documents are silent on, as it is written (WX-AMB-17).
    fn unusual(&self, text: &'u str) -> impl Iterator<Item = &'u str> {
        let scheme = self.scheme.bytes().any(|byte| byte.is_ascii_uppercase()).then_some(self.scheme);
        let address = matches!(self.host, Host::Address(_)).then_some(self.host_text);
        let wide = text.find(|letter: char| !letter.is_ascii()).map(|at| &text[at..]);
        let wide = wide.and_then(|rest| rest.chars().next().map(|letter| &rest[..letter.len_utf8()]));
        [scheme, address, self.port, self.fragment, wide].into_iter().flatten()
    }
}

impl<'u> Host<'u> {
    fn of(text: &'u str) -> Option<Host<'u>> {
        if let Some(inner) = text.strip_prefix('[') {
            return Some(Host::Address(IpAddr::V6(inner.strip_suffix(']')?.parse().ok()?)));
        }
        let name = text.strip_suffix('.').unwrap_or(text);
        let label = |label: &str| {
            !label.is_empty()
                && label.len() <= 63
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | 0x80..))
        };
        if name.len() > 253 || !name.split('.').all(label) {
            return None;
        }
        // A last label of digits makes every reader take the whole for an IPv4 address.
        let last = name.rsplit('.').next().unwrap_or(name);
        let number = last.bytes().all(|byte| byte.is_ascii_digit()) || last.starts_with("0x");
        if number { Some(Host::Address(IpAddr::V4(name.parse().ok()?))) } else { Some(Host::Name(name)) }
    }

    /// Whether nobody on the internet can reach it.
    fn is_private(&self) -> bool {
        match self {
            Host::Address(address) => special(*address).is_some(),
            Host::Name(name) => {
                let last = name.rsplit('.').next().unwrap_or(name);
                !name.contains('.')
                    || ["localhost", "local", "internal", "lan"].iter().any(|own| last.eq_ignore_ascii_case(own))
            }
        }
    }
}

/// The block of addresses with a special meaning that this one is in, if it is not reachable from the internet.
fn special(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(address) => special_v4(address),
        IpAddr::V6(address) => special_v6(address),
    }
}

fn special_v4(address: Ipv4Addr) -> Option<&'static str> {
    match address.octets() {
        [0, ..] => Some("0.0.0.0/8"),
        [10, ..] => Some("10.0.0.0/8"),
        [100, 64..=127, ..] => Some("100.64.0.0/10"),
        [127, ..] => Some("127.0.0.0/8"),
        [169, 254, ..] => Some("169.254.0.0/16"),
        [172, 16..=31, ..] => Some("172.16.0.0/12"),
        [192, 168, ..] => Some("192.168.0.0/16"),
        [224..=239, ..] => Some("224.0.0.0/4"),
        [240..=255, ..] => Some("240.0.0.0/4"),
        _ => None,
    }
}

fn special_v6(address: Ipv6Addr) -> Option<&'static str> {
    match address.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0] => Some("::"),
        [0, 0, 0, 0, 0, 0, 0, 1] => Some("::1"),
        [0, 0, 0, 0, 0, 0xffff, ..] => Some("::ffff:0:0/96"),
        [0xfc00..=0xfdff, ..] => Some("fc00::/7"),
        [0xfe80..=0xfebf, ..] => Some("fe80::/10"),
        [0xff00..=0xffff, ..] => Some("ff00::/8"),
        _ => None,
    }
}
