//! A comparison in Markdown.

use std::fmt::Write as _;

use super::news::News;
use super::{Cell, Comparison, Row};
use crate::lang::Lang;
use crate::report::markdown::inline;
use crate::report::severity::Severity;
use crate::report::text::{self, Word};

/// Writes the comparison, and the news if there are any, at the end of `page`.
pub fn write(comparison: &Comparison<'_>, news: &[News], lang: Lang, page: &mut String) {
    for news in news {
        write_news(news, lang, page);
    }
    let names: Vec<String> = comparison.names.iter().map(|name| inline(name)).collect();
    let rule = " --- |".repeat(names.len());
    let head = names.join(" | ");
    if names.len() > 1 {
        let n = comparison.differing.len();
        let _ = writeln!(page, "## {}\n", lang.pick(format!("Where they differ · {n}"), format!("不同之处 · {n}")));
        rows(&comparison.differing, &head, &rule, lang, page);
    }
    let n = comparison.all_fail.len();
    let title = if names.len() > 1 {
        lang.pick(format!("All fail · {n}"), format!("全部失败 · {n}"))
    } else {
        lang.pick(format!("Failures · {n}"), format!("失败 · {n}"))
    };
    let _ = writeln!(page, "## {title}\n");
    rows(&comparison.all_fail, &head, &rule, lang, page);
    let alike = comparison.alike;
    let _ = writeln!(
        page,
        "{}\n",
        lang.pick(format!("{alike} vectors: no difference."), format!("{alike} 个向量无差异。"))
    );
    let _ = writeln!(page, "| | {head} |\n| --- |{rule}");
    let mut line = |label: &str, value: &dyn Fn(usize) -> String| {
        let values: Vec<String> = (0..names.len()).map(value).collect();
        let _ = writeln!(page, "| {label} | {} |", values.join(" | "));
    };
    let reports = comparison.reports;
    line(Word::Vectors.text(lang), &|at| reports[at].summary.vectors.to_string());
    line(text::outcome(crate::outcome::Outcome::Passed, lang), &|at| reports[at].summary.passed.to_string());
    line(text::outcome(crate::outcome::Outcome::Skipped, lang), &|at| reports[at].summary.skipped.to_string());
    for severity in Severity::ALL {
        let label = format!("{} · {}", Word::Failures.text(lang), text::severity(severity.as_str(), lang));
        line(&label, &|at| Comparison::failures(&reports[at], severity).to_string());
    }
    line("payspec", &|at| inline(&reports[at].version));
    line(lang.pick("suite", "测试集哈希"), &|at| {
        format!("`{}`", reports[at].suite.hash.get(..12).unwrap_or_default())
    });
    line(lang.pick("exit code", "退出码"), &|at| reports[at].exit_code.code().to_string());
    page.push('\n');
}

fn rows(rows: &[Row<'_>], head: &str, rule: &str, lang: Lang, page: &mut String) {
    if rows.is_empty() {
        return;
    }
    let (vector, severity) = lang.pick(("vector", "severity"), ("向量", "严重程度"));
    let _ = writeln!(page, "| {vector} | {severity} | {head} |\n| --- | --- |{rule}");
    for row in rows {
        let cells: Vec<String> = row.cells.iter().map(|of| cell(*of, lang)).collect();
        let severity = text::severity(row.vector.severity.as_str(), lang);
        let _ = writeln!(page, "| `{}` | {severity} | {} |", row.vector.id, cells.join(" | "));
    }
    page.push('\n');
}

/// What an implementation did, in a word or two.
pub(super) fn cell(cell: Option<Cell>, lang: Lang) -> String {
    let Some(cell) = cell else {
        return "–".to_owned();
    };
    let outcome = text::outcome(cell.outcome, lang);
    match cell.handling {
        Some(handling) => format!("{outcome} ({})", text::handling(handling, lang)),
        None if cell.outcome.fails() => format!("**{outcome}**"),
        None => outcome.to_owned(),
    }
}

fn write_news(news: &News, lang: Lang, page: &mut String) {
    let title = lang.pick("New since then", "与上次相比");
    let _ = writeln!(page, "## {title} · {}\n", inline(&news.name));
    if news.other_suite {
        let note =
            lang.pick("The vectors are others: the suites' hashes differ.", "测试集的哈希不同：向量本身有变化。");
        let _ = writeln!(page, "{note}\n");
    }
    for (label, ids) in labelled(news, lang) {
        let _ = writeln!(page, "- {label}: {}", ids.len());
        for id in ids {
            let _ = writeln!(page, "  - `{id}`");
        }
    }
    page.push('\n');
}

/// The lists of a piece of news with their names.
pub(super) fn labelled(news: &News, lang: Lang) -> [(&'static str, &[String]); 5] {
    [
        (lang.pick("new failures", "新增失败"), &news.new_failures),
        (lang.pick("new vectors that fail", "新增且失败的向量"), &news.new_vectors_failing),
        (lang.pick("new passes", "新增通过"), &news.new_passes),
        (lang.pick("new vectors", "新增向量"), &news.new_vectors),
        (lang.pick("vanished vectors", "消失的向量"), &news.vanished),
    ]
}
