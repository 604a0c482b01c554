//! Document types, in every guise.

use super::layout::{Document, plain};
use super::message::{Pairs, set};
use super::structure::{CANARY, Resign};
use crate::fuzz::choices::Choices;
use crate::fuzz::make::{Asks, Made};

pub(super) fn doctype(
    document: &mut Document,
    name: &str,
    value: &str,
    fields: &Pairs,
    resign: Resign<'_>,
    made: &mut Made,
    choices: &mut Choices,
) {
    let entity = |document: &mut Document, written: &str| {
        if let Some(content) = document.content(name) {
            *content = written.to_owned();
        }
    };
    let mut signed = fields.clone();
    let (flag, declaration) = match choices.below(10) {
        0 => ("internal-entity", "<!DOCTYPE xml>".to_owned()),
        1 => ("internal-entity", "<!DOCTYPE xml []>".to_owned()),
        2 => {
            entity(document, "&e;");
            (
                "internal-entity",
                format!(
                    "<!DOCTYPE xml [<!ENTITY e \"{}\">]>",
                    plain(value).replace('"', "&#34;").replace('%', "&#37;")
                ),
            )
        }
        3 => {
            entity(document, &format!("{}&e;", plain(value)));
            ("internal-entity", "<!DOCTYPE xml [<!ENTITY e \"\">]>".to_owned())
        }
        4 => {
            entity(document, "&e;");
            set(&mut signed, name, "canary");
            ("xxe", format!("<!DOCTYPE xml [<!ENTITY e SYSTEM \"{CANARY}\">]>"))
        }
        5 => ("xxe", format!("<!DOCTYPE xml [<!ENTITY e SYSTEM \"{CANARY}\">]>")),
        6 => ("external-dtd-fetched", format!("<!DOCTYPE xml SYSTEM \"{CANARY}\">")),
        7 => ("external-dtd-fetched", format!("<!DOCTYPE xml [<!ENTITY % p SYSTEM \"{CANARY}\"> %p;]>")),
        8 => {
            let hidden = choices.word(&[
                "<!doctype xml>",
                "<!DOCTYPE\nxml>",
                "<!DOCTYPE\txml []>",
                "<!-- x --><!DOCTYPE xml>",
                "<?x y?><!DOCTYPE xml>",
            ]);
            ("doctype-detector-evaded", hidden.to_owned())
        }
        _ => {
            let long = format!("<!-- {} --><!DOCTYPE xml>", "x".repeat(1000 * (1 + choices.below(8))));
            ("doctype-detector-evaded", long)
        }
    };
    document.prolog.push_str(&declaration);
    resign(document, &signed);
    made.did(Asks::Refused, flag, "WX-XML-15", "The message has a document type.");
}
