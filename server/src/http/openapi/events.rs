//! The schemas of events, after the contract's table, and of what the door for events takes and answers.

use call_records_wire::event::{KNOWN_TYPES, MAX_ID_BYTES, MAX_NUMBER_CHARS, MAX_TEXT_CHARS};
use call_records_wire::notes::{MAX_NOTE_CHARS, MAX_TAG_CHARS};
use call_records_wire::paths;
use serde_json::{Map, Value, json};

fn id() -> Value {
    json!({"type": "string", "minLength": 1, "maxLength": MAX_ID_BYTES})
}

fn text() -> Value {
    json!({"type": "string", "maxLength": MAX_TEXT_CHARS})
}

/// White space around it does not count.
fn bounded(most: usize) -> Value {
    json!({"type": "string", "minLength": 1, "description": format!("At most {most} characters without white space around them.")})
}

fn number() -> Value {
    json!({"type": "string", "maxLength": MAX_NUMBER_CHARS, "description": "A phone number as the switch tells it."})
}

fn to(schema: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{schema}")})
}

fn agent() -> Value {
    to("EventParty")
}

/// Words that a newer sender may add to.
fn open_words(words: &[&str]) -> Value {
    let description = format!("{}; another one is kept and shown as it came.", words.join(", "));
    json!({"type": "string", "minLength": 1, "maxLength": MAX_TEXT_CHARS, "description": description, "examples": words})
}

const NODE_KINDS: [&str; 7] = [
    "menu",
    "prompt",
    "transfer_to_agent",
    "transfer_to_external_line",
    "voicemail",
    "intelligent_navigation",
    "hangup_reason",
];

/// The data of an event of this type: each field with its schema, and whether it is required.
fn data(event_type: &str) -> Vec<(&'static str, Value, bool)> {
    let recording = || ("recording_id", id(), true);
    match event_type {
        "call.started" => vec![
            ("call_type", to("CallType"), true),
            ("caller_number", number(), true),
            ("callee_number", number(), true),
            ("customer_name", text(), false),
        ],
        "call.ivr_node_entered" => vec![
            ("node_id", text(), true),
            ("node_name", text(), false),
            ("node_kind", open_words(&NODE_KINDS), true),
            ("hangup_reason", to("HangupReason"), false),
        ],
        "call.key_pressed" => vec![("key", text(), true)],
        "call.queued" => {
            vec![("skill_group", agent(), true), ("position", json!({"type": "integer", "minimum": 0}), false)]
        }
        "call.queue_left" => {
            vec![("reason", open_words(&["answered", "timeout", "overflow", "no_agent", "key", "other"]), true)]
        }
        "call.agent_ringing" => vec![("agent", agent(), true), ("number", number(), false)],
        "call.agent_missed" => vec![
            ("agent", agent(), true),
            ("reason", open_words(&["no_answer", "rejected", "busy", "unreachable"]), true),
        ],
        "call.answered" | "call.party_joined" | "call.party_left" => {
            vec![("agent", agent(), false), ("number", number(), false)]
        }
        "call.held" | "call.resumed" => vec![("agent", agent(), false)],
        "call.transferred" => vec![
            ("kind", open_words(&["blind", "attended"]), true),
            ("from_agent", agent(), false),
            ("to_agent", agent(), false),
            ("to_skill_group", agent(), false),
            ("to_number", number(), false),
        ],
        "call.hung_up" => vec![("by", to("HungUpBy"), true), ("cause", to("Cause"), false)],
        "call.note_added" => {
            vec![("note_id", id(), true), ("text", bounded(MAX_NOTE_CHARS), true), ("author", agent(), false)]
        }
        "call.note_removed" => {
            vec![("note_id", id(), true), ("note_source", id(), false), ("by", agent(), false)]
        }
        "call.tagged" | "call.untagged" => vec![("tag", bounded(MAX_TAG_CHARS), true), ("by", agent(), false)],
        "recording.started" => vec![recording(), ("agent", agent(), false), ("channels", text(), false)],
        "recording.paused" | "recording.resumed" => vec![recording()],
        "recording.failed" => vec![recording(), ("reason", text(), true)],
        _ => Vec::new(),
    }
}

/// What is beyond a list of fields.
fn condition(event_type: &str) -> Option<Value> {
    match event_type {
        "call.ivr_node_entered" => Some(json!({
            "if": {"properties": {"node_kind": {"const": "hangup_reason"}}, "required": ["node_kind"]},
            "then": {"required": ["hangup_reason"]},
        })),
        "call.party_joined" | "call.party_left" => {
            Some(json!({"anyOf": [{"required": ["agent"]}, {"required": ["number"]}]}))
        }
        _ => None,
    }
}

fn envelope() -> Value {
    json!({
        "type": "object",
        "description": "A CloudEvents 1.0 document in JSON. Further attributes are kept and shown in the log.",
        "required": ["specversion", "id", "source", "subject", "type", "time"],
        "properties": {
            "specversion": {"const": "1.0"},
            "id": {"allOf": [id()], "description": "Unique within its source."},
            "source": {"allOf": [id()], "description": "Who sends it."},
            "subject": {"allOf": [id()], "description": "The call's id."},
            "type": {"allOf": [id()], "description": "What happened."},
            "time": {
                "type": "string", "format": "date-time",
                "description": "When it happened, with at least milliseconds; from 2000 to a day ahead.",
            },
            "sequence": {
                "description": "Orders events of one source at the same instant, where it is a number; any other text is \
                                kept and counts as 0.",
                "anyOf": [{"type": "integer", "minimum": 0}, {"type": "string"}],
            },
            "datacontenttype": {"type": "string", "examples": ["application/json"]},
            "data": {},
        },
    })
}

fn of_type(event_type: &str) -> Value {
    let fields = data(event_type);
    let required: Vec<&str> = fields.iter().filter(|(_, _, required)| *required).map(|(name, ..)| *name).collect();
    let any_required = !required.is_empty() || condition(event_type).is_some();
    let properties: Map<String, Value> =
        fields.into_iter().map(|(name, schema, _)| (name.to_owned(), schema)).collect();
    let mut data = json!({"type": "object", "properties": properties, "required": required});
    if let Some(Value::Object(condition)) = condition(event_type) {
        data.as_object_mut().expect("an object").extend(condition);
    }
    let mut own = json!({"properties": {"type": {"const": event_type}, "data": data}});
    if any_required {
        own["required"] = json!(["data"]);
    }
    json!({"allOf": [to("CloudEvent"), own]})
}

/// Adds what derives cannot say.
pub(super) fn describe(document: &mut Value) {
    let schemas = document["components"]["schemas"].as_object_mut().expect("there are schemas");
    schemas.insert("CloudEvent".to_owned(), envelope());
    let party = json!({
        "type": "object",
        "description": "Someone or something with an id and a name; without a name it goes by its id.",
        "required": ["id"], "properties": {"id": id(), "name": text()},
    });
    schemas.insert("EventParty".to_owned(), party);
    let other = json!({
        "description": "An event of a type that this version does not know: kept and shown as it came.",
        "allOf": [to("CloudEvent"), {"properties": {"type": {"not": {"enum": KNOWN_TYPES}}}}],
    });
    schemas.insert("OtherEvent".to_owned(), other);
    for event_type in KNOWN_TYPES {
        schemas.insert(event_type.to_owned(), of_type(event_type));
    }
    let kinds: Vec<Value> = KNOWN_TYPES.into_iter().chain(["OtherEvent"]).map(to).collect();
    schemas.insert("Event".to_owned(), json!({"description": "Something that happened to a call.", "oneOf": kinds}));

    let operation = &mut document["paths"][paths::EVENTS]["post"];
    let example = json!({
        "specversion": "1.0", "id": "1", "source": "pbx", "subject": "call-1", "type": "call.started",
        "time": "2026-11-23T09:30:00.000Z",
        "data": {"call_type": "inbound", "caller_number": "+442079460101", "callee_number": "+12025550100"},
    });
    operation["requestBody"] = json!({
        "required": true,
        "content": {
            "application/cloudevents+json": {"schema": to("Event"), "example": example},
            "application/cloudevents-batch+json": {"schema": {"type": "array", "items": to("Event")}, "example": [example]},
            "application/x-ndjson": {
                "schema": {"type": "string", "description": "One event a line, of at most a mebibyte; any length in all."},
            },
        },
    });
    operation["responses"]["202"]["content"]["application/x-ndjson"] = json!({
        "schema": {
            "type": "string",
            "description": "For a stream: a document of the schema LineAnswer for each line that is not blank, a line each.",
        },
    });
}
