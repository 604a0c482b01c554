//! `wechat/response-closeorder`.

use super::{Answer, head};
use crate::suite::Suite;

pub(super) fn suite() -> Suite {
    let answer = Answer {
        name: "closeorder",
        id: "close",
        genuine: head().with("result_msg", "OK"),
        reads: &["return_code", "result_code"],
        clause: "WX-CLS-1",
    };
    Suite::new(
        "wechat/response-closeorder",
        "wechat.response",
        "The answer to a close: a forged SUCCESS would make the merchant sell the goods again while the payer still can pay.",
    )
    .group(answer.clothing())
    .group(answer.failures())
    .group(answer.partial(&["appid", "mch_id", "nonce_str", "result_code", "return_code", "result_msg"]))
    .group(answer.forged())
    .group(answer.wire("result_msg"))
}
