//! Who is signed in, and what the page must know of the server.

use serde::{Deserialize, Serialize};

use crate::view::{Preferences, SavedView};
use crate::words::Role;

/// What a person signs in with.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Credentials {
    /// The account's name.
    pub name: String,
    /// Its password.
    pub password: String,
}

/// The signed-in account and the server's settings that the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// The account's name.
    pub name: String,
    /// What it may.
    pub role: Role,
    /// The server's time zone, an IANA name: the zone of its default day.
    pub time_zone: String,
    /// How many days back calls can be searched.
    pub search_window_days: u32,
    /// Whether the calls are made up.
    pub demo: bool,
    /// The server's version.
    pub version: String,
    /// How the account likes the page.
    pub preferences: Preferences,
    /// The view that the page opens with, where there is one still.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_view: Option<SavedView>,
}
