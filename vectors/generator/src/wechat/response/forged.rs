//! Answers that are not the provider's.

use super::{Answer, row};
use crate::sign::Algorithm;
use crate::suite::Group;
use crate::wechat::message::{Message, OTHER_KEY};

impl Answer {
    /// Not the provider's.
    pub(super) fn forged(&self) -> Group {
        let base = &self.genuine;
        let sealed = base.md5();
        let right = sealed.value("sign").to_owned();
        let case = |id: &str, about: &str, message: &Message, attack: &str| {
            self.refuse(id, "signature", about, message.xml())
                .clauses(["WX-UOR-7", "WX-SIGN-1"])
                .flags(["signature-not-checked"])
                .attacks([attack])
        };
        let mut group = self
            .group("Not the provider's. A merchant verifies answers too (WX-UOR-7).")
            .test(case("no-sign", "return_code SUCCESS and no `sign`.", base, "S01"))
            .test(case(
                "no-sign-fail",
                "return_code SUCCESS, result_code FAIL and no `sign`: only a failed transport is unsigned.",
                &base.with("result_code", "FAIL").with("err_code", "ORDERPAID"),
                "S03",
            ))
            .test(case(
                "code-title",
                "return_code `Success` and no `sign`: neither SUCCESS nor FAIL.",
                &base.with("return_code", "Success"),
                "S02",
            ))
            .test(case("code-absent", "Neither return_code nor `sign`.", &base.without("return_code"), "S02"))
            .test(case("empty-sign", "An empty `sign`.", &base.with("sign", ""), "S04"))
            .test(case(
                "any-sign",
                "The decoration of the tables as `sign`.",
                &base.with("sign", "C380BEC2BFD727A4B6845133519F3AD6"),
                "T15",
            ))
            .test(case("cut-sign", "The first half of the right signature.", &base.with("sign", &right[..16]), "S06"))
            .test(case(
                "other-key",
                "Signed with another key.",
                &base.with("sign", Algorithm::Md5.sign(&base.fields, OTHER_KEY)),
                "K04",
            ))
            .test(case(
                "empty-key",
                "Signed with an empty key.",
                &base.with("sign", Algorithm::Md5.sign(&base.fields, "")),
                "K02",
            ))
            .test(case("added", "A field was added after signing.", &base.with("x", "1").with("sign", &right), "X18"))
            .test(
                case(
                    "unknown-sign-type",
                    "sign_type RSA under a right MD5 signature.",
                    &base.with("sign_type", "RSA").md5(),
                    "S12",
                )
                .any_class()
                .flags(["unknown-sign-type-accepted"])
                .clauses(["WX-SIGN-12"]),
            )
            .test(case(
                "key-field",
                "A field named `key` supplies the key.",
                &base.with("key", "attacker").with("sign", Algorithm::Md5.sign(&base.fields, "attacker")),
                "C04",
            ));
        for (field, value) in &base.fields {
            let other = format!("{value}0");
            let about = format!("{field} is `{other}`, which was not signed.");
            group = group.test(
                case(&format!("changed-{}", field.replace('_', "-")), &about, &sealed.with(field, other), "T15")
                    .clauses(row(field)),
            );
        }
        group
    }
}
