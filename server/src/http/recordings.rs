//! The audio in and out.

pub(super) mod download;
pub(super) mod upload;
