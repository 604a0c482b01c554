//! What `payspec fuzz` takes.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use crate::adapters::Places;
use crate::adapters::command::Network;

use super::{ReportTarget, period, positive, seconds};

/// Arguments of `payspec fuzz`.
#[derive(Debug, Args)]
#[command(after_help = "\
Messages are made by the documents' grammar, mutated by the attack catalogue, and signed with test keys. \
What an implementation does with one is held against what the documents ask; what they leave open is not reported. \
A divergence is made as small as it gets and written as a vector file, which `payspec run --vectors FILE` replays \
and `payspec vectors promote` brings into the suite.

The same --seed, --cases, --op and --window give the same divergences and the same files.

Exit codes are those of `payspec run`: 1 when a divergence was found.

Examples:
  payspec fuzz --adapter \"python3 my_adapter.py\"
  payspec fuzz --adapter ./adapter --op wechat.notify --time 10m
  payspec fuzz --adapter ./adapter --seed 7 --cases 20000
  payspec fuzz --adapter \"node ours.js\" --against \"php theirs.php\"")]
pub struct FuzzArgs {
    /// Command that starts the adapter, split as a shell splits words [default: the built-in implementation].
    #[arg(long, value_name = "CMD")]
    pub adapter: Option<String>,

    /// Whether it may reach a network.
    #[command(flatten)]
    pub network: Network,

    /// Hold it against a second implementation: report where the two differ and the documents leave nothing open.
    #[arg(long, value_name = "CMD")]
    pub against: Option<String>,

    /// Only operations that match, such as wechat.notify or 'alipay.*'; may be given several times.
    #[arg(long, value_name = "GLOB")]
    pub op: Vec<String>,

    /// For how long: 60s, 10m, 1h.
    #[arg(long, value_name = "T", default_value = "60s", value_parser = period)]
    pub time: Duration,

    /// At most so many cases.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub cases: Option<u64>,

    /// Stop at the first divergence.
    #[arg(long)]
    pub first: bool,

    /// Decides the cases [default: random, printed at the end].
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,

    /// Adapter processes side by side [default: 1; built in: one thread a core].
    #[arg(long, value_name = "N", value_parser = positive)]
    pub jobs: Option<usize>,

    /// Requests under way at once in each process.
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = positive)]
    pub window: usize,

    /// Time limit of a request, in seconds.
    #[arg(long, value_name = "S", default_value = "5", value_parser = seconds)]
    pub timeout: Duration,

    /// Time limit of the handshake, in seconds.
    #[arg(long, value_name = "S", default_value = "30", value_parser = seconds)]
    pub handshake_timeout: Duration,

    /// Where the adapters that come with payspec are.
    #[command(flatten)]
    pub places: Places,

    /// Folder for the vector files of what is found.
    #[arg(long, value_name = "DIR", default_value = "payspec-fuzz")]
    pub out: PathBuf,

    /// Write a report of what was found: json, junit, sarif, markdown or html, such as json=report.json; may be given
    /// several times; `-` is standard output, in place of the text.
    #[arg(long, value_name = "KIND=PATH")]
    pub report: Vec<ReportTarget>,
}
