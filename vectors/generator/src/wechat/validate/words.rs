//! `wechat/validate-unifiedorder-words`: fields with a list of words, and `sign`.

use super::ORDER;
use crate::suite::{Group, Suite, Test};
use crate::wechat::message::Message;

pub(super) fn suite() -> Suite {
    Suite::new(
        "wechat/validate-unifiedorder-words",
        "wechat.validate",
        "Fields with a list of words: trade_type, sign_type, fee_type, limit_pay, receipt; and the form of sign.",
    )
    .group(trade_type())
    .group(sign_type())
    .group(fee_type())
    .group(switches())
    .group(sign())
}

struct Field {
    name: &'static str,
    clause: &'static str,
    flag: &'static str,
}

impl Field {
    fn params(&self, value: &str) -> Message {
        Message::unified_order().with(self.name, value)
    }

    fn id(&self, id: &str) -> String {
        format!("{}-{id}", self.name.replace('_', "-"))
    }

    fn good(&self, id: &str, value: &str, about: &str) -> Test {
        ORDER.good(&self.id(id), about, &self.params(value)).clauses([self.clause]).flags([self.flag])
    }

    fn lax(&self, id: &str, value: &str, about: &str) -> Test {
        ORDER.lax(&self.id(id), about, &self.params(value)).clauses([self.clause]).flags([self.flag])
    }

    fn bad(&self, id: &str, value: &str, about: &str) -> Test {
        ORDER.bad(&self.id(id), about, &self.params(value), self.name).clauses([self.clause]).flags([self.flag])
    }
}

fn trade_type() -> Group {
    let f = Field { name: "trade_type", clause: "WX-UO-10", flag: "word-list" };
    let product = |test: Test, value: &str| {
        let params = Message::unified_order().with("trade_type", value).with("product_id", "88888");
        test.input(serde_json::json!({"params": params.md5().params()}))
    };
    ORDER
        .group("trade_type.")
        .test(f.good("jsapi", "JSAPI", "JSAPI, with its openid."))
        .test(product(f.good("native", "NATIVE", "NATIVE, with its product_id."), "NATIVE"))
        .test(f.good("app", "APP", "An app's order."))
        .test(f.lax("mweb", "MWEB", "MWEB without scene_info: not in the seed's list; a later page has it and requires scene_info, so that one refuses it for either.")
            .clauses(["WX-UO-23"]))
        .test(f.bad("micropay", "MICROPAY", "MICROPAY appears in bills and queries only."))
        .test(f.bad("lower", "jsapi", "In lower case."))
        .test(f.bad("native-lower", "native", "In lower case: the check for product_id must not be skipped in silence."))
        .test(f.bad("title", "Jsapi", "In title case."))
        .test(f.bad("space", "JSAPI ", "A space behind."))
        .test(f.bad("prefix", "JSAP", "The beginning of a word."))
        .test(f.bad("longer", "JSAPIX", "A word with a letter behind it."))
        .test(f.bad("two", "JSAPI,NATIVE", "Two words."))
        .test(f.bad("unknown", "FACEPAY", "An unknown word."))
        .test(f.bad("number", "1", "A number."))
        .test(f.bad("long", "ABCDEFGHIJKLMNOPQ", "17 characters, one more than fits."))
        .test(f.bad("full-width", "ＪＳＡＰＩ", "Full-width letters."))
        .test(f.bad("constructor", "constructor", "A name that every object has."))
}

fn sign_type() -> Group {
    let f = Field { name: "sign_type", clause: "WX-UO-12", flag: "word-list" };
    ORDER
        .group("sign_type.")
        .test(f.good("md5", "MD5", "MD5.").clauses(["WX-SIGN-12"]))
        .test({
            let params =
                Message::unified_order().with("sign_type", "HMAC-SHA256").sealed(crate::sign::Algorithm::HmacSha256);
            ORDER
                .good("sign-type-hmac", "HMAC-SHA256, with its sign of 64 characters.", &params)
                .clauses(["WX-UO-12", "WX-SIGN-13", "WX-CHR-9"])
                .flags(["word-list"])
        })
        .test(f.bad("md5-lower", "md5", "In lower case: the spelling is exact.").clauses(["WX-SIGN-12"]))
        .test(f.bad("hmac-lower", "hmac-sha256", "In lower case: the spelling is exact.").clauses(["WX-SIGN-12"]))
        .test(f.bad("hmac-underscore", "HMAC_SHA256", "An underscore in place of the hyphen."))
        .test(f.bad("hmac-short", "HMAC", "The beginning of a word."))
        .test(f.bad("sha256", "SHA256", "Another algorithm's name."))
        .test(f.bad("sha1", "SHA1", "Another algorithm's name."))
        .test(f.bad("rsa", "RSA", "The other provider's, and APIv3's."))
        .test(f.bad("rsa2", "RSA2", "The other provider's."))
        .test(f.bad("none", "NONE", "No algorithm."))
        .test(f.bad("space", "MD5 ", "A space behind."))
        .test(f.bad("long", &"M".repeat(33), "33 characters, one more than fits."))
}

fn fee_type() -> Group {
    let f = Field { name: "fee_type", clause: "WX-UO-15", flag: "currency" };
    ORDER
        .group("fee_type: three letters of ISO 4217.")
        .test(f.good("cny", "CNY", "The default.").clauses(["WX-CHR-14"]))
        .test(f.lax("lower", "cny", "In lower case (WX-AMB-25)."))
        .test(f.lax("usd", "USD", "Another currency, which a domestic merchant cannot use (WX-AMB-25)."))
        .test(f.lax("rmb", "RMB", "Three letters that are no code (WX-AMB-25)."))
        .test(f.lax("unknown", "XYZ", "Three letters that are no code (WX-AMB-25)."))
        .test(f.bad("two", "CN", "Two letters.").clauses(["WX-CHR-14"]))
        .test(f.bad("four", "CNYY", "Four letters.").clauses(["WX-CHR-14"]))
        .test(f.bad("digit", "C1Y", "A digit among the letters."))
        .test(f.bad("number", "156", "The code's number."))
        .test(f.bad("sign", "¥", "A currency's sign."))
        .test(f.bad("chinese", "人民币", "Three Chinese characters."))
        .test(f.bad("full-width", "ＣＮＹ", "Full-width letters."))
        .test(f.bad("space", "CNY ", "A space behind."))
        .test(f.bad("long", "CNYCNYCNYCNYCNYCN", "17 characters, one more than fits."))
}

fn switches() -> Group {
    let limit = Field { name: "limit_pay", clause: "WX-UO-20", flag: "word-list" };
    let receipt = Field { name: "receipt", clause: "WX-UO-22", flag: "word-list" };
    let other = "documented values only are described, others neither allowed nor forbidden (WX-AMB-24).";
    ORDER
        .group("limit_pay and receipt.")
        .test(limit.good("no-credit", "no_credit", "The documented value."))
        .test(limit.lax("other", "no_debit", &format!("Another value: {other}")))
        .test(limit.lax("upper", "NO_CREDIT", &format!("In upper case: {other}")))
        .test(limit.lax("length-32", &"n".repeat(32), &format!("32 characters: {other}")).flags(["length-limit"]))
        .test(limit.bad("length-33", &"n".repeat(33), "33 characters, one too many.").flags(["length-limit"]))
        .test(
            limit
                .bad("chinese-33", &"店".repeat(33), "33 Chinese characters: too long in any unit.")
                .flags(["length-limit"]),
        )
        .test(
            receipt
                .bad("length-32", &"Y".repeat(32), "32 characters, the limit of the field above.")
                .flags(["length-limit"]),
        )
        .test(receipt.good("y", "Y", "The documented value."))
        .test(receipt.lax("n", "N", &format!("N: {other}")))
        .test(receipt.lax("lower", "y", &format!("In lower case: {other}")))
        .test(receipt.lax("length-8", "YYYYYYYY", &format!("Eight characters: {other}")).flags(["length-limit"]))
        .test(receipt.bad("length-9", "YYYYYYYYY", "Nine characters, one too many.").flags(["length-limit"]))
}

fn sign() -> Group {
    let f = Field { name: "sign", clause: "WX-UO-4", flag: "sign-length" };
    let right = Message::unified_order().md5().value("sign").to_owned();
    ORDER
        .group("sign: 32 by the seed, 64 by later pages; whether it is right needs the key, which is not given.")
        .test(f.good("length-32", &right, "32 upper-case hexadecimal digits.").clauses(["WX-SIGN-6"]))
        .test(f.lax(
            "lower",
            &right.to_lowercase(),
            "In lower case: whether the provider takes it could not be confirmed (WX-AMB-3).",
        ))
        .test(
            f.lax(
                "length-33",
                &format!("{right}0"),
                "33 digits: more than the seed's 32, less than the later 64; no digest has that length.",
            )
            .clauses(["WX-CHR-9"]),
        )
        .test(
            f.bad("length-65", &"A".repeat(65), "65 characters: too long by every edition.")
                .clauses(["WX-SIGN-13", "WX-CHR-9"]),
        )
        .test(
            f.bad("length-128", &"A".repeat(128), "128 characters: the length of SHA-512.")
                .clauses(["WX-SIGN-13", "WX-CHR-9"]),
        )
        .test(
            f.bad("rsa", &"A".repeat(344), "344 characters: the length of the other provider's signature.")
                .clauses(["WX-SIGN-13", "WX-CHR-9"]),
        )
}
