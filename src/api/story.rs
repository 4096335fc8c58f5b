//! What people write on a call, and the other calls of its customer.

use call_records_wire::notes::{NewNote, Note, Tags, TagsChange};
use call_records_wire::paths;
use call_records_wire::story::CustomerCalls;
use gloo_net::http::Request;

use super::{ApiError, Asked, Items, checked, got, read};
use crate::later::comes_later;

/// The other calls of a call's customer.
pub async fn customer_calls(call_id: &str) -> Result<CustomerCalls, ApiError> {
    got(asked_customer_calls(call_id.to_owned())).await
}

comes_later! {
    fn asked_customer_calls(call_id: String) -> Asked<CustomerCalls> {
        Box::pin(async move { read(Request::get(&paths::customer_calls(&call_id)).send().await).await })
    }
}

/// Writes a note on a call.
pub async fn add_note(call_id: &str, text: String) -> Result<Note, ApiError> {
    got(asked_note(call_id.to_owned(), text)).await
}

comes_later! {
    fn asked_note(call_id: String, text: String) -> Asked<Note> {
        Box::pin(async move {
            let request = Request::post(&paths::call_notes(&call_id)).json(&NewNote { text });
            read(request.map_err(|_| ApiError::Unreadable)?.send().await).await
        })
    }
}

/// Takes a note from a call.
pub async fn remove_note(call_id: &str, note_id: &str) -> Result<(), ApiError> {
    checked(Request::delete(&paths::call_note(call_id, note_id)).send().await).await.map(drop)
}

/// Gives a call tags and takes tags from it.
pub async fn change_tags(call_id: &str, change: TagsChange) -> Result<Tags, ApiError> {
    got(asked_tags(call_id.to_owned(), change)).await
}

comes_later! {
    fn asked_tags(call_id: String, change: TagsChange) -> Asked<Tags> {
        Box::pin(async move {
            let request = Request::post(&paths::call_tags(&call_id)).json(&change);
            read(request.map_err(|_| ApiError::Unreadable)?.send().await).await
        })
    }
}

/// Tags that hold `text`.
pub async fn tags(text: &str) -> Result<Vec<String>, ApiError> {
    Ok(got(asked_known_tags(text.to_owned())).await?.items)
}

comes_later! {
    fn asked_known_tags(text: String) -> Asked<Items<String>> {
        Box::pin(async move { read(Request::get(paths::TAGS).query([("q", text)]).send().await).await })
    }
}
