//! What the descriptions beside the handlers have in common.

/// The fields of a search.
mod search;
/// The bodies of views and preferences.
mod views;

use call_records_wire::problem::Problem;
use utoipa::ToResponse;

pub(super) use search::{ExportBody, ExportParameters, SearchBody, SearchParameters};
pub(super) use views::{PreferencesBody, ViewBody, ViewChangeBody};

/// What stands in the way, as a problem document (RFC 9457).
#[derive(ToResponse)]
#[response(
    description = "What stands in the way, and what to do (RFC 9457).",
    content_type = "application/problem+json"
)]
#[expect(dead_code, reason = "stands for the document in descriptions; refusals are made elsewhere")]
pub(super) struct Refusal(#[to_schema] Problem);
