//! The server of the call-records page: events in, calls out.

/// Who may do what.
pub mod access;
/// The command line.
pub mod cli;
/// What time it is.
pub mod clock;
/// Sample calls.
pub mod demo;
/// What a call is, made from what happened to it. Start here.
pub mod domain;
/// The API over HTTP.
pub mod http;
/// Turns the logs of an Asterisk PBX into events.
pub mod import;
/// The one door for events.
pub mod ingest;
/// Every change, to everyone who listens.
pub mod live;
/// The audio of recordings.
pub mod recordings;
/// Connections.
pub mod serve;
/// What a request may need.
pub mod state;
/// Where calls are kept.
pub mod store;
