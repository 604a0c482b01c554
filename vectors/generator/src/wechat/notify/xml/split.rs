//! Values that a comment, a CDATA section or a processing instruction splits: whole or refused, never a part.

use super::wire;
use crate::suite::{Group, Test};
use crate::wechat::message::{Message, element, swap};
use crate::wechat::notify::{and_field, either, md5_group, refuse};

/// How a value is written in two pieces.
struct Split {
    id: &'static str,
    between: &'static str,
    what: &'static str,
    flag: &'static str,
    attack: &'static str,
}

const SPLITS: &[Split] = &[
    Split { id: "comment", between: "<!---->", what: "An empty comment", flag: "comment-in-text", attack: "X08" },
    Split {
        id: "comment-text",
        between: "<!-- 9 -->",
        what: "A comment with a digit in it",
        flag: "comment-in-text",
        attack: "X08",
    },
    Split { id: "pi", between: "<?x y?>", what: "A processing instruction", flag: "pi-in-text", attack: "X10" },
    Split {
        id: "cdata",
        between: "]]><![CDATA[",
        what: "The end of one CDATA section and the start of the next",
        flag: "cdata-split",
        attack: "X09",
    },
];

/// `field` of a message that was signed with `value`, written as two pieces.
fn halves(split: &Split, field: &str, value: &str, at: usize) -> String {
    let (head, tail) = value.split_at(at);
    let inner = if split.id == "cdata" {
        format!("<![CDATA[{head}{}{tail}]]>", split.between)
    } else {
        format!("{head}{}{tail}", split.between)
    };
    format!("<{field}>{inner}</{field}>")
}

/// Genuine: the full text was signed. Refused or read whole.
pub(super) fn whole() -> Group {
    let payment = Message::payment();
    let mut group = md5_group(
        "A value in two pieces under a signature over the whole. The sheet lets both pass (WX-AMB-8): refused, or read whole; \
         never the first or the last piece.",
    );
    for split in SPLITS {
        for (field, at) in
            [("total_fee", 1), ("out_trade_no", 4), ("transaction_id", 10), ("result_code", 3), ("attach", 2)]
        {
            let value = payment.value(field);
            let body = swap(&wire(), &element(field, value), &halves(split, field, value, at));
            let id = format!("xml-split-{}-{}", split.id, field.replace('_', "-"));
            let about = format!("{} stands inside {field}, whose text is `{value}` or nothing (WX-AMB-8).", split.what);
            let test = and_field(either(&id, &about, &payment, body), field, value);
            group = group.test(test.clauses(["WX-XML-4", "WX-SIGN-8"]).flags([split.flag]).attacks([split.attack]));
        }
    }
    let edge = |id: &str, about: &str, to: &str| {
        let body = swap(&wire(), "<total_fee>100</total_fee>", to);
        let about = format!("{about} Refused, or total_fee is 100 (WX-AMB-8).");
        either(&format!("xml-split-{id}"), &about, &payment, body)
            .clauses(["WX-XML-4"])
            .flags(["comment-in-text"])
            .attacks(["X08"])
    };
    group
        .test(edge("before", "A comment before the value.", "<total_fee><!-- 1 -->100</total_fee>"))
        .test(edge("after", "A comment after the value.", "<total_fee>100<!-- 1 --></total_fee>"))
        .test(
            edge("text-cdata", "Text, then CDATA.", "<total_fee>1<![CDATA[00]]></total_fee>")
                .flags(["cdata-split"])
                .attacks(["X09"]),
        )
        .test(
            edge("cdata-text", "CDATA, then text.", "<total_fee><![CDATA[1]]>00</total_fee>")
                .flags(["cdata-split"])
                .attacks(["X09"]),
        )
        .test(
            edge("empty-cdata", "An empty CDATA section inside the text.", "<total_fee>1<![CDATA[]]>00</total_fee>")
                .flags(["cdata-split"])
                .attacks(["X09"]),
        )
        .test(
            edge("reference-cdata", "A reference, then CDATA.", "<total_fee>&#49;<![CDATA[00]]></total_fee>")
                .flags(["cdata-split"])
                .attacks(["X09"]),
        )
        .test({
            let sign = payment.md5().value("sign").to_owned();
            let body = swap(&wire(), &element("sign", &sign), &halves(&SPLITS[0], "sign", &sign, 16));
            either(
                "xml-split-comment-sign",
                "A comment stands inside `sign`. Refused, or read whole (WX-AMB-8).",
                &payment,
                body,
            )
            .clauses(["WX-XML-4"])
            .flags(["comment-in-text"])
            .attacks(["X08"])
        })
}

/// Forged: only one piece was signed. Must be refused.
pub(super) fn truncated() -> Group {
    let mut group = md5_group(
        "A value in two pieces under a signature over one of them. A reader that drops a piece before it verifies accepts these; \
         the text is the whole, and the whole was not signed.",
    );
    for split in SPLITS {
        let cases = [
            ("total_fee", "100", 1),
            ("out_trade_no", "ORDER", 2),
            ("transaction_id", "1217752501201407033233368018", 20),
        ];
        for (field, whole, at) in cases {
            for (which, signed) in [("first", &whole[..at]), ("last", &whole[at..])] {
                group = group.test(piece(split, field, whole, at, which, signed));
            }
        }
    }
    group
}

fn piece(split: &Split, field: &str, whole: &str, at: usize, which: &str, signed: &str) -> Test {
    let message = Message::payment().with(field, signed).md5();
    let body = swap(&message.xml(), &element(field, signed), &halves(split, field, whole, at));
    let id = format!("xml-cut-{}-{}-{which}", split.id, field.replace('_', "-"));
    let about =
        format!("{} inside {field}; the signature covers `{signed}`, the {which} piece of `{whole}`.", split.what);
    refuse(&id, "signature", &about, body)
        .any_class()
        .clauses(["WX-SIGN-1", "WX-SIGN-8"])
        .flags([split.flag])
        .attacks([split.attack])
}
