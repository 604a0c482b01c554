//! `alipay.reply`: what a notification is answered with.

use serde_json::json;

use crate::suite::{Group, Suite, Test};

/// The suite.
pub(super) fn suites() -> Vec<Suite> {
    vec![Suite::new("alipay/reply", "alipay.reply", "The seven bytes that end the re-sending, and anything else.").group(
        Group::new("The operation has two inputs.", json!({}))
            .test(
                Test::valid(
                    "ali-reply-success",
                    "The answer is the seven bytes `success`: no quotes, no line feed, no markup, no upper case; anything else is sent again for a day.",
                )
                .clauses(["ALI-ACK-1", "ALI-ACK-2", "ALI-SEED-1"])
                .attacks(["R01"])
                .flags(["reply-not-exact"])
                .input(json!({"outcome": "success"}))
                .expect(json!({"body": "success"})),
            )
            .test(
                Test::valid(
                    "ali-reply-fail",
                    "A notification that was not processed is answered with anything but `success`, so that it is sent again.",
                )
                .clauses(["ALI-ACK-1", "ALI-ACK-2", "ALI-SEED-1"])
                .attacks(["R01"])
                .flags(["reply-always-success"])
                .input(json!({"outcome": "fail"})),
            ),
    )]
}
