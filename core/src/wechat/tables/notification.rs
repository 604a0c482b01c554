//! 支付结果通知 (section 4 of the sheet).

use super::alphabets::{FREE, VISIBLE};
use super::{received, rows, sent};
use crate::finding::code;
use crate::spec::{Field, Kind, Message, Others, Rule, Table, up_to};

/// What holds between the amounts and the coupons; the page's own sample breaks two of them.
pub(super) const RULES: &[Rule] = &[
    Rule::AtMost { field: "settlement_total_fee", other: "total_fee", clause: "WX-NTF-17" },
    Rule::AtMost { field: "cash_fee", other: "total_fee", clause: "WX-NTF-19" },
    Rule::AtMost { field: "coupon_fee", other: "total_fee", clause: "WX-NTF-21" },
    Rule::Counted { count: "coupon_count", family: "coupon_id_$n", clause: "WX-AMB-20" },
];

/// The notification that WeChat Pay posts to `notify_url`.
pub static NOTIFICATION: Message = received(
    "wechat.notification",
    "payment notification",
    "支付结果通知",
    "notify_url",
    "WX-NTF",
    Table::new(FIELDS).rules(RULES),
);

/// Required when the message tells of anything (WX-NTF-1).
const fn told(clause: &'static str, name: &'static str, zh: &'static str) -> Field {
    Field::optional(clause, name, zh).required_when("return_code", &["SUCCESS"])
}

const FIELDS: &[Field] = &[
    rows::return_code("WX-NTF-1"),
    rows::return_msg("WX-NTF-2"),
    rows::appid(told("WX-NTF-3", "appid", "公众账号ID")),
    rows::mch_id(told("WX-NTF-4", "mch_id", "商户号")),
    Field::optional("WX-NTF-5", "device_info", "设备号").text(&FREE, up_to(32)).example("013467007045764"),
    rows::nonce_str(told("WX-NTF-6", "nonce_str", "随机字符串")),
    rows::sign(told("WX-NTF-7", "sign", "签名")),
    rows::sign_type(Field::optional("WX-NTF-8", "sign_type", "签名类型"))
        .open("often absent, also for HMAC-SHA256", "经常缺省，HMAC-SHA256 时也可能没有"),
    rows::result_code(told("WX-NTF-9", "result_code", "业务结果")),
    rows::err_code("WX-NTF-10"),
    rows::err_code_des("WX-NTF-11"),
    told("WX-NTF-12", "openid", "用户标识").text(&VISIBLE, up_to(128)).example("wxd930ea5d5a258f4f"),
    Field::optional("WX-NTF-13", "is_subscribe", "是否关注公众账号")
        .one_of(rows::YES_OR_NO, Others::Doubtful)
        .limit(up_to(1))
        .example("Y")
        .open("optional in old tables, required in new ones", "旧版文档非必有，新版必有"),
    told("WX-NTF-14", "trade_type", "交易类型")
        .one_of(rows::TRADE_TYPES, Others::Doubtful)
        .limit(up_to(16))
        .example("JSAPI"),
    told("WX-NTF-15", "bank_type", "付款银行")
        .text(&VISIBLE, up_to(16).or(32))
        .example("CMC")
        .open("an open list; String(16) or String(32)", "取值不断增加；String(16) 或 String(32)")
        .cites(&[(code::LENGTH_EDITIONS, "WX-CHR-13")]),
    told("WX-NTF-16", "total_fee", "订单金额").is(rows::ANY_FEN).example("100"),
    Field::optional("WX-NTF-17", "settlement_total_fee", "应结订单金额").is(rows::ANY_FEN).example("100"),
    Field::optional("WX-NTF-18", "fee_type", "货币种类")
        .is(Kind::Currency)
        .limit(up_to(8).or(16))
        .example("CNY")
        .cites(&[(code::LENGTH_EDITIONS, "WX-CHR-14")]),
    Field::expected("WX-NTF-19", "cash_fee", "现金支付金额")
        .when("return_code", "SUCCESS")
        .is(rows::ANY_FEN)
        .example("100")
        .open("required by the table, missing in the page's own sample", "文档规定必有，但官方示例中没有")
        .cites(&[(code::FIELD_EXPECTED, "WX-AMB-19")]),
    Field::optional("WX-NTF-20", "cash_fee_type", "现金支付货币类型")
        .is(Kind::Currency)
        .limit(up_to(16))
        .example("CNY"),
    Field::optional("WX-NTF-21", "coupon_fee", "总代金券金额").is(rows::ANY_FEN).example("10"),
    Field::optional("WX-NTF-22", "coupon_count", "代金券使用数量").is(rows::COUNT).example("1"),
    Field::optional("WX-NTF-23", "coupon_type_$n", "代金券类型").text(&VISIBLE, up_to(20).unsure()).example("CASH"),
    Field::optional("WX-NTF-24", "coupon_id_$n", "代金券ID").text(&VISIBLE, up_to(20)).example("10000"),
    Field::optional("WX-NTF-25", "coupon_fee_$n", "单个代金券支付金额").is(rows::ANY_FEN).example("100"),
    told("WX-NTF-26", "transaction_id", "微信支付订单号")
        .text(&VISIBLE, up_to(32))
        .example("1217752501201407033233368018"),
    rows::out_trade_no(told("WX-NTF-27", "out_trade_no", "商户订单号")),
    Field::optional("WX-NTF-28", "attach", "商家数据包").text(&FREE, up_to(128)).example("123456"),
    rows::time(told("WX-NTF-29", "time_end", "支付完成时间")).example("20141030133525"),
    Field::optional("WX-NTF-30", "sub_appid", "子商户公众账号ID").text(&VISIBLE, up_to(32)),
    Field::optional("WX-NTF-30", "sub_mch_id", "子商户号").text(&VISIBLE, up_to(32)),
    Field::optional("WX-NTF-30", "sub_openid", "用户子标识").text(&VISIBLE, up_to(128)),
    Field::optional("WX-NTF-30", "sub_is_subscribe", "是否关注子公众账号")
        .one_of(rows::YES_OR_NO, Others::Doubtful)
        .limit(up_to(1)),
    Field::optional("WX-NTF-30", "promotion_detail", "营销详情").is(Kind::AnyJson).limit(up_to(6000)).practice(),
];

/// What the merchant answers, unsigned (WX-NTF-40, 46).
pub static NOTIFICATION_REPLY: Message = sent(
    "wechat.notification-reply",
    "answer to a notification",
    "通知应答",
    "notify_url",
    "WX-NTF-40",
    Table::new(&[rows::return_code("WX-NTF-40"), rows::return_msg("WX-NTF-40")]),
);
