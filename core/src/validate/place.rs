//! Where a finding points: its path, and its bytes in the input.

use std::fmt;
use std::ops::Range;

use crate::fields::{self, Pair};
use crate::spec::Field;

/// `biz_content.goods_detail[0].price`, as a chain that is written out only when there is a finding.
#[derive(Clone, Copy)]
pub(super) struct Path<'p> {
    parent: Option<&'p Path<'p>>,
    step: Step<'p>,
}

#[derive(Clone, Copy)]
enum Step<'p> {
    Name(&'p str),
    Item(usize),
}

impl<'p> Path<'p> {
    pub(super) fn name(parent: Option<&'p Path<'p>>, name: &'p str) -> Path<'p> {
        Path { parent, step: Step::Name(name) }
    }

    pub(super) fn item(parent: &'p Path<'p>, index: usize) -> Path<'p> {
        Path { parent: Some(parent), step: Step::Item(index) }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match (self.step, self.parent) {
            (Step::Item(index), _) => write!(f, "[{index}]"),
            (Step::Name(name), None) => f.write_str(name),
            (Step::Name(name), Some(_)) => write!(f, ".{name}"),
        }
    }
}

/// A row and the value that is judged by it.
#[derive(Clone)]
pub(super) struct Spot<'p> {
    pub(super) field: &'static Field,
    /// The path without the row's name, or with it, if `named` is set.
    parent: Option<&'p Path<'p>>,
    /// The name as it was met: a row may stand for a family. `None` if `parent` is the whole path.
    name: Option<&'p str>,
    pub(super) span: Option<Range<usize>>,
}

impl<'p> Spot<'p> {
    pub(super) fn new(field: &'static Field, parent: Option<&'p Path<'p>>, span: Option<Range<usize>>) -> Self {
        Spot { field, parent, name: Some(field.name), span }
    }

    pub(super) fn of_field(field: &'static Field, own: &'p fields::Field<'_>) -> Self {
        // The name was found in a table, so it is ASCII.
        let name = std::str::from_utf8(own.name()).unwrap_or(field.name);
        Spot { field, parent: None, name: Some(name), span: span_of(own) }
    }

    pub(super) fn of_item(field: &'static Field, path: &'p Path<'p>, span: Option<Range<usize>>) -> Self {
        Spot { field, parent: Some(path), name: None, span }
    }

    /// The whole path. An item's path ends in its index already.
    pub(super) fn path(&self) -> Path<'p> {
        match (self.name, self.parent) {
            (Some(name), parent) => Path::name(parent, name),
            (None, Some(path)) => *path,
            (None, None) => Path::name(None, self.field.name),
        }
    }

    /// The same row, but the bytes `part` of the value alone, if each byte of it stands for itself in the input.
    pub(super) fn part(&self, value: &[u8], part: Range<usize>) -> Self {
        let mut spot = self.clone();
        if let Some(span) = &self.span
            && span.len() == value.len()
        {
            spot.span = Some(span.start + part.start..span.start + part.end);
        }
        spot
    }
}

/// Where a field's value stands in the input; `None` for a field that was built.
pub(super) fn span_of(field: &fields::Field<'_>) -> Option<Range<usize>> {
    let span = field.span();
    (!span.is_empty()).then_some(span)
}

/// How places in JSON text become places in the input.
pub(super) struct Origin {
    whole: Option<Range<usize>>,
    /// Whether each byte of the text stands for itself in the input.
    plain: bool,
}

impl Origin {
    pub(super) fn of(field: &fields::Field<'_>) -> Self {
        let whole = span_of(field);
        // Whatever the wire escapes becomes longer, so equal lengths mean equal bytes (a `+` for a space aside).
        let plain = whole.as_ref().is_some_and(|span| span.len() == field.value().len());
        Origin { whole, plain }
    }

    pub(super) fn map(&self, part: Range<usize>) -> Option<Range<usize>> {
        let whole = self.whole.clone()?;
        Some(if self.plain { whole.start + part.start..whole.start + part.end } else { whole })
    }
}
