//! Who may reach which route.

use axum::http::Method;
use call_records_server::http::route_paths;
use call_records_server::store::AccessStore;
use call_records_wire::paths;
use call_records_wire::words::Role;
use serde_json::json;

use crate::made::{begun, wav};
use crate::world::{Ask, BATCH, PASSWORD, World, recording_path};

/// A route, and whom it is for.
type Row = (Method, String, Open);

#[derive(Clone, Copy, Debug, PartialEq)]
enum Open {
    All,
    Readers,
    Accounts,
    Keys,
}

fn routes() -> Vec<Row> {
    vec![
        (Method::POST, paths::EVENTS.to_owned(), Open::Keys),
        (Method::GET, paths::CALLS.to_owned(), Open::Readers),
        (Method::POST, paths::SEARCH.to_owned(), Open::Readers),
        (Method::GET, format!("{}?after=x", paths::STREAM), Open::Readers),
        (Method::GET, format!("{}?format=csv", paths::EXPORT), Open::Readers),
        (Method::POST, paths::EXPORT.to_owned(), Open::Readers),
        (Method::GET, paths::call("c1"), Open::Readers),
        (Method::GET, paths::call("nowhere"), Open::Readers),
        (Method::POST, paths::call_notes("c1"), Open::Readers),
        (Method::DELETE, paths::call_note("c1", "n1"), Open::Readers),
        (Method::POST, paths::call_tags("c1"), Open::Readers),
        (Method::GET, paths::customer_calls("c1"), Open::Readers),
        (Method::PUT, recording_path("c1", "r2"), Open::Keys),
        (Method::GET, paths::recording("r1"), Open::Readers),
        (Method::HEAD, paths::recording("r1"), Open::Readers),
        (Method::GET, paths::recording("nowhere"), Open::Readers),
        (Method::GET, paths::recording_peaks("r1"), Open::Readers),
        (Method::GET, paths::recording_peaks("nowhere"), Open::Readers),
        (Method::GET, paths::AGENTS.to_owned(), Open::Readers),
        (Method::GET, paths::SKILL_GROUPS.to_owned(), Open::Readers),
        (Method::GET, paths::TAGS.to_owned(), Open::Readers),
        (Method::GET, paths::VIEWS.to_owned(), Open::Readers),
        (Method::POST, paths::VIEWS.to_owned(), Open::Readers),
        (Method::PUT, paths::view("v1"), Open::Readers),
        (Method::DELETE, paths::view("v1"), Open::Readers),
        (Method::GET, paths::PREFERENCES.to_owned(), Open::Accounts),
        (Method::PATCH, paths::PREFERENCES.to_owned(), Open::Accounts),
        (Method::GET, paths::SESSION.to_owned(), Open::Accounts),
        (Method::POST, paths::SESSION.to_owned(), Open::All),
        (Method::DELETE, paths::SESSION.to_owned(), Open::All),
        (Method::GET, paths::OPENAPI.to_owned(), Open::All),
        (Method::GET, "/healthz".to_owned(), Open::All),
        (Method::GET, "/readyz".to_owned(), Open::All),
        (Method::GET, "/".to_owned(), Open::All),
        (Method::GET, "/calls/c1".to_owned(), Open::All),
    ]
}

/// A request of this route that is fine but for who asks.
fn ask(world: &World, method: &Method, path: &str) -> Ask {
    let ask = world.ask(method.clone(), path);
    match (method, path) {
        (&Method::POST, paths::EVENTS) => ask.body(BATCH, "[]"),
        (&Method::POST, paths::SESSION) => ask.json(&json!({"name": "ada", "password": PASSWORD})),
        (&Method::POST, paths::EXPORT) => ask.json(&json!({"format": "csv"})),
        (&Method::POST | &Method::PATCH, _) => ask.json(&json!({})),
        (&Method::PUT, _) => ask.body("audio/wav", wav(1)),
        _ => ask,
    }
}

#[tokio::test]
async fn every_route_answers_those_it_is_for_and_refuses_all_others() {
    let world = World::new().await;
    world.send_events(&[begun("c1", 0)]).await;
    world.upload("c1", "r1", "audio/wav", wav(1)).send().await.expect(axum::http::StatusCode::CREATED);
    for (name, role) in [("sue", Role::Supervisor), ("ann", Role::Agent), ("gone", Role::Admin), ("late", Role::Admin)]
    {
        world.add_user(name, role).await;
    }
    let expired = world.sign_in("late", PASSWORD).await;
    world.clock.advance_millis(12 * 3_600_000);
    let admin = world.sign_in("ada", PASSWORD).await;
    let supervisor = world.sign_in("sue", PASSWORD).await;
    let agent = world.sign_in("ann", PASSWORD).await;
    let disabled = world.sign_in("gone", PASSWORD).await;
    assert!(world.store.disable_user("gone", world.clock.now()).await.expect("an answer"));

    for (method, path, open) in routes() {
        let status = async |ask: Ask| ask.send().await.status.as_u16();
        let mut got = Vec::new();
        got.push(("nobody", status(ask(&world, &method, &path)).await));
        got.push(("key", status(ask(&world, &method, &path).key(&world.key)).await));
        let no_key = format!("{}0", world.key);
        got.push(("another key", status(ask(&world, &method, &path).key(&no_key)).await));
        for (who, cookie) in [
            ("admin", &admin),
            ("supervisor", &supervisor),
            ("agent", &agent),
            ("disabled", &disabled),
            ("expired", &expired),
        ] {
            // Signing out would end what the next rows need.
            if (&method, path.as_str()) != (&Method::DELETE, paths::SESSION) {
                got.push((who, status(ask(&world, &method, &path).cookie(cookie)).await));
            }
        }
        for (who, status) in got {
            let expected = match (open, who) {
                (Open::All, _)
                | (Open::Readers | Open::Accounts, "admin")
                | (Open::Keys, "key")
                | (Open::Accounts, "supervisor" | "agent") => None,
                (Open::Readers, "supervisor" | "agent") => Some(403),
                _ => Some(401),
            };
            match expected {
                Some(expected) => assert_eq!(status, expected, "{who}: {method} {path}"),
                None => assert!(!matches!(status, 401 | 403 | 405 | 500..), "{who}: {method} {path}: {status}"),
            }
        }
    }
}

/// Whether the address is one of this route.
fn is_of(route: &str, address: &str) -> bool {
    let path = address.split('?').next().unwrap_or_default();
    let (route, path): (Vec<&str>, Vec<&str>) = (route.split('/').collect(), path.split('/').collect());
    route.len() == path.len() && route.iter().zip(path).all(|(part, it)| part.starts_with('{') || *part == it)
}

#[tokio::test]
async fn no_route_is_left_out() {
    let world = World::new().await;
    let rows = routes();
    for route in route_paths() {
        // No route takes this method, so each answers with those that it takes.
        let answer = world.ask(Method::TRACE, &route.replace(['{', '}'], "")).send().await;
        for method in answer.header("allow").split(',') {
            let is_there = rows.iter().any(|(it, address, _)| *it == method && is_of(route, address));
            // Every GET is a HEAD too.
            assert!(is_there || method == "HEAD", "no row of {method} {route}");
        }
    }
}

#[tokio::test]
async fn a_refusal_tells_nothing_of_what_exists() {
    let world = World::new().await;
    world.send_events(&[begun("c1", 0)]).await;
    let there = world.ask(Method::GET, &paths::call("c1")).send().await;
    let nowhere = world.ask(Method::GET, &paths::call("nowhere")).send().await;
    assert_eq!((there.status, &there.body), (nowhere.status, &nowhere.body));
}

#[tokio::test]
async fn a_key_in_another_scheme_or_place_is_no_key() {
    let world = World::new().await;
    for value in [format!("Basic {}", world.key), world.key.clone(), "Bearer".to_owned(), "Bearer  ".to_owned()] {
        let ask = world.ask(Method::POST, paths::EVENTS).body(BATCH, "[]").header("authorization", &value);
        ask.send().await.problem(401, "unauthenticated");
    }
    let ask = world.ask(Method::POST, paths::EVENTS).body(BATCH, "[]").cookie(&crate::world::cookie(&world.key));
    ask.send().await.problem(401, "unauthenticated");
    let ask = world
        .ask(Method::POST, paths::EVENTS)
        .body(BATCH, "[]")
        .header("authorization", &format!("bearer {}", world.key));
    ask.send().await.expect(axum::http::StatusCode::ACCEPTED);
}

#[tokio::test]
async fn every_answer_says_that_nothing_may_be_kept_framed_or_guessed() {
    let world = World::new().await;
    for path in [paths::CALLS, paths::SESSION, "/healthz", "/api/v1/nothing", "/"] {
        let answer = world.get(path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
        let caching = answer.header("cache-control");
        assert_eq!(caching, if path == "/" { "no-cache" } else { "no-store" }, "{path}");
    }
}
