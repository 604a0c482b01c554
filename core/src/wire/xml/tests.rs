use proptest::prelude::*;

use super::*;

fn read(text: &str) -> Result<Vec<(String, String)>, &'static str> {
    let fields = parse(text.as_bytes(), ROOT).map_err(|refusal| refusal.code.id())?;
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    Ok(fields.iter().map(|field| (text(field.name()), text(field.value()))).collect())
}

fn value(text: &str) -> Result<String, &'static str> {
    read(&format!("<xml><a>{text}</a></xml>")).map(|fields| fields[0].1.clone())
}

#[test]
fn text_cdata_references_and_their_mixtures_decode_to_one_value() {
    for (wire, decoded) in [
        ("100", "100"),
        ("<![CDATA[100]]>", "100"),
        ("<![CDATA[1]]><![CDATA[00]]>", "100"),
        ("1<![CDATA[0]]>0", "100"),
        ("&#x31;&#48;0", "100"),
        ("a&amp;b&lt;&gt;&quot;&apos;", "a&b<>\"'"),
        ("<![CDATA[a&amp;b]]>", "a&amp;b"),
        (" x ", " x "),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a&#13;b", "a\rb"),
        ("🏠", "🏠"),
        ("", ""),
        ("<![CDATA[]]>", ""),
    ] {
        assert_eq!(value(wire).as_deref(), Ok(decoded), "{wire}");
    }
}

#[test]
fn every_thing_that_no_message_has_is_refused_with_its_own_code() {
    for (document, code) in [
        ("", "body-empty"),
        (" ", "xml-syntax"),
        ("\u{feff}\u{feff}<xml><a>1</a></xml>", "xml-outside-root"),
        ("<xml>", "xml-syntax"),
        ("<xml><a>1</b></xml>", "xml-syntax"),
        ("<xml><a>1</xml>", "xml-syntax"),
        ("<xml><a>&</a></xml>", "xml-syntax"),
        ("<xml><a>x]]>y</a></xml>", "xml-syntax"),
        ("<xml><>1</></xml>", "xml-name"),
        ("<xml><q:a>1</q:a></xml>", "xml-name"),
        ("<xml><1a>1</1a></xml>", "xml-name"),
        ("<!DOCTYPE xml><xml/>", "xml-doctype"),
        ("<!DOCTYPE xml [", "xml-doctype"),
        ("<xml><!DOCTYPE xml></xml>", "xml-doctype"),
        ("<xml><a>&e;</a></xml>", "xml-entity"),
        ("<xml><a>1<b>2</b></a></xml>", "xml-nested"),
        ("<xml><a>1<b/></a></xml>", "xml-nested"),
        ("<xml><a v='1'>1</a></xml>", "xml-attribute"),
        ("<xml xmlns='u'><a>1</a></xml>", "xml-attribute"),
        ("<evil><a>1</a></evil>", "xml-root"),
        ("<xml/><xml/>", "xml-outside-root"),
        ("<xml/>junk", "xml-outside-root"),
        ("junk<xml/>", "xml-outside-root"),
        ("<xml>junk<a>1</a></xml>", "xml-stray-text"),
        ("<xml><![CDATA[x]]></xml>", "xml-stray-text"),
        ("<xml><a>1<!-- -->00</a></xml>", "xml-comment"),
        ("<xml><a>1<?x y?>00</a></xml>", "xml-comment"),
        ("<xml><?x y?><a>1</a></xml>", "xml-instruction"),
        (" <?xml version='1.0'?><xml/>", "xml-instruction"),
        ("<?xml version='1.0' encoding='GBK'?><xml/>", "xml-encoding"),
        ("<xml><a>\u{1}</a></xml>", "control-character"),
        ("<xml><a>&#0;</a></xml>", "control-character"),
        ("<xml><a>&#x1F;</a></xml>", "control-character"),
        ("<xml><a>\u{ffff}</a></xml>", "control-character"),
    ] {
        assert_eq!(read(document).err(), Some(code), "{document}");
    }
    assert_eq!(parse(b"<xml><a>\xc0\xb1</a></xml>", ROOT).unwrap_err(), Refusal::at(code::TEXT_NOT_UTF8, 8));
}

#[test]
fn what_has_no_meaning_is_ignored() {
    let plain = read("<xml><a>1</a><b></b></xml>");
    assert_eq!(plain, Ok(vec![("a".into(), "1".into()), ("b".into(), String::new())]));
    for document in [
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xml>\r\n  <a>1</a>\t<b/>\n</xml>\n",
        "\u{feff}<xml><a >1</a ><b /></xml>",
        "<!-- c --><xml><!-- c --><a>1</a><b><![CDATA[]]></b></xml><!-- c -->",
    ] {
        assert_eq!(read(document), plain, "{document}");
    }
}

#[test]
fn spans_point_at_the_undecoded_value() {
    for (document, span) in [
        ("<xml><a>12</a></xml>", "12"),
        ("<xml><a><![CDATA[12]]></a></xml>", "12"),
        ("<xml><a>&#49;2</a></xml>", "&#49;2"),
        ("<xml><a>1&amp;2</a></xml>", "1&amp;2"),
        ("\u{feff}<xml><a>12</a></xml>", "12"),
        ("<xml><ab></ab></xml>", "ab"),
    ] {
        let fields = parse(document.as_bytes(), ROOT).unwrap();
        assert_eq!(&document[fields.as_slice()[0].span()], span, "{document}");
    }
}

#[test]
fn the_number_of_fields_is_bounded() {
    let many = |n: usize| format!("<xml>{}</xml>", "<a>1</a>".repeat(n));
    assert_eq!(read(&many(limits::FIELDS)).unwrap().len(), limits::FIELDS);
    assert_eq!(read(&many(limits::FIELDS + 1)).err(), Some("too-many-fields"));
}

#[test]
fn a_value_that_ends_a_section_survives_writing() {
    let body = write(&[("body", "]]></body><total_fee>1</total_fee>")], ROOT).unwrap();
    let fields = parse(&body, ROOT).unwrap();
    assert_eq!(fields.len(), 1);
    assert_eq!(fields.text("body"), Some("]]></body><total_fee>1</total_fee>"));
    assert_eq!(write(&[("a", "\0")], ROOT).unwrap_err().code, code::TEXT_IMPOSSIBLE);
    assert_eq!(write(&[("a b", "1")], ROOT).unwrap_err().code, code::NAME_IMPOSSIBLE);
}

proptest! {
    #[test]
    fn writing_then_reading_is_the_identity(
        pairs in prop::collection::vec(("[A-Za-z_][A-Za-z0-9_.-]{0,12}", "[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\u{fffe}\u{ffff}]{0,40}"), 0..20)
    ) {
        let body = write(&pairs, ROOT).unwrap();
        let fields = parse(&body, ROOT).unwrap();
        let back: Vec<(String, String)> = fields
            .iter()
            .map(|field| (String::from_utf8_lossy(field.name()).into(), String::from_utf8_lossy(field.value()).into()))
            .collect();
        prop_assert_eq!(back, pairs);
    }

    /// Where a full XML reader and this one both accept, they read the same fields. Without CR: the other one keeps a
    /// CR that ends a text before a section, where XML 1.0 (2.11) has LF.
    #[test]
    fn agrees_with_another_reader(inner in "(<a>|</a>|<b>|</b>|<a/>|[a-z ]|&amp;|&#65;|<!\\[CDATA\\[|\\]\\]>|<!--|-->|\n){0,14}") {
        let document = format!("<xml>{inner}</xml>");
        if let Ok(fields) = read(&document) {
            let tree = roxmltree::Document::parse(&document).expect("what is accepted here is XML");
            let other: Vec<(String, String)> = tree
                .root_element()
                .children()
                .filter(|node| node.is_element())
                .map(|node| (node.tag_name().name().to_owned(), node.text().unwrap_or("").to_owned()))
                .collect();
            prop_assert_eq!(fields, other);
        }
    }

    #[test]
    fn refusals_point_into_the_input(body in prop::collection::vec(any::<u8>(), 0..80)) {
        if let Err(refusal) = parse(&body, ROOT) {
            prop_assert!(refusal.at.is_none_or(|at| at <= body.len()));
        }
    }
}
