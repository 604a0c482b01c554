//! The strings that are signed, written from the fact sheets alone.

/// Name and value of a field, in the order of the message.
pub type Pair = (String, String);

/// WeChat's stringA (WX-SIGN-1..4): without `sign` and empty values, sorted by the names' bytes, joined with `&`.
pub fn wechat(fields: &[Pair]) -> String {
    join(fields.iter().filter(|(name, value)| name != "sign" && !value.is_empty()))
}

/// Alipay's string of a request, object A (ALI-SIGN-2..5): without `sign` and empty values; `sign_type` stays.
pub fn alipay_request(fields: &[Pair]) -> String {
    join(fields.iter().filter(|(name, value)| name != "sign" && !value.is_empty()))
}

/// What becomes of an empty value in Alipay's notifications and returns, where the documents contradict each other
/// (ALI-VER-5).
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum EmptyValues {
    /// `body=` takes part.
    Kept,
    /// It takes no part.
    Dropped,
}

/// Alipay's string of a notification or a return, objects B and C (ALI-VER-1, 2): without `sign` and `sign_type`.
pub fn alipay_message(fields: &[Pair], empty: EmptyValues) -> String {
    join(fields.iter().filter(|(name, value)| {
        name != "sign" && name != "sign_type" && (empty == EmptyValues::Kept || !value.is_empty())
    }))
}

/// `name=value` pairs in byte order of the names, joined with `&`; equal names keep their order.
pub fn join<'a>(fields: impl Iterator<Item = &'a Pair>) -> String {
    let mut fields: Vec<&Pair> = fields.collect();
    fields.sort_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
    let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("&")
}

/// Owned pairs from literals.
pub fn pairs(fields: &[(&str, &str)]) -> Vec<Pair> {
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wechat_drops_sign_and_empty_values_and_sorts_bytes() {
        let fields = pairs(&[("b", "2"), ("sign", "x"), ("a_1", ""), ("Z", "1"), ("a", "0"), ("sign_type", "MD5")]);
        assert_eq!(wechat(&fields), "Z=1&a=0&b=2&sign_type=MD5");
    }

    #[test]
    fn alipay_keeps_sign_type_in_requests_only() {
        let fields = pairs(&[("sign_type", "RSA2"), ("body", ""), ("app_id", "1"), ("sign", "x")]);
        assert_eq!(alipay_request(&fields), "app_id=1&sign_type=RSA2");
        assert_eq!(alipay_message(&fields, EmptyValues::Dropped), "app_id=1");
        assert_eq!(alipay_message(&fields, EmptyValues::Kept), "app_id=1&body=");
    }
}
