//! The page itself: built ahead, compressed ahead, part of this program.

use axum::body::Body;
use axum::http::header::{
    ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};

use super::error::ApiError;

/// A file of the page, as it is and compressed.
struct Asset {
    path: &'static str,
    media_type: &'static str,
    etag: &'static str,
    plain: &'static [u8],
    brotli: Option<&'static [u8]>,
    gzip: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// Every address that is no route: a file of the page, or the page, which knows its own addresses.
pub(super) async fn fallback(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    // `/metrics` is an operator's address: to be answered with HTML would only confuse.
    if path.starts_with("api/") || path == "metrics" {
        return ApiError::NotFound("address").into_response();
    }
    if !matches!(method, Method::GET | Method::HEAD) {
        return ([(ALLOW, "GET,HEAD")], ApiError::MethodNotAllowed).into_response();
    }
    let named = ASSETS.iter().find(|asset| asset.path == path && !path.is_empty());
    // A missing file must not be answered with the page: a script that is HTML only confuses.
    let is_file = path.rsplit('/').next().is_some_and(|last| last.contains('.'));
    match named.or_else(|| ASSETS.iter().find(|asset| asset.path == "index.html" && !is_file)) {
        Some(asset) => serve(asset, &headers),
        None => ApiError::NotFound("file").into_response(),
    }
}

fn serve(asset: &Asset, headers: &HeaderMap) -> Response {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    // The page itself is asked for anew each time; its files have their content in their names.
    let caching = if asset.path == "index.html" { "no-cache" } else { "public, max-age=31536000, immutable" };
    let accepts = |coding: &str| {
        text(ACCEPT_ENCODING).split(',').any(|it| {
            let mut parts = it.split(';').map(str::trim);
            parts.next() == Some(coding)
                && parts.next().is_none_or(|q| !matches!(q, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
        })
    };
    let (bytes, coding) = match (asset.brotli, asset.gzip) {
        (Some(brotli), _) if accepts("br") => (brotli, Some("br")),
        (_, Some(gzip)) if accepts("gzip") => (gzip, Some("gzip")),
        _ => (asset.plain, None),
    };
    // Other bytes, another tag: a strong tag names one representation (RFC 9110, 8.8.3).
    let etag =
        coding.map_or_else(|| asset.etag.to_owned(), |it| format!("{}-{it}\"", asset.etag.trim_end_matches('"')));
    let known = text(IF_NONE_MATCH).split(',').map(str::trim);
    if known.map(|tag| tag.strip_prefix("W/").unwrap_or(tag)).any(|tag| tag == "*" || tag == etag) {
        let headers = [(ETAG, etag.as_str()), (CACHE_CONTROL, caching), (VARY, "accept-encoding")];
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    let mut response = Response::new(Body::from(bytes));
    let out = response.headers_mut();
    out.insert(CONTENT_TYPE, HeaderValue::from_static(asset.media_type));
    out.insert(CACHE_CONTROL, HeaderValue::from_static(caching));
    out.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        out.insert(ETAG, etag);
    }
    if let Some(coding) = coding {
        out.insert(CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    response
}
