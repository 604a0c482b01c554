//! What holds between fields of one table.

/// A rule over more than one field, or over a field and the present. Fields that are absent, empty or unreadable
/// satisfy it: their own rows find that.
#[derive(Debug, Clone, Copy)]
pub enum Rule {
    /// At least one of the fields is there; if not, the field `blamed` is.
    OneOf {
        /// The fields.
        names: &'static [&'static str],
        /// Which one is blamed.
        blamed: &'static str,
        /// The clause.
        clause: &'static str,
    },
    /// If both are there, `loser` is ignored: a warning.
    Wins {
        /// Counts.
        winner: &'static str,
        /// Is ignored.
        loser: &'static str,
        /// The clause.
        clause: &'static str,
    },
    /// Not both at once: an error of `field`.
    Excludes {
        /// Is blamed.
        field: &'static str,
        /// Is there too.
        other: &'static str,
        /// The clause.
        clause: &'static str,
    },
    /// `field` has an effect only if `other` has that value: a warning.
    OnlyWith {
        /// Is blamed.
        field: &'static str,
        /// The other field.
        other: &'static str,
        /// Its value.
        value: &'static str,
        /// The clause.
        clause: &'static str,
    },
    /// `later` is after `earlier`, and after the present: `short` seconds or less are an error, up to `advised` a
    /// warning (WX-UO-51).
    Expiry {
        /// Is blamed.
        later: &'static str,
        /// From which the gap counts.
        earlier: &'static str,
        /// Seconds that are too few.
        short: i64,
        /// Seconds that some editions find too few.
        advised: i64,
        /// The clause.
        clause: &'static str,
    },
    /// `field` is so many seconds ahead of the present, the bounds included.
    Ahead {
        /// Is blamed.
        field: &'static str,
        /// At least.
        least: i64,
        /// At most.
        most: i64,
        /// The clause.
        clause: &'static str,
    },
    /// The amount `field` is not above the amount `other`: else a warning, as samples break it.
    AtMost {
        /// Is blamed.
        field: &'static str,
        /// The larger one.
        other: &'static str,
        /// The clause.
        clause: &'static str,
    },
    /// When `by` is there, `field` is Base64 of encrypted JSON, and its members cannot be read.
    Encrypted {
        /// Is encrypted.
        field: &'static str,
        /// Says so.
        by: &'static str,
    },
    /// `count` says how many fields of the numbered family there are: else a warning.
    Counted {
        /// Is blamed.
        count: &'static str,
        /// The family, as `coupon_id_$n`.
        family: &'static str,
        /// The clause.
        clause: &'static str,
    },
}
