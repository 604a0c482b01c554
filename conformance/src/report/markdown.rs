//! Markdown, for a step summary or a comment: the counts, then every failure, the worst first.

use std::fmt::Write as _;
use std::io;

use super::said::{self, shorten};
use super::severity::Severity;
use super::text::{self, Word, printable};
use super::{Counts, Report, Reporter, VectorReport};
use crate::compare::{self, Comparison};
use crate::exit::Exit;
use crate::lang::Lang;
use crate::outcome::Outcome;

/// How many characters of a value are shown: step summaries are cut at 1 MiB.
const SHOWN: usize = 400;

/// Writes Markdown.
#[derive(Clone, Copy, Debug)]
pub struct Markdown {
    /// The language.
    pub lang: Lang,
}

impl Reporter for Markdown {
    fn write(&self, reports: &[Report], out: &mut dyn io::Write) -> io::Result<()> {
        let mut page = String::new();
        if reports.len() > 1 {
            compare::markdown::write(&Comparison::of(reports), &[], self.lang, &mut page);
        }
        for report in reports {
            self.one(report, &mut page);
        }
        out.write_all(page.as_bytes())
    }
}

impl Markdown {
    fn one(&self, report: &Report, page: &mut String) {
        let lang = self.lang;
        let who = report.who().map_or_else(|| Word::BuiltIn.text(lang).to_owned(), |who| inline(&who));
        let mark = if report.exit_code == Exit::AsExpected { "✅" } else { "❌" };
        let _ = writeln!(page, "## {mark} payspec · {who} · {}\n", text::verdict(report, lang));
        self.table(report, page);
        for entry in report.broken_entries() {
            let why: Vec<String> = entry.breaches.iter().map(|breach| text::entry_breach(breach, lang)).collect();
            let head = Word::KnownFailures.text(lang);
            let _ = writeln!(page, "- ❌ {head}: {} — {}", code(&entry.vectors), inline(&why.join("; ")));
        }
        for severity in Severity::ALL {
            let own: Vec<&VectorReport> = report.wrong().filter(|vector| vector.severity == severity).collect();
            if own.is_empty() {
                continue;
            }
            let word = text::severity(severity.as_str(), lang);
            let _ = writeln!(page, "\n### {word} · {}\n", own.len());
            own.into_iter().for_each(|vector| self.finding(report, vector, page));
        }
        let run = &report.run;
        let shard = report.gate.shard.map_or_else(String::new, |shard| format!(" · shard {shard}"));
        let (version, hash) = (&report.version, &report.suite.hash);
        let _ = writeln!(
            page,
            "\n<sub>payspec {version} · suite {hash}{shard} · seed {} · {:.2} s · exit {}</sub>\n",
            run.seed,
            run.elapsed_ms as f64 / 1000.0,
            report.exit_code.code()
        );
    }

    fn table(&self, report: &Report, page: &mut String) {
        let lang = self.lang;
        let outcomes = [Outcome::Passed, Outcome::Failed, Outcome::Fault, Outcome::Unstable, Outcome::Skipped];
        let words = outcomes.map(|outcome| text::outcome(outcome, lang)).join(" | ");
        let (suite, vectors) = (Word::Suite.text(lang), Word::Vectors.text(lang));
        let _ = writeln!(page, "| {suite} | {vectors} | {words} |\n| --- | --: | --: | --: | --: | --: | --: |");
        let mut row = |name: &str, c: &Counts| {
            let _ = writeln!(
                page,
                "| {name} | {} | {} | {} | {} | {} | {} |",
                c.vectors, c.passed, c.failed, c.faults, c.unstable, c.skipped
            );
        };
        // A suite that is all right says nothing that the total does not.
        for suite in report.suites.iter().filter(|suite| suite.counts.wrong() > 0) {
            row(&inline(&suite.name), &suite.counts);
        }
        row(&format!("**{}**", Word::Total.text(lang)), &report.summary);
        let _ = writeln!(page);
    }

    fn finding(&self, report: &Report, vector: &VectorReport, page: &mut String) {
        let lang = self.lang;
        let known = report.entry_of(vector).map_or_else(String::new, |entry| {
            let (head, reason) = (Word::KnownFailures.text(lang), inline(&entry.reason));
            format!(" · {head}: {reason} ({}, → {})", inline(&entry.owner), entry.until)
        });
        let outcome = text::outcome(vector.outcome, lang);
        let about = inline(&vector.about);
        let _ =
            writeln!(page, "<details><summary><b>{outcome}</b> <code>{}</code> {about}{known}</summary>\n", vector.id);
        let mut item = |label: Word, value: &str| {
            if !value.is_empty() {
                let _ = writeln!(page, "- {}: {value}", label.text(lang));
            }
        };
        for (name, flag) in vector.known_flags() {
            item(Word::Flag, &format!("`{name}`: {}", inline(lang.pick(&flag.en, &flag.zh))));
            item(Word::Effect, &inline(lang.pick(&flag.effect_en, &flag.effect_zh)));
        }
        item(Word::Clauses, &inline(&vector.clauses.join(", ")));
        for problem in &vector.problems {
            item(Word::Why, &inline(&shorten(&printable(&text::problem(problem, lang)), SHOWN)));
        }
        if let Some(known) = said::known_mistake(vector, lang) {
            item(Word::Mistake, &inline(&printable(&known)));
        }
        if let Some(exchange) = &vector.exchange {
            item(Word::Sent, &code(&shorten(&said::shown(&exchange.sent), SHOWN)));
            item(Word::Came, &code(&shorten(&said::came(exchange.came.as_ref(), lang), SHOWN)));
            let expected = said::expected(&vector.result, &exchange.expected, lang);
            item(Word::Expected, &code(&shorten(&expected, SHOWN)));
            item(Word::Repeat, &code(&exchange.repeat));
        }
        let _ = writeln!(page, "\n</details>");
    }
}

/// Text that stays text: nothing in it is taken for Markdown or HTML.
pub(crate) fn inline(text: &str) -> String {
    printable(text).chars().fold(String::new(), |mut out, c| {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '|' => out.push_str("&#124;"),
            '@' => out.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '~' | '!' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
        out
    })
}

/// A code span that no backtick in the text can end.
pub(crate) fn code(text: &str) -> String {
    let text = printable(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    format!("{fence} {text} {fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_said_becomes_markup() {
        assert_eq!(inline("<b>|*@a*\n"), "&lt;b&gt;&#124;\\*&#64;a\\*\\\\n");
        assert_eq!(code("a``b"), "``` a``b ```");
    }
}
