//! 查询订单, `orderquery` (section 7.1 of the sheet).

use super::alphabets::{FREE, VISIBLE};
use super::{notification, received, rows, sent};
use crate::finding::code;
use crate::spec::{Choice, Field, Kind, Message, Others, Rule, Table, up_to};

/// The request, `POST /pay/orderquery`.
pub static ORDER_QUERY: Message = sent(
    "wechat.orderquery",
    "order query",
    "查询订单",
    "/pay/orderquery",
    "WX-QRY-1",
    Table::new(&[
        rows::appid(Field::required("WX-QRY-1", "appid", "公众账号ID")),
        rows::mch_id(Field::required("WX-QRY-1", "mch_id", "商户号")),
        Field::optional("WX-QRY-1", "transaction_id", "微信订单号")
            .text(&VISIBLE, up_to(32))
            .example("1009660380201506130728806387"),
        super::close::order_number(Field::optional("WX-QRY-1", "out_trade_no", "商户订单号")),
        rows::nonce_str(Field::required("WX-QRY-1", "nonce_str", "随机字符串")),
        rows::sign(Field::required("WX-QRY-1", "sign", "签名")),
        rows::sign_type(Field::optional("WX-QRY-1", "sign_type", "签名类型")),
        Field::optional("WX-UO-26", "sub_appid", "子商户公众账号ID").text(&VISIBLE, up_to(32)).practice(),
        Field::optional("WX-UO-27", "sub_mch_id", "子商户号").text(&VISIBLE, up_to(32)).practice(),
    ])
    .rules(&[
        Rule::OneOf { names: &["transaction_id", "out_trade_no"], blamed: "out_trade_no", clause: "WX-QRY-1" },
        Rule::Wins { winner: "transaction_id", loser: "out_trade_no", clause: "WX-AMB-21" },
    ]),
);

/// WX-QRY-2.
const TRADE_STATES: &[Choice] = &[
    Choice::plain("SUCCESS"),
    Choice::plain("REFUND"),
    Choice::plain("NOTPAY"),
    Choice::plain("CLOSED"),
    Choice::plain("REVOKED"),
    Choice::plain("USERPAYING"),
    Choice::plain("PAYERROR"),
    Choice::doubtful("ACCEPT"),
];

/// A field that comes back for a paid order only (WX-QRY-5).
const fn paid(clause: &'static str, name: &'static str, zh: &'static str) -> Field {
    Field::optional(clause, name, zh).required_when("trade_state", &["SUCCESS"])
}

/// The answer: as the notification, and the state (WX-QRY-6).
pub static ORDER_QUERY_RESPONSE: Message = received(
    "wechat.orderquery-response",
    "order query, answer",
    "查询订单返回结果",
    "/pay/orderquery",
    "WX-QRY-6",
    Table::new(RESPONSE).rules(notification::RULES),
);

const RESPONSE: &[Field] = &[
    rows::return_code("WX-QRY-6"),
    rows::return_msg("WX-QRY-6"),
    rows::appid(Field::optional("WX-QRY-6", "appid", "公众账号ID").required_when("return_code", &["SUCCESS"])),
    rows::mch_id(Field::optional("WX-QRY-6", "mch_id", "商户号").required_when("return_code", &["SUCCESS"])),
    rows::nonce_str(Field::optional("WX-QRY-6", "nonce_str", "随机字符串").required_when("return_code", &["SUCCESS"])),
    rows::sign(Field::optional("WX-QRY-6", "sign", "签名").required_when("return_code", &["SUCCESS"])),
    rows::sign_type(Field::optional("WX-SIGN-15", "sign_type", "签名类型")).practice(),
    rows::result_code(
        Field::optional("WX-QRY-6", "result_code", "业务结果").required_when("return_code", &["SUCCESS"]),
    ),
    rows::err_code("WX-QRY-6"),
    rows::err_code_des("WX-QRY-6"),
    Field::optional("WX-QRY-2", "trade_state", "交易状态")
        .required_when("result_code", &["SUCCESS"])
        .one_of(TRADE_STATES, Others::Doubtful)
        .limit(up_to(32))
        .example("SUCCESS")
        .open("ACCEPT is seen in newer lists", "ACCEPT 见于较新的列表")
        .cites(&[(code::CHOICE_DOUBTFUL, "WX-QRY-2")]),
    Field::optional("WX-QRY-6", "trade_state_desc", "交易状态描述").text(&FREE, up_to(256)).practice(),
    rows::out_trade_no(
        Field::optional("WX-QRY-5", "out_trade_no", "商户订单号").required_when("result_code", &["SUCCESS"]),
    ),
    Field::optional("WX-QRY-5", "attach", "附加数据").text(&FREE, up_to(128)),
    Field::optional("WX-QRY-6", "device_info", "设备号").text(&FREE, up_to(32)),
    paid("WX-QRY-6", "openid", "用户标识").text(&VISIBLE, up_to(128)),
    Field::optional("WX-QRY-6", "is_subscribe", "是否关注公众账号")
        .one_of(rows::YES_OR_NO, Others::Doubtful)
        .limit(up_to(1)),
    paid("WX-QRY-6", "trade_type", "交易类型").one_of(rows::TRADE_TYPES, Others::Doubtful).limit(up_to(16)),
    paid("WX-QRY-6", "bank_type", "付款银行")
        .text(&VISIBLE, up_to(16).or(32))
        .cites(&[(code::LENGTH_EDITIONS, "WX-CHR-13")]),
    paid("WX-QRY-6", "total_fee", "标价金额").is(rows::ANY_FEN),
    Field::optional("WX-QRY-6", "settlement_total_fee", "应结订单金额").is(rows::ANY_FEN),
    Field::optional("WX-QRY-6", "fee_type", "标价币种").is(Kind::Currency).limit(up_to(16)),
    Field::optional("WX-QRY-6", "cash_fee", "现金支付金额").is(rows::ANY_FEN),
    Field::optional("WX-QRY-6", "cash_fee_type", "现金支付币种").is(Kind::Currency).limit(up_to(16)),
    Field::optional("WX-QRY-6", "coupon_fee", "代金券金额").is(rows::ANY_FEN),
    Field::optional("WX-QRY-6", "coupon_count", "代金券使用数量").is(rows::COUNT),
    Field::optional("WX-XML-8", "coupon_type_$n", "代金券类型").text(&VISIBLE, up_to(20).unsure()),
    Field::optional("WX-XML-7", "coupon_id_$n", "代金券ID").text(&VISIBLE, up_to(20)),
    Field::optional("WX-XML-7", "coupon_fee_$n", "单个代金券支付金额").is(rows::ANY_FEN),
    paid("WX-QRY-3", "transaction_id", "微信支付订单号")
        .text(&VISIBLE, up_to(32))
        .example("1009660380201506130728806387"),
    rows::time(paid("WX-QRY-6", "time_end", "支付完成时间")).example("20141030133525"),
    Field::optional("WX-QRY-6", "promotion_detail", "营销详情").is(Kind::AnyJson).limit(up_to(6000)).practice(),
];
