//! What was found, for a person at a terminal.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use payspec_vectors::flags;

use super::divergence::{Divergence, Kind};
use super::{Fuzzed, file};
use crate::lang::Lang;
use crate::report::text;

const BAD: Style = AnsiColor::Red.on_default().bold();
const GOOD: Style = AnsiColor::Green.on_default().bold();
const WARN: Style = AnsiColor::Yellow.on_default();
const DIM: Style = Style::new().dimmed();
const STRONG: Style = Style::new().bold();

pub(super) fn tell(fuzzed: &Fuzzed, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let caught = &fuzzed.caught;
    if !caught.found.is_empty() {
        writeln!(out, "\n{STRONG}{}{STRONG:#}", lang.pick("Divergences, the worst first", "差异(按严重程度排列)"))?;
    }
    for found in &caught.found {
        divergence(found, lang, out)?;
    }
    for path in &fuzzed.files {
        let quoted = shlex::try_quote(&path.to_string_lossy()).map_or_else(|_| path.display().to_string(), Into::into);
        writeln!(out, "{DIM}payspec run{} --vectors {quoted}{DIM:#}", adapter(fuzzed))?;
    }
    if caught.disputed > 0 {
        let times = caught.disputed;
        let words = lang.pick(
            format!("{times} cases were set aside, as payspec disagrees with itself about them; please report them:"),
            format!("{times} 个用例因 payspec 自身判断不一致而搁置;请向我们报告:"),
        );
        writeln!(out, "\n{WARN}{words}{WARN:#}")?;
        for vector in &caught.disputes {
            writeln!(out, "{DIM}{} {}{DIM:#}", vector.op, file::test(vector))?;
        }
    }
    if caught.left_out > 0 {
        let times = caught.left_out;
        let words = lang.pick(
            format!("{times} more cases diverge in ways of their own and are not listed; --op divides them"),
            format!("另有 {times} 个用例的差异各不相同,未列出;可用 --op 分开查看"),
        );
        writeln!(out, "{WARN}{words}{WARN:#}")?;
    }
    if caught.unanswered > 0 {
        let times = caught.unanswered;
        let words = lang.pick(
            format!("{times} requests got no answer, and nobody knows which of them broke it"),
            format!("{times} 个请求没有应答,无法确定由哪一个引起"),
        );
        writeln!(out, "{WARN}{words}{WARN:#}")?;
    }
    if let Some(how) = &caught.given_up {
        writeln!(out, "{BAD}{}{BAD:#}", text::breach(how, lang))?;
    }
    writeln!(out, "\n{}", sum(fuzzed, lang))
}

fn divergence(found: &Divergence, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let vector = file::vector(found);
    let severity = text::severity(found.severity(), lang);
    let style = if found.severity() == "interop" { WARN } else { BAD };
    let times = lang.pick(counted(found.times, "case"), format!("{} 个用例", found.times));
    writeln!(
        out,
        "{style}{severity}{style:#} · {} · {STRONG}{}{STRONG:#} {DIM}({times}){DIM:#}",
        vector.op,
        found.kind.text(lang)
    )?;
    for flag in vector.flags.iter().filter_map(|flag| flags().get(flag)) {
        let (mistake, effect) = lang.pick((&flag.en, &flag.effect_en), (&flag.zh, &flag.effect_zh));
        if found.kind == Kind::ForgedAccepted {
            writeln!(out, "  {mistake} {effect}")?;
        } else {
            writeln!(out, "  {mistake}")?;
        }
    }
    writeln!(out, "  {DIM}{}{DIM:#}", vector.id)
}

fn counted(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

fn adapter(fuzzed: &Fuzzed) -> String {
    let quoted = |command: &String| shlex::try_quote(command).map_or_else(|_| command.clone(), Into::into);
    fuzzed.command.as_ref().map(|command| format!(" --adapter {}", quoted(command))).unwrap_or_default()
}

/// The last line: how much was asked, how fast, and how to have the same again.
fn sum(fuzzed: &Fuzzed, lang: Lang) -> String {
    let caught = &fuzzed.caught;
    let asked: u64 = caught.asked.values().sum();
    let seconds = caught.elapsed.as_secs_f64();
    let rate = asked as f64 / seconds.max(0.001);
    let found = caught.found.len();
    let style = if fuzzed.exit == crate::exit::Exit::AsExpected { GOOD } else { BAD };
    let verdict = match (found, asked) {
        (0, 0) => lang.pick("nothing was judged".to_owned(), "没有任何用例被评判".to_owned()),
        (0, _) => lang.pick("no divergence".to_owned(), "没有差异".to_owned()),
        _ => lang.pick(counted(found, "divergence"), format!("{found} 处差异")),
    };
    let who = caught.hello.as_ref().map(|hello| format!("{} {}", hello.name, hello.version)).unwrap_or_default();
    let counts = lang.pick(
        format!("{asked} cases over {} operations, {seconds:.1} s, {rate:.0} a second", caught.asked.len()),
        format!("{} 个操作共 {asked} 个用例,{seconds:.1} 秒,每秒 {rate:.0} 个", caught.asked.len()),
    );
    let (seed, made) = (fuzzed.plan.options.seed, caught.made);
    format!("{style}{verdict}{style:#} · {} · {counts} {DIM}· --seed {seed} --cases {made}{DIM:#}", who.trim())
}
