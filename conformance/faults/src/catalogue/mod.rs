//! The catalogue: implementations with one fault each. Every entry replaces one step of the sound pipelines and
//! says for which public bug, paper or sentence of a document it stands.

mod alipay;
mod fields;
mod wechat;

use crate::Steps;

/// One faulty implementation.
#[derive(Debug)]
pub struct Fault {
    /// Permanent, kebab-case.
    pub name: &'static str,
    /// What it does wrong.
    pub about: &'static str,
    /// The public bug, the paper, or the clause of the specification that it stands for.
    pub stands_for: &'static str,
    /// The operations on whose answers it shows; it has no others.
    pub ops: &'static [&'static str],
    /// Puts the wrong step in.
    pub break_it: fn(&mut Steps),
}

impl Fault {
    /// The heading under which it stands in the table.
    pub fn group(&self) -> &'static str {
        let mut lists = PARTS.iter().flat_map(|part| part.iter());
        let own = lists.find(|(_, list)| list.iter().any(|fault| std::ptr::eq(fault, self)));
        own.map_or("", |(title, _)| title)
    }
}

const fn fault(
    name: &'static str,
    about: &'static str,
    stands_for: &'static str,
    ops: &'static [&'static str],
    break_it: fn(&mut Steps),
) -> Fault {
    Fault { name, about, stands_for, ops, break_it }
}

/// The lists of one part, each with its heading.
type Lists = &'static [(&'static str, &'static [Fault])];

/// All lists, in the order of the table.
const PARTS: [Lists; 3] = [wechat::LISTS, alipay::LISTS, fields::LISTS];

/// Every fault.
pub fn all() -> impl Iterator<Item = &'static Fault> {
    PARTS.iter().flat_map(|part| part.iter()).flat_map(|(_, list)| list.iter())
}

/// The fault of that name.
pub fn find(name: &str) -> Option<&'static Fault> {
    all().find(|fault| fault.name == name)
}
