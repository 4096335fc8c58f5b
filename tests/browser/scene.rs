//! Made-up calls of every kind, always the same ones: what the states of the page are shown with.

use call_records_server::store::ViewReader;
use call_records_wire::layout::Layout;
use call_records_wire::view::ViewContent;
use serde_json::{Value, json};

use crate::world::{Server, ago, wav};

/// The call that is opened, played and written about.
pub(crate) const CALL: &str = "20261124-091207-7f3a91c2";
/// A call of a newer switch, which says much that this version does not know.
pub(crate) const UNKNOWN: &str = "20261124-093925-20";
/// A call that lives.
pub(crate) const LIVE: &str = "20261124-094511-0c4be2d8";

/// One thing that happens to a call: seconds after its start, what, and the particulars.
type Step<'a> = (i64, &'a str, Value);

struct Telling<'a> {
    server: &'a Server,
    minutes_ago: i64,
}

impl Telling<'_> {
    async fn of(&self, call_id: &str, steps: Vec<Step<'_>>) {
        let start = ago(self.minutes_ago) * 60;
        for (after, what, data) in steps {
            self.server.tell(call_id, (start - after).max(0), what, data).await;
        }
    }
}

fn inbound(caller: &str, name: Option<&str>) -> Step<'static> {
    let mut data = json!({"call_type": "inbound", "caller_number": caller, "callee_number": "+12025550100"});
    if let Some(name) = name {
        data["customer_name"] = json!(name);
    }
    (0, "call.started", data)
}

fn group(after: i64, id: &str, name: &str) -> Step<'static> {
    (after, "call.queued", json!({"skill_group": {"id": id, "name": name}, "position": 2}))
}

fn rings(after: i64, id: &str, name: &str) -> Step<'static> {
    (after, "call.agent_ringing", json!({"agent": {"id": id, "name": name}, "number": id}))
}

fn answered(after: i64, id: &str, name: &str) -> Step<'static> {
    (after, "call.answered", json!({"agent": {"id": id, "name": name}, "number": id}))
}

fn node(after: i64, kind: &str, name: &str) -> Step<'static> {
    (after, "call.ivr_node_entered", json!({"node_id": name, "node_name": name, "node_kind": kind}))
}

fn ends_with(after: i64, reason: &str) -> Step<'static> {
    let node = json!({"node_id": "end", "node_kind": "hangup_reason", "hangup_reason": reason});
    (after, "call.ivr_node_entered", node)
}

fn hung_up(after: i64, by: &str) -> Step<'static> {
    (
        after,
        "call.hung_up",
        json!({"by": by, "cause": {"protocol": "q850", "code": 16, "text": "Normal call clearing"}}),
    )
}

/// Saved views of the reader's, one of them shared.
async fn save_views(server: &Server) {
    let signed_in = server.state.access.sign_in("demo", "call-records", server.state.clock.now()).await;
    let user_key = signed_in.expect("the store answers").expect("the right password").1.key;
    let reader = ViewReader { user_key, is_admin: true };
    for (id, name, place, shared) in [
        ("view-1", "Lost in the queues this week", "?range=last_7_days&hangup_reason=abandoned_in_queue", true),
        ("view-2", "Mine of today", "?range=today#agent=Alice", false),
    ] {
        let (name, place) = (name.to_owned(), place.to_owned());
        let content = ViewContent { name, place, layout: Layout::default(), shared };
        server.state.views.add_view(reader, id, &content).await.expect("the store takes it");
    }
}

/// Fills a server with the calls.
pub(crate) async fn play(server: &Server) {
    save_views(server).await;
    let at = |minutes_ago| Telling { server, minutes_ago };
    let other = json!({"id": "104", "name": "李娜"});
    at(58)
        .of(
            CALL,
            vec![
                inbound("+442079460101", Some("Zoë Featherstonehaugh-Cholmondeley")),
                node(1, "menu", "Main menu"),
                (9, "call.key_pressed", json!({"key": "2"})),
                group(12, "support", "Technical support, second line"),
                rings(70, "101", "Alice Moreau"),
                answered(76, "101", "Alice Moreau"),
                (77, "recording.started", json!({"recording_id": "rec-1", "channels": "customer_left_agent_right"})),
                (140, "call.held", json!({"agent": {"id": "101", "name": "Alice Moreau"}})),
                (170, "call.resumed", json!({"agent": {"id": "101", "name": "Alice Moreau"}})),
                (260, "call.transferred", json!({"kind": "attended", "to_agent": other})),
                answered(262, "104", "李娜"),
                (300, "switch.note", json!({"level": "info", "text": "a kind of event that nobody knows"})),
                hung_up(420, "customer"),
            ],
        )
        .await;
    server.upload(CALL, "rec-1", wav(42)).await;
    at(55)
        .of(
            "20261124-091411-11",
            vec![inbound("+447700900123", Some("أحمد بن سليمان")), group(3, "sales", "Sales"), hung_up(95, "customer")],
        )
        .await;
    at(52)
        .of(
            "20261124-091803-12",
            vec![inbound("", None), group(2, "sales", "Sales"), rings(8, "102", "Bob Ng"), hung_up(31, "customer")],
        )
        .await;
    let dialled = json!({"call_type": "outbound", "caller_number": "103", "callee_number": "+8613912345678"});
    at(47)
        .of(
            "20261124-092210-13",
            vec![
                (0, "call.started", dialled.clone()),
                (
                    1,
                    "call.hung_up",
                    json!({"by": "external", "cause": {"protocol": "q850", "code": 17, "text": "User busy"}}),
                ),
            ],
        )
        .await;
    at(44)
        .of(
            "20261124-092516-14",
            vec![(0, "call.started", dialled), answered(8, "103", "Çağla Ünsal"), hung_up(208, "agent")],
        )
        .await;
    at(40)
        .of(
            "20261124-092903-15",
            vec![inbound("+13125550106", None), node(1, "menu", "Main menu"), hung_up(21, "customer")],
        )
        .await;
    for (minutes, id, reason) in [
        (38, "20261124-093104-16", "queue_timeout"),
        (36, "20261124-093307-17", "voicemail"),
        (34, "20261124-093519-18", "queue_overflow"),
        (32, "20261124-093722-19", "ivr_error"),
    ] {
        at(minutes)
            .of(
                id,
                vec![
                    inbound("+493023125027", None),
                    group(2, "billing", "Billing"),
                    ends_with(30, reason),
                    hung_up(33, "system"),
                ],
            )
            .await;
    }
    at(30)
        .of(
            UNKNOWN,
            vec![
                inbound("+493023125027", None),
                group(2, "billing", "Billing"),
                (20, "call.queue_left", json!({"reason": "other"})),
                (22, "recording.started", json!({"recording_id": "rec-3", "channels": "ambisonic_7_1"})),
                (25, "switch.mood_detected", json!({"mood": "impatient", "share": 0.8})),
                ends_with(30, "callback_scheduled_by_a_newer_switch"),
                (
                    33,
                    "call.hung_up",
                    json!({"by": "system", "cause": {"protocol": "matrix-rtc", "code": 4711, "text": "m.call.replaced"}}),
                ),
            ],
        )
        .await;
    let predicted =
        json!({"call_type": "predictive_outbound", "caller_number": "+12025550199", "callee_number": "+33639980995"});
    at(27)
        .of(
            "20261124-094207-21",
            vec![
                (0, "call.started", predicted),
                answered(6, "102", "Bob Ng"),
                (7, "recording.started", json!({"recording_id": "rec-2"})),
                (30, "recording.failed", json!({"recording_id": "rec-2", "reason": "disk full"})),
                hung_up(66, "customer"),
            ],
        )
        .await;
    at(2)
        .of(
            LIVE,
            vec![
                inbound("+14155550142", Some("Ngozi Adichie")),
                group(4, "sales", "Sales"),
                rings(9, "101", "Alice Moreau"),
                answered(15, "101", "Alice Moreau"),
            ],
        )
        .await;
    at(1)
        .of(
            "20261124-094622-23",
            vec![
                inbound("+61491570156", None),
                node(1, "menu", "Main menu"),
                group(9, "support", "Technical support, second line"),
            ],
        )
        .await;
}
