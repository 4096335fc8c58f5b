//! `/api/v1/session`: sign in, who am I, sign out.

use axum::http::{Method, StatusCode};
use call_records_server::state::Settings;
use call_records_server::store::AccessStore;
use call_records_wire::paths;
use call_records_wire::words::Role;
use serde_json::json;

use crate::made::begun;
use crate::world::{ONE, PASSWORD, World};

const HOUR: i64 = 3_600_000;

#[tokio::test]
async fn signing_in_opens_a_session_and_tells_what_the_page_must_know() {
    let zone = "Europe/Berlin".parse().expect("a zone");
    let world = World::with(Settings { time_zone: zone, search_window_days: 45, ..Settings::default() }).await;
    let answer = world.try_sign_in("ada", PASSWORD).await.expect(StatusCode::OK);
    let told = json!({
        "name": "ada", "role": "admin", "time_zone": "Europe/Berlin", "search_window_days": 45, "demo": false,
        "version": env!("CARGO_PKG_VERSION"), "preferences": {"choices": {}},
    });
    assert_eq!(answer.json(), told);
    let set = answer.header("set-cookie").to_owned();
    for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=43200"] {
        assert!(set.split("; ").any(|it| it == part), "{set} has no {part}");
    }
    let cookie = set.split(';').next().expect("a first part");
    let answer = world.ask(Method::GET, paths::SESSION).cookie(cookie).send().await.expect(StatusCode::OK);
    assert_eq!(answer.json(), told);
}

#[tokio::test]
async fn names_are_compared_without_case() {
    let world = World::new().await;
    world.sign_in("ADA", PASSWORD).await;
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_or_disabled_account_are_told_alike() {
    let world = World::new().await;
    world.add_user("gone", Role::Admin).await;
    world.store.disable_user("gone", world.clock.now()).await.expect("an answer");
    let mut answers = Vec::new();
    for (name, password) in [
        ("ada", "wrong"),
        ("nobody", "wrong"),
        ("gone", PASSWORD),
        ("gone", "wrong"),
        ("", ""),
        ("ada", ""),
        ("ada\u{0}", "x"),
    ] {
        let answer = world.try_sign_in(name, password).await;
        answer.problem(401, "wrong-credentials");
        assert!(!answer.sets_cookie());
        let mut headers = answer.headers.clone();
        headers.remove("date");
        answers.push((answer.status, headers, answer.body));
    }
    assert!(answers.windows(2).all(|two| two[0] == two[1]), "{answers:?}");
    let long = world.try_sign_in("ada", &"x".repeat(10_000)).await;
    long.problem(401, "wrong-credentials");
    // Whoever is not known yet gets little room.
    world.try_sign_in("ada", &"x".repeat(100_000)).await.problem(413, "too-large");
}

#[tokio::test]
async fn a_body_that_holds_no_credentials_is_refused() {
    let world = World::new().await;
    let ask = || world.ask(Method::POST, paths::SESSION);
    for body in ["", "{", "ada"] {
        ask().body("application/json", body).send().await.problem(400, "malformed-json");
    }
    for (body, faults) in [
        (json!({}), vec!["/name", "/password"]),
        (json!(["ada", PASSWORD]), vec!["/name", "/password"]),
        (json!({"name": "ada"}), vec!["/password"]),
        (json!({"name": 5, "password": "x"}), vec!["/name"]),
    ] {
        let answer = ask().json(&body).send().await;
        answer.problem(422, "invalid-request");
        assert_eq!(answer.faults(), faults, "{body}");
    }
    for media_type in ["text/plain", "application/x-www-form-urlencoded"] {
        ask().body(media_type, "name=ada").send().await.problem(415, "unsupported-media-type");
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_and_no_other() {
    let world = World::new().await;
    let first = world.sign_in("ada", PASSWORD).await;
    let second = world.sign_in("ada", PASSWORD).await;
    assert_ne!(first, second);
    let answer = world.ask(Method::DELETE, paths::SESSION).cookie(&first).send().await.expect(StatusCode::NO_CONTENT);
    assert!(answer.header("set-cookie").contains("Max-Age=0"));
    let who = |cookie: String| world.ask(Method::GET, paths::SESSION).cookie(&cookie).send();
    who(first.clone()).await.problem(401, "unauthenticated");
    who(second).await.expect(StatusCode::OK);
    // Whoever is signed out already may say so again.
    for cookie in [first, "call_records_session=none".to_owned()] {
        let again = world.ask(Method::DELETE, paths::SESSION).cookie(&cookie).send().await;
        again.expect(StatusCode::NO_CONTENT);
    }
    world.ask(Method::DELETE, paths::SESSION).send().await.expect(StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_session_ends_after_twelve_hours() {
    let world = World::new().await;
    world.clock.advance_millis(12 * HOUR - 1);
    world.get(paths::SESSION).await.expect(StatusCode::OK);
    world.clock.advance_millis(1);
    world.get(paths::SESSION).await.problem(401, "unauthenticated");
    world.get(paths::CALLS).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn disabling_an_account_ends_its_sessions() {
    let world = World::new().await;
    assert!(world.store.disable_user("ada", world.clock.now()).await.expect("an answer"));
    world.get(paths::SESSION).await.problem(401, "unauthenticated");
    world.try_sign_in("ada", PASSWORD).await.problem(401, "wrong-credentials");
}

#[tokio::test]
async fn a_revoked_key_is_refused() {
    let world = World::new().await;
    world.try_send(ONE, begun("c1", 0).to_string()).await.expect(StatusCode::ACCEPTED);
    assert!(world.store.revoke_key("switch", world.clock.now()).await.expect("an answer"));
    let answer = world.try_send(ONE, begun("c2", 0).to_string()).await;
    answer.problem(401, "unauthenticated");
    assert_eq!(answer.header("www-authenticate"), "Bearer");
    assert_eq!(world.list("").await.total.value, 1);
}

#[tokio::test]
async fn sessions_and_keys_survive_a_restart() {
    let world = World::new().await.restarted().await;
    world.get(paths::SESSION).await.expect(StatusCode::OK);
    world.try_send(ONE, begun("c1", 0).to_string()).await.expect(StatusCode::ACCEPTED);
}

#[tokio::test]
async fn neither_passwords_nor_tokens_are_kept_as_they_are() {
    let world = World::new().await;
    world.add_user("bob", Role::Agent).await;
    let session = world.sign_in("bob", PASSWORD).await;
    let token = session.strip_prefix("call_records_session=").expect("the cookie's name");
    let kept = world.database_bytes();
    let holds = |text: &str| kept.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds("bob"), "the files are those of the database");
    assert!(!holds(PASSWORD));
    assert!(!holds(token));
    assert!(!holds(&world.key));
    assert!(!holds(world.key.strip_prefix("crk_").expect("a key says what it is")));
}

#[tokio::test]
async fn requests_that_a_page_of_another_site_sends_are_refused() {
    let world = World::new().await;
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("origin", "http://calls.example:81"),
    ] {
        for (method, path) in [
            (Method::POST, paths::SEARCH),
            (Method::POST, paths::EXPORT),
            (Method::POST, paths::SESSION),
            (Method::DELETE, paths::SESSION),
        ] {
            let body = json!({"name": "ada", "password": PASSWORD});
            let ask = world.ask(method.clone(), path).cookie(&world.cookie).json(&body);
            let answer = ask.header("host", "calls.example").header(name, value).send().await;
            answer.problem(403, "other-site");
            assert!(!answer.sets_cookie(), "{method} {path}");
        }
    }
    world.get(paths::SESSION).await.expect(StatusCode::OK);
    for (name, value) in [("sec-fetch-site", "same-origin"), ("origin", "http://calls.example")] {
        let ask = world.ask(Method::POST, paths::SEARCH).cookie(&world.cookie).json(&json!({}));
        ask.header("host", "calls.example").header(name, value).send().await.expect(StatusCode::OK);
    }
}

#[tokio::test]
async fn other_cookies_beside_ours_do_no_harm() {
    let world = World::new().await;
    let cookies = format!("theme=dark; call_records_session_x=1; {}; last=a=b", world.cookie);
    world.ask(Method::GET, paths::SESSION).cookie(&cookies).send().await.expect(StatusCode::OK);
    for cookie in ["", ";;;", "call_records_session", "call_records_session=", "=x"] {
        let answer = world.ask(Method::GET, paths::SESSION).cookie(cookie).send().await;
        answer.problem(401, "unauthenticated");
    }
}
