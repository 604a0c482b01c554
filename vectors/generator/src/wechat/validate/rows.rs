//! `wechat/validate-unifiedorder-rows`: presence and length, from this copy of the table (sections 3.1 and 4 of the sheet).

use super::{ORDER, conditions};
use crate::suite::{Suite, Test};
use crate::wechat::message::Message;

/// When a field must be there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Presence {
    Required,
    Optional,
    /// For a `trade_type`.
    When(&'static str),
    /// Not in the seed's table; a later page has it.
    Later,
}

/// One row: field, clause, presence, most characters, a character to fill it with.
struct Row {
    field: &'static str,
    clause: &'static str,
    presence: Presence,
    limit: usize,
    fill: &'static str,
    /// Free text, which may hold Chinese; then the unit of the length shows.
    text: bool,
}

const fn row(
    field: &'static str,
    clause: &'static str,
    presence: Presence,
    limit: usize,
    fill: &'static str,
    text: bool,
) -> Row {
    Row { field, clause, presence, limit, fill, text }
}

use Presence::{Later, Optional, Required, When};

/// Rows whose only rules are presence and length. The others have suites of their own; their presence is here too.
const ROWS: &[Row] = &[
    row("appid", "WX-UO-1", Required, 32, "w", false),
    row("mch_id", "WX-UO-2", Required, 32, "1", false),
    row("nonce_str", "WX-UO-3", Required, 32, "N", false),
    row("device_info", "WX-UO-11", Optional, 32, "0", true),
    row("goods_tag", "WX-UO-18", Optional, 32, "G", true),
    row("product_id", "WX-UO-19", When("NATIVE"), 32, "8", true),
    row("openid", "WX-UO-21", When("JSAPI"), 128, "o", false),
    row("version", "WX-UO-25", Later, 32, "1", false),
    row("sub_appid", "WX-UO-26", Later, 32, "w", false),
    row("sub_mch_id", "WX-UO-27", Later, 32, "1", false),
];

/// Fields with rules of their own: presence alone.
const PRESENT: &[(&str, &str, Presence)] = &[
    ("sign", "WX-UO-4", Required),
    ("body", "WX-UO-5", Required),
    ("out_trade_no", "WX-UO-6", Required),
    ("total_fee", "WX-UO-7", Required),
    ("spbill_create_ip", "WX-UO-8", Required),
    ("notify_url", "WX-UO-9", Required),
    ("trade_type", "WX-UO-10", Required),
    ("sign_type", "WX-UO-12", Optional),
    ("detail", "WX-UO-13", Optional),
    ("attach", "WX-UO-14", Optional),
    ("fee_type", "WX-UO-15", Optional),
    ("time_start", "WX-UO-16", Optional),
    ("time_expire", "WX-UO-17", Optional),
    ("limit_pay", "WX-UO-20", Optional),
    ("receipt", "WX-UO-22", Optional),
    ("scene_info", "WX-UO-23", Optional),
];

pub(super) fn suite() -> Suite {
    let base = Message::unified_order();
    let whole = ORDER
        .group("Whole requests, one a trade type, and the samples of the seed's table.")
        .test(ORDER.good("jsapi", "A JSAPI order with every required field.", &base).clauses(["WX-UO-10", "WX-UO-21"]))
        .test(ORDER.good("native", "A NATIVE order.", &native()).clauses(["WX-UO-10", "WX-UO-19"]))
        .test(ORDER.good("app", "An APP order: neither openid nor product_id.", &app()).clauses(["WX-UO-10"]))
        .test(
            ORDER
                .good("full", "Every field of the seed's table, with its sample.", &full())
                .clauses(["WX-UO-11", "WX-UO-13", "WX-UO-14", "WX-UO-18", "WX-UO-20", "WX-UO-22"]),
        )
        .test(
            ORDER
                .lax(
                    "seed-url",
                    "The seed's sample notify_url is plain http, which newer pages forbid for public names (WX-CHR-8).",
                    &base.with("notify_url", "http://www.weixin.qq.com/wxpay/pay.php"),
                )
                .clauses(["WX-UO-9", "WX-CHR-8"]),
        );
    Suite::new(
        "wechat/validate-unifiedorder-rows",
        "wechat.validate",
        "The unified order's table: which fields must be there and how long they may be. Derived from the generator's own copy of the table.",
    )
    .group(whole)
    .group(ORDER.group("Presence.").all(ROWS.iter().map(|r| (r.field, r.clause, r.presence)).chain(PRESENT.iter().copied()).flat_map(presence)))
    .group(ORDER.group("Length.").all(ROWS.iter().flat_map(length)))
    .group(ORDER.group("Conditions between fields.").all(conditions::conditions()))
    .group(ORDER.group("Fields that the table does not have.").all(conditions::others()))
}

pub(super) fn native() -> Message {
    Message::unified_order()
        .without("openid")
        .with("trade_type", "NATIVE")
        .with("product_id", "12235413214070356458058")
}

fn app() -> Message {
    Message::unified_order().without("openid").with("trade_type", "APP")
}

/// The seed's samples.
fn full() -> Message {
    Message::new(&[
        ("appid", "wxd678efh567hg6787"),
        ("mch_id", "1230000109"),
        ("nonce_str", "5K8264ILTKCH16CQ2502SI8ZNMTM67VS"),
        ("body", "腾讯充值中心-QQ会员充值"),
        ("out_trade_no", "20150806125346"),
        ("total_fee", "88"),
        ("spbill_create_ip", "123.12.12.123"),
        ("notify_url", "https://www.weixin.qq.com/wxpay/pay.php"),
        ("trade_type", "JSAPI"),
        ("device_info", "013467007045764"),
        ("sign_type", "MD5"),
        ("detail", "{\"goods_detail\":[{\"goods_id\":\"iphone6s_16G\",\"quantity\":1,\"price\":88}]}"),
        ("attach", "深圳分店"),
        ("fee_type", "CNY"),
        ("time_start", "20091225091010"),
        ("time_expire", "20091227091010"),
        ("goods_tag", "WXG"),
        ("product_id", "12235413214070356458058"),
        ("limit_pay", "no_credit"),
        ("openid", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"),
        ("receipt", "Y"),
        (
            "scene_info",
            "{\"store_info\":{\"id\":\"SZTX001\",\"name\":\"腾大餐厅\",\"area_code\":\"440305\",\"address\":\"科技园中一路腾讯大厦\"}}",
        ),
    ])
}

/// A request in which the row's field is allowed, and required if it ever is.
fn home(presence: Presence) -> Message {
    if presence == When("NATIVE") { native() } else { Message::unified_order() }
}

fn presence((field, clause, presence): (&str, &str, Presence)) -> Vec<Test> {
    let base = home(presence);
    let base = if field == "sign" { base.md5() } else { base };
    let dashed = field.replace('_', "-");
    // A message that never had a `sign` would be given one.
    let without = if field == "sign" { base.with("sign", "").fields } else { base.without(field).fields };
    let without = Message { fields: without };
    let empty = base.with(field, "");
    let test = |test: Test| test.clauses([clause]).flags(["required-field-missing"]);
    match presence {
        Required if field == "sign" => {
            let mut absent = ORDER.bad("sign-absent", "The required sign is absent.", &base, field);
            let params = base.without("sign").params();
            absent.input.insert("params".into(), params);
            vec![
                test(absent),
                test(ORDER.bad(
                    "sign-empty",
                    "The required sign is empty, which is as good as absent.",
                    &without,
                    field,
                ))
                .clauses(["WX-SIGN-3"]),
            ]
        }
        Required | When(_) => vec![
            test(ORDER.bad(&format!("{dashed}-absent"), &format!("The required {field} is absent."), &without, field)),
            test(ORDER.bad(
                &format!("{dashed}-empty"),
                &format!("The required {field} is empty, which is as good as absent."),
                &empty,
                field,
            ))
            .clauses(["WX-SIGN-3"]),
        ],
        Optional | Later => {
            let about = format!("The optional {field} is sent empty. No document says whether one may.");
            vec![test(ORDER.lax(&format!("{dashed}-empty"), &about, &empty)).clauses(["WX-SIGN-3"])]
        }
    }
}

fn length(row: &Row) -> Vec<Test> {
    let base = home(row.presence);
    let Row { field, limit, fill, .. } = *row;
    let dashed = field.replace('_', "-");
    let with = |value: String| base.with(field, value);
    let tag = |test: Test| test.clauses([row.clause]).flags(["length-limit"]);
    let later =
        "A later page's field, not in the seed's table: one that knows the seed alone may refuse it (WX-AMB-10).";
    let at_most = format!("{field} of {limit} characters, the most that fits.");
    let mut tests = vec![
        match row.presence {
            Later => tag(ORDER.lax(
                &format!("{dashed}-length-{limit}"),
                &format!("{at_most} {later}"),
                &with(fill.repeat(limit)),
            )),
            _ => tag(ORDER.good(&format!("{dashed}-length-{limit}"), &at_most, &with(fill.repeat(limit)))),
        },
        tag(ORDER.bad(
            &format!("{dashed}-length-{}", limit + 1),
            &format!("{field} of {} characters, one too many.", limit + 1),
            &with(fill.repeat(limit + 1)),
            field,
        )),
    ];
    if row.presence != Later {
        tests.push(tag(ORDER.good(
            &format!("{dashed}-length-1"),
            &format!("{field} of one character: no minimum is given."),
            &with(fill.to_owned()),
        )));
    }
    if row.presence == Later {
        let about = format!("{field} of {} characters: far too long.", 2 * limit + 1);
        let long = with(fill.repeat(2 * limit + 1));
        tests.push(tag(ORDER.bad(&format!("{dashed}-length-{}", 2 * limit + 1), &about, &long, field)));
    }
    if row.text {
        let about = format!(
            "{field} of {limit} Chinese characters, three bytes each: fits in characters, not in bytes (WX-AMB-11)."
        );
        tests.push(
            tag(ORDER.lax(&format!("{dashed}-chinese-{limit}"), &about, &with("店".repeat(limit))))
                .clauses(["WX-UO-0"]),
        );
        let about = format!("{field} of {} Chinese characters: too long in any unit.", limit + 1);
        tests.push(
            tag(ORDER.bad(&format!("{dashed}-chinese-{}", limit + 1), &about, &with("店".repeat(limit + 1)), field))
                .clauses(["WX-UO-0"]),
        );
        let fits = limit / 3;
        let about = format!("{field} of {fits} Chinese characters, {} bytes: fits in any unit.", fits * 3);
        tests.push(
            tag(ORDER.good(&format!("{dashed}-chinese-{fits}"), &about, &with("店".repeat(fits)))).clauses(["WX-UO-0"]),
        );
    }
    tests
}
