//! The server of the call-records page: events in, calls out.

/// What a call is, made from what happened to it. Start here.
pub mod domain;
/// Where calls are kept.
pub mod store;
