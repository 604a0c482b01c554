//! Refund notifications: `req_info` encrypted, and what it holds.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::envelope::{cipher_key, encrypt, envelope, padded};
use super::layout::{self, Document, Node};
use super::message::{Pairs, get, set};
use super::structure;
use crate::fuzz::choices::Choices;
use crate::fuzz::make::keys::API_KEY;
use crate::fuzz::make::words;
use crate::fuzz::make::{Asks, Made};

fn pairs(list: &[(&str, &str)]) -> Pairs {
    list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// WX-RFN-1.
fn outer() -> Pairs {
    pairs(&[
        ("return_code", "SUCCESS"),
        ("appid", "wxd930ea5d5a258f4f"),
        ("mch_id", "10000100"),
        ("nonce_str", super::message::NONCE),
    ])
}

/// WX-RFN-3.
fn inner() -> Pairs {
    pairs(&[
        ("transaction_id", "1217752501201407033233368018"),
        ("out_trade_no", "20150806125346"),
        ("refund_id", "50000408942018111907145868882"),
        ("out_refund_no", "131811191610442717309"),
        ("total_fee", "100"),
        ("refund_fee", "100"),
        ("settlement_refund_fee", "100"),
        ("refund_status", "SUCCESS"),
        ("refund_recv_accout", "支付用户零钱"),
        ("refund_account", "REFUND_SOURCE_RECHARGE_FUNDS"),
        ("refund_request_source", "API"),
    ])
}

/// A refund notification.
pub(in crate::fuzz) fn refund_notify(choices: &mut Choices) -> Made {
    let mut made = Made::new(&["WX-RFN-3"]);
    made.put("key", API_KEY);
    let (mut outer, mut inner) = (outer(), inner());
    vary(&mut outer, &mut inner, &mut made, choices);
    let mut fields: Pairs = outer.iter().filter(|pair| !inner.iter().any(|own| own.0 == pair.0)).cloned().collect();
    fields.extend(inner.clone());
    made.fields(&fields);
    let mut document = Document::new("root", &inner);
    layout::vary(&mut document, &inner, &mut made, choices);
    if made
        .about
        .iter()
        .any(|about| about.starts_with("The declaration says") || about.starts_with("A byte order mark"))
    {
        // Within req_info they are read or refused as outside.
        made.asks = made.asks.max(Asks::Open);
    }
    let plain =
        if choices.percent(20) { attack(&mut document, &mut made, choices) } else { document.text().into_bytes() };
    let req_info = if made.asks != Asks::Refused && choices.percent(40) {
        envelope(&plain, &mut made, choices)
    } else {
        Some(STANDARD.encode(encrypt(&padded(&plain), &cipher_key(API_KEY), false)))
    };
    if let Some(req_info) = req_info {
        set(&mut outer, "req_info", req_info);
    }
    let mut document = Document::new("xml", &outer);
    if made.asks == Asks::Done && choices.percent(20) {
        choices.shuffle(&mut document.nodes);
    }
    let text = document.text();
    if text.contains(structure::CANARY) {
        made.put("body", text)
    } else {
        made.body(text.as_bytes())
    }
    made
}

fn vary(outer: &mut Pairs, inner: &mut Pairs, made: &mut Made, choices: &mut Choices) {
    if !choices.percent(50) {
        return;
    }
    let (asks, flag, clause, about) = match choices.below(8) {
        0 => {
            set(inner, "refund_status", choices.word(&["CHANGE", "REFUNDCLOSE", "SUCCESS"]));
            (Asks::Done, "refund-field-lost", "WX-RFN-3", "Another refund_status.")
        }
        1 => {
            set(inner, "success_time", "2018-11-19 16:24:13");
            (Asks::Done, "refund-field-lost", "WX-RFN-4", "success_time is there.")
        }
        2 => {
            set(inner, choices.word(&["new_field_2030", "cash_refund_fee"]), words::text(choices));
            (Asks::Done, "refund-field-lost", "WX-RFN-3", "A field is new.")
        }
        3 => {
            set(inner, "out_refund_no", choices.word(&["007", "0x1F", "a-b_c|d*e@f", "12345678901234567890"]));
            (Asks::Done, "value-coerced", "WX-RFD-1", "A refund number that is text.")
        }
        // All lengths, a multiple of the block's among them.
        4 | 5 => {
            let length = choices.below(17);
            set(inner, "refund_account", "R".repeat(1 + length));
            (Asks::Done, "padding", "WX-RFN-6", "A text of another length.")
        }
        6 => {
            let name = choices.word(&["refund_fee", "refund_status", "out_trade_no", "out_refund_no"]);
            set(outer, name, words::other(get(inner, name), choices));
            (Asks::Open, "outer-field-wins", "WX-RFN-3", "A field stands outside req_info as well.")
        }
        _ => {
            let name = choices.word(&["refund_id", "refund_fee", "refund_status", "out_refund_no", "transaction_id"]);
            inner.retain(|pair| pair.0 != name);
            (Asks::Open, "required-field-missing", "WX-RFN-3", "A field is missing within req_info.")
        }
    };
    made.did(asks, flag, clause, about);
}

/// A document within `req_info` that has to be refused.
fn attack(document: &mut Document, made: &mut Made, choices: &mut Choices) -> Vec<u8> {
    let (flag, clause, about) = match choices.below(7) {
        0 => {
            document.prolog = "<!DOCTYPE root>".to_owned();
            ("internal-entity", "WX-RFN-5", "req_info has a document type.")
        }
        1 => {
            document.prolog = "<!DOCTYPE root [<!ENTITY e \"100\">]>".to_owned();
            if let Some(content) = document.content("refund_fee") {
                *content = "&e;".to_owned();
            }
            ("internal-entity", "WX-RFN-5", "req_info declares an entity.")
        }
        2 => {
            document.prolog = "<!DOCTYPE root [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>".to_owned();
            if let Some(content) = document.content("refund_recv_accout") {
                *content = "&e;".to_owned();
            }
            ("xxe", "WX-RFN-5", "req_info has an external entity.")
        }
        3 => {
            document.nodes.push(Node::Raw("<z><refund_fee>1</refund_fee></z>".to_owned()));
            ("nested-element", "WX-SIGN-39", "An element stands within another in req_info.")
        }
        4 => {
            document.epilog = (choices.word(&["x", "<root/>", "<root><refund_fee>1</refund_fee></root>"])).to_owned();
            ("trailing-data", "WX-XML-11", "Something stands behind req_info's root.")
        }
        5 => {
            let text = document.text();
            let end = (0..text.len() - 1 - choices.below(40)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            made.did(Asks::Refused, "malformed-xml", "WX-XML-11", "req_info's text was cut.");
            return text.as_bytes()[..end].to_vec();
        }
        _ => {
            made.did(Asks::Refused, "malformed-xml", "WX-XML-11", "req_info is no XML.");
            return (*choices.pick(&[&b"{\"refund_fee\":\"1\"}"[..], b"", b"refund_fee=1"])).to_vec();
        }
    };
    made.did(Asks::Refused, flag, clause, about);
    document.text().into_bytes()
}
