//! Every signature in the written Alipay suites, recomputed with `ring` and a reader of its own.

mod alipay_reader;

use alipay_reader::{Case, Reading, cases, readings, right, signature_of_response};

/// Suites of operations that read a signed form.
const FORMS: [&str; 3] = ["alipay.notify", "alipay.accept", "alipay.return"];

fn forms() -> Vec<Case> {
    cases().into_iter().filter(|case| FORMS.contains(&case.op.as_str())).collect()
}

#[test]
fn every_valid_message_is_signed_as_configured() {
    let mut checked = 0;
    for case in forms().iter().filter(|case| case.result == "valid") {
        let found = readings(case);
        assert!(found.contains(&Reading::Configured), "{}: {found:?}", case.id);
        checked += 1;
    }
    assert!(checked >= 130, "only {checked} messages were checked");
}

/// Refused for its signature: no reading makes it genuine. Where the fault is the algorithm's name, which is unsigned,
/// the signature under it may be good.
#[test]
fn no_forged_message_verifies() {
    let mut checked = 0;
    for case in forms().iter().filter(|case| case.result == "invalid" && case.class() == Some("signature")) {
        if case.flagged(&["sign-type-confusion", "wrong-digest", "sign-repaired", "names-nested", "duplicate-field"]) {
            continue;
        }
        assert_eq!(readings(case), [], "{} is meant to be forged and verifies", case.id);
        checked += 1;
    }
    assert!(checked >= 180, "only {checked} messages were checked");
}

/// Another hash than the configured one is never right as configured.
#[test]
fn no_other_digest_is_right_as_configured() {
    let mut checked = 0;
    for case in forms().iter().filter(|case| case.result == "invalid" && case.flagged(&["wrong-digest"])) {
        assert!(!readings(case).contains(&Reading::Configured), "{}", case.id);
        checked += 1;
    }
    assert!(checked >= 7, "only {checked} messages were checked");
}

/// A message that is refused for what it says, or for its bytes, is genuine: one fault, and not in the signature.
#[test]
fn every_message_refused_for_its_meaning_is_genuine() {
    let mut checked = 0;
    for case in forms().iter().filter(|case| case.result == "invalid" && case.class() == Some("field")) {
        if !case.flagged(&["duplicate-field"]) {
            assert!(readings(case).contains(&Reading::Configured), "{}", case.id);
            checked += 1;
        }
    }
    assert!(checked >= 75, "only {checked} messages were checked");
}

/// An acceptable message verifies on one of the readings, unless its fault is how the fields or the base64 are read.
#[test]
fn every_acceptable_message_is_genuine_on_some_reading() {
    let read_otherwise = [
        "duplicate-field",
        "base64-lenient",
        "input-filtered",
        "separator-crash",
        "padding-not-compared",
        "unsigned-field-accepted",
    ];
    let mut checked = 0;
    for case in forms().iter().filter(|case| case.result == "acceptable" && !case.flagged(&read_otherwise)) {
        assert_ne!(readings(case), [], "{}", case.id);
        checked += 1;
    }
    assert!(checked >= 70, "only {checked} messages were checked");
}

#[test]
fn every_response_that_may_be_done_has_a_signed_node() {
    let open = ["second-try", "base64-lenient", "duplicate-field", "unsigned-error-as-result", "unsigned-success"];
    let mut checked = 0;
    for case in cases().iter().filter(|case| case.op == "alipay.response" && case.result != "invalid") {
        // Two signatures in one body: which one counts is the vector's question.
        if case.flagged(&open) || case.id.contains("duplicate-sign") {
            continue;
        }
        let node = case.expected_node().expect("a response has its node");
        let bytes = case.encode(&node);
        assert!(case.body().windows(bytes.len()).any(|part| part == bytes), "{}: the node is not in the body", case.id);
        let sign = signature_of_response(&case.body()).unwrap_or_else(|| panic!("{}: no signature", case.id));
        assert!(right(case, &bytes, &sign), "{}", case.id);
        checked += 1;
    }
    assert!(checked >= 85, "only {checked} responses were checked");
}

#[test]
fn no_forged_response_verifies() {
    let mut checked = 0;
    for case in cases().iter().filter(|case| case.op == "alipay.response" && case.result == "invalid") {
        let (body, name) = (case.body(), case.node_name());
        let Some(node) = alipay_reader::node_of_response(&body, &name) else { continue };
        if let Some(sign) = signature_of_response(&body) {
            assert!(!right(case, &node, &sign), "{} is meant to be forged and verifies", case.id);
        }
        checked += 1;
    }
    assert!(checked >= 35, "only {checked} responses were checked");
}

#[test]
fn every_expected_signature_of_a_request_is_right() {
    let mut checked = 0;
    for case in cases().iter().filter(|case| case.op == "alipay.sign" && case.result != "invalid") {
        for (canonical, sign) in case.expected_signatures() {
            let own = case.request_string();
            if !case.flagged(&["value-trimmed", "sort-order"]) {
                assert_eq!(canonical, own, "{}", case.id);
            }
            assert!(right(case, &case.encode(&canonical), &sign), "{}", case.id);
            checked += 1;
        }
    }
    assert!(checked >= 70, "only {checked} signatures were checked");
}

/// The worked examples of the fact sheet, by their printed signatures.
#[test]
fn the_worked_examples_are_the_sheets() {
    let starts = [
        ("ali-sign-ex-1", "kagYPMy0+9JuG4TZkrO/9XK0OoVvb3UY1tl9hfvMLFDRIukz"),
        ("ali-sign-ex-2", "pN9JJ1Nh8HnNNicjFfJI+R3cbG7nylcnJsKHUTBmMlETAiWi"),
        ("ali-sign-ex-3a", "MBElki93n2KlugvLFnrOZyPhfdW5tL91Vpn6bM5SXxnvo4Hu"),
        ("ali-sign-ex-3b", "Uj166j8lPIoo6fXVWOTeRpx1rSCY+0EEzsDS63hsNvPcNzet"),
        ("ali-notify-ex-4", "atBlsiDBsyojiGuzeTKrS0VowRl7mpKYQHadbvuSCfvG94XZ"),
        ("ali-notify-ex-4v2", "tZT859qgkhFhSjVtV5qWx3cRfD7fzZE4Gqkt2psO1tNX2us2"),
        ("ali-notify-ex-4gbk", "VPQgfMM95eil0133H2jns5p+/yvfAbuJ12u5PNqEfwA0kSWt"),
        ("ali-notify-ex-5", "prgSk2KdGgBi1y/0EIJ73Q8CX6tArIqEfffCxiGF/C7VLMHB"),
        ("ali-notify-ex-5-dropped", "atBlsiDBsyojiGuzeTKrS0VowRl7mpKYQHadbvuSCfvG94XZ"),
        ("ali-return-ex-6", "kJ5vQAj0fld1WdhqGsxTZGUBDV1NpZLzOdRpBUKswoO34iC4"),
        ("ali-response-ex-7", "pNhVyUGTu1zkB9bWc34A35gBwcO6E+ksYr4CdH7Irok9a1lL"),
    ];
    let cases = cases();
    for (id, start) in starts {
        let case = cases.iter().find(|case| case.id == id).unwrap_or_else(|| panic!("{id} is missing"));
        let sign = match case.op.as_str() {
            "alipay.sign" => case.expected_signatures()[0].1.clone(),
            "alipay.response" => signature_of_response(&case.body()).expect("it is signed"),
            _ => case.field("sign").expect("it is signed"),
        };
        assert!(sign.starts_with(start), "{id}: {sign}");
    }
}

#[test]
fn no_two_vectors_ask_the_same() {
    let mut asked = std::collections::BTreeMap::new();
    for case in cases() {
        if let Some(other) = asked.insert(case.request(), case.id.clone()) {
            panic!("{} asks what {other} asks", case.id);
        }
    }
}
