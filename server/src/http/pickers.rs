//! Agents, skill groups and tags, for pickers.

use axum::Json;
use axum::extract::State;
use call_records_wire::call::{Agent, SkillGroup};
use call_records_wire::paths;
use call_records_wire::problem::Fault;
use serde::Serialize;
use utoipa::ToSchema;

use super::auth::Reader;
use super::error::ApiError;
use super::extract::Query;
use super::schema::Refusal;
use crate::state::AppState;

/// How many a picker shows.
const MOST: u32 = 100;

/// What a picker lists.
#[derive(Serialize, ToSchema)]
pub(super) struct Items<T> {
    /// By name.
    items: Vec<T>,
}

/// `GET /api/v1/agents`
///
/// Agents who took or placed calls, by name; at most 100.
#[utoipa::path(
    get,
    path = paths::AGENTS,
    operation_id = "list_agents",
    tag = "Reading",
    security(("session" = [])),
    params(("q" = Option<String>, Query, description = "A piece of the name, without case and accents, or of the id.", max_length = 255)),
    responses(
        (status = 200, description = "What was found.", body = Items<Agent>),
        (status = 422, response = inline(Refusal)),
    ),
)]
pub(super) async fn agents(
    _: Reader,
    State(state): State<AppState>,
    query: Query,
) -> Result<Json<Items<Agent>>, ApiError> {
    Ok(Json(Items { items: state.calls.agents(&wanted(query)?, MOST).await? }))
}

/// `GET /api/v1/skill-groups`
///
/// Skill groups that calls entered, by name; at most 100.
#[utoipa::path(
    get,
    path = paths::SKILL_GROUPS,
    operation_id = "list_skill_groups",
    tag = "Reading",
    security(("session" = [])),
    params(("q" = Option<String>, Query, description = "A piece of the name, without case and accents, or of the id.", max_length = 255)),
    responses(
        (status = 200, description = "What was found.", body = Items<SkillGroup>),
        (status = 422, response = inline(Refusal)),
    ),
)]
pub(super) async fn skill_groups(
    _: Reader,
    State(state): State<AppState>,
    query: Query,
) -> Result<Json<Items<SkillGroup>>, ApiError> {
    Ok(Json(Items { items: state.calls.skill_groups(&wanted(query)?, MOST).await? }))
}

/// `GET /api/v1/tags`
///
/// Tags that calls have, in order; at most 100. Those that differ in case and accents alone are one.
#[utoipa::path(
    get,
    path = paths::TAGS,
    operation_id = "list_tags",
    tag = "Reading",
    security(("session" = [])),
    params(("q" = Option<String>, Query, description = "A piece of the tag, without case and accents.", max_length = 255)),
    responses(
        (status = 200, description = "What was found.", body = Items<String>),
        (status = 422, response = inline(Refusal)),
    ),
)]
pub(super) async fn tags(
    _: Reader,
    State(state): State<AppState>,
    query: Query,
) -> Result<Json<Items<String>>, ApiError> {
    Ok(Json(Items { items: state.calls.tags(&wanted(query)?, MOST).await? }))
}

fn wanted(mut query: Query) -> Result<String, ApiError> {
    let q = query.take("q").unwrap_or_default();
    if let Some((name, _)) = query.0.first() {
        return Err(ApiError::InvalidRequest(vec![Fault::in_parameter(name, "is unknown here; only q is taken")]));
    }
    if q.chars().count() > 255 {
        return Err(ApiError::InvalidRequest(vec![Fault::in_parameter("q", "must have at most 255 characters")]));
    }
    Ok(q)
}
