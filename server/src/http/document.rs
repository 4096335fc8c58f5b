//! Bodies that are one JSON object, read field by field: every fault is told at once, and nothing unknown is taken.

use axum::extract::Request;
use call_records_wire::layout::{Column, Layout, ShownColumn};
use call_records_wire::problem::Fault;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::error::ApiError;
use super::incoming::whole_body;
use super::media::{JSON, PATCHES, is_json, is_patch};

/// Widths that a column may have, in CSS pixels.
const WIDTHS: std::ops::RangeInclusive<u16> = 24..=2_000;

/// What is wrong with a field that nobody reads.
const UNKNOWN: &str = "is unknown here";

/// An object in the middle of being read.
pub(super) struct Document {
    fields: Map<String, Value>,
    faults: Vec<Fault>,
}

impl Document {
    /// The object that the body is.
    pub(super) async fn of(request: Request, most: usize) -> Result<Self, ApiError> {
        if !is_json(request.headers()) {
            return Err(ApiError::UnsupportedMediaType(JSON));
        }
        Self::read(request, most).await
    }

    /// The merge patch (RFC 7396) that the body is.
    pub(super) async fn of_patch(request: Request, most: usize) -> Result<Self, ApiError> {
        if !is_patch(request.headers()) {
            return Err(ApiError::UnsupportedMediaType(PATCHES));
        }
        Self::read(request, most).await
    }

    async fn read(request: Request, most: usize) -> Result<Self, ApiError> {
        let body = whole_body(request, most, "send less").await?;
        match serde_json::from_slice(&body).map_err(|error| ApiError::MalformedJson(error.to_string()))? {
            Value::Object(fields) => Ok(Self { fields, faults: Vec::new() }),
            _ => Err(ApiError::InvalidRequest(vec![Fault::at("", "must be an object")])),
        }
    }

    /// Takes out the field of this name.
    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        self.fields.remove(name)
    }

    /// Takes out the field of this name, which must be there and be this; `None` once it was said that it is not.
    pub(super) fn need<T: DeserializeOwned>(&mut self, name: &str, what: &str) -> Option<T> {
        let value = self.take(name).and_then(|value| serde_json::from_value(value).ok());
        if value.is_none() {
            self.fault(name, what);
        }
        value
    }

    /// Takes out a layout, strictly: what was kept by other versions is read with patience, what is sent is not.
    pub(super) fn layout(&mut self, name: &str, value: Value) -> Layout {
        let Value::Object(mut fields) = value else {
            self.fault(name, "must be a layout");
            return Layout::default();
        };
        let mut layout = Layout::default();
        let at = |field: &str| format!("{name}/{field}");
        match fields.remove("columns") {
            Some(Value::Array(columns)) if !columns.is_empty() && columns.len() <= Column::ALL.len() => {
                layout.columns.clear();
                for (n, column) in columns.into_iter().enumerate() {
                    match shown_column(column) {
                        Some(shown) if layout.columns.iter().all(|it| it.column != shown.column) => {
                            layout.columns.push(shown);
                        }
                        _ => self.fault(&at(&format!("columns/{n}")), &column_words()),
                    }
                }
            }
            Some(_) | None => self.fault(&at("columns"), "must be a list of columns, each once and at least one"),
        }
        let mut field = |name: &str| fields.remove(name).unwrap_or_default();
        match serde_json::from_value(field("frozen")) {
            Ok(frozen) => layout.frozen = frozen,
            Err(_) => self.fault(&at("frozen"), "must be a number up to 255"),
        }
        match serde_json::from_value(field("density")) {
            Ok(density) => layout.density = density,
            Err(_) => self.fault(&at("density"), "must be comfortable or compact"),
        }
        for field in fields.keys() {
            self.fault(&at(&escaped(field)), UNKNOWN);
        }
        layout
    }

    /// Something is wrong at this place.
    pub(super) fn fault(&mut self, place: &str, detail: &str) {
        self.faults.push(Fault::at(format!("/{place}"), detail));
    }

    /// All that was wrong; what was not taken out is unknown.
    pub(super) fn finish(mut self) -> Result<(), ApiError> {
        for name in self.fields.keys() {
            self.faults.push(Fault::at(format!("/{}", escaped(name)), UNKNOWN));
        }
        if self.faults.is_empty() { Ok(()) } else { Err(ApiError::InvalidRequest(self.faults)) }
    }
}

/// A name as a JSON Pointer holds it (RFC 6901).
pub(super) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn shown_column(value: Value) -> Option<ShownColumn> {
    let known = |name: &String| matches!(name.as_str(), "column" | "width");
    let strict = value.as_object().is_some_and(|fields| fields.keys().all(known));
    let shown: ShownColumn = serde_json::from_value(value).ok().filter(|_| strict)?;
    shown.width.is_none_or(|width| WIDTHS.contains(&width)).then_some(shown)
}

fn column_words() -> String {
    let columns = Column::ALL.map(Column::as_str).join(", ");
    format!(
        "must be a column with an optional width from {} to {}, each column once: {columns}",
        WIDTHS.start(),
        WIDTHS.end()
    )
}
