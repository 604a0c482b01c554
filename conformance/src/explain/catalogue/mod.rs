//! The known mistakes, each with a permanent name, its text and mend in both languages, and what it changes in the
//! recipe. This is the one list: the search, the reports and `payspec explain NAME` read it.

mod fields;
mod hash;
mod json;
mod key;
mod names;
mod order;
mod response;
mod spelling;
mod values;

use std::ops::BitOr;

use payspec_core::finding::Lang;

use super::draft::{Draft, Item};
use super::kind::{Family, Provider};
use super::read::Material;

/// The families of messages in which a mistake can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct On(u16);

impl On {
    pub(crate) const WX_REQUEST: On = On(1);
    pub(crate) const WX_INBOUND: On = On(2);
    pub(crate) const WX_LINK: On = On(4);
    pub(crate) const WX_JSAPI: On = On(8);
    pub(crate) const WX_APP: On = On(16);
    pub(crate) const ALI_REQUEST: On = On(32);
    pub(crate) const ALI_INBOUND: On = On(64);
    pub(crate) const ALI_RESPONSE: On = On(128);
    pub(crate) const XML: On = On(3);
    pub(crate) const CALL_UP: On = On(8 + 16);
    pub(crate) const WX: On = On(31);
    pub(crate) const ALI_FORM: On = On(32 + 64);
    pub(crate) const ALI: On = On(32 + 64 + 128);
    pub(crate) const FIELDS: On = On(31 + 32 + 64);
    pub(crate) const ALL: On = On(255);

    const fn bit(family: Family) -> u16 {
        match family {
            Family::WechatRequest => 1,
            Family::WechatInbound => 2,
            Family::WechatLink => 4,
            Family::WechatJsapi => 8,
            Family::WechatApp => 16,
            Family::AlipayRequest => 32,
            Family::AlipayInbound => 64,
            Family::AlipayResponse => 128,
            Family::WechatRefund => 0,
        }
    }

    pub(crate) const fn and(self, other: On) -> On {
        On(self.0 | other.0)
    }

    pub(crate) fn has(self, family: Family) -> bool {
        self.0 & Self::bit(family) != 0
    }
}

impl BitOr for On {
    type Output = On;
    fn bitor(self, other: On) -> On {
        On(self.0 | other.0)
    }
}

/// One change of the recipe.
#[derive(Clone, Copy)]
pub(crate) enum Act {
    /// Anything.
    Recipe(fn(&mut Draft<'_>)),
    /// Which fields take part; done before values change.
    Select(fn(&mut Draft<'_>)),
    /// What a value becomes, `None` where it stays. Tried on all values and on each alone.
    Value(fn(&Material, &Item<'_>) -> Option<Vec<u8>>),
    /// The same, tried on each value alone only.
    OneValue(fn(&Material, &Item<'_>) -> Option<Vec<u8>>),
    /// One field that takes part is treated otherwise.
    Each(fn(&mut Draft<'_>, usize)),
    /// Something with each of the other keys that were given.
    OtherKey(fn(&mut Draft<'_>, &[u8])),
}

/// One of the ways in which a mistake is made: libraries and languages differ in detail.
pub(crate) struct Way {
    pub(crate) act: Act,
    pub(crate) en: &'static str,
    pub(crate) zh: &'static str,
}

impl Way {
    /// Whether it can change how the string is hashed.
    pub(crate) fn rehashes(&self) -> bool {
        matches!(self.act, Act::Recipe(_) | Act::OtherKey(_))
    }
}

/// A known mistake.
pub struct Mistake {
    id: &'static str,
    pub(crate) rank: u8,
    pub(crate) on: On,
    clauses: &'static str,
    pub(crate) ways: &'static [Way],
    en: &'static str,
    zh: &'static str,
    mend_en: &'static str,
    mend_zh: &'static str,
}

impl Mistake {
    /// The permanent name, as `empty-values-kept`.
    pub fn id(&self) -> &'static str {
        self.id
    }

    /// What was done, in one sentence.
    pub fn text(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Zh => self.zh,
        }
    }

    /// What to do instead.
    pub fn mend(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.mend_en,
            Lang::Zh => self.mend_zh,
        }
    }

    /// The clauses of the fact sheets for that provider, or for both.
    pub fn clauses(&self, provider: Option<Provider>) -> Vec<&'static str> {
        let prefix = match provider {
            None => "",
            Some(Provider::Wechat) => "WX-",
            Some(Provider::Alipay) => "ALI-",
        };
        let of = |prefix: &str| {
            let list = self.clauses.split_ascii_whitespace();
            list.filter(|clause| clause.starts_with(prefix)).collect::<Vec<_>>()
        };
        let own = of(prefix);
        if own.is_empty() { of("") } else { own }
    }

    /// Which providers' messages it is known for.
    pub fn providers(&self) -> Vec<Provider> {
        let both = [(Provider::Wechat, On::WX), (Provider::Alipay, On::ALI)];
        both.into_iter().filter(|(_, on)| self.on.0 & on.0 != 0).map(|(provider, _)| provider).collect()
    }
}

impl std::fmt::Debug for Mistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id)
    }
}

impl PartialEq for Mistake {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

/// Every mistake, grouped by what it is about.
pub fn all() -> impl Iterator<Item = &'static Mistake> {
    [
        fields::LIST,
        names::LIST,
        order::LIST,
        key::LIST,
        hash::LIST,
        values::LIST,
        json::LIST,
        response::LIST,
        spelling::LIST,
    ]
    .into_iter()
    .flatten()
}

/// The mistake of that name.
pub fn find(id: &str) -> Option<&'static Mistake> {
    all().find(|mistake| mistake.id == id)
}

/// A mistake that the catalogue is known to have; its absence would be seen by the tests of this file.
pub(crate) fn known(id: &str) -> &'static Mistake {
    find(id).unwrap_or(&fields::LIST[0])
}

/// A row of the tables: name, rank (smaller is likelier), families, clauses, ways, texts.
macro_rules! mistakes {
    ($( $id:literal $rank:literal $on:expr, $clauses:literal
        [ $( $act:expr $(, $way_en:literal, $way_zh:literal)? );* $(;)? ]
        en $en:literal zh $zh:literal
        mend $mend_en:literal zh $mend_zh:literal ; )*) => {
        pub(super) static LIST: &[$crate::explain::catalogue::Mistake] = &[$(
            $crate::explain::catalogue::Mistake {
                id: $id,
                rank: $rank,
                on: $on,
                clauses: $clauses,
                ways: &[$( $crate::explain::catalogue::Way {
                    act: $act,
                    en: concat!("" $(, $way_en)?),
                    zh: concat!("" $(, $way_zh)?),
                } ),*],
                en: $en,
                zh: $zh,
                mend_en: $mend_en,
                mend_zh: $mend_zh,
            }
        ),*];
    };
}
pub(crate) use mistakes;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_permanent_kebab_case_and_unique() {
        let mut ids: Vec<&str> = all().map(Mistake::id).collect();
        assert!(ids.len() >= 60, "{}", ids.len());
        for id in &ids {
            assert!(id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'), "{id}");
        }
        insta::assert_snapshot!("names", ids.join("\n"));
        ids.sort_unstable();
        let count = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), count);
    }

    #[test]
    fn every_text_is_there_in_both_languages_and_ends_alike() {
        for mistake in all() {
            for lang in [Lang::En, Lang::Zh] {
                for text in [mistake.text(lang), mistake.mend(lang)] {
                    assert!(!text.is_empty() && !text.ends_with(['.', '。']), "{}: {text}", mistake.id);
                }
            }
            let is_chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            assert!(is_chinese(mistake.zh) && is_chinese(mistake.mend_zh), "{}", mistake.id);
            assert!(!mistake.clauses.is_empty(), "{}", mistake.id);
            for way in mistake.ways {
                assert_eq!(way.en.is_empty(), way.zh.is_empty(), "{}", mistake.id);
            }
        }
    }
}
