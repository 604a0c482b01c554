//! The two languages in which results are told.

use std::fmt;

use clap::ValueEnum;

/// A language of the texts that a user reads of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// English.
    En,
    /// Chinese (simplified).
    Zh,
}

impl Lang {
    /// The language of the system's locale: Chinese for `zh…`, English for everything else.
    #[must_use]
    pub fn of_locale() -> Self {
        Self::of_tag(sys_locale::get_locale().as_deref())
    }

    fn of_tag(tag: Option<&str>) -> Self {
        match tag {
            Some(tag) if tag.to_ascii_lowercase().starts_with("zh") => Self::Zh,
            _ => Self::En,
        }
    }

    /// The one of two texts that is in this language.
    #[must_use]
    pub fn pick<T>(self, en: T, zh: T) -> T {
        match self {
            Self::En => en,
            Self::Zh => zh,
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.pick("en", "zh"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_locales_get_chinese() {
        assert_eq!(Lang::of_tag(Some("zh-CN")), Lang::Zh);
        assert_eq!(Lang::of_tag(Some("zh_TW.UTF-8")), Lang::Zh);
        assert_eq!(Lang::of_tag(Some("en-US")), Lang::En);
        assert_eq!(Lang::of_tag(Some("C")), Lang::En);
        assert_eq!(Lang::of_tag(None), Lang::En);
    }
}
