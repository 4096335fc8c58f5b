//! The words that the page and the server agree on.
//!
//! Nothing here does I/O or asks for the time; everything builds for wasm.

/// A call as it is read.
pub mod call;
/// What happens to a call, as a switch tells it.
pub mod event;
/// Which calls are asked for.
pub mod filter;
/// How a list is laid out.
pub mod layout;
/// What people write on a call.
pub mod notes;
/// Schemas of what has no derived one.
#[cfg(feature = "openapi")]
pub mod openapi;
/// A page of a list, its order and its total.
pub mod page;
/// The paths of the API.
pub mod paths;
/// The shape of sound.
pub mod peaks;
/// Errors as documents.
pub mod problem;
/// Who is signed in.
pub mod session;
/// The calls of one customer, as one story.
pub mod story;
/// Text as people compare it.
pub mod text;
/// Instants.
pub mod time;
/// Saved views and what is kept for an account.
pub mod view;
/// The enumerations of the contract.
pub mod words;
