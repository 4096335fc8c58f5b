//! The page in a real browser against the real server: all of it in Chromium, the main flows in Firefox as well.
//!
//! The browsers and their drivers must be installed; `cargo xtask test` sees to that, and builds the page beforehand.

/// Nothing keeps people out.
mod access;
/// What the browser's console says.
mod console;
/// What can be pressed.
mod controls;
/// Days and times, typed and picked.
mod dates;
/// One call over the list.
mod details;
/// The browsers and what leads them.
mod engine;
/// Files of calls.
mod exports;
/// Names, choices, and answers as the fields change.
mod finding;
/// What everybody does, in every browser.
mod flows;
/// Everything without a mouse.
mod keyboard;
/// Every text in every language, and the page turned around.
mod languages;
/// Everything is in sight.
mod layout;
/// The list follows what happens.
mod live;
/// One box that takes anything.
mod omnibox;
/// Find, open, hear.
mod page;
/// The page on paper.
mod paper;
/// Listening.
mod player;
/// The server as a program that can be killed.
mod program;
/// Made-up calls of every kind.
mod scene;
/// Pictures of every state.
mod screenshots;
/// Windows of every size, and what readers ask of every page.
mod sizes;
/// Every state that the page can be in.
mod states;
/// Nothing moves by itself.
mod steady;
/// A call as a story.
mod story;
/// The table: any depth, the keyboard, and calm.
mod table;
/// Several pages of one browser.
mod tabs;
/// What the page does when something is wrong.
mod trouble;
/// What is typed, and what it stands for.
mod typing;
/// Saved views, and the last one that comes back.
mod views;
/// A server, a browser, and what a person does with them.
mod world;
