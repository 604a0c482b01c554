//! Implementations that cheat, rather than err: none of them may pass.

use std::collections::HashMap;

use payspec::adapter::{Hello, Implementation, Reject, Reply};
use payspec_vectors::Vector;
use serde_json::{Map, Value};

use crate::faulty::Faulty;
use crate::views::Views;
use crate::wechat::doctype::Doctype;
use crate::wechat::lenient::{Allow, Element};
use crate::{Steps, form_reader, wechat};

fn hello(name: &str) -> Hello {
    Hello { name: format!("payspec-faults {name}"), ..Faulty::SOUND.hello() }
}

/// Accepts everything: no signature is checked, no order compared, no markup refused, no field judged.
pub fn accepts_everything() -> Faulty {
    Faulty::new("accepts-everything", accept)
}

fn accept(steps: &mut Steps) {
    let wechat = &mut steps.wechat;
    wechat.unique = |_| Ok(());
    wechat.given = |_| Ok(None);
    wechat.unsigned = |pairs| Some(pairs.to_vec());
    wechat.paid = |_| true;
    wechat.xml = |body, root| {
        let text = String::from_utf8_lossy(body);
        Ok(wechat::xml::lax(text.as_bytes(), root, EVERYTHING, Element::text)
            .unwrap_or_else(|_| Views::same(Vec::new())))
    };
    let order = &mut wechat.order;
    for step in [
        &mut order.kind,
        &mut order.clear,
        &mut order.number,
        &mut order.amount,
        &mut order.currency,
        &mut order.application,
        &mut order.merchant,
    ] {
        *step = |_, _| true;
    }
    wechat.refund.req_info = |_| Ok(None);
    let alipay = &mut steps.alipay;
    alipay.unique = |_| Ok(());
    alipay.content_type = |_| Ok(());
    alipay.form = |body| Ok(Views::same(form_reader::read(body, form_reader::decode)));
    alipay.given = |_| Ok(None);
    alipay.decode = |bytes, _| Ok(String::from_utf8_lossy(bytes).into_owned());
    alipay.paid = |_| true;
    let order = &mut alipay.order;
    for step in [
        &mut order.kind,
        &mut order.refund,
        &mut order.clear,
        &mut order.number,
        &mut order.amount,
        &mut order.currency,
        &mut order.application,
        &mut order.seller,
    ] {
        *step = |_, _| true;
    }
    alipay.response.unsigned = |_| true;
    alipay.response.checked = |_| false;
    alipay.response.paid = |_| true;
    steps.validate.sees = |_, _| false;
}

const EVERYTHING: Allow = Allow {
    comments: true,
    instructions: true,
    nested: true,
    attributes: true,
    prefixes: true,
    stray: true,
    after: true,
    root: true,
    entities: true,
    doctype: Doctype::External,
};

/// Refuses everything.
#[derive(Debug, Clone, Copy)]
pub struct RefusesEverything;

impl Implementation for RefusesEverything {
    fn hello(&self) -> Hello {
        hello("refuses-everything")
    }

    fn call(&self, _op: &str, _input: &Map<String, Value>) -> Reply {
        Reply::Reject(Reject { reason: "on principle".to_owned(), ..Reject::default() })
    }
}

/// Knows the answers to the published vectors by heart, and nothing else.
#[derive(Debug)]
pub struct LooksAnswersUp {
    answers: HashMap<String, Reply>,
}

impl LooksAnswersUp {
    /// Learns the answers by asking the sound implementation, once.
    pub fn of(vectors: &[Vector]) -> Self {
        let answer = |vector: &Vector| {
            let input = vector.request_input("");
            (question(&vector.op, &input), Faulty::SOUND.call(&vector.op, &input))
        };
        LooksAnswersUp { answers: vectors.iter().map(answer).collect() }
    }
}

fn question(op: &str, input: &Map<String, Value>) -> String {
    // The order of members is the asker's business.
    let members: std::collections::BTreeMap<&String, &Value> = input.iter().collect();
    format!("{op} {}", serde_json::json!(members))
}

impl Implementation for LooksAnswersUp {
    fn hello(&self) -> Hello {
        hello("looks-answers-up")
    }

    fn call(&self, op: &str, input: &Map<String, Value>) -> Reply {
        let unknown = || Reply::Reject(Reject { reason: "not in the files".to_owned(), ..Reject::default() });
        self.answers.get(&question(op, input)).cloned().unwrap_or_else(unknown)
    }
}
