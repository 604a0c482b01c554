//! Native支付模式一 (section 5.1 of the sheet): the link, the callback and its signed answer.

use super::alphabets::{FREE, VISIBLE};
use super::{received, rows, sent};
use crate::spec::{Field, Kind, Message, Others, Table, up_to};

const UNREAD: (&str, &str) = ("lengths come from memory of the page", "长度凭记忆，未能核对");

const fn product_id(field: Field) -> Field {
    field.text(&FREE, up_to(32)).example("88888")
}

/// The parameters of the link in the QR code.
pub static NATIVE_URL: Message = sent(
    "wechat.native-url",
    "Native mode 1, link",
    "Native支付模式一二维码链接",
    "weixin://wxpay/bizpayurl",
    "WX-NAT-3",
    Table::new(&[
        rows::appid(Field::required("WX-NAT-3", "appid", "公众账号ID")),
        rows::mch_id(Field::required("WX-NAT-3", "mch_id", "商户号")),
        Field::required("WX-NAT-3", "time_stamp", "系统当前时间")
            .is(Kind::UnixSeconds)
            .limit(up_to(10))
            .example("1414488825"),
        rows::nonce_str(Field::required("WX-NAT-3", "nonce_str", "随机字符串")),
        product_id(Field::required("WX-NAT-3", "product_id", "商品ID")).seed(),
        rows::sign(Field::required("WX-NAT-3", "sign", "签名")),
    ]),
);

/// What WeChat Pay posts to the merchant's callback URL after a scan.
pub static NATIVE_CALLBACK: Message = received(
    "wechat.native-callback",
    "Native mode 1, callback",
    "Native支付模式一回调",
    "支付回调URL",
    "WX-NAT-6",
    Table::new(&[
        rows::appid(Field::required("WX-NAT-6", "appid", "公众账号ID")),
        Field::required("WX-NAT-6", "openid", "用户标识").text(&VISIBLE, up_to(128)).open(UNREAD.0, UNREAD.1).seed(),
        rows::mch_id(Field::required("WX-NAT-6", "mch_id", "商户号")),
        Field::required("WX-NAT-6", "is_subscribe", "是否关注公众账号")
            .one_of(rows::YES_OR_NO, Others::Doubtful)
            .limit(up_to(1))
            .open(UNREAD.0, UNREAD.1),
        rows::nonce_str(Field::required("WX-NAT-6", "nonce_str", "随机字符串")),
        product_id(Field::required("WX-NAT-6", "product_id", "商品ID")).seed(),
        rows::sign(Field::required("WX-NAT-6", "sign", "签名")),
    ]),
);

/// What the merchant answers; signed, unlike the answer to a notification.
pub static NATIVE_REPLY: Message = sent(
    "wechat.native-reply",
    "Native mode 1, answer to the callback",
    "Native支付模式一回调应答",
    "支付回调URL",
    "WX-NAT-7",
    Table::new(&[
        rows::return_code("WX-NAT-7"),
        rows::return_msg("WX-NAT-7"),
        rows::appid(answered("appid", "公众账号ID")),
        rows::mch_id(answered("mch_id", "商户号")),
        rows::nonce_str(answered("nonce_str", "随机字符串")),
        Field::optional("WX-NAT-7", "prepay_id", "预支付ID")
            .required_when("result_code", &["SUCCESS"])
            .text(&VISIBLE, up_to(64))
            .example("wx201410272009395522657a690389285100")
            .seed(),
        rows::result_code(answered("result_code", "业务结果")),
        rows::err_code_des("WX-NAT-7"),
        rows::sign(answered("sign", "签名")),
    ]),
);

/// Needed unless a sub-step failed and only `return_code` FAIL is answered.
const fn answered(name: &'static str, zh: &'static str) -> Field {
    Field::optional("WX-NAT-7", name, zh).required_when("return_code", &["SUCCESS"])
}
