//! What a call is, made from what happened to it. Pure: no I/O, no clock.
//!
//! Events are the truth; a call is their fold. The fold sorts, so late, doubled and shuffled events are harmless.

/// Events to a call.
pub mod fold;
/// The stages that a call goes through while its events are read in order.
mod journey;
/// Where a call stands, and which hang-up reason follows from that.
mod standing;

pub use fold::{Folded, RecordingFact, fold};
