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
/// Asks as the search fields change.
pub mod finder;
/// What the server keeps of how an account likes the page.
pub mod kept;
/// How the list is laid out.
pub mod layout;
/// The line on which changes come in.
pub mod live;
/// Ends of a range in words.
pub mod moment_words;
/// Short notices to the reader.
pub mod notices;
/// What the page opens with, pure.
pub mod opening;
/// How often the list follows.
mod pace;
/// What an address says, pure.
pub mod place;
/// The recording that plays.
pub mod player;
/// Language, theme and time zone.
pub mod preferences;
/// What a text that may be anything stands for, pure.
pub mod reading;
/// The calls on screen.
pub mod rows;
/// Made-up calls for tests.
#[cfg(test)]
pub mod sample;
/// Who is signed in.
pub mod session;
/// Keys that do something by themselves.
pub mod shortcuts;
/// The other calls of the open call's customer.
pub mod story;
/// Names that complete what is typed.
pub mod suggestions;
/// Saved views.
pub mod views;
/// What would show calls where there are none.
pub mod widen;
/// What the reader writes on calls.
pub mod writing;
