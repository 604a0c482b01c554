//! What the terminal shows of an explanation.

use anstyle::{AnsiColor, Style};
use payspec_core::canonical::Fate;
use unicode_width::UnicodeWidthStr;

use super::words::Word;
use super::{Screen, of_core};
use crate::explain::kind::{Family, Provider};
use crate::explain::{Answer, Cause, Explanation, Found, Keys, Made, PAIRS, without_keys};
use crate::lang::Lang;
use crate::report::text::printable;

pub(super) const HEAD: Style = Style::new().bold();
pub(super) const LABEL: Style = Style::new().dimmed();
const GOOD: Style = AnsiColor::Green.on_default().bold();
const BAD: Style = AnsiColor::Red.on_default().bold();

/// Text of a message that obeys no terminal.
pub(super) fn plain(text: &str) -> String {
    printable(text)
}

/// The first line of a result.
pub(super) fn verdict(word: Word, good: bool, screen: &mut Screen<'_>) -> std::io::Result<()> {
    let style = if good { GOOD } else { BAD };
    writeln!(screen.out, "{style}{}{style:#}", word.text(screen.lang))
}

fn heading(word: Word, more: &str, screen: &mut Screen<'_>) -> std::io::Result<()> {
    writeln!(screen.out, "\n{HEAD}{}{HEAD:#}{more}", word.text(screen.lang))
}

/// All of it.
pub(super) fn explanation(found: &Explanation, keys: &Keys, screen: &mut Screen<'_>) -> std::io::Result<()> {
    let lang = screen.lang;
    let title = lang.pick(found.kind.en, found.kind.zh);
    write!(screen.out, "{HEAD}{} {}{HEAD:#} ({title}): ", found.kind.provider.name(), found.kind.name)?;
    let refund = found.kind.family == Family::WechatRefund;
    match &found.answer {
        Answer::Right { algorithm } => {
            let word = if refund { Word::Decrypts } else { Word::SignatureRight };
            writeln!(screen.out, "{GOOD}{}{GOOD:#} ({algorithm})", word.text(lang))?;
        }
        Answer::Wrong { code, .. } => {
            let word = if refund { Word::NotDecrypted } else { Word::SignatureWrong };
            writeln!(screen.out, "{BAD}{}{BAD:#} ({code}: {})", word.text(lang), code.text(of_core(lang)))?;
        }
        Answer::Unsigned => writeln!(screen.out, "{}", Word::Unsigned.text(lang))?,
        Answer::NoKey => writeln!(screen.out, "{}", Word::NoKey.text(lang))?,
    }
    if !refund {
        canonical(found, keys, screen)?;
    }
    invisible(found, screen)?;
    signatures(found, screen)?;
    if let Answer::Wrong { found: search, opened, inside, code } = &found.answer {
        if refund {
            writeln!(screen.out, "\n{LABEL}{}{LABEL:#}: {}", Word::Mend.text(lang), code.mend(of_core(lang)))?;
        } else if search.causes.is_empty() {
            super::explain::nothing_fits(found, search, *opened, inside.is_some(), screen)?;
        } else {
            causes(found, search, screen)?;
        }
    }
    Ok(())
}

fn canonical(found: &Explanation, keys: &Keys, screen: &mut Screen<'_>) -> std::io::Result<()> {
    let lang = screen.lang;
    let text = String::from_utf8_lossy(&found.canonical);
    let tail = if found.with_key { "&key=…" } else { "" };
    let more = format!(" ({} {})", found.canonical.len(), Word::Bytes.text(lang));
    heading(Word::Canonical, &more, screen)?;
    writeln!(screen.out, "{}{tail}", plain(&without_keys(&text, keys)))?;
    if found.kind.family == Family::AlipayResponse {
        return writeln!(screen.out, "{LABEL}{}{LABEL:#}", Word::NodeText.text(lang));
    }
    heading(Word::Trace, "", screen)?;
    let width = found.steps.iter().map(|step| step.name.width()).max().unwrap_or(0);
    for step in &found.steps {
        let place = step.place.map_or_else(|| "-".to_owned(), |place| place.to_string());
        let pad = " ".repeat(width.saturating_sub(step.name.width()));
        let value = match step.fate {
            Fate::Taken => plain(&without_keys(&step.value, keys)),
            Fate::LeftOutByName => format!("{LABEL}{}{LABEL:#}", Word::LeftOutByName.text(lang)),
            Fate::LeftOutEmpty => format!("{LABEL}{}{LABEL:#}", Word::LeftOutEmpty.text(lang)),
        };
        writeln!(screen.out, "{place:>3}  {}{pad}  {value}", plain(&step.name))?;
    }
    Ok(())
}

fn invisible(found: &Explanation, screen: &mut Screen<'_>) -> std::io::Result<()> {
    if found.invisible.is_empty() {
        return Ok(());
    }
    let lang = screen.lang;
    heading(Word::Invisible, "", screen)?;
    for one in &found.invisible {
        let code = format!("U+{:04X}", u32::from(one.character));
        let what = one.what.text(of_core(lang));
        let field = if one.field.is_empty() { "-" } else { &one.field };
        let place = |word: Word, at: usize| word.text(lang).replace("{n}", &at.to_string());
        let input = one.offset.map_or_else(String::new, |offset| place(Word::InInput, offset));
        writeln!(screen.out, "  {}  {code} {what}, {}{input}", plain(field), place(Word::InValue, one.at))?;
    }
    Ok(())
}

fn signatures(found: &Explanation, screen: &mut Screen<'_>) -> std::io::Result<()> {
    let lang = screen.lang;
    if found.kind.family == Family::WechatRefund {
        return Ok(());
    }
    writeln!(screen.out)?;
    let mut line = |word: Word, value: &str| {
        let label = word.text(lang);
        let pad = " ".repeat(20_usize.saturating_sub(label.width()));
        writeln!(screen.out, "{LABEL}{label}{LABEL:#}{pad}{value}")
    };
    line(Word::Hash, found.hash)?;
    if let Some(digest) = &found.digest {
        line(Word::HashOfString, digest)?;
    }
    if let Answer::Wrong { inside: Some((name, digest)), .. } = &found.answer {
        line(Word::Inside, &format!("{digest} ({name})"))?;
    }
    if let Some(expected) = &found.expected {
        line(Word::Expected, expected)?;
    }
    if let Some(given) = &found.given {
        line(Word::Given, &plain(given))?;
    }
    Ok(())
}

fn causes(found: &Explanation, search: &Found, screen: &mut Screen<'_>) -> std::io::Result<()> {
    let lang = screen.lang;
    heading(Word::Why, "", screen)?;
    let Some((first, others)) = search.causes.split_first() else { return Ok(()) };
    if first.made.len() > 1 {
        writeln!(screen.out, "{}", Word::Together.text(lang))?;
    }
    for made in &first.made {
        mistake(made, found.kind.provider, screen)?;
    }
    // The same mistake in another way says nothing new.
    let mut named = vec![first.id()];
    let others: Vec<&Cause> = others
        .iter()
        .filter(|cause| {
            let fresh = !named.contains(&cause.id());
            named.push(cause.id());
            fresh
        })
        .collect();
    if !others.is_empty() {
        writeln!(screen.out, "{LABEL}{}{LABEL:#}", Word::SameEffect.text(lang))?;
        for cause in others {
            let texts: Vec<&str> = cause.made.iter().map(|made| made.mistake.text(of_core(lang))).collect();
            writeln!(screen.out, "  {}: {}", cause.id(), texts.join("; "))?;
        }
    }
    // Another key is the merchant's own setting; all else happened to the message.
    let only_key = first.made.iter().all(|made| made.mistake.id() == "another-key");
    if found.kind.is_inbound() && !only_key {
        writeln!(screen.out, "\n{}", Word::Inbound.text(lang))?;
    }
    tried(search, screen)
}

/// A mistake with its mend.
fn mistake(made: &Made, provider: Provider, screen: &mut Screen<'_>) -> std::io::Result<()> {
    let lang = screen.lang;
    let core = of_core(lang);
    let clauses = made.mistake.clauses(Some(provider)).join(", ");
    writeln!(screen.out, "  {BAD}{}{BAD:#} ({clauses})", made.mistake.id())?;
    writeln!(screen.out, "    {}{}", made.mistake.text(core), details(made, lang))?;
    writeln!(screen.out, "    {LABEL}{}{LABEL:#}: {}", Word::Mend.text(lang), made.mistake.mend(core))
}

/// In what way and in which fields.
fn details(made: &Made, lang: Lang) -> String {
    let mut details: Vec<String> = Vec::new();
    if !made.detail(of_core(lang)).is_empty() {
        details.push(made.detail(of_core(lang)).to_owned());
    }
    if !made.fields.is_empty() {
        details.push(format!("{} {}", Word::OnlyIn.text(lang), plain(&made.fields.join(", "))));
    }
    if details.is_empty() { String::new() } else { format!(" ({})", details.join("; ")) }
}

pub(super) fn tried(search: &Found, screen: &mut Screen<'_>) -> std::io::Result<()> {
    let text = Word::Tried.text(screen.lang);
    let text = text
        .replace("{s}", &search.singles.to_string())
        .replace("{p}", &search.pairs.to_string())
        .replace("{q}", &search.pairs_possible.to_string())
        .replace("{b}", &PAIRS.to_string());
    writeln!(screen.out, "\n{LABEL}{text}{LABEL:#}")
}
