//! Searches the transaction_id for which a payment's MD5 signature is `0E` and thirty decimal digits: a few minutes
//! with `cargo run --release -p payspec-vectors-generator --example zero_digest`. The find is a constant of the
//! generator; this program is kept so that the search can be repeated.

use md5::{Digest as _, Md5};

fn main() {
    let (head, tail) = payspec_vectors_generator::wechat::zero_digest_string();
    let state = Md5::new_with_prefix(head);
    let mut counter = *b"000000000000";
    loop {
        let mut hasher = state.clone();
        hasher.update(counter);
        hasher.update(&tail);
        let digest = hasher.finalize();
        let decimal = |byte: &u8| byte >> 4 < 10 && byte & 15 < 10;
        if digest[0] == 0x0E && digest[1..].iter().all(decimal) {
            println!("counter {}: {digest:02X?}", String::from_utf8_lossy(&counter));
            return;
        }
        for digit in counter.iter_mut().rev() {
            if *digit < b'9' {
                *digit += 1;
                break;
            }
            *digit = b'0';
        }
    }
}
