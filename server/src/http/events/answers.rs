//! The answers to the lines of a stream, on their way to the sender.
//!
//! A sender may read them while it sends, or only at the end. So they wait here without a bound, and cost next to
//! nothing: lines of the same fate in a row are one entry.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use call_records_wire::problem::Fault;
use futures::{Stream, stream};
use serde::Serialize;
use tokio::sync::Notify;
use utoipa::ToSchema;

use crate::http::error::ApiError;

/// How many faulty lines are told in full; further ones are only said to be refused.
const MOST_TOLD: usize = 1_000;
/// How many lines one piece of the answer holds.
const LINES_AT_ONCE: usize = 512;

/// The answer to one line.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct LineAnswer<'a> {
    /// The number of the line, from 1; blank lines count and get no answer.
    line: usize,
    /// `accepted` once the event is durable, or `refused`.
    status: &'static str,
    /// For an accepted line: whether its event was new. One that was known before changed nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    new: Option<bool>,
    /// What is wrong with a refused line.
    #[serde(skip_serializing_if = "<[Fault]>::is_empty")]
    #[schema(required = false)]
    errors: &'a [Fault],
}

/// What became of a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Fate {
    /// Kept now.
    New,
    /// Kept before.
    Known,
    /// Not kept, and why.
    Refused(Vec<Fault>),
}

/// Lines of the same fate, from the first to the last.
struct Run {
    first: usize,
    last: usize,
    fate: Fate,
}

#[derive(Default)]
struct Queue {
    runs: VecDeque<Run>,
    told: usize,
    end: Option<Result<(), ApiError>>,
}

/// Both ends of the queue.
#[derive(Clone, Default)]
pub(super) struct Answers {
    queue: Arc<Mutex<Queue>>,
    changed: Arc<Notify>,
}

impl Answers {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers a line.
    pub(super) fn tell(&self, line: usize, mut fate: Fate) {
        let mut queue = self.queue();
        if let Fate::Refused(faults) = &mut fate {
            if queue.told >= MOST_TOLD {
                *faults = vec![Fault::at("", "refused; only the first thousand refused lines are told in full")];
            }
            queue.told += 1;
        }
        match queue.runs.back_mut() {
            Some(run) if run.last + 1 == line && run.fate == fate => run.last = line,
            _ => queue.runs.push_back(Run { first: line, last: line, fate }),
        }
        drop(queue);
        self.changed.notify_one();
    }

    /// Ends the answer, in order or not.
    pub(super) fn end(&self, how: Result<(), ApiError>) {
        self.queue().end = Some(how);
        self.changed.notify_one();
    }

    /// The answer's body, once there is something to say. Fails where nothing was kept before something went wrong.
    pub(super) async fn body(self) -> Result<impl Stream<Item = Result<Bytes, ApiError>>, ApiError> {
        loop {
            {
                let mut queue = self.queue();
                if !queue.runs.is_empty() {
                    break;
                }
                match queue.end.take() {
                    Some(Err(error)) => return Err(error),
                    Some(Ok(())) => {
                        queue.end = Some(Ok(()));
                        break;
                    }
                    None => {}
                }
            }
            self.changed.notified().await;
        }
        Ok(stream::unfold(self, |answers| async move { answers.next().await.map(|piece| (piece, answers)) }))
    }

    /// The next piece; an error breaks the answer off, so that nobody takes it for whole.
    async fn next(&self) -> Option<Result<Bytes, ApiError>> {
        loop {
            {
                let mut queue = self.queue();
                if !queue.runs.is_empty() {
                    return Some(Ok(piece(&mut queue.runs)));
                }
                match queue.end.take() {
                    Some(Err(error)) => {
                        queue.end = Some(Ok(()));
                        return Some(Err(error));
                    }
                    Some(Ok(())) => return None,
                    None => {}
                }
            }
            self.changed.notified().await;
        }
    }
}

fn piece(runs: &mut VecDeque<Run>) -> Bytes {
    let mut out = Vec::new();
    for _ in 0..LINES_AT_ONCE {
        let Some(run) = runs.front_mut() else { break };
        let (status, new, errors) = match &run.fate {
            Fate::New => ("accepted", Some(true), &[] as &[Fault]),
            Fate::Known => ("accepted", Some(false), &[] as &[Fault]),
            Fate::Refused(faults) => ("refused", None, faults.as_slice()),
        };
        let answer = LineAnswer { line: run.first, status, new, errors };
        serde_json::to_writer(&mut out, &answer).expect("memory takes plain data");
        out.push(b'\n');
        run.first += 1;
        if run.first > run.last {
            runs.pop_front();
        }
    }
    out.into()
}
