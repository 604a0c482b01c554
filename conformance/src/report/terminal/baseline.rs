//! The known failures: what they covered, and what is wrong with them.

use std::io::{self, Write};

use super::{BAD, DIM, STRONG, Terminal};
use crate::report::Report;
use crate::report::text::{self, Word, printable};

pub(super) fn write(report: &Report, style: Terminal, out: &mut dyn Write) -> io::Result<()> {
    let Some(baseline) = &report.gate.baseline else {
        return Ok(());
    };
    let lang = style.lang;
    let (file, day) = (printable(&baseline.file), &baseline.as_of);
    let head = Word::KnownFailures.text(lang);
    writeln!(out, "\n{STRONG}{head}{STRONG:#} {DIM}({file}, {}){DIM:#}", text::as_of(day, lang))?;
    for entry in &baseline.entries {
        let (id, reason, owner) = (printable(&entry.vectors), printable(&entry.reason), printable(&entry.owner));
        let (covers, until) = (entry.covers, &entry.until);
        writeln!(out, "{covers:>6}  {id} {DIM}{reason} · {owner} · → {until}{DIM:#}")?;
        for breach in &entry.breaches {
            writeln!(out, "        {BAD}{}{BAD:#}", printable(&text::entry_breach(breach, lang)))?;
        }
    }
    Ok(())
}
