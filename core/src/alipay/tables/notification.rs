//! 异步通知 (section 5.1 of the sheet).

use super::alphabets::{FREE, VISIBLE};
use super::common::{self, ANY_YUAN};
use crate::finding::code;
use crate::spec::{Choice, Direction, Field, Kind, Layout, Message, Others, Provider, Table, Text, up_to};

/// The notification that Alipay posts to `notify_url`.
pub static NOTIFICATION: Message = Message {
    id: "alipay.notification",
    provider: Provider::Alipay,
    direction: Direction::Received,
    title: Text { en: "asynchronous notification", zh: "异步通知" },
    place: "notify_url",
    clause: "ALI-NTF-1",
    table: Table::new(FIELDS).open(),
};

const STATES: &[Choice] = &[
    Choice::plain("WAIT_BUYER_PAY"),
    Choice::plain("TRADE_CLOSED"),
    Choice::plain("TRADE_SUCCESS"),
    Choice::plain("TRADE_FINISHED"),
];

const fn date(name: &'static str, zh: &'static str, example: &'static str) -> Field {
    Field::optional("ALI-NTF-1", name, zh)
        .time(Layout::DashedLoosely)
        .example(example)
        .cites(&[(code::TIME_SPELLING, "ALI-AMB-14")])
}

const fn amount(name: &'static str, zh: &'static str) -> Field {
    Field::optional("ALI-NTF-1", name, zh).is(ANY_YUAN).example("20.00").cites(&[(code::AMOUNT_SPELLING, "ALI-AMB-13")])
}

const FIELDS: &[Field] = &[
    Field::required("ALI-NTF-1", "notify_time", "通知时间").time(Layout::DashedLoosely).example("2015-12-27 06:20:30"),
    Field::required("ALI-NTF-1", "notify_type", "通知类型")
        .one_of(&[Choice::plain("trade_status_sync")], Others::Doubtful)
        .limit(up_to(64))
        .example("trade_status_sync"),
    Field::required("ALI-NTF-1", "notify_id", "通知校验ID")
        .text(&VISIBLE, up_to(128))
        .example("ac05099524730693a8b330c5ecf72da9786")
        .seed(),
    common::app_id("ALI-NTF-1"),
    Field::expected("ALI-NTF-1", "auth_app_id", "授权方的app_id")
        .text(&super::alphabets::APP_ID, up_to(32))
        .open("absent from older tables", "旧版文档中没有"),
    common::charset("ALI-NTF-1"),
    common::version("ALI-NTF-1"),
    common::sign_type("ALI-NTF-1"),
    common::sign("ALI-NTF-1"),
    Field::required("ALI-NTF-1", "trade_no", "支付宝交易号")
        .text(&VISIBLE, up_to(64))
        .example("2013112011001004330000121536"),
    Field::required("ALI-NTF-1", "out_trade_no", "商户订单号")
        .text(&FREE, up_to(64))
        .example("6823789339978248")
        .cites(&[(code::CHARACTER_DOUBTFUL, "ALI-NTF-5")]),
    Field::optional("ALI-NTF-1", "out_biz_no", "商户业务号").text(&FREE, up_to(64)).example("HZRF001"),
    Field::optional("ALI-NTF-1", "buyer_id", "买家支付宝用户号").text(&VISIBLE, up_to(16)).example("2088102122524333"),
    Field::optional("ALI-NTF-1", "buyer_logon_id", "买家支付宝账号").text(&FREE, up_to(100)).example("159****5620"),
    Field::optional("ALI-NTF-1", "seller_id", "卖家支付宝用户号").text(&VISIBLE, up_to(30)).example("2088101106499364"),
    Field::optional("ALI-NTF-1", "seller_email", "卖家支付宝账号")
        .text(&FREE, up_to(100))
        .example("zhu****@alitest.com"),
    Field::optional("ALI-NTF-1", "trade_status", "交易状态")
        .one_of(STATES, Others::Doubtful)
        .limit(up_to(32))
        .example("TRADE_SUCCESS")
        .cites(&[(code::CHOICE_UNDOCUMENTED, "ALI-STAT-5")]),
    amount("total_amount", "订单金额"),
    amount("receipt_amount", "实收金额"),
    amount("invoice_amount", "开票金额"),
    amount("buyer_pay_amount", "付款金额"),
    amount("point_amount", "集分宝金额"),
    amount("refund_fee", "总退款金额"),
    amount("send_back_fee", "实际退款金额").practice(),
    Field::optional("ALI-NTF-1", "subject", "订单标题").text(&FREE, up_to(256)).example("当面付交易"),
    Field::optional("ALI-NTF-1", "body", "商品描述")
        .text(&FREE, up_to(400))
        .example("当面付交易内容")
        .open("400 here, 128 in the request", "此处为 400，请求中为 128"),
    date("gmt_create", "交易创建时间", "2015-04-27 15:45:57"),
    date("gmt_payment", "交易付款时间", "2015-04-27 15:45:57"),
    date("gmt_close", "交易结束时间", "2015-04-29 15:45:57"),
    Field::optional("ALI-NTF-1", "gmt_refund", "交易退款时间")
        .time(Layout::DashedFraction)
        .example("2015-04-28 15:45:57.320"),
    Field::optional("ALI-NTF-1", "fund_bill_list", "支付金额信息")
        .is(Kind::AnyJson)
        .limit(up_to(512))
        .example(r#"[{"amount":"15.00","fundChannel":"ALIPAYACCOUNT"}]"#)
        .cites(&[(code::JSON_SYNTAX, "ALI-AMB-9")]),
    Field::optional("ALI-NTF-1", "passback_params", "回传参数").is(Kind::Text(&FREE)).limit(up_to(512)),
    Field::optional("ALI-NTF-1", "voucher_detail_list", "优惠券信息").is(Kind::AnyJson),
];
