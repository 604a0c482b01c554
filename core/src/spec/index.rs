//! Finds a row by a field's name in a few nanoseconds: a hash table that is built when the crate is compiled.

use super::{Field, Table};

const SLOTS: usize = 256;

/// Row numbers plus one, by the hash of the name; 0 is free.
pub(super) struct Index([u8; SLOTS]);

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Index")
    }
}

impl Index {
    pub(super) const fn of(fields: &[Field]) -> Index {
        assert!(fields.len() <= Table::ROWS, "a table has too many rows");
        let mut slots = [0; SLOTS];
        let mut row = 0;
        while row < fields.len() {
            let name = fields[row].name.as_bytes();
            let (length, _) = key(name);
            let mut slot = hash(name, length);
            while slots[slot] != 0 {
                slot = (slot + 1) % SLOTS;
            }
            slots[slot] = row as u8 + 1;
            row += 1;
        }
        Index(slots)
    }

    pub(super) fn find(&self, fields: &[Field], name: &[u8]) -> Option<usize> {
        self.probe(fields, name, 0).or_else(|| {
            let once = without_number(name)?;
            self.probe(fields, once, 1).or_else(|| self.probe(fields, without_number(once)?, 2))
        })
    }

    fn probe(&self, fields: &[Field], name: &[u8], numbers: usize) -> Option<usize> {
        let mut slot = hash(name, name.len());
        while self.0[slot] != 0 {
            let row = usize::from(self.0[slot]) - 1;
            let own = fields[row].name.as_bytes();
            if own.len() == name.len() + numbers * NUMBER.len() && own.starts_with(name) && key(own).1 == numbers {
                return Some(row);
            }
            slot = (slot + 1) % SLOTS;
        }
        None
    }
}

/// What stands for a number at the end of a row's name.
const NUMBER: &[u8] = b"_$n";

/// How long a row's name is without its numbers, and how many these are.
const fn key(name: &[u8]) -> (usize, usize) {
    let (mut length, mut numbers) = (name.len(), 0);
    while length > 3 && name[length - 3] == b'_' && name[length - 2] == b'$' {
        length -= 3;
        numbers += 1;
    }
    (length, numbers)
}

/// `coupon_id_12` without `_12`.
fn without_number(name: &[u8]) -> Option<&[u8]> {
    let digits = name.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let rest = name.len() - digits;
    if digits == 0 || digits > 3 || rest < 2 || name[rest - 1] != b'_' {
        return None;
    }
    Some(&name[..rest - 1])
}

/// Of the first `length` bytes: their number and five of them, which tell the names of our tables apart.
const fn hash(name: &[u8], length: usize) -> usize {
    if length == 0 {
        return 0;
    }
    let picked = name[0] as usize
        + name[length / 4] as usize * 7
        + name[length / 2] as usize * 31
        + name[length - 1 - length / 4] as usize * 71
        + name[length - 1] as usize * 131;
    (picked + length * 13) % SLOTS
}
