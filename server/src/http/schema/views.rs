//! The bodies of views and preferences.

use call_records_wire::layout::Layout;
use call_records_wire::view::ViewContent;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A view to be saved.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct ViewBody {
    #[serde(flatten)]
    content: ViewContent,
}

/// A view as it is to be from now on.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct ViewChangeBody {
    #[serde(flatten)]
    content: ViewContent,
    /// The version that the change was made from.
    version: u64,
}

/// A JSON merge patch: what is absent stays, null takes away.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct PreferencesBody {
    /// The id of the view that the page opens with.
    default_view: Option<String>,
    /// What was looked at last, at most 8 KiB.
    place: Option<String>,
    /// The id of the view that was open then.
    open_view: Option<String>,
    /// How the list was laid out; replaced whole.
    layout: Option<Layout>,
    /// Other choices of the page by name; those that are not named stay. At most 32 are kept.
    #[schema(required = false)]
    choices: BTreeMap<String, Option<String>>,
}
