//! A typing error in a row of core's tables shows: each row of each request, its limit one more or one less, its duty
//! to be there or its closed list forgotten, is caught by a vector.

use payspec::adapter::{Reject, Reply, ReplyFinding};
use payspec::judge::judge;
use payspec::outcome::Outcome;
use payspec_core::spec::{self, Direction, Field, Kind, Limit, Message, Others, Presence, Standing, Table};
use payspec_faults::input::Input;
use payspec_faults::stop::Stop;
use payspec_faults::validate::{SOUND, judge as validate, with_table};
use payspec_vectors::Vector;

/// A slip of whoever typed the row.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Slip {
    OneMore,
    OneLess,
    NotRequired,
    ListOpen,
}

/// Rows about which a vector can ask for nothing: beyond the seed's table of the unified order, any such field may be
/// refused or passed over (WX-AMB-10), and lengths of older tables only, which nobody could read again (section 11 of
/// the Alipay sheet).
const OPEN: &[(&str, &str)] = &[
    ("wechat.", "sub_appid"),
    ("wechat.", "sub_mch_id"),
    ("wechat.", "sub_openid"),
    ("wechat.", "profit_sharing"),
    ("wechat.", "version"),
    ("alipay.", "sys_service_provider_id"),
    ("alipay.", "promo_params"),
    ("alipay.", "enable_pay_channels"),
    ("alipay.", "disable_pay_channels"),
    ("alipay.", "store_id"),
    ("alipay.", "request_from_url"),
];

const SLIPS: [Slip; 4] = [Slip::OneMore, Slip::OneLess, Slip::NotRequired, Slip::ListOpen];

impl Slip {
    /// The row with this slip, unless it says nothing there: what the documents leave open is a warning, which no
    /// vector can ask for.
    fn on(self, row: &Field) -> Option<Field> {
        if matches!(row.standing, Standing::Unconfirmed(_)) {
            return None;
        }
        let mut row = *row;
        let limit = |row: &Field| row.limit.filter(|limit| limit.sure && countable(&row.kind));
        match self {
            Slip::OneMore => {
                let limit = limit(&row)?;
                row.limit = Some(Limit { agreed: limit.agreed + 1, widest: limit.widest + 1, ..limit });
            }
            // Between what some editions and what all allow there is nothing that is refused.
            Slip::OneLess => {
                let limit = limit(&row).filter(|limit| limit.agreed == limit.widest)?;
                row.limit = Some(Limit { agreed: limit.agreed - 1, widest: limit.widest - 1, ..limit });
            }
            Slip::NotRequired => match row.presence {
                Presence::Required | Presence::RequiredWhen { .. } => row.presence = Presence::Optional,
                _ => return None,
            },
            Slip::ListOpen => match row.kind {
                Kind::Choice(choices, Others::Refused) => row.kind = Kind::Choice(choices, Others::Open),
                _ => return None,
            },
        }
        Some(row)
    }
}

/// Whether a value of that kind can be as long as its limit: others are bounded by what they are.
fn countable(kind: &Kind) -> bool {
    matches!(kind, Kind::Any | Kind::Text(_) | Kind::Url(_) | Kind::Json(_) | Kind::JsonOrText(_))
}

/// Every row of a table and of those within, by its path of indexes, with its name.
fn rows(table: &'static Table, path: &[usize], name: &str, all: &mut Vec<(Vec<usize>, String, Field)>) {
    for (n, row) in table.fields.iter().enumerate() {
        let path = [path, &[n]].concat();
        let name = if name.is_empty() { row.name.to_owned() } else { format!("{name}.{}", row.name) };
        all.push((path.clone(), name.clone(), *row));
        if let Kind::Json(inner) | Kind::JsonOrText(inner) | Kind::Object(inner) | Kind::Objects(inner) = row.kind {
            rows(inner, &path, &name, all);
        }
    }
}

/// The table with one row, here or within, put in.
fn with_row(table: &Table, path: &[usize], new: Field) -> Table {
    let (first, rest) = path.split_first().unwrap();
    let mut fields = table.fields.to_vec();
    fields[*first] = match (rest.is_empty(), fields[*first]) {
        (true, _) => new,
        (false, mut row) => {
            let within = |inner| -> &'static Table { Box::leak(Box::new(with_row(inner, rest, new))) };
            row.kind = match row.kind {
                Kind::Json(inner) => Kind::Json(within(inner)),
                Kind::JsonOrText(inner) => Kind::JsonOrText(within(inner)),
                Kind::Object(inner) => Kind::Object(within(inner)),
                Kind::Objects(inner) => Kind::Objects(within(inner)),
                other => other,
            };
            row
        }
    };
    let mut changed = Table::new(fields.leak()).rules(table.rules);
    changed.others = table.others;
    changed
}

fn kills(message: &Message, vector: &Vector) -> bool {
    let input = vector.request_input("");
    let reply = match validate(&SOUND, message, Input(&input)) {
        Ok(output) => Reply::Ok(output),
        Err(Stop::Complaints(complaints)) => {
            let finding = |field| ReplyFinding { field, rule: None };
            let findings = complaints.into_iter().map(|complaint| finding(complaint.field)).collect();
            Reply::Reject(Reject { findings: Some(findings), ..Reject::default() })
        }
        Err(_) => Reply::Reject(Reject::default()),
    };
    judge(vector, &input, &reply).outcome != Outcome::Passed
}

#[test]
fn every_slip_in_a_row_is_caught() {
    let vectors: Vec<Vector> =
        payspec_vectors::load_all().unwrap().into_iter().flat_map(|suite| suite.vectors).collect();
    let named = |message: &Message, vector: &Vector| {
        vector.op.ends_with(".validate")
            && vector.input.get("message").and_then(|name| name.as_str()) == Some(message.short())
    };
    let (mut slips, mut alive) = (0, Vec::new());
    for message in spec::messages().filter(|message| message.direction == Direction::Sent) {
        let own: Vec<&Vector> = vectors.iter().filter(|vector| named(message, vector)).collect();
        if own.is_empty() {
            continue;
        }
        let mut all = Vec::new();
        rows(&message.table, &[], "", &mut all);
        let open = |row: &Field| OPEN.iter().any(|(whose, name)| message.id.starts_with(whose) && row.name == *name);
        for (path, name, row) in all.iter().filter(|(_, _, row)| !open(row)) {
            for slip in SLIPS {
                let Some(new) = slip.on(row) else { continue };
                let wrong = with_table(message, with_row(&message.table, path, new));
                slips += 1;
                if !own.iter().any(|vector| kills(&wrong, vector)) {
                    alive.push(format!("{} {name} {slip:?}", message.id));
                }
            }
        }
    }
    assert!(slips > 150, "{slips}");
    assert!(alive.is_empty(), "{} of {slips} slips pass unseen:\n{}", alive.len(), alive.join("\n"));
}
