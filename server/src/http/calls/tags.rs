//! The tags of a call: `PUT /api/v1/calls/{call_id}/tags`.

use axum::Json;
use axum::extract::State;
use call_records_wire::call::CallDetail;
use call_records_wire::notes::{MAX_TAGS, Tags, checked_tag};
use call_records_wire::paths;
use call_records_wire::problem::Fault;
use call_records_wire::text::folded;
use call_records_wire::time::Timestamp;
use serde_json::json;

use super::written::{author, keep};
use crate::http::auth::Reader;
use crate::http::error::ApiError;
use crate::http::extract::{Document, Path};
use crate::http::schema::Refusal;
use crate::state::AppState;

/// `PUT /api/v1/calls/{call_id}/tags`
///
/// Gives a call these tags and no others. What differs from the tags that it has becomes events of the call; tags that
/// it has keep their place and their spelling. Answers with the tags that it has then.
#[utoipa::path(
    put,
    path = paths::CALL_TAGS,
    operation_id = "set_tags",
    tag = "Writing",
    security(("session" = [])),
    params(("call_id" = String, Path, description = "The call's id, percent-encoded.")),
    request_body = Tags,
    responses(
        (status = 200, description = "The tags of the call.", body = Tags),
        (status = 400, response = inline(Refusal)),
        (status = 404, response = inline(Refusal)),
        (status = 413, response = inline(Refusal)),
        (status = 415, response = inline(Refusal)),
        (status = 422, response = inline(Refusal)),
    ),
)]
pub(in crate::http) async fn put(
    Reader { user, .. }: Reader,
    State(state): State<AppState>,
    Path(call_id): Path<String>,
    Document(Tags { tags }): Document<Tags>,
) -> Result<Json<Tags>, ApiError> {
    let wanted = checked(&tags)?;
    let call = state.calls.call(&call_id).await?.ok_or(ApiError::NotFound("call"))?;
    let same = |one: &str, other: &str| folded(one) == folded(other);
    let gone = call.row.tags.iter().filter(|has| wanted.iter().all(|it| !same(it, has)));
    let new = wanted.iter().filter(|it| call.row.tags.iter().all(|has| !same(it, has)));
    // First what goes, so that there is room for what comes.
    let mut written: Vec<_> = gone.map(|tag| ("call.untagged", json!({"tag": tag, "by": author(&user)}))).collect();
    written.extend(new.map(|tag| ("call.tagged", json!({"tag": tag, "by": author(&user)}))));
    keep(&state, &call_id, after_the_last(&call, state.clock.now()), written).await?;
    let call = state.calls.call(&call_id).await?.ok_or(ApiError::NotFound("call"))?;
    Ok(Json(Tags { tags: call.row.tags }))
}

/// The tags, each once, or what is wrong with each.
fn checked(tags: &[String]) -> Result<Vec<String>, ApiError> {
    let mut wanted: Vec<String> = Vec::new();
    let mut faults = Vec::new();
    // No answer outgrows its question.
    for (nth, tag) in tags.iter().enumerate().take(100) {
        match checked_tag(tag) {
            Ok(tag) if wanted.iter().any(|it| folded(it) == folded(&tag)) => {}
            Ok(tag) => wanted.push(tag),
            Err(detail) => faults.push(Fault::at(format!("/tags/{nth}"), detail)),
        }
    }
    if wanted.len() > MAX_TAGS || tags.len() > 100 {
        faults.push(Fault::at("/tags", format!("must be at most {MAX_TAGS}")));
    }
    if faults.is_empty() { Ok(wanted) } else { Err(ApiError::InvalidRequest(faults)) }
}

/// Now, or just after the last tag where a sender's clock is ahead: what is asked for now is what holds.
fn after_the_last(call: &CallDetail, now: Timestamp) -> Timestamp {
    let tagged = call.log.iter().filter(|entry| matches!(entry.event_type.as_str(), "call.tagged" | "call.untagged"));
    tagged.map(|entry| entry.time.plus_millis(1)).max().map_or(now, |after| after.max(now))
}
