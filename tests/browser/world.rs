//! A server, a browser, and what a person does with them.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use call_records_server::access::Access;
use call_records_server::clock::Clock;
use call_records_server::demo::Demo;
use call_records_server::live::Live;
use call_records_server::recordings::Recordings;
use call_records_server::state::{AppState, Settings};
use call_records_server::store::{CallStore, NewEvent, SqliteStore};
use call_records_server::{http, serve};
use call_records_wire::event::Event;
use call_records_wire::time::Timestamp;
use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use fantoccini::elements::Element;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::engine::{Engine, Led};

/// How long a test waits for a thing before it says that the thing did not come.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running server.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) state: AppState,
    pub(crate) token: String,
    store: SqliteStore,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<()>,
}

impl Server {
    /// Starts on this folder; port 0 picks a port.
    pub(crate) async fn start(folder: &Path, port: u16) -> Self {
        Self::start_with(folder, port, Settings::default()).await
    }

    /// The same with other settings.
    pub(crate) async fn start_with(folder: &Path, port: u16, settings: Settings) -> Self {
        let store = SqliteStore::open(&folder.join("calls.db")).await.expect("a database");
        let calls: Arc<dyn CallStore> = Arc::new(store.clone());
        let state = AppState {
            live: Live::follow(calls.clone()),
            calls,
            access: Access::new(Arc::new(store.clone())),
            views: Arc::new(store.clone()),
            recordings: Recordings::in_folder(&folder.join("recordings")).expect("a folder"),
            clock: Clock::System,
            settings: Arc::new(settings),
        };
        Demo::add_accounts(&state.access, state.clock.now()).await.expect("an account");
        let token = state.access.add_key(&format!("test-{port}-{}", state.clock.now()), state.clock.now()).await;
        let token = token.expect("a key").expect("a new name");
        let listener = serve::bind(([127, 0, 0, 1], port).into()).await.expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let (stop, stopped) = oneshot::channel::<()>();
        let live = state.live.clone();
        let until = async move {
            let _ = stopped.await;
            live.close();
        };
        let serving = tokio::spawn(serve::serve(listener, http::router(state.clone()), until));
        Self { address, state, token, store, stop, serving }
    }

    /// Stops as on a signal, and closes the database.
    pub(crate) async fn stop(self) -> u16 {
        let port = self.address.port();
        let _ = self.stop.send(());
        self.serving.await.expect("it ends in order");
        self.store.close().await;
        port
    }

    /// Something happens to a call, now or some seconds ago.
    pub(crate) async fn tell(&self, call_id: &str, seconds_ago: i64, event_type: &str, data: Value) {
        let document = event(call_id, seconds_ago, event_type, data);
        let event = Event::from_json(&document).expect("a well-formed event");
        let new = NewEvent { event, document: document.to_string() };
        self.state.calls.append(vec![new]).await.expect("the store takes it");
    }

    /// A whole call of some minutes ago: answered by Alice for Sales, ended by the agent.
    pub(crate) async fn past_call(&self, call_id: &str, caller: &str, minutes_ago: i64) {
        let ago = minutes_ago * 60;
        let agent = json!({"id": "101", "name": "Alice Moreau"});
        let started = json!({
            "call_type": "inbound", "caller_number": caller, "callee_number": "+12025550100", "customer_name": "Zoë Smith",
        });
        self.tell(call_id, ago, "call.started", started).await;
        self.tell(call_id, ago - 2, "call.queued", json!({"skill_group": {"id": "sales", "name": "Sales"}})).await;
        self.tell(call_id, ago - 5, "call.agent_ringing", json!({"agent": agent, "number": "101"})).await;
        self.tell(call_id, ago - 8, "call.answered", json!({"agent": agent})).await;
        self.tell(call_id, ago - 30, "call.hung_up", json!({"by": "agent"})).await;
    }

    /// Sends audio as a switch does.
    pub(crate) async fn upload(&self, call_id: &str, recording_id: &str, wav: Vec<u8>) {
        let request = format!("PUT /api/v1/calls/{call_id}/recordings/{recording_id}");
        let answer = send(self.address, &self.token, &request, "audio/wav", &wav).await;
        assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    }
}

/// Something that happened to a call, now or some seconds ago.
pub(crate) fn event(call_id: &str, seconds_ago: i64, event_type: &str, data: Value) -> Value {
    let at = Clock::System.now().plus_millis(-seconds_ago * 1000);
    let id = format!("{call_id}/{event_type}/{}", at.micros());
    json!({
        "specversion": "1.0", "id": id, "source": "test", "subject": call_id, "type": event_type, "time": at, "data": data,
    })
}

/// Sends a body as a switch does, and returns the answer.
pub(crate) async fn send(address: SocketAddr, token: &str, request: &str, media_type: &str, body: &[u8]) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut stream = tokio::net::TcpStream::connect(address).await.expect("the server listens");
    let head = format!(
        "{request} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\nContent-Type: {media_type}\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.expect("the head goes out");
    stream.write_all(body).await.expect("the body goes out");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    answer
}

/// A server with one call of nine minutes ago in its folder, and a browser that shows it.
pub(crate) async fn signed_in_with_a_call() -> (tempfile::TempDir, Server, Browser) {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    server.past_call("c1", "+442079460101", ago(9)).await;
    let browser = Browser::open().await;
    browser.sign_in(&server).await;
    (folder, server, browser)
}

/// How long ago the calls of a test were, so that they are today's whenever it runs.
pub(crate) fn ago(minutes: i64) -> i64 {
    minutes.min(minutes_since_midnight())
}

/// Silence of this many seconds.
pub(crate) fn wav(seconds: u32) -> Vec<u8> {
    let bytes = 16_000 * seconds;
    let mut wav = Vec::new();
    wav.extend(b"RIFF");
    wav.extend((36 + bytes).to_le_bytes());
    wav.extend(b"WAVEfmt ");
    wav.extend(16u32.to_le_bytes());
    wav.extend([1, 0, 1, 0]);
    wav.extend(8_000u32.to_le_bytes());
    wav.extend(16_000u32.to_le_bytes());
    wav.extend([2, 0, 16, 0]);
    wav.extend(b"data");
    wav.extend(bytes.to_le_bytes());
    wav.resize(44 + bytes as usize, 0);
    wav
}

/// A browser with a fresh profile, and the driver that leads it.
pub(crate) struct Browser {
    pub(crate) client: Client,
    pub(crate) led: Led,
}

impl Browser {
    /// A Chromium.
    pub(crate) async fn open() -> Self {
        Self::open_in(Engine::Chromium).await
    }

    /// The same in a browser of one's choice.
    pub(crate) async fn open_in(engine: Engine) -> Self {
        let (client, led) = engine.start().await;
        Self { client, led }
    }

    /// Opens the page and signs in.
    pub(crate) async fn sign_in(&self, server: &Server) {
        self.sign_in_at(server.address).await;
    }

    /// The same at an address.
    pub(crate) async fn sign_in_at(&self, address: SocketAddr) {
        self.client.goto(&format!("http://{address}/")).await.expect("the page");
        self.sign_in_here().await;
        self.sees("#calls, .call-list .notice").await;
    }

    /// Fills in the form that is shown.
    pub(crate) async fn sign_in_here(&self) {
        self.sees("#name").await.send_keys("demo").await.expect("a name");
        self.sees("#password").await.send_keys("call-records\u{e007}").await.expect("a password, and Enter");
    }

    /// Where the page came from, with the slash that ends it.
    pub(crate) async fn origin(&self) -> String {
        let here = self.client.current_url().await.expect("an address");
        format!("{}/", here.origin().ascii_serialization())
    }

    /// Runs a script that answers nothing.
    pub(crate) async fn runs(&self, script: &str) {
        self.client.execute(script, vec![]).await.expect("a script that runs");
    }

    /// Searches come to this from now on: a script that returns a promise of an answer.
    pub(crate) async fn answers_searches(&self, script: &str) {
        let hook = format!(
            "window.asked = 0; window.really ??= window.fetch.bind(window);
             window.fetch = (request, ...rest) => {{
                 if (!request.url.includes('/search')) return window.really(request, ...rest);
                 window.asked += 1;
                 return ({script});
             }};"
        );
        self.runs(&hook).await;
    }

    /// Waits for an element that is shown.
    pub(crate) async fn sees(&self, css: &str) -> Element {
        let wait = self.client.wait().at_most(PATIENCE).for_element(Locator::Css(css)).await;
        wait.unwrap_or_else(|error| panic!("{css} did not come: {error}"))
    }

    /// Waits for a button of this name.
    pub(crate) async fn button(&self, name: &str) -> Element {
        let path = format!("//button[normalize-space(.)='{name}' or @aria-label='{name}']");
        let wait = self.client.wait().at_most(PATIENCE).for_element(Locator::XPath(&path)).await;
        wait.unwrap_or_else(|error| panic!("the button {name} did not come: {error}"))
    }

    /// Waits until the script answers what is expected.
    pub(crate) async fn comes_true(&self, script: &str) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let answer = self.client.execute(&format!("return ({script})"), vec![]).await.expect("a script that runs");
            if answer == json!(true) {
                return;
            }
            if Instant::now() > deadline {
                let page = self.client.execute("return document.body.innerText", vec![]).await.unwrap_or_default();
                panic!("did not come true: {script}\nthe page says:\n{}", page.as_str().unwrap_or_default());
            }
            tokio::task::yield_now().await;
        }
    }

    /// Waits until what the selector finds says this.
    pub(crate) async fn says(&self, css: &str, text: &str) {
        self.comes_true(&format!("document.querySelector(\"{css}\")?.innerText.includes(\"{text}\") === true")).await;
    }

    /// Waits until the list holds so many calls, in sight or not.
    pub(crate) async fn holds_calls(&self, count: usize) {
        let rows = "document.querySelector('.call-table__rows')?.style.getPropertyValue('--rows')";
        self.comes_true(&format!("{rows} === '{count}'")).await;
    }

    /// Waits until so many calls stand in the table.
    pub(crate) async fn shows_calls(&self, count: usize) {
        self.comes_true(&format!("document.querySelectorAll('.call-row').length === {count}")).await;
    }

    /// Presses a key wherever the focus is.
    pub(crate) async fn press(&self, key: &str) {
        let focused = self.client.active_element().await.expect("something has the focus");
        focused.send_keys(key).await.expect("a key");
    }

    /// Gives the focus to an element, as the Tab key would.
    pub(crate) async fn focus(&self, css: &str) {
        self.client
            .execute(&format!("document.querySelector(\"{css}\").focus()"), vec![])
            .await
            .expect("it takes the focus");
    }

    /// Moves the mouse over an element.
    pub(crate) async fn hover(&self, css: &str) {
        let element = self.sees(css).await;
        let over = PointerAction::MoveToElement { element, duration: None, x: 0.0, y: 0.0 };
        let mouse = MouseActions::new("mouse".to_owned()).then(over);
        self.client.perform_actions(mouse).await.expect("the mouse moves");
    }

    /// Presses the mouse at one point and lets it go at another.
    pub(crate) async fn drag(&self, from: (i32, i32), to: (i32, i32)) {
        let at = |(x, y): (i32, i32)| PointerAction::MoveTo { duration: None, x: f64::from(x), y: f64::from(y) };
        let mouse = MouseActions::new("mouse".to_owned())
            .then(at(from))
            .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
            .then(at(to))
            .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        self.client.perform_actions(mouse).await.expect("the mouse moves");
    }

    pub(crate) async fn close(self) {
        self.client.clone().close().await.expect("the browser closes");
        self.led.end();
    }
}

/// Midnight must not fall between the calls of a test and its look at "today", which is a day of UTC here.
pub(crate) fn minutes_since_midnight() -> i64 {
    let now: Timestamp = Clock::System.now();
    now.millis().rem_euclid(86_400_000) / 60_000
}
