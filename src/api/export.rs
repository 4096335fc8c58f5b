//! All calls of a filter as a file, piece by piece as it comes.

use call_records_wire::filter::CallFilter;
use call_records_wire::layout::Column;
use call_records_wire::page::Sort;
use call_records_wire::paths;
use gloo_net::http::Request;
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, ReadableStreamDefaultReader};

use super::{ApiError, body_of, checked};

/// What a file of calls is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// For spreadsheets.
    Csv,
    /// With every field, a line per call.
    Ndjson,
}

impl ExportFormat {
    /// As the server spells it; also the ending of the file.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Ndjson => "ndjson",
        }
    }

    /// The media type of the file.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::Ndjson => "application/x-ndjson",
        }
    }
}

/// What of the calls is wanted, and how it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct ExportRequest {
    /// Which calls.
    pub filter: CallFilter,
    /// In which order.
    pub sort: Sort,
    /// In what.
    pub format: ExportFormat,
    /// Which columns, where the format has columns.
    pub columns: Vec<Column>,
    /// The IANA name of the zone of the times, where it is known.
    pub time_zone: Option<String>,
    /// The language of the header cells, as the server spells it.
    pub language: &'static str,
}

/// Why a file is not whole.
#[derive(Debug, Clone, PartialEq)]
pub enum ExportError {
    /// It was given up.
    Cancelled,
    /// It began, and broke off.
    BrokenOff,
    /// It did not begin.
    Refused(ApiError),
}

/// Fetches the file and hands on every piece of it. It is whole once this answers without an error.
pub async fn export(
    request: &ExportRequest,
    cancel: &AbortSignal,
    mut on_piece: impl FnMut(&Uint8Array),
) -> Result<(), ExportError> {
    let ExportRequest { filter, sort, format, columns, time_zone, language } = request;
    let mut body = body_of(filter, *sort);
    body.insert("format".to_owned(), format.as_str().into());
    if *format == ExportFormat::Csv {
        let columns: Vec<&str> = columns.iter().map(|column| column.as_str()).collect();
        body.insert("columns".to_owned(), columns.into());
        body.insert("language".to_owned(), (*language).into());
        if let Some(zone) = time_zone {
            body.insert("time_zone".to_owned(), zone.as_str().into());
        }
    }
    let refused = |err| if cancel.aborted() { ExportError::Cancelled } else { ExportError::Refused(err) };
    let request = Request::post(paths::EXPORT).abort_signal(Some(cancel)).json(&body);
    let request = request.map_err(|_| refused(ApiError::Unreadable))?;
    let response = checked(request.send().await).await.map_err(refused)?;
    let Some(stream) = response.body() else { return Err(refused(ApiError::Unreadable)) };
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    loop {
        let read = JsFuture::from(reader.read()).await;
        let read = read.map_err(|_| if cancel.aborted() { ExportError::Cancelled } else { ExportError::BrokenOff })?;
        if field(&read, "done").is_truthy() {
            return Ok(());
        }
        on_piece(&field(&read, "value").unchecked_into());
    }
}

fn field(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}
