//! A comparison as a part of the HTML page.

use maud::{Markup, html};

use super::markdown::labelled;
use super::news::News;
use super::{Cell, Comparison, Row};
use crate::lang::Lang;
use crate::report::html::{both, each};
use crate::report::text;

/// The differences and the news; nothing for a single report without news.
pub(crate) fn side_by_side(comparison: &Comparison<'_>, news: &[News]) -> Markup {
    html! {
        @for news in news { (what_is_new(news)) }
        @if comparison.names.len() > 1 {
            h2 { (both("Where they differ", "不同之处")) " · " (comparison.differing.len()) }
            (rows(&comparison.differing, &comparison.names))
            h2 { (both("All fail", "全部失败")) " · " (comparison.all_fail.len()) }
            (rows(&comparison.all_fail, &comparison.names))
        }
    }
}

fn rows(rows: &[Row<'_>], names: &[String]) -> Markup {
    if rows.is_empty() {
        return html! {};
    }
    html! {
        div.scroll.low-box {
            table.compare {
                tr {
                    th { (both("vector", "向量")) }
                    th { (both("severity", "严重程度")) }
                    @for name in names { th { (name) } }
                }
                @for row in rows {
                    @let severity = row.vector.severity;
                    tr {
                        td title=(row.vector.about) { code { (row.vector.id) } }
                        td class=(severity) { (each(|lang| text::severity(severity.as_str(), lang).to_owned())) }
                        @for cell in &row.cells { (one(*cell)) }
                    }
                }
            }
        }
    }
}

fn one(cell: Option<Cell>) -> Markup {
    let Some(cell) = cell else {
        return html! { td.dim { "–" } };
    };
    let class = if cell.outcome.fails() { "bad" } else { "" };
    html! {
        td class=(class) {
            (each(|lang| text::outcome(cell.outcome, lang).to_owned()))
            @if let Some(handling) = cell.handling {
                " (" (each(|lang| text::handling(handling, lang).to_owned())) ")"
            }
        }
    }
}

fn what_is_new(news: &News) -> Markup {
    let lists = labelled(news, Lang::En).into_iter().zip(labelled(news, Lang::Zh));
    html! {
        h2 { (both("New since then", "与上次相比")) " · " (news.name) }
        @if news.other_suite {
            p { (both("The vectors are others: the suites' hashes differ.", "测试集的哈希不同：向量本身有变化。")) }
        }
        @for ((en, ids), (zh, _)) in lists {
            @if ids.is_empty() {
                p.dim { (both(en, zh)) ": 0" }
            } @else {
                details open[ids.len() <= 50] {
                    summary { (both(en, zh)) ": " (ids.len()) }
                    ul { @for id in ids { li { code { (id) } } } }
                }
            }
        }
    }
}
