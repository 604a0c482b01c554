//! Synchronous answers: the node is cut out of the text, verified as it stands, and nothing else is read.

use super::answer::{forged, layout, second, unsigned};
use super::form::bytes;
use super::node::{members, quoted, says_paid, set, text};
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
    let mut list = members(&mut made, choices);
    let gbk = choices.percent(12);
    if gbk && choices.percent(60) {
        // Their second bytes in GBK are letters, a backslash, braces.
        set(&mut list, "subject", quoted(choices.word(&["测试商品", "亅", "乗", "亇亄", "誠"])));
    }
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
    if choices.percent(4) {
        encrypted(&mut made, choices);
        return made;
    }
    let body = match choices.below(100) {
        0..=44 => layout(&node, &sign, &mut made, choices),
        45..=59 => unsigned(&list, &node, &mut made, choices),
        60..=79 => {
            let other = forged(&node, &signed, &sign, &mut made, choices);
            format!("{{\"{NODE}\":{},{}}}", other.0, other.1)
        }
        80..=82 if gbk && !node.is_ascii() => {
            let sign = PLATFORM.sign(Scheme::Rsa2, node.as_bytes());
            made.did(
                Asks::Refused,
                "wrong-charset",
                "ALI-RSP-9",
                "The answer is in GBK, and its UTF-8 form is signed.",
            );
            format!("{{\"{NODE}\":{node},\"sign\":\"{sign}\"}}")
        }
        _ => second(&node, &sign, &list, &mut made, choices),
    };
    made.body(&bytes(&body, gbk));
    made
}

/// An encrypted node is a string, which is signed with its quotes (ALI-ENC-3).
fn encrypted(made: &mut Made, choices: &mut Choices) {
    let cipher = "v9xEJGtFY9vW2Ge//P1+YDhG/y6k2XGH38R0FaaA2dsLX2w6jNo3fNfzF/39kO1ViCsGp8T0deyL/KE/Az9daQ==";
    let node = quoted(cipher);
    let bare = choices.once_in(2);
    let sign = PLATFORM.sign(Scheme::Rsa2, if bare { cipher.as_bytes() } else { node.as_bytes() });
    let (asks, about) = match bare {
        true => (Asks::Refused, "An encrypted node, signed without its quotes."),
        false => (Asks::Open, "An encrypted node."),
    };
    made.did(asks, "node-cut-wrong", "ALI-ENC-3", about);
    made.expect.clear();
    made.expect.insert("node".to_owned(), node.clone().into());
    made.body(format!("{{\"{NODE}\":{node},\"sign\":\"{sign}\"}}").as_bytes());
}
