//! What can be wrong with a message or a call, by whose fault it is: permanent codes, refusals and findings.
//!
//! Every [`Code`] stands once, in a table of this module's files, with its text in English and Chinese, the mend,
//! and the clause of the fact sheets that it comes from. Vectors, reports and `payspec explain` name codes only.

mod field;
mod protocol;

use std::fmt;
use std::ops::Range;

/// All codes, as constants.
pub mod code {
    pub use super::field::*;
    pub use super::protocol::*;
}

/// The languages in which a text can be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lang {
    /// English.
    En,
    /// Simplified Chinese.
    Zh,
}

/// Whose fault a refusal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Blame {
    /// The bytes are no such message.
    Malformed,
    /// The signature is missing or was not made with the key.
    Forged,
    /// The message is what it says, but breaks a rule of its fields or does not pay this order.
    Violation,
    /// The caller's key or argument cannot be used.
    Misuse,
}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The documents differ or advise: the message may work.
    Warning,
    /// The message breaks a rule.
    Error,
}

/// One row of the tables of codes.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) id: &'static str,
    pub(crate) blame: Blame,
    pub(crate) clause: &'static str,
    pub(crate) en: &'static str,
    pub(crate) zh: &'static str,
    pub(crate) mend_en: &'static str,
    pub(crate) mend_zh: &'static str,
}

/// A permanent, kebab-case name for one way to be wrong.
#[derive(Clone, Copy)]
pub struct Code(pub(crate) &'static Entry);

impl Code {
    /// The name, as `xml-doctype`. Never changed, never reused.
    pub fn id(self) -> &'static str {
        self.0.id
    }

    /// Whose fault it is.
    pub fn blame(self) -> Blame {
        self.0.blame
    }

    /// The clause of the fact sheets, or the attack class, that the code comes from.
    pub fn clause(self) -> &'static str {
        self.0.clause
    }

    /// One sentence. `{name}` stands for an argument of the finding.
    pub fn text(self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.0.en,
            Lang::Zh => self.0.zh,
        }
    }

    /// What to do about it.
    pub fn mend(self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.0.mend_en,
            Lang::Zh => self.0.mend_zh,
        }
    }

    /// Every code, in the order of the tables.
    pub fn all() -> impl Iterator<Item = Code> {
        protocol::ALL.iter().chain(field::ALL).copied()
    }

    /// The code of that name.
    pub fn find(id: &str) -> Option<Code> {
        Code::all().find(|code| code.id() == id)
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.0.id == other.0.id
    }
}

impl Eq for Code {}

impl std::hash::Hash for Code {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.id.hash(state);
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.id)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.id)
    }
}

/// Why a message or a call was turned down. Small, and without any text or value of the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong.
    pub code: Code,
    /// Where, as an offset in bytes into the input, if there is one place.
    pub at: Option<usize>,
}

impl Refusal {
    /// A refusal of the whole input.
    pub const fn new(code: Code) -> Self {
        Refusal { code, at: None }
    }

    /// A refusal because of the byte at `at`.
    pub const fn at(code: Code, at: usize) -> Self {
        Refusal { code, at: Some(at) }
    }

    /// Whose fault it is.
    pub fn blame(&self) -> Blame {
        self.code.blame()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code.text(Lang::En))?;
        if let Some(at) = self.at {
            write!(f, " (byte {at})")?;
        }
        Ok(())
    }
}

impl std::error::Error for Refusal {}

/// One broken rule of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong.
    pub code: Code,
    /// Whether the message must not be sent, or the documents differ.
    pub severity: Severity,
    /// The field, as `total_fee` or `biz_content.goods_detail[0].price`.
    pub path: String,
    /// The bytes of the input it is about, if the field is there.
    pub span: Option<Range<usize>>,
    /// The clause that this very rule comes from, as `WX-UO-6`.
    pub clause: &'static str,
    /// What the code's text has in braces: `("limit", "32")`.
    pub args: Vec<(&'static str, String)>,
}

impl Finding {
    /// The sentence in that language, arguments filled in.
    pub fn text(&self, lang: Lang) -> String {
        self.fill(self.code.text(lang))
    }

    /// The mend in that language, arguments filled in.
    pub fn mend(&self, lang: Lang) -> String {
        self.fill(self.code.mend(lang))
    }

    fn fill(&self, template: &str) -> String {
        let mut text = template.replace("{field}", &self.path);
        for (name, value) in &self.args {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }
}

/// Builds a table of codes: the constants and, in `ALL`, their list.
macro_rules! codes {
    ($( $name:ident = $id:literal $blame:ident $clause:literal
        en $en:literal zh $zh:literal
        mend $mend_en:literal zh $mend_zh:literal ; )*) => {
        $(
            #[doc = $en]
            pub const $name: $crate::finding::Code = $crate::finding::Code(&$crate::finding::Entry {
                id: $id,
                blame: $crate::finding::Blame::$blame,
                clause: $clause,
                en: $en,
                zh: $zh,
                mend_en: $mend_en,
                mend_zh: $mend_zh,
            });
        )*
        pub(super) const ALL: &[$crate::finding::Code] = &[$($name),*];
    };
}
pub(crate) use codes;
