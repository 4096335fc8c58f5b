//! Lists, one call, changes, exports.

pub(super) mod export;
pub(super) mod get;
pub(super) mod list;
pub(super) mod stream;
