//! Every signature in the written WeChat suites, recomputed with libraries that the generator does not use for it.

mod reader;

use reader::{Vector, fields, pairs, vectors, wechat_sign, wechat_string};
use serde_json::Value;

/// What the message's `sign` says under either algorithm: the one that it is right by.
fn right_by(vector: &Vector) -> Option<&'static str> {
    let fields = fields(&vector.body())?;
    let sign = &fields.iter().find(|(name, _)| name == "sign")?.1;
    let string = wechat_string(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    ["MD5", "HMAC-SHA256"].into_iter().find(|kind| wechat_sign(&string, vector.text("key"), kind) == *sign)
}

const MESSAGES: [&str; 4] = ["wechat.notify", "wechat.accept", "wechat.response", "wechat.native_callback"];

#[test]
fn every_valid_message_is_signed_as_configured() {
    let mut checked = 0;
    for vector in vectors("wechat").iter().filter(|v| v.result == "valid" && MESSAGES.contains(&v.op.as_str())) {
        assert_eq!(right_by(vector), Some(vector.text("sign_type")), "{}", vector.id);
        checked += 1;
    }
    assert!(checked >= 200, "only {checked} messages were checked");
}

#[test]
fn no_forged_message_verifies() {
    let mut checked = 0;
    // Without a class the order of checks decides it; a notification of that kind is forged as well, but for those whose
    // only fault is the name of the algorithm.
    let forged = |v: &&Vector| {
        let unclassed = v.op == "wechat.notify" && v.expected("class").is_none();
        let named = v.expected("class") == Some("signature");
        v.result == "invalid" && (named || unclassed) && !v.flagged(&["unknown-sign-type-accepted"])
    };
    for vector in vectors("wechat").iter().filter(|v| MESSAGES.contains(&v.op.as_str())).filter(forged) {
        assert_eq!(right_by(vector), None, "{} is meant to be forged and verifies", vector.id);
        checked += 1;
    }
    assert!(checked >= 350, "only {checked} messages were checked");
}

/// A message that is refused for what it says is genuine: one fault, and not in the signature.
#[test]
fn every_message_refused_for_its_meaning_is_genuine() {
    let split = ["duplicate-field", "comment-in-text", "cdata-split", "unsigned-values-read"];
    let mut checked = 0;
    for vector in vectors("wechat").iter().filter(|v| v.op == "wechat.accept" && v.expected("class") == Some("field")) {
        if !vector.flagged(&split) {
            assert_eq!(right_by(vector), Some(vector.text("sign_type")), "{}", vector.id);
            checked += 1;
        }
    }
    assert!(checked >= 90, "only {checked} messages were checked");
}

/// An acceptable message that an XML parser reads, with one value a name, verifies by one of the algorithms.
#[test]
fn every_acceptable_message_is_genuine() {
    // Digests in lower case, trimmed or unsigned values, strings that collide: not right by the letter, and said so.
    let open = [
        "unsigned-values-read",
        "signature-compared-loosely",
        "duplicate-field",
        "odd-value",
        "line-end",
        "control-character",
        "malformed-xml",
    ];
    let mut checked = 0;
    for vector in vectors("wechat").iter().filter(|v| v.result == "acceptable" && MESSAGES.contains(&v.op.as_str())) {
        let readable = fields(&vector.body()).is_some() && !vector.flagged(&["attribute-or-namespace"]);
        if readable && !vector.flagged(&open) {
            assert!(right_by(vector).is_some(), "{} is meant to be genuine", vector.id);
            checked += 1;
        }
    }
    assert!(checked >= 150, "only {checked} messages were checked");
}

#[test]
fn every_expected_sign_is_right() {
    let mut checked = 0;
    for vector in vectors("wechat").iter().filter(|v| v.op == "wechat.sign") {
        let string = wechat_string(pairs(&vector.input["params"]).into_iter());
        let sign = wechat_sign(&string, vector.text("key"), vector.text("sign_type"));
        if vector.any_of.is_empty() {
            assert_eq!(vector.expected("sign"), Some(sign.as_str()), "{}", vector.id);
            assert_eq!(vector.expected("canonical").unwrap_or(&string), string, "{}", vector.id);
        } else {
            assert!(vector.any_of.iter().any(|output| output["sign"] == sign), "{}", vector.id);
        }
        checked += 1;
    }
    assert!(checked >= 200, "only {checked} signatures were checked");
}

#[test]
fn every_call_up_link_and_request_is_right() {
    let mut checked = 0;
    for vector in &vectors("wechat") {
        let (params, name) = match vector.op.as_str() {
            "wechat.jsapi" => (vector.expect["params"].clone(), "paySign"),
            "wechat.app" | "wechat.native_url" => (vector.expect["params"].clone(), "sign"),
            "wechat.request" => {
                let Some(sign) = vector.expect.get("fields").and_then(|fields| fields.get("sign")) else { continue };
                let mut params = vector.input["params"].clone();
                params["sign"] = sign.clone();
                (params, "sign")
            }
            "wechat.validate" => {
                let params = vector.input["params"].clone();
                let sent = params.get("sign").and_then(Value::as_str).unwrap_or_default();
                if vector.flagged(&["sign-length"]) || sent.is_empty() {
                    continue;
                }
                (params, "sign")
            }
            _ => continue,
        };
        let string = wechat_string(pairs(&params).into_iter().filter(|(field, _)| *field != name));
        let sign = params[name].as_str().unwrap_or("");
        let kind = if sign.len() == 64 { "HMAC-SHA256" } else { "MD5" };
        let key = if vector.op == "wechat.validate" { "192006250b4c09247ec02edce69f6a2d" } else { vector.text("key") };
        assert_eq!(sign, wechat_sign(&string, key, kind), "{}", vector.id);
        checked += 1;
    }
    assert!(checked >= 700, "only {checked} signatures were checked");
}

/// The values that the fact sheet prints, typed off it once more.
#[test]
fn the_sheets_worked_examples_are_there() {
    let all = vectors("wechat");
    let sign = |id: &str| {
        let vector = all.iter().find(|v| v.id == id).unwrap_or_else(|| panic!("{id} is missing"));
        let params = vector.expect.get("params").and_then(|p| p.get("paySign").or_else(|| p.get("sign")));
        let printed = vector.expected("sign").or_else(|| params.and_then(Value::as_str));
        printed.map_or_else(
            || fields(&vector.body()).expect("XML").into_iter().find(|(name, _)| name == "sign").expect("a sign").1,
            str::to_owned,
        )
    };
    for (id, value) in [
        ("wx-sign-ex-1-md5", "9A0A8659F005D6984697E2CA0A9CF3B7"),
        ("wx-sign-ex-1-hmac", "6A9AE1657590FD6257D693A078E1C3E4BB6BA4DC30B23E0EE2496E54170DACD6"),
        ("wx-sign-ex-2", "6B4978B16793D0C2604CD59C47425A27"),
        ("wx-sign-ex-3", "2C9DF1156522C0B2B03B4DBF3BCA5CACB602CBD5CA0F9E112458CF3E9855303B"),
        ("wx-sign-ex-4-md5", "9A0A8659F005D6984697E2CA0A9CF3B7"),
        ("wx-sign-ex-5a-md5", "9ABAFC70A6D611A538BAD21F2FD8D9A0"),
        ("wx-sign-ex-5a-hmac", "63954BE9A14D57797C6D139995BE4F3A5081563285256CAAAC6468571D52010E"),
        ("wx-sign-ex-5b-md5", "658563E80BCC83B5927B7EF4D808B5E2"),
        ("wx-sign-ex-5d-md5", "385985D44CFE023026D6429EA056492E"),
        ("wx-sign-ex-5e-hmac", "D2B0CFB29AAA9AF7725DF7FE29D533B690B75A2587589061D81164956D364E55"),
        ("wx-sign-ex-5f-md5", "A2876223765DA01569B0F9349FB12FDA"),
        ("wx-sign-ex-5g-hmac", "5CD07A98431C11E36BD485981B36003294C3ADDFF7924F6461CF6D5803F0E56F"),
        ("wx-notify-ex-1", "765871B64FE3EDCFD4CFC82E57F9CDD2"),
        ("wx-notify-ex-2", "5E093338159EBC76AE08D38194B0F2C089A14053BB643B1A3DE4EC9A356D7B4C"),
        ("wx-notify-ex-3", "04778EAD7FEDD380F1283DCE7F9D9838"),
        ("wx-notify-ex-4", "C03E9855DD4FD6C16C23D058BFE7C4FD7CA3511EB36DE3F1FE1E27903A1C54B6"),
        ("wx-native-url-ex-1", "9D1D490CBBF322C6C570375718106149"),
        ("wx-native-callback-ex-2", "5A428C813F6506B9CEB3C10F48884D74"),
        ("wx-jsapi-ex-1", "FD19D752A746E5F238A6E53BD99EEBD0"),
        ("wx-jsapi-ex-2", "FC7A79E4918B4FFA96E836F5AD4A510F31241FB46C14C971D6D7B4F8E15AF262"),
        ("wx-app-ex-1-md5", "2919569F617B3B20A0A9E632811185FD"),
        ("wx-app-ex-1-hmac", "05F33CA98485F5AA2FFA3F80752FDA2E34FDA943E8112F190511EFE3B963F932"),
    ] {
        assert_eq!(sign(id), value, "{id}");
    }
    let open = |id: &str| all.iter().find(|v| v.id == id).expect("the vector").any_of.clone();
    let around = open("wx-sign-space-around-md5");
    assert!(around.iter().any(|o| o["sign"] == "E437FBD68FDC81D8E04FA4DDC1F7D30F"), "WX-SIGN-EX-5c");
    let trailing = open("wx-sign-ex-8-md5");
    assert_eq!(trailing[0]["sign"], "532DBA3CC7DD5008E37A5A3B497B3FB5", "WX-SIGN-EX-8");
    assert_eq!(trailing[1]["sign"], "7B6CC93495CB2D2B247EA041E704C4DF", "WX-SIGN-EX-8, as the PHP demo sends it");
}
