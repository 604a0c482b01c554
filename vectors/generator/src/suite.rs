//! Builders for the vector format (`vectors/FORMAT.md`): a [`Suite`] is one file, a [`Group`] shares input, a [`Test`]
//! is one vector. Members are written in the format's order and left out where they say nothing.

use serde_json::{Map, Value, json};

/// A JSON object whose members keep their order.
pub type Object = Map<String, Value>;

/// What an implementation must do with a vector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It must be done, and the output must match.
    Valid,
    /// It must be refused.
    Invalid,
    /// It may be refused; when it is done, the output must match.
    Acceptable,
}

impl Verdict {
    /// The word in the file.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Valid => "valid",
            Verdict::Invalid => "invalid",
            Verdict::Acceptable => "acceptable",
        }
    }
}

/// One file of vectors, all for one operation.
pub struct Suite {
    /// Path under `vectors/` without `.json`: `wechat/notify-xml`.
    pub name: String,
    /// Operation of the adapter protocol: `wechat.notify`.
    pub op: String,
    /// What the suite is about, for people.
    pub about: String,
    /// The groups, in file order.
    pub groups: Vec<Group>,
}

/// Vectors that share a part of their input.
pub struct Group {
    /// What the group has in common, for people.
    pub about: String,
    /// Input that each test's own is laid over.
    pub given: Object,
    /// The vectors.
    pub tests: Vec<Test>,
}

/// One vector.
#[derive(Clone)]
pub struct Test {
    /// Permanent, unique over all suites, kebab-case.
    pub id: String,
    /// For people: what is wrong or special, and what a wrong implementation would do.
    pub about: String,
    /// Clause ids of the fact sheets.
    pub clauses: Vec<String>,
    /// Bug classes, see [`crate::flags`].
    pub flags: Vec<String>,
    /// Features of the adapter protocol's list without which the vector says nothing.
    pub needs: Vec<String>,
    /// Ids of `attacks.md` that the vector shows.
    pub attacks: Vec<String>,
    /// The operation's input, laid over the group's `given`.
    pub input: Object,
    /// What must be done with it.
    pub verdict: Verdict,
    /// What the output must hold.
    pub expect: Option<Object>,
    /// In place of `expect`, where more than one output is right.
    pub any_of: Vec<Object>,
}

impl Suite {
    /// A suite without groups.
    pub fn new(name: &str, op: &str, about: &str) -> Self {
        Suite { name: name.into(), op: op.into(), about: about.into(), groups: Vec::new() }
    }

    /// Adds a group.
    pub fn group(mut self, group: Group) -> Self {
        self.groups.push(group);
        self
    }

    /// All vectors, in file order.
    pub fn tests(&self) -> impl Iterator<Item = &Test> {
        self.groups.iter().flat_map(|group| &group.tests)
    }

    /// The file's text.
    pub fn to_json(&self) -> String {
        let groups: Vec<Value> = self.groups.iter().map(Group::value).collect();
        crate::json::layout(&json!({
            "payspec": 1, "suite": self.name, "op": self.op, "about": self.about, "groups": groups
        }))
    }
}

impl Group {
    /// A group without tests; `given` is an object.
    pub fn new(about: &str, given: Value) -> Self {
        Group { about: about.into(), given: object(given), tests: Vec::new() }
    }

    /// Adds a test.
    pub fn test(mut self, test: Test) -> Self {
        self.tests.push(test);
        self
    }

    /// Adds tests.
    pub fn all(mut self, tests: impl IntoIterator<Item = Test>) -> Self {
        self.tests.extend(tests);
        self
    }

    fn value(&self) -> Value {
        let tests: Vec<Value> = self.tests.iter().map(Test::value).collect();
        json!({"about": self.about, "given": self.given, "tests": tests})
    }
}

impl Test {
    /// A vector that must be done.
    pub fn valid(id: impl Into<String>, about: impl Into<String>) -> Self {
        Test::new(Verdict::Valid, id.into(), about.into())
    }

    /// A vector that must be refused.
    pub fn invalid(id: impl Into<String>, about: impl Into<String>) -> Self {
        Test::new(Verdict::Invalid, id.into(), about.into())
    }

    /// A vector on which a strict and a lenient implementation may differ. `about` says why.
    pub fn acceptable(id: impl Into<String>, about: impl Into<String>) -> Self {
        Test::new(Verdict::Acceptable, id.into(), about.into())
    }

    /// A vector with any verdict, for derived ones.
    pub fn new(verdict: Verdict, id: String, about: String) -> Self {
        Test {
            id,
            about,
            clauses: Vec::new(),
            flags: Vec::new(),
            needs: Vec::new(),
            attacks: Vec::new(),
            input: Object::new(),
            verdict,
            expect: None,
            any_of: Vec::new(),
        }
    }

    /// Adds clause ids of the fact sheets: `WX-SIGN-3`.
    pub fn clauses<S: AsRef<str>>(mut self, ids: impl IntoIterator<Item = S>) -> Self {
        add(&mut self.clauses, ids);
        self
    }

    /// Adds bug classes.
    pub fn flags<S: AsRef<str>>(mut self, ids: impl IntoIterator<Item = S>) -> Self {
        add(&mut self.flags, ids);
        self
    }

    /// Adds a feature of the adapter protocol's list; a second time changes nothing.
    pub fn needs(mut self, feature: &str) -> Self {
        add(&mut self.needs, [feature]);
        self
    }

    /// Adds ids of `attacks.md`: `X08`.
    pub fn attacks<S: AsRef<str>>(mut self, ids: impl IntoIterator<Item = S>) -> Self {
        add(&mut self.attacks, ids);
        self
    }

    /// Adds members to the input; `members` is an object.
    pub fn input(mut self, members: Value) -> Self {
        self.input.extend(object(members));
        self
    }

    /// Puts a body into the input: `body` where it is UTF-8, `body_hex` where it is not.
    pub fn body(mut self, bytes: impl AsRef<[u8]>) -> Self {
        let bytes = bytes.as_ref();
        match std::str::from_utf8(bytes) {
            Ok(text) => self.input.insert("body".into(), text.into()),
            Err(_) => self.input.insert("body_hex".into(), crate::sign::hex_lower(bytes).into()),
        };
        self
    }

    /// Adds members to `expect`; `members` is an object.
    pub fn expect(mut self, members: Value) -> Self {
        self.expect.get_or_insert_with(Object::new).extend(object(members));
        self
    }

    /// The class of the expected refusal (a note, never judged): `malformed`, `signature`, `field`, `unsupported`.
    pub fn class(self, class: &str) -> Self {
        self.expect(json!({"class": class}))
    }

    /// Takes back the class: the order of an implementation's checks decides it.
    pub fn any_class(mut self) -> Self {
        if let Some(expect) = &mut self.expect {
            expect.remove("class");
            if expect.is_empty() {
                self.expect = None;
            }
        }
        self
    }

    /// Adds one of several right outputs.
    pub fn or_expect(mut self, members: Value) -> Self {
        self.any_of.push(object(members));
        self
    }

    fn value(&self) -> Value {
        let mut value = Object::new();
        value.insert("id".into(), self.id.as_str().into());
        value.insert("about".into(), self.about.as_str().into());
        value.insert("clauses".into(), json!(self.clauses));
        value.insert("flags".into(), json!(self.flags));
        if !self.attacks.is_empty() {
            value.insert("attacks".into(), json!(self.attacks));
        }
        if !self.needs.is_empty() {
            value.insert("needs".into(), json!(self.needs));
        }
        value.insert("in".into(), Value::Object(self.input.clone()));
        value.insert("result".into(), self.verdict.word().into());
        if let Some(expect) = &self.expect {
            value.insert("expect".into(), Value::Object(expect.clone()));
        }
        if !self.any_of.is_empty() {
            value.insert("any_of".into(), json!(self.any_of));
        }
        Value::Object(value)
    }
}

/// Adds ids to a list; one that stands there already is not repeated.
fn add<S: AsRef<str>>(list: &mut Vec<String>, ids: impl IntoIterator<Item = S>) {
    for id in ids {
        if !list.iter().any(|known| known == id.as_ref()) {
            list.push(id.as_ref().to_owned());
        }
    }
}

/// The members of a JSON object that was written with `json!`.
pub fn object(value: Value) -> Object {
    match value {
        Value::Object(members) => members,
        other => panic!("the generator wrote {other} where the format wants an object"),
    }
}
