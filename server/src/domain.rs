//! What a call is, made from what happened to it. Pure: no I/O, no clock.
//!
//! Events are the truth; a call is their fold. The fold sorts, so late, doubled and shuffled events are harmless.

/// Events to a call.
pub mod fold;
/// The way that a call goes while its events are read in order.
mod journey;
/// Agents' phones: which ring, and who is on the line.
mod phones;
/// Recordings as events and the store tell of them.
mod recordings;
/// Where a call stands, and which hang-up reason follows from that.
mod standing;
/// What the time of a call was spent on.
mod timeline;

pub use fold::{Folded, fold};
pub use recordings::RecordingFact;
