//! The binary behind the adapter protocol, as `payspec run` meets it.

use std::process::{Command, Output};

use payspec::adapter::process::AdapterCommand;
use payspec::outcome::Outcome;
use payspec::report::Report;
use payspec::run::{Options, Target, run};
use payspec::suite::{Filter, select};
use payspec_faults::catalogue;

const BINARY: &str = env!("CARGO_BIN_EXE_payspec-faults");

fn report(fault: &str, filter: &str) -> Report {
    let none: [&str; 0] = [];
    let selection = select(&none, &Filter::new(&[filter.to_owned()]).unwrap()).unwrap();
    let command = AdapterCommand::parse(&format!("{BINARY} --fault {fault}")).unwrap();
    run(&selection, Target::Process(&command), &Options::default(), &mut |_| {}).unwrap()
}

fn failed(report: &Report) -> Vec<&str> {
    let fails = report.vectors.iter().filter(|vector| vector.outcome != Outcome::Passed);
    fails.map(|vector| vector.id.as_str()).collect()
}

#[test]
fn the_sound_adapter_passes_and_a_faulty_one_fails_where_the_table_says() {
    let sound = report("sound", "wx-sign-ex-*");
    assert!(sound.vectors.len() >= 16, "{}", sound.vectors.len());
    assert_eq!(failed(&sound), [""; 0]);
    let mut killers =
        failed(&report("wx-sign-empty-kept", "wx-sign-ex-*")).into_iter().map(str::to_owned).collect::<Vec<_>>();
    killers.sort();
    assert_eq!(killers, ["wx-sign-ex-4-hmac", "wx-sign-ex-4-md5"]);
}

#[test]
fn an_external_entity_is_really_fetched() {
    let report = report("wx-xml-external-subset", "wx-notify-dtd-*");
    let fetched = format!("{:?}", report.vectors);
    assert!(fetched.contains("Fetched { times: 1 }"), "{fetched}");
}

fn faults(arguments: &[&str]) -> Output {
    Command::new(BINARY).args(arguments).output().unwrap()
}

#[test]
fn the_list_names_every_fault_and_an_unknown_one_is_an_error() {
    let list = String::from_utf8(faults(&["--list"]).stdout).unwrap();
    assert_eq!(list.lines().count(), catalogue::all().count());
    assert!(list.starts_with("wx-sign-empty-kept\tEmpty values stand in the string as `name=`.\tWX-SIGN-3"), "{list}");
    let unknown = faults(&["--fault", "no-such"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert_eq!(String::from_utf8(unknown.stderr).unwrap(), "error: there is no fault `no-such`; --list shows them\n");
}
