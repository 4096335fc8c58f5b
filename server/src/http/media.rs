//! What bodies say that they are.

use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;

/// One event.
pub(super) const EVENT: &str = "application/cloudevents+json";
/// Several events in an array.
pub(super) const EVENTS: &str = "application/cloudevents-batch+json";
/// One event a line.
pub(super) const LINES: &str = "application/x-ndjson";
/// Everything else that is sent here.
pub(super) const JSON: &str = "application/json";
/// A change of a document (RFC 7396).
const MERGE_PATCH: &str = "application/merge-patch+json";
/// What a change of a document may say that it is.
pub(super) const PATCHES: &str = "application/merge-patch+json or application/json";

/// The content type without its parameters, in lower case.
pub(super) fn media_type(headers: &HeaderMap) -> Option<String> {
    let header = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    Some(header.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
}

/// Whether the body says that it is a change of a document.
pub(super) fn is_patch(headers: &HeaderMap) -> bool {
    media_type(headers).is_some_and(|found| found == JSON || found == MERGE_PATCH)
}

/// Whether the body says that it is JSON.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    media_type(headers).is_some_and(|found| found == JSON)
}
