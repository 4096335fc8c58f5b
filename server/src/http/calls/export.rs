//! All calls of a filter as a file: `/api/v1/calls/export`, by query string or by JSON body.

/// The lines of a spreadsheet.
mod sheet;
/// The contract's words as people read them.
mod words;

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use call_records_wire::call::CallRow;
use call_records_wire::filter::FieldFault;
use call_records_wire::page::Sort;
use call_records_wire::paths;
use futures::stream;

use crate::http::auth::Reader;
use crate::http::error::ApiError;
use crate::http::extract::{Fields, Query, Search};
use crate::http::schema::{ExportBody, ExportParameters, Refusal};
use crate::state::AppState;
use crate::store::{Cursor, KeptRow, StoreError};
use sheet::Sheet;

/// How many calls are read at once.
const AT_ONCE: u32 = 1_000;

#[derive(Clone)]
enum Format {
    Csv(Arc<Sheet>),
    Ndjson,
}

/// `GET /api/v1/calls/export`
///
/// All calls of a search as a file, streamed: CSV that spreadsheets take for text, or one row a line in JSON, lossless.
/// `columns`, `time_zone` and `language` are of CSV only, since lines of JSON hold all there is. `limit` and `cursor`
/// mean nothing here. How many records will come is what a search answers as its `total`; a file that breaks off ends
/// its body with an error.
#[utoipa::path(
    get,
    path = paths::EXPORT,
    operation_id = "export_calls",
    tag = "Reading",
    security(("session" = [])),
    params(ExportParameters),
    responses(
        (status = 200, description = "The file, as an attachment named after the day.", content(
            (String = "text/csv"),
            (CallRow = "application/x-ndjson"),
        )),
        (status = 422, response = inline(Refusal)),
    ),
)]
pub(in crate::http) async fn by_query(
    _: Reader,
    State(state): State<AppState>,
    mut query: Query,
) -> Result<Response, ApiError> {
    let wanted = Wanted::take(&mut query);
    export(state, wanted, query.0, false).await
}

/// `POST /api/v1/calls/export`
///
/// The same file, the search as a JSON body.
#[utoipa::path(
    post,
    path = paths::EXPORT,
    operation_id = "export_calls_by_body",
    tag = "Reading",
    security(("session" = [])),
    request_body = ExportBody,
    responses(
        (status = 200, description = "The file, as an attachment named after the day.", content(
            (String = "text/csv"),
            (CallRow = "application/x-ndjson"),
        )),
        (status = 400, response = inline(Refusal)),
        (status = 413, response = inline(Refusal)),
        (status = 415, response = inline(Refusal)),
        (status = 422, response = inline(Refusal)),
    ),
)]
pub(in crate::http) async fn by_body(
    _: Reader,
    State(state): State<AppState>,
    Fields(fields): Fields,
) -> Result<Response, ApiError> {
    let mut query = Query(fields);
    let wanted = Wanted::take(&mut query);
    export(state, wanted, query.0, true).await
}

/// What an export takes besides the search, each as often as it was given.
struct Wanted {
    format: Vec<String>,
    columns: Vec<String>,
    time_zone: Vec<String>,
    language: Vec<String>,
}

impl Wanted {
    fn take(query: &mut Query) -> Self {
        // As everywhere in a search, what is empty asks for nothing.
        let mut all = |name: &str| -> Vec<String> {
            query.take_all(name).into_iter().filter(|value| !value.is_empty()).collect()
        };
        Self { format: all("format"), columns: all("columns"), time_zone: all("time_zone"), language: all("language") }
    }

    fn read(self) -> Result<Format, Vec<FieldFault>> {
        let Self { format, columns, time_zone, language } = self;
        let mut faults = Vec::new();
        let format = sheet::single("format", &format, &mut faults);
        if !faults.is_empty() {
            return Err(faults);
        }
        match format {
            Some("csv") => Ok(Format::Csv(Arc::new(Sheet::read(&columns, &time_zone, &language)?))),
            Some("ndjson") => {
                let refused = [("columns", columns), ("time_zone", time_zone), ("language", language)];
                let refused =
                    refused.into_iter().filter(|(_, values)| !values.is_empty()).map(|(name, _)| FieldFault {
                        name: name.to_owned(),
                        detail: "is of csv only; lines of JSON hold all there is".to_owned(),
                    });
                let faults: Vec<FieldFault> = refused.collect();
                if faults.is_empty() { Ok(Format::Ndjson) } else { Err(faults) }
            }
            _ => Err(vec![FieldFault { name: "format".to_owned(), detail: "must be one of csv, ndjson".to_owned() }]),
        }
    }
}

async fn export(
    state: AppState,
    wanted: Wanted,
    pairs: Vec<(String, String)>,
    in_body: bool,
) -> Result<Response, ApiError> {
    let format = wanted.read().map_err(|faults| ApiError::search(faults, in_body))?;
    let search = Search::read(pairs, in_body, &state).await?;
    let day = state.clock.now().to_datetime().with_timezone(&state.settings.time_zone).format("%Y-%m-%d");
    let (media_type, extension) = match format {
        Format::Csv(_) => ("text/csv; charset=utf-8", "csv"),
        Format::Ndjson => ("application/x-ndjson", "ndjson"),
    };
    let disposition = format!("attachment; filename=\"calls-{day}.{extension}\"");
    let body = Body::from_stream(chunks(state, format, search));
    Ok(([(CONTENT_TYPE, media_type.to_owned()), (CONTENT_DISPOSITION, disposition)], body).into_response())
}

enum Place {
    Start,
    After(Cursor),
    End,
}

/// The file, piece by piece: as many rows as are read at once, so that memory stays flat whatever matches.
fn chunks(
    state: AppState,
    format: Format,
    search: Search,
) -> impl futures::Stream<Item = Result<Bytes, StoreError>> + Send {
    let Search { filter, page, .. } = search;
    stream::try_unfold(Place::Start, move |place| {
        let state = state.clone();
        let (filter, format) = (filter.clone(), format.clone());
        async move {
            let (after, heading) = match place {
                // A place before the first row, in the order that was asked for.
                Place::Start => (start_of(page.sort), true),
                Place::After(cursor) => (cursor, false),
                Place::End => return Ok(None),
            };
            let rows = state.calls.walk(&filter, Some(after), AT_ONCE).await?;
            let bytes = match format {
                Format::Csv(sheet) => {
                    let rows: Vec<CallRow> = rows.items.iter().map(KeptRow::parse).collect::<Result<_, _>>()?;
                    sheet.lines(&rows, heading)
                }
                Format::Ndjson => ndjson(rows.items),
            };
            Ok(Some((bytes, rows.next.map_or(Place::End, Place::After))))
        }
    })
}

fn start_of(sort: Sort) -> Cursor {
    let edge = if sort.descending { i64::MAX } else { i64::MIN };
    Cursor { sort, value: edge, started_at: edge, key: edge }
}

fn ndjson(rows: Vec<KeptRow>) -> Bytes {
    let mut out = Vec::new();
    for row in rows {
        out.extend_from_slice(row.json().get().as_bytes());
        out.push(b'\n');
    }
    out.into()
}
