//! The registers: what clauses, flags, attacks and features mean.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;
use serde::de::DeserializeOwned;

/// What shows that an implementation keeps a clause, or resists an attack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ShownBy {
    /// A vector.
    Vector,
    /// A test of payspec's own library: no operation of the protocol reaches it.
    CoreTest,
    /// The endpoint probe: it takes a running endpoint, not a message.
    Probe,
    /// Nothing; the entry's `reason` says why.
    None,
}

/// One clause of the protocol sheets.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Where the rule was read: the sheet's section and its tag or source.
    pub source: String,
    /// The rule in one line.
    pub text: String,
    /// What shows it.
    pub shown_by: ShownBy,
    /// Why nothing, or no vector, shows it.
    pub reason: Option<String>,
}

/// One class of attack, or of genuine message that is refused by mistake.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attack {
    /// The class in one line.
    pub text: String,
    /// `W2`, `AL`, `W3`.
    pub protocols: Vec<String>,
    /// `critical`, `high`, `medium`, `low`, `interop`.
    pub severity: String,
    /// What shows it.
    pub shown_by: ShownBy,
    /// Why nothing, or no vector, shows it.
    pub reason: Option<String>,
}

/// One bug class that vectors name.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flag {
    /// The mistake, in English.
    pub en: String,
    /// The mistake, in Chinese.
    pub zh: String,
    /// `critical`, `high`, `medium`, `low`, `interop`.
    pub severity: String,
    /// What a thief gains or the merchant loses, in English.
    pub effect_en: String,
    /// The same in Chinese.
    pub effect_zh: String,
    /// Public records of the mistake: CVE or advisory ids, papers, pages of the documentation.
    #[serde(default)]
    pub references: Vec<String>,
}

/// One feature of the adapter protocol that an implementation may lack.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feature {
    /// What an implementation without it cannot do, in English.
    pub en: String,
    /// The same in Chinese.
    pub zh: String,
}

type Register<T> = BTreeMap<String, T>;

/// The registers are embedded and a test parses each, so a fault here is one of the build, not of any input.
fn read<T: DeserializeOwned>(text: &str) -> Register<T> {
    serde_json::from_str(text).expect("an embedded register parses; `cargo test -p payspec-vectors` names the fault")
}

/// Every clause of both protocol sheets, by id such as `WX-SIGN-3`.
#[must_use]
pub fn clauses() -> &'static Register<Clause> {
    static REGISTER: OnceLock<Register<Clause>> = OnceLock::new();
    REGISTER.get_or_init(|| read(include_str!("../clauses.json")))
}

/// Every class of the attack catalogue, by id such as `X08`.
#[must_use]
pub fn attacks() -> &'static Register<Attack> {
    static REGISTER: OnceLock<Register<Attack>> = OnceLock::new();
    REGISTER.get_or_init(|| read(include_str!("../attacks.json")))
}

/// Every bug class that a vector may name, by its kebab-case id.
#[must_use]
pub fn flags() -> &'static Register<Flag> {
    static REGISTER: OnceLock<Register<Flag>> = OnceLock::new();
    REGISTER.get_or_init(|| read(include_str!("../flags.json")))
}

/// The closed list of features that an adapter may lack.
#[must_use]
pub fn features() -> &'static Register<Feature> {
    static REGISTER: OnceLock<Register<Feature>> = OnceLock::new();
    REGISTER.get_or_init(|| read(include_str!("../features.json")))
}
