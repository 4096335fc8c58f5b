//! The stylesheet of the parts that come later. In the page that is shipped it is a file of its own, which the document
//! names; elsewhere its rules are there from the start.

use std::cell::RefCell;

use js_sys::{Function, Promise};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

thread_local! {
    static COMING: RefCell<Option<Promise>> = const { RefCell::new(None) };
}

/// Asks for the stylesheet at once, and answers when it holds. Where it cannot be had it is asked for anew the next time.
pub(super) fn styled() -> impl Future<Output = Result<(), JsValue>> {
    let coming = COMING.with_borrow_mut(|coming| coming.get_or_insert_with(ask).clone());
    async {
        let came = JsFuture::from(coming).await;
        if came.is_err() {
            COMING.take();
        }
        came.map(drop)
    }
}

fn ask() -> Promise {
    Promise::new(&mut |loaded, failed| {
        if let Ok(None) = link(&loaded, &failed) {
            let _ = loaded.call0(&JsValue::NULL);
        }
    })
}

/// Puts the link into the document, unless this page has no such file.
fn link(loaded: &Function, failed: &Function) -> Result<Option<()>, JsValue> {
    let Some(named) = document().query_selector("meta[name=later-styles]")? else { return Ok(None) };
    let link = document().create_element("link")?;
    link.set_attribute("rel", "stylesheet")?;
    link.set_attribute("href", &named.get_attribute("content").unwrap_or_default())?;
    link.add_event_listener_with_callback("load", loaded)?;
    link.add_event_listener_with_callback("error", failed)?;
    named.after_with_node_1(&link)?;
    Ok(Some(()))
}
