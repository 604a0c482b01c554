//! 退款结果通知 (section 7.4 of the sheet): the outer message, and what `req_info` holds.

use super::alphabets::VISIBLE;
use super::{received, rows};
use crate::finding::code;
use crate::spec::{Choice, Field, Kind, Layout, Message, Others, Rule, Table, up_to};

/// The outer message. It has no `sign`: `req_info` is the only protection (WX-RFN-1).
pub static REFUND_NOTIFICATION: Message = received(
    "wechat.refund-notification",
    "refund notification",
    "退款结果通知",
    "notify_url",
    "WX-RFN-1",
    Table::new(&[
        rows::return_code("WX-RFN-1"),
        rows::return_msg("WX-RFN-1"),
        rows::appid(told("appid", "公众账号ID")),
        rows::mch_id(told("mch_id", "退款的商户号")),
        rows::nonce_str(told("nonce_str", "随机字符串")),
        told("req_info", "加密信息").is(Kind::Base64).limit(up_to(1024)),
        Field::optional("WX-RFN-1", "sub_appid", "子商户公众账号ID").text(&VISIBLE, up_to(32)),
        Field::optional("WX-RFN-1", "sub_mch_id", "子商户号").text(&VISIBLE, up_to(32)),
    ]),
);

const fn told(name: &'static str, zh: &'static str) -> Field {
    Field::optional("WX-RFN-1", name, zh).required_when("return_code", &["SUCCESS"])
}

const fn inner(name: &'static str, zh: &'static str) -> Field {
    Field::required("WX-RFN-3", name, zh)
        .practice()
        .open("required marks and lengths come from memory of the page", "必填标记与长度凭记忆，未能核对")
}

/// WX-RFD-5 has more states of a refund; these three are notified.
const STATUSES: &[Choice] = &[Choice::plain("SUCCESS"), Choice::plain("CHANGE"), Choice::plain("REFUNDCLOSE")];

/// What `req_info` decrypts to; its root is `root`.
pub static REQ_INFO: Message = received(
    "wechat.refund-notification-req-info",
    "refund notification, req_info",
    "退款结果通知 req_info",
    "req_info",
    "WX-RFN-3",
    Table::new(&[
        inner("transaction_id", "微信订单号").text(&VISIBLE, up_to(32)),
        rows::out_trade_no(inner("out_trade_no", "商户订单号")),
        inner("refund_id", "微信退款单号").text(&VISIBLE, up_to(32)),
        inner("out_refund_no", "商户退款单号").text(&VISIBLE, up_to(64)),
        inner("total_fee", "订单金额").is(rows::ANY_FEN),
        Field::optional("WX-RFN-3", "settlement_total_fee", "应结订单金额").is(rows::ANY_FEN),
        inner("refund_fee", "申请退款金额").is(rows::ANY_FEN),
        inner("settlement_refund_fee", "退款金额").is(rows::ANY_FEN),
        inner("refund_status", "退款状态").one_of(STATUSES, Others::Doubtful).limit(up_to(16)),
        Field::optional("WX-RFN-4", "success_time", "退款成功时间")
            .time(Layout::Dashed)
            .limit(up_to(20))
            .example("2017-12-15 09:46:01")
            .cites(&[(code::TIME_SHAPE, "WX-RFN-4"), (code::TIME_CALENDAR, "WX-RFN-4")]),
        inner("refund_recv_accout", "退款入账账户").text(&super::alphabets::FREE, up_to(64)),
        inner("refund_account", "退款资金来源").text(&VISIBLE, up_to(30).unsure()),
        inner("refund_request_source", "退款发起来源").text(&VISIBLE, up_to(30).unsure()),
        Field::optional("WX-RFN-3", "cash_refund_fee", "用户退款金额").is(rows::ANY_FEN),
    ])
    .rules(&[Rule::AtMost { field: "refund_fee", other: "total_fee", clause: "WX-RFD-2" }]),
);
