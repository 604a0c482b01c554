//! payspec: a conformance and fuzz test harness for WeChat Pay API v2 and Alipay.
//!
//! `payspec run` puts vectors to an implementation, built in or behind the adapter protocol of `PROTOCOL.md`, and
//! judges its answers: [`suite`] selects, [`run`] schedules and emits [`event`]s, [`judge`] weighs, [`report`] tells.

pub mod adapter;
pub mod adapters;
pub mod canary;
pub mod cli;
pub mod compare;
pub mod day;
pub mod event;
pub mod exit;
pub mod expect;
pub mod explain;
pub mod fresh;
pub mod fuzz;
pub mod gate;
pub mod isolation;
pub mod judge;
pub mod lang;
pub mod manual;
pub mod outcome;
pub mod output;
pub mod program;
pub mod progress;
pub mod report;
pub mod run;
pub mod shard;
pub mod suite;
pub mod vectors_command;
