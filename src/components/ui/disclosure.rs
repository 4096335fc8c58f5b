//! A button that opens a panel beside it.

use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusEvent, HtmlElement, KeyboardEvent, MouseEvent, Node};

use super::place::{is_mirrored, place_beside};

/// A button that opens a panel. Escape, a click elsewhere, leaving by Tab and choosing something close it.
#[component]
pub fn Disclosure(
    /// What stands on the button.
    button: ViewFn,
    /// The button's name, where what stands on it has no words.
    #[prop(optional)]
    label: Option<&'static str>,
    /// What the button does, for those who wonder.
    #[prop(optional)]
    hint: Option<String>,
    /// The ids of what names the button, where its own text does not.
    #[prop(optional, into)]
    labelled_by: Option<String>,
    /// The button's id.
    #[prop(optional, into)]
    id: Option<String>,
    /// Whether the panel is a menu: it floats over everything, and the arrow keys walk its items.
    #[prop(optional)]
    menu: bool,
    /// Whether it stands in a grid, which has one tab stop and its own way to it.
    #[prop(optional)]
    in_grid: bool,
    /// More class names.
    #[prop(optional)]
    class: &'static str,
    /// What the panel holds.
    children: ChildrenFn,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let whole = NodeRef::<html::Div>::new();
    let handle = NodeRef::<html::Button>::new();
    let back = move || {
        open.set(false);
        if let Some(handle) = handle.get_untracked() {
            let _ = handle.focus();
        }
    };
    let left = move |ev: FocusEvent| {
        let to = ev.related_target().and_then(|to| to.dyn_into::<Node>().ok());
        // The browser also says so when the whole page is taken away with the focus in it.
        let inside = whole.try_get_untracked().flatten().is_some_and(|whole| whole.contains(to.as_ref()));
        if !(inside && to.is_some()) {
            let _ = open.try_set(false);
        }
    };
    let pressed = move |ev: KeyboardEvent| {
        let on = ev.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
        match (ev.key().as_str(), open.get_untracked()) {
            ("Escape", true) => back(),
            ("ArrowDown" | "ArrowUp", false) if menu => open.set(true),
            ("ArrowDown", true) if menu => walk(on.as_deref(), Step::Next),
            ("ArrowUp", true) if menu => walk(on.as_deref(), Step::Previous),
            ("ArrowRight", true) if menu => beside(on.as_deref(), !is_mirrored()),
            ("ArrowLeft", true) if menu => beside(on.as_deref(), is_mirrored()),
            ("Home", true) if menu => walk(on.as_deref(), Step::First),
            ("End", true) if menu => walk(on.as_deref(), Step::Last),
            // Links know Enter only.
            (" ", true) if menu && on.as_ref().is_some_and(|on| on.tag_name() == "A") => {
                if let Some(on) = on {
                    on.click();
                }
            }
            _ => return,
        }
        ev.prevent_default();
        ev.stop_propagation();
    };
    let chosen = move |ev: MouseEvent| {
        let on = ev.target().and_then(|target| target.dyn_into::<Element>().ok());
        if on.is_some_and(|on| on.closest(".menu-item").is_ok_and(|item| item.is_some())) {
            back();
        }
    };
    let children = StoredValue::new(children);
    view! {
        <div class=format!("disclosure {class}") node_ref=whole on:focusout=left on:keydown=pressed on:click=chosen>
            <button
                type="button"
                class="disclosure__button"
                id=id
                aria-label=label
                title=hint
                tabindex=in_grid.then_some("-1")
                aria-haspopup=menu.then_some("menu")
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
                <Panel open whole handle menu label>{children.with_value(|it| it())}</Panel>
            </Show>
        </div>
    }
}

/// What is there only while it is open, and with it the ears for what happens elsewhere.
#[component]
fn Panel(
    open: RwSignal<bool>,
    whole: NodeRef<html::Div>,
    handle: NodeRef<html::Button>,
    menu: bool,
    label: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    let panel = NodeRef::<html::Div>::new();
    // Safari gives no focus to a button that is clicked, and then no `focusout` comes.
    let elsewhere = window_event_listener(ev::pointerdown, move |ev| {
        let target = ev.target().and_then(|target| target.dyn_into::<Node>().ok());
        let inside = whole.try_get_untracked().flatten().is_some_and(|whole| whole.contains(target.as_ref()));
        if !inside {
            let _ = open.try_set(false);
        }
    });
    // A menu that floats does not follow what it belongs to when that scrolls away.
    let scrolled = menu.then(|| {
        window_event_listener(ev::wheel, move |ev| {
            let target = ev.target().and_then(|target| target.dyn_into::<Node>().ok());
            let within = panel.try_get_untracked().flatten().is_some_and(|panel| panel.contains(target.as_ref()));
            if !within {
                let _ = open.try_set(false);
            }
        })
    });
    on_cleanup(move || {
        elsewhere.remove();
        if let Some(scrolled) = scrolled {
            scrolled.remove();
        }
    });
    let this = MenuPanel { panel, handle };
    provide_context(this);
    Effect::new(move |_| {
        if menu && panel.get().is_some() {
            this.settle();
        }
    });
    view! {
        <div
            class="disclosure__panel"
            class:disclosure__panel--menu=menu
            role=menu.then_some("menu")
            aria-label=label.filter(|_| menu)
            tabindex="-1"
            node_ref=panel
        >
            {children()}
        </div>
    }
}

/// The panel of a menu. One whose items come later settles once more when they are there.
#[derive(Clone, Copy)]
pub struct MenuPanel {
    panel: NodeRef<html::Div>,
    handle: NodeRef<html::Button>,
}

impl MenuPanel {
    /// The one around.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Goes to its place, and to its first item.
    pub fn settle(self) {
        if let (Some(panel), Some(handle)) = (self.panel.get_untracked(), self.handle.get_untracked()) {
            place_beside(&panel, &handle, false);
            walk(Some(&panel), Step::First);
        }
    }
}

/// Where to go in a menu.
#[derive(Clone, Copy)]
enum Step {
    Next,
    Previous,
    First,
    Last,
}

/// From an item of a menu to another, and from the last to the first.
fn walk(on: Option<&Element>, step: Step) {
    let menu = on.and_then(|on| on.closest("[role=menu]").ok().flatten());
    let items = menu.and_then(|menu| menu.query_selector_all(".menu-item:not(.menu-item--side)").ok());
    let Some(items) = items else { return };
    let count = items.length();
    // What stands beside an item is left with it.
    let own = on.and_then(|on| on.parent_element()?.query_selector(":scope > .menu-item").ok()?);
    let here = (0..count).find(|at| items.get(*at).as_ref() == own.as_ref().map(AsRef::as_ref));
    let here = (0..count).find(|at| items.get(*at).as_ref() == on.map(AsRef::as_ref)).or(here);
    let to = match (step, here) {
        (Step::Next, Some(here)) => (here + 1) % count,
        (Step::Previous, Some(here)) => (here + count - 1) % count,
        (Step::First | Step::Next, _) => 0,
        (Step::Last | Step::Previous, _) => count.saturating_sub(1),
    };
    if let Some(item) = items.get(to).and_then(|item| item.dyn_into::<HtmlElement>().ok()) {
        let _ = item.focus();
    }
}

/// From an item of a menu to what can be done with it, which stands beside it, and back.
fn beside(on: Option<&Element>, next: bool) {
    let to = on.and_then(|on| if next { on.next_element_sibling() } else { on.previous_element_sibling() });
    if let Some((on, to)) = on.zip(to)
        && [on, &to].iter().any(|it| it.class_list().contains("menu-item--side"))
        && let Ok(to) = to.dyn_into::<HtmlElement>()
    {
        let _ = to.focus();
    }
}
