//! What a call is, made from what happened to it. Pure: no I/O, no clock.
//!
//! Events are the truth; a call is their fold. The fold sorts, so late, doubled and shuffled events are harmless.

/// Whether a customer whom nobody served was called back.
mod called_back;
/// Events to a call.
pub mod fold;
/// The way that a call goes while its events are read in order.
mod journey;
/// Notes and tags as events tell of them.
mod notes;
/// Agents' phones: which ring, and who is on the line.
mod phones;
/// Recordings as events and the store tell of them.
mod recordings;
/// Where a call stands, and which hang-up reason follows from that.
mod standing;
/// What the time of a call was spent on.
mod timeline;

pub use called_back::{called_back, findable_number, is_missed};
pub use fold::{Folded, fold};
pub use notes::{OWN_SOURCE, shown_ids};
pub use recordings::RecordingFact;
