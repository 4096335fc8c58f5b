//! Lists, one call, what people write on it, changes, exports.

pub(super) mod customer;
pub(super) mod export;
pub(super) mod get;
pub(super) mod list;
pub(super) mod notes;
pub(super) mod stream;
pub(super) mod tags;
/// What people write, as events.
mod written;
