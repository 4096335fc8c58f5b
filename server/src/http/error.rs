//! Failures to problem documents (RFC 9457). The only place that logs a failed request.

use axum::Json;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use call_records_wire::filter::FieldFault;
use call_records_wire::problem::{
    Fault, OUTSIDE_SEARCH_WINDOW, PROBLEM_MEDIA_TYPE, Problem, VIEW_CHANGED, VIEW_NAME_TAKEN,
};
use call_records_wire::time::Timestamp;
use call_records_wire::view::MOST_VIEWS;

use crate::recordings::RecordingError;
use crate::store::StoreError;

/// What can go wrong with a request.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// Nobody is signed in, or the key is unknown.
    #[error("sign in, or send a valid key")]
    Unauthenticated,
    /// Name and password do not fit.
    #[error("the name or the password is wrong")]
    WrongCredentials,
    /// The account may not do this.
    #[error("this account may not do this")]
    Forbidden,
    /// A page of another site sent a request in the reader's name.
    #[error("requests of other sites are refused")]
    OtherSite,
    /// There is no such thing, or the reader may not see it.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The recording cannot be heard now.
    #[error("the recording is {0}")]
    NotPlayable(String),
    /// The body is not what its type says.
    #[error("the body is not readable JSON: {0}")]
    MalformedJson(String),
    /// The sender stopped in the middle of the body.
    #[error("the body did not go on for half a minute; send it again")]
    Stalled,
    /// The body ended before its end.
    #[error("the body did not arrive whole; send it again")]
    BrokenOff,
    /// The body is compressed.
    #[error("compressed bodies are not taken; send it without Content-Encoding")]
    ContentCoding,
    /// The bytes are not those that the reader expects.
    #[error("the recording has other bytes than If-Match names")]
    PreconditionFailed,
    /// The body has a type that is not taken here.
    #[error("the content type must be {0}")]
    UnsupportedMediaType(&'static str),
    /// The body is too large.
    #[error("the body is larger than {limit} bytes; {hint}")]
    TooLarge {
        /// How much is allowed.
        limit: u64,
        /// What to do.
        hint: &'static str,
    },
    /// Events with faults; none of the batch was kept.
    #[error("{0} faults in the events; none of them was kept")]
    InvalidEvents(usize, Vec<Fault>),
    /// A search that cannot be read.
    #[error("the search cannot be read")]
    InvalidSearch(Vec<Fault>),
    /// A search that begins before the window.
    #[error("calls can be searched for {days} days; begin at {earliest} or later")]
    OutsideWindow {
        /// How long the window is.
        days: u32,
        /// Where it begins.
        earliest: Timestamp,
        /// Where the fault is.
        fault: Box<Fault>,
    },
    /// A parameter or header that cannot be read.
    #[error("the request cannot be read")]
    InvalidRequest(Vec<Fault>),
    /// A recording that was refused.
    #[error(transparent)]
    Recording(#[from] RecordingError),
    /// Other audio has this id.
    #[error("another recording has this id; send other audio under another id")]
    RecordingConflict,
    /// A range outside the file.
    #[error("the range lies outside the {0} bytes of the recording")]
    RangeNotSatisfiable(u64),
    /// The account has a view of this name.
    #[error("you have a view of this name already; choose another name")]
    ViewNameTaken,
    /// The view was changed since it was read.
    #[error("the view was changed meanwhile, it has version {0} now; look at it again")]
    ViewChanged(u64),
    /// The account has as many views as it may have.
    #[error("you have {MOST_VIEWS} views, the most that are kept; delete one first")]
    TooManyViews,
    /// More streams than allowed.
    #[error("too many live streams are open")]
    TooManyStreams,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The path answers to other methods.
    #[error("this address does not take this method")]
    MethodNotAllowed,
}

impl ApiError {
    /// Faults of a search; `in_body` says whether they came as JSON fields or as parameters.
    pub fn search(faults: Vec<FieldFault>, in_body: bool) -> Self {
        Self::InvalidSearch(faults.into_iter().map(|fault| locate(fault, in_body)).collect())
    }

    /// Status, kind and title: one line for each variant.
    fn parts(&self) -> (StatusCode, &'static str, &'static str) {
        use StatusCode as S;
        match self {
            Self::ViewNameTaken => (S::CONFLICT, VIEW_NAME_TAKEN, "Name taken"),
            Self::ViewChanged(_) => (S::CONFLICT, VIEW_CHANGED, "Changed meanwhile"),
            Self::TooManyViews => (S::CONFLICT, "/problems/too-many-views", "Too many views"),
            Self::Unauthenticated => (S::UNAUTHORIZED, "/problems/unauthenticated", "Not signed in"),
            Self::WrongCredentials => (S::UNAUTHORIZED, "/problems/wrong-credentials", "Wrong name or password"),
            Self::Forbidden => (S::FORBIDDEN, "/problems/forbidden", "Not allowed"),
            Self::OtherSite => (S::FORBIDDEN, "/problems/other-site", "Request of another site"),
            Self::NotFound(_) => (S::NOT_FOUND, "/problems/not-found", "Not found"),
            Self::NotPlayable(_) => (S::NOT_FOUND, "/problems/recording-not-available", "Recording not available"),
            Self::MalformedJson(_) => (S::BAD_REQUEST, "/problems/malformed-json", "Malformed JSON"),
            Self::Stalled => (S::REQUEST_TIMEOUT, "/problems/request-timeout", "Request timed out"),
            Self::BrokenOff => (S::BAD_REQUEST, "/problems/interrupted", "Request interrupted"),
            Self::ContentCoding => {
                (S::UNSUPPORTED_MEDIA_TYPE, "/problems/unsupported-content-coding", "Unsupported content coding")
            }
            Self::PreconditionFailed => {
                (S::PRECONDITION_FAILED, "/problems/precondition-failed", "Precondition failed")
            }
            Self::UnsupportedMediaType(_) => {
                (S::UNSUPPORTED_MEDIA_TYPE, "/problems/unsupported-media-type", "Unsupported media type")
            }
            Self::TooLarge { .. } | Self::Recording(RecordingError::TooLarge(_)) => {
                (S::PAYLOAD_TOO_LARGE, "/problems/too-large", "Too large")
            }
            Self::InvalidEvents(..) => (S::UNPROCESSABLE_ENTITY, "/problems/invalid-events", "Invalid events"),
            Self::InvalidSearch(_) => (S::UNPROCESSABLE_ENTITY, "/problems/invalid-filter", "Invalid search"),
            Self::OutsideWindow { .. } => (S::UNPROCESSABLE_ENTITY, OUTSIDE_SEARCH_WINDOW, "Outside the search window"),
            Self::InvalidRequest(_) => (S::UNPROCESSABLE_ENTITY, "/problems/invalid-request", "Invalid request"),
            Self::Recording(RecordingError::NotThatFormat(_)) => {
                (S::UNSUPPORTED_MEDIA_TYPE, "/problems/not-that-format", "Not the audio it says")
            }
            Self::Recording(RecordingError::Empty | RecordingError::Unreadable(_)) => {
                (S::UNPROCESSABLE_ENTITY, "/problems/unreadable-audio", "Unreadable audio")
            }
            Self::Recording(RecordingError::WrongDigest) => {
                (S::UNPROCESSABLE_ENTITY, "/problems/wrong-digest", "Digest does not match")
            }
            Self::Recording(RecordingError::Interrupted) => {
                (S::BAD_REQUEST, "/problems/interrupted", "Upload interrupted")
            }
            Self::Recording(RecordingError::NoRoom) => {
                (S::INSUFFICIENT_STORAGE, "/problems/no-room", "No room for recordings")
            }
            Self::Recording(RecordingError::Store(_) | RecordingError::Folder(_) | RecordingError::Damaged { .. }) => {
                (S::SERVICE_UNAVAILABLE, "/problems/storage-unavailable", "Recordings cannot be reached")
            }
            Self::RecordingConflict => (S::CONFLICT, "/problems/recording-conflict", "Recording id is taken"),
            Self::RangeNotSatisfiable(_) => {
                (S::RANGE_NOT_SATISFIABLE, "/problems/range-not-satisfiable", "Range not satisfiable")
            }
            Self::TooManyStreams => (S::SERVICE_UNAVAILABLE, "/problems/too-many-streams", "Too many streams"),
            // Trying again would not help.
            Self::Store(StoreError::Corrupt { .. } | StoreError::Unusable(_) | StoreError::Migration(_)) => {
                (S::INTERNAL_SERVER_ERROR, "/problems/store-damaged", "Calls cannot be read")
            }
            Self::Store(StoreError::CallFull { .. }) => {
                (S::UNPROCESSABLE_ENTITY, "/problems/call-full", "The call is full")
            }
            Self::Store(StoreError::Database(_) | StoreError::TooLate | StoreError::Closed) => {
                (S::SERVICE_UNAVAILABLE, "/problems/store-unavailable", "Calls cannot be reached")
            }
            Self::MethodNotAllowed => (S::METHOD_NOT_ALLOWED, "/problems/method-not-allowed", "Method not allowed"),
        }
    }
}

/// A fault of a field, as a JSON Pointer or as a parameter's name.
pub(super) fn locate(fault: FieldFault, in_body: bool) -> Fault {
    let FieldFault { name, detail } = fault;
    if !in_body {
        return Fault::in_parameter(name, detail);
    }
    let pointer =
        if name.is_empty() { String::new() } else { format!("/{}", name.replace('~', "~0").replace('/', "~1")) };
    Fault::at(pointer, detail)
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, kind, title) = self.parts();
        if status.is_server_error() {
            tracing::error!(error = &self as &dyn std::error::Error, kind, "a request failed");
        }
        let detail = self.to_string();
        let (errors, earliest) = match self {
            Self::InvalidEvents(_, faults) | Self::InvalidSearch(faults) | Self::InvalidRequest(faults) => {
                (faults, None)
            }
            Self::OutsideWindow { earliest, fault, .. } => (vec![*fault], Some(earliest)),
            _ => (Vec::new(), None),
        };
        let problem = Problem {
            kind: kind.to_owned(),
            title: title.to_owned(),
            status: status.as_u16(),
            detail: Some(detail),
            errors,
            earliest,
        };
        let mut response = (status, Json(problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM_MEDIA_TYPE));
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(RETRY_AFTER, HeaderValue::from_static("5"));
        }
        if kind == "/problems/unsupported-content-coding" {
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        }
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// For paths that are known and methods that are not; the router knows which methods there are and adds them.
pub(super) async fn method_not_allowed() -> ApiError {
    ApiError::MethodNotAllowed
}
