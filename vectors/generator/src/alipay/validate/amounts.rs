//! `total_amount`: yuan with two decimals, from 0.01 to 100000000.

use serde_json::{Value, json};

use super::{biz, blames, blames_if_invalid, content, given, member};
use crate::suite::Verdict::{self, Acceptable, Invalid, Valid};
use crate::suite::{Group, Suite, Test};

const PATH: &str = "biz_content.total_amount";

pub(super) fn suite() -> Suite {
    let text = |verdict: Verdict, id: &str, value: &str, about: &str| {
        let about = format!("Section 7, total_amount `{value}`: {about}");
        let test = member(verdict, &format!("page-pay-amount-{id}"), &about, "total_amount", Some(value.into()));
        blames_if_invalid(test, PATH).clauses(["ALI-PAY-6"]).flags(["amount-form"])
    };
    let raw = |verdict: Verdict, id: &str, value: &str, about: &str| {
        let content_text = Value::Object(biz()).to_string().replace(r#""88.88""#, value);
        let about = format!("Section 7, total_amount {value}, bare: {about}");
        let test = content(verdict, &format!("page-pay-amount-json-{id}"), &about, &content_text);
        blames_if_invalid(test, PATH).clauses(["ALI-PAY-2", "ALI-PAY-6"]).flags(["amount-form"])
    };
    let missing = |test: Test| blames(test, PATH).clauses(["ALI-PAY-1", "ALI-PAY-6"]).flags(["required-field-missing"]);
    Suite::new("alipay/validate-page-pay-amount", "alipay.validate", "Section 7: total_amount.")
        .group(
            Group::new("Amounts.", given())
                .test(text(Valid, "minimum", "0.01", "the least."))
                .test(text(Valid, "two-decimals", "12.34", "two decimals."))
                .test(text(Valid, "ten-cents", "0.10", "ten cents."))
                .test(text(Valid, "one-yuan", "1.00", "one yuan."))
                .test(text(Valid, "below-maximum", "99999999.99", "one cent below the most."))
                .test(text(Valid, "maximum", "100000000.00", "the most, with its decimals, longer than other pages' nine characters."))
                .test(text(Valid, "maximum-whole", "100000000", "the most, without decimals.")),
        )
        .group(
            Group::new("Out of range.", given())
                .test(text(Invalid, "zero", "0", "zero.").attacks(["B09"]))
                .test(text(Invalid, "zero-decimals", "0.00", "zero.").attacks(["B09"]))
                .test(text(Invalid, "below-minimum", "0.001", "less than a cent."))
                .test(text(Invalid, "rounds-to-cent", "0.009", "less than a cent, though it rounds to one."))
                .test(text(Invalid, "above-maximum", "100000000.01", "one cent above the most."))
                .test(text(Invalid, "above-maximum-yuan", "100000001", "one yuan above the most."))
                .test(text(Invalid, "huge", "99999999999999999999.00", "beyond 64 bits."))
                .test(text(Invalid, "negative", "-1", "negative.").attacks(["B09"]))
                .test(text(Invalid, "negative-cents", "-0.01", "negative.").attacks(["B09"])),
        )
        .group(
            Group::new("Text that is no such amount.", given())
                .test(text(Invalid, "three-decimals", "88.888", "three decimals."))
                .test(text(Invalid, "three-decimals-small", "0.011", "three decimals."))
                .test(text(Invalid, "exponent", "1e2", "an exponent.").attacks(["V03"]))
                .test(text(Invalid, "thousands", "1,000.00", "a thousands separator.").attacks(["V03"]))
                .test(text(Invalid, "plus", "+88.88", "a sign.").attacks(["V03"]))
                .test(text(Invalid, "leading-space", " 88.88", "a space before it.").attacks(["V03"]))
                .test(text(Invalid, "trailing-space", "88.88 ", "a space after it."))
                .test(text(Invalid, "comma", "88,88", "a decimal comma."))
                .test(text(Invalid, "two-points", "88.8.8", "two points."))
                .test(text(Invalid, "hex", "0x10", "hex.").attacks(["V03"]))
                .test(text(Invalid, "letters", "abc", "letters."))
                .test(text(Invalid, "nan", "NaN", "not a number.").attacks(["V03"]))
                .test(text(Invalid, "infinity", "Infinity", "not a number."))
                .test(text(Invalid, "currency", "¥88.88", "a sign of currency."))
                .test(text(Invalid, "full-width", "８８.８８", "full-width digits.").attacks(["E14", "V03"]))
                .test(text(Invalid, "arabic-digits", "٨٨.٨٨", "digits of another script."))
                .test(text(Invalid, "underscore", "1_000.00", "an underscore, as programs write it."))
                .test(text(Invalid, "point", ".", "a point alone."))
                .test(text(Invalid, "newline", "88.88\n", "a line feed after it."))
                .test(missing(member(Invalid, "page-pay-amount-empty", "Section 7, total_amount: required, and empty.", "total_amount", Some("".into()))))
                .test(missing(member(Invalid, "page-pay-amount-absent", "Section 7, total_amount: required, and absent.", "total_amount", None)))
                .test(missing(member(Invalid, "page-pay-amount-null", "Section 7, total_amount: required, and null.", "total_amount", Some(Value::Null)))),
        )
        .group(
            Group::new("Written otherwise. Acceptable: the documents print two decimals, and their own samples do not keep to it.", given())
                .test(text(Acceptable, "one-decimal", "88.8", "acceptable: one decimal."))
                .test(text(Acceptable, "whole", "88", "acceptable: no decimals."))
                .test(text(Acceptable, "leading-zero", "088.80", "acceptable: a leading zero."))
                .test(text(Acceptable, "no-integer-part", ".5", "acceptable: no digit before the point.")),
        )
        .group(
            Group::new("As JSON of another type.", given())
                .test(raw(Acceptable, "number", "88.88", "acceptable: every official sample has a string, clients send numbers."))
                .test(raw(Acceptable, "number-cent", "0.01", "acceptable: every official sample has a string, clients send numbers."))
                .test(raw(Acceptable, "number-whole", "88", "acceptable: every official sample has a string, clients send numbers."))
                .test(raw(Invalid, "number-zero", "0", "zero."))
                .test(raw(Invalid, "number-negative", "-1", "negative."))
                .test(raw(Invalid, "number-above", "100000000.01", "one cent above the most."))
                .test(blames(raw(Invalid, "true", "true", "no amount."), PATH))
                .test(blames(raw(Invalid, "list", r#"["88.88"]"#, "a list."), PATH))
                .test(blames(raw(Invalid, "object", r#"{"amount":"88.88"}"#, "an object."), PATH)),
        )
        .group(Group::new("A request whose other members are right.", json!({"message": super::PAGE_PAY, "now": "20260101120000"})).test(
            text(Valid, "with-now", "88.88", "a clock changes nothing about an amount."),
        ))
}
