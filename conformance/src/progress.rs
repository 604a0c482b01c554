//! The progress bar on standard error. It is drawn on a terminal only.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::event::Event;
use crate::lang::Lang;

/// A bar that follows a run.
pub struct Progress {
    bar: ProgressBar,
    wrong: u64,
    lang: Lang,
}

impl Progress {
    /// A bar for so many vectors.
    #[must_use]
    pub fn new(vectors: usize, lang: Lang) -> Self {
        let bar = ProgressBar::with_draw_target(Some(vectors as u64), ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{bar:40.cyan/dim} {pos}/{len} {msg}") {
            bar.set_style(style.progress_chars("━╸─"));
        }
        Self { bar, wrong: 0, lang }
    }

    /// Takes one event.
    pub fn see(&mut self, event: &Event) {
        let Event::Judged { judgement, .. } = event else {
            return;
        };
        self.bar.inc(1);
        if judgement.outcome.fails() {
            self.wrong += 1;
            let wrong = self.wrong;
            self.bar.set_message(self.lang.pick(format!("{wrong} wrong"), format!("{wrong} 个不符")));
        }
    }

    /// Runs `print` while the bar is out of the way.
    pub fn aside(&self, print: impl FnOnce()) {
        self.bar.suspend(print);
    }

    /// Takes the bar away.
    pub fn clear(&self) {
        self.bar.finish_and_clear();
    }
}

/// A bar that follows a fuzzing run by the clock.
pub struct FuzzProgress {
    bar: ProgressBar,
    started: Instant,
    lang: Lang,
}

impl FuzzProgress {
    /// A bar for so long.
    #[must_use]
    pub fn new(time: Duration, lang: Lang) -> Self {
        let bar = ProgressBar::with_draw_target(Some(time.as_secs().max(1)), ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{bar:40.cyan/dim} {pos}/{len} s {msg}") {
            bar.set_style(style.progress_chars("━╸─"));
        }
        Self { bar, started: Instant::now(), lang }
    }

    /// Takes the number of cases so far, and of divergences.
    pub fn see(&self, asked: u64, found: usize) {
        self.bar.set_position(self.started.elapsed().as_secs());
        let words =
            self.lang.pick(format!("{asked} cases, {found} divergences"), format!("{asked} 个用例，{found} 处差异"));
        self.bar.set_message(words);
    }

    /// Takes the bar away.
    pub fn clear(&self) {
        self.bar.finish_and_clear();
    }
}
