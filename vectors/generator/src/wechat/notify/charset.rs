//! `wechat/notify-charset`: bytes that are not UTF-8, or not only.

use serde_json::json;

use super::{and_field, either, md5_group, read, refuse};
use crate::sign::Algorithm;
use crate::suite::{Group, Suite, Test};
use crate::wechat::message::{KEY, Message, element, swap};

pub(in crate::wechat) fn suite() -> Suite {
    Suite::new(
        "wechat/notify-charset",
        "wechat.notify",
        "UTF-8 everywhere (WX-XML-1, WX-SIGN-8): text beyond ASCII, bytes that are no UTF-8, other encodings, control characters.",
    )
    .group(text())
    .group(broken())
    .group(declared())
    .group(controls())
    .group(line_ends())
}

/// A genuine payment with this `attach`, read back exactly.
fn attach(id: &str, value: &str, about: &str) -> Test {
    let message = Message::payment().with("attach", value);
    and_field(read(&format!("text-{id}"), about, &message, message.md5().xml()), "attach", value)
        .clauses(["WX-SIGN-8", "WX-NTF-28"])
        .flags(["wrong-charset"])
}

fn text() -> Group {
    md5_group("Text beyond ASCII is hashed as UTF-8 and comes back unchanged.")
        .test(attach("chinese", "深圳分店", "Chinese text. A signer that hashes GBK refuses it."))
        .test(attach("emoji", "🏠", "A character of four bytes.").attacks(["E09"]))
        .test(attach("emoji-joined", "👨‍👩‍👧", "Joiners between characters of four bytes.").attacks(["E09"]))
        .test(attach("latin", "café", "A Latin letter of two bytes."))
        .test(attach("decomposed", "e\u{301}", "A combining accent stays apart.").attacks(["E14"]))
        .test(attach("full-width", "１２３", "Full-width digits stay full-width.").attacks(["E14"]))
        .test(attach("bom-inside", "a\u{FEFF}b", "U+FEFF inside a value stays."))
        .test(attach("astral-han", "𠮷野家", "A Han character beyond U+FFFF."))
        .test(attach("line-separator", "a\u{2028}b", "U+2028 is no line end in XML 1.0."))
        .test(attach("next-line", "a\u{85}b", "U+0085 is no line end in XML 1.0."))
}

/// The sealed payment's bytes with `attach` replaced by raw bytes; the signature covers `signed`, as bytes.
fn raw(written: &[u8], signed: &[u8]) -> Vec<u8> {
    raw_field("attach", written, signed)
}

fn raw_field(field: &str, written: &[u8], signed: &[u8]) -> Vec<u8> {
    const MARK: &str = "0MARK0";
    let message = Message::payment().with(field, MARK);
    let canonical = crate::canonical::wechat(&message.fields);
    let sealed = format!("{canonical}&key={KEY}");
    let (head, tail) = sealed.split_once(MARK).expect("the mark stands in the string");
    let sign = Algorithm::Md5.hash(KEY, &[head.as_bytes(), signed, tail.as_bytes()].concat());
    let xml = message.with("sign", sign).xml();
    let (head, tail) = xml.split_once(MARK).expect("the mark stands in the message");
    [head.as_bytes(), written, tail.as_bytes()].concat()
}

fn broken() -> Group {
    let bad = |id: &str, about: &str, body: Vec<u8>| {
        refuse(&format!("utf8-{id}"), "malformed", about, body)
            .clauses(["WX-XML-1", "WX-SIGN-8"])
            .flags(["invalid-utf8-repaired"])
            .attacks(["E03"])
    };
    // Replaced before the signature is checked, so that what is read is what was signed.
    let replaced = |id: &str, about: &str, name: &str, value: &str, body: Vec<u8>| {
        let about = format!(
            "{about} Acceptable: most readers replace such bytes first, and then read exactly what was signed; another value never."
        );
        and_field(either(&format!("utf8-{id}"), &about, &Message::payment().with(name, value), body), name, value)
            .clauses(["WX-XML-1", "WX-SIGN-8"])
            .flags(["invalid-utf8-repaired"])
            .attacks(["E03"])
    };
    let long = |id: &str, about: &str, body: Vec<u8>| {
        refuse(&format!("utf8-{id}"), "malformed", about, body)
            .clauses(["WX-XML-1", "WX-SIGN-8"])
            .flags(["overlong-utf8"])
            .attacks(["E04"])
    };
    let gbk = encoding_rs::GBK.encode("测试").0.into_owned();
    md5_group("Bytes that are no UTF-8. Repaired before the signature, two messages become one; repaired after it, the value was never signed.")
        .test(replaced("ff-replaced", "A byte 0xFF in out_trade_no; U+FFFD was signed in its place.", "out_trade_no",
            "O\u{FFFD}1", raw_field("out_trade_no", b"O\xFF1", "O\u{FFFD}1".as_bytes())))
        .test(bad("ff-dropped", "A byte 0xFF in out_trade_no; the number without it was signed.",
            raw_field("out_trade_no", b"O\xFF1", b"O1")))
        .test(bad("ff-raw", "A byte 0xFF in out_trade_no, signed as it is. No text has it, so that what is read was never signed.",
            raw_field("out_trade_no", b"O\xFF1", b"O\xFF1")))
        .test(bad("ff-latin1", "A byte 0xFF; `ÿ` was signed, its meaning in Latin-1.", raw(b"a\xFFb", "aÿb".as_bytes())))
        .test(replaced("cut-sequence", "A three-byte character lacks its last byte; U+FFFD was signed.", "attach",
            "a\u{FFFD}b", raw(b"a\xE6\xB7b", "a\u{FFFD}b".as_bytes())))
        .test(bad("cut-sequence-dropped", "The same; the value without it was signed.", raw(b"a\xE6\xB7b", b"ab")))
        .test(bad("lone-continuation", "A continuation byte alone; the value without it was signed.", raw(b"a\x80b", b"ab")))
        .test(bad("surrogate", "A surrogate as three bytes, signed as it is.", raw(b"a\xED\xA0\x80b", b"a\xED\xA0\x80b")))
        .test(bad("cesu", "An emoji as two surrogates of three bytes each; the emoji was signed.",
            raw(b"\xED\xA0\xBC\xED\xBF\xA0", "🏠".as_bytes())))
        .test(bad("beyond", "A sequence beyond U+10FFFF, signed as it is.", raw(b"\xF4\x90\x80\x80", b"\xF4\x90\x80\x80")))
        .test(bad("gbk-bytes", "GBK bytes in a message that declares nothing, signed as they are.", raw(&gbk, &gbk)))
        .test(bad("gbk-guessed", "GBK bytes in a message that declares nothing; their text was signed as UTF-8.",
            raw(&gbk, "测试".as_bytes())))
        .test(long("overlong-digit", "`1` of total_fee as C0 B1; `1` was signed.", raw_field("total_fee", b"\xC0\xB100", b"100")))
        .test(long("overlong-three", "`1` of out_trade_no as E0 80 B1; `1` was signed.", raw_field("out_trade_no", b"O\xE0\x80\xB1", b"O1")))
        .test(long("overlong-raw", "C0 B1 signed as it stands.", raw(b"\xC0\xB1", b"\xC0\xB1")))
        .test(long("overlong-nul", "NUL as C0 80; the value without it was signed.", raw(b"a\xC0\x80b", b"ab")))
}

fn declared() -> Group {
    let payment = Message::payment().with("attach", "测试");
    let ascii = Message::payment();
    let wire = payment.md5().xml();
    let gbk = encoding_rs::GBK.encode(&format!("<?xml version=\"1.0\" encoding=\"GBK\"?>{wire}")).0.into_owned();
    let utf16 = |text: &str, big: bool| -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    let lax = |id: &str, about: &str, message: &Message, body: Vec<u8>| {
        let about = format!("{about} UTF-8 is the rule, so one may refuse it; read, it is the signed text.");
        let value = message.value("attach").to_owned();
        and_field(either(&format!("encoding-{id}"), &about, message, body), "attach", &value)
            .clauses(["WX-XML-1", "WX-XML-10"])
            .flags(["wrong-charset"])
    };
    let bom = [&[0xEF, 0xBB, 0xBF], wire.as_bytes()].concat();
    let declared = |name: &str, text: &str| format!("<?xml version=\"1.0\" encoding=\"{name}\"?>{text}").into_bytes();
    md5_group("A byte order mark, and declarations that name another encoding.")
        .test(lax("bom", "A UTF-8 byte order mark (WX-XML-10).", &payment, bom).attacks(["E06"]))
        .test(
            lax(
                "bom-declaration",
                "A byte order mark, then a declaration (WX-XML-10).",
                &payment,
                [&[0xEF, 0xBB, 0xBF][..], &declared("UTF-8", &wire)].concat(),
            )
            .attacks(["E06"]),
        )
        .test(
            lax("gbk", "GBK bytes that the declaration names; the signature is over UTF-8.", &payment, gbk)
                .attacks(["E05"]),
        )
        .test(
            lax(
                "gbk-label-ascii",
                "The declaration says GBK, all bytes are ASCII.",
                &ascii,
                declared("GBK", &ascii.md5().xml()),
            )
            .attacks(["E05"]),
        )
        .test(
            lax("gbk-label-utf8", "The declaration says GBK, the bytes are UTF-8.", &payment, declared("GBK", &wire))
                .attacks(["E05"]),
        )
        .test(
            lax(
                "latin1-label-utf8",
                "The declaration says ISO-8859-1, the bytes are UTF-8.",
                &payment,
                declared("ISO-8859-1", &wire),
            )
            .attacks(["E05"]),
        )
        .test(
            lax(
                "unknown-label",
                "The declaration names an encoding that nobody knows; all bytes are ASCII.",
                &ascii,
                declared("x-none", &ascii.md5().xml()),
            )
            .attacks(["E05"]),
        )
        .test(
            lax(
                "utf16-le",
                "UTF-16, little end first, with a byte order mark.",
                &payment,
                [&[0xFF, 0xFE][..], &utf16(&wire, false)].concat(),
            )
            .attacks(["E05"]),
        )
        .test(
            lax(
                "utf16-be",
                "UTF-16, big end first, with a byte order mark.",
                &payment,
                [&[0xFE, 0xFF][..], &utf16(&wire, true)].concat(),
            )
            .attacks(["E05"]),
        )
        .test(
            lax(
                "utf16-declared",
                "UTF-16 with a mark and a declaration.",
                &payment,
                [&[0xFF, 0xFE][..], &utf16(&format!("<?xml version=\"1.0\" encoding=\"UTF-16\"?>{wire}"), false)]
                    .concat(),
            )
            .attacks(["E05"]),
        )
        .test({
            let text = "测试";
            let bytes = encoding_rs::GBK.encode(text).0.into_owned();
            let body = [b"<?xml version=\"1.0\" encoding=\"GBK\"?>", &raw(&bytes, &bytes)[..]].concat();
            refuse(
                "encoding-gbk-signed",
                "signature",
                "GBK bytes that the declaration names, and the signature over the GBK bytes: \
                text is UTF-8 when it is hashed.",
                body,
            )
            .clauses(["WX-SIGN-8"])
            .flags(["wrong-charset"])
            .attacks(["E05"])
        })
}

fn controls() -> Group {
    let lax = |id: &str, about: &str, value: &str, body: Vec<u8>| {
        let message = Message::payment().with("attach", value);
        let about = format!("{about} XML 1.0 forbids the character; one SDK strips it, others fail (WX-XML-16).");
        and_field(either(&format!("control-{id}"), &about, &message, body), "attach", value)
            .clauses(["WX-XML-16"])
            .flags(["control-character"])
            .attacks(["E07"])
    };
    let reference = |value: &str, written: &str| {
        let message = Message::payment().with("attach", value);
        swap(&message.md5().xml(), &element("attach", value), &format!("<attach>{written}</attach>")).into_bytes()
    };
    let cut = |id: &str, about: &str, written: &[u8]| {
        refuse(&format!("control-{id}"), "malformed", about, raw_field("out_trade_no", written, b"O1"))
            .clauses(["WX-XML-16", "WX-SIGN-8"])
            .flags(["control-character"])
            .attacks(["E07"])
    };
    md5_group("Control characters, raw and as references.")
        .test(lax("raw-kept", "U+0001 inside attach, signed with it.", "a\u{1}b", raw(b"a\x01b", b"a\x01b")))
        .test(lax("raw-stripped", "U+0001 inside attach, signed without it.", "ab", raw(b"a\x01b", b"ab")))
        .test(lax("nul-kept", "NUL inside attach, signed with it.", "a\u{0}b", raw(b"a\x00b", b"a\x00b")))
        .test(lax("nul-stripped", "NUL inside attach, signed without it.", "ab", raw(b"a\x00b", b"ab")))
        .test(
            lax("escape-kept", "ESC inside attach, signed with it.", "\u{1B}[2J", raw(b"\x1B[2J", b"\x1B[2J"))
                .attacks(["V21"]),
        )
        .test(lax(
            "reference-kept",
            "`&#1;` inside attach, signed as U+0001.",
            "a\u{1}b",
            reference("a\u{1}b", "a&#1;b"),
        ))
        .test(lax(
            "reference-nul-kept",
            "`&#0;` inside attach, signed as NUL.",
            "a\u{0}b",
            reference("a\u{0}b", "a&#0;b"),
        ))
        .test(lax(
            "noncharacter",
            "U+FFFE inside attach, signed with it.",
            "a\u{FFFE}b",
            raw("a\u{FFFE}b".as_bytes(), "a\u{FFFE}b".as_bytes()),
        ))
        .test(cut(
            "nul-cuts-number",
            "NUL inside out_trade_no; what stands before it was signed. A reader that stops there accepts it.",
            b"O1\x00VICTIM",
        ))
        .test(cut("nul-reference-cuts-number", "The same with `&#0;`.", b"O1]]>&#0;VICTIM<![CDATA["))
        .test(cut("one-cuts-number", "U+0001 inside out_trade_no; what stands before it was signed.", b"O1\x01VICTIM"))
}

fn line_ends() -> Group {
    let open = |id: &str, about: &str, value: &str, signed: &[u8]| {
        let message = Message::payment().with("attach", value);
        and_field(either(&format!("line-end-{id}"), about, &message, raw(b"a\r\nb", signed)), "attach", value)
            .clauses(["WX-SIGN-8"])
            .flags(["line-end"])
    };
    let plain = |id: &str, about: &str, value: &str, written: &str| {
        let message = Message::payment().with("attach", value);
        let body = swap(&message.md5().xml(), &element("attach", value), &format!("<attach>{written}</attach>"));
        and_field(read(&format!("line-end-{id}"), about, &message, body), "attach", value)
            .clauses(["WX-SIGN-8"])
            .flags(["line-end"])
    };
    md5_group("Line ends inside a value: XML reads CR LF as LF (WX-AMB-8).")
        .test(open(
            "crlf-read-as-lf",
            "CR LF in the bytes, LF signed: what an XML parser reads. A reader that keeps CR refuses it (WX-AMB-8).",
            "a\nb",
            b"a\nb",
        ))
        .test(open(
            "crlf-kept",
            "CR LF in the bytes and in the signature; an XML parser reads LF and refuses it (WX-AMB-8).",
            "a\r\nb",
            b"a\r\nb",
        ))
        .test(plain("references", "`&#13;&#10;` is CR LF and stays so.", "a\r\nb", "a&#13;&#10;b"))
        .test(plain("lf", "A line feed inside a value stays.", "a\nb", "a\nb"))
        .test(plain("tab", "A tab inside a value stays.", "a\tb", "a\tb"))
}
