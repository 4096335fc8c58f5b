//! Connections: bounded in patience, ended in order.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{Request, StatusCode};
use call_records_server::serve::Patience;
use call_records_wire::paths;
use futures::{SinkExt, channel::mpsc};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::made::{begun, lines};
use crate::socket::{Connection, soon};
use crate::world::{Answer, LINES, World};

fn impatient() -> Patience {
    Patience { head_within: Duration::from_millis(150), ..Patience::default() }
}

/// Waits until the server closes; answers what it said before.
async fn closed(mut stream: TcpStream) -> String {
    let mut said = Vec::new();
    // A reset is an end too.
    let _ = soon("the end of the connection", stream.read_to_end(&mut said)).await;
    String::from_utf8_lossy(&said).into_owned()
}

#[tokio::test]
async fn a_connection_that_never_asks_is_closed() {
    let world = World::new().await;
    let server = world.listen_with(impatient()).await;
    let silent = TcpStream::connect(server.address).await.expect("a connection");
    closed(silent).await;
    let mut slow = TcpStream::connect(server.address).await.expect("a connection");
    slow.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow:").await.expect("half a head");
    closed(slow).await;
}

#[tokio::test]
async fn a_connection_that_asks_no_more_is_closed() {
    let world = World::new().await;
    let server = world.listen_with(impatient()).await;
    let mut idle = TcpStream::connect(server.address).await.expect("a connection");
    idle.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").await.expect("a request");
    let said = closed(idle).await;
    assert!(said.starts_with("HTTP/1.1 200 OK\r\n") && said.ends_with("{\"status\":\"ok\"}"), "{said}");
}

#[tokio::test]
async fn what_is_no_http_is_refused_without_harm() {
    let world = World::new().await;
    let server = world.listen().await;
    for nonsense in
        [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".as_slice(), b"HELO example\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n"]
    {
        let mut stream = TcpStream::connect(server.address).await.expect("a connection");
        stream.write_all(nonsense).await.expect("some bytes");
        let said = closed(stream).await;
        assert!(said.is_empty() || said.starts_with("HTTP/1.1 4") || said.starts_with("HTTP/1.1 505"), "{said}");
    }
    let mut large = TcpStream::connect(server.address).await.expect("a connection");
    // The server may close before all of it is written.
    let _ = large.write_all(format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "x".repeat(1_000_000)).as_bytes()).await;
    let said = closed(large).await;
    assert!(said.is_empty() || said.starts_with("HTTP/1.1 4"), "{said}");
    let health = Request::get("/healthz").body(Body::empty()).expect("a request");
    Connection::to(server.address).await.send(health).await.expect(StatusCode::OK);
}

#[tokio::test]
async fn what_is_in_flight_is_finished_when_the_server_stops() {
    let world = World::new().await;
    let mut server = world.listen().await;
    let address = server.address;
    let (mut sending, body) = mpsc::channel::<Result<Bytes, std::io::Error>>(1);
    let request = Request::post(paths::EVENTS)
        .header("authorization", format!("Bearer {}", world.key))
        .header("content-type", LINES)
        .body(Body::from_stream(body))
        .expect("a request");
    let mut connection = Connection::to(address).await;
    let answering = tokio::spawn(async move { connection.send(request).await });
    let first: Vec<_> = (0..1_000).map(|n| begun(&format!("c{n}"), n)).collect();
    sending.send(Ok(lines(&first).into())).await.expect("the request is read");
    // A full thousand lines are kept at once, so the request has surely begun.
    let mut changes = world.state.calls.changes();
    soon("the first lines", changes.wait_for(|&last| last >= 1_000)).await.expect("the store is open");

    server.ask_to_stop();
    soon("the end of listening", async {
        while TcpStream::connect(address).await.is_ok() {
            tokio::task::yield_now().await;
        }
    })
    .await;
    sending.send(Ok(lines(&[begun("last", 0)]).into())).await.expect("the request is still read");
    drop(sending);
    let answer: Answer = soon("the answer", answering).await.expect("it is answered").expect(StatusCode::ACCEPTED);
    assert_eq!(answer.text().lines().count(), 1_001);
    server.wait_until_stopped().await;
    assert_eq!(world.call("last").await.row.call_id, "last");
}

#[tokio::test]
async fn what_does_not_end_is_given_up_when_the_server_stops() {
    let world = World::new().await;
    let patience = Patience { finish_within: Duration::from_millis(100), ..Patience::default() };
    let mut server = world.listen_with(patience).await;
    let mut endless = TcpStream::connect(server.address).await.expect("a connection");
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nContent-Type: {LINES}\r\nContent-Length: 1000000\r\n\r\n{}",
        paths::EVENTS,
        world.key,
        lines(&[begun("c1", 0)])
    );
    endless.write_all(head.as_bytes()).await.expect("a beginning");
    server.ask_to_stop();
    server.wait_until_stopped().await;
}

#[tokio::test]
async fn a_client_that_leaves_in_the_middle_harms_nobody() {
    let world = World::new().await;
    let server = world.listen().await;
    for n in 0..20usize {
        let body = lines(&[begun(&format!("c{n}"), 0)]);
        let head = format!(
            "POST {} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nContent-Type: {LINES}\r\nContent-Length: {}\r\n\r\n",
            paths::EVENTS,
            world.key,
            body.len()
        );
        let whole = format!("{head}{body}");
        let mut stream = TcpStream::connect(server.address).await.expect("a connection");
        stream.write_all(&whole.as_bytes()[..whole.len() * n / 20]).await.expect("a part");
    }
    let ask = Request::get(paths::CALLS).header("cookie", &world.cookie).body(Body::empty()).expect("a request");
    let answer = Connection::to(server.address).await.send(ask).await.expect(StatusCode::OK);
    assert_eq!(answer.json()["total"]["value"], 0, "half a request is none");
}

#[tokio::test]
async fn a_refusal_reaches_a_sender_that_is_still_sending() {
    let world = World::new().await;
    let server = world.listen().await;
    let audio = vec![b'x'; 5_000_000];
    for (key, media_type, said) in [
        (world.key.as_str(), "audio/wav", "HTTP/1.1 415"),
        (world.key.as_str(), "text/plain", "HTTP/1.1 415"),
        ("nobody", "audio/wav", "HTTP/1.1 401"),
    ] {
        let mut stream = TcpStream::connect(server.address).await.expect("a connection");
        let head = format!(
            "PUT /api/v1/calls/c1/recordings/r1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\n\
             Content-Type: {media_type}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            audio.len()
        );
        // As simple senders do: everything first, and only then the answer.
        stream.write_all(head.as_bytes()).await.expect("the head goes out");
        stream.write_all(&audio).await.expect("all of the body goes out");
        let answer = closed(stream).await;
        assert!(answer.starts_with(said) && answer.contains("/problems/"), "{answer}");
    }
}
