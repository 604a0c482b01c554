//! The messages that `check`, `sign`, `verify` and `explain` know, by the names used on the command line.

use payspec_core::canonical::{ALIPAY_NOTIFICATION, ALIPAY_REQUEST, Rule, WECHAT};

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Provider {
    /// WeChat Pay API v2 (微信支付).
    Wechat,
    /// Alipay's gateway (支付宝).
    Alipay,
}

impl Provider {
    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Provider::Wechat => "wechat",
            Provider::Alipay => "alipay",
        }
    }

    /// The clause, unless it is one of the other provider's: a code that both share names only one of them.
    pub fn own(self, clause: &str) -> Option<&str> {
        let other = match self {
            Provider::Wechat => "ALI-",
            Provider::Alipay => "WX-",
        };
        (!clause.starts_with(other)).then_some(clause)
    }
}

/// What the rules of signing depend on. Messages of one family are signed alike and go wrong alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    /// XML that the merchant signs: requests, mode 1's reply.
    WechatRequest,
    /// XML that WeChat Pay signs: responses, notifications, mode 1's callback.
    WechatInbound,
    /// The link of Native mode 1.
    WechatLink,
    /// The parameters of `getBrandWCPayRequest`.
    WechatJsapi,
    /// The parameters of `PayReq`.
    WechatApp,
    /// A refund notification: encrypted, not signed.
    WechatRefund,
    /// A request to `gateway.do` (object A of the fact sheet).
    AlipayRequest,
    /// A notification or a return (objects B and C).
    AlipayInbound,
    /// A synchronous response (object D).
    AlipayResponse,
}

/// One kind of message.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// Whose.
    pub provider: Provider,
    /// The name on the command line, as `unifiedorder`.
    pub name: &'static str,
    /// Other names that are understood.
    pub aliases: &'static [&'static str],
    /// What it is, in English.
    pub en: &'static str,
    /// What it is, in the provider's own words.
    pub zh: &'static str,
    /// How it is signed.
    pub family: Family,
}

const fn kind(
    provider: Provider,
    name: &'static str,
    aliases: &'static [&'static str],
    en: &'static str,
    zh: &'static str,
    family: Family,
) -> Kind {
    Kind { provider, name, aliases, en, zh, family }
}

use Family::*;
use Provider::{Alipay, Wechat};

/// Every kind, in the order of the help text.
pub static KINDS: &[Kind] = &[
    kind(Wechat, "unifiedorder", &[], "unified order", "统一下单", WechatRequest),
    kind(Wechat, "unifiedorder-response", &[], "answer to a unified order", "统一下单返回结果", WechatInbound),
    kind(Wechat, "orderquery", &[], "order query", "查询订单", WechatRequest),
    kind(Wechat, "orderquery-response", &[], "answer to an order query", "查询订单返回结果", WechatInbound),
    kind(Wechat, "closeorder", &[], "closing an order", "关闭订单", WechatRequest),
    kind(Wechat, "closeorder-response", &[], "answer to closing an order", "关闭订单返回结果", WechatInbound),
    kind(Wechat, "notification", &["notify"], "payment result notification", "支付结果通知", WechatInbound),
    kind(Wechat, "refund-notification", &["refund-notify"], "refund notification", "退款结果通知", WechatRefund),
    kind(Wechat, "native-link", &["native-url"], "Native mode 1 link", "Native 模式一二维码链接", WechatLink),
    kind(Wechat, "native-callback", &[], "Native mode 1 callback", "Native 模式一回调", WechatInbound),
    kind(Wechat, "native-reply", &[], "reply to the Native mode 1 callback", "Native 模式一回调应答", WechatRequest),
    kind(Wechat, "jsapi", &[], "JSAPI or mini program call-up", "JSAPI 调起支付", WechatJsapi),
    kind(Wechat, "app", &[], "APP call-up", "APP 调起支付", WechatApp),
    kind(
        Alipay,
        "page.pay",
        &["alipay.trade.page.pay", "page-pay"],
        "page pay request",
        "电脑网站支付请求",
        AlipayRequest,
    ),
    kind(Alipay, "query", &["alipay.trade.query"], "trade query request", "交易查询请求", AlipayRequest),
    kind(Alipay, "notification", &["notify"], "asynchronous notification", "异步通知", AlipayInbound),
    kind(Alipay, "return", &[], "synchronous return", "同步返回", AlipayInbound),
    kind(Alipay, "response", &[], "synchronous response", "同步响应", AlipayResponse),
];

impl Kind {
    /// The kind of that name or alias.
    pub fn find(provider: Provider, name: &str) -> Option<&'static Kind> {
        KINDS.iter().find(|kind| kind.provider == provider && (kind.name == name || kind.aliases.contains(&name)))
    }

    /// The names of a provider's messages.
    pub fn names(provider: Provider) -> impl Iterator<Item = &'static str> {
        KINDS.iter().filter(move |kind| kind.provider == provider).map(|kind| kind.name)
    }

    /// The field that carries the signature.
    pub fn sign_field(&self) -> &'static str {
        match self.family {
            Family::WechatJsapi => "paySign",
            _ => "sign",
        }
    }

    /// The field that names the algorithm; in APP call-ups and responses there is none.
    pub fn sign_type_field(&self) -> Option<&'static str> {
        match self.family {
            Family::WechatJsapi => Some("signType"),
            Family::WechatApp | Family::AlipayResponse | Family::WechatRefund => None,
            _ => Some("sign_type"),
        }
    }

    /// Whether the provider signs it. Then the merchant's code is the one that verifies.
    pub fn is_inbound(&self) -> bool {
        matches!(
            self.family,
            Family::WechatInbound | Family::WechatRefund | Family::AlipayInbound | Family::AlipayResponse
        )
    }

    /// Which fields take part in the canonical string.
    pub fn rule(&self) -> Rule {
        match self.family {
            Family::WechatJsapi => Rule { without: &["paySign"], ..WECHAT },
            Family::AlipayRequest => ALIPAY_REQUEST,
            Family::AlipayInbound | Family::AlipayResponse => ALIPAY_NOTIFICATION,
            _ => WECHAT,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_aliases_are_unique_per_provider() {
        for provider in [Wechat, Alipay] {
            let mut names: Vec<&str> = KINDS
                .iter()
                .filter(|kind| kind.provider == provider)
                .flat_map(|kind| kind.aliases.iter().copied().chain([kind.name]))
                .collect();
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count);
        }
        assert_eq!(Kind::find(Alipay, "alipay.trade.page.pay").unwrap().name, "page.pay");
        assert_eq!(Kind::find(Wechat, "return"), None);
    }

    #[test]
    fn no_message_is_judged_by_the_other_providers_clause() {
        assert_eq!((Wechat.own("WX-SIGN-17"), Wechat.own("ALI-BIZ-2")), (Some("WX-SIGN-17"), None));
        assert_eq!((Alipay.own("ALI-BIZ-2"), Alipay.own("WX-SIGN-17")), (Some("ALI-BIZ-2"), None));
        assert_eq!((Wechat.own("V09"), Alipay.own("V09")), (Some("V09"), Some("V09")));
    }
}
