//! `operation NAME TIMES`: runs one operation, for `.ci/instructions` to count under callgrind. Without arguments it
//! prints the names.

use std::process::ExitCode;

use payspec_benches::operations::{Operation, all};

/// What callgrind collects: its name is known there, so it must stay a function.
#[inline(never)]
fn measured(operation: &Operation, times: usize) -> bool {
    (0..times).all(|_| (operation.run)())
}

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (name, times) = (arguments.next(), arguments.next().and_then(|times| times.parse().ok()));
    let Some(name) = name else {
        for operation in all() {
            println!("{}", operation.name);
        }
        return ExitCode::SUCCESS;
    };
    let found = all().into_iter().find(|operation| operation.name == name);
    match (found, times) {
        (Some(operation), Some(times)) if measured(&operation, times) => ExitCode::SUCCESS,
        _ => {
            eprintln!("usage: operation NAME TIMES; the operation must exist and succeed");
            ExitCode::FAILURE
        }
    }
}
