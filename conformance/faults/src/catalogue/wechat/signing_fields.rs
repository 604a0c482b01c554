//! WeChat Pay: which fields take part.

use super::super::{Fault, fault};
use super::WX_SIGNATURE;
use crate::pairs::{Pair, only, without};
use crate::wechat::signing::{join_sorted, taken};

/// The taken pairs that pass, joined in the right order.
fn passing(pairs: &[Pair], passes: fn(&str, &str) -> bool) -> Vec<u8> {
    let pass = |pair: &Pair| passes(&String::from_utf8_lossy(&pair.0), &String::from_utf8_lossy(&pair.1));
    join_sorted(taken(pairs).into_iter().filter(pass).collect())
}

/// What a typed structure of the time knew.
const KNOWN: &[&str] = &[
    "appid",
    "mch_id",
    "device_info",
    "nonce_str",
    "sign_type",
    "body",
    "detail",
    "attach",
    "out_trade_no",
    "fee_type",
    "total_fee",
    "spbill_create_ip",
    "time_start",
    "time_expire",
    "goods_tag",
    "notify_url",
    "trade_type",
    "product_id",
    "limit_pay",
    "openid",
    "receipt",
    "scene_info",
    "return_code",
    "return_msg",
    "result_code",
    "err_code",
    "err_code_des",
    "is_subscribe",
    "bank_type",
    "settlement_total_fee",
    "cash_fee",
    "cash_fee_type",
    "coupon_fee",
    "coupon_count",
    "transaction_id",
    "time_end",
    "trade_state",
    "trade_state_desc",
    "prepay_id",
    "code_url",
    "appId",
    "timeStamp",
    "nonceStr",
    "package",
    "signType",
    "partnerid",
    "prepayid",
    "noncestr",
    "timestamp",
    "time_stamp",
];

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
    fault(
        "wx-sign-empty-kept",
        "Empty values stand in the string as `name=`.",
        "WX-SIGN-3, WX-SIGN-EX-6: a published answer of the gateway verifies without them only",
        WX_SIGNATURE,
        |s| s.wechat.canonical = |pairs| Ok(join_sorted(without(pairs, &["sign"]))),
    ),
    fault(
        "wx-sign-zero-dropped",
        "The value `0` counts as empty.",
        "WX-SIGN-32: `$v != \"\"` drops an integer 0 before PHP 8; F11",
        WX_SIGNATURE,
        |s| s.wechat.canonical = |pairs| Ok(passing(pairs, |_, value| value != "0")),
    ),
    fault(
        "wx-sign-falsy-dropped",
        "The texts `false`, `null`, `None` and `undefined` count as empty.",
        "F11: emptiness tested by truth instead of length",
        WX_SIGNATURE,
        |s| {
            s.wechat.canonical =
                |pairs| Ok(passing(pairs, |_, value| !["false", "null", "None", "undefined"].contains(&value)));
        },
    ),
    fault(
        "wx-sign-type-dropped",
        "`sign_type` takes no part.",
        "WX-SIGN-4: github helei112g/payment issues 208 and 211",
        WX_SIGNATURE,
        |s| s.wechat.canonical = |pairs| Ok(passing(pairs, |name, _| name != "sign_type")),
    ),
    fault(
        "wx-sign-sign-kept",
        "A `sign` among the fields takes part.",
        "WX-SIGN-4: the field `sign` is the one exception",
        WX_SIGNATURE,
        |s| {
            s.wechat.canonical =
                |pairs| Ok(join_sorted(pairs.iter().filter(|pair| !pair.1.is_empty()).cloned().collect()));
        },
    ),
    fault(
        "wx-sign-sign-any-case-dropped",
        "`Sign` and `SIGN` are left out like `sign`.",
        "WX-SIGN-40: names are case-sensitive",
        WX_SIGNATURE,
        |s| s.wechat.canonical = |pairs| Ok(passing(pairs, |name, _| !name.eq_ignore_ascii_case("sign"))),
    ),
    fault(
        "wx-sign-sign-like-dropped",
        "Every name that begins with `sign` is left out.",
        "WX-SIGN-4: nothing but `sign` is excluded",
        WX_SIGNATURE,
        |s| s.wechat.canonical = |pairs| Ok(passing(pairs, |name, _| !name.starts_with("sign"))),
    ),
    fault(
        "wx-sign-key-field-dropped",
        "A field named `key` is left out, since `key` is the API key's place.",
        "C04: a field literally named `key`",
        WX_SIGNATURE,
        |s| s.wechat.canonical = |pairs| Ok(passing(pairs, |name, _| name != "key")),
    ),
    fault(
        "wx-sign-known-only",
        "Only fields of a typed structure take part.",
        "WX-SIGN-9: github borball/weixin-sdk 38, silenceper/wechat 203; C10, F09",
        WX_SIGNATURE,
        |s| s.wechat.canonical = |pairs| Ok(join_sorted(only(&taken(pairs), KNOWN))),
    ),
    fault(
        "wx-sign-indexed-dropped",
        "Index fields such as `coupon_id_0` are left out.",
        "WX-SIGN-9: github binarywang/WxJava 250 and 712",
        WX_SIGNATURE,
        |s| {
            s.wechat.canonical =
                |pairs| Ok(passing(pairs, |name, _| !name.ends_with(|last: char| last.is_ascii_digit())));
        },
    ),
];
