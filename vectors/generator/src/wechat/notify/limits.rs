//! `wechat/notify-limits`: large and deep bodies. Genuine ones may be refused for their size, never with a crash.

use serde_json::json;

use super::{MONEY, either, md5_group};
use crate::suite::{Group, Suite, Test};
use crate::wechat::message::{Message, swap};

pub(in crate::wechat) fn suite() -> Suite {
    Suite::new(
        "wechat/notify-limits",
        "wechat.notify",
        "Large, long and deep bodies. No document sets a limit, so that a genuine one is acceptable; none may crash or hang.",
    )
    .group(genuine())
    .group(hostile())
}

const OURS: &str = "No document sets a limit: refused for its size, or read.";

/// A payment with the value `unit` × `times` in attach, written as `written` × `times`.
fn repeated(id: &str, about: &str, unit: &str, written: &str, times: usize) -> Test {
    let message = Message::payment().with("attach", unit.repeat(times)).md5();
    let wire = message.with("attach", "MARK").xml();
    let (head, tail) = wire.split_once("<![CDATA[MARK]]>").expect("the mark stands in the message");
    Test::acceptable(format!("wx-notify-limit-{id}"), format!("{about} {OURS}"))
        .clauses(["WX-NTF-28"])
        .flags(["resource-limit"])
        .attacks(["T10"])
        .input(json!({"body_repeat": {"head": head, "unit": written, "times": times, "tail": tail}}))
        .expect(message.expect(MONEY))
        .expect(json!({"paid": true}))
}

fn genuine() -> Group {
    let payment = Message::payment();
    let mut many = payment.clone();
    for i in 0..600 {
        many = many.with(&format!("f{i}"), "1");
    }
    let wire = payment.md5().xml();
    let (head, tail) = wire.split_once("<bank_type>").expect("the payment has a bank_type");
    let between = |id: &str, about: &str, unit: &str, times: u32| {
        Test::acceptable(format!("wx-notify-limit-{id}"), format!("{about} {OURS}"))
            .clauses(["WX-XML-4"]).flags(["resource-limit"]).attacks(["T10"])
            .input(json!({"body_repeat": {"head": head, "unit": unit, "times": times, "tail": format!("<bank_type>{tail}")}}))
            .expect(payment.expect(MONEY))
            .expect(json!({"paid": true}))
    };
    md5_group("Genuine messages beyond any that the provider sends.")
        .test(repeated("value-64k", "attach of 70,000 bytes.", "A", "A", 70_000))
        .test(repeated("value-1m", "attach of a million bytes.", "0123456789", "0123456789", 100_000))
        .test(
            repeated(
                "references",
                "attach of 200,000 numeric references, which no entity counter sees.",
                "A",
                "&#65;",
                200_000,
            )
            .attacks(["X06"]),
        )
        .test(repeated("cdata-pieces", "attach of 50,000 CDATA sections.", "A", "<![CDATA[A]]>", 50_000))
        .test(between("white-space", "A million bytes of white space between two fields.", "\n         ", 100_000))
        .test(between("comments", "50,000 comments between two fields.", "<!-- x -->", 50_000))
        .test(
            either("limit-fields", &format!("600 unknown fields, all signed. {OURS}"), &many, many.md5().xml())
                .clauses(["WX-SIGN-9"])
                .flags(["resource-limit"]),
        )
        .test({
            let name = "n".repeat(5000);
            let message = payment.with(&name, "1");
            either("limit-name", &format!("A field name of 5,000 bytes, signed. {OURS}"), &message, message.md5().xml())
                .clauses(["WX-SIGN-9"])
                .flags(["resource-limit"])
        })
        .test({
            let attribute = format!("<xml a=\"{}\">", "x".repeat(5000));
            either(
                "limit-attribute",
                &format!("An attribute of 5,000 bytes on the root. {OURS}"),
                &payment,
                swap(&wire, "<xml>", &attribute),
            )
            .clauses(["WX-XML-2"])
            .flags(["resource-limit"])
        })
}

fn hostile() -> Group {
    let wire = Message::payment().md5().xml();
    let open = wire.strip_suffix("</xml>").expect("the root ends the message").to_owned();
    let case = |id: &str, about: &str, attack: &str, head: &str, unit: &str, times: u32, tail: &str| {
        Test::invalid(format!("wx-notify-limit-{id}"), about)
            .class("malformed")
            .clauses(["WX-XML-1", "WX-XML-2"])
            .flags(["resource-limit"])
            .attacks([attack])
            .input(json!({"body_repeat": {"head": head, "unit": unit, "times": times, "tail": tail}}))
    };
    md5_group(
        "Bodies that are no message. A reader that recurses, or that looks again at what it has read, dies or hangs.",
    )
    .test(case("depth", "100,000 elements are opened.", "X24", "<xml>", "<a>", 100_000, ""))
    .test(case(
        "depth-after-fields",
        "After the genuine fields 100,000 elements are opened.",
        "X24",
        &open,
        "<a>",
        100_000,
        "",
    ))
    .test(case("end-tags", "100,000 end tags without a start.", "X24", &open, "</a>", 100_000, "</xml>"))
    .test(case(
        "attributes",
        "50,000 attributes of one name.",
        "X24",
        "<xml",
        " a=\"1\"",
        50_000,
        &format!(">{}", &wire["<xml>".len()..]),
    ))
    .test(case(
        "namespaces",
        "50,000 namespace declarations of one prefix.",
        "X24",
        "<xml",
        " xmlns:a=\"u\"",
        50_000,
        &format!(">{}", &wire["<xml>".len()..]),
    ))
    .test(case(
        "repeats",
        "100,000 unsigned fields of one name beside the genuine ones.",
        "X18",
        &open,
        "<x>1</x>",
        100_000,
        "</xml>",
    ))
    .test(case(
        "open-tag",
        "A start tag of a million bytes that never ends.",
        "X24",
        "<xml><",
        "aaaaaaaaaa",
        100_000,
        "",
    ))
    .test(case(
        "open-comment",
        "A comment of a million bytes that never ends.",
        "X24",
        "<xml><!--",
        "----------",
        100_000,
        "",
    ))
    .test(case(
        "open-cdata",
        "CDATA of a million bytes that never ends.",
        "X24",
        "<xml><a><![CDATA[",
        "]]]]]]]]]]",
        100_000,
        "",
    ))
    .test(case("brackets", "A million `<`.", "X24", "<xml>", "<<<<<<<<<<", 100_000, ""))
    .test(case("ampersands", "A million `&`.", "X24", "<xml><a>", "&&&&&&&&&&", 100_000, "</a></xml>"))
    .test(case(
        "sign",
        "A `sign` of a million digits.",
        "S20",
        wire.split_inclusive("<sign>").next().unwrap_or(""),
        "0123456789",
        100_000,
        "</sign></xml>",
    ))
}
