//! Values at and beyond a row's rules.

use payspec_core::spec::{Field, Kind, Layout};

use super::words;
use crate::fuzz::choices::Choices;

/// A value at or beyond the row's rules.
pub(super) fn value(row: &Field, now: Option<&str>, choices: &mut Choices) -> String {
    if let (Some(limit), true) = (row.limit, choices.percent(25)) {
        let lengths = [
            limit.agreed,
            limit.agreed + 1,
            limit.widest,
            limit.widest + 1,
            limit.least.max(1),
            limit.agreed.saturating_sub(1).max(1),
        ];
        let length = lengths[choices.below(lengths.len())].min(9000) as usize;
        let letter = choices.word(&["a", "1", "测", "é"]);
        let prefix = if row.name.ends_with("_url") { "https://pay.merchant.example/" } else { "" };
        let count = if choices.once_in(2) {
            length.saturating_sub(prefix.len())
        } else {
            length.saturating_sub(prefix.len()) / letter.len()
        };
        return format!("{prefix}{}", letter.repeat(count));
    }
    let list: &[&str] = match row.kind {
        Kind::Fen { .. } => &[
            "1",
            "0",
            "-1",
            "1000000000",
            "1000000001",
            "2147483648",
            "088",
            "1.0",
            "0.01",
            "+88",
            "88 ",
            "8.8e1",
            "８８",
            "1,000",
            "18446744073709551616",
            "0x58",
        ],
        Kind::Yuan { .. } => &[
            "0.01",
            "0",
            "0.00",
            "0.001",
            "88.888",
            "-1",
            "100000000",
            "100000000.00",
            "100000000.01",
            "1e2",
            "1,000.00",
            "88.8",
            "88",
            "088.80",
            ".5",
            " 1.00",
            "1.00 ",
            "１.00",
            "NaN",
        ],
        Kind::Count { .. } => &["1", "0", "-1", "1.5", "01", "99999999999999999999", "x"],
        Kind::Time(Layout::Compact) => match now {
            Some(_) => &[
                "20260101120100",
                "20260101120059",
                "20260101120101",
                "20260101120500",
                "20260101120501",
                "20260101115959",
                "20260102120000",
                "20260229120000",
                "21000229120000",
                "20261301120000",
                "2026-01-01 12:00:00",
                "202601011200",
            ],
            None => &[
                "20260101120000",
                "20260101120100",
                "20260101120130",
                "20260101120600",
                "20260101115900",
                "20240229235959",
                "20230229000000",
                "21000229000000",
                "19000229000000",
                "20260101240000",
                "20260101006000",
                "2026010112000",
                "２0260101120000",
            ],
        },
        Kind::Time(_) => &[
            "2026-01-01 12:00:00",
            "2026-01-01 12:01:00",
            "2026-01-01 12:00:59",
            "2026-01-16 12:00:00",
            "2026-01-16 12:00:01",
            "2026-02-30 12:00:00",
            "2026-01-01T12:00:00",
            "2026-01-01 12:30",
            "2026/01/01 12:00:00",
            "20260101120000",
            "2026-01-01 24:00:00",
        ],
        Kind::Period => {
            &["1m", "90m", "15d", "16d", "1c", "2c", "0m", "1.5h", "360h", "361h", "21600m", "21601m", "m", "01m", "1M"]
        }
        Kind::UnixSeconds => &["1414488825", "141448882", "1414488825000", "0", "x"],
        Kind::Url(_) => &[
            "https://pay.merchant.example/n",
            "http://pay.merchant.example/n",
            "https://pay.merchant.example/n?x=1",
            "https://pay.merchant.example",
            "https://localhost/n",
            "https://127.0.0.1/n",
            "https://10.0.0.1/n",
            "https://172.16.0.1/n",
            "https://172.31.255.1/n",
            "https://172.32.0.1/n",
            "https://192.168.1.1/n",
            "https://169.254.1.1/n",
            "https://[::1]/n",
            "ftp://pay.merchant.example/n",
            "/notify",
            "pay.merchant.example/n",
            "https://pay.merchant.example:8443/n",
            "HTTPS://pay.merchant.example/n",
            "https://user@pay.merchant.example/n",
            "https://pay.merchant.example/n#x",
            "https:///n",
            "https://pay merchant.example/n",
        ],
        Kind::Ip => &[
            "123.12.12.123",
            "2400:cb00:2048::1",
            "2400:CB00:2048:0:0:0:0:1",
            "2001:db8::1",
            "::1",
            "256.1.1.1",
            "1.2.3",
            "1.2.3.4.5",
            "01.2.3.4",
            "10.0.0.1",
            "::ffff:1.2.3.4",
            "fe80::1%eth0",
            "localhost",
            "2001:db8::1::2",
        ],
        Kind::Currency => &["CNY", "USD", "cny", "CN", "CNYY", "１２３"],
        Kind::HexSignature => &[
            "C380BEC2BFD727A4B6845133519F3AD6",
            "c380bec2bfd727a4b6845133519f3ad6",
            "C380",
            "x",
            "C380BEC2BFD727A4B6845133519F3ADG",
        ],
        Kind::Choice(choices_of, _) if choices.percent(60) => {
            let choice = choices_of[choices.below(choices_of.len())].value;
            return match choices.below(4) {
                0 => choice.to_owned(),
                1 => choice.to_lowercase(),
                2 => format!("{choice} "),
                _ => choice.to_uppercase(),
            };
        }
        _ => &[
            "a",
            "a-b_c",
            "2015-0806_125346",
            "T20260101\n0001",
            "a|b",
            "a*b",
            "a@b",
            "测试",
            "a b",
            "a/b",
            "a=b",
            "a&b",
            "a.b",
            "<x>",
            "\u{1}",
            "🏠",
            "0",
        ],
    };
    if choices.percent(10) { words::text(choices) } else { (*choices.pick(list)).to_owned() }
}
