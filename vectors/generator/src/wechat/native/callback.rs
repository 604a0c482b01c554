//! `wechat/native-callback`: the provider's call when a payer scans a mode 1 link.

use serde_json::json;

use crate::sign::Algorithm;
use crate::suite::{Group, Suite, Test};
use crate::wechat::message::{KEY, Message, NONCE, OTHER_KEY, PREPAY_ID, element, spread, swap};

/// WX-NAT-EX-2's fields.
fn callback() -> Message {
    Message::new(&[
        ("appid", "wxd930ea5d5a258f4f"),
        ("openid", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"),
        ("mch_id", "10000100"),
        ("is_subscribe", "Y"),
        ("nonce_str", NONCE),
        ("product_id", "88888"),
    ])
}

const READ: &[&str] = &["openid", "product_id", "mch_id"];

fn read(id: &str, about: &str, message: &Message) -> Test {
    Test::valid(format!("wx-native-callback-{id}"), about)
        .body(message.md5().xml())
        .expect(message.expect(READ))
        .clauses(["WX-NAT-6"])
}

fn refuse(id: &str, class: &str, about: &str, body: impl AsRef<[u8]>) -> Test {
    Test::invalid(format!("wx-native-callback-{id}"), about).body(body).class(class)
}

pub(in crate::wechat) fn suite() -> Suite {
    Suite::new(
        "wechat/native-callback",
        "wechat.native_callback",
        "The callback of Native mode 1: the same XML, signature and care as a payment notification.",
    )
    .group(genuine())
    .group(incomplete())
    .group(forged())
    .group(wire())
}

fn group(about: &str) -> Group {
    Group::new(about, json!({"key": KEY, "sign_type": "MD5"}))
}

fn genuine() -> Group {
    let base = callback();
    let product = |id: &str, value: &str| {
        let about = format!("product_id `{value}` comes back unchanged.");
        read(&format!("product-{id}"), &about, &base.with("product_id", value))
            .clauses(["WX-CHR-15"])
            .flags(["value-coerced"])
    };
    group("Genuine callbacks.")
        .test(read("ex-2", "WX-NAT-EX-2.", &base))
        .test(read("not-subscribed", "is_subscribe N.", &base.with("is_subscribe", "N")))
        .test(
            read("sign-type", "A signed sign_type.", &base.with("sign_type", "MD5"))
                .clauses(["WX-SIGN-4"])
                .flags(["sign-type-dropped"]),
        )
        .test(
            read("unknown-field", "A field that no table names is signed too.", &base.with("new_field_2030", "v"))
                .clauses(["WX-SIGN-9"])
                .flags(["unknown-field-dropped"]),
        )
        .test(
            read("empty-field", "An empty field takes no part.", &base.with("sub_appid", ""))
                .clauses(["WX-SIGN-3"])
                .flags(["empty-value-signed"]),
        )
        .test(product("zeros", "00088888"))
        .test(product("digits", "12345678901234567890123456789012"))
        .test(product("exponent", "1e3"))
        .test(product("reserved", "a&b=c+d%20"))
        .test(product("chinese", "商品一"))
        .test(product("special", "<a>"))
}

fn incomplete() -> Group {
    let base = callback();
    let lacks = |field: &str| {
        let about = format!("The required {field} is missing; the message is genuine: read or refused.");
        let message = base.without(field);
        let names: Vec<&str> = READ.iter().copied().filter(|name| *name != field).collect();
        Test::acceptable(format!("wx-native-callback-lacks-{}", field.replace('_', "-")), about)
            .body(message.md5().xml())
            .expect(message.expect(&names))
            .clauses(["WX-NAT-6"])
            .flags(["required-field-missing"])
    };
    let kind = |id: &str, about: &str, message: &Message| {
        let about = format!("{about} Genuine, and of another kind: read or refused; no product is named.");
        Test::acceptable(format!("wx-native-callback-kind-{id}"), about)
            .body(message.md5().xml())
            .expect(json!({"absent": ["product_id"]}))
            .clauses(["WX-NAT-6"])
            .flags(["other-message-kind"])
            .attacks(["S25"])
    };
    let mut group = group("Genuine, and not a whole callback.");
    for (field, _) in &base.fields {
        group = group.test(lacks(field));
    }
    group
        .test(kind("payment", "A payment notification.", &Message::payment()))
        .test(kind("response", "The answer to a unified order.", &Message::new(&[("return_code", "SUCCESS"), ("appid", "wxd930ea5d5a258f4f"),
            ("mch_id", "10000100"), ("nonce_str", NONCE), ("result_code", "SUCCESS"), ("trade_type", "NATIVE"), ("prepay_id", PREPAY_ID)])))
        .test({
            let body = callback().sealed(Algorithm::HmacSha256).xml();
            let about = "Signed with HMAC-SHA256 for a merchant who is configured for MD5: genuine by the other algorithm, read or refused (WX-AMB-2).";
            Test::acceptable("wx-native-callback-hmac", about).body(body).expect(callback().expect(READ))
                .clauses(["WX-SIGN-14", "WX-NAT-6"]).flags(["algorithm-downgrade"])
        })
        .test({
            let body = callback().with("sign", callback().sign(Algorithm::Md5).to_lowercase()).xml();
            Test::acceptable("wx-native-callback-lower-case", "The right digest in lower case: not confirmed on the wire, read or refused (WX-AMB-3).")
                .body(body).expect(callback().expect(READ)).clauses(["WX-SIGN-17"]).flags(["signature-compared-loosely"]).attacks(["S05"])
        })
}

fn forged() -> Group {
    let base = callback();
    let sealed = base.md5();
    let case = |id: &str, about: &str, message: &Message, attack: &str| {
        refuse(id, "signature", about, message.xml())
            .clauses(["WX-NAT-6", "WX-SIGN-1"])
            .flags(["signature-not-checked"])
            .attacks([attack])
    };
    let mut group = group("Not the provider's.")
        .test(case("no-sign", "No `sign`.", &base, "S01"))
        .test(case("empty-sign", "An empty `sign`.", &base.with("sign", ""), "S04"))
        .test(case(
            "any-sign",
            "The decoration of the tables as `sign`.",
            &base.with("sign", "C380BEC2BFD727A4B6845133519F3AD6"),
            "T02",
        ))
        .test(case(
            "cut-sign",
            "The first half of the right signature.",
            &base.with("sign", &sealed.value("sign")[..16]),
            "S06",
        ))
        .test(case(
            "other-key",
            "Signed with another key.",
            &base.with("sign", Algorithm::Md5.sign(&base.fields, OTHER_KEY)),
            "K04",
        ))
        .test(case(
            "no-key",
            "Hashed without the key.",
            &base.with("sign", Algorithm::Md5.hash(KEY, crate::canonical::wechat(&base.fields).as_bytes())),
            "S13",
        ))
        .test(case(
            "added",
            "A field was added after signing.",
            &base.with("x", "1").with("sign", sealed.value("sign")),
            "X18",
        ))
        .test(case("sign-upper", "The signature stands in `SIGN`.", &sealed.renamed("sign", "SIGN"), "S01"))
        .test(
            case(
                "unknown-sign-type",
                "sign_type RSA under a right MD5 signature.",
                &base.with("sign_type", "RSA").md5(),
                "S12",
            )
            .any_class()
            .flags(["unknown-sign-type-accepted"]),
        )
        .test(case("code-unsigned", "return_code SUCCESS and no `sign`.", &base.with("return_code", "SUCCESS"), "S03"));
    for (field, value) in &base.fields {
        let other = format!("{value}0");
        let about = format!("{field} is `{other}`, which was not signed.");
        group = group.test(case(
            &format!("changed-{}", field.replace('_', "-")),
            &about,
            &sealed.with(field, other),
            "T02",
        ));
    }
    group
}

fn wire() -> Group {
    let base = callback();
    let xml = base.md5().xml();
    let product = element("product_id", "88888");
    let bad = |id: &str, about: &str, body: String, clause: &str, flag: &str, attack: &str| {
        refuse(id, "malformed", about, body).clauses([clause]).flags([flag]).attacks([attack])
    };
    let lax = |id: &str, about: &str, body: String, clause: &str, flag: &str, attack: &str| {
        Test::acceptable(format!("wx-native-callback-{id}"), about)
            .body(body)
            .expect(base.expect(READ))
            .clauses([clause])
            .flags([flag])
            .attacks([attack])
    };
    let entity = |doctype: &str| {
        let xml = swap(&base.with("product_id", "canary").md5().xml(), "<![CDATA[canary]]>", "&e;");
        format!("{doctype}{xml}")
    };
    group("The same parser as for notifications.")
        .test(bad(
            "xxe",
            "An external entity supplies product_id; the signature covers the runner's answer.",
            entity("<!DOCTYPE xml [<!ENTITY e SYSTEM \"{{canary}}\">]>"),
            "WX-XML-15",
            "xxe",
            "X03",
        ))
        .test(bad(
            "xxe-parameter",
            "A parameter entity is fetched.",
            format!("<!DOCTYPE xml [<!ENTITY % p SYSTEM \"{{{{canary}}}}\"> %p;]>{xml}"),
            "WX-XML-15",
            "doctype-accepted",
            "X02",
        ))
        .test(bad(
            "entity",
            "An internal entity supplies product_id.",
            entity("<!DOCTYPE xml [<!ENTITY e \"canary\">]>"),
            "WX-XML-15",
            "internal-entity",
            "X05",
        ))
        .test(bad(
            "nested",
            "A product_id inside another element, before the signed one.",
            swap(&xml, "<xml>", "<xml><z><product_id>1</product_id></z>"),
            "WX-SIGN-39",
            "nested-element",
            "X11",
        ))
        .test(bad("second-root", "A second root.", format!("{xml}<xml/>"), "WX-XML-1", "trailing-data", "X16"))
        .test(bad("empty", "No byte at all.", String::new(), "WX-XML-1", "malformed-xml", "T14"))
        .test(bad(
            "cut",
            "The root's end tag is missing.",
            xml.trim_end_matches("</xml>").into(),
            "WX-XML-1",
            "malformed-xml",
            "T14",
        ))
        .test(bad("json", "The fields as JSON.", base.md5().params().to_string(), "WX-XML-1", "malformed-xml", "T05"))
        .test(lax(
            "repeat-first",
            "product_id 88888, signed, then 1: refused, or 88888 (WX-AMB-6).",
            swap(&xml, &product, &format!("{product}<product_id>1</product_id>")),
            "WX-SIGN-38",
            "duplicate-field",
            "X07",
        ))
        .test(lax(
            "repeat-last",
            "product_id 1, then 88888, signed: refused, or 88888 (WX-AMB-6).",
            swap(&xml, &product, &format!("<product_id>1</product_id>{product}")),
            "WX-SIGN-38",
            "duplicate-field",
            "X07",
        ))
        .test(lax(
            "comment",
            "A comment inside product_id: refused, or read whole (WX-AMB-8).",
            swap(&xml, &product, "<product_id>88<!---->888</product_id>"),
            "WX-XML-4",
            "comment-in-text",
            "X08",
        ))
        .test(lax(
            "root",
            "The root is `root`; many SDKs take any (WX-AMB-9).",
            xml.replace("<xml>", "<root>").replace("</xml>", "</root>"),
            "WX-XML-1",
            "root-name",
            "X15",
        ))
        .test(
            read("lines", "Line feeds between elements.", &base)
                .body(spread(&xml, "\n"))
                .clauses(["WX-XML-4"])
                .flags(["wire-order-or-layout"])
                .attacks(["X20"]),
        )
        .test(
            read("plain", "Every value as plain text.", &base)
                .body(xml.replace("<![CDATA[", "").replace("]]>", ""))
                .clauses(["WX-XML-3"])
                .flags(["cdata-only"]),
        )
}
