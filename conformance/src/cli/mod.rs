//! The command line: its shape and its help.

mod fuzz;
mod vectors;

use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};

use crate::adapters::Places;
use crate::adapters::command::{AdaptersCommand, Network};
use crate::day::Day;
use crate::isolation::host::HostArgs;
use crate::lang::Lang;
use crate::manual::args::{CheckArgs, ExplainArgs, SignArgs, SpecArgs, VerifyArgs};
use crate::report::sarif::SourceHint;
use crate::report::severity::Severity;
use crate::shard::Shard;
pub use fuzz::FuzzArgs;
pub use vectors::VectorsCommand;

/// Conformance and fuzz test harness for WeChat Pay API v2 and Alipay.
#[derive(Debug, Parser)]
#[command(
    name = "payspec",
    bin_name = "payspec",
    version,
    arg_required_else_help = true,
    after_help = "\
Exit codes:
  0  everything as expected
  1  failures, faults or unstable vectors (lint: findings)
  2  a wrong command line, or a file that it names cannot be used
  3  the adapter could not be run
  4  nothing was judged

Examples:
  payspec run --adapter \"python3 my_adapter.py\"
  payspec run --adapter ./adapter --filter 'wechat.*' --report json=report.json
  payspec vectors show wx-sign-ex-1-md5"
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,

    /// Language of the results: en or zh [default: by the locale].
    #[arg(
        long,
        global = true,
        env = "PAYSPEC_LANG",
        value_enum,
        hide_possible_values = true,
        hide_env = true,
        display_order = 100
    )]
    pub lang: Option<Lang>,
}

impl Cli {
    /// The language that was chosen, else the locale's.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.lang.unwrap_or_else(Lang::of_locale)
    }
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Put the vectors to an implementation and judge its answers.
    Run(Box<RunArgs>),
    /// Generate attacks on an implementation, and shrink what it does otherwise than the documents say.
    Fuzz(Box<FuzzArgs>),
    /// Set JSON reports side by side, differences first.
    Compare(CompareArgs),
    /// Answer the adapter protocol on standard input and output, as the built-in implementation.
    #[command(after_help = "\
One JSON object a line (conformance/PROTOCOL.md); it ends when its input does.

Examples:
  payspec adapter < requests.jsonl
  payspec run --adapter \"payspec adapter\"")]
    Adapter,
    /// Adapters of real SDKs: list, install and check them.
    #[command(subcommand)]
    Adapters(AdaptersCommand),
    /// Stand between `unshare` and an adapter.
    #[command(name = "__host", hide = true)]
    Host(HostArgs),
    /// Look at the test vectors.
    #[command(subcommand)]
    Vectors(VectorsCommand),
    /// Check a message's fields, and with a key its signature.
    Check(Box<CheckArgs>),
    /// Sign a message.
    Sign(Box<SignArgs>),
    /// Verify a message: forged, genuine, or genuine but not this order.
    Verify(Box<VerifyArgs>),
    /// Say why a signature is wrong, or what stands behind a name.
    Explain(Box<ExplainArgs>),
    /// Print a message's field table.
    Spec(SpecArgs),
}

/// Arguments of `payspec run`.
#[derive(Debug, Args)]
#[command(after_help = "\
The adapter is a program that speaks JSON Lines on its standard input and output (conformance/PROTOCOL.md).

Examples:
  payspec run --adapter \"python3 my_adapter.py\"
  payspec run --adapter \"node adapter.js\" --filter alipay.notify --filter 'wx-sign-*'
  payspec run --adapter ./adapter --seed 7 --jobs 2 --report json=report.json
  payspec run --adapter ./adapter --filter wx-sign-ex-1-md5 --show-io")]
pub struct RunArgs {
    /// Command that starts the adapter, split as a shell splits words; no shell is run. Or the name of an installed
    /// adapter, such as npm/tenpay, or a glob of such names. Several are run one after the other and set side by side
    /// [default: the built-in implementation].
    #[arg(long, value_name = "CMD")]
    pub adapter: Vec<String>,

    /// Whether it may reach a network.
    #[command(flatten)]
    pub network: Network,

    /// Where adapters are.
    #[command(flatten)]
    pub places: Places,

    /// Only vectors whose id, suite or operation matches; may be given several times.
    #[arg(long, value_name = "GLOB")]
    pub filter: Vec<String>,

    /// Only vectors whose worst mistake is of this severity: critical, high, medium, low or interop, to which those
    /// without a mistake belong; may be given several times.
    #[arg(long, value_name = "SEVERITY")]
    pub severity: Vec<Severity>,

    /// Adapter processes side by side [default: 1; built in: one thread a core].
    #[arg(long, value_name = "N", value_parser = positive)]
    pub jobs: Option<usize>,

    /// Requests under way at once in each process.
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = positive)]
    pub window: usize,

    /// Time limit of a request, in seconds; it runs while the request is the oldest unanswered one.
    #[arg(long, value_name = "S", default_value = "5", value_parser = seconds)]
    pub timeout: Duration,

    /// Time limit of the handshake, in seconds.
    #[arg(long, value_name = "S", default_value = "30", value_parser = seconds)]
    pub handshake_timeout: Duration,

    /// Order of the vectors [default: random, printed at the end].
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,

    /// Ask variants too, with keys, nonces and amounts made by the seed: answers that were looked up fail.
    #[arg(long)]
    pub fresh: bool,

    /// Print every line that is exchanged, on standard error.
    #[arg(long)]
    pub show_io: bool,

    /// Vectors from a file in place of the embedded ones; may be given several times.
    #[arg(long, value_name = "FILE")]
    pub vectors: Vec<PathBuf>,

    /// Write a report: json, junit, sarif, markdown or html, such as json=report.json; may be given several times;
    /// `-` is standard output, in place of the table.
    #[arg(long, value_name = "KIND=PATH")]
    pub report: Vec<ReportTarget>,

    /// Conditions of a CI.
    #[command(flatten)]
    pub gate: GateArgs,
}

/// Arguments of `payspec run` by which a CI holds an implementation.
#[derive(Debug, Args)]
#[command(next_help_heading = "For a CI (conformance/IN-YOUR-CI.md)")]
pub struct GateArgs {
    /// Known failures, a TOML file: they are run; one that passes, an unknown id or an expired entry fails.
    #[arg(long, value_name = "FILE")]
    pub expect: Option<PathBuf>,

    /// Day by which known failures are held to their dates [default: today in UTC+8].
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Day>,

    /// Draft the known failures from this run.
    #[arg(long, value_name = "FILE")]
    pub write_expect: Option<PathBuf>,

    /// Run every Nth vector from the Kth on, so that N jobs share a run.
    #[arg(long, value_name = "K/N")]
    pub shard: Option<Shard>,

    /// Let failures below this severity pass: critical, high, medium, low or interop. Faults always fail.
    #[arg(long, value_name = "SEVERITY")]
    pub fail_on: Option<Severity>,

    /// Fail with exit code 4 if fewer vectors are judged.
    #[arg(long, value_name = "N", value_parser = positive)]
    pub min_vectors: Option<usize>,

    /// Where the tested code stands; the SARIF report points there instead of at the vectors.
    #[arg(long, value_name = "FILE:LINE")]
    pub source_hint: Option<SourceHint>,
}

/// Arguments of `payspec compare`.
#[derive(Debug, Args)]
#[command(after_help = "\
Exit code 1 when --since is given and something fails that did not fail then.

Examples:
  payspec run --adapter ./ours --adapter ./theirs --report json=both.json
  payspec compare both.json
  payspec compare new.json --since old.json --report html=changes.html")]
pub struct CompareArgs {
    /// JSON reports of `payspec run`.
    #[arg(value_name = "RESULT.json", required = true)]
    pub results: Vec<PathBuf>,

    /// An earlier JSON report: tell what is new since then.
    #[arg(long, value_name = "EARLIER.json")]
    pub since: Vec<PathBuf>,

    /// Write the comparison as markdown or html; `-` is standard output [default: markdown=-].
    #[arg(long, value_name = "KIND=PATH")]
    pub report: Vec<ReportTarget>,
}

/// The formats of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportKind {
    /// See `conformance/report.schema.json`.
    Json,
    /// JUnit's XML, as CI systems read it.
    Junit,
    /// SARIF 2.1.0, as code hosts read it.
    Sarif,
    /// Markdown, for a step summary or a comment.
    Markdown,
    /// One page that needs nothing else.
    Html,
}

impl ReportKind {
    const NAMED: [(&'static str, Self); 5] = [
        ("json", Self::Json),
        ("junit", Self::Junit),
        ("sarif", Self::Sarif),
        ("markdown", Self::Markdown),
        ("html", Self::Html),
    ];
}

/// A report to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportTarget {
    /// In which format.
    pub kind: ReportKind,
    /// Where to; none is standard output.
    pub path: Option<PathBuf>,
}

impl FromStr for ReportTarget {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (kind, path) = text.split_once('=').ok_or_else(|| "give KIND=PATH, such as json=report.json".to_owned())?;
        let known = ReportKind::NAMED.into_iter().find(|(name, _)| *name == kind);
        let Some((_, kind)) = known else {
            let names = ReportKind::NAMED.map(|(name, _)| name).join(", ");
            return Err(format!("there is no report format `{kind}`; there are: {names}"));
        };
        match path {
            "" => Err("the path is empty; give KIND=PATH, such as json=report.json".to_owned()),
            "-" => Ok(Self { kind, path: None }),
            path => Ok(Self { kind, path: Some(path.into()) }),
        }
    }
}

fn positive(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) | Err(_) => Err("give a whole number from 1".to_owned()),
        Ok(number) => Ok(number),
    }
}

fn period(text: &str) -> Result<Duration, String> {
    let bad = || "give a time such as 60s, 10m or 1h".to_owned();
    let (number, factor) = match text.as_bytes().last() {
        Some(b's') => (&text[..text.len() - 1], 1.0),
        Some(b'm') => (&text[..text.len() - 1], 60.0),
        Some(b'h') => (&text[..text.len() - 1], 3600.0),
        _ => (text, 1.0),
    };
    let seconds = number.parse::<f64>().map_err(|_| bad())? * factor;
    match Duration::try_from_secs_f64(seconds) {
        Ok(time) if !time.is_zero() && seconds <= 604_800.0 => Ok(time),
        _ => Err(bad()),
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    let bad = || "give seconds above 0, such as 5 or 0.5".to_owned();
    let seconds: f64 = text.parse().map_err(|_| bad())?;
    match Duration::try_from_secs_f64(seconds) {
        // Far beyond a day the arithmetic of instants would overflow on some systems.
        Ok(duration) if !duration.is_zero() && seconds <= 86_400.0 => Ok(duration),
        _ => Err(bad()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        use clap::CommandFactory as _;
        Cli::command().debug_assert();
    }

    #[test]
    fn report_targets() {
        let parse = |text: &str| text.parse::<ReportTarget>();
        assert_eq!(parse("json=-"), Ok(ReportTarget { kind: ReportKind::Json, path: None }));
        assert_eq!(parse("json=a=b").unwrap().path, Some("a=b".into()));
        assert!(parse("json").unwrap_err().contains("KIND=PATH"));
        assert!(parse("xml=x").unwrap_err().contains("there are: json, junit, sarif, markdown, html"));
        assert!(parse("json=").unwrap_err().contains("empty"));
    }

    #[test]
    fn numbers_have_bounds() {
        assert_eq!(positive("3"), Ok(3));
        assert!(positive("0").is_err() && positive("-1").is_err() && positive("x").is_err());
        assert_eq!(seconds("0.5"), Ok(Duration::from_millis(500)));
        for bad in ["0", "-1", "NaN", "inf", "1e20", ""] {
            assert!(seconds(bad).is_err(), "{bad}");
        }
    }
}
