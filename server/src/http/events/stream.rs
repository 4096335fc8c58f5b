//! Events by line, as long as the sender has something to tell.

use std::time::Duration;

use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use call_records_wire::problem::Fault;
use futures::StreamExt;
use serde_json::value::RawValue;
use tokio::time::timeout;

use super::answers::{Answers, Fate};
use super::lines::{Line, Lines, MOST_LINE_BYTES};
use crate::http::error::ApiError;
use crate::http::incoming::broken_off;
use crate::http::media::LINES;
use crate::ingest;
use crate::state::AppState;
use crate::store::{Appended, NewEvent, StoreError};

/// How many lines are made durable together.
const LINES_AT_ONCE: usize = 1_000;
/// How long lines wait for others: a switch that tells one event a second wants it kept now.
const WAIT: Duration = Duration::from_millis(50);

/// Takes a stream line by line. Each line is answered once it is durable, while further ones may still come.
pub(super) async fn take(state: AppState, body: Body) -> Result<Response, ApiError> {
    let answers = Answers::default();
    let taken = Taken { state, answers: answers.clone(), lines: Vec::new(), events: Vec::new() };
    // A task of its own: a sender that only reads once it has sent everything must not stand still.
    tokio::spawn(async move {
        let answers = taken.answers.clone();
        answers.end(taken.all(body).await);
    });
    let body = Body::from_stream(answers.body().await?);
    Ok((StatusCode::ACCEPTED, [(CONTENT_TYPE, LINES)], body).into_response())
}

/// What was taken of a stream and has no answer yet.
struct Taken {
    state: AppState,
    answers: Answers,
    /// The numbers of the lines; `None` for the next of `events`.
    lines: Vec<(usize, Option<Vec<Fault>>)>,
    events: Vec<NewEvent>,
}

impl Taken {
    async fn all(mut self, body: Body) -> Result<(), ApiError> {
        let mut lines = Lines::default();
        let mut chunks = body.into_data_stream();
        loop {
            let chunk = if self.lines.is_empty() {
                chunks.next().await
            } else {
                match timeout(WAIT, chunks.next()).await {
                    Ok(chunk) => chunk,
                    Err(_) => {
                        self.flush().await?;
                        continue;
                    }
                }
            };
            match chunk {
                Some(Ok(chunk)) => lines.add(&chunk),
                // What came whole before the stream broke off is kept.
                Some(Err(error)) => return self.flush().await.and(Err(broken_off(&error))),
                None => break,
            }
            while let Some(line) = lines.next() {
                self.take(lines.number, &line);
                if self.lines.len() >= LINES_AT_ONCE {
                    self.flush().await?;
                }
            }
        }
        if let Some(line) = lines.rest() {
            self.take(lines.number, &line);
        }
        self.flush().await
    }

    fn take(&mut self, number: usize, line: &Line) {
        let checked = match line {
            Line::Whole(bytes) => match serde_json::from_slice::<Box<RawValue>>(bytes) {
                Ok(document) => ingest::check(&document, self.state.clock.now()),
                Err(error) => Err(vec![Fault::at("", format!("the line is not readable JSON: {error}"))]),
            },
            Line::TooLong => Err(vec![Fault::at("", format!("the line has more than {MOST_LINE_BYTES} bytes"))]),
        };
        match checked {
            Ok(event) => {
                self.events.push(event);
                self.lines.push((number, None));
            }
            Err(faults) => self.lines.push((number, Some(faults))),
        }
    }

    /// Makes all that waits durable, and answers it.
    async fn flush(&mut self) -> Result<(), ApiError> {
        let fates = self.keep().await?;
        let mut fates = fates.into_iter();
        for (number, faults) in self.lines.drain(..) {
            let fate = match faults {
                Some(faults) => Some(Fate::Refused(faults)),
                None => fates.next(),
            };
            if let Some(fate) = fate {
                self.answers.tell(number, fate);
            }
        }
        Ok(())
    }

    /// What became of each event that waited, in order.
    async fn keep(&mut self) -> Result<Vec<Fate>, ApiError> {
        let mut waiting: Vec<(usize, NewEvent)> = self.events.drain(..).enumerate().collect();
        let mut fates = vec![Fate::Known; waiting.len()];
        while !waiting.is_empty() {
            let events = waiting.iter().map(|(_, new)| new.clone()).collect();
            match self.state.calls.append(events).await {
                Ok(Appended(kept)) => {
                    for ((at, _), is_new) in waiting.drain(..).zip(kept) {
                        if is_new {
                            fates[at] = Fate::New;
                        }
                    }
                }
                // One call that is full must not cost the others.
                Err(StoreError::CallFull { call_id, of, most }) => {
                    let full = StoreError::CallFull { call_id: call_id.clone(), of, most };
                    let fault = Fault::at("/subject", full.to_string());
                    waiting.retain(|(at, new)| {
                        let is_full = new.event.subject == call_id;
                        if is_full {
                            fates[*at] = Fate::Refused(vec![fault.clone()]);
                        }
                        !is_full
                    });
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(fates)
    }
}
