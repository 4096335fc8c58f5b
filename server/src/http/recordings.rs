//! The audio in and out.

pub(super) mod download;
pub(super) mod peaks;
/// What is sent of a recording.
mod representation;
pub(super) mod upload;
