//! `wechat/validate-unifiedorder-scene`: scene_info, JSON of at most 256.

use serde_json::json;

use super::ORDER;
use crate::suite::{Group, Suite, Test};
use crate::wechat::message::Message;

pub(super) fn suite() -> Suite {
    Suite::new(
        "wechat/validate-unifiedorder-scene",
        "wechat.validate",
        "scene_info: JSON text of at most 256; store_info for a shop, h5_info for MWEB.",
    )
    .group(size())
    .group(syntax())
    .group(members())
    .group(h5())
}

fn with(value: &str) -> Message {
    Message::unified_order().with("scene_info", value)
}

fn good(id: &str, value: &str, about: &str) -> Test {
    ORDER.good(&format!("scene-{id}"), about, &with(value)).clauses(["WX-UO-23"]).flags(["scene-info"])
}

fn lax(id: &str, value: &str, about: &str) -> Test {
    ORDER.lax(&format!("scene-{id}"), about, &with(value)).clauses(["WX-UO-23"]).flags(["scene-info"])
}

fn bad(id: &str, value: &str, about: &str, path: &str) -> Test {
    ORDER.bad(&format!("scene-{id}"), about, &with(value), path).clauses(["WX-UO-23"]).flags(["scene-info"])
}

/// A shop whose address makes the whole text this long.
fn shop(length: usize, fill: &str) -> String {
    let name = "n".repeat(32);
    let empty =
        json!({"store_info": {"id": "S".repeat(32), "name": name, "area_code": "440305", "address": ""}}).to_string();
    empty.replace("\"address\":\"\"", &format!("\"address\":\"{}\"", fill.repeat(length - empty.chars().count())))
}

const SHOP: &str = "{\"store_info\":{\"id\":\"SZTX001\",\"name\":\"腾大餐厅\",\"area_code\":\"440305\",\"address\":\"科技园中一路腾讯大厦\"}}";

fn size() -> Group {
    ORDER
        .group("Size.")
        .test(good("shop", SHOP, "A shop."))
        .test(good("length-256", &shop(256, "a"), "256 bytes, the most that fits.").flags(["length-limit"]))
        .test(bad("length-257", &shop(257, "a"), "257 bytes, one too many.", "scene_info").flags(["length-limit"]))
        .test(
            lax(
                "chinese-256",
                &shop(256, "店"),
                "256 characters, more bytes: fits in characters, not in bytes (WX-AMB-11).",
            )
            .flags(["length-limit"]),
        )
        .test(
            bad("chinese-257", &shop(257, "店"), "257 characters: too long in any unit.", "scene_info")
                .flags(["length-limit"]),
        )
}

fn syntax() -> Group {
    let json = |id: &str, value: &str, about: &str| bad(id, value, about, "scene_info");
    ORDER
        .group("JSON.")
        .test(good("spaces", "{ \"store_info\" : { \"id\" : \"SZTX001\" , \"name\" : \"n\" , \"area_code\" : \"440305\" , \"address\" : \"a\" } }", "Spaces between the parts."))
        .test(good("escapes", "{\"store_info\":{\"id\":\"1\",\"name\":\"\\u817e\\u5927 \\\"A\\\"\",\"area_code\":\"440305\",\"address\":\"a\\/b\"}}", "Escapes inside the strings."))
        .test(json("word", "shop", "A word, no JSON."))
        .test(json("cut", &SHOP[..SHOP.len() - 1], "The last brace is missing."))
        .test(json("trailing", &format!("{SHOP}x"), "Text behind the object."))
        .test(json("two", &format!("{SHOP}{{}}"), "Two objects."))
        .test(json("trailing-comma", "{\"store_info\":{\"id\":\"1\",}}", "A comma before the brace."))
        .test(json("single-quotes", "{'store_info':{'id':'1'}}", "Single quotes."))
        .test(json("bare-name", "{store_info:{\"id\":\"1\"}}", "A name without quotes."))
        .test(json("comment", "{/* x */\"store_info\":{\"id\":\"1\"}}", "A comment."))
        .test(json("nan", "{\"store_info\":{\"id\":NaN}}", "NaN."))
        .test(json("control", "{\"store_info\":{\"id\":\"1\n2\"}}", "A line feed inside a string that is not escaped."))
        .test(json("bad-escape", "{\"store_info\":{\"id\":\"\\x41\"}}", "An escape that JSON does not have."))
        .test(json("escaped-twice", "{\\\"store_info\\\":{\\\"id\\\":\\\"1\\\"}}", "Quotes that were escaped once too often."))
        .test(json("entities", "{&quot;store_info&quot;:{&quot;id&quot;:&quot;1&quot;}}", "Quotes that were escaped for HTML."))
        .test(json("array", "[{\"store_info\":{\"id\":\"1\"}}]", "A list in place of the object."))
        .test(json("string", "\"store_info\"", "A string in place of the object."))
        .test(json("number", "1", "A number in place of the object."))
        .test(json("null", "null", "null in place of the object."))
        .test(json("true", "true", "true in place of the object."))
        .test(json("xml", "<store_info><id>1</id></store_info>", "XML."))
        .test(json("deep", &"[".repeat(200), "200 open brackets: a parser that recurses without a limit must not die."))
}

fn members() -> Group {
    let wrong = |id: &str, value: &str, about: &str| bad(id, value, about, "scene_info.store_info");
    ORDER
        .group("Members.")
        .test(lax("empty-object", "{}", "An empty object: no document says that a member must be there outside MWEB."))
        .test(lax(
            "unknown-member",
            "{\"other_info\":{\"id\":\"1\"}}",
            "A member that no document names: neither allowed nor forbidden.",
        ))
        .test(lax(
            "unknown-inner",
            "{\"store_info\":{\"id\":\"1\",\"name\":\"n\",\"area_code\":\"440305\",\"address\":\"a\",\"x\":\"1\"}}",
            "An unknown member of store_info: neither allowed nor forbidden.",
        ))
        .test(lax(
            "id-only",
            "{\"store_info\":{\"id\":\"SZTX001\"}}",
            "store_info with its id alone: which members must be there differs between SDKs.",
        ))
        .test(lax(
            "id-number",
            "{\"store_info\":{\"id\":1,\"name\":\"n\",\"area_code\":\"440305\",\"address\":\"a\"}}",
            "An id that is a number: the inner types are uncertain.",
        ))
        .test(lax(
            "repeat",
            "{\"store_info\":{\"id\":\"1\",\"name\":\"n\",\"area_code\":\"440305\",\"address\":\"a\",\"id\":\"2\"}}",
            "id twice: JSON readers differ.",
        ))
        .test(lax(
            "flat-shop",
            "{\"id\":\"SZTX001\",\"name\":\"n\",\"area_code\":\"440305\",\"address\":\"a\"}",
            "The shop's members without store_info, as some SDKs send them: unknown members.",
        ))
        .test(wrong("shop-string", "{\"store_info\":\"SZTX001\"}", "store_info is a string."))
        .test(wrong("shop-list", "{\"store_info\":[{\"id\":\"1\"}]}", "store_info is a list."))
        .test(wrong("shop-number", "{\"store_info\":1}", "store_info is a number."))
}

/// MWEB is in no list of the seed; a later page has it and requires h5_info. Refused for trade_type or for scene_info:
/// no finding is named.
fn h5() -> Group {
    let order = Message::unified_order().without("openid").with("trade_type", "MWEB");
    let lax = |id: &str, value: &str, about: &str| {
        let about = format!("{about} A later page's trade type, which one that knows the seed alone refuses.");
        ORDER
            .lax(&format!("h5-{id}"), &about, &order.with("scene_info", value))
            .clauses(["WX-UO-23", "WX-UO-10"])
            .flags(["scene-info"])
    };
    let bad = |id: &str, about: &str, value: Option<&str>| {
        let params = value.map_or_else(|| order.clone(), |value| order.with("scene_info", value));
        ORDER
            .test(Test::invalid, &format!("h5-{id}"), about, &params)
            .class("field")
            .clauses(["WX-UO-23"])
            .flags(["scene-info"])
    };
    ORDER
        .group("h5_info, for MWEB.")
        .test(lax(
            "wap",
            "{\"h5_info\":{\"type\":\"Wap\",\"wap_url\":\"https://pay.merchant.example\",\"wap_name\":\"shop\"}}",
            "A mobile site.",
        ))
        .test(lax(
            "ios",
            "{\"h5_info\":{\"type\":\"IOS\",\"app_name\":\"game\",\"bundle_id\":\"com.merchant.game\"}}",
            "An app on iOS.",
        ))
        .test(lax(
            "android",
            "{\"h5_info\":{\"type\":\"Android\",\"app_name\":\"game\",\"package_name\":\"com.merchant.game\"}}",
            "An app on Android.",
        ))
        .test(bad("absent", "MWEB without scene_info.", None))
        .test(bad("store-only", "MWEB with a shop in place of h5_info.", Some(SHOP)))
        .test(bad(
            "no-type",
            "h5_info without type.",
            Some("{\"h5_info\":{\"wap_url\":\"https://pay.merchant.example\",\"wap_name\":\"shop\"}}"),
        ))
        .test(bad(
            "unknown-type",
            "A type that is none of the three.",
            Some("{\"h5_info\":{\"type\":\"Windows\",\"app_name\":\"game\",\"bundle_id\":\"b\"}}"),
        ))
        .test(bad("wap-no-url", "Wap without wap_url.", Some("{\"h5_info\":{\"type\":\"Wap\",\"wap_name\":\"shop\"}}")))
        .test(bad(
            "wap-no-name",
            "Wap without wap_name.",
            Some("{\"h5_info\":{\"type\":\"Wap\",\"wap_url\":\"https://pay.merchant.example\"}}"),
        ))
        .test(bad(
            "ios-no-bundle",
            "IOS without bundle_id.",
            Some("{\"h5_info\":{\"type\":\"IOS\",\"app_name\":\"game\"}}"),
        ))
        .test(bad(
            "ios-no-app",
            "IOS without app_name.",
            Some("{\"h5_info\":{\"type\":\"IOS\",\"bundle_id\":\"com.merchant.game\"}}"),
        ))
        .test(bad(
            "android-no-package",
            "Android without package_name.",
            Some("{\"h5_info\":{\"type\":\"Android\",\"app_name\":\"game\"}}"),
        ))
        .test(bad(
            "android-no-app",
            "Android without app_name.",
            Some("{\"h5_info\":{\"type\":\"Android\",\"package_name\":\"com.merchant.game\"}}"),
        ))
        .test(bad(
            "android-bundle",
            "Android with iOS's bundle_id.",
            Some("{\"h5_info\":{\"type\":\"Android\",\"app_name\":\"game\",\"bundle_id\":\"b\"}}"),
        ))
        .test(bad("string", "h5_info is a string.", Some("{\"h5_info\":\"Wap\"}")))
        .test(bad("not-json", "scene_info is no JSON.", Some("Wap")))
}
