//! `/api/v1/views`: what people save to look at.

use axum::http::{Method, StatusCode};
use call_records_wire::paths;
use call_records_wire::view::SavedView;
use call_records_wire::words::Role;
use serde_json::{Value, json};

use crate::world::{Answer, PASSWORD, World};

/// A view to be saved.
pub(crate) fn body(name: &str, shared: bool) -> Value {
    json!({
        "name": name, "place": "?range=today&hangup_reason=abandoned_in_queue#number=%2B44207", "shared": shared,
        "layout": {"columns": [{"column": "start_time"}, {"column": "talk", "width": 90}], "frozen": 1, "density": "compact"},
    })
}

async fn ask(world: &World, cookie: &str, method: Method, path: &str, body: &Value) -> Answer {
    world.ask(method, path).cookie(cookie).json(body).send().await
}

async fn save(world: &World, cookie: &str, body: &Value) -> SavedView {
    ask(world, cookie, Method::POST, paths::VIEWS, body).await.expect(StatusCode::CREATED).read()
}

async fn names(world: &World, cookie: &str) -> Vec<String> {
    let answer = world.ask(Method::GET, paths::VIEWS).cookie(cookie).send().await.expect(StatusCode::OK);
    let items = answer.json()["items"].as_array().expect("views").clone();
    items.iter().map(|it| format!("{} of {}", it["name"].as_str().expect("a name"), it["owner"])).collect()
}

/// A second admin, signed in.
async fn bob(world: &World) -> String {
    world.add_user("bob", Role::Admin).await;
    world.sign_in("bob", PASSWORD).await
}

#[tokio::test]
async fn a_view_comes_back_as_it_was_saved() {
    let world = World::new().await;
    let saved = save(&world, &world.cookie, &body("  Missed by us ", false)).await;
    assert_eq!(saved.content.name, "Missed by us");
    let mut told = json!(saved);
    for (name, value) in [
        ("own", json!(true)),
        ("deletable", json!(true)),
        ("owner", json!("ada")),
        ("version", json!(1)),
        ("view_id", json!(saved.view_id)),
    ] {
        assert_eq!(told.as_object_mut().expect("an object").remove(name), Some(value), "{name}");
    }
    assert_eq!(told, body("Missed by us", false));
    let world = world.restarted().await;
    let answer = world.get(paths::VIEWS).await;
    assert_eq!(answer.json()["items"], json!([saved]));
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_shared_view_is_everybodys_to_open_and_its_owners_to_change() {
    let world = World::new().await;
    let bob = bob(&world).await;
    let shared = save(&world, &world.cookie, &body("Missed", true)).await;
    let private = save(&world, &world.cookie, &body("Mine", false)).await;
    save(&world, &bob, &body("Missed", false)).await;
    assert_eq!(names(&world, &bob).await, ["Missed of \"bob\"", "Missed of \"ada\""]);
    let mut changed = body("Other", true);
    changed["version"] = json!(1);
    ask(&world, &bob, Method::PUT, &paths::view(&shared.view_id), &changed).await.problem(403, "forbidden");
    ask(&world, &bob, Method::PUT, &paths::view(&private.view_id), &changed).await.problem(404, "not-found");
    ask(&world, &bob, Method::DELETE, &paths::view(&private.view_id), &json!({})).await.problem(404, "not-found");
    let deleted = world.ask(Method::DELETE, &paths::view(&shared.view_id)).cookie(&bob).send().await;
    deleted.expect(StatusCode::NO_CONTENT);
    assert_eq!(names(&world, &world.cookie).await, ["Mine of \"ada\""]);
}

#[tokio::test]
async fn of_two_tabs_that_change_a_view_the_second_is_told() {
    let world = World::new().await;
    let saved = save(&world, &world.cookie, &body("Missed", false)).await;
    let address = paths::view(&saved.view_id);
    let mut first = body("Missed today", true);
    first["version"] = json!(saved.version);
    let mut second = body("Lost", false);
    second["version"] = json!(saved.version);
    let kept: SavedView = ask(&world, &world.cookie, Method::PUT, &address, &first).await.expect(StatusCode::OK).read();
    assert_eq!((kept.version, kept.content.shared), (2, true));
    let problem = ask(&world, &world.cookie, Method::PUT, &address, &second).await.problem(409, "view-changed");
    assert!(problem.detail.expect("a reason").contains("version 2"));
    assert_eq!(names(&world, &world.cookie).await, ["Missed today of \"ada\""]);
    second["version"] = json!(2);
    ask(&world, &world.cookie, Method::PUT, &address, &second).await.expect(StatusCode::OK);
    ask(&world, &world.cookie, Method::PUT, &paths::view("nowhere"), &second).await.problem(404, "not-found");
}

#[tokio::test]
async fn one_account_has_no_two_views_of_one_name_and_no_more_than_200() {
    let world = World::new().await;
    for n in 0..200 {
        save(&world, &world.cookie, &body(&format!("View {n}"), false)).await;
    }
    let more = ask(&world, &world.cookie, Method::POST, paths::VIEWS, &body("more", false)).await;
    assert!(more.problem(409, "too-many-views").detail.expect("a reason").contains("200"));
    let bob = bob(&world).await;
    let saved = save(&world, &bob, &body("Ümlaut", false)).await;
    let taken = ask(&world, &bob, Method::POST, paths::VIEWS, &body(" umlaut ", false)).await;
    taken.problem(409, "view-name-taken");
    let mut renamed = body("UMLAUT", false);
    renamed["version"] = json!(1);
    ask(&world, &bob, Method::PUT, &paths::view(&saved.view_id), &renamed).await.expect(StatusCode::OK);
}

/// A layout of these columns that is whole, but for what is said.
fn layout(columns: Value, more: Value) -> Value {
    let mut layout = json!({"columns": columns, "frozen": 1, "density": "compact"});
    let Value::Object(more) = more else { panic!("no fields") };
    layout.as_object_mut().expect("fields").extend(more);
    layout
}

#[tokio::test]
async fn what_is_no_view_is_refused_with_each_fault() {
    let world = World::new().await;
    let long = "x".repeat(81);
    for (field, value, fault) in [
        ("name", json!(" "), "/name"),
        ("name", json!(long), "/name"),
        ("name", json!("a\u{202e}b"), "/name"),
        ("name", json!(7), "/name"),
        ("place", json!("https://elsewhere.example/"), "/place"),
        ("place", json!(format!("?{}", "x".repeat(16 * 1024))), "/place"),
        ("layout", json!(null), "/layout"),
        ("layout", layout(json!([]), json!({})), "/layout/columns"),
        ("layout", layout(json!([{"column": "mood"}]), json!({})), "/layout/columns/0"),
        ("layout", layout(json!([{"column": "talk"}, {"column": "talk"}]), json!({})), "/layout/columns/1"),
        ("layout", layout(json!([{"column": "talk", "width": 3}]), json!({})), "/layout/columns/0"),
        ("layout", layout(json!([{"column": "talk", "colour": 3}]), json!({})), "/layout/columns/0"),
        ("layout", layout(json!([{"column": "talk"}]), json!({"density": "airy"})), "/layout/density"),
        ("layout", layout(json!([{"column": "talk"}]), json!({"frozen": null})), "/layout/frozen"),
        ("layout", layout(json!([{"column": "talk"}]), json!({"rows": 3})), "/layout/rows"),
        ("shared", json!("yes"), "/shared"),
        ("owner", json!("bob"), "/owner"),
        ("version", json!(1), "/version"),
    ] {
        let mut body = body("Missed", false);
        body[field] = value;
        let answer = ask(&world, &world.cookie, Method::POST, paths::VIEWS, &body).await;
        answer.problem(422, "invalid-request");
        assert_eq!(answer.faults(), [fault], "{body}");
    }
    let nothing = ask(&world, &world.cookie, Method::POST, paths::VIEWS, &json!({})).await;
    assert_eq!(nothing.faults(), ["/name", "/place", "/layout", "/shared"]);
    let list = ask(&world, &world.cookie, Method::POST, paths::VIEWS, &json!([])).await;
    list.problem(422, "invalid-request");
    let ask = world.ask(Method::POST, paths::VIEWS).cookie(&world.cookie);
    ask.body("text/plain", body("Missed", false).to_string()).send().await.problem(415, "unsupported-media-type");
    assert!(names(&world, &world.cookie).await.is_empty());
}

#[tokio::test]
async fn a_page_of_another_site_saves_and_deletes_nothing() {
    let world = World::new().await;
    let saved = save(&world, &world.cookie, &body("Missed", true)).await;
    for (method, path) in [(Method::POST, paths::VIEWS.to_owned()), (Method::DELETE, paths::view(&saved.view_id))] {
        let ask = world.ask(method, &path).cookie(&world.cookie).header("sec-fetch-site", "cross-site");
        ask.json(&body("Theirs", true)).send().await.problem(403, "other-site");
    }
    assert_eq!(names(&world, &world.cookie).await, ["Missed of \"ada\""]);
}
