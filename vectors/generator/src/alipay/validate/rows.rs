//! Section 7: the length of each text in `biz_content`. Whether it counts characters or bytes is stated nowhere, so a
//! text in Chinese that fits one count and not the other is acceptable.

use serde_json::{Value, json};

use super::{blames, blames_if_invalid, given, member};
use crate::suite::Verdict::{self, Acceptable, Invalid, Valid};
use crate::suite::{Group, Suite, Test};

/// Of what a row's text may be made, and so which unit tests it gets.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Any text: bytes and characters may differ.
    Text,
    /// Letters and digits by its own rule.
    Ascii,
}

struct Row {
    /// The member, and the object within `biz_content` that holds it, if any.
    name: &'static str,
    parent: Option<&'static str>,
    max: usize,
    required: bool,
    kind: Kind,
    /// Whether the limit was read on a current page; those of section 11 were not.
    confirmed: bool,
}

const fn row(name: &'static str, max: usize, kind: Kind, confirmed: bool) -> Row {
    Row { name, parent: None, max, required: false, kind, confirmed }
}

const ROWS: [Row; 9] = [
    Row { name: "out_trade_no", parent: None, max: 64, required: true, kind: Kind::Ascii, confirmed: true },
    Row { name: "subject", parent: None, max: 256, required: true, kind: Kind::Text, confirmed: true },
    row("body", 128, Kind::Text, true),
    row("passback_params", 512, Kind::Ascii, true),
    row("promo_params", 512, Kind::Ascii, false),
    row("enable_pay_channels", 128, Kind::Ascii, false),
    row("disable_pay_channels", 128, Kind::Ascii, false),
    row("store_id", 32, Kind::Ascii, false),
    Row {
        name: "sys_service_provider_id",
        parent: Some("extend_params"),
        max: 64,
        required: false,
        kind: Kind::Ascii,
        confirmed: false,
    },
];

impl Row {
    fn path(&self) -> String {
        match self.parent {
            Some(parent) => format!("biz_content.{parent}.{}", self.name),
            None => format!("biz_content.{}", self.name),
        }
    }

    fn test(&self, verdict: Verdict, case: &str, about: &str, value: Value) -> Test {
        let id = format!("page-pay-{}-{case}", self.name.replace('_', "-"));
        let about = format!("Section 7, {}: {about}", self.name);
        match self.parent {
            Some(parent) => member(verdict, &id, &about, parent, Some(json!({self.name: value}))),
            None => member(verdict, &id, &about, self.name, Some(value)),
        }
        .clauses(["ALI-PAY-1"])
    }

    fn length(&self, verdict: Verdict, case: &str, about: &str, unit: &str, times: usize) -> Test {
        let test = self.test(verdict, case, about, unit.repeat(times).into());
        blames_if_invalid(test, &self.path()).flags(["length-limit"])
    }

    fn tests(&self) -> Vec<Test> {
        let max = self.max;
        let over = |case: &str, n: usize, about: &str| {
            if self.confirmed {
                return self.length(Invalid, case, about, "1", n);
            }
            let about =
                format!("{about} Acceptable: the limit is from an older table, and was not confirmed (section 11).");
            self.length(Acceptable, case, &about, "1", n)
        };
        let mut tests = vec![
            self.length(Valid, "length-1", "one character.", "1", 1),
            self.length(Valid, &format!("length-{max}"), &format!("{max} characters, the most that fit."), "1", max),
            over(&format!("length-{}", max + 1), max + 1, &format!("{} characters, one too many.", max + 1)),
            over("length-double", 2 * max, "twice as many characters as fit."),
        ];
        if self.kind == Kind::Text {
            tests.extend(self.units());
        }
        if self.required {
            let name = self.name;
            let id = name.replace('_', "-");
            let absent = member(
                Invalid,
                &format!("page-pay-{id}-absent"),
                &format!("Section 7, {name}: required, and absent."),
                name,
                None,
            );
            tests.push(blames(absent, &self.path()).clauses(["ALI-PAY-1"]).flags(["required-field-missing"]));
            for (case, value) in [("empty", json!("")), ("null", Value::Null)] {
                let test = self.test(Invalid, case, &format!("required, and {case}."), value);
                tests.push(blames(test, &self.path()).flags(["required-field-missing"]));
            }
        } else {
            tests.push(
                self.test(
                    Acceptable,
                    "empty",
                    "optional, and empty. Acceptable: no page says whether an empty member may be sent.",
                    "".into(),
                )
                .flags(["odd-value"]),
            );
        }
        tests
    }

    /// A Chinese character is one character and three bytes of UTF-8; one beyond the basic plane four, and two units
    /// of UTF-16.
    fn units(&self) -> Vec<Test> {
        let max = self.max;
        let fits = max / 3;
        let mut tests = vec![
            self.length(
                Valid,
                "chinese-fits",
                &format!("{fits} Chinese characters, {} bytes: they fit on either count.", 3 * fits),
                "测",
                fits,
            ),
            self.length(
                Acceptable,
                "chinese-bytes-over",
                &format!(
                    "{} Chinese characters, {} bytes. Acceptable: too long in bytes only.",
                    fits + 1,
                    3 * (fits + 1)
                ),
                "测",
                fits + 1,
            ),
            self.length(
                Acceptable,
                "chinese-characters-most",
                &format!("{max} Chinese characters, {} bytes. Acceptable: too long in bytes only.", 3 * max),
                "测",
                max,
            ),
            self.length(
                Invalid,
                "chinese-over",
                &format!("{} Chinese characters: one too many on any count.", max + 1),
                "测",
                max + 1,
            ),
            self.length(
                Valid,
                "emoji-fits",
                &format!("{} characters of four bytes: they fit on any count.", max / 4),
                "🏠",
                max / 4,
            ),
            self.length(
                Acceptable,
                "emoji-utf16-most",
                &format!(
                    "{} characters, {max} units of UTF-16, {} bytes. Acceptable: too long in bytes only.",
                    max / 2,
                    2 * max
                ),
                "🏠",
                max / 2,
            ),
            self.length(
                Acceptable,
                "emoji-most",
                &format!(
                    "{max} characters, {} units of UTF-16. Acceptable: too long in bytes and in units only.",
                    2 * max
                ),
                "🏠",
                max,
            ),
            self.length(
                Invalid,
                "emoji-over",
                &format!("{} characters beyond the basic plane: one too many on any count.", max + 1),
                "🏠",
                max + 1,
            ),
        ];
        for test in &mut tests {
            test.clauses.push("ALI-PAY-6".to_owned());
        }
        tests
    }
}

pub(super) fn suite() -> Suite {
    let mut suite = Suite::new(
        "alipay/validate-page-pay-length",
        "alipay.validate",
        "Section 7: how long each text of biz_content may be.",
    );
    for row in &ROWS {
        let about = format!("{}, {}.", row.name, row.max);
        let mut group = Group::new(&about, given()).all(row.tests());
        if row.name == "subject" || row.name == "out_trade_no" {
            for test in &mut group.tests {
                if !test.clauses.iter().any(|c| c == "ALI-PAY-6") {
                    test.clauses.push("ALI-PAY-6".to_owned());
                }
            }
        }
        suite = suite.group(group);
    }
    suite
}
