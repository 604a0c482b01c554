//! The command lines of `check`, `sign`, `verify`, `explain` and `spec`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::explain::kind::Provider;

/// Whose message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ProviderName {
    /// WeChat Pay API v2.
    Wechat,
    /// Alipay, gateway.do.
    Alipay,
}

impl From<ProviderName> for Provider {
    fn from(name: ProviderName) -> Self {
        match name {
            ProviderName::Wechat => Provider::Wechat,
            ProviderName::Alipay => Provider::Alipay,
        }
    }
}

/// How the result is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Terminal,
    /// For programs.
    Json,
}

/// How tables are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SpecFormat {
    /// For people, as wide as the terminal.
    Terminal,
    /// For documents.
    Markdown,
}

/// A message in a file or on standard input.
#[derive(Debug, Args)]
pub struct MessageArgs {
    /// Whose message: wechat or alipay.
    #[arg(value_enum, hide_possible_values = true)]
    pub provider: ProviderName,

    /// Which message, such as unifiedorder or notification; a wrong name lists all.
    pub message: String,

    /// The message: XML, a link, a form, a query string, a URL, or JSON; standard input without it or with `-`.
    pub file: Option<PathBuf>,

    /// Interface that an Alipay response answers, such as alipay.trade.query.
    #[arg(long, value_name = "NAME")]
    pub method: Option<String>,
}

/// Where the key comes from. Text of a key on a command line is seen by every user of the machine.
#[derive(Debug, Args)]
pub struct KeyArgs {
    /// File with the key: WeChat Pay's API key; for Alipay a private or public key, or a certificate. `-`: standard input.
    #[arg(long, value_name = "FILE", group = "key_source")]
    pub key_file: Option<PathBuf>,

    /// Environment variable that holds the key.
    #[arg(long, value_name = "NAME", group = "key_source")]
    pub key_env: Option<String>,

    /// The key itself. For test keys only: other users of the machine can see it.
    #[arg(long, value_name = "TEST-KEY", group = "key_source")]
    pub key: Option<String>,

    /// Algorithm that the merchant is configured for, where the message does not say: MD5, HMAC-SHA256, RSA2 or RSA.
    #[arg(long, value_name = "TYPE")]
    pub sign_type: Option<String>,
}

/// Arguments of `payspec check`.
#[derive(Debug, Args)]
#[command(after_help = "\
Exit codes: 0 nothing found, 1 findings, 2 a wrong command line or a message that cannot be read.

Examples:
  payspec check wechat unifiedorder order.xml
  payspec check alipay page.pay request.txt --strict --lang zh
  payspec check wechat notification body.xml --key-file api.key --format json")]
pub struct CheckArgs {
    /// The message.
    #[command(flatten)]
    pub message: MessageArgs,
    /// The key, if the signature is to be checked too.
    #[command(flatten)]
    pub key: KeyArgs,
    /// Warnings count as findings.
    #[arg(long)]
    pub strict: bool,
    /// Present for rules about expiry, as yyyyMMddHHmmss in UTC+8; without it no rule looks at a clock.
    #[arg(long, value_name = "TIME")]
    pub now: Option<String>,
    /// terminal or json.
    #[arg(long, value_enum, default_value = "terminal", hide_possible_values = true)]
    pub format: Format,
}

/// Arguments of `payspec sign`.
#[derive(Debug, Args)]
#[command(after_help = "\
The message is printed with its signature; a signature that it has is replaced.

Examples:
  payspec sign wechat unifiedorder order.xml --key-file api.key
  payspec sign wechat unifiedorder order.xml --key-env API_KEY --sign-type HMAC-SHA256
  payspec sign alipay page.pay request.txt --key-file app_private.pem")]
pub struct SignArgs {
    /// The message.
    #[command(flatten)]
    pub message: MessageArgs,
    /// The key.
    #[command(flatten)]
    pub key: KeyArgs,
    /// terminal (the message alone) or json (with the signature and the signed string).
    #[arg(long, value_enum, default_value = "terminal", hide_possible_values = true)]
    pub format: Format,
}

/// Arguments of `payspec verify`.
#[derive(Debug, Args)]
#[command(after_help = "\
Exit codes: 0 genuine (and, with --order, it pays this order), 1 forged or not this order, 2 unreadable.

The order is JSON: {\"out_trade_no\":\"…\",\"amount_fen\":\"88\",\"appid\":\"…\",\"mch_id\":\"…\"} for WeChat Pay,
{\"out_trade_no\":\"…\",\"total_amount\":\"0.88\",\"app_id\":\"…\",\"seller_id\":\"…\"} for Alipay.

Examples:
  payspec verify wechat notification body.xml --key-file api.key
  payspec verify alipay notification body.txt --key-file alipay_public.pem --order order.json")]
pub struct VerifyArgs {
    /// The message.
    #[command(flatten)]
    pub message: MessageArgs,
    /// The key.
    #[command(flatten)]
    pub key: KeyArgs,
    /// The merchant's own order, to hold a payment against.
    #[arg(long, value_name = "FILE")]
    pub order: Option<PathBuf>,
    /// terminal or json.
    #[arg(long, value_enum, default_value = "terminal", hide_possible_values = true)]
    pub format: Format,
}

/// Arguments of `payspec explain`.
#[derive(Debug, Args)]
#[command(after_help = "\
Of a message: the exact string that is signed and how it comes about, bytes that cannot be seen, and, if the signature \
is wrong, the known mistakes that reproduce it. Of a name: what stands behind it.

Exit codes: 0 the signature is right (or there is none), 1 it is wrong, 2 unreadable.

Examples:
  payspec explain wechat unifiedorder order.xml --key-file api.key
  payspec explain wechat jsapi params.json --key-env API_KEY --also-key sandbox.key
  payspec explain alipay notification body.txt --key-file alipay_public.pem --also-key app_public.pem
  payspec explain sign-wrong
  payspec explain wx-sign-ex-1-md5")]
pub struct ExplainArgs {
    /// wechat or alipay, then a message; or the name of a finding, a mistake, a flag, a clause or a vector.
    #[arg(value_name = "PROVIDER|NAME")]
    pub what: String,
    /// Which message, such as unifiedorder or notification.
    pub message: Option<String>,
    /// The message; standard input without it or with `-`.
    pub file: Option<PathBuf>,
    /// Interface that an Alipay response answers, such as alipay.trade.query.
    #[arg(long, value_name = "NAME")]
    pub method: Option<String>,
    /// The key.
    #[command(flatten)]
    pub key: KeyArgs,
    /// Signature to explain in place of the message's own.
    #[arg(long, value_name = "SIGNATURE", allow_hyphen_values = true)]
    pub sign: Option<String>,
    /// File with another key that may have been used; may be given several times.
    #[arg(long, value_name = "FILE")]
    pub also_key: Vec<PathBuf>,
    /// terminal or json.
    #[arg(long, value_enum, default_value = "terminal", hide_possible_values = true)]
    pub format: Format,
}

/// Arguments of `payspec spec`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  payspec spec
  payspec spec unifiedorder --lang zh
  payspec spec alipay.trade.page.pay --format markdown")]
pub struct SpecArgs {
    /// The message; without it, the list of messages that have a table.
    pub message: Option<String>,
    /// terminal or markdown.
    #[arg(long, value_enum, default_value = "terminal", hide_possible_values = true)]
    pub format: SpecFormat,
}
