//! Order query (交易查询), `alipay.trade.query` (ALI-QRY-1..5): what to ask, and what the answer says.

use crate::alipay::notification::yuan;
use crate::alipay::response::{Response, member};
use crate::alipay::status::TradeStatus;
use crate::finding::{Refusal, code};
use crate::money::Fen;
use crate::order::{Accepted, Claim, Event, Order, State};
use crate::wire::json;

/// The method of the call.
pub const METHOD: &str = "alipay.trade.query";

/// `biz_content` for one trade, by the merchant's number, Alipay's, or both, of which `trade_no` wins (ALI-QRY-1).
pub fn biz_content(out_trade_no: Option<&str>, trade_no: Option<&str>) -> String {
    let ids = [("out_trade_no", out_trade_no), ("trade_no", trade_no)];
    let content: serde_json::Map<String, serde_json::Value> =
        ids.into_iter().filter_map(|(name, id)| Some((name.to_owned(), id?.into()))).collect();
    serde_json::Value::Object(content).to_string()
}

/// How a call ended, by its codes (section 8.3, ALI-ERR-1, ALI-ERR-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// `10000`: the call worked. Whether the trade is paid, its state says (ALI-QRY-3).
    Success,
    /// `10003`: waiting for the user.
    Pending,
    /// Nobody knows whether it worked: `20000`, or a system error. To be asked again, never to be taken as failed.
    Unknown,
    /// It did not work.
    Failed,
}

impl Outcome {
    /// The outcome of these codes. Prefixes of sub-codes are not uniform, so the end decides (ALI-ERR-4).
    pub fn of(code: &str, sub_code: Option<&str>) -> Self {
        let reason = sub_code.map(last_part).unwrap_or_default();
        match code {
            "10000" => Outcome::Success,
            "10003" => Outcome::Pending,
            "20000" => Outcome::Unknown,
            _ if matches!(reason, "SYSTEM_ERROR" | "unknow-error" | "unknown-error") => Outcome::Unknown,
            _ => Outcome::Failed,
        }
    }
}

fn last_part(sub_code: &str) -> &str {
    sub_code.rsplit('.').next().unwrap_or_default()
}

/// What a query answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    signed: bool,
    code: String,
    sub_code: Option<String>,
    status: Option<TradeStatus>,
    out_trade_no: Option<String>,
    trade_no: Option<String>,
    total_amount: Option<Fen>,
    currency: Option<String>,
}

impl Answer {
    /// Reads a query's response. Of an unsigned error nothing but its codes is read.
    ///
    /// # Errors
    /// `text-not-in-charset`, `json-syntax`, `json-depth`, `json-repeated`; `response-node` if the node is encrypted
    /// or has no `code`.
    pub fn read(response: &Response<'_>) -> Result<Self, Refusal> {
        let message = match response {
            Response::Signed(message) => message,
            Response::Failed(failure) => {
                let (code, sub_code) = (failure.code.clone(), failure.sub_code.clone());
                return Ok(Answer { code, sub_code, ..Self::unsigned() });
            }
        };
        let text = message.text()?;
        let document = json::parse(&text)?;
        let member = |name| member(&document, name);
        let code = member("code").ok_or(Refusal::new(code::RESPONSE_NODE))?;
        // An error's zero amounts (ALI-QRY-5) and whatever else stands in it is no news of a trade.
        if code != "10000" || message.is_error_node() {
            return Ok(Answer { signed: true, code, sub_code: member("sub_code"), ..Self::unsigned() });
        }
        Ok(Answer {
            signed: true,
            code,
            sub_code: member("sub_code"),
            status: member("trade_status").and_then(|status| TradeStatus::parse(status.as_bytes())),
            out_trade_no: member("out_trade_no"),
            trade_no: member("trade_no"),
            total_amount: member("total_amount").and_then(|amount| yuan(amount.as_bytes())),
            currency: member("trans_currency"),
        })
    }

    fn unsigned() -> Self {
        Answer {
            signed: false,
            code: String::new(),
            sub_code: None,
            status: None,
            out_trade_no: None,
            trade_no: None,
            total_amount: None,
            currency: None,
        }
    }

    /// `code` and `sub_code`.
    pub fn codes(&self) -> (&str, Option<&str>) {
        (&self.code, self.sub_code.as_deref())
    }

    /// How the call ended.
    pub fn outcome(&self) -> Outcome {
        Outcome::of(&self.code, self.sub_code.as_deref())
    }

    /// `trade_status` of a call that worked; `None` if it is absent or unknown.
    pub fn status(&self) -> Option<TradeStatus> {
        self.status
    }

    /// Whether the answer alone says "paid": the call worked and `trade_status` is one of the two paid ones. It does
    /// not say whose order.
    pub fn says_paid(&self) -> bool {
        self.status.is_some_and(TradeStatus::is_paid)
    }

    /// What the answer means for its order, for [`crate::order::transition`]. Before the buyer has reached the
    /// cashier there is no trade: that is "not paid yet", no error (ALI-QRY-4), if Alipay has signed it.
    pub fn event(&self) -> Option<Event> {
        if self.signed && self.sub_code.as_deref().map(last_part) == Some("TRADE_NOT_EXIST") {
            return Some(Event::Reports(State::Waiting));
        }
        self.status.map(|status| status.event(false))
    }

    /// Holds the answer against the merchant's own order. It names neither the application nor the seller: the
    /// query was signed by the application, and the key that verified its answer is that application's.
    ///
    /// # Errors
    /// `not-a-payment`, `order-number`, `order-amount`, `order-currency`.
    pub fn accept(&self, order: &Order) -> Result<Accepted, Refusal> {
        Claim {
            number: self.out_trade_no.as_deref().map(str::as_bytes),
            fen: self.total_amount.map(Fen::get),
            currency: self.currency.as_deref().unwrap_or("CNY").as_bytes(),
            application: Some(order.application.as_bytes()),
            merchant: Some(order.merchant.as_bytes()),
            payment: self.trade_no.as_deref().filter(|id| !id.is_empty()).map(str::as_bytes),
            paid: self.says_paid(),
            refund: false,
            ambiguous: false,
        }
        .accept(order)
    }
}
