//! payspec: a conformance and fuzz test harness for WeChat Pay API v2 and Alipay.

pub mod explain;
