//! The calls of one customer, as one story.

use serde::{Deserialize, Serialize};

use crate::call::{Agent, CallRow};
use crate::page::Total;
use crate::time::Timestamp;

/// The other calls of a call's customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CustomerCalls<R = CallRow> {
    /// The other calls in the search window, newest first, at most a hundred.
    pub items: Vec<R>,
    /// How many there are.
    pub total: Total,
    /// What came after a call in which nobody served the customer; absent for every other call, and where it is not
    /// known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub called_back: Option<CalledBack>,
}

/// What came after a missed call.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalledBack {
    /// The first call to the customer after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<LaterCall>,
    /// The first call to the customer after it that the customer took.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reached: Option<LaterCall>,
    /// The first call of the customer after it that somebody took.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub called_again: Option<LaterCall>,
}

/// A call after a missed one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LaterCall {
    /// Its id.
    pub call_id: String,
    /// When it started.
    pub started_at: Timestamp,
    /// Who talked with the customer first, where somebody did and is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<Agent>,
    /// Whether somebody talked with the customer.
    pub answered: bool,
}
