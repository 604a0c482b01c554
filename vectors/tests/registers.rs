//! The registers are complete and say what they must.

use payspec_vectors::{ShownBy, attacks, clauses, features, flags};

const SEVERITIES: [&str; 5] = ["critical", "high", "medium", "low", "interop"];

/// Whether the text holds at least one Chinese character.
fn chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

#[test]
fn every_flag_speaks_both_languages() {
    assert!(flags().len() >= 170, "{}", flags().len());
    for (id, flag) in flags() {
        for text in [&flag.en, &flag.effect_en] {
            assert!(text.len() > 15 && text.ends_with('.') && !chinese(text), "{id}: {text}");
        }
        for text in [&flag.zh, &flag.effect_zh] {
            assert!(chinese(text) && text.ends_with('。'), "{id}: {text}");
        }
        assert!(SEVERITIES.contains(&flag.severity.as_str()), "{id}: {}", flag.severity);
    }
}

#[test]
fn features_are_the_protocols_closed_list() {
    let names: Vec<&str> = features().keys().map(String::as_str).collect();
    let protocol = [
        "bare-keys",
        "gbk",
        "hmac-sha256",
        "pem-keys",
        "pkcs1-private",
        "pkcs1-public",
        "pkcs8-private",
        "rsa-1024",
        "rsa-sha1",
    ];
    assert_eq!(names, protocol);
    for (id, feature) in features() {
        assert!(!feature.en.is_empty() && chinese(&feature.zh), "{id}");
    }
}

#[test]
fn what_no_vector_shows_has_its_reason() {
    let clauses = clauses().iter().map(|(id, c)| (id, &c.text, c.shown_by, &c.reason));
    let attacks = attacks().iter().map(|(id, a)| (id, &a.text, a.shown_by, &a.reason));
    for (id, text, shown_by, reason) in clauses.chain(attacks) {
        assert!(text.len() > 5, "{id}: {text}");
        match reason {
            Some(reason) => assert!(shown_by != ShownBy::Vector && reason.len() > 15, "{id}: {reason}"),
            None => assert_eq!(shown_by, ShownBy::Vector, "{id} is not shown by a vector and does not say why"),
        }
    }
}

#[test]
fn the_registers_hold_both_sheets_and_the_whole_catalogue() {
    assert_eq!(attacks().len(), 209);
    assert!(attacks().values().all(|a| SEVERITIES.contains(&a.severity.as_str()) && !a.protocols.is_empty()));
    let count = |prefix: &str| clauses().keys().filter(|id| id.starts_with(prefix)).count();
    assert_eq!((count("WX-"), count("ALI-")), (278, 198));
    for (id, clause) in clauses() {
        assert!(clause.source.contains("section "), "{id}: {}", clause.source);
        if id.starts_with("WX-V3-") || id.starts_with("ALI-V3-") {
            assert_eq!(clause.shown_by, ShownBy::None, "{id}: API v3 is out of scope");
        }
    }
}
