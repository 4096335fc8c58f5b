//! A dialog over everything else, with a title. Escape closes it, and the focus goes back to where it was.

use leptos::html;
use leptos::prelude::*;

/// A dialog over everything else.
#[component]
pub fn Modal(
    /// Whether it is open.
    #[prop(into)]
    open: Signal<bool>,
    /// Its title.
    #[prop(into)]
    title: Signal<String>,
    /// The title's id, unlike any other.
    id: &'static str,
    /// It was closed.
    on_close: Callback<()>,
    /// What it holds, made anew each time it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let children = StoredValue::new(children);
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => {
                let _ = dialog.show_modal();
            }
            (false, true) => dialog.close(),
            (true, true) | (false, false) => {}
        }
    });
    view! {
        <dialog class="modal" aria-labelledby=id node_ref=dialog on:close=move |_| on_close.run(())>
            <Show when=move || open.get()>
                <h2 class="modal__title" id=id>{move || title.get()}</h2>
                {children.with_value(|it| it())}
            </Show>
        </dialog>
    }
}
