//! Where reports go: files that are opened before the run, and standard output.

use std::fs::File;
use std::io::{self, BufWriter, Write};

use crate::cli::{ReportKind, ReportTarget};
use crate::lang::Lang;
use crate::program::Failure;
use crate::report::html::Html;
use crate::report::json::Json;
use crate::report::junit::Junit;
use crate::report::markdown::Markdown;
use crate::report::sarif::{Sarif, SourceHint};
use crate::report::terminal::Terminal;
use crate::report::{Report, Reporter};

/// A format, and where it goes.
pub type Output = (ReportKind, Box<dyn Write>);

/// The reports that a command was asked for, their files open.
pub struct Outputs {
    targets: Vec<Output>,
    /// Nobody asked for standard output, so the table goes there.
    table: bool,
    lang: Lang,
    source_hint: Option<SourceHint>,
}

impl Outputs {
    /// Opens every target.
    ///
    /// # Errors
    /// A file that cannot be written, or two reports for standard output.
    pub fn open(targets: &[ReportTarget], lang: Lang, source_hint: Option<SourceHint>) -> Result<Self, Failure> {
        Ok(Self { targets: open(targets)?, table: !targets.iter().any(|to| to.path.is_none()), lang, source_hint })
    }

    /// The same without the table on standard output.
    #[must_use]
    pub fn without_table(self) -> Self {
        Self { table: false, ..self }
    }

    /// Writes them all.
    ///
    /// # Errors
    /// Those of the files and of standard output.
    pub fn write(self, reports: &[Report]) -> io::Result<()> {
        for (kind, mut out) in self.targets {
            let reporter: &dyn Reporter = match kind {
                ReportKind::Json => &Json,
                ReportKind::Junit => &Junit { lang: self.lang },
                ReportKind::Sarif => &Sarif { source_hint: self.source_hint.clone() },
                ReportKind::Markdown => &Markdown { lang: self.lang },
                ReportKind::Html => &Html { lang: self.lang },
            };
            reporter.write(reports, &mut out)?;
            out.flush()?;
        }
        if self.table {
            let width = comfy_table::Table::new().width().map(usize::from);
            let mut out = BufWriter::new(anstream::stdout().lock());
            Terminal { lang: self.lang, width }.write(reports, &mut out)?;
            out.flush()?;
        }
        Ok(())
    }
}

/// Opens report files.
///
/// # Errors
/// A file that cannot be written, or two reports for standard output.
pub fn open(targets: &[ReportTarget]) -> Result<Vec<Output>, Failure> {
    if targets.iter().filter(|to| to.path.is_none()).count() > 1 {
        return Err(Failure::usage("two reports for standard output cannot be told apart; give one of them a file"));
    }
    targets
        .iter()
        .map(|to| {
            let out: Box<dyn Write> = match &to.path {
                // Locked only while it is written: two locks of one thread would be one.
                None => Box::new(BufWriter::new(io::stdout())),
                Some(path) => {
                    let file = File::create(path)
                        .map_err(|e| Failure::usage(format!("the report {} cannot be written: {e}", path.display())))?;
                    Box::new(BufWriter::new(file))
                }
            };
            Ok((to.kind, out))
        })
        .collect()
}
