//! 同步返回 (section 6 of the sheet): no proof of payment (ALI-RET-4).

use super::alphabets::{FREE, VISIBLE};
use super::common::{self, ANY_YUAN};
use crate::finding::code;
use crate::spec::{Choice, Direction, Field, Message, Others, Provider, Table, Text, up_to};

/// The parameters with which the browser comes back to `return_url`.
pub static RETURN_URL: Message = Message {
    id: "alipay.return",
    provider: Provider::Alipay,
    direction: Direction::Received,
    title: Text { en: "synchronous return", zh: "同步返回参数" },
    place: "return_url",
    clause: "ALI-RET-1",
    table: Table::new(&[
        common::charset("ALI-RET-1"),
        Field::required("ALI-RET-1", "out_trade_no", "商户订单号")
            .text(&FREE, up_to(64))
            .example("70501111111S001111119"),
        Field::required("ALI-RET-1", "method", "接口名称")
            .one_of(&[Choice::plain("alipay.trade.page.pay.return")], Others::Doubtful)
            .limit(up_to(128))
            .example("alipay.trade.page.pay.return")
            .cites(&[(code::CHOICE_UNDOCUMENTED, "ALI-RET-8")]),
        Field::required("ALI-RET-1", "total_amount", "订单总金额")
            .is(ANY_YUAN)
            .example("9.00")
            .cites(&[(code::AMOUNT_SPELLING, "ALI-AMB-13")]),
        common::sign("ALI-RET-1"),
        Field::required("ALI-RET-1", "trade_no", "支付宝交易号")
            .text(&VISIBLE, up_to(64))
            .example("2016081121001004630200142207"),
        Field::expected("ALI-RET-1", "auth_app_id", "授权方的app_id").text(&super::alphabets::APP_ID, up_to(32)),
        common::version("ALI-RET-1"),
        common::app_id("ALI-RET-1"),
        common::sign_type("ALI-RET-1"),
        Field::required("ALI-RET-1", "seller_id", "收款支付宝账号对应的支付宝唯一用户号")
            .text(&VISIBLE, up_to(30))
            .example("2088111111116894"),
        common::timestamp("ALI-RET-1"),
    ])
    .open(),
};
