//! Bodies of requests as they come in: with bounded patience, and read on when they are refused.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_ENCODING;
use axum::middleware::Next;
use axum::response::Response;
use bytes::BytesMut;
use futures::StreamExt;
use http_body::{Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep, timeout};

use super::error::ApiError;
use super::media::{LINES, media_type};

/// How long a sender may pause in the middle of a body.
const PATIENCE: Duration = Duration::from_secs(30);
/// The same for a stream of events: a switch may have nothing to tell at night.
const PATIENCE_WITH_STREAMS: Duration = Duration::from_hours(1);
/// How much of a refused body is still read, and for how long.
const MOST_DRAINED: usize = 64 * 1024 * 1024;
const DRAINED_WITHIN: Duration = Duration::from_secs(10);

/// The sender stopped in the middle.
#[derive(Debug, thiserror::Error)]
#[error("the body did not go on")]
struct Stalled;

/// Hands every body on with bounded patience. After a refusal the rest is read and dropped: closing a connection with
/// unread bytes resets it, and the sender would never see why.
pub(super) async fn with_patience(request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let is_stream = media_type(request.headers()).as_deref() == Some(LINES);
    let patience = if is_stream { PATIENCE_WITH_STREAMS } else { PATIENCE };
    let mut whole = None;
    let request = request.map(|body| {
        let shared = Arc::new(Mutex::new(body));
        whole = Some(shared.clone());
        Body::new(Incoming { body: shared, patience, pause: Box::pin(sleep(patience)) })
    });
    let response = next.run(request).await;
    let refused = response.status().is_client_error() || response.status().is_server_error();
    if let Some(rest) = whole.filter(|_| refused) {
        tokio::spawn(timeout(DRAINED_WITHIN, drain(rest)));
    }
    response
}

async fn drain(body: Arc<Mutex<Body>>) {
    let mut drained = 0;
    while drained < MOST_DRAINED {
        match poll_fn(|cx| poll(&body, cx)).await {
            Some(Ok(frame)) => drained += frame.data_ref().map_or(0, Bytes::len),
            Some(Err(_)) | None => return,
        }
    }
}

fn poll(body: &Mutex<Body>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
    Pin::new(&mut *body.lock().unwrap_or_else(PoisonError::into_inner)).poll_frame(cx)
}

/// A body that is read here or, once it was refused, by nobody but [`drain`].
struct Incoming {
    body: Arc<Mutex<Body>>,
    patience: Duration,
    pause: Pin<Box<Sleep>>,
}

impl HttpBody for Incoming {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let Self { body, patience, pause } = self.get_mut();
        let polled = poll(body, cx);
        if polled.is_ready() {
            pause.as_mut().reset(Instant::now() + *patience);
            return polled;
        }
        pause.as_mut().poll(cx).map(|()| Some(Err(axum::Error::new(Stalled))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.lock().unwrap_or_else(PoisonError::into_inner).is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.lock().unwrap_or_else(PoisonError::into_inner).size_hint()
    }
}

/// The whole body, if it has at most `most` bytes; `hint` says what to do about one that has more.
pub(super) async fn whole_body(request: Request, most: usize, hint: &'static str) -> Result<Bytes, ApiError> {
    refuse_coded(request.headers())?;
    let too_large = || ApiError::TooLarge { limit: most as u64, hint };
    if request.body().size_hint().lower() > most as u64 {
        return Err(too_large());
    }
    let mut chunks = request.into_body().into_data_stream();
    let mut body = BytesMut::new();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|error| broken_off(&error))?;
        if body.len() + chunk.len() > most {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// Why a body ended before its end.
pub(super) fn broken_off(error: &axum::Error) -> ApiError {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<Stalled>() {
            return ApiError::Stalled;
        }
        cause = error.source();
    }
    ApiError::BrokenOff
}

/// Compressed bodies are not taken; they must not pass for malformed ones.
pub(super) fn refuse_coded(headers: &HeaderMap) -> Result<(), ApiError> {
    let coded = headers.get_all(CONTENT_ENCODING).iter().any(|coding| coding != "identity");
    if coded { Err(ApiError::ContentCoding) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use futures::stream;

    use super::*;

    fn request(body: Body) -> Request {
        Request::new(body)
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_does_not_go_on_is_given_up() {
        let pieces = stream::iter([Ok::<_, std::io::Error>(Bytes::from("{"))]).chain(stream::pending());
        let body = Arc::new(Mutex::new(Body::from_stream(pieces)));
        let body = Incoming { body, patience: PATIENCE, pause: Box::pin(sleep(PATIENCE)) };
        let began = Instant::now();
        let outcome = whole_body(request(Body::new(body)), 100, "").await;
        assert!(matches!(outcome, Err(ApiError::Stalled)));
        assert_eq!(began.elapsed(), PATIENCE);
    }

    #[tokio::test]
    async fn a_body_is_taken_up_to_its_limit() {
        let pieces = |count: usize| -> Request {
            let pieces = (0..count).map(|_| Ok::<_, std::io::Error>(Bytes::from("12345")));
            request(Body::from_stream(stream::iter(pieces.collect::<Vec<_>>())))
        };
        assert_eq!(whole_body(pieces(2), 10, "").await.expect("ten bytes").len(), 10);
        assert!(matches!(whole_body(pieces(3), 10, "").await, Err(ApiError::TooLarge { limit: 10, .. })));
        assert!(matches!(whole_body(request(Body::from("12345678901")), 10, "").await, Err(ApiError::TooLarge { .. })));
        let broken = stream::iter([Err::<Bytes, _>(std::io::Error::other("gone"))]);
        assert!(matches!(whole_body(request(Body::from_stream(broken)), 10, "").await, Err(ApiError::BrokenOff)));
    }
}
