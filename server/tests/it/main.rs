//! The API as those who use it meet it: requests in, answers out, on a real store in a folder of its own.

/// An S3-speaking server.
mod bucket;
/// What callers send: events of calls, audio.
mod made;
/// The real program in a process of its own.
mod process;
/// Connections, where they matter: live changes, parts of recordings, ends.
mod socket;
/// Audio of every kind.
mod sounds;
/// The fixture.
mod world;

mod bad_input;
mod calls;
mod cli;
mod connections;
mod crash;
mod customer_calls;
mod events;
mod events_by_line;
mod export;
mod export_sheet;
mod migrations;
mod openapi;
mod peaks;
mod pickers;
mod preferences;
mod ranges;
mod recordings;
mod recordings_in;
mod recordings_left;
mod recordings_made;
mod rights;
mod search;
mod search_faults;
mod session;
mod shuffle;
mod stores;
mod stream;
mod views;
mod written;
