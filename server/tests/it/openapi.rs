//! `GET /api/v1/openapi.json`: the description of the API is true.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::{Method, StatusCode};
use call_records_server::http::{openapi_document, route_paths};
use call_records_wire::event::{Event, KNOWN_TYPES};
use call_records_wire::filter::FIELDS;
use call_records_wire::paths;
use jsonschema::Validator;
use serde_json::{Value, json};

use crate::made::{begun, event, inbound, outbound, wav};
use crate::world::{Answer, World};

const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json");

fn document() -> Value {
    serde_json::from_str(&openapi_document()).expect("a JSON document")
}

#[test]
fn the_committed_description_is_the_generated_one() {
    let generated = openapi_document();
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        std::fs::write(COMMITTED, &generated).expect("the file can be written");
        return;
    }
    let committed = std::fs::read_to_string(COMMITTED).expect("the committed file");
    assert!(
        committed == generated,
        "server/openapi.json is out of date; run: UPDATE_OPENAPI=1 cargo nextest run -p call-records-server openapi"
    );
}

#[tokio::test]
async fn the_committed_description_is_served_to_everyone() {
    let world = World::new().await;
    let answer = world.ask(Method::GET, paths::OPENAPI).send().await.expect(StatusCode::OK);
    assert_eq!(answer.header("content-type"), "application/vnd.oai.openapi+json;version=3.1");
    assert_eq!(answer.text(), std::fs::read_to_string(COMMITTED).expect("the committed file"));
    assert!(answer.json()["openapi"].as_str().expect("a version").starts_with("3.1."));
}

/// Each path with its methods.
type Methods = BTreeMap<String, BTreeSet<String>>;

fn described() -> Methods {
    let document = document();
    let paths = document["paths"].as_object().expect("paths").clone();
    let methods = |item: &Value| item.as_object().expect("methods").keys().map(|it| it.to_uppercase()).collect();
    paths.iter().map(|(path, item)| (path.clone(), methods(item))).collect()
}

#[tokio::test]
async fn every_route_is_described_and_nothing_else() {
    let world = World::new().await;
    let mut routes = Methods::new();
    for path in route_paths() {
        // No route takes this method, so each answers with those that it takes.
        let address = path.replace(['{', '}'], "");
        let answer = world.ask(Method::TRACE, &address).send().await.expect(StatusCode::METHOD_NOT_ALLOWED);
        let mut methods: BTreeSet<String> = answer.header("allow").split(',').map(ToOwned::to_owned).collect();
        // Every GET is a HEAD too; it is described where it is of use.
        if path != paths::RECORDING {
            methods.remove("HEAD");
        }
        routes.insert(path.to_owned(), methods);
    }
    assert_eq!(described(), routes);
}

#[test]
fn every_operation_is_named_and_has_its_parameters_and_refusals() {
    let document = document();
    let mut names = BTreeSet::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("methods") {
            let place = format!("{method} {path}");
            let name = operation["operationId"].as_str().unwrap_or_else(|| panic!("{place} has no name"));
            assert!(names.insert(name.to_owned()) || method == "head", "{name} stands twice");
            assert!(operation["tags"].as_array().is_some_and(|tags| tags.len() == 1), "{place}");
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            for name in path.split('{').skip(1).filter_map(|part| part.split('}').next()) {
                assert!(parameters.iter().any(|it| it["name"] == name && it["in"] == "path"), "{place}: {name}");
            }
            for (status, response) in operation["responses"].as_object().expect("responses") {
                assert!(response["description"].as_str().is_some_and(|it| !it.is_empty()), "{place}: {status}");
                if status == "304" || !status.starts_with(['4', '5']) {
                    continue;
                }
                let content = &response["content"]["application/problem+json"]["schema"]["$ref"];
                assert_eq!(content, "#/components/schemas/Problem", "{place}: {status}");
            }
            assert_eq!(
                operation.get("security").is_some(),
                operation["responses"].get("401").is_some() && name != "sign_in"
            );
        }
    }
}

#[test]
fn every_field_of_a_search_is_described() {
    let document = document();
    let mut fields: Vec<&str> = FIELDS.to_vec();
    fields.sort_unstable();
    let names = |parameters: &Value| -> Vec<String> {
        let mut names: Vec<String> = parameters
            .as_array()
            .expect("a list")
            .iter()
            .map(|it| it["name"].as_str().expect("a name").to_owned())
            .collect();
        names.sort_unstable();
        names
    };
    assert_eq!(names(&document["paths"][paths::CALLS]["get"]["parameters"]), fields);
    let body: Vec<&String> =
        document["components"]["schemas"]["SearchBody"]["properties"].as_object().expect("fields").keys().collect();
    assert_eq!(body.into_iter().collect::<BTreeSet<_>>().len(), fields.len());
    fields.extend(["format", "columns", "time_zone", "language"]);
    fields.sort_unstable();
    assert_eq!(names(&document["paths"][paths::EXPORT]["get"]["parameters"]), fields);
}

/// A validator of one schema of the document.
fn schema(pointer: &str) -> Validator {
    let mut document = document();
    // The place of the schema becomes the root's own; references stay within the document.
    let fragment = pointer.replace('{', "%7B").replace('}', "%7D");
    document["$ref"] = json!(format!("#{fragment}"));
    document["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    jsonschema::validator_for(&document).unwrap_or_else(|error| panic!("{pointer}: {error}"))
}

fn named(name: &str) -> Validator {
    schema(&format!("/components/schemas/{name}"))
}

#[track_caller]
fn assert_valid(schema: &Validator, value: &Value) {
    let errors: Vec<String> =
        schema.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?} in {value:#}");
}

/// The schema of an answer of this operation.
fn answer_schema(method: &str, path: &str, answer: &Answer) -> Validator {
    let escaped = path.replace('~', "~0").replace('/', "~1");
    let media_type = answer.header("content-type").split(';').next().expect("a type").replace('/', "~1");
    let status = answer.status.as_u16();
    schema(&format!("/paths/{escaped}/{method}/responses/{status}/content/{media_type}/schema"))
}

#[tokio::test]
async fn real_answers_are_as_described() {
    let world = World::new().await;
    let odd = event("odd", "out", 30, "call.sang", json!([1, {"x": null}]));
    let live = inbound("live", 0)[..3].to_vec();
    let note = event("note", "out", 40, "call.note_added", json!({"note_id": "n", "text": "x", "author": {"id": "7"}}));
    world.send_events(&[inbound("in", 0), outbound("out", 10), live, vec![odd, note, begun("bare", 0)]].concat()).await;
    let view = crate::views::body("Missed", true);
    let saved = world.ask(Method::POST, paths::VIEWS).cookie(&world.cookie).json(&view).send().await;
    assert_valid(&named("ViewBody"), &view);
    assert_valid(&answer_schema("post", paths::VIEWS, &saved), &saved.json());
    let patch = json!({
        "default_view": saved.json()["view_id"], "open_view": null, "place": null, "layout": null,
        "choices": {"theme": "dark", "zone": null},
    });
    let described = named("PreferencesBody");
    assert_valid(&described, &patch);
    assert_valid(&described, &json!({"layout": view["layout"], "default_view": null}));
    assert!(!described.is_valid(&json!({"layout": {"columns": [{"column": "talk"}]}})), "it is replaced whole");
    assert!(described.is_valid(&json!({})) && !described.is_valid(&json!({"choices": null})));
    assert!(!named("Preferences").is_valid(&json!({"choices": {}, "place": null})), "what is absent is left out");
    assert!(!named("Preferences").is_valid(&json!({})), "there are always choices");
    world.ask(Method::PATCH, paths::PREFERENCES).cookie(&world.cookie).json(&patch).send().await.expect(StatusCode::OK);
    let upload = world.upload("out", "out-r", "audio/wav", wav(1)).send().await.expect(StatusCode::CREATED);
    assert_valid(&answer_schema("put", paths::CALL_RECORDING, &upload), &upload.json());

    for (path, address) in [
        (paths::CALLS, format!("{}?limit=2", paths::CALLS)),
        (paths::CALLS, paths::CALLS.to_owned()),
        (paths::CALL, paths::call("in")),
        (paths::CALL, paths::call("out")),
        (paths::CALL, paths::call("live")),
        (paths::CALL, paths::call("bare")),
        (paths::CUSTOMER_CALLS, paths::customer_calls("bare")),
        (paths::CUSTOMER_CALLS, paths::customer_calls("nowhere")),
        (paths::TAGS, paths::TAGS.to_owned()),
        (paths::AGENTS, paths::AGENTS.to_owned()),
        (paths::SKILL_GROUPS, paths::SKILL_GROUPS.to_owned()),
        (paths::SESSION, paths::SESSION.to_owned()),
        (paths::VIEWS, paths::VIEWS.to_owned()),
        (paths::PREFERENCES, paths::PREFERENCES.to_owned()),
        ("/healthz", "/healthz".to_owned()),
        ("/readyz", "/readyz".to_owned()),
        // Refusals are answers too.
        (paths::CALL, paths::call("nowhere")),
        (paths::CALLS, format!("{}?limit=0&from=x", paths::CALLS)),
        (paths::CALLS, format!("{}?from=2020-01-01T00:00:00Z", paths::CALLS)),
        (paths::RECORDING, paths::recording("nowhere")),
        (paths::EXPORT, paths::EXPORT.to_owned()),
        (paths::STREAM, format!("{}?after=x", paths::STREAM)),
    ] {
        let answer = world.get(&address).await;
        assert_valid(&answer_schema("get", path, &answer), &answer.json());
    }
    for (method, path) in
        [("get", paths::CALLS), ("get", paths::AGENTS), ("get", paths::SESSION), ("post", paths::EVENTS)]
    {
        let nobody = world.ask(method.to_uppercase().parse().expect("a method"), path).send().await;
        assert_valid(&answer_schema(method, path, &nobody), &nobody.json());
    }
    let found = world.try_search(&json!({"agent": "alice"})).await;
    assert_valid(&answer_schema("post", paths::SEARCH, &found), &found.json());
    let refused = world.try_send(crate::world::BATCH, json!([7, {}]).to_string()).await;
    assert_valid(&answer_schema("post", paths::EVENTS, &refused), &refused.json());
    let taken = world.try_send(crate::world::BATCH, "[]").await;
    assert_valid(&answer_schema("post", paths::EVENTS, &taken), &taken.json());
    for answer in world.send_lines(format!("{}\n7\n", begun("in", 0))).await {
        assert_valid(&named("LineAnswer"), &answer);
    }
    let exported = world.get(&format!("{}?format=ndjson", paths::EXPORT)).await;
    let row = answer_schema("get", paths::EXPORT, &exported);
    for line in exported.text().lines() {
        assert_valid(&row, &serde_json::from_str(line).expect("a row"));
    }
}

#[test]
fn an_answer_that_is_not_as_described_is_noticed() {
    let row = named("CallRow");
    assert!(!row.is_valid(&json!({"call_id": "c1"})));
    assert!(!named("Problem").is_valid(&json!({"title": "x"})));
    assert!(!named("CallType").is_valid(&json!("sideways")));
}

/// An event of each type of the contract, whole.
fn one_of_each() -> Vec<Value> {
    let amy = json!({"id": "1", "name": "Amy"});
    let table = [
        (
            "call.started",
            json!({"call_type": "inbound", "caller_number": "1", "callee_number": "", "customer_name": "C"}),
        ),
        ("call.ivr_node_entered", json!({"node_id": "n", "node_kind": "hangup_reason", "hangup_reason": "ivr_error"})),
        ("call.key_pressed", json!({"key": "1"})),
        ("call.queued", json!({"skill_group": {"id": "s"}, "position": 3})),
        ("call.queue_left", json!({"reason": "timeout"})),
        ("call.agent_ringing", json!({"agent": amy, "number": "8101"})),
        ("call.agent_missed", json!({"agent": amy, "reason": "busy"})),
        ("call.answered", json!({"agent": amy})),
        ("call.held", json!({})),
        ("call.resumed", json!({"agent": amy})),
        ("call.transferred", json!({"kind": "blind", "from_agent": amy, "to_number": "+1555"})),
        ("call.party_joined", json!({"agent": amy})),
        ("call.party_left", json!({"number": "+1555"})),
        ("call.hung_up", json!({"by": "customer", "cause": {"protocol": "SIP", "code": 487, "text": "Cancelled"}})),
        ("recording.started", json!({"recording_id": "r", "agent": amy, "channels": "mono"})),
        ("recording.paused", json!({"recording_id": "r"})),
        ("recording.resumed", json!({"recording_id": "r"})),
        ("recording.failed", json!({"recording_id": "r", "reason": "disk full"})),
        ("call.note_added", json!({"note_id": "n", "text": "twice", "author": amy})),
        ("call.note_removed", json!({"note_id": "n", "note_source": "test", "by": amy})),
        ("call.tagged", json!({"tag": "vip", "by": amy})),
        ("call.untagged", json!({"tag": "vip", "by": amy})),
    ];
    table.into_iter().map(|(event_type, data)| event(event_type, "c1", 0, event_type, data)).collect()
}

#[test]
fn the_schemas_of_events_take_what_the_server_takes_and_refuse_what_it_refuses() {
    let schema = named("Event");
    let events = one_of_each();
    let types: Vec<&str> = events.iter().map(|event| event["type"].as_str().expect("a type")).collect();
    assert_eq!(types, KNOWN_TYPES);
    let agree = |event: &Value| {
        let taken = Event::from_json(event);
        assert_eq!(schema.is_valid(event), taken.is_ok(), "{event:#}: {taken:?}");
        taken.is_ok()
    };
    for event in &events {
        assert_valid(&schema, event);
        assert!(agree(event));
        // Without each of its fields, and with each as something else.
        for part in ["", "/data"] {
            let fields = event.pointer(part).and_then(Value::as_object).expect("an object").clone();
            for name in fields.keys() {
                let mut changed = event.clone();
                let object = changed.pointer_mut(part).and_then(Value::as_object_mut).expect("an object");
                object.remove(name);
                agree(&changed);
                let object = changed.pointer_mut(part).and_then(Value::as_object_mut).expect("an object");
                object.insert(name.clone(), json!([7]));
                if name != "data" || part == "/data" {
                    assert!(!agree(&changed) || name == "datacontenttype", "{name} of {event:#}");
                }
            }
        }
    }
    assert!(agree(&event("x", "c1", 0, "call.sang", json!({"any": [1]}))));
    for bad in [json!({}), json!(7), event("", "c1", 0, "call.sang", json!({}))] {
        assert!(!agree(&bad));
    }
}
