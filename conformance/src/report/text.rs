//! Every text about a result that a user reads, in both languages, in one place.

use super::Report;
use super::gate::EntryBreach;
use crate::exit::Exit;
use crate::lang::Lang;
use crate::outcome::{Breach, Handling, Note, Outcome, Problem, Skip};

/// The fixed words of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// Table head: a suite's name.
    Suite,
    /// Table head: all vectors.
    Vectors,
    /// Table head: acceptable ones, done and refused.
    Acceptable,
    /// Last row of the table.
    Total,
    /// Label: the bug class.
    Flag,
    /// Label: what a thief gains or a merchant loses.
    Effect,
    /// Label: the clauses.
    Clauses,
    /// Label: what is wrong.
    Why,
    /// Label: the known mistake in signing that the implementation makes.
    Mistake,
    /// Label: the input.
    Sent,
    /// Label: the reply.
    Came,
    /// Label: what had to come.
    Expected,
    /// Label: the string to be signed.
    Canonical,
    /// Label: the command that repeats.
    Repeat,
    /// No reply came.
    NoReply,
    /// A refusal is expected.
    Refusal,
    /// A refusal is allowed as well.
    OrRefusal,
    /// One of several outputs is expected.
    OneOf,
    /// The vector names nothing of its own.
    AsProtocolSays,
    /// Heading of the failures.
    Failures,
    /// Heading of the broken processes.
    Incidents,
    /// Heading of standard error.
    Stderr,
    /// Why some vectors were skipped.
    SkippedBecause,
    /// What the marks of a diff mean.
    DiffLegend,
    /// The built-in implementation.
    BuiltIn,
    /// Heading of the known failures.
    KnownFailures,
}

impl Word {
    /// The text.
    #[must_use]
    pub fn text(self, lang: Lang) -> &'static str {
        let (en, zh) = match self {
            Self::Suite => ("suite", "测试集"),
            Self::Vectors => ("vectors", "向量"),
            Self::Acceptable => ("acceptable\ndone/refused", "两可\n接受/拒绝"),
            Self::Total => ("total", "合计"),
            Self::Flag => ("mistake", "错误类型"),
            Self::Effect => ("effect", "后果"),
            Self::Clauses => ("clauses", "条款"),
            Self::Why => ("why", "原因"),
            Self::Mistake => ("made by", "签名错误"),
            Self::Sent => ("sent", "发送"),
            Self::Came => ("came", "返回"),
            Self::Expected => ("expected", "期望"),
            Self::Canonical => ("canonical", "待签名字符串"),
            Self::Repeat => ("repeat", "单独重跑"),
            Self::NoReply => ("no reply", "没有应答"),
            Self::Refusal => ("a refusal", "拒绝"),
            Self::OrRefusal => ("or a refusal", "或拒绝"),
            Self::OneOf => ("one of", "以下之一"),
            Self::AsProtocolSays => ("what the protocol page asks of the operation", "协议文档对该操作的要求"),
            Self::Failures => ("Failures", "失败"),
            Self::Incidents => ("The adapter broke the protocol", "适配器违反了协议"),
            Self::Stderr => ("The end of its standard error", "其标准错误输出的末尾"),
            Self::SkippedBecause => ("Skipped", "跳过"),
            Self::DiffLegend => ("[-expected-] {+got+}", "[-期望-] {+实际+}"),
            Self::BuiltIn => ("built in", "内置实现"),
            Self::KnownFailures => ("Known failures", "已知失败"),
        };
        lang.pick(en, zh)
    }
}

/// What came of a run as a whole.
#[must_use]
pub fn verdict(report: &Report, lang: Lang) -> &'static str {
    let (en, zh) = match report.exit_code {
        Exit::AsExpected => ("as expected", "符合预期"),
        Exit::NothingJudged if report.summary.judged() > 0 => ("too few were judged", "被评判的向量太少"),
        Exit::NothingJudged => ("nothing was judged", "没有任何向量被评判"),
        Exit::NotRun => ("the adapter never answered", "适配器从未应答"),
        Exit::Failures | Exit::Usage => ("not as expected", "不符合预期"),
    };
    lang.pick(en, zh)
}

/// The word for an outcome.
#[must_use]
pub fn outcome(outcome: Outcome, lang: Lang) -> &'static str {
    let (en, zh) = match outcome {
        Outcome::Passed => ("passed", "通过"),
        Outcome::Failed => ("failed", "失败"),
        Outcome::Fault => ("fault", "故障"),
        Outcome::Unstable => ("unstable", "不稳定"),
        Outcome::Skipped => ("skipped", "跳过"),
    };
    lang.pick(en, zh)
}

/// The word for what a vector allows.
#[must_use]
pub fn result(result: &str, lang: Lang) -> &str {
    match (lang, result) {
        (Lang::Zh, "valid") => "应接受",
        (Lang::Zh, "invalid") => "应拒绝",
        (Lang::Zh, "acceptable") => "两可",
        (_, other) => other,
    }
}

/// The word for what was done with an acceptable vector.
#[must_use]
pub fn handling(handling: Handling, lang: Lang) -> &'static str {
    match handling {
        Handling::Accepted => lang.pick("done", "接受"),
        Handling::Refused => lang.pick("refused", "拒绝"),
    }
}

/// The word for a severity.
#[must_use]
pub fn severity(severity: &str, lang: Lang) -> &str {
    match (lang, severity) {
        (Lang::Zh, "critical") => "严重",
        (Lang::Zh, "high") => "高",
        (Lang::Zh, "medium") => "中",
        (Lang::Zh, "low") => "低",
        (Lang::Zh, "interop") => "互通",
        (_, other) => other,
    }
}

/// Why a vector was skipped, in one phrase.
#[must_use]
pub fn skip(skip: &Skip, lang: Lang) -> String {
    match skip {
        Skip::NoOperation { op } => lang.pick(format!("it has no operation {op}"), format!("没有操作 {op}")),
        Skip::LacksFeature { feature } => lang.pick(format!("it lacks {feature}"), format!("不支持 {feature}")),
        Skip::SaidSo { why } => lang.pick(format!("it says: {why}"), format!("它说：{why}")),
    }
}

/// How a process broke the protocol, in one sentence without a full stop.
#[must_use]
pub fn breach(breach: &Breach, lang: Lang) -> String {
    let (en, zh) = match breach {
        Breach::Died { status, half_line } if half_line.is_empty() => {
            (format!("it died ({status})"), format!("它退出了（{status}）"))
        }
        Breach::Died { status, half_line } => (
            format!("it died ({status}) in the middle of a line: {half_line}"),
            format!("它在写到半行时退出（{status}）：{half_line}"),
        ),
        Breach::TimedOut { seconds } => {
            (format!("no reply within {seconds} s (--timeout)"), format!("{seconds} 秒内没有应答（--timeout）"))
        }
        Breach::BadLine { why, line } => (
            format!("it wrote a line that is no reply, because {why}: {line}"),
            format!("它写出的一行不是应答（{why}）：{line}"),
        ),
        Breach::LineTooLong => ("it wrote a line longer than 16 MiB".to_owned(), "它写出的一行超过 16 MiB".to_owned()),
        Breach::UnknownId { id } => {
            (format!("it replied to the id {id}, which was never asked"), format!("它应答了从未发出的编号 {id}"))
        }
        Breach::RepeatedId { id } => (format!("it replied twice to the id {id}"), format!("它对编号 {id} 应答了两次")),
        Breach::NotStarted { why } => (format!("it could not be started again: {why}"), format!("无法重新启动：{why}")),
        Breach::TooManyRestarts { restarts } => (
            format!("it was started again {restarts} times, which is the limit"),
            format!("已重新启动 {restarts} 次，达到上限"),
        ),
    };
    lang.pick(en, zh)
}

/// One thing that is wrong with a reply, in one sentence without a full stop.
#[must_use]
pub fn problem(problem: &Problem, lang: Lang) -> String {
    let quoted = |text: &str| format!("{text:?}");
    let (en, zh) = match problem {
        Problem::Accepted => ("it did what has to be refused".to_owned(), "接受了必须拒绝的输入".to_owned()),
        Problem::Refused { reason } => (
            format!("it refused what has to be done; its reason: {reason}"),
            format!("拒绝了必须接受的输入，理由：{reason}"),
        ),
        Problem::MissingOutput { output } => (
            format!("its output lacks {output}, which the operation requires"),
            format!("输出缺少该操作必需的 {output}"),
        ),
        Problem::WrongType { output, wanted } => {
            (format!("{output} in its output is not {wanted}"), format!("输出中的 {output} 类型不对（应为 {wanted}）"))
        }
        Problem::Differs { what, expected, got: Some(got) } => (
            format!("{what} is {}, expected {}", quoted(got), quoted(expected)),
            format!("{what} 为 {}，应为 {}", quoted(got), quoted(expected)),
        ),
        Problem::Differs { what, expected, got: None } => (
            format!("{what} is missing, expected {}", quoted(expected)),
            format!("缺少 {what}，应为 {}", quoted(expected)),
        ),
        Problem::MustBeAbsent { field, got } => (
            format!("the field {field} must not be there, but is {}", quoted(got)),
            format!("不应出现字段 {field}，实际为 {}", quoted(got)),
        ),
        Problem::FindingsMissing { fields, named } => {
            let fields = fields.join(", ");
            let (named_en, named_zh) = if named.is_empty() {
                ("nothing".to_owned(), "无".to_owned())
            } else {
                (named.join(", "), named.join("、"))
            };
            (
                format!("it refused, but did not name {fields}; it named {named_en}"),
                format!("已拒绝，但没有指出 {fields}；它指出的是：{named_zh}"),
            )
        }
        Problem::Unreadable { output, wanted, why } => {
            (format!("{output} cannot be read as {wanted}: {why}"), format!("{output} 无法按 {wanted} 读取：{why}"))
        }
        Problem::Added { field, value } => (
            format!("it added {field} = {}, which was not given", quoted(value)),
            format!("擅自添加了 {field} = {}", quoted(value)),
        ),
        Problem::Repeated { field } => {
            (format!("{field} stands in the message more than once"), format!("报文中 {field} 出现多次"))
        }
        Problem::Unsigned => ("the message is not signed".to_owned(), "报文没有签名".to_owned()),
        Problem::BadSignature { expected: Some(expected), got, .. } => (
            format!("the signature is {}, the right one is {}", quoted(got), quoted(expected)),
            format!("签名为 {}，正确的签名是 {}", quoted(got), quoted(expected)),
        ),
        Problem::BadSignature { expected: None, got, .. } => {
            (format!("the signature {} does not verify", quoted(got)), format!("签名 {} 验签不通过", quoted(got)))
        }
        Problem::CharsetNotInQuery => (
            "charset is not in the query string, where the gateway needs it".to_owned(),
            "charset 不在查询串中，网关因此无法正确解码".to_owned(),
        ),
        Problem::Fault { what } => (format!("it broke: {what}"), format!("它出错了：{what}")),
        Problem::Broke { how } => (
            format!("asked alone, it broke again: {}", breach(how, Lang::En)),
            format!("单独重试时再次出错：{}", breach(how, Lang::Zh)),
        ),
        Problem::Unstable { how } => (
            format!(
                "it broke, and not again when asked alone; this vector stood first in line: {}",
                breach(how, Lang::En)
            ),
            format!("它出错了，但单独重试时没有再现；本向量排在最前：{}", breach(how, Lang::Zh)),
        ),
        Problem::Fetched { times } => (
            format!("it fetched the address in the message (external entity), {times} times"),
            format!("它访问了报文中的地址（外部实体），共 {times} 次"),
        ),
        Problem::VectorFault { what } => {
            (format!("the vector itself is wrong: {what}"), format!("向量本身有误：{what}"))
        }
    };
    lang.pick(en, zh)
}

/// A note, in one sentence without a full stop.
#[must_use]
pub fn note(note: &Note, lang: Lang) -> String {
    match note {
        Note::ClassDiffers { expected, got } => lang.pick(
            format!("refused as {got}; the vector says {expected}"),
            format!("拒绝理由归类为 {got}，向量中为 {expected}"),
        ),
        Note::RootName { got } => lang.pick(
            format!("its root element is `{got}`; the documents name it `xml`"),
            format!("根元素为 `{got}`，文档中为 `xml`"),
        ),
    }
}

/// The day by which known failures are held to their dates.
#[must_use]
pub fn as_of(day: &str, lang: Lang) -> String {
    lang.pick(format!("as of {day}"), format!("截至 {day}"))
}

/// Why an entry of the known failures fails the run, in one sentence without a full stop.
#[must_use]
pub fn entry_breach(breach: &EntryBreach, lang: Lang) -> String {
    match breach {
        EntryBreach::Passes { ids } => {
            let ids = ids.join(", ");
            lang.pick(
                format!("this passes, so the entry must go or its glob be narrowed: {ids}"),
                format!("以下向量已通过，应删除该条目或收窄其匹配范围：{ids}"),
            )
        }
        EntryBreach::Unknown => lang.pick("no vector has such an id", "没有这样的向量编号").to_owned(),
        EntryBreach::Expired => {
            lang.pick("its date is over; what it covered counts again", "该条目已过期，其覆盖的失败重新计入").to_owned()
        }
    }
}

/// Control characters are escaped, so that nothing an implementation says can steer the terminal.
#[must_use]
pub fn printable(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        if c.is_control() {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_said_can_steer_the_terminal() {
        assert_eq!(printable("a\u{1b}[2Jb\r\n"), "a\\u{1b}[2Jb\\r\\n");
    }
}
