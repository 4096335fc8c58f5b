//! What is known and what can be done with it. Handles are `Copy`: private signals, public verbs.

/// The address bar.
pub mod address;
/// The little of the browser that several handles need.
mod browser;
/// The current second and day.
pub mod clock;
/// All handles, and how one follows another. Start here.
pub mod desk;
/// The call that is open.
pub mod details;
/// What the search fields hold before it is asked for.
pub mod draft;
/// Files of calls.
pub mod export;
/// What went wrong, in words.
pub mod failure;
/// How the list is laid out.
pub mod layout;
/// The line on which changes come in.
pub mod live;
/// Short notices to the reader.
pub mod notices;
/// What an address says, pure.
pub mod place;
/// The recording that plays.
pub mod player;
/// Language and theme.
pub mod preferences;
/// The calls on screen.
pub mod rows;
/// Made-up calls for tests.
#[cfg(test)]
pub mod sample;
/// Who is signed in.
pub mod session;
/// Keys that do something by themselves.
pub mod shortcuts;
/// Names that complete what is typed.
pub mod suggestions;
