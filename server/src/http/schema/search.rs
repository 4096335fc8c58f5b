//! The fields of a search: one table for the parameters of a query and the fields of a body.

use call_records_wire::layout::Column;
use call_records_wire::page::{DEFAULT_LIMIT, MAX_LIMIT, Sort};
use call_records_wire::words::{CallType, HungUpBy, Status};
use serde_json::{Value, json};
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{RefOr, Required, Schema};
use utoipa::{IntoParams, PartialSchema, ToSchema};

/// What a field takes.
enum Takes {
    /// One value with this schema.
    One(Value),
    /// One or several; each has this schema.
    Several(Value),
}

fn instant() -> Takes {
    Takes::One(json!({"type": "string", "format": "date-time"}))
}

fn numbers() -> Takes {
    Takes::Several(json!({"type": "string", "maxLength": 64}))
}

fn texts() -> Takes {
    Takes::Several(json!({"type": "string", "maxLength": 255}))
}

fn words(words: impl IntoIterator<Item = &'static str>) -> Takes {
    Takes::Several(json!({"type": "string", "enum": words.into_iter().collect::<Vec<_>>()}))
}

fn milliseconds() -> Takes {
    Takes::One(json!({"type": "integer", "minimum": 0}))
}

const NUMBER: &str = "Spaces, dashes, dots and parentheses do not count. A leading `+` matches from the start, anything \
                      else anywhere; at least three digits.";
const NAME: &str = "A piece of the name, without case and accents.";

/// Name, meaning and values of every field.
fn fields() -> Vec<(&'static str, String, Takes)> {
    let limit = json!({"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT});
    let sort = json!({"type": "string", "enum": Sort::ALL.map(Sort::as_str), "default": Sort::NEWEST_FIRST.as_str()});
    let table: [(&str, &str, Takes); 25] = [
        (
            "from",
            "Calls that started at this instant or later. Without it, from the start of the current day in the \
             server's zone, or of the day before `to`. It may lie as far back as the server's search window.",
            instant(),
        ),
        ("to", "Calls that started before this instant.", instant()),
        ("caller_number", NUMBER, numbers()),
        ("callee_number", NUMBER, numbers()),
        ("customer_number", NUMBER, numbers()),
        ("number", "Caller or callee.", numbers()),
        ("agent", NAME, texts()),
        ("agent_id", "The whole id.", texts()),
        ("skill_group", NAME, texts()),
        ("skill_group_id", "The whole id.", texts()),
        ("tag", "A whole tag, without case and accents.", texts()),
        ("call_type", "", words(CallType::ALL.iter().map(|it| it.as_str()))),
        ("hangup_reason", "A reason of the contract, or one that a newer sender named.", texts()),
        ("status", "", words(Status::ALL.iter().map(|it| it.as_str()))),
        ("hung_up_by", "", words(HungUpBy::ALL.iter().map(|it| it.as_str()))),
        ("call_id", "The whole id; up to 500 of them.", texts()),
        ("min_talk_ms", "", milliseconds()),
        ("max_talk_ms", "", milliseconds()),
        ("min_wait_ms", "", milliseconds()),
        ("max_wait_ms", "", milliseconds()),
        ("has_recording", "Whether a recording can be played.", Takes::One(json!({"type": "boolean"}))),
        ("q", "Anything: a number, a piece of a name, the start of a call id.", texts()),
        ("sort", "The order; a leading `-` is greatest first.", Takes::One(sort)),
        ("limit", "How many rows at most.", Takes::One(limit)),
        ("cursor", "The `next_cursor` of the page before, in the same order.", Takes::One(json!({"type": "string"}))),
    ];
    table.into_iter().map(|(name, meaning, takes)| (name, meaning.to_owned(), takes)).collect()
}

/// What an export takes besides a search.
fn of_export() -> Vec<(&'static str, String, Takes)> {
    let columns = Column::ALL.map(Column::as_str);
    let table = [
        ("format", "The form of the file.", Takes::One(json!({"type": "string", "enum": ["csv", "ndjson"]}))),
        (
            "columns",
            "The columns of the file in their order, each once; of csv only. Without it, all that the file always had. \
             `operation` holds no data and is left out.",
            words(columns),
        ),
        (
            "time_zone",
            "The zone, such as Europe/Berlin, that times are written in, with their offset; of csv only. The header \
             cells name it.",
            Takes::One(json!({"type": "string", "default": "UTC"})),
        ),
        (
            "language",
            "The language of the header cells and of the words below them, which are then those that the page shows; of \
             csv only. Without it the header cells are English and the words below are those of this document, for \
             programs.",
            Takes::One(json!({"type": "string", "enum": ["en", "zh"]})),
        ),
    ];
    table.into_iter().map(|(name, meaning, takes)| (name, meaning.to_owned(), takes)).collect()
}

fn parameters(fields: Vec<(&'static str, String, Takes)>) -> Vec<Parameter> {
    let parameter = |(name, meaning, takes): (&str, String, Takes)| {
        let (schema, several) = match takes {
            Takes::One(schema) => (schema, ""),
            Takes::Several(items) => (json!({"type": "array", "items": items}), "Several: the parameter repeated."),
        };
        let description = [meaning.as_str(), several].join(" ").trim().to_owned();
        ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Query)
            .required(if name == "format" { Required::True } else { Required::False })
            .description((!description.is_empty()).then_some(description))
            .schema(Some(read(schema)))
            .build()
    };
    fields.into_iter().map(parameter).collect()
}

fn body(fields: Vec<(&'static str, String, Takes)>) -> RefOr<Schema> {
    let property = |(name, meaning, takes): (&str, String, Takes)| {
        let mut schema = match takes {
            Takes::One(schema) => schema,
            Takes::Several(items) => json!({"anyOf": [items, {"type": "array", "items": items}]}),
        };
        if !meaning.is_empty() {
            schema["description"] = json!(meaning);
        }
        (name.to_owned(), schema)
    };
    let required: Vec<&str> = fields.iter().map(|(name, ..)| *name).filter(|name| *name == "format").collect();
    let properties: serde_json::Map<String, Value> = fields.into_iter().map(property).collect();
    let description = "All fields combine with AND, the values of one field with OR; an empty or absent one asks for \
                       nothing.";
    let mut schema = json!({"type": "object", "description": description, "properties": properties});
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    read(schema)
}

fn read(schema: Value) -> RefOr<Schema> {
    serde_json::from_value(schema).expect("the table holds schemas")
}

/// The parameters of a search.
pub(in crate::http) struct SearchParameters;

impl IntoParams for SearchParameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        parameters(fields())
    }
}

/// The parameters of an export.
pub(in crate::http) struct ExportParameters;

impl IntoParams for ExportParameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        parameters(of_export().into_iter().chain(fields()).collect())
    }
}

/// The body of a search.
pub(in crate::http) struct SearchBody;

impl PartialSchema for SearchBody {
    fn schema() -> RefOr<Schema> {
        body(fields())
    }
}

impl ToSchema for SearchBody {}

/// The body of an export.
pub(in crate::http) struct ExportBody;

impl PartialSchema for ExportBody {
    fn schema() -> RefOr<Schema> {
        body(of_export().into_iter().chain(fields()).collect())
    }
}

impl ToSchema for ExportBody {}
