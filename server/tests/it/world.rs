//! The fixture: a server's state on a new folder, a clock that stands still, and verbs for what callers do.

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, SET_COOKIE};
use axum::http::{HeaderMap, Method, Request, Response, StatusCode};
use call_records_server::access::Access;
use call_records_server::clock::Clock;
use call_records_server::http;
use call_records_server::live::Live;
use call_records_server::recordings::Recordings;
use call_records_server::state::{AppState, Settings};
use call_records_server::store::{AccessStore, CallStore, SqliteStore, User};
use call_records_wire::call::{CallDetail, CallRow};
use call_records_wire::page::Page;
use call_records_wire::paths;
use call_records_wire::problem::{PROBLEM_MEDIA_TYPE, Problem};
use call_records_wire::time::Timestamp;
use call_records_wire::words::Role;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

pub(crate) const BATCH: &str = "application/cloudevents-batch+json";
pub(crate) const ONE: &str = "application/cloudevents+json";
pub(crate) const LINES: &str = "application/x-ndjson";
pub(crate) const JSON: &str = "application/json";
pub(crate) const PASSWORD: &str = "correct horse battery";
/// What the clock says in every test that does not move it: noon, so that a day has room on both sides.
pub(crate) const NOON: &str = "2026-11-23T12:00:00.000Z";

/// A server's state on a folder of its own, with an admin who is signed in and a key.
pub(crate) struct World {
    pub(crate) folder: Arc<TempDir>,
    pub(crate) clock: Clock,
    pub(crate) state: AppState,
    pub(crate) store: SqliteStore,
    pub(crate) router: Router,
    pub(crate) key: String,
    pub(crate) cookie: String,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(Settings::default()).await
    }

    pub(crate) async fn with(settings: Settings) -> Self {
        let folder = Arc::new(tempfile::tempdir().expect("a folder for the test"));
        let clock = Clock::fixed(NOON.parse().expect("an instant"));
        let (store, state) = open(folder.path(), clock.clone(), settings).await;
        add_user(&state, "ada", Role::Admin).await;
        let at = clock.now();
        let key = state.access.add_key("switch", at).await.expect("a key").expect("a new name");
        let signed_in = state.access.sign_in("ada", PASSWORD, at).await.expect("an answer");
        let (token, _) = signed_in.expect("the right password");
        let router = http::router(state.clone());
        Self { folder, clock, state, store, router, key, cookie: cookie(&token) }
    }

    /// The same folder under a new server, as after a restart.
    pub(crate) async fn restarted(self) -> Self {
        self.state.live.close();
        self.store.close().await;
        let settings = self.state.settings.as_ref().clone();
        let (store, state) = open(self.folder.path(), self.clock.clone(), settings).await;
        let router = http::router(state.clone());
        Self { state, store, router, ..self }
    }

    /// Lets uploads leave this much of the disk free.
    pub(crate) fn keep_free(&mut self, bytes: u64) {
        self.state.recordings = self.state.recordings.clone().keeping_free(bytes);
        self.router = http::router(self.state.clone());
    }

    /// Keeps at most this many bytes of what was converted.
    pub(crate) fn convert_at_most(&self, bytes: u64) {
        let _ = self.state.recordings.clone().converting_at_most(bytes);
    }

    /// The same with its recordings elsewhere.
    pub(crate) fn recording_in(mut self, recordings: Recordings) -> Self {
        self.state.recordings = recordings;
        self.router = http::router(self.state.clone());
        self
    }

    /// An account with this role.
    pub(crate) async fn add_user(&self, name: &str, role: Role) {
        add_user(&self.state, name, role).await;
    }

    /// Signs in over HTTP and answers the cookie.
    pub(crate) async fn sign_in(&self, name: &str, password: &str) -> String {
        let answer = self.try_sign_in(name, password).await.expect(StatusCode::OK);
        let set = answer.header("set-cookie").to_owned();
        set.split(';').next().expect("a cookie has a first part").to_owned()
    }

    pub(crate) async fn try_sign_in(&self, name: &str, password: &str) -> Answer {
        let body = json!({"name": name, "password": password});
        self.ask(Method::POST, paths::SESSION).json(&body).send().await
    }

    pub(crate) fn ask(&self, method: Method, path: &str) -> Ask {
        Ask {
            router: self.router.clone(),
            method,
            path: path.to_owned(),
            headers: HeaderMap::new(),
            body: Body::empty(),
        }
    }

    /// A GET of the admin.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path).cookie(&self.cookie).send().await
    }

    /// A search of the admin by query string.
    pub(crate) async fn list(&self, query: &str) -> Page<CallRow> {
        self.get(&format!("{}?{query}", paths::CALLS)).await.expect(StatusCode::OK).read()
    }

    /// A search of the admin by JSON body, whatever becomes of it.
    pub(crate) async fn try_search(&self, body: &Value) -> Answer {
        self.ask(Method::POST, paths::SEARCH).cookie(&self.cookie).json(body).send().await
    }

    /// A search of the admin by JSON body.
    pub(crate) async fn search(&self, body: Value) -> Page<CallRow> {
        self.try_search(&body).await.expect(StatusCode::OK).read()
    }

    pub(crate) async fn call(&self, call_id: &str) -> CallDetail {
        self.get(&paths::call(call_id)).await.expect(StatusCode::OK).read()
    }

    /// Sends a body of events with the key, whatever becomes of it.
    pub(crate) async fn try_send(&self, media_type: &str, body: impl Into<Body>) -> Answer {
        self.ask(Method::POST, paths::EVENTS).key(&self.key).body(media_type, body).send().await
    }

    /// Sends a batch; answers how many were new and known.
    pub(crate) async fn send_events(&self, events: &[Value]) -> (u64, u64) {
        let answer = self.try_send(BATCH, Value::from(events).to_string()).await.expect(StatusCode::ACCEPTED);
        counts(&answer.json())
    }

    /// Sends lines; answers one document for each.
    pub(crate) async fn send_lines(&self, lines: impl Into<Body>) -> Vec<Value> {
        let answer = self.try_send(LINES, lines).await.expect(StatusCode::ACCEPTED);
        assert_eq!(answer.header("content-type"), LINES);
        answer.text().lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
    }

    /// Uploads a recording with the key, whatever becomes of it.
    pub(crate) fn upload(&self, call_id: &str, recording_id: &str, media_type: &str, audio: impl Into<Body>) -> Ask {
        let path = recording_path(call_id, recording_id);
        self.ask(Method::PUT, &path).key(&self.key).body(media_type, audio)
    }

    /// Every file below the data folder that a database wrote, as bytes.
    pub(crate) fn database_bytes(&self) -> Vec<u8> {
        let entries = std::fs::read_dir(self.folder.path()).expect("the folder");
        let files = entries.map(|it| it.expect("an entry").path()).filter(|path| path.is_file());
        files.flat_map(|file| std::fs::read(file).expect("a file")).collect()
    }
}

/// How many were new and known.
pub(crate) fn counts(answer: &Value) -> (u64, u64) {
    let count = |name: &str| answer[name].as_u64().expect("a number");
    (count("new"), count("known"))
}

pub(crate) fn recording_path(call_id: &str, recording_id: &str) -> String {
    format!("{}/recordings/{}", paths::call(call_id), paths::segment(recording_id))
}

pub(crate) fn cookie(token: &str) -> String {
    format!("call_records_session={token}")
}

pub(crate) fn at(offset_ms: i64) -> Timestamp {
    NOON.parse::<Timestamp>().expect("an instant").plus_millis(offset_ms)
}

async fn open(folder: &Path, clock: Clock, settings: Settings) -> (SqliteStore, AppState) {
    let store = SqliteStore::open(&folder.join("calls.db")).await.expect("a database");
    let calls: Arc<dyn CallStore> = Arc::new(store.clone());
    let access: Arc<dyn AccessStore> = Arc::new(store.clone());
    let recordings = Recordings::in_folder(&folder.join("recordings")).expect("a folder");
    let state = AppState {
        live: Live::follow(calls.clone()),
        calls,
        access: Access::new(access),
        views: Arc::new(store.clone()),
        recordings,
        clock,
        settings: Arc::new(settings),
    };
    (store, state)
}

async fn add_user(state: &AppState, name: &str, role: Role) {
    let user = User {
        key: 0,
        name: name.to_owned(),
        role,
        agent_id: None,
        skill_group_ids: Vec::new(),
        password_hash: String::new(),
        disabled_at: None,
    };
    assert!(state.access.add_user(user, PASSWORD, state.clock.now()).await.expect("an answer"), "the name is new");
}

/// A request in the making.
pub(crate) struct Ask {
    router: Router,
    method: Method,
    path: String,
    headers: HeaderMap,
    body: Body,
}

impl Ask {
    #[must_use]
    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.insert(name, value.parse().expect("a header's value"));
        self
    }

    #[must_use]
    pub(crate) fn cookie(self, cookie: &str) -> Self {
        self.header("cookie", cookie)
    }

    #[must_use]
    pub(crate) fn key(mut self, key: &str) -> Self {
        self.headers.insert(AUTHORIZATION, format!("Bearer {key}").parse().expect("a header's value"));
        self
    }

    #[must_use]
    pub(crate) fn json(self, body: &Value) -> Self {
        self.body(JSON, body.to_string())
    }

    #[must_use]
    pub(crate) fn body(mut self, media_type: &str, body: impl Into<Body>) -> Self {
        self.headers.insert(CONTENT_TYPE, media_type.parse().expect("a media type"));
        self.body = body.into();
        self
    }

    /// The answer's head, with its body still to come.
    pub(crate) async fn open(self) -> Response<Body> {
        let mut request = Request::builder().method(self.method).uri(self.path).body(self.body).expect("a request");
        *request.headers_mut() = self.headers;
        self.router.oneshot(request).await.unwrap_or_else(|never| match never {})
    }

    pub(crate) async fn send(self) -> Answer {
        Answer::of(self.open().await).await
    }
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) async fn of(response: Response<Body>) -> Self {
        let (head, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("the answer arrives whole");
        Self { status: head.status, headers: head.headers, body }
    }

    #[track_caller]
    pub(crate) fn expect(self, status: StatusCode) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }

    #[track_caller]
    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).unwrap_or_else(|| panic!("the answer has no {name}: {self:?}"));
        value.to_str().expect("visible ASCII")
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    #[track_caller]
    pub(crate) fn read<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        self.read()
    }

    /// A problem document of this status and kind.
    #[track_caller]
    pub(crate) fn problem(&self, status: u16, kind: &str) -> Problem {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        assert_eq!(self.header("content-type"), PROBLEM_MEDIA_TYPE);
        let problem: Problem = self.read();
        assert_eq!(problem.kind, format!("/problems/{kind}"), "{problem:?}");
        assert_eq!(problem.status, status);
        assert!(!problem.title.is_empty());
        problem
    }

    /// The places of a problem's faults: JSON Pointers with the index before them, or parameters.
    #[track_caller]
    pub(crate) fn faults(&self) -> Vec<String> {
        let problem: Problem = self.read();
        let place = |fault: &call_records_wire::problem::Fault| {
            assert!(!fault.detail.is_empty(), "a fault says what is allowed");
            let index = fault.index.map(|index| format!("{index}:")).unwrap_or_default();
            let place = fault.pointer.as_deref().or(fault.parameter.as_deref()).expect("a fault has a place");
            format!("{index}{place}")
        };
        problem.errors.iter().map(place).collect()
    }

    pub(crate) fn sets_cookie(&self) -> bool {
        self.headers.contains_key(SET_COOKIE)
    }
}
