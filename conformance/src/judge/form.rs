//! Reads the HTML form that `alipay.page_pay` returns for POST, as a browser would submit it.

use html5gum::{HtmlString, StartTag, Token, Tokenizer};

use super::canonical::Fields;

/// A form: where it goes and what it carries.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Form {
    /// The `action`, references decoded.
    pub(super) action: String,
    /// The `method`, lower case; `get` when it is not said.
    pub(super) method: String,
    /// The inputs that are submitted, in their order.
    pub(super) inputs: Fields,
}

/// The first form of a page.
///
/// # Errors
/// Why there is none that could be submitted.
pub(super) fn first_form(html: &str) -> Result<Form, String> {
    let mut form: Option<Form> = None;
    for token in Tokenizer::new(html) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) if **tag.name == *b"form" && form.is_none() => {
                form = Some(Form {
                    action: attribute(&tag, "action")?.unwrap_or_default(),
                    method: attribute(&tag, "method")?.unwrap_or_else(|| "get".into()).to_ascii_lowercase(),
                    inputs: Fields::new(),
                });
            }
            Token::StartTag(tag) if **tag.name == *b"input" => {
                if let (Some(form), Some(input)) = (&mut form, submitted(&tag)?) {
                    form.inputs.push(input);
                }
            }
            Token::EndTag(tag) if **tag.name == *b"form" && form.is_some() => break,
            _ => {}
        }
    }
    form.ok_or_else(|| "there is no `<form>` in it".into())
}

/// An input that a script's `submit()` sends: it has a name and is no button.
fn submitted(tag: &StartTag<()>) -> Result<Option<(String, String)>, String> {
    let kind = attribute(tag, "type")?.unwrap_or_default().to_ascii_lowercase();
    let button = ["submit", "button", "image", "reset"].contains(&kind.as_str());
    let name = attribute(tag, "name")?.unwrap_or_default();
    if button || name.is_empty() || attribute(tag, "disabled")?.is_some() {
        return Ok(None);
    }
    Ok(Some((name, attribute(tag, "value")?.unwrap_or_default())))
}

fn attribute(tag: &StartTag<()>, name: &str) -> Result<Option<String>, String> {
    let key = HtmlString::from(name.as_bytes().to_vec());
    let Some(value) = tag.attributes.get(&key) else {
        return Ok(None);
    };
    String::from_utf8(value.to_vec()).map(Some).map_err(|_| format!("the attribute `{name}` is not UTF-8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_a_browser_submits_it() {
        let html = r#"<!DOCTYPE html><body><FORM name=f action="https://g/gateway.do?charset=utf-8&amp;a=1" Method='POST'>
            <input type="hidden" name="biz_content" value="{&quot;a&quot;:&quot;1&amp;2&quot;}">
            <input name=b value='"' /><input type=submit name=go value=pay><input value=nameless>
            <input name=c disabled value=1></form><form action=x><input name=z></form>"#;
        let form = first_form(html).unwrap();
        assert_eq!(form.action, "https://g/gateway.do?charset=utf-8&a=1");
        assert_eq!(form.method, "post");
        let inputs = [("biz_content", r#"{"a":"1&2"}"#), ("b", "\"")];
        assert_eq!(form.inputs, inputs.map(|(n, v)| (n.to_owned(), v.to_owned())));
    }

    #[test]
    fn a_page_without_a_form_is_refused() {
        assert_eq!(first_form("<p>no</p>"), Err("there is no `<form>` in it".into()));
        assert_eq!(first_form("<form></form>").unwrap().method, "get");
    }
}
