//! Codes of the field rules (`validate`).

super::codes! {
    FIELD_REQUIRED = "field-required" Violation "WX-UO"
        en "{field} is required and missing" zh "缺少必填字段 {field}"
        mend "send {field}" zh "请传入 {field}";
}
