//! The little of the browser that several handles need.

use wasm_bindgen::JsValue;

/// Milliseconds since the epoch by the server's clock, as far as it is known.
#[expect(clippy::cast_possible_truncation, reason = "instants fit a double exactly")]
pub fn now_ms() -> i64 {
    js_sys::Date::now() as i64 + crate::api::clock_skew_ms()
}

/// Does something with the next frame, where it is the first thing to do with it; at once on a page that nobody sees,
/// which has no frames.
pub fn on_next_frame(first: bool, what: impl FnOnce() + 'static) {
    if leptos::prelude::document().hidden() {
        what();
    } else if first {
        leptos::prelude::request_animation_frame(what);
    }
}

/// What was kept under `key` on this machine.
pub fn kept(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Keeps a value on this machine; a browser that refuses loses it, and nothing else.
pub fn keep(key: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(key, value);
    }
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// Hands bytes to the reader as a file.
pub fn save_file(name: &str, media_type: &str, bytes: &[u8]) -> Result<(), JsValue> {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(media_type);
    let blob = web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
    let address = web_sys::Url::create_object_url_with_blob(&blob)?;
    follow(&address, name)?;
    web_sys::Url::revoke_object_url(&address)
}

fn follow(address: &str, name: &str) -> Result<(), JsValue> {
    use wasm_bindgen::JsCast;

    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let link: web_sys::HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(address);
    link.set_download(name);
    link.click();
    Ok(())
}
