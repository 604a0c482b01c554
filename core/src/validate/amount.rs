//! Amounts and other numbers.

use super::{Judge, Severity, Spot, code};
use crate::money::{Fen, Spelling, Yuan, digits};

impl Judge<'_> {
    /// WX-UO-40..43.
    pub(super) fn fen(&mut self, spot: &Spot<'_>, least: Fen, most: Fen, value: &[u8]) {
        let Some((fen, spelling)) = Fen::read(value) else {
            return self.report(spot, code::AMOUNT_FEN_SHAPE, Severity::Error, &[]);
        };
        if fen < least {
            let (least, most) = (least.to_string(), most.to_string());
            self.report(spot, code::AMOUNT_RANGE, Severity::Error, &[("least", &least), ("most", &most)]);
        } else if fen > most {
            self.report(spot, code::AMOUNT_LARGE, Severity::Warning, &[("most", &most.to_string())]);
        }
        if spelling == Spelling::Loose {
            self.report(spot, code::AMOUNT_SPELLING, Severity::Warning, &[("plain", &fen.to_string())]);
        }
    }

    /// ALI-PAY-6.
    pub(super) fn yuan(&mut self, spot: &Spot<'_>, least: Fen, most: Fen, value: &[u8]) {
        let Some((yuan, spelling)) = Yuan::read(value) else {
            return self.report(spot, code::AMOUNT_YUAN_SHAPE, Severity::Error, &[]);
        };
        if !(least..=most).contains(&yuan.to_fen()) {
            let (least, most) = (least.to_yuan().to_string(), most.to_yuan().to_string());
            self.report(spot, code::AMOUNT_RANGE, Severity::Error, &[("least", &least), ("most", &most)]);
        }
        // The documents write the upper bound itself without decimals.
        let bound = yuan.to_fen() == most && value.first() != Some(&b'0') && !value.contains(&b'.');
        if spelling == Spelling::Loose && !bound {
            self.report(spot, code::AMOUNT_SPELLING, Severity::Warning, &[("plain", &yuan.to_string())]);
        }
    }

    pub(super) fn count(&mut self, spot: &Spot<'_>, least: u64, most: u64, value: &[u8]) {
        if !digits(value).is_some_and(|number| (least..=most).contains(&number)) {
            let (least, most) = (least.to_string(), most.to_string());
            self.report(spot, code::NUMBER_SHAPE, Severity::Error, &[("least", &least), ("most", &most)]);
        }
    }
}
