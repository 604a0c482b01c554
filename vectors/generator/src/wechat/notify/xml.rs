//! `wechat/notify-xml`: how the XML of a notification is read before anything in it is trusted.

use super::{and_field, either, md5_group, read, refuse};
use crate::suite::{Group, Suite, Test};
use crate::wechat::message::{Message, spread, swap};

mod malformed;
mod split;
mod structure;

pub(in crate::wechat) fn suite() -> Suite {
    Suite::new(
        "wechat/notify-xml",
        "wechat.notify",
        "How a notification's XML is read before anything in it is trusted: one value for the signature and the reader.",
    )
    .group(plain_and_cdata())
    .group(layout())
    .group(references())
    .group(split::whole())
    .group(split::truncated())
    .group(structure::nested())
    .group(structure::names())
    .group(structure::around())
    .group(malformed::malformed())
}

/// The sealed payment's XML.
fn wire() -> String {
    Message::payment().md5().xml()
}

fn plain_and_cdata() -> Group {
    let payment = Message::payment();
    let wire = wire();
    let all_plain = wire.replace("<![CDATA[", "").replace("]]>", "");
    let no_attach = payment.with("attach", "").md5();
    let empty = |id: &str, to: &str| {
        let about =
            format!("`{to}` is an empty value and takes no part in the signature. Signed as `attach=`, it fails.");
        let body = swap(&no_attach.xml(), "<attach><![CDATA[]]></attach>", to);
        read(&format!("xml-empty-{id}"), &about, &no_attach, body)
            .clauses(["WX-SIGN-3", "WX-XML-9"])
            .flags(["empty-value-signed"])
            .attacks(["X17"])
    };
    md5_group("Plain text and CDATA are the same value (WX-XML-3); an element may be empty.")
        .test(
            read("xml-as-sent", "As the provider sends it: text in CDATA, total_fee plain.", &payment, &wire)
                .clauses(["WX-XML-3", "WX-XML-5"]),
        )
        .test(
            read("xml-all-plain", "Every value as plain text.", &payment, all_plain)
                .clauses(["WX-XML-3"])
                .flags(["cdata-only"]),
        )
        .test(
            read(
                "xml-all-cdata",
                "Every value in CDATA, numbers too.",
                &payment,
                swap(&wire, "<total_fee>100<", "<total_fee><![CDATA[100]]><"),
            )
            .clauses(["WX-XML-5"])
            .flags(["cdata-only"]),
        )
        .test(
            read(
                "xml-text-plain",
                "Only out_trade_no plain, among values in CDATA.",
                &payment,
                swap(&wire, "<![CDATA[20150806125346]]>", "20150806125346"),
            )
            .clauses(["WX-XML-3", "WX-XML-5"])
            .flags(["cdata-only"]),
        )
        .test(empty("cdata", "<attach><![CDATA[]]></attach>"))
        .test(empty("pair", "<attach></attach>"))
        .test(empty("self-closing", "<attach/>"))
        .test(empty("self-closing-space", "<attach />"))
        .test({
            let message = payment.with("attach", "a&amp;b");
            let about =
                "`&amp;` inside CDATA is five characters. A reader that decodes entities there changes the value.";
            let test = read("xml-entity-in-cdata", about, &message, message.md5().xml());
            and_field(test, "attach", "a&amp;b").clauses(["WX-XML-3", "WX-SIGN-8"]).flags(["decoded-twice"])
        })
        .test({
            let message = payment.with("attach", "<b>1</b>");
            let about = "Markup inside CDATA is text, no element.";
            let test = read("xml-markup-in-cdata", about, &message, message.md5().xml());
            and_field(test, "attach", "<b>1</b>").clauses(["WX-XML-3"]).flags(["cdata-parsed"])
        })
        .test({
            let message = payment.with("attach", "<total_fee>1</total_fee>");
            let about =
                "A field's markup inside CDATA is text. A reader that searches the bytes takes total_fee from it.";
            let test = read("xml-field-in-cdata", about, &message, message.md5().xml());
            and_field(test, "attach", "<total_fee>1</total_fee>")
                .clauses(["WX-XML-3", "WX-XML-2", "WX-SIGN-39"])
                .flags(["cdata-parsed"])
        })
        .test({
            let message = payment.with("attach", "]] > ]>");
            let about = "`]]` and `]>` apart do not end CDATA.";
            let test = read("xml-brackets-in-cdata", about, &message, message.md5().xml());
            and_field(test, "attach", "]] > ]>").clauses(["WX-XML-3"]).flags(["cdata-parsed"])
        })
}

fn layout() -> Group {
    let payment = Message::payment();
    let wire = wire();
    let between = |gap: &str| spread(&wire, gap);
    let mut reversed = payment.md5();
    reversed.fields.reverse();
    let case = |id: &str, about: &str, body: String| {
        read(&format!("xml-{id}"), about, &payment, body)
            .clauses(["WX-XML-4"])
            .flags(["wire-order-or-layout"])
            .attacks(["X20"])
    };
    md5_group("Order of elements and white space between them mean nothing (WX-XML-4).")
        .test(
            case("lines", "A line feed between elements, as real notifications have it.", between("\n"))
                .clauses(["WX-XML-1"]),
        )
        .test(case("crlf-lines", "CR LF between elements.", between("\r\n")))
        .test(case("indented", "Elements on lines of their own, indented.", between("\n  \t")))
        .test(case("final-newline", "A line feed after the root.", format!("{wire}\n")))
        .test(case("reversed", "The elements in descending order, `sign` among the first.", reversed.xml()))
        .test(case("sign-first", "`sign` is the first element.", {
            let sign = format!("<sign><![CDATA[{}]]></sign>", payment.md5().value("sign"));
            swap(&swap(&wire, &sign, ""), "<xml>", &format!("<xml>{sign}"))
        }))
        .test(
            read(
                "xml-declaration",
                "An XML declaration, which the official Java SDK writes.",
                &payment,
                format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>{wire}"),
            )
            .clauses(["WX-XML-10"])
            .flags(["wire-order-or-layout"]),
        )
        .test(
            read(
                "xml-declaration-line",
                "A declaration on a line of its own, its encoding in lower case.",
                &payment,
                format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{wire}"),
            )
            .clauses(["WX-XML-10"])
            .flags(["wire-order-or-layout"]),
        )
        .test(
            read(
                "xml-declaration-short",
                "A declaration without an encoding means UTF-8.",
                &payment,
                format!("<?xml version=\"1.0\"?>{wire}"),
            )
            .clauses(["WX-XML-10"])
            .flags(["wire-order-or-layout"]),
        )
        .test(
            either(
                "xml-tag-space",
                "White space inside a tag, as XML allows and nobody sends: a reader that is no XML \
            parser may refuse it.",
                &payment,
                swap(&swap(&wire, "<total_fee>", "<total_fee >"), "</total_fee>", "</total_fee\n>"),
            )
            .clauses(["WX-XML-4"]),
        )
}

fn references() -> Group {
    let case = |id: &str, value: &str, written: &str, about: &str| -> Test {
        let message = Message::payment().with("attach", value);
        let plain = swap(
            &message.md5().xml(),
            &crate::wechat::message::element("attach", value),
            &format!("<attach>{written}</attach>"),
        );
        let test = read(&format!("xml-ref-{id}"), about, &message, plain);
        and_field(test, "attach", value)
            .clauses(["WX-XML-15", "WX-SIGN-8"])
            .flags(["references-not-decoded"])
            .attacks(["E08"])
    };
    md5_group("The five built-in entities and numeric references are decoded once, before the signature (WX-SIGN-8, WX-XML-15).")
        .test(case("five", "<&>\"'", "&lt;&amp;&gt;&quot;&apos;", "The five built-in entities.").clauses(["WX-XML-14"]))
        .test(case("decimal", "O1", "&#79;1", "A decimal reference."))
        .test(case("hex", "O1", "&#x4F;1", "A hexadecimal reference."))
        .test(case("hex-lower", "O1", "&#x4f;1", "A hexadecimal reference in lower case."))
        .test(case("padded", "O1", "&#00079;1", "Leading zeros in a reference."))
        .test(case("chinese", "深圳", "&#28145;&#x5733;", "References to Chinese characters."))
        .test(case("astral", "🏠", "&#x1F3E0;", "One reference to a character beyond U+FFFF."))
        .test(case("once", "a&lt;b", "a&amp;lt;b", "`&amp;lt;` is `&lt;`: decoded once, not twice.").flags(["decoded-twice"]))
        .test(case("once-numeric", "&#79;", "&amp;#79;", "`&amp;#79;` is five characters, not `O`.").flags(["decoded-twice"]))
        .test(case("percent", "a%26b", "a%26b", "Percent signs are no references.").flags(["decoded-twice"]))
        .test({
            let message = Message::payment();
            let body = swap(&wire(), "<![CDATA[20150806125346]]>", "2015&#48;806125346");
            read("xml-ref-in-order-number", "A reference inside out_trade_no is its digit.", &message, body)
                .clauses(["WX-XML-15"]).flags(["references-not-decoded"]).attacks(["E08"])
        })
        .test({
            let about = "The references themselves were signed, not the text that they stand for: a signer that hashes the \
                undecoded bytes accepts this.";
            let message = Message::payment().with("attach", "a&amp;b").md5();
            let body = swap(&message.xml(), "<![CDATA[a&amp;b]]>", "a&amp;b");
            refuse("xml-ref-signed-undecoded", "signature", about, body).clauses(["WX-SIGN-8"]).flags(["references-not-decoded"])
        })
        .test({
            let about = "`&amp;lt;` was signed as `<`: only a reader that decodes twice accepts this.";
            let message = Message::payment().with("attach", "a<b").md5();
            let body = swap(&message.xml(), "<![CDATA[a<b]]>", "a&amp;lt;b");
            refuse("xml-ref-signed-twice-decoded", "signature", about, body).clauses(["WX-SIGN-8"]).flags(["decoded-twice"])
        })
}
