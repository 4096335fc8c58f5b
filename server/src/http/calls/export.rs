//! All calls of a filter as a file: `/api/v1/calls/export`, by query string or by JSON body.

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

/// How many calls are read at once.
const AT_ONCE: u32 = 1_000;

#[derive(Clone, Copy)]
enum Format {
    Csv,
    Ndjson,
}

/// `GET /api/v1/calls/export`
///
/// All calls of a search as a file, streamed: CSV that spreadsheets take for text, or one row a line in JSON, lossless.
/// `limit` and `cursor` mean nothing here.
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
    let format = query.take("format");
    export(state, format, query.0, false).await
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
    mut fields: Fields,
) -> Result<Response, ApiError> {
    let format = fields.take("format");
    export(state, format, fields.0, true).await
}

async fn export(
    state: AppState,
    format: Option<String>,
    pairs: Vec<(String, String)>,
    in_body: bool,
) -> Result<Response, ApiError> {
    let format = match format.as_deref() {
        Some("csv") => Format::Csv,
        Some("ndjson") => Format::Ndjson,
        _ => {
            let fault = FieldFault { name: "format".to_owned(), detail: "must be one of csv, ndjson".to_owned() };
            return Err(ApiError::search(vec![fault], in_body));
        }
    };
    let search = Search::read(pairs, in_body, &state).await?;
    let day = state.clock.now().to_datetime().with_timezone(&state.settings.time_zone).format("%Y-%m-%d");
    let (media_type, extension) = match format {
        Format::Csv => ("text/csv; charset=utf-8", "csv"),
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
        let filter = filter.clone();
        async move {
            let (after, heading) = match place {
                // A place before the first row, in the order that was asked for.
                Place::Start => (start_of(page.sort), true),
                Place::After(cursor) => (cursor, false),
                Place::End => return Ok(None),
            };
            let rows = state.calls.walk(&filter, Some(after), AT_ONCE).await?;
            let bytes = match format {
                Format::Csv => {
                    let rows: Vec<CallRow> = rows.items.iter().map(KeptRow::parse).collect::<Result<_, _>>()?;
                    csv(&rows, heading)
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

const COLUMNS: [&str; 16] = [
    "Start time (UTC)",
    "Call connected time (UTC)",
    "Answered time (UTC)",
    "End time (UTC)",
    "Caller number",
    "Callee number",
    "Customer name",
    "Call type",
    "Agents",
    "Skill groups",
    "Wait (s)",
    "Talk (s)",
    "Duration (s)",
    "Hang-up reason",
    "Hung up by",
    "Call ID",
];

fn csv(rows: &[CallRow], heading: bool) -> Bytes {
    // A byte-order mark makes spreadsheets read UTF-8.
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(if heading {
        "\u{feff}".as_bytes().to_vec()
    } else {
        Vec::new()
    });
    if heading {
        writer.write_record(COLUMNS).expect("memory takes every record");
    }
    for row in rows {
        let time = |at: Option<call_records_wire::time::Timestamp>| at.map(|at| at.to_string()).unwrap_or_default();
        let seconds = |ms: u64| format!("{}.{:03}", ms / 1000, ms % 1000);
        let names = |names: Vec<&str>| names.join("; ");
        let record = [
            time(Some(row.started_at)),
            time(row.connected_at),
            time(row.answered_at),
            time(row.ended_at),
            row.caller_number.clone(),
            row.callee_number.clone(),
            row.customer_name.clone().unwrap_or_default(),
            row.call_type.to_string(),
            names(row.agents.iter().map(|agent| agent.name.as_str()).collect()),
            names(row.skill_groups.iter().map(|group| group.name.as_str()).collect()),
            seconds(row.wait_ms),
            seconds(row.talk_ms),
            seconds(row.duration_ms),
            row.hangup_reason.as_ref().map_or_else(|| row.status.to_string(), ToString::to_string),
            row.hung_up_by.map(|by| by.to_string()).unwrap_or_default(),
            row.call_id.clone(),
        ];
        writer.write_record(record.map(harmless)).expect("memory takes every record");
    }
    writer.into_inner().expect("memory takes every record").into()
}

/// A cell that no spreadsheet takes for a formula (OWASP ASVS 5.0, 1.2.10): a `'` before it says that it is text, also
/// after what a spreadsheet of another country takes for the end of a cell.
fn harmless(cell: String) -> String {
    let mut out = String::with_capacity(cell.len() + 1);
    if cell.starts_with(['\t', '\r', '\n', '\0']) {
        out.push('\'');
    }
    for part in cell.split_inclusive([';', ',', '|', '\t', '\r', '\n']) {
        let begins = part.trim_start_matches(|c: char| c.is_whitespace() || c == '"');
        if begins.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) {
            out.push('\'');
        }
        out.push_str(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_taken_for_a_formula() {
        for (cell, written) in [
            ("=cmd()", "'=cmd()"),
            ("+442079460101", "'+442079460101"),
            ("-2+3", "'-2+3"),
            ("@SUM(1+1)", "'@SUM(1+1)"),
            (" =1", "' =1"),
            ("\t=1", "'\t'=1"),
            ("Ann; =cmd()", "Ann;' =cmd()"),
            ("x;=1,+2|@3", "x;'=1,'+2|'@3"),
            ("a - b", "a - b"),
            ("\"=1\"", "'\"=1\""),
            ("'=1", "'=1"),
            ("Alice", "Alice"),
            ("", ""),
        ] {
            assert_eq!(harmless(cell.to_owned()), written);
        }
    }
}
