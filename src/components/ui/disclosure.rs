//! A button that opens a panel beside it.

use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, HtmlElement, KeyboardEvent, Node};

/// A button that opens a panel. Escape, a click elsewhere and leaving by Tab close it.
#[component]
pub fn Disclosure(
    /// What stands on the button.
    button: ViewFn,
    /// The ids of what names the button, where its own text does not.
    #[prop(optional, into)]
    labelled_by: Option<String>,
    /// The button's id.
    #[prop(optional, into)]
    id: Option<String>,
    /// More class names.
    #[prop(optional)]
    class: &'static str,
    /// What the panel holds.
    children: ChildrenFn,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let whole = NodeRef::<html::Div>::new();
    let handle = NodeRef::<html::Button>::new();
    let left = move |ev: FocusEvent| {
        let to = ev.related_target().and_then(|to| to.dyn_into::<Node>().ok());
        // The browser also says so when the whole page is taken away with the focus in it.
        let inside = whole.try_get_untracked().flatten().is_some_and(|whole| whole.contains(to.as_ref()));
        if !(inside && to.is_some()) {
            let _ = open.try_set(false);
        }
    };
    let pressed = move |ev: KeyboardEvent| {
        if ev.key() == "Escape" && open.get_untracked() {
            ev.stop_propagation();
            open.set(false);
            if let Some(handle) = handle.get_untracked() {
                let _ = handle.focus();
            }
        }
    };
    // Safari gives no focus to a button that is clicked, and then no `focusout` comes.
    let elsewhere = window_event_listener(ev::pointerdown, move |ev| {
        let target = ev.target().and_then(|target| target.dyn_into::<Node>().ok());
        let inside = whole.try_get_untracked().flatten().is_some_and(|whole| whole.contains(target.as_ref()));
        if !inside {
            let _ = open.try_set(false);
        }
    });
    on_cleanup(move || elsewhere.remove());
    view! {
        <div class=format!("disclosure {class}") node_ref=whole on:focusout=left on:keydown=pressed>
            <button
                type="button"
                class="disclosure__button"
                id=id
                aria-expanded=move || open.get().to_string()
                aria-labelledby=labelled_by
                node_ref=handle
                on:click=move |ev| {
                    open.update(|open| *open = !*open);
                    if let Some(button) = ev.current_target().and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
                        let _ = button.focus();
                    }
                }
            >
                {button.run()}
            </button>
            <Show when=move || open.get()>
                <div class="disclosure__panel" tabindex="-1">
                    {children()}
                </div>
            </Show>
        </div>
    }
}
