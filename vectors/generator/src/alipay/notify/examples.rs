//! The worked notifications of `alipay.md`.

use serde_json::json;

use super::super::fixtures::{notification, notification_gbk, verifier};
use super::{genuine, policy};
use crate::canonical::EmptyValues;
use crate::keys::P;
use crate::sign::RsaScheme;
use crate::suite::{Group, Suite};

pub(super) fn suite() -> Suite {
    let plain = notification().signed();
    let sign = |bytes: &[u8]| RsaScheme::Rsa2.sign(&P, bytes);
    let v2 = notification().set("sign_type", "RSA2");
    let v2 = v2.clone().with_sign(&sign(&v2.v2_string()), "RSA2");
    let with_body = notification().set("body", "");
    let dropped = with_body.clone().with_sign(&sign(&with_body.message_string(EmptyValues::Dropped)), "RSA2");
    let kept = with_body.signed();
    Suite::new("alipay/notify-examples", "alipay.notify", "The worked examples of notifications.").group(
        Group::new("Key P signs, and is configured.", verifier())
            .test(
                genuine("ex-4", "ALI-EX-4: subject with %2B, passback_params encoded twice on the wire and read once.", &plain)
                    .expect(json!({"fields": {
                        "out_trade_no": "T20260101_0001", "total_amount": "88.88", "trade_status": "TRADE_SUCCESS",
                        "trade_no": "2026010122001400000000000001", "app_id": "2014072300007148",
                        "seller_id": "2088000000000009", "subject": "测试商品 A+B", "passback_params": "a%3D1%26b%3D2",
                        "buyer_logon_id": "tes***@example.com", "gmt_payment": "2026-01-01 12:01:04",
                        "fund_bill_list": r#"[{"amount":"88.88","fundChannel":"ALIPAYACCOUNT"}]"#
                    }}))
                    .clauses(["ALI-EX-4", "ALI-VER-1", "ALI-VER-2", "ALI-VER-3", "ALI-NTF-1", "ALI-NTF-2", "ALI-NTF-3", "ALI-STAT-3"])
                    .attacks(["V20", "E13"])
                    .flags(["decoded-twice", "sign-type-kept"]),
            )
            .test(
                genuine("ex-4gbk", "ALI-EX-4gbk: the same in GBK; a verifier that converts to UTF-8 before hashing refuses it.", &notification_gbk_text())
                    .body(notification_gbk().signed().wire())
                    .expect(json!({"fields": {
                        "out_trade_no": "T20260101_0001", "total_amount": "88.88", "trade_status": "TRADE_SUCCESS",
                        "subject": "测试商品 A+B", "charset": "GBK"
                    }}))
                    .clauses(["ALI-EX-4gbk", "ALI-VER-4", "ALI-AMB-2"])
                    .attacks(["E01"])
                    .flags(["wrong-charset"])
                    .needs("gbk"),
            )
            .test(
                policy("ex-4v2", "ALI-EX-4v2: signed by the rule that keeps sign_type. Acceptable: not required, yet only Alipay can have signed it.", &v2)
                    .clauses(["ALI-EX-4v2", "ALI-VER-9"])
                    .attacks(["C09"])
                    .flags(["sign-type-kept"]),
            )
            .test(
                policy("ex-5", "ALI-EX-5: an empty body, signed as `body=`. Acceptable: the documents contradict each other about empty values.", &kept)
                    .clauses(["ALI-EX-5", "ALI-VER-5", "ALI-AMB-5"])
                    .attacks(["F10"])
                    .flags(["empty-value-reading"]),
            )
            .test(
                policy("ex-5-dropped", "ALI-EX-5 the other way: an empty body that the signature leaves out. Acceptable: the documents contradict each other about empty values.", &dropped)
                    .clauses(["ALI-EX-5", "ALI-VER-5", "ALI-AMB-5"])
                    .attacks(["F10"])
                    .flags(["empty-value-reading"]),
            ),
    )
}

/// The GBK notification as text, for the fields that are compared.
fn notification_gbk_text() -> super::Form {
    notification().set("charset", "GBK")
}
