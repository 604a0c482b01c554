//! Page pay: what a browser would send is what was signed, whatever the values hold.

mod alipay_data;

use std::collections::BTreeMap;

use alipay_data::examples::*;
use alipay_data::*;
use html5gum::{Token, Tokenizer};
use payspec_core::alipay::page_pay::{self, GATEWAY};
use payspec_core::alipay::sign::{self, Scheme};
use payspec_core::fields::Pair;
use payspec_core::wire::charset::Charset;
use payspec_core::wire::form;
use proptest::prelude::*;

type Pairs = Vec<(String, Vec<u8>)>;

fn parse(form: &str) -> Pairs {
    let fields = form::parse(form.as_bytes()).unwrap();
    fields.iter().map(|f| (String::from_utf8(f.name().to_vec()).unwrap(), f.value().to_vec())).collect()
}

/// The query of the form's action and the hidden fields, as a browser reads and submits them.
fn submit(html: &str) -> (Pairs, Pairs) {
    let (mut action, mut charset, mut hidden) = (String::new(), String::new(), Pairs::new());
    for token in Tokenizer::new(html).map(|token| token.unwrap()) {
        let Token::StartTag(tag) = token else { continue };
        let text = |value: &[u8]| String::from_utf8(value.to_vec()).unwrap();
        let attributes: BTreeMap<String, String> =
            tag.attributes.iter().map(|(name, value)| (text(name), text(value))).collect();
        match &**tag.name {
            b"form" => {
                assert_eq!(attributes["method"], "post");
                action = attributes["action"].clone();
                charset = attributes["accept-charset"].clone();
            }
            b"input" => {
                assert_eq!(attributes["type"], "hidden");
                hidden.push((attributes["name"].clone(), attributes["value"].clone().into_bytes()));
            }
            _ => {}
        }
    }
    let charset = Charset::from_label(charset.as_bytes()).unwrap();
    for (_, value) in &mut hidden {
        // Line breaks become CR LF on submission.
        let text = std::str::from_utf8(value).unwrap().replace("\r\n", "\n").replace('\r', "\n").replace('\n', "\r\n");
        *value = charset.encode(&text).unwrap().into_owned();
    }
    let (gateway, query) = action.split_once('?').unwrap();
    assert_eq!(gateway, GATEWAY);
    (parse(query), hidden)
}

fn verify(pairs: &Pairs, scheme: Scheme) -> &'static str {
    let form = form::write(pairs);
    let fields = form::parse(form.as_bytes()).unwrap();
    sign::verify(&fields, app().public(), scheme).err().map_or("ok", |refusal| refusal.code.id())
}

#[test]
fn the_worked_example_as_a_form() {
    for (string, charset) in [(EX_1_STRING, Charset::Utf8), (EX_2_STRING, Charset::Gbk)] {
        let html = page_pay::form(&fields(string), &app(), Scheme::Rsa2, GATEWAY).unwrap();
        let (query, hidden) = submit(&html);
        assert_eq!(hidden.len(), 1);
        assert_eq!(hidden[0].0, "biz_content");
        assert_eq!(
            charset.decode(&hidden[0].1).unwrap(),
            string.split('&').find_map(|p| p.strip_prefix("biz_content=")).unwrap()
        );
        assert!(query.iter().any(|(name, value)| name == "charset" && value == charset.label().as_bytes()));
        assert_eq!(verify(&[query, hidden].concat(), Scheme::Rsa2), "ok");
    }
    let html = page_pay::form(&fields(EX_1_STRING), &app(), Scheme::Rsa2, GATEWAY).unwrap();
    let example = parse(EX_1_ACTION.split_once('?').unwrap().1);
    let ours: BTreeMap<_, _> = submit(&html).0.into_iter().collect();
    assert_eq!(ours, example.into_iter().collect());
}

#[test]
fn values_that_a_browser_would_change_arrive_as_they_were_signed() {
    for value in ["a&b&amp;c&quot;d&#39;e", "<script>\"'</script>", "line\nbreak", "\r", "\u{feff} x ", "a+b%20c"] {
        let params = [("app_id", "1"), ("charset", "utf-8"), ("biz_content", value), ("passback", value)];
        let (query, hidden) = submit(&page_pay::form(&params, &app(), Scheme::Rsa2, GATEWAY).unwrap());
        let sent = [query, hidden].concat();
        let values: Vec<&[u8]> = sent
            .iter()
            .filter(|(name, _)| name.starts_with('b') || name.starts_with('p'))
            .map(|(_, v)| &v[..])
            .collect();
        assert_eq!(values, [value.as_bytes(); 2], "{value:?}");
    }
    let nul = [("charset", "utf-8"), ("body", "a\0b")];
    assert!(page_pay::form(&nul, &app(), Scheme::Rsa2, GATEWAY).unwrap().contains("&amp;body=a%00b&amp;"));
    let params = [("charset", "utf-8"), ("_charset_", "x"), ("submit", "y")];
    let (query, hidden) = submit(&page_pay::form(&params, &app(), Scheme::Rsa2, GATEWAY).unwrap());
    assert_eq!(hidden, [("submit".to_owned(), b"y".to_vec())]);
    assert!(query.contains(&("_charset_".to_owned(), b"x".to_vec())));
}

#[test]
fn what_is_added_and_left_out() {
    let params = [("app_id", "1"), ("subject", "测"), ("body", "")];
    let url = page_pay::url(&params, &app(), Scheme::Rsa, "https://gateway.example/?x=1").unwrap();
    let sent = parse(url.strip_prefix("https://gateway.example/?x=1&").unwrap());
    let names: Vec<&str> = sent.iter().map(|(name, _)| &name[..]).collect();
    assert_eq!(names, ["app_id", "subject", "charset", "sign_type", "sign"]);
    assert_eq!(verify(&sent, Scheme::Rsa), "ok");
}

#[test]
fn what_has_no_right_output_is_refused() {
    let refused = |params: &[(&str, &str)]| page_pay::url(params, &app(), Scheme::Rsa2, GATEWAY).unwrap_err().code.id();
    assert_eq!(refused(&[("sign", "x")]), "argument-invalid");
    assert_eq!(refused(&[("sign_type", "RSA")]), "argument-invalid");
    assert_eq!(refused(&[("charset", "latin1")]), "charset-unknown");
    assert_eq!(refused(&[("charset", "gbk"), ("subject", "🏠")]), "text-outside-charset");
    assert_eq!(refused(&[("a", "1"), ("a", "2")]), "field-repeated");
}

/// What a person sees who opens the page's source.
#[test]
fn the_page() {
    let params = [("app_id", "1"), ("charset", "gbk"), ("biz_content", "{\"subject\":\"<测> & 'x'\"}")];
    let html = page_pay::form(&params, &app(), Scheme::Rsa2, "https://gateway.example/").unwrap();
    let sign = html.split("sign=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    insta::assert_snapshot!(html.replace(&sign, "SIGN"), @r#"
    <!DOCTYPE html>
    <html><head><meta charset="utf-8"></head><body>
    <form action="https://gateway.example/?app_id=1&amp;charset=gbk&amp;sign_type=RSA2&amp;sign=SIGN" method="post" accept-charset="gbk">
    <input type="hidden" name="biz_content" value="{&quot;subject&quot;:&quot;&lt;测&gt; &amp; &#39;x&#39;&quot;}">
    </form>
    <script>HTMLFormElement.prototype.submit.call(document.forms[0])</script>
    </body></html>
    "#);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_form_and_a_url_send_what_was_signed(
        params in prop::collection::btree_map("[a-z_]{1,10}", "[ -~测试商品\r\n\t]{0,16}", 0..10),
        gbk: bool,
    ) {
        let mut params: Vec<(String, String)> = params.into_iter().filter(|(name, _)| name != "sign" && name != "sign_type").collect();
        params.retain(|(name, _)| name != "charset");
        params.push(("charset".into(), if gbk { "GBK" } else { "UTF-8" }.into()));
        let key = app();
        let (query, hidden) = submit(&page_pay::form(&params, &key, Scheme::Rsa2, GATEWAY).unwrap());
        prop_assert_eq!(verify(&[query, hidden].concat(), Scheme::Rsa2), "ok");
        let url = page_pay::url(&params, &key, Scheme::Rsa2, GATEWAY).unwrap();
        prop_assert_eq!(verify(&parse(url.split_once('?').unwrap().1), Scheme::Rsa2), "ok");
    }
}
