//! What `payspec vectors` takes.

use std::path::PathBuf;

use clap::Subcommand;

/// Subcommands of `payspec vectors`.
#[derive(Debug, Subcommand)]
pub enum VectorsCommand {
    /// List the vectors, one a line: id, result, operation, what they show.
    #[command(after_help = "\
Examples:
  payspec vectors list
  payspec vectors list --filter 'wechat/*'
  payspec vectors list --filter alipay.notify --vectors mine.json")]
    List {
        /// Only vectors whose id, suite or operation matches; may be given several times.
        #[arg(long, value_name = "GLOB")]
        filter: Vec<String>,
        /// Vectors from a file in place of the embedded ones.
        #[arg(long, value_name = "FILE")]
        vectors: Vec<PathBuf>,
    },
    /// Show vectors whole: input, expectation, mistakes, clauses, the string to be signed.
    #[command(after_help = "\
Examples:
  payspec vectors show wx-sign-ex-1-md5
  payspec vectors show 'wx-notify-*' --lang zh")]
    Show {
        /// Ids; globs are allowed.
        #[arg(value_name = "ID", required = true)]
        ids: Vec<String>,
        /// Vectors from a file in place of the embedded ones.
        #[arg(long, value_name = "FILE")]
        vectors: Vec<PathBuf>,
    },
    /// Check vector files: format, ids, registers. Without files, the embedded ones.
    #[command(after_help = "\
Exit code 1 when something is found.

Examples:
  payspec vectors lint
  payspec vectors lint mine.json others/*.json")]
    Lint {
        /// Files in the vector format (vectors/FORMAT.md).
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Bring a vector that `payspec fuzz` found into the suite, after a person's verdict on it.
    #[command(after_help = "\
Read the vector first (`payspec vectors show ID --vectors FILE`): the verdict is yours, not the fuzzer's.

Examples:
  payspec vectors promote payspec-fuzz/wechat-notify.json --id fuzz-wechat-notify-wrong-value-comment-in-text-1a2b3c4d \\
    --verdict acceptable --as wx-notify-comment-in-attach --about 'A comment inside attach. Its text is all of it.'")]
    Promote {
        /// A file that `payspec fuzz` wrote.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Which of its vectors.
        #[arg(long, value_name = "ID")]
        id: String,
        /// What an implementation has to do with it: valid, invalid or acceptable.
        #[arg(long, value_name = "RESULT", value_parser = ["valid", "invalid", "acceptable"])]
        verdict: String,
        /// Its permanent id, kebab-case.
        #[arg(long = "as", value_name = "NEW-ID")]
        new_id: String,
        /// What a wrong implementation would do, in English [default: what the fuzzer wrote].
        #[arg(long, value_name = "TEXT")]
        about: Option<String>,
        /// The folder of the suites.
        #[arg(long, value_name = "DIR", default_value = "vectors")]
        into: PathBuf,
    },
    /// Count the vectors by suite, result, mistake and clause; name clauses without one.
    #[command(after_help = "\
Examples:
  payspec vectors stats
  payspec vectors stats --vectors mine.json")]
    Stats {
        /// Vectors from a file in place of the embedded ones.
        #[arg(long, value_name = "FILE")]
        vectors: Vec<PathBuf>,
    },
}
