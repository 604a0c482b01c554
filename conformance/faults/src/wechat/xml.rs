//! Reading XML: core's way, and views of what a laxer reader finds.

use payspec_core::finding::Refusal;
use payspec_core::wire::xml;

use super::lenient::{Allow, Element, read};
use crate::pairs::{self, Pairs};
use crate::views::Views;

/// Core's reader.
pub fn sound(body: &[u8], root: &str) -> Result<Views, Refusal> {
    Ok(Views::same(pairs::of(&xml::parse(body, root)?)))
}

/// Reads with some things allowed, and makes the value of each of the root's children with `value`.
///
/// # Errors
/// Those of [`read`].
pub fn lax(body: &[u8], root: &str, allow: Allow, value: fn(&Element) -> String) -> Result<Views, Refusal> {
    Ok(Views::same(children(&read(body, root, allow)?, value)))
}

/// The root's children as pairs.
pub fn children(elements: &[Element], value: fn(&Element) -> String) -> Pairs {
    let direct = elements.iter().filter(|element| element.depth == 1);
    direct.map(|element| (element.name.clone().into_bytes(), value(element).into_bytes())).collect()
}

/// All elements below the root, in the order of their start tags, as pairs.
pub fn descendants(elements: &[Element]) -> Pairs {
    elements.iter().map(|element| (element.name.clone().into_bytes(), element.text().into_bytes())).collect()
}
