//! The page in a real Chromium against the real server.
//!
//! Chromium and its driver must be installed; `cargo xtask test` sees to that, and builds the page beforehand.

/// What can be pressed.
mod controls;
/// Days and times, typed and picked.
mod dates;
/// One call over the list.
mod details;
/// Files of calls.
mod exports;
/// Names, choices, and answers as the fields change.
mod finding;
/// Everything is in sight.
mod layout;
/// The list follows what happens.
mod live;
/// One box that takes anything.
mod omnibox;
/// Find, open, hear.
mod page;
/// The server as a program that can be killed.
mod program;
/// A call as a story.
mod story;
/// The table: any depth, the keyboard, and calm.
mod table;
/// What the page does when something is wrong.
mod trouble;
/// What is typed, and what it stands for.
mod typing;
/// Saved views, and the last one that comes back.
mod views;
/// A server, a browser, and what a person does with them.
mod world;
