//! Conditions between fields, and fields that the table does not have, for `wechat/validate-unifiedorder-rows`.

use serde_json::json;

use super::ORDER;
use super::rows::native;
use crate::suite::Test;
use crate::wechat::message::Message;

pub(super) fn conditions() -> Vec<Test> {
    let tag = |test: Test, clause: &str| test.clauses([clause]).flags(["condition-between-fields"]);
    let jsapi = Message::unified_order();
    let provider = jsapi
        .without("openid")
        .with("sub_appid", "wx8888888888888888")
        .with("sub_mch_id", "1900000109")
        .with("sub_openid", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6p");
    vec![
        tag(ORDER.good("jsapi-with-product", "product_id in a JSAPI order: allowed.", &jsapi.with("product_id", "88888")), "WX-UO-19"),
        tag(ORDER.good("native-with-openid", "openid in a NATIVE order: allowed.", &native().with("openid", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o")), "WX-UO-21"),
        tag(ORDER.bad("native-openid-only", "A NATIVE order with openid in place of product_id.", &native().without("product_id").with("openid", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"),
            "product_id"), "WX-UO-19"),
        tag(ORDER.bad("jsapi-product-only", "A JSAPI order with product_id in place of openid.", &jsapi.without("openid").with("product_id", "88888"), "openid"), "WX-UO-21"),
        tag(ORDER.bad("jsapi-openid-other-case", "A JSAPI order with `openId`: names are case-sensitive.", &jsapi.renamed("openid", "openId"), "openid"), "WX-UO-21").clauses(["WX-SIGN-2"]),
        all_of(tag(ORDER.bad("two-wrong", "An amount of zero and a trade type in lower case: both are to be named, wherever one is found first.",
            &jsapi.with("total_fee", "0").with("trade_type", "jsapi"), "total_fee"), "WX-UO-41"), &["total_fee", "trade_type"]),
        all_of(tag(ORDER.bad("three-missing", "body, mch_id and notify_url are missing: all are to be named.",
            &jsapi.without("body").without("mch_id").without("notify_url"), "body"), "WX-UO-5"), &["body", "mch_id", "notify_url"]),
        all_of(tag(ORDER.bad("missing-and-wrong", "appid is missing and the nonce is too long: both are to be named.",
            &jsapi.without("appid").with("nonce_str", "n".repeat(33)), "appid"), "WX-UO-1"), &["appid", "nonce_str"]),
        tag(ORDER.lax("jsapi-sub-openid", "A JSAPI order with sub_openid in place of openid: the seed requires openid, provider mode allows the other.", &provider), "WX-UO-28"),
        tag(ORDER.lax("jsapi-both-openids", "A JSAPI order with openid and sub_openid; the latter is not in the seed's table (WX-AMB-10).",
            &provider.with("openid", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o")), "WX-UO-28"),
        tag(ORDER.lax("jsapi-sub-openid-alone", "A JSAPI order with sub_openid and no sub_appid, which provider mode asks for beside it; the page was not seen (tag R).",
            &provider.without("sub_appid")), "WX-UO-28"),
    ]
}

/// The same test, in which all of `fields` are to blame.
fn all_of(test: Test, fields: &[&str]) -> Test {
    test.expect(json!({"findings": fields, "class": "field"}))
}

pub(super) fn others() -> Vec<Test> {
    let base = Message::unified_order();
    let unknown = |name: &str, value: &str| {
        let about = format!(
            "`{name}` is not in the table. The provider refuses such requests today and ignored them before 2022 (WX-AMB-10)."
        );
        let id = format!("other-{}", name.to_lowercase().trim_matches('_').replace('_', "-"));
        ORDER
            .lax(&id, &about, &base.with(name, value))
            .clauses(["WX-UO-29", "WX-XML-12"])
            .flags(["unknown-request-field"])
    };
    let renamed = |from: &str, to: &str, clause: &str| {
        let about = format!("`{to}` in place of `{from}`: the required field is absent.");
        ORDER
            .bad(&format!("renamed-{}", to.to_lowercase().replace('_', "-")), &about, &base.renamed(from, to), from)
            .clauses([clause, "WX-SIGN-2"])
            .flags(["name-case-folded"])
    };
    vec![
        unknown("signType", "MD5"),
        unknown("time_stamp", "1414488825"),
        unknown("orderTime", "20091225091010"),
        unknown("auth_code", "120061098828009406"),
        unknown("return_code", "SUCCESS"),
        unknown("key", "x"),
        unknown("empty_new", ""),
        unknown("__proto__", "x"),
        ORDER
            .lax(
                "profit-sharing-y",
                "profit_sharing is not in the seed's table and is copied into several SDKs (WX-AMB-10).",
                &base.with("profit_sharing", "Y"),
            )
            .clauses(["WX-UO-24"])
            .flags(["unknown-request-field"]),
        ORDER
            .lax("profit-sharing-n", "profit_sharing N: as with Y (WX-AMB-10).", &base.with("profit_sharing", "N"))
            .clauses(["WX-UO-24"])
            .flags(["unknown-request-field"]),
        ORDER
            .lax(
                "profit-sharing-lower",
                "profit_sharing `y`: upper case is said to be required, by SDKs alone (WX-AMB-10).",
                &base.with("profit_sharing", "y"),
            )
            .clauses(["WX-UO-24"])
            .flags(["unknown-request-field"]),
        renamed("appid", "appId", "WX-UO-1"),
        renamed("mch_id", "mchid", "WX-UO-2"),
        renamed("nonce_str", "nonceStr", "WX-UO-3"),
        renamed("total_fee", "Total_Fee", "WX-UO-7"),
        renamed("out_trade_no", "outTradeNo", "WX-UO-6"),
    ]
}
