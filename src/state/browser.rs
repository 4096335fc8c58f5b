//! The little of the browser that several handles need.

use wasm_bindgen::JsValue;

/// Milliseconds since the epoch by the server's clock, as far as it is known.
#[expect(clippy::cast_possible_truncation, reason = "instants fit a double exactly")]
pub fn now_ms() -> i64 {
    js_sys::Date::now() as i64 + crate::api::clock_skew_ms()
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

/// How many bytes of a file are held here before they go where the browser keeps large things.
const HELD: u32 = 4 * 1024 * 1024;

/// A file in the making. Its bytes are nowhere twice, and those of a large one not in the page's memory.
pub struct FileParts {
    media_type: &'static str,
    parts: js_sys::Array,
    held: std::cell::Cell<u32>,
}

impl FileParts {
    /// An empty file.
    pub fn new(media_type: &'static str) -> Self {
        Self { media_type, parts: js_sys::Array::new(), held: std::cell::Cell::new(0) }
    }

    /// Puts bytes at its end.
    pub fn add(&self, bytes: &js_sys::Uint8Array) {
        self.parts.push(bytes);
        self.held.set(self.held.get() + bytes.byte_length());
        if self.held.get() > HELD
            && let Ok(blob) = self.blob()
        {
            self.parts.set_length(0);
            self.parts.push(&blob);
            self.held.set(0);
        }
    }

    fn blob(&self) -> Result<web_sys::Blob, JsValue> {
        let options = web_sys::BlobPropertyBag::new();
        options.set_type(self.media_type);
        web_sys::Blob::new_with_blob_sequence_and_options(&self.parts, &options)
    }

    /// Hands the file to the reader.
    pub fn save(&self, name: &str) -> Result<(), JsValue> {
        let address = web_sys::Url::create_object_url_with_blob(&self.blob()?)?;
        follow(&address, name)?;
        web_sys::Url::revoke_object_url(&address)
    }
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
