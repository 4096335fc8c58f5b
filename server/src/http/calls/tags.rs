//! The tags of a call: `POST /api/v1/calls/{call_id}/tags`.

use axum::Json;
use axum::extract::State;
use call_records_wire::call::CallDetail;
use call_records_wire::notes::{MAX_TAGS, Tags, TagsChange, checked_tag};
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

/// `POST /api/v1/calls/{call_id}/tags`
///
/// Gives a call tags and takes tags from it. What others gave it meanwhile stays; tags that it has keep their place and
/// their spelling. Each change is an event of the call. Answers with the tags that it has then.
#[utoipa::path(
    post,
    path = paths::CALL_TAGS,
    operation_id = "change_tags",
    tag = "Writing",
    security(("session" = [])),
    params(("call_id" = String, Path, description = "The call's id, percent-encoded.")),
    request_body = TagsChange,
    responses(
        (status = 200, description = "The tags of the call.", body = Tags),
        (status = 400, response = inline(Refusal)),
        (status = 404, response = inline(Refusal)),
        (status = 413, response = inline(Refusal)),
        (status = 415, response = inline(Refusal)),
        (status = 422, response = inline(Refusal)),
    ),
)]
pub(in crate::http) async fn post(
    Reader { user, .. }: Reader,
    State(state): State<AppState>,
    Path(call_id): Path<String>,
    Document(change): Document<TagsChange>,
) -> Result<Json<Tags>, ApiError> {
    let TagsChange { add, remove } = checked(&change)?;
    let call = state.calls.call(&call_id).await?.ok_or(ApiError::NotFound("call"))?;
    let has = &call.row.tags;
    let gone: Vec<&String> = has.iter().filter(|it| holds(&remove, it)).collect();
    let new: Vec<&String> = add.iter().filter(|it| !holds(has, it)).collect();
    if !new.is_empty() && has.len() - gone.len() + new.len() > MAX_TAGS {
        return Err(ApiError::InvalidRequest(vec![Fault::at("/add", format!("a call has at most {MAX_TAGS} tags"))]));
    }
    // First what goes, so that there is room for what comes.
    let gone = gone.into_iter().map(|tag| ("call.untagged", json!({"tag": tag, "by": author(&user)})));
    let new = new.into_iter().map(|tag| ("call.tagged", json!({"tag": tag, "by": author(&user)})));
    keep(&state, &call_id, after_the_last(&call, state.clock.now()), gone.chain(new).collect()).await?;
    let call = state.calls.call(&call_id).await?.ok_or(ApiError::NotFound("call"))?;
    Ok(Json(Tags { tags: call.row.tags }))
}

/// Whether this is one of the tags, compared without case and accents.
fn holds(tags: &[String], tag: &str) -> bool {
    tags.iter().any(|it| folded(it) == folded(tag))
}

/// The change with each tag once, or what is wrong with each.
fn checked(change: &TagsChange) -> Result<TagsChange, ApiError> {
    let mut faults = Vec::new();
    let mut read = |name: &str, tags: &[String]| {
        let mut read: Vec<String> = Vec::new();
        // No answer outgrows its question.
        if tags.len() > MAX_TAGS {
            faults.push(Fault::at(format!("/{name}"), format!("must be at most {MAX_TAGS}")));
            return read;
        }
        for (nth, tag) in tags.iter().enumerate() {
            match checked_tag(tag) {
                Ok(tag) if holds(&read, &tag) => {}
                Ok(tag) => read.push(tag),
                Err(detail) => faults.push(Fault::at(format!("/{name}/{nth}"), detail)),
            }
        }
        read
    };
    let (add, remove) = (read("add", &change.add), read("remove", &change.remove));
    if add.iter().any(|tag| holds(&remove, tag)) {
        faults.push(Fault::at("/remove", "must not hold what is added"));
    }
    if change.add.is_empty() && change.remove.is_empty() {
        faults.push(Fault::at("", "must add or remove a tag"));
    }
    if faults.is_empty() { Ok(TagsChange { add, remove }) } else { Err(ApiError::InvalidRequest(faults)) }
}

/// Now, or just after the last tag where a sender's clock is ahead: what is asked for now is what holds.
fn after_the_last(call: &CallDetail, now: Timestamp) -> Timestamp {
    let tagged = call.log.iter().filter(|entry| matches!(entry.event_type.as_str(), "call.tagged" | "call.untagged"));
    tagged.map(|entry| entry.time.plus_millis(1)).max().map_or(now, |after| after.max(now))
}
