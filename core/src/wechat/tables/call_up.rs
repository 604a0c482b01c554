//! 调起支付: the parameters for JSAPI and APP (section 6 of the sheet). The names differ in case on purpose
//! (WX-NAT-5).

use super::alphabets::VISIBLE;
use super::{rows, sent};
use crate::spec::{Choice, Field, Kind, Message, Others, Table, up_to};

/// JSAPI and mini programs.
pub static JSAPI: Message = sent(
    "wechat.jsapi",
    "JSAPI call-up",
    "JSAPI调起支付",
    "getBrandWCPayRequest",
    "WX-JS-1",
    Table::new(&[
        Field::required("WX-JS-1", "appId", "公众号id").text(&VISIBLE, up_to(16).or(32)).example("wx8888888888888888"),
        Field::required("WX-JS-1", "timeStamp", "时间戳").is(Kind::UnixSeconds).limit(up_to(32)).example("1414561699"),
        rows::nonce_str(Field::required("WX-JS-1", "nonceStr", "随机字符串")),
        Field::required("WX-JS-1", "package", "订单详情扩展字符串")
            .is(Kind::Prefixed("prepay_id="))
            .limit(up_to(128))
            .example("prepay_id=wx201410272009395522657a690389285100"),
        Field::required("WX-JS-1", "signType", "签名方式")
            .one_of(rows::SIGN_TYPES, Others::Refused)
            .limit(up_to(32))
            .example("MD5"),
        rows::sign(Field::required("WX-JS-1", "paySign", "签名")).limit(up_to(64)),
    ]),
);

/// APP.
pub static APP: Message = sent(
    "wechat.app",
    "APP call-up",
    "APP调起支付",
    "PayReq",
    "WX-APP-1",
    Table::new(&[
        rows::appid(Field::required("WX-APP-1", "appid", "应用ID")),
        Field::required("WX-APP-1", "partnerid", "商户号").text(&VISIBLE, up_to(32)).example("1900000109"),
        Field::required("WX-APP-1", "prepayid", "预支付交易会话ID")
            .text(&VISIBLE, up_to(32).or(64))
            .example("WX1217752501201407033233368018")
            .open("String(32) or String(64); real ones are longer than 32", "String(32) 或 String(64)；实际长于 32")
            .cites(&[(crate::finding::code::LENGTH_EDITIONS, "WX-CHR-12")]),
        Field::required("WX-APP-1", "package", "扩展字段")
            .one_of(&[Choice::plain("Sign=WXPay")], Others::Refused)
            .limit(up_to(128))
            .example("Sign=WXPay"),
        rows::nonce_str(Field::required("WX-APP-1", "noncestr", "随机字符串")),
        Field::required("WX-APP-1", "timestamp", "时间戳").is(Kind::UnixSeconds).limit(up_to(10)).example("1412000000"),
        rows::sign(Field::required("WX-APP-1", "sign", "签名")).limit(up_to(64)),
    ]),
);
