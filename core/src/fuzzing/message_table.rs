use std::sync::LazyLock;

use super::chosen;
use super::draw::Draw;
use super::naive::tables;
use crate::fields::Fields;
use crate::finding::{Lang, Severity, code};
use crate::spec::{self, Message};
use crate::time::Time;
use crate::validate::{passes, rule, validate as findings};
use crate::wire::json;

/// Every message that has a table.
static MESSAGES: LazyLock<Vec<&'static Message>> = LazyLock::new(|| spec::messages().collect());

/// The byte by which [`validate`] chooses that message.
pub(super) fn choice(message: &Message) -> Option<u8> {
    MESSAGES.iter().position(|own| own.id == message.id).map(|place| place as u8)
}

/// The findings are those of the slow reading of the tables; each has its texts, filled in, and its rule; their number
/// does not depend on the order of the fields.
pub fn validate(data: &[u8]) {
    let mut draw = Draw::new(data);
    let message = *draw.pick(&MESSAGES);
    let now = match draw.byte() {
        0 => None,
        hours => Time::from_unix(1_767_225_600 + i64::from(hours) * 3600),
    };
    let pairs = draw.fields(message);
    let fields = Fields::from_pairs(pairs.iter().map(|(name, value)| (&**name, &**value)));
    let found = findings(message, &fields, now);
    assert_eq!(passes(&found), !found.iter().any(|finding| finding.severity == Severity::Error));
    let mut set = tables::Found::new();
    let slowly = chosen(data, 16);
    for finding in found.iter().filter(|_| slowly) {
        assert!(rule(finding.code).is_some(), "{finding:?} has no rule");
        for lang in [Lang::En, Lang::Zh] {
            let template = [finding.code.text(lang), finding.code.mend(lang)];
            let names = ["{other}", "{limit}", "{length}", "{choices}", "{form}", "{value}", "{seconds}", "{part}"];
            for name in names.iter().filter(|name| template.iter().any(|text| text.contains(**name))) {
                let argument = name.trim_matches(['{', '}']);
                assert!(finding.args.iter().any(|arg| arg.0 == argument), "{finding:?} lacks {name}");
            }
            assert!(!finding.text(lang).is_empty());
        }
        let entry = (finding.path.clone(), finding.code.id(), finding.severity == Severity::Error);
        if !entry.1.starts_with("url-") && !entry.1.starts_with("ip-") {
            set.insert(entry);
        }
    }
    // JSON text that the two readers take differently by their own limits is not compared.
    let own_limit = |text: &str| {
        json::parse(text).is_err_and(|refusal| [code::JSON_DEPTH, code::JSON_REPEATED].contains(&refusal.code))
    };
    // The slow reading takes numbers in JSON text as serde_json writes them anew.
    let odd =
        |text: &str| text.contains(['{', '[']) && (own_limit(text) || text.bytes().any(|byte| byte.is_ascii_digit()));
    // Of a name that repeats only the first is counted there.
    let mut names: Vec<&str> = pairs.iter().map(|pair| &*pair.0).collect();
    names.sort_unstable();
    let repeats = names.windows(2).any(|two| two[0] == two[1]);
    let counted = repeats && found.iter().any(|finding| finding.code == code::COUNT_DIFFERS);
    if slowly && !counted && !pairs.iter().any(|pair| odd(&pair.1)) {
        assert_eq!(set, tables::findings(message, &pairs, now), "{}: {pairs:?}", message.id);
    }
    let backwards = Fields::from_pairs(pairs.iter().rev().map(|(name, value)| (&**name, &**value)));
    if !slowly && !repeats && chosen(data, 2) {
        assert_eq!(findings(message, &backwards, now).len(), found.len(), "the order of the fields matters");
    }
}
