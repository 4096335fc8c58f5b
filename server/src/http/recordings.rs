//! The audio in and out.

pub(super) mod download;
/// The shape of the sound.
pub(super) mod peaks;
/// What is sent of a recording.
mod representation;
pub(super) mod upload;
