//! The same fields on the wire in another way: CDATA, text, references, order, white space. And where the documents leave
//! it open whether that is to be read: comments, other roots, byte order marks.

use crate::fuzz::choices::Choices;
use crate::fuzz::make::{Asks, Made};

/// A document on its way to bytes.
#[derive(Clone, Debug)]
pub(super) struct Document {
    /// Before the root.
    pub(super) prolog: String,
    /// The root's name.
    pub(super) root: String,
    /// Attributes of the root, with a space in front.
    pub(super) root_attributes: String,
    /// The elements and what stands between them.
    pub(super) nodes: Vec<Node>,
    /// Behind the root.
    pub(super) epilog: String,
}

/// An element, or what stands between two.
#[derive(Clone, Debug)]
pub(super) enum Node {
    /// A field: its name, attributes with a space in front, and content as it is written.
    Field(String, String, String),
    /// Anything else.
    Raw(String),
}

impl Document {
    /// Every value as CDATA, as the documents' samples.
    pub(super) fn new(root: &str, fields: &[(String, String)]) -> Self {
        // What takes two sections is written as text: whether sections are joined is another question.
        let written = |value: &str| if value.contains(['\r', ']']) { plain(value) } else { cdata(value) };
        let nodes =
            fields.iter().map(|(name, value)| Node::Field(name.clone(), String::new(), written(value))).collect();
        Document {
            prolog: String::new(),
            root: root.to_owned(),
            root_attributes: String::new(),
            nodes,
            epilog: String::new(),
        }
    }

    /// The text.
    pub(super) fn text(&self) -> String {
        let mut text = format!("{}<{}{}>", self.prolog, self.root, self.root_attributes);
        for node in &self.nodes {
            match node {
                Node::Field(name, attributes, content) => {
                    text.push_str(&format!("<{name}{attributes}>{content}</{name}>"));
                }
                Node::Raw(raw) => text.push_str(raw),
            }
        }
        text + &format!("</{}>{}", self.root, self.epilog)
    }

    /// The place of the field of that name.
    pub(super) fn place(&self, wanted: &str) -> Option<usize> {
        self.nodes.iter().position(|node| matches!(node, Node::Field(name, ..) if name == wanted))
    }

    /// What is written for the field of that name.
    pub(super) fn content(&mut self, wanted: &str) -> Option<&mut String> {
        self.nodes.iter_mut().find_map(|node| match node {
            Node::Field(name, _, content) if name == wanted => Some(content),
            _ => None,
        })
    }
}

/// One CDATA section; where it cannot hold the value, several and a reference.
pub(super) fn cdata(value: &str) -> String {
    if value.is_empty() {
        return String::new();
    }
    let divided = value.replace("]]>", "]]]]><![CDATA[>").replace('\r', "]]>&#13;<![CDATA[");
    format!("<![CDATA[{divided}]]>")
}

/// Escaped text.
pub(super) fn plain(value: &str) -> String {
    value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\r', "&#13;")
}

fn references(value: &str, kind: usize) -> String {
    value
        .chars()
        .map(|c| match kind {
            0 => format!("&#{};", u32::from(c)),
            1 => format!("&#x{:X};", u32::from(c)),
            2 => format!("&#x{:04x};", u32::from(c)),
            _ if c == '"' => "&quot;".to_owned(),
            _ if c == '\'' => "&apos;".to_owned(),
            _ => plain(&c.to_string()),
        })
        .collect()
}

/// A place within the value at which it can be divided.
pub(super) fn middle(value: &str, choices: &mut Choices) -> usize {
    let places: Vec<usize> = value.char_indices().map(|(at, _)| at).skip(1).collect();
    places.get(choices.below(places.len())).copied().unwrap_or(0)
}

/// Writes the fields in another way. The values stay.
pub(super) fn vary(document: &mut Document, fields: &[(String, String)], made: &mut Made, choices: &mut Choices) {
    if !choices.percent(60) {
        return;
    }
    let values = |name: &str| fields.iter().find(|pair| pair.0 == name).map(|pair| pair.1.clone()).unwrap_or_default();
    for _ in 0..1 + choices.below(2) {
        match choices.below(9) {
            0 => {
                choices.shuffle(&mut document.nodes);
                made.did(Asks::Done, "wire-order-or-layout", "WX-XML-4", "The elements come in another order.");
            }
            1 | 2 => {
                let kind = choices.below(6);
                let all = choices.once_in(3);
                let one = choices.below(document.nodes.len());
                for (at, node) in document.nodes.iter_mut().enumerate() {
                    if let (Node::Field(name, _, content), true) = (node, all || at == one) {
                        let value = values(name);
                        if !value.is_empty() {
                            *content = if kind == 5 { plain(&value) } else { references(&value, kind) };
                        }
                    }
                }
                let flag = if kind == 5 { "cdata-only" } else { "references-not-decoded" };
                made.did(Asks::Done, flag, "WX-XML-3", "Values are written as text.");
            }
            3 => {
                let between = choices.word(&["\n", "\r\n  ", " ", "\t"]);
                for at in (0..=document.nodes.len()).rev() {
                    document.nodes.insert(at, Node::Raw(between.to_owned()));
                }
                made.did(Asks::Done, "wire-order-or-layout", "WX-XML-4", "White space stands between the elements.");
            }
            4 => {
                document.prolog = (choices.word(&[
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
                    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n",
                    "<?xml version=\"1.0\"?>\n",
                ]))
                .to_owned();
                made.did(Asks::Done, "wire-order-or-layout", "WX-XML-10", "An XML declaration stands in front.");
            }
            5 => {
                let empty =
                    choices.word(&["<attach></attach>", "<attach/>", "<attach />", "<attach><![CDATA[]]></attach>"]);
                if document.place("attach").is_none() && !document.text().contains("<attach") {
                    document.nodes.push(Node::Raw(empty.to_owned()));
                    made.did(
                        Asks::Done,
                        "empty-value-signed",
                        "WX-SIGN-3",
                        format!("An empty field is written {empty}."),
                    );
                }
            }
            6 => {
                document.epilog.push('\n');
                made.did(Asks::Done, "wire-order-or-layout", "WX-XML-4", "A line feed ends the message.");
            }
            _ => open(document, fields, made, choices),
        }
    }
}

/// What one implementation reads and another refuses; whoever reads it has to read the values that were signed.
fn open(document: &mut Document, fields: &[(String, String)], made: &mut Made, choices: &mut Choices) {
    match choices.below(9) {
        0 | 1 => split(document, fields, made, choices),
        2 => {
            let between = choices.word(&["<!-- x -->", "<!-- <total_fee>1</total_fee> -->", "<?x y?>", "x"]);
            let at = choices.below(document.nodes.len() + 1);
            document.nodes.insert(at, Node::Raw(between.to_owned()));
            made.did(Asks::Open, "comment-as-field", "WX-XML-4", format!("{between:?} stands between two elements."));
        }
        3 => {
            document.root = (choices.word(&["root", "XML", "evil", "xml2"])).to_owned();
            made.did(Asks::Open, "root-name", "WX-XML-1", format!("The root is named {}.", document.root));
        }
        4 => {
            let at = choices.below(document.nodes.len());
            if let Node::Field(name, attributes, _) = &mut document.nodes[at] {
                *attributes = (choices.word(&[" value=\"1\"", " v=\"9\"", " xsi=\"nil\"", " type=\"int\""])).to_owned();
                made.did(
                    Asks::Open,
                    "attribute-or-namespace",
                    "WX-XML-2",
                    format!("The element {name} has an attribute."),
                );
            }
        }
        5 => {
            document.prolog.insert(0, '\u{feff}');
            made.did(Asks::Open, "wrong-charset", "WX-XML-10", "A byte order mark stands in front.");
        }
        6 => {
            document.prolog.push_str("<!-- x -->");
            made.did(Asks::Open, "comment-as-field", "WX-XML-4", "A comment stands before the root.");
        }
        7 => {
            document.root_attributes = " a=\"b\"".to_owned();
            made.did(Asks::Open, "attribute-or-namespace", "WX-XML-2", "The root has an attribute.");
        }
        _ => {
            document.prolog = "<?xml version=\"1.0\" encoding=\"GBK\"?>".to_owned();
            if document.text().is_ascii() {
                made.did(Asks::Open, "wrong-charset", "WX-XML-1", "The declaration says GBK.");
            } else {
                document.prolog.clear();
            }
        }
    }
}

/// Divides a value by a comment, an instruction or a second section.
fn split(document: &mut Document, fields: &[(String, String)], made: &mut Made, choices: &mut Choices) {
    let longer: Vec<&(String, String)> =
        fields.iter().filter(|(_, value)| value.chars().count() > 1 && !value.contains("]]>")).collect();
    let Some((name, value)) = longer.get(choices.below(longer.len())) else { return };
    let (written, flag) = divided(value, choices);
    if let Some(content) = document.content(name) {
        *content = written;
        made.did(Asks::Open, flag, "WX-XML-3", format!("The value of {name} is divided into pieces."));
    }
}

/// A value in two pieces.
pub(super) fn divided(value: &str, choices: &mut Choices) -> (String, &'static str) {
    let at = middle(value, choices);
    let (first, second) = value.split_at(at);
    match choices.below(8) {
        0 => (format!("{}<!-- x -->{}", plain(first), plain(second)), "comment-in-text"),
        1 => (format!("{}<!-- x -->{}", cdata(first), cdata(second)), "comment-in-text"),
        2 => (format!("{}<?x y?>{}", plain(first), plain(second)), "pi-in-text"),
        3 => (format!("{}{}", cdata(first), cdata(second)), "cdata-split"),
        4 => (format!("{}{}", plain(first), cdata(second)), "cdata-split"),
        5 => (format!("{}{}", cdata(first), plain(second)), "cdata-split"),
        6 => (format!("<!-- x -->{}", plain(value)), "comment-in-text"),
        _ => (format!("{}<!-- x -->", plain(value)), "comment-in-text"),
    }
}
