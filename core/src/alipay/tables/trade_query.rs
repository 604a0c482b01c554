//! 统一收单线下交易查询, `alipay.trade.query`: sections 3 and 8.1 of the sheet.

use super::alphabets::{ORDER_NUMBER, VISIBLE};
use super::common;
use crate::finding::code;
use crate::spec::{Choice, Direction, Field, Kind, Message, Others, Provider, Rule, Table, Text, up_to};

/// The request.
pub static TRADE_QUERY: Message = Message {
    id: "alipay.trade.query",
    provider: Provider::Alipay,
    direction: Direction::Sent,
    title: Text { en: "trade query", zh: "统一收单线下交易查询" },
    place: "gateway.do",
    clause: "ALI-QRY-1",
    table: Table::new(&[
        common::app_id("ALI-PAR-1"),
        common::method(&[Choice::plain("alipay.trade.query")], "alipay.trade.query"),
        common::format(),
        common::charset("ALI-PAR-1"),
        common::sign_type("ALI-PAR-1"),
        common::sign("ALI-PAR-1"),
        common::timestamp("ALI-PAR-1"),
        common::version("ALI-PAR-1"),
        common::notify_url(),
        common::app_auth_token(),
        common::biz_content(&BIZ_CONTENT),
        common::app_cert_sn(),
        common::alipay_root_cert_sn(),
        common::encrypt_type(),
        common::added("alipay_sdk"),
        common::added("prod_code"),
        common::added("terminal_type"),
        common::added("terminal_info"),
        common::added("auth_token"),
    ])
    .rules(&[Rule::Encrypted { field: "biz_content", by: "encrypt_type" }]),
};

const OPTIONS: &[Choice] = &[
    Choice::plain("trade_settle_info"),
    Choice::plain("fund_bill_list"),
    Choice::plain("voucher_detail_list"),
    Choice::plain("discount_goods_detail"),
    Choice::plain("mdiscount_amount"),
    Choice::plain("medical_insurance_info"),
];

static BIZ_CONTENT: Table = Table::new(&[
    Field::optional("ALI-QRY-1", "out_trade_no", "商户订单号")
        .text(&ORDER_NUMBER, up_to(64))
        .example("20150320010101001")
        .cites(&[(code::CHARACTER_DOUBTFUL, "ALI-AMB-15")]),
    Field::optional("ALI-QRY-1", "trade_no", "支付宝交易号")
        .text(&VISIBLE, up_to(64))
        .example("2014112611001004680073956707"),
    Field::optional("ALI-QRY-1", "org_pid", "银行间联模式下的收单机构")
        .text(&VISIBLE, up_to(16).unsure())
        .example("2088101117952222"),
    Field::optional("ALI-QRY-1", "query_options", "查询选项").is(Kind::Strings(OPTIONS, Others::Doubtful)),
])
.rules(&[
    Rule::OneOf { names: &["out_trade_no", "trade_no"], blamed: "out_trade_no", clause: "ALI-QRY-1" },
    Rule::Wins { winner: "trade_no", loser: "out_trade_no", clause: "ALI-QRY-1" },
]);
