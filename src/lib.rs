//! The page: every call of a contact center, as it happens and as it was.
//!
//! Arrows point one way: `app` ► `pages` ► `state` ► `api` ► wire. Components get handles and values as props; they
//! send no requests and look up no state.
#![expect(unreachable_pub, reason = "the macro of components asks for `pub` props in modules that are private here")]

/// The only code that sends requests.
mod api;
/// Puts everything together. Start here.
mod app;
/// Days, ranges and the fields they are typed into.
mod calendar;
/// What is seen, given as props.
mod components;
/// Values as people read them.
mod format;
/// Every text, in every language.
mod i18n;
/// Work that nobody needs for the first rows.
mod later;
/// What an entry of the operations log says, in words.
mod log_words;
/// What fills the frame.
mod pages;
/// Why a call ended, in a sentence.
mod reason;
/// What is known and what can be done with it.
mod state;
/// The viewer's time zone.
mod zone;

pub use app::App;
