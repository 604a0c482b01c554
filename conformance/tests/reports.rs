//! What people and machines read of a run, as snapshots, and the JSON form held to its schema.

mod support;

use payspec::lang::Lang;
use payspec::outcome::Problem;
use payspec::report::html::Html;
use payspec::report::json::Json;
use payspec::report::markdown::Markdown;
use payspec::report::terminal::Terminal;
use payspec::report::{Report, Reporter};
use payspec::run::Options;
use serde_json::{Value, json};
use support::{options, report, suite};

/// A report without what differs from machine to machine: times, paths and process states.
fn steady(mut report: Report) -> Report {
    report.run.elapsed_ms = 1234;
    report.suite.hash = "0123456789abcdef".repeat(4);
    report.suite.files = vec!["suite.json".into()];
    let command = report.implementation.command.take().unwrap_or_default();
    let mode = command.rsplit_once('/').map_or("", |(_, mode)| mode).trim_matches('\'').to_owned();
    report.implementation.command = Some(mode.clone());
    for vector in &mut report.vectors {
        if let Some(exchange) = &mut vector.exchange {
            exchange.repeat = format!("payspec run --adapter '{mode}' --filter {} --show-io", vector.id);
        }
    }
    report
}

fn written(reporter: &dyn Reporter, report: &Report) -> String {
    let mut out = Vec::new();
    reporter.write(std::slice::from_ref(report), &mut out).unwrap();
    anstream::adapter::strip_str(&String::from_utf8(out).unwrap()).to_string()
}

/// Vectors with a known flag, each kind of result, and one that is skipped.
fn mixed() -> Value {
    let mut mixed = suite(5);
    let tests = mixed["groups"][0]["tests"].as_array_mut().unwrap();
    tests[0]["flags"] = payspec_vectors::flags().keys().take(1).cloned().collect();
    tests[1]["result"] = json!("acceptable");
    tests[2]["result"] = json!("invalid");
    tests[3]["needs"] = json!(["gbk"]);
    tests[4]["in"] = json!({"outcome": "success", "n": "1", "key": "a secret", "body": "<xml>\u{1b}[2J</xml>"});
    mixed
}

fn failing() -> Report {
    steady(report(&mixed(), "wrong 1", &Options { filter: vec!["fake*".into()], ..options() }))
}

#[test]
fn a_failing_run_at_a_terminal() {
    let mut told = failing();
    // Which flag comes first is the register's affair.
    told.vectors[0].flags.clear();
    for (name, lang) in [("en", Lang::En), ("zh", Lang::Zh)] {
        let text = written(&Terminal { lang, width: Some(100) }, &told);
        insta::assert_snapshot!(format!("terminal_failing_{name}"), text);
    }
}

#[test]
fn a_mistake_is_explained_in_the_language_of_the_reader() {
    let told = failing();
    let Some(flag) = payspec_vectors::flags().values().next() else {
        println!("skipped: the register of flags is empty");
        return;
    };
    let en = written(&Terminal { lang: Lang::En, width: None }, &told);
    let zh = written(&Terminal { lang: Lang::Zh, width: None }, &told);
    assert!(en.contains(&flag.en) && en.contains(&flag.effect_en), "{en}");
    assert!(zh.contains(&flag.zh) && zh.contains(&flag.effect_zh), "{zh}");
}

/// WX-SIGN-EX-1, signed in lower case: whatever is read by people says so.
#[test]
fn a_signature_with_a_known_mistake_is_explained_in_every_format() {
    let mut told = failing();
    let vector = told.vectors.iter_mut().find(|vector| vector.exchange.is_some()).unwrap();
    vector.op = "wechat.sign".into();
    let problem = |got: &str| Problem::Differs {
        what: "sign".into(),
        expected: "9A0A8659F005D6984697E2CA0A9CF3B7".into(),
        got: Some(got.into()),
    };
    vector.problems = vec![problem("9a0a8659f005d6984697e2ca0a9cf3b7")];
    vector.exchange.as_mut().unwrap().sent = json!({
        "params": {"appid": "wxd930ea5d5a258f4f", "mch_id": "10000100", "device_info": "1000", "body": "test",
            "nonce_str": "ibuaiVcKdpRxkhJA"},
        "key": "192006250b4c09247ec02edce69f6a2d",
        "sign_type": "MD5",
    });
    let (id, name) = (vector.id.clone(), "hex-lower-case: ");
    for (lang, said) in [(Lang::En, "the signature is written in lower case"), (Lang::Zh, "签名结果是小写")] {
        let terminal = written(&Terminal { lang, width: None }, &told);
        let page = written(&Html { lang }, &told);
        let markdown = written(&Markdown { lang }, &told);
        for text in [terminal, page, markdown] {
            assert!(text.contains(&format!("{name}{said}")), "{said}: {text}");
        }
    }
    told.vectors.iter_mut().find(|vector| vector.id == id).unwrap().problems = vec![problem("not a signature")];
    assert!(!written(&Html { lang: Lang::En }, &told).contains(name));
}

#[test]
fn a_broken_adapter_at_a_terminal() {
    let told = steady(report(&suite(3), "crash 2", &options()));
    for (name, lang) in [("en", Lang::En), ("zh", Lang::Zh)] {
        let text = written(&Terminal { lang, width: Some(80) }, &told);
        insta::assert_snapshot!(format!("terminal_broken_{name}"), text);
    }
}

#[test]
fn a_good_run_at_a_terminal() {
    let told = steady(report(&suite(3), "right", &options()));
    for (name, lang) in [("en", Lang::En), ("zh", Lang::Zh)] {
        insta::assert_snapshot!(format!("terminal_good_{name}"), written(&Terminal { lang, width: None }, &told));
    }
}

#[test]
fn the_json_report() {
    let mut told = failing();
    told.vectors[0].flags.clear();
    told.version = "0.0.0".into();
    insta::assert_snapshot!("json", written(&Json, &told));
}

/// Nothing that is drawn may hold what an implementation or a vector said raw.
#[test]
fn nothing_that_was_said_can_steer_the_terminal() {
    let mut out = Vec::new();
    Terminal { lang: Lang::En, width: Some(80) }.write(&[failing()], &mut out).unwrap();
    assert!(!String::from_utf8(out).unwrap().contains("\u{1b}[2J"));
}

#[test]
fn keys_of_a_users_own_vectors_stand_in_no_report() {
    let told = failing();
    for text in [written(&Json, &told), written(&Terminal { lang: Lang::En, width: None }, &told)] {
        assert!(text.contains("(hidden)") && !text.contains("a secret"), "{text}");
    }
}

#[test]
fn every_json_report_is_as_the_schema_says() {
    let schema: Value = serde_json::from_str(include_str!("../report.schema.json")).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let modes = [
        "right",
        "wrong",
        "missing",
        "reject",
        "skip",
        "fault",
        "crash 2",
        "crash",
        "garbage 2",
        "wrong-id 2",
        "half-line 2",
        "lacks 9",
        "no-ops",
        "last-words 9",
    ];
    let mut codes = Vec::new();
    for (suite, mode) in modes.iter().flat_map(|mode| [(mixed(), mode), (suite(21), mode)]) {
        let told = report(&suite, mode, &options());
        let value: Value = serde_json::from_str(&written(&Json, &told)).unwrap();
        let errors: Vec<String> =
            validator.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert_eq!(errors, Vec::<String>::new(), "{mode}");
        codes.push(value["exit_code"].as_u64().unwrap());
    }
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes, [0, 1, 3, 4], "every exit code of a report was seen");
}
