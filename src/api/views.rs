//! Saved views and what is kept for an account.

use call_records_wire::paths;
use call_records_wire::view::{PreferencesChange, SavedView, ViewContent, Views};
use gloo_net::http::{Request, Response};
use js_sys::{Object, Reflect};
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::RequestInit;

use super::{ApiError, Asked, checked, got, read};
use crate::later::comes_later;

/// The views that the reader may open.
pub async fn views() -> Result<Vec<SavedView>, ApiError> {
    Ok(got(asked_views()).await?.items)
}

comes_later! {
    fn asked_views() -> Asked<Views> {
        Box::pin(async { read(Request::get(paths::VIEWS).send().await).await })
    }
}

/// Saves a new view.
pub async fn save_view(content: &ViewContent) -> Result<SavedView, ApiError> {
    got(asked_new_view(content.clone())).await
}

comes_later! {
    fn asked_new_view(content: ViewContent) -> Asked<SavedView> {
        Box::pin(async move {
            let request = Request::post(paths::VIEWS).json(&content).map_err(|_| ApiError::Unreadable)?;
            read(request.send().await).await
        })
    }
}

#[derive(Serialize)]
struct Change<'a> {
    #[serde(flatten)]
    content: &'a ViewContent,
    version: u64,
}

/// Changes a view that has this version still.
pub async fn change_view(view_id: &str, version: u64, content: &ViewContent) -> Result<SavedView, ApiError> {
    got(asked_change(view_id.to_owned(), version, content.clone())).await
}

comes_later! {
    fn asked_change(view_id: String, version: u64, content: ViewContent) -> Asked<SavedView> {
        Box::pin(async move {
            let request = Request::put(&paths::view(&view_id)).json(&Change { content: &content, version });
            read(request.map_err(|_| ApiError::Unreadable)?.send().await).await
        })
    }
}

/// Deletes a view.
pub async fn delete_view(view_id: &str) -> Result<(), ApiError> {
    checked(Request::delete(&paths::view(view_id)).send().await).await.map(drop)
}

/// Changes what is kept for the account. The request outlives the page, so that the last change is not lost with it.
pub async fn change_preferences(change: &PreferencesChange) -> Result<(), ApiError> {
    got(asked_to_keep(change.clone())).await
}

comes_later! {
    fn asked_to_keep(change: PreferencesChange) -> Asked<()> {
        Box::pin(async move { keep(&change).await })
    }
}

async fn keep(change: &PreferencesChange) -> Result<(), ApiError> {
    let body = serde_json::to_string(change).map_err(|_| ApiError::Unreadable)?;
    let window = web_sys::window().ok_or(ApiError::Unreadable)?;
    let init = RequestInit::new();
    init.set_method("PATCH");
    init.set_body(&body.into());
    let headers = Object::new();
    for (object, name, value) in [
        (&headers, "content-type", "application/json".into()),
        (init.unchecked_ref(), "headers", JsValue::from(&headers)),
        (init.unchecked_ref(), "keepalive", JsValue::TRUE),
    ] {
        Reflect::set(object, &name.into(), &value).map_err(|_| ApiError::Unreadable)?;
    }
    let answer = JsFuture::from(window.fetch_with_str_and_init(paths::PREFERENCES, &init)).await;
    let answer = answer.map_err(|_| ApiError::Unreachable)?;
    checked(Ok(Response::from(answer.unchecked_into::<web_sys::Response>()))).await.map(drop)
}
