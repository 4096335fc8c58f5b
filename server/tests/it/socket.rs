//! Connections, where they matter: live changes, parts of recordings, ends.

use std::net::SocketAddr;
use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::http::header::HOST;
use axum::http::{HeaderValue, Request, Response};
use call_records_server::serve::{self, Patience};
use futures::StreamExt;
use hyper::client::conn::http1::SendRequest;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::world::{Answer, World};

/// How long a test waits for what must come.
pub(crate) const SOON: Duration = Duration::from_secs(20);

/// Waits for something that must come; `what` names it where it does not.
pub(crate) async fn soon<T>(what: &str, it: impl Future<Output = T>) -> T {
    tokio::time::timeout(SOON, it).await.unwrap_or_else(|_| panic!("{what} did not come within {SOON:?}"))
}

/// A server on a port of its own.
pub(crate) struct Listening {
    pub(crate) address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    serving: JoinHandle<()>,
}

impl World {
    /// Serves this world on a port.
    pub(crate) async fn listen(&self) -> Listening {
        self.listen_with(Patience::default()).await
    }

    pub(crate) async fn listen_with(&self, patience: Patience) -> Listening {
        let listener = serve::bind(([127, 0, 0, 1], 0).into()).await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel();
        let live = self.state.live.clone();
        let until = async move {
            let _ = stopped.await;
            live.close();
        };
        let serving = tokio::spawn(serve::serve_with(listener, self.router.clone(), until, patience));
        Listening { address, stop: Some(stop), serving }
    }
}

impl Listening {
    /// Asks the server to stop.
    pub(crate) fn ask_to_stop(&mut self) {
        self.stop.take().expect("asked once").send(()).expect("the server runs");
    }

    /// Waits until nothing is in flight any more.
    pub(crate) async fn wait_until_stopped(self) {
        soon("the end of the server", self.serving).await.expect("the server ends in order");
    }
}

/// One connection of an HTTP client.
pub(crate) struct Connection {
    sender: SendRequest<Body>,
    host: HeaderValue,
}

impl Connection {
    pub(crate) async fn to(address: SocketAddr) -> Self {
        Self::try_to(address).await.expect("a connection")
    }

    pub(crate) async fn try_to(address: SocketAddr) -> Result<Self, String> {
        let stream = TcpStream::connect(address).await.map_err(|error| error.to_string())?;
        let handshake = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await;
        let (sender, connection) = handshake.map_err(|error| error.to_string())?;
        // Ends with the sender; what breaks it shows where the answer is read.
        tokio::spawn(connection);
        let host = HeaderValue::from_str(&address.to_string()).expect("an authority");
        Ok(Self { sender, host })
    }

    pub(crate) async fn try_open(&mut self, mut request: Request<Body>) -> Result<Response<Body>, String> {
        request.headers_mut().insert(HOST, self.host.clone());
        self.sender.ready().await.map_err(|error| error.to_string())?;
        let response = self.sender.send_request(request).await.map_err(|error| error.to_string())?;
        Ok(response.map(Body::new))
    }

    pub(crate) async fn open(&mut self, request: Request<Body>) -> Response<Body> {
        soon("an answer", self.try_open(request)).await.expect("an answer")
    }

    pub(crate) async fn send(&mut self, request: Request<Body>) -> Answer {
        Answer::of(self.open(request).await).await
    }
}

/// What a stream told.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Told {
    pub(crate) event: String,
    pub(crate) id: Option<u64>,
    pub(crate) data: Value,
}

/// A reader of server-sent events.
pub(crate) struct Events {
    body: BodyDataStream,
    pending: String,
}

impl Events {
    #[track_caller]
    pub(crate) fn of(response: Response<Body>) -> Self {
        assert_eq!(response.status().as_u16(), 200);
        let media_type = response.headers().get("content-type").expect("a content type");
        assert_eq!(media_type, "text/event-stream");
        Self { body: response.into_body().into_data_stream(), pending: String::new() }
    }

    /// The next event; `None` at the end of the stream.
    pub(crate) async fn next(&mut self) -> Option<Told> {
        soon("an event", self.next_whenever()).await
    }

    /// The next event, however long it takes.
    pub(crate) async fn next_whenever(&mut self) -> Option<Told> {
        loop {
            if let Some(end) = self.pending.find("\n\n") {
                let told = parse(&self.pending[..end]);
                self.pending.drain(..end + 2);
                return Some(told);
            }
            let chunk = self.body.next().await?.ok()?;
            self.pending.push_str(std::str::from_utf8(&chunk).expect("events are text"));
        }
    }

    /// The next event that is about a call.
    pub(crate) async fn next_call(&mut self) -> Told {
        let told = self.next().await.expect("the stream goes on");
        assert_eq!(told.event, "call", "{told:?}");
        told
    }

    /// Greets; every stream begins so.
    pub(crate) async fn hello(&mut self) -> u64 {
        let told = self.next().await.expect("the stream begins");
        assert_eq!(told.event, "hello");
        told.data["as_of"].as_u64().expect("a number")
    }
}

fn parse(text: &str) -> Told {
    let mut told = Told { event: "message".to_owned(), id: None, data: Value::Null };
    for line in text.lines() {
        let (field, value) = line.split_once(':').expect("a field and a value");
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut told.event),
            "id" => told.id = Some(value.parse().expect("ids are numbers")),
            "data" => told.data = serde_json::from_str(value).expect("data are JSON"),
            _ => panic!("unknown field: {line}"),
        }
    }
    told
}
