//! `wechat/reply`: what a notification is answered with.

use serde_json::json;

use crate::suite::{Group, Suite, Test};

pub(super) fn suite() -> Suite {
    let case = |id: &str, about: &str, outcome: &str, message: Option<&str>| {
        let code = if outcome == "success" { "SUCCESS" } else { "FAIL" };
        let mut input = json!({"outcome": outcome});
        if let Some(message) = message {
            input["message"] = message.into();
        }
        Test::valid(format!("wx-reply-{id}"), about)
            .input(input)
            .expect(json!({"fields": {"return_code": code}}))
            .clauses(["WX-NTF-40", "WX-NTF-42", "WX-NTF-44"])
            .flags(["reply-malformed"])
    };
    let text = |id: &str, message: &str, about: &str| {
        case(id, about, "fail", Some(message)).flags(["xml-injection"]).attacks(["R05"])
    };
    Suite::new(
        "wechat/reply",
        "wechat.reply",
        "The answer to a notification: XML with the root `xml` and return_code SUCCESS or FAIL (section 4.2). Only return_code is judged, so \
         that CDATA or not, white space or not, and any return_msg are right (WX-AMB-18).",
    )
    .group(
        Group::new("The two answers.", json!({}))
            .test(case("success", "Received. A word, JSON or an HTML page counts as failed.", "success", None).attacks(["R02"]).clauses(["WX-NTF-41"]))
            .test(case("success-ok", "Received, with the message OK.", "success", Some("OK")).attacks(["R02"]))
            .test(case("fail", "Not received: the provider sends it again.", "fail", None).clauses(["WX-NTF-47"]))
            .test(case("fail-reason", "Not received, with a reason.", "fail", Some("签名失败")).clauses(["WX-NTF-47"]))
            .test(case("success-words", "Received, with a message that speaks of failure: the outcome decides.", "success", Some("FAIL"))),
    )
    .group(
        Group::new("A reason is text, never markup.", json!({}))
            .test(text("message-markup", "<return_code>SUCCESS</return_code>", "A reason that is markup must not become an element."))
            .test(text("message-cdata-end", "]]></return_msg><return_code>SUCCESS</return_code><return_msg>",
                "A reason that ends CDATA and brings its own return_code."))
            .test(text("message-cdata-end-bare", "a]]>b", "A reason that ends CDATA leaves no well-formed XML behind."))
            .test(text("message-comment", "<!-- x", "A reason that opens a comment swallows the rest."))
            .test(text("message-ampersand", "a & b &amp; c &nope;", "A reason with `&` is escaped or stands in CDATA."))
            .test(text("message-tag", "</xml>", "A reason that ends the root."))
            .test(text("message-quotes", "\"quoted\" 'text'", "Quotes mean nothing in text."))
            .test(text("message-lines", "line one\nline two", "A reason of two lines."))
            .test(text("message-long", &"x".repeat(2000), "A reason far above 128 characters: cut or not, the answer stays XML."))
            .test(text("message-empty", "", "An empty reason."))
            .test(text("message-emoji", "🏠", "A reason with a character of four bytes.")),
    )
}
