//! Genuine messages to start from: fields in order, their signature, their XML.

use serde_json::{Value, json};

use crate::canonical::{Pair, pairs};
use crate::sign::Algorithm;
use crate::suite::Object;

/// The documentation's API key, a test key (vector-format.md).
pub(super) const KEY: &str = "192006250b4c09247ec02edce69f6a2d";
/// A second merchant's key, for messages that are genuine elsewhere.
pub(super) const OTHER_KEY: &str = "8934e7d15453e97507ef794cf7b0519d";
/// The documentation's nonce.
pub(super) const NONCE: &str = "5K8264ILTKCH16CQ2502SI8ZNMTM67VS";
/// The prepay_id of the sheet's examples.
pub(super) const PREPAY_ID: &str = "wx201410272009395522657a690389285100";

/// Fields of a message in wire order. The builder methods return a changed copy, so that a vector reads as the
/// genuine message and its one mutation.
#[derive(Clone)]
pub(super) struct Message {
    /// Name and value, in wire order.
    pub(super) fields: Vec<Pair>,
}

impl Message {
    /// A message of these fields.
    pub(super) fn new(fields: &[(&str, &str)]) -> Self {
        Message { fields: pairs(fields) }
    }

    /// A payment notification with every required field of section 4.1 and an `attach`, one yuan.
    pub(super) fn payment() -> Self {
        Message::new(&[
            ("appid", "wxd930ea5d5a258f4f"),
            ("attach", "shop-7"),
            ("bank_type", "OTHERS"),
            ("cash_fee", "100"),
            ("fee_type", "CNY"),
            ("is_subscribe", "N"),
            ("mch_id", "10000100"),
            ("nonce_str", "ibuaiVcKdpRxkhJA"),
            ("openid", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"),
            ("out_trade_no", "20150806125346"),
            ("result_code", "SUCCESS"),
            ("return_code", "SUCCESS"),
            ("time_end", "20141030133525"),
            ("total_fee", "100"),
            ("trade_type", "JSAPI"),
            ("transaction_id", "1217752501201407033233368018"),
        ])
    }

    /// The worked notification of section 4.5: an empty `attach`, one coupon.
    pub(super) fn worked_payment() -> Self {
        Message::new(&[
            ("appid", "wxd930ea5d5a258f4f"),
            ("attach", ""),
            ("bank_type", "OTHERS"),
            ("cash_fee", "942"),
            ("coupon_count", "1"),
            ("coupon_fee", "58"),
            ("coupon_fee_0", "58"),
            ("coupon_id_0", "2000000000000000001"),
            ("fee_type", "CNY"),
            ("is_subscribe", "N"),
            ("mch_id", "10000100"),
            ("nonce_str", "ibuaiVcKdpRxkhJA"),
            ("openid", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"),
            ("out_trade_no", "20150806125346"),
            ("result_code", "SUCCESS"),
            ("return_code", "SUCCESS"),
            ("time_end", "20141030133525"),
            ("total_fee", "1000"),
            ("trade_type", "JSAPI"),
            ("transaction_id", "1217752501201407033233368018"),
        ])
    }

    /// The base fields of section 1.4.
    pub(super) fn documentation() -> Self {
        Message::new(&[
            ("appid", "wxd930ea5d5a258f4f"),
            ("mch_id", "10000100"),
            ("device_info", "1000"),
            ("body", "test"),
            ("nonce_str", "ibuaiVcKdpRxkhJA"),
        ])
    }

    /// A unified order (JSAPI) with every required field of the seed's table but `sign`.
    pub(super) fn unified_order() -> Self {
        Message::new(&[
            ("appid", "wxd930ea5d5a258f4f"),
            ("mch_id", "10000100"),
            ("nonce_str", NONCE),
            ("body", "test"),
            ("out_trade_no", "20150806125346"),
            ("total_fee", "88"),
            ("spbill_create_ip", "123.12.12.123"),
            ("notify_url", "https://pay.merchant.example/wechat/notify"),
            ("trade_type", "JSAPI"),
            ("openid", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"),
        ])
    }

    /// An order query by merchant order number, without `sign`.
    pub(super) fn order_query() -> Self {
        Message::new(&[
            ("appid", "wxd930ea5d5a258f4f"),
            ("mch_id", "10000100"),
            ("out_trade_no", "20150806125346"),
            ("nonce_str", NONCE),
        ])
    }

    /// A copy in which the field has this value; a new field goes to the end.
    pub(super) fn with(&self, name: &str, value: impl Into<String>) -> Self {
        let mut copy = self.clone();
        let value = value.into();
        match copy.fields.iter_mut().find(|(n, _)| n == name) {
            Some(field) => field.1 = value,
            None => copy.fields.push((name.to_owned(), value)),
        }
        copy
    }

    /// A copy without the field.
    pub(super) fn without(&self, name: &str) -> Self {
        let mut copy = self.clone();
        copy.fields.retain(|(n, _)| n != name);
        copy
    }

    /// A copy in which the field has another name and the same place.
    pub(super) fn renamed(&self, from: &str, to: &str) -> Self {
        let mut copy = self.clone();
        for (name, _) in copy.fields.iter_mut().filter(|(n, _)| n == from) {
            *name = to.to_owned();
        }
        copy
    }

    /// The value of a field that the message has.
    pub(super) fn value(&self, name: &str) -> &str {
        let field = self.fields.iter().find(|(n, _)| n == name);
        &field.unwrap_or_else(|| panic!("the message has no {name}")).1
    }

    /// The right signature with [`KEY`].
    pub(super) fn sign(&self, algorithm: Algorithm) -> String {
        algorithm.sign(&self.fields, KEY)
    }

    /// A copy with its right signature as the last field.
    pub(super) fn sealed(&self, algorithm: Algorithm) -> Self {
        let sign = self.sign(algorithm);
        self.without("sign").with("sign", sign)
    }

    /// [`Self::sealed`] with MD5.
    pub(super) fn md5(&self) -> Self {
        self.sealed(Algorithm::Md5)
    }

    /// As the provider sends it: text in CDATA, `total_fee` and `coupon_fee` plain (WX-XML-5).
    pub(super) fn xml(&self) -> String {
        let elements: Vec<String> = self.fields.iter().map(|(name, value)| element(name, value)).collect();
        format!("<xml>{}</xml>", elements.concat())
    }

    /// The fields as a JSON object, for `params`.
    pub(super) fn params(&self) -> Value {
        self.fields.iter().map(|(name, value)| (name.clone(), json!(value))).collect::<Object>().into()
    }

    /// `{"fields": {…}}` for `expect`: the named fields of this message.
    pub(super) fn expect(&self, names: &[&str]) -> Value {
        let fields: Object = names.iter().map(|name| ((*name).to_owned(), json!(self.value(name)))).collect();
        json!({"fields": fields})
    }
}

/// One element as the provider writes it.
pub(super) fn element(name: &str, value: &str) -> String {
    if matches!(name, "total_fee" | "coupon_fee") || value.contains("]]>") || value.contains('\r') {
        format!("<{name}>{}</{name}>", escape(value))
    } else {
        format!("<{name}><![CDATA[{value}]]></{name}>")
    }
}

/// Text for plain XML content; CR as a reference, so that reading does not turn it into LF.
pub(super) fn escape(value: &str) -> String {
    value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\r', "&#13;")
}

/// The text with its one occurrence of `from` replaced: a mutation of the wire form.
pub(super) fn swap(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "{from:?} must occur exactly once in {text}");
    text.replacen(from, to, 1)
}

/// The flat XML with this white space between its elements.
pub(super) fn spread(xml: &str, gap: &str) -> String {
    let ends = xml.matches("</").count();
    let mut parts = xml.split("</");
    let head = parts.next().unwrap_or("").replacen('>', &format!(">{gap}"), 1);
    let rest = parts.enumerate().map(|(i, part)| {
        let after = if i + 1 < ends { gap } else { "" };
        format!("</{}", part.replacen('>', &format!(">{after}"), 1))
    });
    head + &rest.collect::<String>()
}

#[cfg(test)]
mod tests {
    #[test]
    fn spreading_leaves_values_alone() {
        let flat = "<xml><a><![CDATA[1]]></a><b>2</b></xml>";
        assert_eq!(super::spread(flat, "\n"), "<xml>\n<a><![CDATA[1]]></a>\n<b>2</b>\n</xml>");
    }
}
