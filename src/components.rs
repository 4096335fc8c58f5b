//! What is seen. A component gets handles and values as props; it sends no requests and looks up no state.

/// Title, live line, preferences, account.
pub mod app_header;
/// The list with all its faces.
pub mod call_list;
/// The table.
pub mod call_table;
/// Which columns the list shows.
pub mod column_chooser;
/// Whether what is shown is as of now.
pub mod connection_bar;
/// A field of a day and time with its calendar.
pub mod date_field;
/// Everything about one call.
pub mod details_dialog;
/// A recording as a file.
pub mod download_menu;
/// What would show calls where there are none.
pub mod empty_advice;
/// A file of calls on its way.
pub mod export_dock;
/// Which calls.
pub mod filter_bar;
/// What is in force.
pub mod filter_chips;
/// The parts of a filter in words.
mod filter_words;
/// Keys that do something by themselves, and what else helps.
pub mod help_dialog;
/// What a call spent its time on, to scale.
pub mod journey;
/// What stands below the last row.
pub mod list_foot;
/// What stands above the rows.
pub mod list_head;
/// The order of the list, and the list as a file.
pub mod list_tools;
/// Which days the calls are of, where others were asked for in vain.
mod older_range;
/// One box that takes anything.
pub mod omnibox;
/// The player's controls.
pub mod player_bar;
/// The player.
pub mod player_dock;
/// What a printed sheet says of itself.
pub mod print_line;
/// Which days.
pub mod range_bar;
/// The calendar in which a range is picked.
pub mod range_picker;
/// A hang-up reason that explains itself.
pub mod reason_tag;
/// Play and download.
pub mod recording_buttons;
/// What can be done with chosen calls.
pub mod selection_bar;
/// What shortcuts do.
pub mod shortcut_keys;
/// Name and password.
pub mod sign_in_form;
/// The plain controls.
pub mod ui;
/// What a reader is asked about a view.
pub mod view_dialog;
/// Saved views.
pub mod views_menu;
/// The switch of the time zone.
pub mod zone_select;
