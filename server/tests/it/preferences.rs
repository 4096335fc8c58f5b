//! `/api/v1/preferences`: how an account likes the page.

use axum::http::{Method, StatusCode};
use call_records_wire::paths;
use call_records_wire::view::SavedView;
use call_records_wire::words::Role;
use serde_json::{Value, json};

use crate::views::body;
use crate::world::{Answer, PASSWORD, World};

async fn change(world: &World, cookie: &str, body: &Value) -> Answer {
    world.ask(Method::PATCH, paths::PREFERENCES).cookie(cookie).json(body).send().await
}

async fn kept(world: &World, cookie: &str) -> Value {
    world.ask(Method::GET, paths::PREFERENCES).cookie(cookie).send().await.expect(StatusCode::OK).json()
}

#[tokio::test]
async fn what_one_tab_changes_leaves_what_another_changed() {
    let world = World::new().await;
    assert_eq!(kept(&world, &world.cookie).await, json!({"choices": {}}));
    let layout = body("", false)["layout"].clone();
    for patch in [
        json!({"place": "?range=yesterday#agent=amy", "open_view": "v1"}),
        json!({"choices": {"theme": "dark", "zone": "Europe/Berlin"}}),
        json!({"layout": layout, "choices": {"theme": null, "shortcuts": "off"}}),
        json!({"open_view": null}),
        json!({}),
    ] {
        change(&world, &world.cookie, &patch).await.expect(StatusCode::OK);
    }
    let told = json!({
        "place": "?range=yesterday#agent=amy", "layout": layout,
        "choices": {"shortcuts": "off", "zone": "Europe/Berlin"},
    });
    assert_eq!(kept(&world, &world.cookie).await, told);
    let world = world.restarted().await;
    assert_eq!(kept(&world, &world.cookie).await, told);
}

#[tokio::test]
async fn a_change_may_say_that_it_is_a_merge_patch() {
    let world = World::new().await;
    let ask = |media_type| {
        let body = r#"{"choices": {"theme": "dark"}}"#;
        world.ask(Method::PATCH, paths::PREFERENCES).cookie(&world.cookie).body(media_type, body)
    };
    ask("application/merge-patch+json; charset=utf-8").send().await.expect(StatusCode::OK);
    ask("application/json-patch+json").send().await.problem(415, "unsupported-media-type");
    ask("text/plain").send().await.problem(415, "unsupported-media-type");
}

#[tokio::test]
async fn every_account_has_its_own() {
    let world = World::new().await;
    world.add_user("sue", Role::Supervisor).await;
    let sue = world.sign_in("sue", PASSWORD).await;
    change(&world, &world.cookie, &json!({"place": "?range=today#number=555"})).await.expect(StatusCode::OK);
    assert_eq!(kept(&world, &sue).await, json!({"choices": {}}));
    change(&world, &sue, &json!({"choices": {"theme": "dark"}})).await.expect(StatusCode::OK);
    assert_eq!(kept(&world, &world.cookie).await["choices"], json!({}));
}

#[tokio::test]
async fn the_session_brings_what_the_page_opens_with() {
    let world = World::new().await;
    world.add_user("sue", Role::Supervisor).await;
    let sue = world.sign_in("sue", PASSWORD).await;
    let ask = world.ask(Method::POST, paths::VIEWS).cookie(&world.cookie).json(&body("Missed", true));
    let view: SavedView = ask.send().await.expect(StatusCode::CREATED).read();
    for cookie in [&world.cookie, &sue] {
        change(&world, cookie, &json!({"default_view": view.view_id})).await.expect(StatusCode::OK);
    }
    let session = world.get(paths::SESSION).await.json();
    assert_eq!(session["default_view"], json!(view));
    assert_eq!(session["preferences"]["default_view"], json!(view.view_id));
    let signed_in = world.try_sign_in("ada", PASSWORD).await.json();
    assert_eq!(signed_in, session);
    let hers = world.ask(Method::GET, paths::SESSION).cookie(&sue).send().await.json();
    assert_eq!(hers.get("default_view"), None, "who may see no calls sees no view of them");
    let delete = world.ask(Method::DELETE, &paths::view(&view.view_id)).cookie(&world.cookie);
    delete.send().await.expect(StatusCode::NO_CONTENT);
    assert_eq!(world.get(paths::SESSION).await.json().get("default_view"), None);
}

#[tokio::test]
async fn what_cannot_be_kept_is_refused_and_changes_nothing() {
    let world = World::new().await;
    change(&world, &world.cookie, &json!({"choices": {"theme": "dark"}})).await.expect(StatusCode::OK);
    for (patch, faults) in [
        (json!({"place": "nowhere"}), vec!["/place"]),
        (json!({"place": format!("?{}", "x".repeat(8 * 1024))}), vec!["/place"]),
        (json!({"default_view": 7, "open_view": ""}), vec!["/default_view", "/open_view"]),
        (
            json!({"layout": {"columns": [{"column": "mood"}], "frozen": 1, "density": "compact"}}),
            vec!["/layout/columns/0"],
        ),
        (
            json!({"layout": {"columns": [{"column": "talk"}], "density": "airy", "a/b": 1}}),
            vec!["/layout/frozen", "/layout/density", "/layout/a~1b"],
        ),
        (json!({"choices": ["dark"]}), vec!["/choices"]),
        (json!({"choices": null}), vec!["/choices"]),
        (
            json!({"choices": {"theme": 1, "a/b": "x".repeat(65), "": "x"}}),
            vec!["/choices/", "/choices/a~1b", "/choices/theme"],
        ),
        (json!({"choices": {"zone": "UTC"}, "colour": "red"}), vec!["/colour"]),
        (json!([]), vec![""]),
    ] {
        let answer = change(&world, &world.cookie, &patch).await;
        answer.problem(422, "invalid-request");
        assert_eq!(answer.faults(), faults, "{patch}");
    }
    let many: serde_json::Map<String, Value> = (0..32).map(|n| (format!("c{n}"), json!("on"))).collect();
    let answer = change(&world, &world.cookie, &json!({"choices": many})).await;
    assert_eq!(answer.faults(), ["/choices"]);
    let long = change(&world, &world.cookie, &json!({"choices": {"x": "y".repeat(17 * 1024)}})).await;
    long.problem(413, "too-large");
    assert_eq!(kept(&world, &world.cookie).await, json!({"choices": {"theme": "dark"}}));
}
