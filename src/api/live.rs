//! Server-sent events: the only code that knows `EventSource`.

use call_records_wire::call::CallRow;
use call_records_wire::paths;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, EventSource, MessageEvent};

/// What the stream says.
#[derive(Debug, Clone, PartialEq)]
pub enum LiveMessage {
    /// It is connected.
    Hello,
    /// A call changed: the number of the change, and the call as it is now.
    Call(u64, Box<CallRow>),
    /// Changes were missed that cannot be had any more: fetch the list again.
    Gap,
    /// Nothing happened, and the line is good.
    Ping,
    /// The line broke.
    Broken,
}

/// An open stream; it closes when it is dropped.
pub struct LiveStream {
    source: EventSource,
    _listeners: Vec<Closure<dyn FnMut(Event)>>,
}

impl LiveStream {
    /// Opens the stream of every change after number `after`. The browser's own reconnecting is not used: it keeps the
    /// first address and waits as it likes.
    pub fn open(after: u64, told: impl Fn(LiveMessage) + Clone + 'static) -> Option<Self> {
        let source = EventSource::new(&format!("{}?after={after}", paths::STREAM)).ok()?;
        let mut listeners = Vec::new();
        for name in ["open", "hello", "call", "gap", "ping", "error"] {
            let told = told.clone();
            let listener = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
                if let Some(message) = decode(name, &event) {
                    told(message);
                }
            });
            source.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref()).ok()?;
            listeners.push(listener);
        }
        Some(Self { source, _listeners: listeners })
    }
}

impl Drop for LiveStream {
    fn drop(&mut self) {
        self.source.close();
    }
}

fn decode(name: &str, event: &Event) -> Option<LiveMessage> {
    match name {
        "open" | "hello" => Some(LiveMessage::Hello),
        "gap" => Some(LiveMessage::Gap),
        "ping" => Some(LiveMessage::Ping),
        "error" => Some(LiveMessage::Broken),
        _ => {
            let text = event.dyn_ref::<MessageEvent>()?.data().as_string()?;
            Some(read_call(&text))
        }
    }
}

/// A call that this version cannot read is a gap: the list is fetched again rather than left wrong.
fn read_call(text: &str) -> LiveMessage {
    match serde_json::from_str::<CallRow>(text) {
        Ok(row) => LiveMessage::Call(row.change, Box::new(row)),
        Err(_) => LiveMessage::Gap,
    }
}
