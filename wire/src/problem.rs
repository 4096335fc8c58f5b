//! Errors as documents: problem details of RFC 9457.

use serde::{Deserialize, Serialize};

/// One thing that is wrong with a request: where, and what is allowed there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Fault {
    /// The position in a batch, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<usize>,
    /// A JSON Pointer (RFC 6901) into the body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// The parameter of the query string.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// What is wrong and what is allowed.
    pub detail: String,
}

impl Fault {
    /// A fault at a JSON Pointer.
    pub fn at(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { index: None, pointer: Some(pointer.into()), parameter: None, detail: detail.into() }
    }

    /// A fault in a parameter of the query string.
    pub fn in_parameter(parameter: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { index: None, pointer: None, parameter: Some(parameter.into()), detail: detail.into() }
    }
}

/// A problem document (`application/problem+json`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// A URI reference that names the kind of problem, such as `/problems/invalid-filter`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in words, the same for every occurrence.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// This occurrence in words, and what to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Each thing that is wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Fault>,
    /// For a window that begins too early: the earliest instant allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earliest: Option<crate::time::Timestamp>,
}

/// The media type of a problem document.
pub const PROBLEM_MEDIA_TYPE: &str = "application/problem+json";

/// The kind of the problem of a search that begins before the window.
pub const OUTSIDE_SEARCH_WINDOW: &str = "/problems/outside-search-window";
/// The kind of the problem of a view whose name another of the same account has.
pub const VIEW_NAME_TAKEN: &str = "/problems/view-name-taken";
/// The kind of the problem of a view that was changed since it was read.
pub const VIEW_CHANGED: &str = "/problems/view-changed";
