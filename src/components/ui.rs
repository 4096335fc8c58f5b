//! The plain controls: thaw's where they are accessible, ours where they are not.

mod action;
mod combobox;
mod disclosure;
mod icon;
mod later;
mod later_styles;
mod modal;
mod notice;
mod paste;
mod place;
mod said;
mod text_field;
#[cfg(test)]
mod theme;

pub use crate::state::failure::error_text;
pub use action::{Action, EarlyAction, IconButton, Kind};
pub use combobox::{AnyOption, Led, options, step};
pub use disclosure::{Disclosure, MenuPanel};
pub use icon::{Glyph, Icon};
pub(crate) use later::later;
pub use later::{arriving, arriving_quietly, fetch_ahead};
pub use modal::Modal;
pub use notice::{Notice, NoticeLine};
pub use paste::paste_on_one_line;
pub use place::{focus, focus_soon, is_mirrored, keep_focus, pixels, place_beside};
pub use said::Said;
pub use text_field::TextField;
