//! Saved views: `/api/v1/views`.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use call_records_wire::paths;
use call_records_wire::text::is_direction_mark;
use call_records_wire::view::{MOST_NAME, MOST_PLACE, SavedView, ViewContent, Views, is_place};

use super::auth::Reader;
use super::document::Document;
use super::error::ApiError;
use super::extract::Path;
use super::schema::{Refusal, ViewBody, ViewChangeBody};
use crate::access::token;
use crate::state::AppState;
use crate::store::{ViewDeleted, ViewKept};

/// The largest body: a place and a layout.
const MOST_BYTES: usize = 64 * 1024;

/// `GET /api/v1/views`
///
/// The views that the reader may open: the own ones first, then those that others share, each by name.
#[utoipa::path(
    get,
    path = paths::VIEWS,
    operation_id = "list_views",
    tag = "Views",
    security(("session" = [])),
    responses((status = 200, description = "The views.", body = Views)),
)]
pub(super) async fn list(reader: Reader, State(state): State<AppState>) -> Result<Json<Views>, ApiError> {
    Ok(Json(Views { items: state.views.views(reader.of_views()).await? }))
}

/// `POST /api/v1/views`
///
/// Saves a view. Its place is the end of an address of the page, with the numbers and names in it: it is sent and
/// answered in bodies only.
#[utoipa::path(
    post,
    path = paths::VIEWS,
    operation_id = "save_view",
    tag = "Views",
    security(("session" = [])),
    request_body = ViewBody,
    responses(
        (status = 201, description = "The view as it is kept.", body = SavedView),
        (status = 400, response = inline(Refusal)),
        (status = 409, response = inline(Refusal)),
        (status = 413, response = inline(Refusal)),
        (status = 415, response = inline(Refusal)),
        (status = 422, response = inline(Refusal)),
    ),
)]
pub(super) async fn post(
    reader: Reader,
    State(state): State<AppState>,
    request: Request,
) -> Result<(StatusCode, Json<SavedView>), ApiError> {
    let mut document = Document::of(request, MOST_BYTES).await?;
    let content = content(&mut document);
    document.finish()?;
    let view_id = token::random_hex::<8>();
    let kept = state.views.add_view(reader.of_views(), &view_id, &content).await?;
    Ok((StatusCode::CREATED, view(kept)?))
}

/// `PUT /api/v1/views/{view_id}`
///
/// Changes a view; only its owner may. The body names the version that the change was made from, so that of two tabs
/// the second is told and overwrites nothing.
#[utoipa::path(
    put,
    path = paths::VIEW,
    operation_id = "change_view",
    tag = "Views",
    security(("session" = [])),
    params(("view_id" = String, Path, description = "The view's id.")),
    request_body = ViewChangeBody,
    responses(
        (status = 200, description = "The view as it is kept.", body = SavedView),
        (status = 400, response = inline(Refusal)),
        (status = 404, response = inline(Refusal)),
        (status = 409, response = inline(Refusal)),
        (status = 413, response = inline(Refusal)),
        (status = 415, response = inline(Refusal)),
        (status = 422, response = inline(Refusal)),
    ),
)]
pub(super) async fn put(
    reader: Reader,
    State(state): State<AppState>,
    Path(view_id): Path<String>,
    request: Request,
) -> Result<Json<SavedView>, ApiError> {
    let mut document = Document::of(request, MOST_BYTES).await?;
    let content = content(&mut document);
    let version = document.need("version", "must be the number of the version that was changed").unwrap_or_default();
    document.finish()?;
    view(state.views.change_view(reader.of_views(), &view_id, version, &content).await?)
}

/// `DELETE /api/v1/views/{view_id}`
///
/// Deletes a view: the owner may, and an admin where it is shared.
#[utoipa::path(
    delete,
    path = paths::VIEW,
    operation_id = "delete_view",
    tag = "Views",
    security(("session" = [])),
    params(("view_id" = String, Path, description = "The view's id.")),
    responses(
        (status = 204, description = "It is gone."),
        (status = 404, response = inline(Refusal)),
    ),
)]
pub(super) async fn delete(
    reader: Reader,
    State(state): State<AppState>,
    Path(view_id): Path<String>,
) -> Result<StatusCode, ApiError> {
    match state.views.delete_view(reader.of_views(), &view_id).await? {
        ViewDeleted::Deleted => Ok(StatusCode::NO_CONTENT),
        ViewDeleted::NotYours => Err(ApiError::Forbidden),
        ViewDeleted::Nowhere => Err(ApiError::NotFound("view")),
    }
}

fn view(kept: ViewKept) -> Result<Json<SavedView>, ApiError> {
    match kept {
        ViewKept::Kept(view) => Ok(Json(*view)),
        ViewKept::NameTaken => Err(ApiError::ViewNameTaken),
        ViewKept::TooMany => Err(ApiError::TooManyViews),
        ViewKept::Changed(version) => Err(ApiError::ViewChanged(version)),
        ViewKept::NotYours => Err(ApiError::Forbidden),
        ViewKept::Nowhere => Err(ApiError::NotFound("view")),
    }
}

fn content(document: &mut Document) -> ViewContent {
    let name: Option<String> = document.need("name", "must be a text");
    let name = name.map(|name| name.trim().to_owned());
    let unseen = |c: char| c.is_control() || is_direction_mark(c);
    let is_name = |name: &String| (1..=MOST_NAME).contains(&name.chars().count()) && !name.contains(unseen);
    if name.as_ref().is_some_and(|name| !is_name(name)) {
        document.fault("name", &format!("must have 1 to {MOST_NAME} characters that can be seen"));
    }
    let place: Option<String> = document.need("place", "must be a text");
    if place.as_ref().is_some_and(|place| !is_place(place, MOST_PLACE)) {
        let detail = format!("must be the query and fragment of an address of the page, at most {MOST_PLACE} bytes");
        document.fault("place", &detail);
    }
    let layout = document.take("layout").unwrap_or_default();
    let layout = document.layout("layout", layout);
    let shared = document.need("shared", "must be true or false").unwrap_or_default();
    // Nothing is kept of a document with faults.
    ViewContent { name: name.unwrap_or_default(), place: place.unwrap_or_default(), layout, shared }
}
