//! What a walk through a call looks things up in.

use std::collections::HashMap;

use super::cast::Cast;
use super::map::SiteMap;
use super::people::People;
use super::rooms::Rooms;

/// What a walk looks things up in.
pub(super) struct World<'w, 'a> {
    pub(super) site: &'w SiteMap,
    pub(super) cast: &'w Cast<'a>,
    pub(super) people: &'w People<'w>,
    pub(super) rooms: &'w Rooms<'a>,
    /// What the manager interface says was dialled, by channel id.
    pub(super) dialled: &'w HashMap<String, String>,
}
