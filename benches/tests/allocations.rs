//! How often each operation asks for memory. A counting allocator must implement an unsafe trait; this file is the
//! only one that does.
#![allow(unsafe_code)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use payspec_benches::operations::all;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

struct Counting;

// SAFETY: every call is handed on to the system's allocator; counting touches a plain thread-local number.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.with(|count| count.set(count.get() + 1));
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        COUNT.with(|count| count.set(count.get() + 1));
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Signing puts its result on the stack. Reading XML asks once for the list of fields; the other four are quick-xml's.
/// A form asks once more for each of its eight values that have something to decode, JSON text once for the list of its
/// values and once where a string has an escape, and an answer once for each text that it keeps.
#[test]
fn allocations_are_few_and_known() {
    let counted: Vec<(&str, usize)> = all()
        .iter()
        .map(|operation| {
            assert!((operation.run)(), "{}", operation.name);
            let before = COUNT.with(Cell::get);
            assert!((operation.run)(), "{}", operation.name);
            (operation.name, COUNT.with(Cell::get) - before)
        })
        .collect();
    let expected = [
        ("wechat-sign-md5", 0),
        ("wechat-sign-hmac", 0),
        ("wechat-parse", 5),
        ("wechat-notification", 5),
        ("wechat-validate", 3),
        ("alipay-parse", 9),
        ("alipay-notification", 10),
        ("alipay-response-members", 1),
        ("alipay-response-json", 2),
        ("alipay-response", 8),
    ];
    assert_eq!(counted, expected);
}
