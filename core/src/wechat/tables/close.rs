//! 关闭订单, `closeorder` (section 7.2 of the sheet).

use super::alphabets::{FREE, ORDER_NUMBER, VISIBLE};
use super::{received, rows, sent};
use crate::finding::code;
use crate::spec::{Field, Message, Table, up_to};

/// A merchant order number that the merchant sends again: the rules of the unified order.
pub(super) const fn order_number(field: Field) -> Field {
    field.text(&ORDER_NUMBER, up_to(32).from(6)).example("20150806125346").cites(&[
        (code::CHARACTER_FORBIDDEN, "WX-CHR-1"),
        (code::CHARACTER_DOUBTFUL, "WX-CHR-1"),
        (code::LENGTH_SHORT, "WX-CHR-2"),
    ])
}

/// The request, `POST /pay/closeorder`; not within 5 minutes of the order (WX-CLS-2).
pub static CLOSE_ORDER: Message = sent(
    "wechat.closeorder",
    "close order",
    "关闭订单",
    "/pay/closeorder",
    "WX-CLS-1",
    Table::new(&[
        rows::appid(Field::required("WX-CLS-1", "appid", "公众账号ID")),
        rows::mch_id(Field::required("WX-CLS-1", "mch_id", "商户号")),
        order_number(Field::required("WX-CLS-1", "out_trade_no", "商户订单号")),
        rows::nonce_str(Field::required("WX-CLS-1", "nonce_str", "随机字符串")),
        rows::sign(Field::required("WX-CLS-1", "sign", "签名")),
        rows::sign_type(Field::optional("WX-CLS-1", "sign_type", "签名类型")),
        Field::optional("WX-UO-26", "sub_appid", "子商户公众账号ID").text(&VISIBLE, up_to(32)).practice(),
        Field::optional("WX-UO-27", "sub_mch_id", "子商户号").text(&VISIBLE, up_to(32)).practice(),
    ]),
);

/// A field that is there when the call was understood.
const fn answered(name: &'static str, zh: &'static str) -> Field {
    Field::optional("WX-CLS-1", name, zh).required_when("return_code", &["SUCCESS"])
}

/// The answer.
pub static CLOSE_ORDER_RESPONSE: Message = received(
    "wechat.closeorder-response",
    "close order, answer",
    "关闭订单返回结果",
    "/pay/closeorder",
    "WX-CLS-1",
    Table::new(&[
        rows::return_code("WX-CLS-1"),
        rows::return_msg("WX-CLS-1"),
        rows::appid(answered("appid", "公众账号ID")),
        rows::mch_id(answered("mch_id", "商户号")),
        rows::nonce_str(answered("nonce_str", "随机字符串")),
        rows::sign(answered("sign", "签名")),
        rows::result_code(answered("result_code", "业务结果")),
        Field::optional("WX-CLS-1", "result_msg", "业务结果描述").text(&FREE, up_to(32).unsure()).example("OK"),
        rows::err_code("WX-CLS-3"),
        rows::err_code_des("WX-CLS-3"),
    ]),
);
