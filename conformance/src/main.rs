//! The program; everything is in the library, so that tests and other tools reach it.

use std::process::ExitCode;

fn main() -> ExitCode {
    payspec::program::main(std::env::args_os())
}
