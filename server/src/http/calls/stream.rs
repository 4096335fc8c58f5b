//! Every change as server-sent events: `GET /api/v1/calls/stream`.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::HeaderName;
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use call_records_wire::paths;
use call_records_wire::problem::Fault;
use futures::stream;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use crate::http::auth::Reader;
use crate::http::error::ApiError;
use crate::http::extract::Query;
use crate::http::schema::Refusal;
use crate::live::After;
use crate::state::AppState;

/// How often a silent stream says that it is alive. A browser cannot see comments, so it is an event.
const PING_EVERY: Duration = Duration::from_secs(15);

static OPEN: AtomicUsize = AtomicUsize::new(0);

/// One of the open streams, counted as long as it lives.
struct Place;

impl Place {
    fn take(most: usize) -> Option<Self> {
        let taken = OPEN.fetch_update(Ordering::AcqRel, Ordering::Acquire, |open| (open < most).then_some(open + 1));
        taken.is_ok().then_some(Self)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        OPEN.fetch_sub(1, Ordering::AcqRel);
    }
}

/// `GET /api/v1/calls/stream`
///
/// Every change of a call as server-sent events (`text/event-stream`), until the reader leaves, the session ends or the
/// server stops.
///
/// - `event: hello`, first: `{"as_of": n}`, the number from which the stream goes on.
/// - `event: call`: the row of the call as it is after the change, in the form of the list. `id` is the number of the
///   change; it grows. A call that changed several times meanwhile is told once.
/// - `event: gap`: the number that was resumed from is of another life of the server; read the list again. `id` is
///   where the stream goes on.
/// - `event: ping`: every 15 silent seconds.
///
/// A page of the list says in `as_of` from which number its reader is to go on.
#[utoipa::path(
    get,
    path = paths::STREAM,
    operation_id = "stream_changes",
    tag = "Reading",
    security(("session" = [])),
    params(
        ("after" = Option<u64>, Query, description = "Resume after this number; without it, from now on."),
        ("Last-Event-ID" = Option<u64>, Header, description = "The same, as browsers resend it; wins over `after`."),
    ),
    responses(
        (status = 200, description = "The changes.", body = String, content_type = "text/event-stream"),
        (status = 422, response = inline(Refusal)),
        (status = 503, response = inline(Refusal)),
    ),
)]
pub(in crate::http) async fn get(
    reader: Reader,
    State(state): State<AppState>,
    headers: HeaderMap,
    query: Query,
) -> Result<Response, ApiError> {
    let after = resume_from(&headers, query)?.unwrap_or_else(|| *state.calls.changes().borrow());
    let place = Place::take(state.settings.most_streams).ok_or(ApiError::TooManyStreams)?;
    let listener = Listener {
        _place: place,
        reader,
        head: state.live.watch(),
        closing: state.live.closing(),
        state,
        after,
        waiting: VecDeque::from([Event::default().event("hello").data(format!(r#"{{"as_of":{after}}}"#))]),
        next_ping: Instant::now() + PING_EVERY,
    };
    let events =
        stream::unfold(listener, |mut listener| async move { listener.next().await.map(|event| (event, listener)) });
    // Proxies that gather an answer before they pass it on would make live calls late.
    Ok(([(HeaderName::from_static("x-accel-buffering"), "no")], Sse::new(events)).into_response())
}

/// The number that the reader saw last: what a browser resends by itself, or what the page asks for.
fn resume_from(headers: &HeaderMap, mut query: Query) -> Result<Option<u64>, ApiError> {
    let header = headers.get("last-event-id").and_then(|value| value.to_str().ok()).map(ToOwned::to_owned);
    let parameter = query.take("after");
    if let Some((name, _)) = query.0.first() {
        return Err(ApiError::InvalidRequest(vec![Fault::in_parameter(name, "is unknown here; only after is taken")]));
    }
    let (name, text) = match (header, parameter) {
        (Some(header), _) => ("Last-Event-ID", header),
        (None, Some(parameter)) => ("after", parameter),
        (None, None) => return Ok(None),
    };
    text.parse().map(Some).map_err(|_| {
        ApiError::InvalidRequest(vec![Fault::in_parameter(name, "must be the id of an event of this stream")])
    })
}

struct Listener {
    _place: Place,
    reader: Reader,
    state: AppState,
    head: watch::Receiver<u64>,
    closing: watch::Receiver<bool>,
    after: u64,
    waiting: VecDeque<Event>,
    next_ping: Instant,
}

impl Listener {
    /// The next event; `None` ends the stream.
    async fn next(&mut self) -> Option<Result<Event, ApiError>> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                self.next_ping = Instant::now() + PING_EVERY;
                return Some(Ok(event));
            }
            if *self.closing.borrow() {
                return None;
            }
            match self.reader.may_go_on(&self.state).await {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => return Some(Err(error)),
            }
            self.head.mark_unchanged();
            match self.state.live.after(self.after).await {
                Ok(After::Changes(changes)) => {
                    for change in changes {
                        self.after = change.number;
                        let event = Event::default().event("call").id(change.number.to_string()).data(&*change.json);
                        self.waiting.push_back(event);
                    }
                    if !self.waiting.is_empty() {
                        continue;
                    }
                }
                Ok(After::Gap { resume }) => {
                    self.after = resume;
                    self.waiting.push_back(Event::default().event("gap").id(resume.to_string()).data("{}"));
                    continue;
                }
                // The reader comes back by itself and goes on where it was.
                Err(error) => return Some(Err(error.into())),
            }
            tokio::select! {
                changed = self.head.changed() => if changed.is_err() { return None },
                _ = self.closing.changed() => {}
                () = sleep_until(self.next_ping) => self.waiting.push_back(Event::default().event("ping").data("{}")),
            }
        }
    }
}
