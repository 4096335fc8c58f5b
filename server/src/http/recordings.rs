//! The audio in and out.

pub(super) mod download;
/// What is sent of a recording.
mod representation;
pub(super) mod upload;
