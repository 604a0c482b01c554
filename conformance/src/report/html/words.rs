//! Text in both languages at once; the style sheet shows one of them.

use maud::{Markup, html};

use crate::lang::Lang;
use crate::report::text::Word;

/// Two texts that say the same.
pub(crate) fn both(en: &str, zh: &str) -> Markup {
    if en == zh {
        return html! { (en) };
    }
    html! { span lang="en" { (en) } span lang="zh" { (zh) } }
}

/// What a function of the language says.
pub(crate) fn each(of: impl Fn(Lang) -> String) -> Markup {
    both(&of(Lang::En), &of(Lang::Zh))
}

/// A fixed word.
pub(crate) fn word(word: Word) -> Markup {
    both(word.text(Lang::En), word.text(Lang::Zh))
}
