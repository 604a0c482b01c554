//! What the two suites for `wechat.sign` share.

use serde_json::json;

use super::message::{KEY, Message};
use crate::canonical;
use crate::sign::Algorithm;
use crate::suite::{Group, Test};

mod keys;
mod order;
pub(super) mod rules;
pub(super) mod values;

/// One set of params, signed with both algorithms: `<id>-md5` and `<id>-hmac`.
struct Pair {
    md5: Test,
    hmac: Test,
}

/// A vector that has one right signature.
fn pair(id: &str, about: &str, message: &Message) -> Pair {
    let make = |algorithm: Algorithm, suffix: &str| {
        Test::valid(format!("wx-sign-{id}-{suffix}"), about)
            .input(json!({"params": message.params()}))
            .expect(json!({"sign": message.sign(algorithm), "canonical": canonical::wechat(&message.fields)}))
    };
    Pair { md5: make(Algorithm::Md5, "md5"), hmac: make(Algorithm::HmacSha256, "hmac") }
}

/// A vector for which the sheets leave more than one string open.
fn open(id: &str, about: &str, message: &Message, canonicals: &[&str]) -> Pair {
    let make = |algorithm: Algorithm, suffix: &str| {
        let mut test =
            Test::acceptable(format!("wx-sign-{id}-{suffix}"), about).input(json!({"params": message.params()}));
        for canonical in canonicals {
            test = test.or_expect(json!({"sign": algorithm.seal(canonical, KEY), "canonical": canonical}));
        }
        test
    };
    Pair { md5: make(Algorithm::Md5, "md5"), hmac: make(Algorithm::HmacSha256, "hmac") }
}

impl Pair {
    fn clauses(self, ids: &[&str]) -> Self {
        Pair { md5: self.md5.clauses(ids), hmac: self.hmac.clauses(ids) }
    }

    fn flags(self, ids: &[&str]) -> Self {
        Pair { md5: self.md5.flags(ids), hmac: self.hmac.flags(ids) }
    }

    fn attacks(self, ids: &[&str]) -> Self {
        Pair { md5: self.md5.attacks(ids), hmac: self.hmac.attacks(ids) }
    }
}

/// The pairs as two groups, one an algorithm.
fn groups(about: &str, pairs: Vec<Pair>) -> [Group; 2] {
    let (md5, hmac): (Vec<Test>, Vec<Test>) = pairs.into_iter().map(|pair| (pair.md5, pair.hmac)).unzip();
    let group = |algorithm: Algorithm, tests: Vec<Test>| {
        let name = algorithm.sign_type();
        Group::new(&format!("{about} {name}."), json!({"key": KEY, "sign_type": name})).all(tests)
    };
    [group(Algorithm::Md5, md5), group(Algorithm::HmacSha256, hmac)]
}
