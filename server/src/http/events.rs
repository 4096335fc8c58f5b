//! Events in: `POST /api/v1/events`.

use axum::Json;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use bytes::{Bytes, BytesMut};
use call_records_wire::paths;
use call_records_wire::problem::Fault;
use futures::{StreamExt, stream};
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::auth::Sender;
use super::error::ApiError;
use super::extract::{media_type, whole_body};
use super::openapi::Refusal;
use crate::ingest;
use crate::state::AppState;
use crate::store::Appended;

const ONE: &str = "application/cloudevents+json";
const BATCH: &str = "application/cloudevents-batch+json";
const STREAM: &str = "application/x-ndjson";

/// How many lines of a stream are made durable together.
const LINES_AT_ONCE: usize = 1_000;
/// The longest line of a stream, in bytes.
const MOST_LINE_BYTES: usize = 1024 * 1024;
/// How many faults a stream's answer tells in full; further lines are only said to be refused.
const MOST_TOLD: usize = 1_000;

/// What became of the events of one request.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Accepted {
    /// How many are kept now.
    new: u64,
    /// How many were known before; they changed nothing.
    known: u64,
}

/// `POST /api/v1/events`
///
/// Takes events of calls: one, a batch, or a stream of lines. `source` and `id` make an event unique: sending it again
/// changes nothing, and any order of the same events gives the same call. A batch is kept whole or not at all; a stream
/// is answered line by line. Answers once the events are durable.
#[utoipa::path(
    post,
    path = paths::EVENTS,
    operation_id = "send_events",
    tag = "Events in",
    security(("ingest_key" = [])),
    responses(
        (status = 202, description = "The events are durable.", body = Accepted),
        (status = 400, response = inline(Refusal)),
        (status = 413, response = inline(Refusal)),
        (status = 415, response = inline(Refusal)),
        (status = 422, response = inline(Refusal)),
    ),
)]
pub(super) async fn post(_: Sender, State(state): State<AppState>, request: Request) -> Result<Response, ApiError> {
    match media_type(request.headers()).as_deref() {
        Some(ONE) => {
            let body = whole_body(request, &state).await?;
            let document: Box<RawValue> = parse(&body)?;
            keep(&state, &[document], false).await
        }
        Some(BATCH) => {
            let body = whole_body(request, &state).await?;
            let documents: Vec<Box<RawValue>> = parse(&body)?;
            keep(&state, &documents, true).await
        }
        Some(STREAM) => Ok(take_stream(&state, request.into_body()).await?.into_response()),
        _ => Err(ApiError::UnsupportedMediaType(
            "application/cloudevents+json, application/cloudevents-batch+json or application/x-ndjson",
        )),
    }
}

fn parse<'a, T: serde::Deserialize<'a>>(body: &'a [u8]) -> Result<T, ApiError> {
    serde_json::from_slice(body).map_err(|error| ApiError::MalformedJson(error.to_string()))
}

/// Keeps all documents or none.
async fn keep(state: &AppState, documents: &[Box<RawValue>], batch: bool) -> Result<Response, ApiError> {
    let events = ingest::check_batch(documents, state.clock.now()).map_err(|ingest::Refused { count, mut told }| {
        if !batch {
            for fault in &mut told {
                fault.index = None;
            }
        }
        ApiError::InvalidEvents(count, told)
    })?;
    let Appended { new, known } = state.calls.append(events).await?;
    Ok((StatusCode::ACCEPTED, Json(Accepted { new, known })).into_response())
}

/// What became of one line.
enum Outcome {
    Kept,
    Refused(Vec<Fault>),
    RefusedUntold,
}

/// The answer to one line.
#[derive(Serialize, ToSchema)]
pub(super) struct LineAnswer<'a> {
    /// The number of the line, from 1; blank lines count and get no answer.
    line: usize,
    /// `accepted` or `refused`.
    status: &'static str,
    /// What is wrong with a refused line.
    #[serde(skip_serializing_if = "<[Fault]>::is_empty")]
    #[schema(required = false)]
    errors: &'a [Fault],
}

/// Takes a stream line by line. The answer follows when all of it is durable: a client that only reads once it has
/// sent everything must not stand still with its buffers full.
async fn take_stream(state: &AppState, body: Body) -> Result<impl IntoResponse, ApiError> {
    let mut lines = Lines::default();
    let mut chunks = body.into_data_stream();
    let mut taken = Taken::default();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| ApiError::MalformedJson("the stream broke off".to_owned()))?;
        lines.add(&chunk);
        while let Some(line) = lines.next() {
            taken.take(state, lines.number, line).await?;
        }
    }
    if let Some(line) = lines.rest() {
        taken.take(state, lines.number, line).await?;
    }
    taken.flush(state).await?;
    let answers = taken.outcomes.into_iter().map(|(line, outcome)| Ok::<_, std::io::Error>(answer(line, &outcome)));
    let body = Body::from_stream(stream::iter(answers).ready_chunks(512).map(|lines| {
        let lines: Result<Vec<Bytes>, _> = lines.into_iter().collect();
        lines.map(|lines| Bytes::from(lines.concat()))
    }));
    Ok((StatusCode::ACCEPTED, [(CONTENT_TYPE, STREAM)], body))
}

fn answer(line: usize, outcome: &Outcome) -> Bytes {
    let untold = [Fault::at("", "refused; only the first thousand refused lines are told in full")];
    let (status, errors) = match outcome {
        Outcome::Kept => ("accepted", &[] as &[Fault]),
        Outcome::Refused(faults) => ("refused", faults.as_slice()),
        Outcome::RefusedUntold => ("refused", untold.as_slice()),
    };
    let mut answer = serde_json::to_vec(&LineAnswer { line, status, errors }).expect("an answer is plain data");
    answer.push(b'\n');
    answer.into()
}

/// What was taken of a stream so far.
#[derive(Default)]
struct Taken {
    /// With the number of each line.
    outcomes: Vec<(usize, Outcome)>,
    waiting: Vec<crate::store::NewEvent>,
    told: usize,
}

impl Taken {
    async fn take(&mut self, state: &AppState, number: usize, line: Line) -> Result<(), ApiError> {
        let checked = match &line {
            Line::Whole(bytes) => match serde_json::from_slice::<Box<RawValue>>(bytes) {
                Ok(document) => ingest::check(&document, state.clock.now()),
                Err(error) => Err(vec![Fault::at("", format!("the line is not readable JSON: {error}"))]),
            },
            Line::TooLong => Err(vec![Fault::at("", format!("the line has more than {MOST_LINE_BYTES} bytes"))]),
        };
        match checked {
            Ok(event) => {
                self.waiting.push(event);
                self.outcomes.push((number, Outcome::Kept));
            }
            Err(faults) if self.told < MOST_TOLD => {
                self.told += 1;
                self.outcomes.push((number, Outcome::Refused(faults)));
            }
            Err(_) => self.outcomes.push((number, Outcome::RefusedUntold)),
        }
        if self.waiting.len() >= LINES_AT_ONCE {
            self.flush(state).await?;
        }
        Ok(())
    }

    async fn flush(&mut self, state: &AppState) -> Result<(), ApiError> {
        if !self.waiting.is_empty() {
            state.calls.append(std::mem::take(&mut self.waiting)).await?;
        }
        Ok(())
    }
}

enum Line {
    Whole(Bytes),
    TooLong,
}

/// Cuts a stream of bytes into lines, keeping no more than one in memory.
#[derive(Default)]
struct Lines {
    pending: BytesMut,
    skipping: bool,
    scanned: usize,
    /// The number of the line that was cut last, blank ones counted, from 1.
    number: usize,
}

impl Lines {
    fn add(&mut self, chunk: &[u8]) {
        self.pending.extend_from_slice(chunk);
    }

    /// The next line that is not blank.
    fn next(&mut self) -> Option<Line> {
        loop {
            let Some(end) = self.pending[self.scanned..].iter().position(|&byte| byte == b'\n') else {
                self.scanned = self.pending.len();
                if self.pending.len() > MOST_LINE_BYTES {
                    self.pending.clear();
                    self.scanned = 0;
                    self.skipping = true;
                }
                return None;
            };
            let line = self.pending.split_to(self.scanned + end + 1).freeze();
            self.scanned = 0;
            self.number += 1;
            if std::mem::take(&mut self.skipping) || line.len() > MOST_LINE_BYTES {
                return Some(Line::TooLong);
            }
            if !line.trim_ascii().is_empty() {
                return Some(Line::Whole(line));
            }
        }
    }

    /// What stands after the last line's end.
    fn rest(&mut self) -> Option<Line> {
        let line = std::mem::take(&mut self.pending).freeze();
        self.number += 1;
        if std::mem::take(&mut self.skipping) {
            return Some(Line::TooLong);
        }
        (!line.trim_ascii().is_empty()).then_some(Line::Whole(line))
    }
}
