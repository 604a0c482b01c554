//! Our own bounds on input, each with its reason. No document sets them; a genuine message beyond one of them
//! is refused with a code of its own, never by running out of memory.

/// The largest notification that is read, in bytes. Real ones have 1 to 4 KiB; the official Go SDK caps at 3 MiB,
/// and everything above some tens of KiB is an attack on memory (attack class T10).
pub const NOTIFICATION_BYTES: usize = 64 * 1024;

/// The largest synchronous response, in bytes. Bills and long queries are bigger than notifications.
pub const RESPONSE_BYTES: usize = 1024 * 1024;

/// The most fields in one message. The largest documented message, a notification with ten coupons, has under
/// 70; the bound keeps sorting on the stack.
pub const FIELDS: usize = 256;

/// The deepest nesting in JSON text. Documents nest five deep; the bound keeps recursion off the stack's end.
pub const JSON_DEPTH: usize = 64;
