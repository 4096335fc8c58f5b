//! Lists that are pasted into a field of one line.

use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, Event, HtmlInputElement};

/// Pastes a text of several lines with commas between them: a field of one line would join them to one word.
pub fn paste_on_one_line(ev: ClipboardEvent) {
    let Some(text) = ev.clipboard_data().and_then(|data| data.get_data("text").ok()) else { return };
    let field = ev.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let (true, Some(field)) = (text.contains(['\n', '\r', '\t']), field) else { return };
    ev.prevent_default();
    let lines: Vec<&str> = text.split(['\n', '\r', '\t']).map(str::trim).filter(|line| !line.is_empty()).collect();
    let held = field.value();
    let at = |position: Result<Option<u32>, _>| position.ok().flatten().map_or(u32::MAX, |it| it);
    let units: Vec<u16> = held.encode_utf16().collect();
    let place = |position: u32| units.len().min(position as usize);
    let (start, end) = (place(at(field.selection_start())), place(at(field.selection_end())));
    let piece = |units: &[u16]| String::from_utf16_lossy(units);
    field.set_value(&format!("{}{}{}", piece(&units[..start]), lines.join(", "), piece(&units[end.max(start)..])));
    let typed = web_sys::EventInit::new();
    typed.set_bubbles(true);
    if let Ok(typed) = Event::new_with_event_init_dict("input", &typed) {
        let _ = field.dispatch_event(&typed);
    }
}
