//! Synchronous answers: the node is cut out of the text, verified as it stands, and nothing else is read.

use super::answer::{forged, layout, second, unsigned};
use super::form::bytes;
use super::node::{members, says_paid, text};
use crate::fuzz::choices::Choices;
use crate::fuzz::make::keys::PLATFORM;
use crate::fuzz::make::{Asks, Made};
use payspec_core::crypto::rsa::Scheme;

pub(super) const NODE: &str = "alipay_trade_query_response";

/// `alipay.response`.
pub(in crate::fuzz) fn response(choices: &mut Choices) -> Made {
    let mut made = Made::new(&["ALI-RSP-2"]);
    made.put("method", "alipay.trade.query");
    made.put("sign_type", "RSA2");
    made.put("public_key", PLATFORM.public());
    let list = members(&mut made, choices);
    let gbk = choices.percent(12);
    made.put("charset", if gbk { "gbk" } else { "utf-8" });
    let mut node = text(&list, choices);
    if gbk {
        made.needs("gbk");
        node = node.chars().filter(|c| *c != '€' && !encoding_rs::GBK.encode(&c.to_string()).2).collect();
        made.did(Asks::Done, "wrong-charset", "ALI-RSP-9", "The answer is in GBK.");
    }
    let signed = bytes(&node, gbk);
    let sign = PLATFORM.sign(Scheme::Rsa2, &signed);
    made.expect.insert("node".to_owned(), node.clone().into());
    made.expect.insert("paid".to_owned(), says_paid(&list).into());
    let body = match choices.below(100) {
        0..=44 => layout(&node, &sign, &mut made, choices),
        45..=59 => unsigned(&list, &node, &mut made, choices),
        60..=79 => {
            let other = forged(&node, &signed, &sign, &mut made, choices);
            format!("{{\"{NODE}\":{},{}}}", other.0, other.1)
        }
        _ => second(&node, &sign, &list, &mut made, choices),
    };
    made.body(&bytes(&body, gbk));
    made
}
