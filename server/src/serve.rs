//! Connections: accepted, bounded in number and patience, ended in order.
//!
//! Our own loop rather than `axum::serve`, which waits forever for a request's head and for a reader that stopped
//! reading.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use socket2::TcpKeepalive;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

/// How many connections may be open.
const MOST_CONNECTIONS: usize = 10_000;

/// How much of a request or an answer a connection holds.
const MOST_BUFFERED: usize = 64 * 1024;

/// How long others are waited for.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// How long a client may take for a request's head, and a connection may be idle.
    pub head_within: Duration,
    /// How long sent bytes may stay unacknowledged before the connection counts as dead.
    pub stalled_after: Duration,
    /// How long what is in flight may take to finish when the server stops.
    pub finish_within: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            head_within: Duration::from_secs(15),
            stalled_after: Duration::from_secs(20),
            finish_within: Duration::from_secs(10),
        }
    }
}

/// Serves until `stop` resolves, then finishes what is in flight.
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    serve_with(listener, router, stop, Patience::default()).await;
}

/// Serves with another patience than the usual one.
pub async fn serve_with(listener: TcpListener, router: Router, stop: impl Future<Output = ()>, patience: Patience) {
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let next = async {
            let place = places.clone().acquire_owned().await.expect("the semaphore is never closed");
            listener.accept().await.map(|(stream, _)| (stream, place))
        };
        // Also when no place is free, a server can be stopped.
        let (stream, place) = tokio::select! {
            accepted = next => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Out of file descriptors, or a client that left at once: neither is a reason to stop.
                    tracing::warn!(error = &error as &dyn std::error::Error, "cannot accept a connection");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        be_prompt(&stream, patience);
        let service = TowerToHyperService::new(router.clone());
        let connection = hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(patience.head_within)
            // What waits for a slow reader, such as a player, stays small.
            .max_buf_size(MOST_BUFFERED)
            .serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            let _place = place;
            if let Err(error) = connection.await {
                tracing::debug!(error = &error as &dyn std::error::Error, "a connection broke off");
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(patience.finish_within, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not finish in time");
    }
}

/// No waiting to fill packets, and no endless waiting for a reader that is gone.
fn be_prompt(stream: &TcpStream, patience: Patience) {
    let socket = socket2::SockRef::from(stream);
    // A peer that is gone without a word is noticed although nothing is sent to it.
    let keepalive = TcpKeepalive::new().with_time(patience.stalled_after).with_interval(patience.stalled_after / 4);
    let set = stream
        .set_nodelay(true)
        .and_then(|()| socket.set_tcp_user_timeout(Some(patience.stalled_after)))
        .and_then(|()| socket.set_tcp_keepalive(&keepalive));
    if let Err(error) = set {
        tracing::debug!(error = &error as &dyn std::error::Error, "cannot set a connection's options");
    }
}

/// Binds an address; port 0 picks one.
pub async fn bind(address: SocketAddr) -> std::io::Result<TcpListener> {
    TcpListener::bind(address).await
}
