//! What holds between fields.

use super::{Judge, Origin, Path, Seen, Severity, Slots, Spot, code, place, when};
use crate::money::{Fen, Yuan, digits};
use crate::spec::{Kind, Rule};
use crate::time::Time;
use crate::wire::json::Node;

impl Judge<'_> {
    pub(super) fn relation(
        &mut self,
        rule: &Rule,
        slots: &Slots<'_>,
        parent: Option<&Path<'_>>,
        origin: Option<(&Origin, Node<'_>)>,
    ) {
        let spot = |name: &str| {
            let (row, field) = slots.table.find(name.as_bytes())?;
            let span = match (slots.first[row], origin) {
                (Some(Seen::Field(own)), _) => place::span_of(own),
                (Some(Seen::Node(own)), Some((origin, _))) => origin.map(own.span()),
                (None, Some((origin, object))) => origin.map(object.span()),
                _ => None,
            };
            Some(Spot::new(field, parent, span))
        };
        match *rule {
            Rule::OneOf { names, blamed, clause } => {
                if !names.iter().any(|name| slots.has(name))
                    && let Some(spot) = spot(blamed)
                {
                    let fields = names.join(", ");
                    self.report_by(&spot, clause, code::FIELD_ONE_OF, Severity::Error, &[("fields", &fields)]);
                }
            }
            Rule::Wins { winner, loser, clause } => {
                if let (true, true, Some(spot)) = (slots.has(winner), slots.has(loser), spot(loser)) {
                    self.report_by(&spot, clause, code::FIELD_IGNORED, Severity::Warning, &[("other", winner)]);
                }
            }
            Rule::Excludes { field, other, clause } => {
                if let (true, true, Some(spot)) = (slots.has(field), slots.has(other), spot(field)) {
                    self.report_by(&spot, clause, code::FIELD_EXCLUDES, Severity::Error, &[("other", other)]);
                }
            }
            Rule::OnlyWith { field, other, value, clause } => {
                let holds = slots.value(other).is_some_and(|own| *own == *value.as_bytes());
                if let (true, false, Some(spot)) = (slots.has(field), holds, spot(field)) {
                    let args = [("other", other), ("value", value)];
                    self.report_by(&spot, clause, code::FIELD_WITHOUT_EFFECT, Severity::Warning, &args);
                }
            }
            Rule::Expiry { later, earlier, short, advised, clause } => {
                if let (Some(end), Some(spot)) = (time(slots, later), spot(later)) {
                    if let Some(start) = time(slots, earlier) {
                        self.gap(&spot, clause, end.since(start), Some(earlier), [short, advised]);
                    }
                    if let Some(now) = self.now {
                        self.gap(&spot, clause, end.since(now), None, [short, advised]);
                    }
                }
            }
            Rule::Ahead { field, least, most, clause } => {
                if let (Some(end), Some(now), Some(spot)) = (time(slots, field), self.now, spot(field)) {
                    let seconds = end.since(now);
                    self.gap(&spot, clause, seconds, None, [least - 1, least - 1]);
                    if seconds > most {
                        let args = [("seconds", &*seconds.to_string()), ("limit", &*most.to_string())];
                        self.report_by(&spot, clause, code::TIME_FAR, Severity::Error, &args);
                    }
                }
            }
            Rule::AtMost { field, other, clause } => {
                if let (Some(own), Some(bound), Some(spot)) = (amount(slots, field), amount(slots, other), spot(field))
                    && own > bound
                {
                    self.report_by(&spot, clause, code::AMOUNT_ABOVE, Severity::Warning, &[("other", other)]);
                }
            }
            // `Judge::message` looks at it.
            Rule::Encrypted { .. } => {}
            Rule::Counted { count, family, clause } => {
                let Some((_, row)) = slots.value(count).zip(family_row(slots, family)) else { return };
                let times = u64::from(slots.times[row]);
                if let (Some(said), Some(spot)) = (slots.value(count).and_then(|value| digits(&value)), spot(count))
                    && said != times
                {
                    let args = [("value", &*said.to_string()), ("length", &*times.to_string()), ("other", family)];
                    self.report_by(&spot, clause, code::COUNT_DIFFERS, Severity::Warning, &args);
                }
            }
        }
    }
}

fn family_row(slots: &Slots<'_>, family: &str) -> Option<usize> {
    slots.table.fields.iter().position(|field| field.name == family)
}

fn time(slots: &Slots<'_>, name: &str) -> Option<Time> {
    let (_, field) = slots.table.find(name.as_bytes())?;
    when::read(field.kind, &slots.value(name)?)
}

fn amount(slots: &Slots<'_>, name: &str) -> Option<Fen> {
    let (_, field) = slots.table.find(name.as_bytes())?;
    let value = slots.value(name)?;
    match field.kind {
        Kind::Fen { .. } => Fen::read(&value).map(|(fen, _)| fen),
        Kind::Yuan { .. } => Yuan::read(&value).map(|(yuan, _)| yuan.to_fen()),
        _ => None,
    }
}
