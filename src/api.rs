//! The only code that sends requests.

/// All calls of a filter as a file.
pub mod export;
/// Every change of a call, pushed.
pub mod live;
/// What people write on a call, and the other calls of its customer.
pub mod story;
/// Saved views and what is kept for an account.
pub mod views;

use std::cell::Cell;
use std::pin::Pin;

use call_records_wire::call::{CallDetail, CallRow};
use call_records_wire::filter::CallFilter;
use call_records_wire::page::{Page, Sort, Total};
use call_records_wire::paths;
use call_records_wire::peaks::Peaks;
use call_records_wire::problem::{OUTSIDE_SEARCH_WINDOW, Problem};
use call_records_wire::session::{Credentials, Session};
use call_records_wire::time::Timestamp;
use call_records_wire::words::AudioFormat;
use gloo_net::http::{Request, Response};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::{Map, Value};

use crate::later::comes_later;

/// Why a request gave no answer, as far as a person can act on it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ApiError {
    /// No answer came.
    #[error("the server cannot be reached")]
    Unreachable,
    /// Nobody is signed in.
    #[error("signed out")]
    SignedOut,
    /// The server said no, and why.
    #[error("{}", .0.detail.as_deref().unwrap_or(&.0.title))]
    Refused(Box<Problem>),
    /// The answer is none that this version knows.
    #[error("the server answered with something this page does not understand")]
    Unreadable,
}

impl ApiError {
    /// For a search that begins too early: the earliest instant allowed.
    pub fn earliest(&self) -> Option<Timestamp> {
        match self {
            Self::Refused(problem) if problem.kind == OUTSIDE_SEARCH_WINDOW => problem.earliest,
            _ => None,
        }
    }

    /// Whether this account may not ask for it.
    pub fn is_forbidden(&self) -> bool {
        matches!(self, Self::Refused(problem) if problem.status == 403)
    }

    /// Whether what was asked for does not exist.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Refused(problem) if problem.status == 404)
    }
}

/// Who is signed in.
pub async fn session() -> Result<Session, ApiError> {
    read(Request::get(paths::SESSION).send().await).await
}

/// Signs in.
pub async fn sign_in(credentials: &Credentials) -> Result<Session, ApiError> {
    let request = Request::post(paths::SESSION).json(credentials).map_err(|_| ApiError::Unreadable)?;
    read(request.send().await).await
}

/// Signs out.
pub async fn sign_out() -> Result<(), ApiError> {
    checked(Request::delete(paths::SESSION).send().await).await.map(drop)
}

/// A page of the calls of a filter: its first calls, or those after a cursor, so many at most. It goes by POST, so that
/// numbers and names stay out of addresses and logs.
pub async fn search(
    filter: &CallFilter,
    sort: Sort,
    cursor: Option<&str>,
    limit: u32,
) -> Result<Page<CallRow>, ApiError> {
    let mut body = body_of(filter, sort);
    body.insert("limit".to_owned(), limit.into());
    body.extend(cursor.map(|cursor| ("cursor".to_owned(), cursor.into())));
    let request = Request::post(paths::SEARCH).json(&body).map_err(|_| ApiError::Unreadable)?;
    read(request.send().await).await
}

/// How many calls a filter has, and the number of the last change that is counted.
pub async fn total(filter: &CallFilter) -> Result<(Total, u64), ApiError> {
    let page = got(asked_total(filter.clone())).await?;
    Ok((page.total, page.as_of))
}

comes_later! {
    fn asked_total(filter: CallFilter) -> Asked<Page<IgnoredAny>> {
        Box::pin(async move {
            let mut body = body_of(&filter, Sort::default());
            body.insert("limit".to_owned(), 1.into());
            let request = Request::post(paths::SEARCH).json(&body).map_err(|_| ApiError::Unreadable)?;
            read(request.send().await).await
        })
    }
}

/// Everything about one call.
pub async fn call(call_id: &str) -> Result<CallDetail, ApiError> {
    got(asked_call(call_id.to_owned())).await
}

comes_later! {
    fn asked_call(call_id: String) -> Asked<CallDetail> {
        Box::pin(async move { read(Request::get(&paths::call(&call_id)).send().await).await })
    }
}

/// Somebody or something that has a name and an id.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Named {
    /// As the switch names it.
    pub id: String,
    /// As people name it.
    pub name: String,
}

/// Agents whose name or id holds `text`.
pub async fn agents(text: &str) -> Result<Vec<Named>, ApiError> {
    named(paths::AGENTS, text).await
}

/// Skill groups whose name or id holds `text`.
pub async fn skill_groups(text: &str) -> Result<Vec<Named>, ApiError> {
    named(paths::SKILL_GROUPS, text).await
}

async fn named(path: &str, text: &str) -> Result<Vec<Named>, ApiError> {
    let list = got(asked_names(path.to_owned(), text.to_owned())).await?;
    Ok(list.items)
}

comes_later! {
    fn asked_names(path: String, text: String) -> Asked<Items<Named>> {
        Box::pin(async move { read(Request::get(&path).query([("q", text)]).send().await).await })
    }
}

/// Where an `<audio>` element finds a recording as it is stored.
pub fn recording_address(recording_id: &str) -> String {
    paths::recording(recording_id)
}

comes_later! {
    fn asked_peaks(path: String, points: u64) -> Asked<Peaks> {
        Box::pin(async move {
            let answer = checked(Request::get(&path).query([("width", points.to_string())]).send().await).await?;
            let bytes = answer.binary().await.map_err(|_| ApiError::Unreadable)?;
            Peaks::read(&bytes).map_err(|_| ApiError::Unreadable)
        })
    }
}

/// The shape of a recording's sound in so many points, as near as the server comes to that.
pub async fn peaks(recording_id: &str, points: u64) -> Result<Peaks, ApiError> {
    got(asked_peaks(paths::recording_peaks(recording_id), points)).await
}

/// Where a recording can be had as a file.
pub fn download_address(recording_id: &str, format: Option<AudioFormat>) -> String {
    let path = paths::recording(recording_id);
    match format {
        Some(format) => format!("{path}?download=1&format={format}"),
        None => format!("{path}?download=1"),
    }
}

/// How far the server's clock is ahead of this one, in milliseconds, as the last answer showed it.
pub fn clock_skew_ms() -> i64 {
    SKEW_MS.get()
}

thread_local! {
    static SKEW_MS: Cell<i64> = const { Cell::new(0) };
}

#[derive(Deserialize)]
struct Items<T> {
    items: Vec<T>,
}

fn body_of(filter: &CallFilter, sort: Sort) -> Map<String, Value> {
    let mut body = Map::new();
    for (name, value) in filter.to_pairs() {
        match body.entry(name).or_insert_with(|| Value::Array(Vec::new())) {
            Value::Array(values) => values.push(value.into()),
            _ => unreachable!("every field was put in as an array"),
        }
    }
    body.insert("sort".to_owned(), sort.as_str().into());
    body
}

/// A request that was sent, by code that may come later.
type Asked<T> = Pin<Box<dyn Future<Output = Result<T, ApiError>>>>;

/// Its answer. Who cannot have the code cannot reach the server either.
async fn got<T, E>(asked: impl Future<Output = Result<Asked<T>, E>>) -> Result<T, ApiError> {
    asked.await.map_err(|_| ApiError::Unreachable)?.await
}

async fn read<T: DeserializeOwned>(response: Result<Response, gloo_net::Error>) -> Result<T, ApiError> {
    checked(response).await?.json().await.map_err(|_| ApiError::Unreadable)
}

async fn checked(response: Result<Response, gloo_net::Error>) -> Result<Response, ApiError> {
    let response = response.map_err(|_| ApiError::Unreachable)?;
    note_clock(&response);
    match response.status() {
        200..=299 => Ok(response),
        // A proxy that lost its server.
        502..=504 => Err(ApiError::Unreachable),
        status => Err(match response.json::<Problem>().await {
            _ if status == 401 => ApiError::SignedOut,
            Ok(problem) => ApiError::Refused(Box::new(problem)),
            Err(_) => ApiError::Unreadable,
        }),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "instants fit a double exactly")]
fn note_clock(response: &Response) {
    let Some(date) = response.headers().get("date") else { return };
    let served = js_sys::Date::parse(&date);
    let here = js_sys::Date::now();
    if served.is_finite() {
        // The header shows whole seconds, and the answer took its time: less than that is no skew.
        let skew = (served + 500.0 - here) as i64;
        SKEW_MS.set(if skew.abs() < 2_000 { 0 } else { skew });
    }
}

#[cfg(test)]
mod tests {
    use call_records_wire::filter::{Pairs, parse_search};

    use super::*;

    #[test]
    fn a_search_is_sent_so_that_the_server_reads_the_same_filter() {
        let pairs = Pairs(
            [("agent", "amy"), ("agent", "bob"), ("min_talk_ms", "1000"), ("has_recording", "true")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .to_vec(),
        );
        let (filter, _) = parse_search(&pairs).expect("a good filter");
        let body = Value::Object(body_of(&filter, Sort::NEWEST_FIRST));
        let (read, page) = parse_search(&Pairs::from_json(&body).expect("plain fields")).expect("a good filter");
        assert_eq!(read, filter);
        assert_eq!(page.sort, Sort::NEWEST_FIRST);
    }
}
