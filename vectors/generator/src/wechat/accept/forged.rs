//! Messages for the right order that the provider never signed, or that read otherwise than they verify.

use super::{group, refuse_body};
use crate::sign::Algorithm;
use crate::suite::Group;
use crate::wechat::message::{Message, OTHER_KEY, element, swap};

pub(super) fn unsigned() -> Group {
    let payment = Message::payment();
    let sealed = payment.md5();
    let forged = |id: &str, about: &str, message: &Message, attack: &str| {
        refuse_body(&format!("forged-{id}"), "signature", about, message.xml())
            .clauses(["WX-NTF-51", "WX-NTF-7"])
            .flags(["signature-not-checked"])
            .attacks([attack])
    };
    let touched = |field: &str, value: &str| {
        let was = payment.with(field, value).md5();
        let about = format!("{field} was signed as `{value}` and is sent as the order has it.");
        forged(&format!("touched-{}", field.replace('_', "-")), &about, &payment.with("sign", was.value("sign")), "T02")
    };
    group("Number, amount and parties are the order's; the signature is not the provider's.")
        .test(forged("no-sign", "No `sign`.", &payment, "S01"))
        .test(forged("empty-sign", "An empty `sign`.", &payment.with("sign", ""), "S04"))
        .test(forged(
            "any-sign",
            "The decoration of the tables as `sign`.",
            &payment.with("sign", "C380BEC2BFD727A4B6845133519F3AD6"),
            "T02",
        ))
        .test(forged(
            "other-key",
            "Signed with another key.",
            &payment.with("sign", Algorithm::Md5.sign(&payment.fields, OTHER_KEY)),
            "K04",
        ))
        .test(forged(
            "empty-key",
            "Signed with an empty key.",
            &payment.with("sign", Algorithm::Md5.sign(&payment.fields, "")),
            "K02",
        ))
        .test(forged(
            "cut-sign",
            "The first half of the right signature.",
            &payment.with("sign", &sealed.value("sign")[..16]),
            "S06",
        ))
        .test(forged(
            "key-field",
            "A field named `key` supplies the key.",
            &payment.with("key", "attacker").with("sign", Algorithm::Md5.sign(&payment.fields, "attacker")),
            "C04",
        ))
        .test(forged("sign-type-none", "sign_type NONE and no `sign`.", &payment.with("sign_type", "NONE"), "S12"))
        .test(
            forged(
                "sign-type-unknown",
                "sign_type RSA under a right MD5 signature.",
                &payment.with("sign_type", "RSA").md5(),
                "S12",
            )
            .any_class()
            .flags(["unknown-sign-type-accepted"]),
        )
        .test(touched("total_fee", "1"))
        .test(touched("out_trade_no", "20150806125347"))
        .test(touched("mch_id", "1900000109"))
        .test(touched("appid", "wx2421b1c4370ec43b"))
        .test(touched("result_code", "FAIL"))
        .test(touched("fee_type", "JPY"))
        .test(forged(
            "added-state",
            "trade_state SUCCESS was put into a signed message.",
            &payment.with("trade_state", "SUCCESS").with("sign", sealed.value("sign")),
            "T02",
        ))
        .test(
            refuse_body("forged-json", "malformed", "The payment as JSON, with `sign` true.", {
                let mut fields = payment.params();
                fields["sign"] = true.into();
                fields.to_string()
            })
            .clauses(["WX-XML-1"])
            .flags(["malformed-xml"])
            .attacks(["T05"]),
        )
        .test(
            refuse_body("forged-empty", "malformed", "No byte at all.", String::new())
                .clauses(["WX-XML-1"])
                .flags(["malformed-xml"])
                .attacks(["T14"]),
        )
        .test(
            refuse_body(
                "forged-xxe",
                "malformed",
                "An external entity in attach; the signature covers the runner's answer.",
                {
                    let xml = swap(&payment.with("attach", "canary").md5().xml(), "<![CDATA[canary]]>", "&e;");
                    format!("<!DOCTYPE xml [<!ENTITY e SYSTEM \"{{{{canary}}}}\">]>{xml}")
                },
            )
            .clauses(["WX-XML-15"])
            .flags(["xxe"])
            .attacks(["X01"]),
        )
}

/// Genuine payments of one fen for another order, written so that a careless reader sees this order's values.
pub(super) fn read_otherwise() -> Group {
    let cheap = Message::payment().with("total_fee", "1").with("cash_fee", "1");
    let xml = cheap.md5().xml();
    let real = element("total_fee", "1");
    let case = |id: &str, about: &str, body: String, clause: &str, flag: &str, attack: &str| {
        refuse_body(&format!("reads-{id}"), "field", about, body)
            .any_class()
            .clauses([clause, "WX-NTF-51"])
            .flags([flag])
            .attacks([attack])
    };
    let full = element("total_fee", "100");
    let number = Message::payment().with("out_trade_no", "OTHER1");
    let other = element("out_trade_no", "OTHER1");
    let ours = element("out_trade_no", "20150806125346");
    group("One fen was paid, or another order; the message is written so that a careless reader sees this order.")
        .test(case(
            "repeat-amount-last",
            "total_fee 1, signed, then 100.",
            swap(&xml, &real, &format!("{real}{full}")),
            "WX-SIGN-38",
            "duplicate-field",
            "X07",
        ))
        .test(case(
            "repeat-amount-first",
            "total_fee 100, then 1, signed.",
            swap(&xml, &real, &format!("{full}{real}")),
            "WX-SIGN-38",
            "duplicate-field",
            "X07",
        ))
        .test(case(
            "repeat-number-last",
            "out_trade_no of another order, signed, then this one's.",
            swap(&number.md5().xml(), &other, &format!("{other}{ours}")),
            "WX-SIGN-38",
            "duplicate-field",
            "X07",
        ))
        .test(case(
            "repeat-number-first",
            "out_trade_no of this order, then the other's, signed.",
            swap(&number.md5().xml(), &other, &format!("{ours}{other}")),
            "WX-SIGN-38",
            "duplicate-field",
            "X07",
        ))
        .test(case(
            "nested-amount",
            "A nested total_fee of 100 before the signed 1.",
            swap(&xml, &real, &format!("<z>{full}</z>{real}")),
            "WX-SIGN-39",
            "nested-element",
            "X11",
        ))
        .test(case(
            "prefixed-amount",
            "A total_fee of 100 in a namespace behind the signed 1.",
            swap(&xml, &real, &format!("{real}<q:total_fee xmlns:q=\"u\">100</q:total_fee>")),
            "WX-XML-2",
            "attribute-or-namespace",
            "X13",
        ))
        .test(case(
            "comment-amount",
            "A comment inside `1<!---->00`, of which only `1` was signed.",
            swap(&xml, &real, "<total_fee>1<!---->00</total_fee>"),
            "WX-SIGN-8",
            "comment-in-text",
            "X08",
        ))
        .test(case(
            "cdata-amount",
            "`1` and `00` in two CDATA sections, of which only `1` was signed.",
            swap(&xml, &real, "<total_fee><![CDATA[1]]><![CDATA[00]]></total_fee>"),
            "WX-SIGN-8",
            "cdata-split",
            "X09",
        ))
        .test(case(
            "comment-amount-genuine",
            "A signed total_fee of `1` that a comment with `00` follows.",
            swap(&xml, &real, "<total_fee>1<!--00--></total_fee>"),
            "WX-NTF-51",
            "comment-in-text",
            "X08",
        ))
        .test(case(
            "attribute-amount",
            "An attribute `value` of 100 on the signed total_fee of 1.",
            swap(&xml, "<total_fee>", "<total_fee value=\"100\">"),
            "WX-XML-2",
            "attribute-or-namespace",
            "X14",
        ))
        .test(case(
            "second-root",
            "A forged payment of 100 behind the genuine one.",
            format!("{xml}{}", Message::payment().xml()),
            "WX-XML-1",
            "trailing-data",
            "X16",
        ))
        .test(case(
            "case-amount",
            "`TOTAL_FEE` of 100, signed, beside total_fee of 1.",
            cheap.with("TOTAL_FEE", "100").md5().xml(),
            "WX-SIGN-2",
            "name-case-folded",
            "C06",
        ))
        .test(case(
            "attach-markup",
            "attach holds the markup of a total_fee of 100.",
            cheap.with("attach", full.replace("<![CDATA[", "").replace("]]>", "")).md5().xml(),
            "WX-XML-3",
            "cdata-parsed",
            "X11",
        ))
        .test(case(
            "proto-amount",
            "A nested __proto__ with a total_fee of 100, and no total_fee that was signed.",
            swap(
                &Message::payment().without("total_fee").md5().xml(),
                "</xml>",
                "<__proto__><total_fee>100</total_fee></__proto__></xml>",
            ),
            "WX-SIGN-39",
            "prototype-name",
            "X23",
        ))
}
