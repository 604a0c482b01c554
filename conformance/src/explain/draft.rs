//! The signer's work as a recipe: which fields, in what order, joined how, with which key, hashed by what. The right
//! recipe is core's rule; each mistake changes one thing in it.

use std::borrow::Cow;

use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};

use payspec_core::canonical::Fate;

use super::edit;
use super::kind::Family;
use super::read::Material;

/// A hash, or a hash with the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Hash {
    Md5,
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
    HmacMd5,
    HmacSha1,
    HmacSha256,
    HmacSha512,
}

impl Hash {
    /// The name that people know it by.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Hash::Md5 => "MD5",
            Hash::Sha1 => "SHA-1",
            Hash::Sha224 => "SHA-224",
            Hash::Sha256 => "SHA-256",
            Hash::Sha384 => "SHA-384",
            Hash::Sha512 => "SHA-512",
            Hash::HmacMd5 => "HMAC-MD5",
            Hash::HmacSha1 => "HMAC-SHA1",
            Hash::HmacSha256 => "HMAC-SHA256",
            Hash::HmacSha512 => "HMAC-SHA512",
        }
    }

    /// Whether the key goes into it.
    pub(crate) fn keyed(self) -> bool {
        matches!(self, Hash::HmacMd5 | Hash::HmacSha1 | Hash::HmacSha256 | Hash::HmacSha512)
    }

    /// The length of its output in bytes.
    pub(crate) fn length(self) -> usize {
        match self {
            Hash::Md5 | Hash::HmacMd5 => 16,
            Hash::Sha1 | Hash::HmacSha1 => 20,
            Hash::Sha224 => 28,
            Hash::Sha256 | Hash::HmacSha256 => 32,
            Hash::Sha384 => 48,
            Hash::Sha512 | Hash::HmacSha512 => 64,
        }
    }

    /// The hash of `bytes`; `key` counts only for a keyed one.
    pub(crate) fn of(self, bytes: &[u8], key: &[u8]) -> Vec<u8> {
        fn mac<M: Mac + KeyInit>(key: &[u8], bytes: &[u8]) -> Vec<u8> {
            // An HMAC takes keys of every length.
            M::new_from_slice(key)
                .map(|mac| mac.chain_update(bytes).finalize().into_bytes().to_vec())
                .unwrap_or_default()
        }
        match self {
            Hash::Md5 => Md5::digest(bytes).to_vec(),
            Hash::Sha1 => Sha1::digest(bytes).to_vec(),
            Hash::Sha224 => Sha224::digest(bytes).to_vec(),
            Hash::Sha256 => Sha256::digest(bytes).to_vec(),
            Hash::Sha384 => Sha384::digest(bytes).to_vec(),
            Hash::Sha512 => Sha512::digest(bytes).to_vec(),
            Hash::HmacMd5 => mac::<Hmac<Md5>>(key, bytes),
            Hash::HmacSha1 => mac::<Hmac<Sha1>>(key, bytes),
            Hash::HmacSha256 => mac::<Hmac<Sha256>>(key, bytes),
            Hash::HmacSha512 => mac::<Hmac<Sha512>>(key, bytes),
        }
    }
}

/// How the fields are put in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    /// By name, in byte order: right.
    Name,
    /// As they came.
    Not,
    NoCase,
    /// By `name=value`.
    Joined,
    /// Numbers in names by their value.
    Natural,
    Value,
    Descending,
    /// As a dictionary does: punctuation does not count, nor does case.
    Locale,
}

/// Where the key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tail {
    /// `…&key=K`: right for WeChat Pay.
    Suffix(&'static str),
    /// `key=K&…`, or the bare key in front.
    Prefix { before: &'static str, between: &'static str },
    /// In front and behind.
    Both,
    /// Twice behind.
    Twice,
    /// As one more field among the sorted ones.
    Sorted,
    /// Nowhere; right for Alipay.
    None,
}

/// What is signed as a whole when it is not the joined string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// `name=value` joined: right.
    Joined,
    /// A JSON object of the parameters, in the order of sorting.
    Json,
    /// XML of the fields.
    Body(Content),
}

/// How the values stand in that XML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    /// As in the message, marks and entities included.
    Raw,
    /// As they are, not escaped.
    Plain,
    /// Each as CDATA.
    Cdata,
}

/// One field on its way into the string.
#[derive(Debug, Clone)]
pub(crate) struct Item<'m> {
    /// Which part of the material it is; `None` for one that a mistake adds.
    pub(crate) part: Option<usize>,
    pub(crate) name: Cow<'m, [u8]>,
    pub(crate) value: Cow<'m, [u8]>,
    /// Whether it goes into the string.
    pub(crate) taken: bool,
}

/// Changes the text, or the text with the key.
pub(crate) type Edit = fn(&[u8]) -> Vec<u8>;

/// The recipe.
#[derive(Clone)]
pub(crate) struct Draft<'m> {
    pub(crate) material: &'m Material,
    pub(crate) items: Vec<Item<'m>>,
    pub(crate) sort: Sort,
    pub(crate) form: Form,
    pub(crate) between: &'static str,
    pub(crate) equals: &'static str,
    pub(crate) quote: &'static str,
    pub(crate) leading: &'static str,
    pub(crate) trailing: &'static str,
    /// The text of a response's node, in place of items.
    pub(crate) node: Option<Cow<'m, [u8]>>,
    pub(crate) key: Cow<'m, [u8]>,
    pub(crate) hmac_key: Option<Vec<u8>>,
    pub(crate) tail: Tail,
    /// Key and text change places in an HMAC.
    pub(crate) swapped: bool,
    /// What happens to the string without the key, and to the string with it.
    pub(crate) text_edits: Vec<Edit>,
    pub(crate) final_edits: Vec<Edit>,
    /// The string is hashed, this is done to the hash, and the result is hashed again.
    pub(crate) again: Option<Edit>,
    pub(crate) hash: Hash,
}

impl<'m> Draft<'m> {
    /// The right recipe, by `hash` and, for WeChat Pay, with `key`.
    pub(crate) fn right(material: &'m Material, key: &'m [u8], hash: Hash) -> Self {
        let rule = material.kind.rule();
        let response = material.kind.family == Family::AlipayResponse;
        let items = material.parts.iter().enumerate().map(|(n, part)| Item {
            part: Some(n),
            name: Cow::Borrowed(&part.name),
            value: Cow::Borrowed(&part.value),
            taken: rule.fate(&(&part.name, &part.value)) == Fate::Taken,
        });
        // In the right order from the beginning, so that sorting again costs little.
        let mut items: Vec<Item<'m>> = items.collect();
        items.sort_by(|a, b| a.name.cmp(&b.name));
        Draft {
            material,
            items,
            sort: Sort::Name,
            form: Form::Joined,
            between: "&",
            equals: "=",
            quote: "",
            leading: "",
            trailing: "",
            node: response.then(|| Cow::Borrowed(material.node_text())),
            key: Cow::Borrowed(key),
            hmac_key: None,
            tail: if material.kind.provider == super::kind::Provider::Wechat {
                Tail::Suffix("&key=")
            } else {
                Tail::None
            },
            swapped: false,
            text_edits: Vec::new(),
            final_edits: Vec::new(),
            again: None,
            hash,
        }
    }

    /// Which of order, form, joint and tail differ from `base`: a bit for the one that does, 0 if none or several.
    pub(crate) fn set_against(&self, base: &Draft<'_>) -> u8 {
        let differ = [
            self.sort != base.sort,
            self.form != base.form,
            self.tail != base.tail,
            (self.between, self.equals, self.quote) != (base.between, base.equals, base.quote),
        ];
        let bits = differ.iter().enumerate().fold(0, |bits, (n, differs)| bits | u8::from(*differs) << n);
        if bits.is_power_of_two() { bits } else { 0 }
    }

    /// The item of that name.
    pub(crate) fn item(&mut self, name: &str) -> Option<&mut Item<'m>> {
        self.items.iter_mut().find(|item| *item.name == *name.as_bytes())
    }

    /// The items that take part.
    pub(crate) fn taken(&mut self) -> impl Iterator<Item = &mut Item<'m>> {
        self.items.iter_mut().filter(|item| item.taken)
    }

    /// Adds a field that is not in the message.
    pub(crate) fn add(&mut self, name: &'static str, value: &'static str) {
        self.items.push(Item {
            part: None,
            name: Cow::Borrowed(name.as_bytes()),
            value: Cow::Borrowed(value.as_bytes()),
            taken: true,
        });
    }

    /// The string without the key, before anything is done to it as a whole.
    fn text(&self, out: &mut Vec<u8>) {
        if let Some(node) = &self.node {
            out.extend_from_slice(node);
            return;
        }
        let key;
        let mut items: Vec<&Item<'m>> = Vec::with_capacity(self.items.len() + 1);
        items.extend(self.items.iter().filter(|item| item.taken));
        if self.tail == Tail::Sorted {
            key = Item { part: None, name: Cow::Borrowed(b"key"), value: self.key.clone(), taken: true };
            items.push(&key);
        }
        self.order(&mut items);
        match self.form {
            Form::Joined => {
                out.extend_from_slice(self.leading.as_bytes());
                for (n, item) in items.iter().enumerate() {
                    if n > 0 {
                        out.extend_from_slice(self.between.as_bytes());
                    }
                    if self.equals != "\0" {
                        out.extend_from_slice(&item.name);
                        out.extend_from_slice(self.equals.as_bytes());
                    }
                    out.extend_from_slice(self.quote.as_bytes());
                    out.extend_from_slice(&item.value);
                    out.extend_from_slice(self.quote.as_bytes());
                }
                out.extend_from_slice(self.trailing.as_bytes());
            }
            Form::Json => {
                let text = |bytes: &[u8]| serde_json::Value::from(String::from_utf8_lossy(bytes)).to_string();
                out.push(b'{');
                for (n, item) in items.iter().enumerate() {
                    if n > 0 {
                        out.push(b',');
                    }
                    out.extend_from_slice(text(&item.name).as_bytes());
                    out.push(b':');
                    out.extend_from_slice(text(&item.value).as_bytes());
                }
                out.push(b'}');
            }
            Form::Body(content) => {
                let root = payspec_core::wire::xml::ROOT;
                out.extend_from_slice(format!("<{root}>").as_bytes());
                for item in items {
                    let raw = || item.part.map_or(&*item.value, |part| &self.material.parts[part].raw);
                    let (open, value, close): (&[u8], &[u8], &[u8]) = match content {
                        Content::Raw => (b"", raw(), b""),
                        Content::Plain => (b"", &item.value, b""),
                        Content::Cdata => (b"<![CDATA[", &item.value, b"]]>"),
                    };
                    out.extend(
                        [b"<".as_slice(), &item.name, b">", open, value, close, b"</", &item.name, b">"].concat(),
                    );
                }
                out.extend_from_slice(format!("</{root}>").as_bytes());
            }
        }
    }

    fn order(&self, items: &mut [&Item<'m>]) {
        let lower = |item: &&Item<'m>| item.name.to_ascii_lowercase();
        match self.sort {
            Sort::Name => items.sort_by(|a, b| a.name.cmp(&b.name)),
            Sort::Not => items.sort_by_key(|item| item.part.unwrap_or(usize::MAX)),
            Sort::NoCase => items.sort_by_cached_key(lower),
            Sort::Joined => items.sort_by_cached_key(|item| [&item.name, b"=".as_slice(), &item.value].concat()),
            Sort::Natural => items.sort_by_cached_key(|item| natural(&item.name)),
            // Equal values stay in the order of the message.
            Sort::Value => items.sort_by(|a, b| a.value.cmp(&b.value).then_with(|| a.part.cmp(&b.part))),
            Sort::Descending => items.sort_by(|a, b| b.name.cmp(&a.name)),
            Sort::Locale => items.sort_by_cached_key(|item| {
                let letters: Vec<u8> = item.name.iter().filter(|byte| byte.is_ascii_alphanumeric()).copied().collect();
                (letters.to_ascii_lowercase(), item.name.to_vec())
            }),
        }
    }

    /// The exact bytes that go into the last hash.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(1024);
        self.text(&mut out);
        for edit in &self.text_edits {
            out = edit(&out);
        }
        let key = &*self.key;
        match self.tail {
            Tail::Suffix(mark) => {
                out.extend_from_slice(mark.as_bytes());
                out.extend_from_slice(key);
            }
            Tail::Prefix { before, between } => {
                out = [before.as_bytes(), key, between.as_bytes(), &out].concat();
            }
            Tail::Both => out = [key, &out, key].concat(),
            Tail::Twice => out.extend([b"&key=", key, b"&key=", key].concat()),
            Tail::Sorted | Tail::None => {}
        }
        for edit in &self.final_edits {
            out = edit(&out);
        }
        match self.again {
            Some(edit) => edit(&self.hash.of(&out, self.hmac_key())),
            None => out,
        }
    }

    /// The hash of those bytes.
    pub(crate) fn digest(&self, bytes: &[u8]) -> Vec<u8> {
        if self.swapped { self.hash.of(self.hmac_key(), bytes) } else { self.hash.of(bytes, self.hmac_key()) }
    }

    fn hmac_key(&self) -> &[u8] {
        self.hmac_key.as_deref().unwrap_or(&self.key)
    }
}

/// Digits in a name as numbers, the rest as text.
fn natural(name: &[u8]) -> Vec<(u8, u64, Vec<u8>)> {
    let mut key = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count().min(18);
        if digits > 0 {
            let number = rest[..digits].iter().fold(0, |number, digit| 10 * number + u64::from(digit - b'0'));
            key.push((0, number, Vec::new()));
            rest = &rest[digits..];
        } else {
            let text = rest.iter().take_while(|byte| !byte.is_ascii_digit()).count();
            key.push((1, 0, rest[..text].to_vec()));
            rest = &rest[text..];
        }
    }
    key
}

/// Edits that draw on a hash again, for [`Draft::again`].
pub(crate) mod again {
    use super::edit;

    pub(crate) fn raw(hash: &[u8]) -> Vec<u8> {
        hash.to_vec()
    }
    pub(crate) fn hex_lower(hash: &[u8]) -> Vec<u8> {
        edit::hex(hash, false)
    }
    pub(crate) fn hex_upper(hash: &[u8]) -> Vec<u8> {
        edit::hex(hash, true)
    }
    pub(crate) fn base64(hash: &[u8]) -> Vec<u8> {
        use base64::Engine;
        base64::engine::general_purpose::STANDARD.encode(hash).into_bytes()
    }
}

/// The string that a recipe makes, without the key and whatever comes after it.
pub(crate) fn without_key(draft: &Draft<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    draft.text(&mut out);
    out
}
