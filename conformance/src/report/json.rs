//! The reports as JSON, described by `report.schema.json`.

use std::io;

use serde::{Deserialize, Serialize};

use super::{FORMAT, Report, Reporter};

/// Writes indented JSON and a line feed: one report as it is, several as [`Several`].
#[derive(Clone, Copy, Debug)]
pub struct Json;

/// The reports of one command over several implementations.
#[derive(Debug, Serialize, Deserialize)]
pub struct Several<R = Vec<Report>> {
    /// [`FORMAT`].
    pub payspec_reports: u32,
    /// One for each implementation, in the order of the command line.
    pub reports: R,
}

impl Reporter for Json {
    fn write(&self, reports: &[Report], out: &mut dyn io::Write) -> io::Result<()> {
        match reports {
            [one] => serde_json::to_writer_pretty(&mut *out, one)?,
            several => {
                serde_json::to_writer_pretty(&mut *out, &Several { payspec_reports: FORMAT, reports: several })?;
            }
        }
        out.write_all(b"\n")
    }
}

/// Reads what [`Json`] wrote.
///
/// # Errors
/// Why the text is no report.
pub fn read(text: &str) -> Result<Vec<Report>, serde_json::Error> {
    let value: serde_json::Value = serde_json::from_str(text)?;
    if value.get("payspec_reports").is_some() {
        Ok(serde_json::from_value::<Several>(value)?.reports)
    } else {
        Ok(vec![serde_json::from_value(value)?])
    }
}
