//! One failure on the page.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{Markup, html};
use serde_json::Value;

use super::{Found, both, each, outcome, word};
use crate::lang::Lang;
use crate::report::diff::{Hunk, Piece, compare, visible};
use crate::report::said::{came, expected, known_mistake};
use crate::report::text::{self, Word, printable};
use crate::report::{Canonical, Exchange, VectorReport};

/// How many characters of a message are shown; the JSON report has all of it.
const SHOWN: usize = 20_000;

pub(super) fn article(found: &Found<'_>) -> Markup {
    let Found { report, name, vector } = found;
    let severity = vector.severity;
    html! {
        article class={ "finding " (severity) } data-suite=(vector.suite) data-flags=(vector.flags.join(" "))
            data-impl=(name) data-severity=(severity) data-outcome=(outcome(vector)) data-id=(vector.id) {
            h3 {
                span class={ "badge " (severity) } { (each(|lang| text::severity(severity.as_str(), lang).to_owned())) }
                span.bad { (each(|lang| text::outcome(vector.outcome, lang).to_owned())) }
                span.id { (vector.id) }
                span.dim { (vector.op) " · " (each(|lang| text::result(&vector.result, lang).to_owned())) " · " (name) }
            }
            p { (vector.about) }
            @if let Some(entry) = report.entry_of(vector) {
                p.ok { (word(Word::KnownFailures)) ": " (entry.reason) " · " (entry.owner) " · " (entry.link) " · → " (entry.until) }
            }
            @for (name, flag) in vector.known_flags() {
                p { code { (name) } " " (both(&flag.en, &flag.zh)) " " span.effect { (both(&flag.effect_en, &flag.effect_zh)) } }
            }
            h4 { (word(Word::Why)) }
            @for problem in &vector.problems { p { (each(|lang| printable(&text::problem(problem, lang)))) } }
            @if let (Some(en), Some(zh)) = (known_mistake(vector, Lang::En), known_mistake(vector, Lang::Zh)) {
                h4 { (word(Word::Mistake)) }
                p { (both(&printable(&en), &printable(&zh))) }
            }
            @if let Some(exchange) = &vector.exchange { (exchanged(vector, exchange)) }
            p.dim {
                (word(Word::Clauses)) ": "
                @for clause in &vector.clauses {
                    @let text = payspec_vectors::clauses().get(clause).map_or("", |clause| clause.text.as_str());
                    code title=(text) { (clause) } " "
                }
            }
        }
    }
}

fn exchanged(vector: &VectorReport, exchange: &Exchange) -> Markup {
    html! {
        h4 { (word(Word::Sent)) }
        @for (name, text) in messages(&exchange.sent) {
            span.dim { (name) }
            pre { (cut(&text)) }
        }
        details open[messages(&exchange.sent).is_empty()] {
            summary { (both("the whole request", "完整请求")) }
            pre { (cut(&serde_json::to_string_pretty(&exchange.sent).unwrap_or_default())) }
        }
        h4 { (word(Word::Came)) }
        pre { (each(|lang| came(exchange.came.as_ref(), lang))) }
        h4 { (word(Word::Expected)) }
        pre { (each(|lang| expected(&vector.result, &exchange.expected, lang))) }
        @if let Some(canonical) = &exchange.canonical { (string(canonical)) }
        h4 { (word(Word::Repeat)) }
        div.command {
            pre { (exchange.repeat) }
            button.copy type="button" hidden { (both("copy", "复制")) }
        }
    }
}

/// The messages among the input, as they are sent: bodies decoded, bytes that are no text as `\xNN`.
fn messages(sent: &Value) -> Vec<(String, String)> {
    let members = sent.as_object().into_iter().flatten();
    members
        .filter_map(|(name, value)| {
            let text = value.as_str()?;
            if let Some(short) = name.strip_suffix("_b64") {
                return Some((short.to_owned(), as_text(&STANDARD.decode(text).ok()?)));
            }
            (name == "query").then(|| (name.clone(), text.to_owned()))
        })
        .collect()
}

fn as_text(bytes: &[u8]) -> String {
    bytes.utf8_chunks().fold(String::new(), |mut text, chunk| {
        for c in chunk.valid().chars() {
            // Lines stay lines; whatever else cannot be seen is escaped.
            if c.is_control() && c != '\n' {
                text.extend(c.escape_default());
            } else {
                text.push(c);
            }
        }
        chunk.invalid().iter().for_each(|byte| text += &format!("\\x{byte:02x}"));
        text
    })
}

fn cut(text: &str) -> String {
    crate::report::said::shorten(text, SHOWN)
}

fn string(canonical: &Canonical) -> Markup {
    let hunks = canonical.got.as_ref().map(|got| compare(&canonical.expected, got)).unwrap_or_default();
    html! {
        h4 { (word(Word::Canonical)) }
        @if !hunks.is_empty() {
            p { del { (both("expected", "期望")) } " " ins { (both("got", "实际")) } }
            @for hunk in hunks { (difference(&hunk)) }
            details {
                summary { (both("both strings whole", "两个完整的字符串")) }
                pre { (cut(&visible(&canonical.expected))) }
                pre { (cut(&visible(canonical.got.as_deref().unwrap_or_default()))) }
            }
        } @else {
            pre { (cut(&visible(&canonical.expected))) }
        }
    }
}

fn difference(hunk: &Hunk) -> Markup {
    let hex = |text: &str| text.bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ");
    html! {
        span.dim { (both("at byte ", "位于字节 ")) (hunk.byte) }
        pre {
            @if hunk.cut_before { "…" }
            @for piece in &hunk.pieces {
                @match piece {
                    Piece::Same(text) => (visible(text)),
                    Piece::Changed { expected, got } => {
                        @if !expected.is_empty() { del title=(hex(expected)) { (visible(expected)) } }
                        @if !got.is_empty() { ins title=(hex(got)) { (visible(got)) } }
                    }
                }
            }
            @if hunk.cut_after { "…" }
            @for piece in &hunk.pieces {
                @if let Piece::Changed { expected, got } = piece {
                    "\n" del { (cut(&hex(expected))) } " → " ins { (cut(&hex(got))) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_message_is_shown_as_it_is_sent() {
        let sent = json!({"body_b64": "PGE+CgD/PC9hPg==", "key": "k", "query": "a=%2B"});
        let shown = messages(&sent);
        assert_eq!(shown[0], ("body".to_owned(), "<a>\n\\u{0}\\xff</a>".to_owned()));
        assert_eq!(shown[1], ("query".to_owned(), "a=%2B".to_owned()));
        assert_eq!(shown.len(), 2);
    }

    #[test]
    fn a_difference_is_told_by_its_bytes() {
        let markup = difference(&compare("a=1&b=测", "a=2&b=测")[0]).into_string();
        assert!(markup.contains("<del title=\"31\">1</del><ins title=\"32\">2</ins>&amp;b=测"), "{markup}");
    }
}
