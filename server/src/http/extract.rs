//! Requests to values: searches from a query string or a JSON body, with the server's dates and limits applied.

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use call_records_wire::filter::{CallFilter, FieldFault, Pairs, parse_search};
use call_records_wire::page::PageRequest;
use call_records_wire::problem::Fault;
use call_records_wire::time::Timestamp;
use call_records_wire::words::HangupReason;
use serde::de::DeserializeOwned;

use super::error::{ApiError, locate};
use super::incoming::whole_body;
use super::media::{JSON, is_json};
use crate::state::AppState;
use crate::store::Cursor;

/// The parameters of a query string, in order, each as often as it stands there.
pub(super) struct Query(pub(super) Vec<(String, String)>);

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self(form_urlencoded::parse(query.as_bytes()).into_owned().collect()))
    }
}

impl Query {
    /// Takes out the parameters of this name, and answers the last.
    pub(super) fn take(&mut self, name: &str) -> Option<String> {
        self.take_all(name).pop()
    }

    /// Takes out the parameters of this name, in order.
    pub(super) fn take_all(&mut self, name: &str) -> Vec<String> {
        let taken = self.0.extract_if(.., |(it, _)| it == name);
        taken.map(|(_, value)| value).collect()
    }
}

/// The parameters of the path; a problem document where they are no text.
pub(super) struct Path<T>(pub(super) T);

impl<T: DeserializeOwned + Send> FromRequestParts<AppState> for Path<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        match axum::extract::Path::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(parameters)) => Ok(Self(parameters)),
            Err(rejection) => Err(ApiError::InvalidRequest(vec![Fault::in_parameter("path", rejection.body_text())])),
        }
    }
}

/// The largest search as a JSON body.
const MOST_BYTES: usize = 1024 * 1024;
/// How much longer than the window its next pages may be asked for: one who reads on must not be cut off.
const READING_MS: i64 = 3_600_000;

/// A search, with the default day and the window applied.
pub(super) struct Search {
    pub(super) filter: CallFilter,
    pub(super) page: PageRequest,
    pub(super) from: Timestamp,
    pub(super) earliest: Timestamp,
}

impl Search {
    /// Reads a search; `in_body` says how its faults are named.
    pub(super) async fn read(pairs: Vec<(String, String)>, in_body: bool, state: &AppState) -> Result<Self, ApiError> {
        let (mut filter, page) = parse_search(&Pairs(pairs)).map_err(|faults| ApiError::search(faults, in_body))?;
        let now = state.clock.now();
        let settings = &state.settings;
        let oldest = settings.oldest(now);
        let from = filter.from.unwrap_or_else(|| {
            // The current day; where only an end is given, the day that it ends.
            let day_of = filter.to.map_or(now, |to| now.min(to.plus_millis(-1)));
            settings.start_of_day(day_of).max(oldest)
        });
        if filter.from.is_none() && filter.to.is_none() {
            // A sender's clock may be ahead: its calls of tomorrow are not of the current day.
            filter.to = Some(settings.start_of_day(settings.start_of_day(now).plus_millis(36 * 3_600_000)));
        }
        let reads_on = page.cursor.as_deref().is_some_and(|cursor| cursor.parse::<Cursor>().is_ok());
        let bound = if reads_on { oldest.plus_millis(-READING_MS) } else { oldest };
        let earliest = settings.earliest(now);
        // An end before the window leaves nothing to search, and must not pass for a search that found nothing.
        let fault = match filter.to {
            _ if from < bound => Some(("from", format!("must be {earliest} or later"))),
            Some(to) if to <= bound => Some(("to", format!("must be later than {earliest}"))),
            _ => None,
        };
        if let Some((name, detail)) = fault {
            let fault = FieldFault { name: name.to_owned(), detail };
            return Err(ApiError::OutsideWindow {
                days: settings.search_window_days,
                earliest,
                fault: Box::new(locate(fault, in_body)),
            });
        }
        filter.from = Some(from);
        if let Some(cursor) = &page.cursor
            && cursor.parse::<Cursor>().ok().is_none_or(|cursor| cursor.sort != page.sort)
        {
            let detail = crate::store::CursorError.to_string();
            return Err(ApiError::search(vec![FieldFault { name: "cursor".to_owned(), detail }], in_body));
        }
        for reason in &filter.hangup_reason {
            check_reason(reason, in_body, state).await?;
        }
        Ok(Self { filter, page, from, earliest })
    }
}

/// A reason that this version does not know is one where a call ended for it; else it is a mistake, and an empty list
/// would hide that.
async fn check_reason(reason: &HangupReason, in_body: bool, state: &AppState) -> Result<(), ApiError> {
    let HangupReason::Other(name) = reason else { return Ok(()) };
    if state.calls.has_reason(name).await? {
        return Ok(());
    }
    let known: Vec<&str> = HangupReason::ALL.iter().map(HangupReason::as_str).collect();
    let detail = format!("must be one of {}, or a reason that a call ended for", known.join(", "));
    Err(ApiError::search(vec![FieldFault { name: "hangup_reason".to_owned(), detail }], in_body))
}

/// A JSON body of one form.
pub(super) struct Document<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<AppState> for Document<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &AppState) -> Result<Self, ApiError> {
        if !is_json(request.headers()) {
            return Err(ApiError::UnsupportedMediaType(JSON));
        }
        let body = whole_body(request, MOST_BYTES, "send less at once").await?;
        match serde_json::from_slice(&body) {
            Ok(document) => Ok(Self(document)),
            Err(error) if error.is_data() => Err(ApiError::InvalidRequest(vec![Fault::at("", error.to_string())])),
            Err(error) => Err(ApiError::MalformedJson(error.to_string())),
        }
    }
}

/// The fields of a JSON body, as a search takes them.
pub(super) struct Fields(pub(super) Vec<(String, String)>);

impl FromRequest<AppState> for Fields {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &AppState) -> Result<Self, ApiError> {
        if !is_json(request.headers()) {
            return Err(ApiError::UnsupportedMediaType(JSON));
        }
        let body = whole_body(request, MOST_BYTES, "ask for less at once").await?;
        let value = serde_json::from_slice(&body).map_err(|error| ApiError::MalformedJson(error.to_string()))?;
        let Pairs(pairs) = Pairs::from_json(&value).map_err(|faults| ApiError::search(faults, true))?;
        Ok(Self(pairs))
    }
}
