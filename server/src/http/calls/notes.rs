//! Notes on a call: `/api/v1/calls/{call_id}/notes`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use call_records_wire::notes::{NewNote, Note, checked_note};
use call_records_wire::paths;
use call_records_wire::problem::Fault;
use serde_json::json;

use super::written::{author, keep, new_id};
use crate::domain::shown_ids;
use crate::http::auth::Reader;
use crate::http::error::ApiError;
use crate::http::extract::{Document, Path};
use crate::http::schema::Refusal;
use crate::state::AppState;

/// `POST /api/v1/calls/{call_id}/notes`
///
/// Writes a note on a call, in the name of whoever is signed in. It is an event of the call like any other, and durable
/// once this answers.
#[utoipa::path(
    post,
    path = paths::CALL_NOTES,
    operation_id = "add_note",
    tag = "Writing",
    security(("session" = [])),
    params(("call_id" = String, Path, description = "The call's id, percent-encoded.")),
    request_body = NewNote,
    responses(
        (status = 201, description = "The note.", body = Note),
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
    Document(NewNote { text }): Document<NewNote>,
) -> Result<(StatusCode, Json<Note>), ApiError> {
    let text = checked_note(&text).map_err(|detail| ApiError::InvalidRequest(vec![Fault::at("/text", detail)]))?;
    state.calls.call(&call_id).await?.ok_or(ApiError::NotFound("call"))?;
    let note = Note { note_id: new_id(), text, author: Some(author(&user)), time: state.clock.now().floor_to_millis() };
    let data = json!({"note_id": note.note_id, "text": note.text, "author": note.author});
    keep(&state, &call_id, note.time, vec![("call.note_added", data)]).await?;
    Ok((StatusCode::CREATED, Json(note)))
}

/// `DELETE /api/v1/calls/{call_id}/notes/{note_id}`
///
/// Takes a note from a call. That it was there, and who removed it, stays in the operations log.
#[utoipa::path(
    delete,
    path = paths::CALL_NOTE,
    operation_id = "remove_note",
    tag = "Writing",
    security(("session" = [])),
    params(
        ("call_id" = String, Path, description = "The call's id, percent-encoded."),
        ("note_id" = String, Path, description = "The note's id, percent-encoded."),
    ),
    responses(
        (status = 204, description = "The note is gone."),
        (status = 404, response = inline(Refusal)),
        (status = 422, response = inline(Refusal)),
    ),
)]
pub(in crate::http) async fn delete(
    Reader { user, .. }: Reader,
    State(state): State<AppState>,
    Path((call_id, note_id)): Path<(String, String)>,
) -> Result<StatusCode, ApiError> {
    let call = state.calls.call(&call_id).await?.ok_or(ApiError::NotFound("call"))?;
    let added = call.log.iter().filter(|entry| entry.event_type == "call.note_added");
    let shown = shown_ids(added.filter_map(|entry| Some((entry.source.as_str(), entry.data["note_id"].as_str()?))));
    let is_there = call.notes.iter().any(|note| note.note_id == note_id);
    let found = shown.into_iter().find(|(_, shown)| *shown == note_id).filter(|_| is_there);
    let ((source, note_id), _) = found.ok_or(ApiError::NotFound("note"))?;
    let data = json!({"note_id": note_id, "note_source": source, "by": author(&user)});
    keep(&state, &call_id, state.clock.now(), vec![("call.note_removed", data)]).await?;
    Ok(StatusCode::NO_CONTENT)
}
