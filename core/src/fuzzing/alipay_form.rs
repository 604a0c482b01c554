use super::chosen;
use super::naive;
use crate::wire::form;

/// A form is read if and only if the naive reader reads it, to the same pairs; `form_urlencoded` agrees where both
/// accept; parse → write → parse is the identity; every span lies in the input.
pub fn alipay_form(data: &[u8]) {
    let read = form::parse(data);
    let slowly = chosen(data, 16);
    let fields = match read {
        Ok(fields) => fields,
        Err(refusal) => {
            assert!(!slowly || naive::form::parse(data).is_none(), "{refusal:?}, but it is a form");
            return assert!(refusal.at.is_some_and(|at| at <= data.len()), "{refusal:?} is outside the input");
        }
    };
    if !slowly {
        return;
    }
    assert!(fields.iter().all(|field| data.get(field.span()).is_some()), "a span is outside the input");
    let pairs = naive::pairs(&fields);
    assert_eq!(Some(&pairs), naive::form::parse(data).as_ref());
    let written = form::write(fields.as_slice());
    let again = form::parse(written.as_bytes()).expect("what was written can be read");
    assert_eq!(pairs, naive::pairs(&again));
    let lossy = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let ours: Vec<_> = pairs.iter().map(|(name, value)| (lossy(name), lossy(value))).collect();
    let theirs: Vec<_> = form_urlencoded::parse(data).into_owned().collect();
    assert_eq!(ours, theirs);
}
