//! Signers that make a mistake, written apart from the catalogue that is to name it: plain steps over copied fields,
//! with hashes of another library.

use aws_lc_rs::{digest, hmac};

use crate::explain::kind::Family;

/// Name and value.
pub type Pair = (Vec<u8>, Vec<u8>);

/// Name, value, and whether the field takes part.
pub type Field = (Vec<u8>, Vec<u8>, bool);

/// What is done to bytes.
pub type Edit = fn(&[u8]) -> Vec<u8>;

/// A hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hash {
    /// 16 bytes.
    Md5,
    /// 20 bytes.
    Sha1,
    /// 32 bytes.
    Sha256,
    /// 32 bytes, with the key.
    HmacSha256,
}

/// What a signer works on.
#[derive(Debug, Clone)]
pub struct Work {
    /// In the order of the message.
    pub fields: Vec<Field>,
    /// How the fields that take part are sorted.
    pub order: fn(&mut [Pair]),
    /// What stands before the joined fields, between them, between name and value, around a value, and behind all.
    pub marks: [&'static str; 5],
    /// Names are left out.
    pub values_only: bool,
    /// What is done to the joined text.
    pub text: Edit,
    /// WeChat Pay's key; Alipay has none.
    pub key: Option<Vec<u8>>,
    /// Joins text and key.
    pub tail: fn(&[u8], &[u8]) -> Vec<u8>,
    /// What is done to the text with its key.
    pub last: Edit,
    /// The hash.
    pub hash: Hash,
    /// The hash is written so and hashed again.
    pub again: Option<Edit>,
}

impl Work {
    /// The right way to sign these fields.
    pub fn right(family: Family, pairs: &[Pair], key: Option<&str>, hash: Hash) -> Self {
        let takes_part = |name: &[u8], value: &[u8]| match family {
            Family::AlipayInbound => name != b"sign" && name != b"sign_type",
            Family::WechatJsapi => name != b"paySign" && !value.is_empty(),
            _ => name != b"sign" && !value.is_empty(),
        };
        Work {
            fields: pairs.iter().map(|(n, v)| (n.clone(), v.clone(), takes_part(n, v))).collect(),
            order: |fields| fields.sort_by(|a, b| a.0.cmp(&b.0)),
            marks: ["", "&", "=", "", ""],
            values_only: false,
            text: <[u8]>::to_vec,
            key: key.map(|key| key.as_bytes().to_vec()),
            tail: |text, key| [text, b"&key=", key].concat(),
            last: <[u8]>::to_vec,
            hash,
            again: None,
        }
    }

    /// The bytes that are hashed last.
    pub fn string(&self) -> Vec<u8> {
        let mut fields: Vec<Pair> =
            self.fields.iter().filter(|field| field.2).map(|(n, v, _)| (n.clone(), v.clone())).collect();
        (self.order)(&mut fields);
        let [before, between, equals, quote, behind] = self.marks.map(str::as_bytes);
        let parts: Vec<Vec<u8>> = fields
            .iter()
            .map(|(name, value)| {
                let quoted = [quote, value, quote].concat();
                if self.values_only { quoted } else { [name, equals, &quoted].concat() }
            })
            .collect();
        let joined = (self.text)(&[before, &parts.join(between), behind].concat());
        let joined = self.key.as_ref().map_or(joined.clone(), |key| (self.tail)(&joined, key));
        let string = (self.last)(&joined);
        self.again.map_or(string.clone(), |write| write(&self.hashed(&string)))
    }

    /// The hash of those bytes.
    pub fn hashed(&self, string: &[u8]) -> Vec<u8> {
        let sha = |algorithm| digest::digest(algorithm, string).as_ref().to_vec();
        match self.hash {
            Hash::Md5 => md5_alone::compute(string).to_vec(),
            Hash::Sha1 => sha(&digest::SHA1_FOR_LEGACY_USE_ONLY),
            Hash::Sha256 => sha(&digest::SHA256),
            Hash::HmacSha256 => {
                let key = hmac::Key::new(hmac::HMAC_SHA256, self.key.as_deref().unwrap_or_default());
                hmac::sign(&key, string).as_ref().to_vec()
            }
        }
    }

    fn drop_where(&mut self, which: impl Fn(&[u8], &[u8]) -> bool) {
        self.fields.iter_mut().filter(|field| which(&field.0, &field.1)).for_each(|field| field.2 = false);
    }

    fn take_where(&mut self, which: impl Fn(&[u8], &[u8]) -> bool) {
        self.fields.iter_mut().filter(|field| which(&field.0, &field.1)).for_each(|field| field.2 = true);
    }

    /// Changes the values of the fields that take part; of `only`, if that is not empty.
    fn values(&mut self, only: &[String], change: impl Fn(&[u8]) -> Vec<u8>) {
        let meant = |name: &[u8]| only.is_empty() || only.iter().any(|own| own.as_bytes() == name);
        self.fields.iter_mut().filter(|field| field.2 && meant(&field.0)).for_each(|field| field.1 = change(&field.1));
    }
}

/// When a slip happens: fields are chosen, then joined, then values change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Which fields.
    Fields,
    /// Anything else but
    Recipe,
    /// values.
    Values,
}

/// A mistake, made.
pub struct Slip {
    /// Its name in the catalogue.
    pub id: &'static str,
    /// The way in which it is made there, in English.
    pub way: &'static str,
    /// In what it is made.
    pub on: fn(Family) -> bool,
    /// When.
    pub stage: Stage,
    /// Makes it, in these fields, or in all where none is named.
    pub make: fn(&mut Work, &[String]),
}

fn is_sign(name: &[u8]) -> bool {
    name == b"sign" || name == b"paySign"
}

fn is_sign_type(name: &[u8]) -> bool {
    name == b"sign_type" || name == b"signType"
}

fn wechat(family: Family) -> bool {
    matches!(
        family,
        Family::WechatRequest | Family::WechatInbound | Family::WechatLink | Family::WechatJsapi | Family::WechatApp
    )
}

fn fields(family: Family) -> bool {
    wechat(family) || matches!(family, Family::AlipayRequest | Family::AlipayInbound)
}

fn request(family: Family) -> bool {
    family == Family::AlipayRequest
}

fn inbound(family: Family) -> bool {
    family == Family::AlipayInbound
}

/// `encodeURIComponent`.
fn component(value: &[u8]) -> Vec<u8> {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte);
    let encode = |byte: &u8| if bare(*byte) { vec![*byte] } else { format!("%{byte:02X}").into_bytes() };
    value.iter().flat_map(encode).collect()
}

/// Text alone; other bytes stay.
fn as_text(value: &[u8], change: impl Fn(&str) -> String) -> Vec<u8> {
    std::str::from_utf8(value).map_or_else(|_| value.to_vec(), |text| change(text).into_bytes())
}

fn swap(value: &[u8], from: u8, to: &[u8]) -> Vec<u8> {
    value.iter().flat_map(|byte| if *byte == from { to.to_vec() } else { vec![*byte] }).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

macro_rules! slips {
    ($( $id:literal $way:literal $on:expr, $stage:ident $make:expr; )*) => {
        /// Every slip.
        pub static SLIPS: &[Slip] =
            &[$( Slip { id: $id, way: $way, on: $on, stage: Stage::$stage, make: $make } ),*];
    };
}

slips! {
    "empty-values-kept" "" |f| wechat(f) || request(f), Fields |w, _| w.take_where(|n, v| v.is_empty() && !is_sign(n));
    "empty-values-dropped" "" inbound, Fields |w, _| w.drop_where(|_, v| v.is_empty());
    "sign-type-dropped" "" |f| request(f) || wechat(f) && !matches!(f, Family::WechatLink | Family::WechatApp),
        Fields |w, _| w.drop_where(|n, _| is_sign_type(n));
    "sign-type-kept" "" inbound, Fields |w, _| w.take_where(|n, _| is_sign_type(n));
    "white-space-dropped" "" fields, Fields |w, _| w.drop_where(|_, v| v.trim_ascii().is_empty());
    "zero-dropped" "only `0`" fields, Fields |w, _| w.drop_where(|_, v| v == b"0");
    "at-values-dropped" "" fields, Fields |w, _| w.drop_where(|_, v| v.starts_with(b"@"));
    "cert-sn-dropped" "" request, Fields |w, _| w.drop_where(|n, _| n.ends_with(b"_cert_sn"));
    "structured-values-dropped" "" fields, Fields |w, _| w.drop_where(|_, v| v.starts_with(b"{") || v.starts_with(b"["));
    "field-left-out" "" fields, Fields |w, only| w.drop_where(|n, _| only.iter().any(|own| own.as_bytes() == n));
    "not-sorted" "" fields, Recipe |w, _| w.order = |_| {};
    "sorted-without-case" "" fields, Recipe |w, _| w.order = |fields| {
        fields.sort_by_key(|field| (field.0.to_ascii_lowercase(), field.0.clone()))
    };
    "sorted-by-pair" "" fields, Recipe |w, _| w.order = |fields| fields.sort_by_key(|(n, v)| [n, &b"="[..], v].concat());
    "sorted-descending" "" fields, Recipe |w, _| w.order = |fields| fields.sort_by(|a, b| b.0.cmp(&a.0));
    "joined-without-ampersand" "" fields, Recipe |w, _| w.marks[1] = "";
    "joined-without-ampersand" "by commas" fields, Recipe |w, _| w.marks[1] = ",";
    "joined-without-equals" "" fields, Recipe |w, _| w.marks[2] = "";
    "joined-without-equals" "with a colon" fields, Recipe |w, _| w.marks[2] = ":";
    "values-only" "joined by `&`" fields, Recipe |w, _| w.values_only = true;
    "values-quoted" "" fields, Recipe |w, _| w.marks[3] = "\"";
    "stray-ampersand" "at the end" fields, Recipe |w, _| w.marks[4] = "&";
    "stray-ampersand" "at the beginning" fields, Recipe |w, _| w.marks[0] = "&";
    "string-lower-cased" "before the key" fields, Recipe |w, _| w.text = <[u8]>::to_ascii_lowercase;
    "string-upper-cased" "with the key" fields, Recipe |w, _| w.last = <[u8]>::to_ascii_uppercase;
    "line-end-appended" "LF" fields, Recipe |w, _| w.last = |text| [text, b"\n"].concat();
    "line-end-appended" "a NUL" fields, Recipe |w, _| w.last = |text| [text, b"\0"].concat();
    "bom-prepended" "" fields, Recipe |w, _| w.last = |text| [b"\xef\xbb\xbf", text].concat();
    "string-quoted" "" fields, Recipe |w, _| w.last = |text| [b"\"", text, b"\""].concat();
    "string-url-encoded" "as encodeURIComponent does" fields, Recipe |w, _| w.text = component;
    "string-trimmed" "at both ends" fields, Recipe |w, _| w.text = |text| text.trim_ascii().to_vec();
    "hashed-twice" "over lower-case hexadecimal" fields, Recipe |w, _| w.again = Some(|hash| hex(hash).into_bytes());
    "hashed-twice" "over the raw hash" fields, Recipe |w, _| w.again = Some(<[u8]>::to_vec);
    "key-missing" "" wechat, Recipe |w, _| if w.hash != Hash::HmacSha256 { w.tail = |text, _| text.to_vec() };
    "hmac-without-key-suffix" "" wechat, Recipe |w, _| if w.hash == Hash::HmacSha256 { w.tail = |text, _| text.to_vec() };
    "key-first" "as `key=…&`" wechat, Recipe |w, _| w.tail = |text, key| [b"key=", key, b"&", text].concat();
    "key-first" "bare" wechat, Recipe |w, _| w.tail = |text, key| [key, text].concat();
    "key-without-name" "bare" wechat, Recipe |w, _| w.tail = |text, key| [text, key].concat();
    "key-without-ampersand" "" wechat, Recipe |w, _| w.tail = |text, key| [text, b"key=", key].concat();
    "key-name-other" "`KEY`" wechat, Recipe |w, _| w.tail = |text, key| [text, b"&KEY=", key].concat();
    "key-twice" "in front and behind, bare" wechat, Recipe |w, _| w.tail = |text, key| [key, text, key].concat();
    "key-white-space" "a line feed behind it" wechat, Recipe |w, _| w.key = w.key.take().map(|key| [&*key, b"\n"].concat());
    "key-lower-cased" "" wechat, Recipe |w, _| w.key = w.key.take().map(|key| key.to_ascii_lowercase());
    "key-upper-cased" "" wechat, Recipe |w, _| w.key = w.key.take().map(|key| key.to_ascii_uppercase());
    "key-cut" "its first character is missing" wechat, Recipe |w, _| w.key = w.key.take().map(|key| key[1..].to_vec());
    "key-unset" "`null`" wechat, Recipe |w, _| w.key = Some(b"null".to_vec());
    "key-hashed" "upper-case MD5" wechat, Recipe |w, _| w.key = w.key.take().map(|key| {
        hex(&*md5_alone::compute(key)).to_ascii_uppercase().into_bytes()
    });
    "key-of-the-documentation" "" wechat, Recipe |w, _| w.key = Some(b"192006250b4c09247ec02edce69f6a2d".to_vec());
    "values-trimmed" "" fields, Values |w, only| w.values(only, |value| as_text(value, |text| text.trim().to_owned()));
    "plus-as-space" "" fields, Values |w, only| w.values(only, |value| swap(value, b'+', b" "));
    "space-as-plus" "as `+`" fields, Values |w, only| w.values(only, |value| swap(value, b' ', b"+"));
    "space-as-plus" "as `%20`" fields, Values |w, only| w.values(only, |value| swap(value, b' ', b"%20"));
    "values-url-encoded" "as JavaScript's encodeURIComponent does" fields, Values |w, only| w.values(only, component);
    "values-html-escaped" "`&`, `<` and `>` only" fields, Values |w, only| w.values(only, |value| {
        swap(&swap(&swap(value, b'&', b"&amp;"), b'<', b"&lt;"), b'>', b"&gt;")
    });
    "value-in-other-case" "lower" fields, Values |w, only| w.values(only, <[u8]>::to_ascii_lowercase);
    "value-in-other-case" "upper" fields, Values |w, only| w.values(only, <[u8]>::to_ascii_uppercase);
    "white-space-collapsed" "removed everywhere" fields, Values |w, only| w.values(only, |value| {
        as_text(value, |text| text.split_whitespace().collect())
    });
}

/// The slip of that name and way.
pub fn slip(id: &str, way: &str) -> Option<&'static Slip> {
    SLIPS.iter().find(|slip| slip.id == id && slip.way == way)
}
