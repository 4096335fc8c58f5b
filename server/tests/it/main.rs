//! The API as those who use it meet it: requests in, answers out, on a real store in a folder of its own.

/// What callers send: events of calls, audio.
mod made;
/// The real program in a process of its own.
mod process;
/// Connections, where they matter: live changes, parts of recordings, ends.
mod socket;
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
mod pickers;
mod preferences;
mod recordings;
mod recordings_in;
mod recordings_left;
mod rights;
mod search;
mod search_faults;
mod session;
mod shuffle;
mod stream;
mod views;
mod written;
