//! The report as JSON, described by `report.schema.json`.

use std::io;

use super::{Report, Reporter};

/// Writes indented JSON and a line feed.
#[derive(Clone, Copy, Debug)]
pub struct Json;

impl Reporter for Json {
    fn write(&self, report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, report)?;
        out.write_all(b"\n")
    }
}
