//! What a reader is asked about a view: its name, whether it is to go, whose change is to stay.

use call_records_wire::view::{MOST_NAME, SavedView};
use leptos::html;
use leptos::prelude::*;
use web_sys::SubmitEvent;

use super::ui::{Action, Kind, Modal, later};
use crate::format::harmless;
use crate::i18n::{fill, t};
use crate::state::views::{Asked, Done, Outcome, Views};

later! {
    /// The dialog, as a part that may come later.
    pub fn view_dialog(views: Views) {
        view! { <ViewDialog views /> }
    }
}

/// The dialog of whatever is asked.
#[component]
fn ViewDialog(
    /// The views.
    views: Views,
) -> impl IntoView {
    let title = Signal::derive(move || {
        let texts = &t().views;
        match views.asked() {
            Some(Asked::Edit(_)) => texts.title_edit,
            Some(Asked::Delete(_)) => texts.title_delete,
            Some(Asked::Conflict(_)) => texts.title_conflict,
            Some(Asked::New) | None => texts.title_new,
        }
        .to_owned()
    });
    view! {
        <Modal
            id="view-dialog-title"
            open=Signal::derive(move || views.asked().is_some())
            title
            on_close=Callback::new(move |()| views.ask(None))
        >
            {move || match views.asked() {
                Some(Asked::New) => view! { <Form views view=None /> }.into_any(),
                Some(Asked::Edit(view)) => view! { <Form views view=Some(*view) /> }.into_any(),
                Some(Asked::Delete(view)) => view! { <Delete views view=*view /> }.into_any(),
                Some(Asked::Conflict(view)) => view! { <Conflict views view=*view /> }.into_any(),
                None => ().into_any(),
            }}
        </Modal>
    }
}

/// Takes what became of a view: closes the dialog, or says what is in the way.
fn closing(views: Views, busy: RwSignal<bool>, fault: RwSignal<Option<String>>) -> Done {
    Box::new(move |outcome| {
        // The dialog may have been closed meanwhile.
        if busy.try_set(false).is_some() {
            return;
        }
        match outcome {
            Outcome::Kept => views.ask(None),
            Outcome::NameTaken => fault.set(Some(t().views.fault_taken.to_owned())),
            Outcome::ChangedMeanwhile => {
                if let Some(Asked::Edit(view) | Asked::Conflict(view)) = untrack(|| views.asked()) {
                    views.ask(Some(Asked::Conflict(view)));
                }
            }
            Outcome::Failed(why) => fault.set(Some(why)),
        }
    })
}

/// The name of a view, who may open it, and whether the page opens with it.
#[component]
fn Form(views: Views, view: Option<SavedView>) -> impl IntoView {
    let (busy, fault) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let field = NodeRef::<html::Input>::new();
    let shared = RwSignal::new(view.as_ref().is_some_and(|view| view.content.shared));
    let default = RwSignal::new(view.as_ref().is_some_and(|view| untrack(|| views.is_default(view))));
    let name = view.as_ref().map(|view| view.content.name.clone()).unwrap_or_default();
    let is_new = view.is_none();
    let submit = move |ev: SubmitEvent| {
        ev.prevent_default();
        let name = field.get_untracked().map(|field| field.value().trim().to_owned()).unwrap_or_default();
        if busy.get_untracked() {
            return;
        }
        if !(1..=MOST_NAME).contains(&name.chars().count()) {
            fault.set(Some(t().views.fault_name.to_owned()));
            return;
        }
        busy.set(true);
        fault.set(None);
        let (shared, default) = (shared.get_untracked(), default.get_untracked());
        let done = closing(views, busy, fault);
        match &view {
            Some(view) => views.rename(view, name, shared, default, done),
            None => views.save_new(name, shared, default, done),
        }
    };
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            let _ = field.focus();
            field.select();
        }
    });
    Effect::new(move |_| {
        if let (true, Some(field)) = (fault.get().is_some(), field.get_untracked()) {
            let _ = field.focus();
        }
    });
    view! {
        <form class="modal__form" novalidate=true on:submit=submit>
            {is_new.then(|| view! { <p class="modal__lead">{t().views.lead_new}</p> })}
            <div class="field">
                <label class="field__label" for="view-name">{t().views.name}</label>
                <input
                    class="field__input"
                    id="view-name"
                    type="text"
                    autocomplete="off"
                    value=name
                    aria-invalid=move || fault.get().map(|_| "true")
                    aria-describedby="view-name-fault"
                    node_ref=field
                />
                <p class="field__fault" id="view-name-fault" role="alert">{move || fault.get()}</p>
            </div>
            <Check label=t().views.share checked=shared hint=t().views.share_hint />
            <Check label=t().views.default checked=default />
            <div class="modal__buttons">
                <Action label=t().views.cancel on_press=Callback::new(move |()| views.ask(None)) />
                <Action label=t().views.save kind=Kind::Primary submit=true busy=busy />
            </div>
        </form>
    }
}

#[component]
fn Check(label: &'static str, checked: RwSignal<bool>, #[prop(optional)] hint: Option<&'static str>) -> impl IntoView {
    view! {
        <label class="modal__check">
            <input
                type="checkbox"
                prop:checked=checked
                on:change=move |ev| checked.set(event_target_checked(&ev))
            />
            <span>
                {label}
                {hint.map(|hint| view! { <small class="modal__hint">{hint}</small> })}
            </span>
        </label>
    }
}

#[component]
fn Delete(views: Views, view: SavedView) -> impl IntoView {
    let (busy, fault) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let lead = fill(t().views.lead_delete, &[("name", &harmless(&view.content.name))]);
    let delete = Callback::new(move |()| {
        if !busy.get_untracked() {
            busy.set(true);
            views.delete(view.clone(), closing(views, busy, fault));
        }
    });
    view! {
        <p class="modal__lead">{lead}</p>
        <p class="field__fault" role="alert">{move || fault.get()}</p>
        <div class="modal__buttons">
            <Action label=t().views.cancel on_press=Callback::new(move |()| views.ask(None)) />
            <Action label=t().views.delete_now kind=Kind::Primary busy=busy on_press=delete />
        </div>
    }
}

#[component]
fn Conflict(views: Views, view: SavedView) -> impl IntoView {
    let (busy, fault) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let lead = fill(t().views.lead_conflict, &[("name", &harmless(&view.content.name))]);
    let theirs = view.clone();
    let take = Callback::new(move |()| {
        views.show_newest(theirs.clone());
        views.ask(None);
    });
    let overwrite = Callback::new(move |()| {
        if !busy.get_untracked() {
            busy.set(true);
            views.overwrite(view.clone(), closing(views, busy, fault));
        }
    });
    view! {
        <p class="modal__lead">{lead}</p>
        <p class="field__fault" role="alert">{move || fault.get()}</p>
        <div class="modal__buttons">
            <Action label=t().views.cancel on_press=Callback::new(move |()| views.ask(None)) />
            <Action label=t().views.take_theirs on_press=take />
            <Action label=t().views.overwrite kind=Kind::Primary busy=busy on_press=overwrite />
        </div>
    }
}
